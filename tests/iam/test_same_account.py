"""Evaluation within one account.

Sources: IAM UG reference_policies_evaluation-logic_policy-eval-denyallow ("EV"), reference_policies_elements_principal
("PR"), access_policies ("PT"), access_policies_boundaries ("PB"), id_credentials_temp_control-access_getfederationtoken
("GF"), id_credentials_temp_control-access_assumerole ("AR"). Where the pages contradict each other (whether a boundary
limits what a resource-based policy grants to a role), EV decides.
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate, parse_policy

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/U"
ROLE = f"arn:aws:iam::{A}:role/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S1"
OTHER_SESSION = f"arn:aws:sts::{A}:assumed-role/R/S2"
FEDERATED = f"arn:aws:sts::{A}:federated-user/F"
ROOT = f"arn:aws:iam::{A}:root"

ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
IDENTITY, BOUNDARY, KIND_SESSION = PolicyKind.IDENTITY, PolicyKind.BOUNDARY, PolicyKind.SESSION
RESOURCE, SCP, RCP, ENDPOINT = (
    PolicyKind.RESOURCE,
    PolicyKind.SERVICE_CONTROL,
    PolicyKind.RESOURCE_CONTROL,
    PolicyKind.ENDPOINT,
)

S3: dict[str, Any] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
EC2: dict[str, Any] = {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}
NO_S3: dict[str, Any] = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


def bucket(principal: Any, effect: str = "Allow", **elements: Any) -> dict[str, Any]:
    return {**S3, "Effect": effect, "Principal": principal, **elements}


def aws(*arns: str) -> dict[str, Any]:
    return bucket({"AWS": list(arns)})


def decide(caller: str, policies: dict[str, Any]) -> tuple[Outcome, PolicyKind | None]:
    issuer = {SESSION: ROLE, OTHER_SESSION: ROLE, FEDERATED: USER}.get(caller)
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", caller, issuer=issuer)
    decision = evaluate(request, Policies(**policies))
    return decision.outcome, decision.policy_kind


IS_ROLE = {"ArnEquals": {"aws:PrincipalArn": ROLE}}

ONE_ACCOUNT = [
    # caller, policies, outcome, the kind of policy that decided
    pytest.param(USER, {}, IMPLICIT, IDENTITY, id="EV: nothing applies"),
    pytest.param(USER, {"identity": [S3]}, ALLOWED, IDENTITY, id="EV: an identity-based policy"),
    pytest.param(USER, {"identity": [EC2, S3]}, ALLOWED, IDENTITY, id="PT: the second policy allows"),
    pytest.param(USER, {"identity": [S3, NO_S3]}, EXPLICIT, IDENTITY, id="EV: a deny beats an allow"),
    pytest.param(USER, {"resource": aws(USER)}, ALLOWED, RESOURCE, id="EV: a resource-based policy is enough"),
    pytest.param(USER, {"identity": [S3], "resource": aws(ROLE)}, ALLOWED, IDENTITY, id="EV: and so is the other"),
    pytest.param(
        USER, {"identity": [S3], "resource": bucket("*", "Deny")}, EXPLICIT, RESOURCE, id="EV: a bucket policy denies"
    ),
    pytest.param(USER, {"identity": [NO_S3], "resource": aws(USER)}, EXPLICIT, IDENTITY, id="EV: the user is denied"),
    pytest.param(USER, {"identity": [S3], "boundary": [EC2]}, IMPLICIT, BOUNDARY, id="PB: a boundary is silent"),
    pytest.param(USER, {"boundary": [S3]}, IMPLICIT, IDENTITY, id="PB: a boundary grants nothing"),
    pytest.param(USER, {"identity": [S3], "boundary": [S3]}, ALLOWED, IDENTITY, id="PB: both allow"),
    pytest.param(USER, {"identity": [S3], "boundary": [S3, NO_S3]}, EXPLICIT, BOUNDARY, id="PB: a boundary denies"),
    pytest.param(USER, {"identity": [S3], "boundary": []}, IMPLICIT, BOUNDARY, id="a boundary that allows nothing"),
    pytest.param(SESSION, {"identity": [S3]}, ALLOWED, IDENTITY, id="EV: a session without session policies"),
    pytest.param(
        SESSION, {"identity": [S3], "session": [EC2]}, IMPLICIT, KIND_SESSION, id="PT: a session policy is silent"
    ),
    pytest.param(
        SESSION, {"identity": [EC2], "session": [S3]}, IMPLICIT, IDENTITY, id="AR: a session policy grants nothing"
    ),
    pytest.param(
        SESSION, {"identity": [S3], "session": [S3, NO_S3]}, EXPLICIT, KIND_SESSION, id="PT: a session policy denies"
    ),
    pytest.param(
        SESSION,
        {"identity": [S3], "session": [EC2, S3]},
        ALLOWED,
        IDENTITY,
        id="PT: one of the session policies allows",
    ),
    pytest.param(
        SESSION, {"identity": [S3], "session": []}, IMPLICIT, KIND_SESSION, id="session policies that allow nothing"
    ),
    pytest.param(
        SESSION,
        {"identity": [S3], "session": [S3], "boundary": [EC2]},
        IMPLICIT,
        BOUNDARY,
        id="PB: all three must allow",
    ),
    pytest.param(
        SESSION,
        {"identity": [S3], "resource": aws(ROOT)},
        ALLOWED,
        IDENTITY,
        id="PR: the account, named, lets its policies decide",
    ),
    pytest.param(
        FEDERATED, {"identity": [S3]}, IMPLICIT, KIND_SESSION, id="GF: a federated user without session policy"
    ),
    pytest.param(FEDERATED, {"identity": [S3], "session": [S3]}, ALLOWED, IDENTITY, id="GF: and with one"),
    pytest.param(FEDERATED, {"session": [S3]}, IMPLICIT, IDENTITY, id="GF: the user behind it may not"),
    pytest.param(ROOT, {}, ALLOWED, None, id="EV: the root user"),
    pytest.param(ROOT, {"identity": [NO_S3], "boundary": []}, ALLOWED, None, id="PT: neither limits the root user"),
    pytest.param(
        ROOT, {"resource": bucket("*", "Deny")}, EXPLICIT, RESOURCE, id="a bucket policy denies the root user"
    ),
    pytest.param(ROOT, {"resource": aws(ROOT)}, ALLOWED, RESOURCE, id="PR: root ARN and root user"),
    pytest.param("*", {}, IMPLICIT, RESOURCE, id="an anonymous caller without a resource-based policy"),
    pytest.param("*", {"resource": bucket("*")}, ALLOWED, RESOURCE, id="PR: public access"),
    pytest.param(
        "*", {"identity": [S3], "resource": aws(ROOT)}, IMPLICIT, RESOURCE, id="an anonymous caller has no policies"
    ),
    pytest.param(
        "logging.s3.amazonaws.com",
        {"resource": bucket({"Service": "logging.s3.amazonaws.com"}), "session": [], "service_control": []},
        ALLOWED,
        RESOURCE,
        id="a service, by the resource-based policy alone",
    ),
    pytest.param(
        USER, {"identity": [S3], "endpoint": [bucket("*")]}, ALLOWED, IDENTITY, id="a VPC endpoint lets it pass"
    ),
    pytest.param(
        USER,
        {"identity": [S3], "endpoint": [bucket("*", Action="sqs:*")]},
        IMPLICIT,
        ENDPOINT,
        id="vpc-endpoints-access: an endpoint policy is silent",
    ),
    pytest.param(
        USER, {"identity": [S3], "endpoint": [bucket("*", "Deny")]}, EXPLICIT, ENDPOINT, id="an endpoint policy denies"
    ),
    pytest.param(
        "*", {"resource": bucket("*"), "endpoint": []}, IMPLICIT, ENDPOINT, id="an endpoint policy that allows nothing"
    ),
]


@pytest.mark.parametrize(("caller", "policies", "outcome", "kind"), ONE_ACCOUNT)
def test_decision_in_one_account(
    caller: str, policies: dict[str, Any], outcome: Outcome, kind: PolicyKind | None
) -> None:
    """A deny in any policy is final; else every policy that limits, and one that grants, must allow."""
    assert decide(caller, policies) == (outcome, kind)


LIMITS: dict[str, Any] = {"boundary": [EC2], "session": [EC2]}
BYPASSES = [
    # caller, bucket policy, other policies, the kind of policy whose allow is missing, or None
    pytest.param(USER, aws(USER), {"boundary": [EC2]}, None, id="EV: a user, named, is not limited by its boundary"),
    pytest.param(SESSION, aws(ROLE), {}, None, id="EV: a role, named, needs no identity-based policy"),
    pytest.param(SESSION, aws(ROLE), {"boundary": [EC2]}, BOUNDARY, id="EV: but its boundary limits"),
    pytest.param(SESSION, aws(ROLE), {"session": [EC2]}, KIND_SESSION, id="EV: and its session policy"),
    pytest.param(SESSION, aws(ROLE), {"session": [S3]}, None, id="PT: session policy and bucket policy meet"),
    pytest.param(SESSION, aws(SESSION), LIMITS, None, id="EV: a session, named, is limited by nothing"),
    pytest.param(OTHER_SESSION, aws(SESSION), {}, IDENTITY, id="PR: another session is not named"),
    pytest.param(SESSION, bucket("*", Condition=IS_ROLE), LIMITS, None, id="PR: everyone, with a condition on the ARN"),
    pytest.param(USER, bucket("*"), {}, None, id="PR: everyone includes the account's users"),
    pytest.param(SESSION, aws(ROOT), {}, IDENTITY, id="PR: the account, named, delegates"),
    pytest.param(FEDERATED, aws(FEDERATED), {}, None, id="GF: a federated user, named, without session policy"),
    pytest.param(FEDERATED, aws(FEDERATED), LIMITS, None, id="EV: a federated user, named, is limited by nothing"),
    pytest.param(FEDERATED, aws(USER), {"session": [EC2]}, KIND_SESSION, id="EV: the user behind it, named"),
    pytest.param(FEDERATED, aws(USER), {"session": [S3], "boundary": [EC2]}, BOUNDARY, id="PB: its boundary limits"),
    pytest.param(FEDERATED, aws(USER), {"session": [S3]}, None, id="undocumented: its identity-based policy does not"),
    pytest.param(SESSION, aws(ROOT, ROLE, SESSION), LIMITS, None, id="the closest name counts"),
]


@pytest.mark.parametrize(("caller", "policy", "others", "missing"), BYPASSES)
def test_how_a_bucket_policy_names_the_caller(
    caller: str, policy: dict[str, Any], others: dict[str, Any], missing: PolicyKind | None
) -> None:
    """The closer a resource-based policy of the account names a caller, the fewer other policies must allow."""
    outcome, kind = decide(caller, {"resource": policy, **others})
    assert (outcome, kind) == ((IMPLICIT, missing) if missing else (ALLOWED, RESOURCE))


DENIES = [
    pytest.param({"identity": [NO_S3]}, IDENTITY, id="identity"),
    pytest.param({"boundary": [NO_S3]}, BOUNDARY, id="boundary"),
    pytest.param({"session": [NO_S3]}, KIND_SESSION, id="session"),
    pytest.param({"service_control": [[S3, NO_S3]]}, SCP, id="SCP"),
    pytest.param({"resource_control": [[bucket("*", "Deny")]]}, RCP, id="RCP"),
]


@pytest.mark.parametrize(("policies", "kind"), DENIES)
def test_no_grant_outlives_a_deny(policies: dict[str, Any], kind: PolicyKind) -> None:
    """EV: even a grant to the session itself ends where any policy denies."""
    assert decide(SESSION, {"resource": aws(SESSION), **policies}) == (EXPLICIT, kind)


ALL_DENY: dict[str, Any] = {
    "identity": [NO_S3],
    "boundary": [NO_S3],
    "session": [NO_S3],
    "resource": bucket("*", "Deny"),
    "service_control": [[NO_S3]],
    "resource_control": [[bucket("*", "Deny")]],
    "endpoint": [bucket("*", "Deny")],
}


@pytest.mark.parametrize(
    ("spared", "kind"),
    [(0, IDENTITY), (1, BOUNDARY), (2, KIND_SESSION), (3, RESOURCE), (4, SCP), (5, RCP), (6, ENDPOINT)],
)
def test_one_of_several_denies_is_reported(spared: int, kind: PolicyKind) -> None:
    """troubleshoot_access-denied: of several types that deny, one is named; which one AWS leaves open."""
    policies = dict(list(ALL_DENY.items())[spared:])
    assert decide(SESSION, policies) == (EXPLICIT, kind)


ALL_SILENT: list[tuple[str, Any, PolicyKind]] = [
    ("service_control", [[EC2]], SCP),
    ("identity", [EC2], IDENTITY),
    ("boundary", [EC2], BOUNDARY),
    ("session", [EC2], KIND_SESSION),
    ("endpoint", [bucket("*", Action="sqs:*")], ENDPOINT),
]


@pytest.mark.parametrize("spared", range(len(ALL_SILENT)))
def test_first_missing_allow_is_reported(spared: int) -> None:
    """EV: the walk through the types of policy stops at the first whose allow is missing."""
    policies = {name: value for name, value, _ in ALL_SILENT[spared:]}
    assert decide(SESSION, {"identity": [S3], **policies}) == (IMPLICIT, ALL_SILENT[spared][2])


def test_parsed_policy_in_the_wrong_place_grants_nothing() -> None:
    """A policy that names no principal grants nothing to anyone as that of a resource, nor does it raise."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", USER)
    decision = evaluate(request, Policies(resource=parse_policy(S3)))
    assert decision.explain().splitlines()[-2:] == [
        "      it names no principal",
        f"To allow it: allow s3:GetObject on arn:aws:s3:::b/k in an identity-based policy of {USER}",
    ]


def test_principals_count_wherever_a_policy_stands() -> None:
    """A policy for someone else's use grants nothing among the caller's own policies."""
    policy = parse_policy(aws(ROLE), PolicyKind.RESOURCE)
    assert decide(USER, {"identity": [policy]}) == (IMPLICIT, IDENTITY)


def test_policies_can_be_one_document() -> None:
    """A single document stands for a list of one."""
    assert decide(USER, {"identity": S3, "boundary": S3, "session": S3}) == (ALLOWED, IDENTITY)


def test_decision_names_what_decided() -> None:
    """A decision has the policy and the statement that decided, and what it was asked."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", USER)
    policies = Policies(identity=[{"Version": "2012-10-17", "Statement": [EC2, {**NO_S3, "Sid": "NoS3"}]}])
    decision = evaluate(request, policies)
    assert decision.policy is not None
    assert decision.statement is not None
    found = (
        decision.policy.name,
        decision.statement.index,
        decision.statement.sid,
        decision.request,
        decision.policies,
    )
    assert found == ("identity[0]", 1, "NoS3", request, policies)
