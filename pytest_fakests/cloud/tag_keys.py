"""The condition keys in which a resource's tags are seen, by service.

Service Authorization Reference, "Condition keys for ...":
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

_EVERYWHERE = "aws:ResourceTag"

# Keys that a service has beside aws:ResourceTag.
_OF_SERVICE = {
    "autoscaling": "autoscaling:ResourceTag",
    "ec2": "ec2:ResourceTag",
    "ecr": "ecr:ResourceTag",
    "ecs": "ecs:ResourceTag",
    "elasticloadbalancing": "elasticloadbalancing:ResourceTag",
    "elasticmapreduce": "elasticmapreduce:ResourceTag",
    "glacier": "glacier:ResourceTag",
    "iam": "iam:ResourceTag",
    "sagemaker": "sagemaker:ResourceTag",
    "secretsmanager": "secretsmanager:ResourceTag",
    "ssm": "ssm:resourceTag",
}
_OBJECT = "s3:ExistingObjectTag"
# What an object's tags do not decide: https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
_WITHOUT_OBJECT_TAGS = frozenset({"s3:putobject", "s3:deleteobject", "s3:deleteobjectversion"})


def tag_keys(arn: str, action: str, *, part: bool = False) -> tuple[str, ...]:
    """The condition keys, up to the name of the tag, in which a resource's tags are seen by an action.

    Args:
        arn: The ARN of the tagged resource.
        action: The action, on the resource or on a part of it.
        part: Whether it is on a part of it.

    Example:
        >>> tag_keys("arn:aws:rds:us-east-1:123456789012:db:orders", "rds:StartDBInstance")
        ('aws:ResourceTag', 'rds:db-tag')
    """
    fields = arn.split(":")
    service, name = fields[2], fields[5]
    if service == "s3":
        return _of_s3(name, action.lower())
    if part and service != "logs":
        return ()
    if service == "rds":
        return _EVERYWHERE, f"rds:{name}-tag"
    own = _OF_SERVICE.get(service)
    return (_EVERYWHERE, own) if own else (_EVERYWHERE,)


def _of_s3(name: str, action: str) -> tuple[str, ...]:
    """Buckets and access points are seen with their objects, too."""
    if name.startswith("accesspoint"):
        return _EVERYWHERE, "s3:AccessPointTag"
    if "/" not in name:
        return _EVERYWHERE, "s3:BucketTag"
    return () if action in _WITHOUT_OBJECT_TAGS else (_OBJECT,)
