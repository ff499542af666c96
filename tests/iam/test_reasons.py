"""The words of a decision, as AWS's messages end.

The page shows one message for each type of policy, with and without the policy's ARN. A form that it no longer shows ("in
a VPC endpoint policy transitively through a service control policy") is not given. AWS has no words for what is allowed.
"""

from typing import Any

import pytest

from pytest_fakests.iam import Policies, PolicyKind, Request, evaluate, parse_policy

DENIED = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"
OURS = "no page: AWS does not say why a request is allowed"

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/U"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
ROLE = f"arn:aws:iam::{A}:role/R"
OBJECT = "arn:aws:s3:::b/k"
S3: dict[str, Any] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
EC2: dict[str, Any] = {**S3, "Action": "ec2:*"}
NO: dict[str, Any] = {**S3, "Effect": "Deny"}
ARN = f"arn:aws:iam::{A}:policy/NoS3"
SCP_ARN = f"arn:aws:organizations::{A}:policy/o-1/service_control_policy/p-1"
RCP_ARN = f"arn:aws:organizations::{A}:policy/o-1/resource_control_policy/p-2"


def parsed(arn: str, kind: PolicyKind) -> Any:
    return parse_policy(NO, kind, arn=arn)


def everyone(statement: dict[str, Any]) -> dict[str, Any]:
    return {**statement, "Principal": "*"}


def trust(effect: str, who: str) -> dict[str, Any]:
    return {"Effect": effect, "Principal": {"AWS": who}, "Action": "sts:AssumeRole"}


# The page, the policies, and the words.
S3_REASONS = [
    pytest.param(
        DENIED, {}, "because no identity-based policy allows the s3:GetObject action", id="identity, implicit"
    ),
    pytest.param(
        DENIED, {"identity": [NO]}, "with an explicit deny in an identity-based policy", id="identity, explicit"
    ),
    pytest.param(
        DENIED,
        {"identity": [parsed(ARN, PolicyKind.IDENTITY)]},
        f"with an explicit deny in an identity-based policy: {ARN}",
        id="identity, explicit, with an ARN",
    ),
    pytest.param(
        DENIED,
        {"identity": [S3], "boundary": []},
        "because no permissions boundary allows the s3:GetObject action",
        id="boundary, implicit",
    ),
    pytest.param(
        DENIED, {"boundary": [NO]}, "with an explicit deny in a permissions boundary", id="boundary, explicit"
    ),
    pytest.param(
        DENIED,
        {"boundary": [parsed(ARN, PolicyKind.BOUNDARY)]},
        f"with an explicit deny in a permissions boundary: {ARN}",
        id="boundary, explicit, with an ARN",
    ),
    pytest.param(
        DENIED,
        {"identity": [S3], "session": [EC2]},
        "because no session policy allows the s3:GetObject action",
        id="session, implicit",
    ),
    pytest.param(DENIED, {"session": [NO]}, "with an explicit deny in a session policy", id="session, explicit"),
    pytest.param(
        DENIED,
        {"session": [parsed(ARN, PolicyKind.SESSION)]},
        f"with an explicit deny in a session policy: {ARN}",
        id="session, explicit, with an ARN",
    ),
    pytest.param(
        DENIED, {"resource": everyone(NO)}, "with an explicit deny in a resource-based policy", id="resource, explicit"
    ),
    pytest.param(
        DENIED,
        {"resource": parse_policy(everyone(NO), PolicyKind.RESOURCE, arn=ARN)},
        "with an explicit deny in a resource-based policy",
        id="resource, explicit, never with an ARN",
    ),
    pytest.param(
        DENIED,
        {"service_control": [[EC2]]},
        "because no service control policy allows the s3:GetObject action",
        id="SCP, implicit",
    ),
    pytest.param(
        DENIED, {"service_control": [[NO]]}, "with an explicit deny in a service control policy", id="SCP, explicit"
    ),
    pytest.param(
        DENIED,
        {"service_control": [[parsed(SCP_ARN, PolicyKind.SERVICE_CONTROL)]]},
        f"with an explicit deny in a service control policy: {SCP_ARN}",
        id="SCP, explicit, with an ARN",
    ),
    pytest.param(
        DENIED,
        {"resource_control": [[everyone(NO)]]},
        "with an explicit deny in a resource control policy",
        id="RCP, explicit",
    ),
    pytest.param(
        DENIED,
        {"resource_control": [[parse_policy(everyone(NO), PolicyKind.RESOURCE_CONTROL, arn=RCP_ARN)]]},
        f"with an explicit deny in a resource control policy: {RCP_ARN}",
        id="RCP, explicit, with an ARN",
    ),
    pytest.param(
        DENIED,
        {"identity": [S3], "endpoint": []},
        "because no VPC endpoint policy allows the s3:GetObject action",
        id="endpoint, implicit",
    ),
    pytest.param(
        DENIED, {"endpoint": [everyone(NO)]}, "with an explicit deny in a VPC endpoint policy", id="endpoint, explicit"
    ),
    pytest.param(
        DENIED,
        {"endpoint": [parse_policy(everyone(NO), PolicyKind.ENDPOINT, arn=ARN)]},
        "with an explicit deny in a VPC endpoint policy",
        id="endpoint, explicit, never with an ARN",
    ),
    pytest.param(OURS, {"identity": [S3]}, "allowed by an identity-based policy", id="allowed"),
    pytest.param(OURS, {"resource": everyone(S3)}, "allowed by a resource-based policy", id="allowed by the resource"),
]


