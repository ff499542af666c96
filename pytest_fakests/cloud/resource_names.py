"""The ARNs under which something may be declared of a resource, and those that calls do not show whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_fakests.cloud.errors import DeclarationError

# What a resource's policy is about beside the resource itself, by service: the ARN of the part begins with it.
# Objects: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
# Indexes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
# Subscriptions: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html
# A policy on a function says nothing of its versions and aliases, which have their own:
# https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
_WHOLE = {
    "s3": re.compile(r"(arn:[^:]+:s3:[^:]*:[^:]*:(?:accesspoint[/:][^/:]+|(?!accesspoint/)[^/:]+))/.+", re.DOTALL),
    "dynamodb": re.compile(r"(.+:table/[^/]+)/index/.+"),
    "sns": re.compile(r"(arn:[^:]+:sns:[^:]*:[^:]*:[^:]+):.+"),
    "es": re.compile(r"(.+:domain/[^/]+)/.*", re.DOTALL),
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
    "execute-api": re.compile(r"([^/]+)/.*", re.DOTALL),
}
# Permissions on a log group are permissions on `GROUP:*`, its tags are those of `GROUP`; streams have no own:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
_LOG_GROUP = re.compile(r"(arn:[^:]+:logs:[^:]*:[^:]*:log-group:[^:]+)(?::.*)?")
# A secret's ARN ends in six random characters, which a call by name does not show:
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
SECRET = re.compile(r"(arn:[^:]+:secretsmanager:.+:secret:.+)-[A-Za-z0-9]{6}")
# Likewise those that end in an id, after a name that is one of a kind; a call by name has `*` in its place:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_cloudformation.html and list_eks.html
_WITH_ID = re.compile(
    r"(arn:[^:]+:(?:cloudformation:[^:]*:[^:]*:stack/[^/]+"
    r"|eks:[^:]*:[^:]*:(?:access-entry|addon|fargateprofile|identityproviderconfig|nodegroup)/.+))/[^/*]+"
)


def names_of(arn: str) -> Iterator[str]:
    """The ARNs under which something may be declared of a resource, the nearest first."""
    yield arn
    service = arn.split(":", 3)[2] if arn.startswith("arn:") else ""
    if service == "logs":
        group = _LOG_GROUP.fullmatch(arn)
        if group:
            yield from (name for name in (group[1], f"{group[1]}:*") if name != arn)
        return
    whole = _WHOLE.get(service)
    found = whole.fullmatch(arn) if whole else SECRET.fullmatch(arn) if service == "secretsmanager" else None
    if found:
        yield found[1]


def check_whole(arn: str) -> None:
    """Raise DeclarationError unless this is the ARN of one whole resource, which may have a policy."""
    if _LOG_GROUP.fullmatch(arn):
        return
    *_, whole = names_of(arn) if arn.endswith("*") or _WHOLE["s3"].fullmatch(arn) else (arn,)
    *place, named = whole.split(":", 5)
    named = re.sub(r"(?<=.)[/:]\*$", "", named)
    if "*" in named:
        raise DeclarationError(f"resource policy of {arn}: it is of no single resource; write an ARN without wildcards")
    whole = ":".join([*place, named])
    if whole != arn:
        raise DeclarationError(
            f"resource policy of {arn}: a policy is of the whole resource; write {whole!r}, and what is in it in the "
            "policy's on=..."
        )


def without_id(arn: str) -> str | None:
    """The ARN as a call by name shows it; None for one that has no id after the name.

    Example:
        >>> without_id("arn:aws:cloudformation:us-east-1:123456789012:stack/web/1234")
        'arn:aws:cloudformation:us-east-1:123456789012:stack/web/*'
    """
    found = _WITH_ID.fullmatch(arn)
    return found and f"{found[1]}/*"
