"""What is known of condition keys: the type of their values, and whether a request has several.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from typing import NamedTuple

from pytest_fakests.iam.lint.reference import Reference


class KeyFacts(NamedTuple):
    """What is known of a condition key.

    Attributes:
        name: The key as AWS writes it.
        type: "String", "ARN", "Bool", "Numeric", "Date" or "IPAddress".
        multivalued: Whether a request may have several values of it.
        always: Whether every request has it.
    """

    name: str
    type: str = "String"
    multivalued: bool = False
    always: bool = False


GLOBAL_KEYS = {
    facts.name.lower(): facts
    for facts in (
        KeyFacts("aws:AssumedRoot", "Bool"),
        KeyFacts("aws:CalledVia", multivalued=True),
        KeyFacts("aws:CalledViaAWSMCP"),
        KeyFacts("aws:CalledViaFirst"),
        KeyFacts("aws:CalledViaLast"),
        KeyFacts("aws:ChatbotSourceArn", "ARN"),
        KeyFacts("aws:CurrentTime", "Date", always=True),
        KeyFacts("aws:Ec2InstanceSourcePrivateIPv4", "IPAddress"),
        KeyFacts("aws:Ec2InstanceSourceVpc"),
        KeyFacts("aws:EpochTime", "Date", always=True),
        KeyFacts("aws:FederatedProvider"),
        KeyFacts("aws:IsMcpServiceAction", "Bool"),
        KeyFacts("aws:MultiFactorAuthAge", "Numeric"),
        KeyFacts("aws:MultiFactorAuthPresent", "Bool"),
        KeyFacts("aws:PrincipalAccount", always=True),
        KeyFacts("aws:PrincipalArn", "ARN", always=True),
        KeyFacts("aws:PrincipalIsAWSService", "Bool", always=True),
        KeyFacts("aws:PrincipalOrgID"),
        KeyFacts("aws:PrincipalOrgPaths", multivalued=True),
        KeyFacts("aws:PrincipalServiceName"),
        KeyFacts("aws:PrincipalServiceNamesList", multivalued=True),
        KeyFacts("aws:PrincipalType", always=True),
        KeyFacts("aws:referer"),
        KeyFacts("aws:RequestedRegion", always=True),
        KeyFacts("aws:ResourceAccount", always=True),
        KeyFacts("aws:ResourceOrgID"),
        KeyFacts("aws:ResourceOrgPaths", multivalued=True),
        KeyFacts("aws:SecureTransport", "Bool", always=True),
        KeyFacts("aws:SignInSessionArn", "ARN"),
        KeyFacts("aws:SourceAccount"),
        KeyFacts("aws:SourceArn", "ARN"),
        KeyFacts("aws:SourceIdentity"),
        KeyFacts("aws:SourceIp", "IPAddress"),
        KeyFacts("aws:SourceOrgID"),
        KeyFacts("aws:SourceOrgPaths", multivalued=True),
        # Of topics, whose guide has it beside aws:SourceAccount: sns/latest/dg/sns-access-policy-use-cases.html
        KeyFacts("aws:SourceOwner"),
        KeyFacts("aws:SourceVpc"),
        KeyFacts("aws:SourceVpcArn", "ARN"),
        KeyFacts("aws:SourceVpce"),
        KeyFacts("aws:TagKeys", multivalued=True),
        KeyFacts("aws:TokenIssueTime", "Date"),
        KeyFacts("aws:UserAgent"),
        KeyFacts("aws:userid", always=True),
        KeyFacts("aws:username"),
        KeyFacts("aws:ViaAWSMCPService", "Bool"),
        KeyFacts("aws:ViaAWSService", "Bool", always=True),
        KeyFacts("aws:VpceAccount"),
        KeyFacts("aws:VpceOrgID"),
        KeyFacts("aws:VpceOrgPaths", multivalued=True),
        KeyFacts("aws:VpcSourceIp", "IPAddress"),
    )
}

# Keys with a tag key after their "/".
TAG_KEYS = {name.lower(): name for name in ("aws:PrincipalTag", "aws:RequestTag", "aws:ResourceTag")}
# https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html: each of them has one value.
_ENCRYPTION_CONTEXT = KeyFacts("kms:EncryptionContext:")
_TAG_FACTS = {key: KeyFacts(f"{name}/") for key, name in TAG_KEYS.items()}

# "The use of wildcards in these condition keys does not have any valid use cases."
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive
SENSITIVE_KEYS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:resourceaccount",
        "aws:resourceorgid",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:vpceaccount",
        "aws:vpceorgid",
    }
)


def facts_of(key: str, reference: Reference | None = None) -> KeyFacts | None:
    """What is known of a key, given in lower case; None where it is unknown, as those of services without reference."""
    if key in GLOBAL_KEYS:
        return GLOBAL_KEYS[key]
    prefix, slash, tag = key.partition("/")
    if slash and tag and prefix in TAG_KEYS:
        return _TAG_FACTS[prefix]
    if key.startswith("kms:encryptioncontext:"):
        return _ENCRYPTION_CONTEXT
    found = reference.key(key) if reference else None
    if found is None:
        return None
    return KeyFacts(found.name, found.type.removeprefix("ArrayOf"), found.type.startswith("ArrayOf"))