@pytest.mark.parametrize(("source", "policies", "reason"), S3_REASONS)
def test_reason(source: str, policies: dict[str, Any], reason: str) -> None:
    """A decision says in AWS's words which type of policy decided."""
    assert evaluate(Request("s3:GetObject", OBJECT, SESSION), Policies(**policies)).reason == reason, source


def test_reason_of_another_account() -> None:
    """Across accounts the resource-based policy is missed first: which of several is named no page says."""
    reason = evaluate(Request("s3:GetObject", OBJECT, USER, {}, "999999999999"), Policies(identity=[S3])).reason
    assert reason == "because no resource-based policy allows the s3:GetObject action"


# The page, the effect and principal of the trust policy, and the words.
TRUST_REASONS = [
    pytest.param(DENIED, "Allow", ROLE, "because no role trust policy allows the sts:AssumeRole action", id="implicit"),
    pytest.param(DENIED, "Deny", USER, "with an explicit deny in the role trust policy", id="explicit"),
    pytest.param(OURS, "Allow", USER, "allowed by the role trust policy", id="allowed"),
    pytest.param(
        DENIED,
        "Allow",
        A,
        "because no identity-based policy allows the sts:AssumeRole action",
        id="the account is trusted",
    ),
]


@pytest.mark.parametrize(("source", "effect", "who", "reason"), TRUST_REASONS)
def test_reason_of_trust(source: str, effect: str, who: str, reason: str) -> None:
    """Where a role is assumed, its policy is called the role trust policy."""
    request = Request("sts:AssumeRole", ROLE, USER)
    assert evaluate(request, Policies(resource=trust(effect, who))).reason == reason, source


def test_reason_of_both_sides() -> None:
    """Where both sides had to allow, both are named."""
    allow = {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}
    decision = evaluate(Request("sts:AssumeRole", ROLE, USER), Policies([allow], trust("Allow", A)))
    assert decision.reason == "allowed by an identity-based policy and the role trust policy"


def test_reason_of_the_root_user() -> None:
    """The root user needs no policy."""
    decision = evaluate(Request("s3:GetObject", OBJECT, f"arn:aws:iam::{A}:root"), Policies())
    assert decision.reason == "allowed: the root user has full access to its account"
