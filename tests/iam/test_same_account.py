"""Evaluation within one account: denies, the union of what grants, and the order in which types of policy are asked.

Who is limited by what is in test_matrix.py; test_boundaries.py, test_session_policies.py, test_endpoint_policies.py and
test_organizations.py are about the types that limit.
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
EVALUATION = f"{IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html"
BASICS = f"{IAM}/reference_policies_evaluation-logic_policy-eval-basics.html"
INTERPLAY = f"{IAM}/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html"
PRINCIPAL = f"{IAM}/reference_policies_elements_principal.html"
TYPES = f"{IAM}/access_policies.html"
MESSAGES = f"{IAM}/troubleshoot_access-denied.html"

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/U"
ROLE = f"arn:aws:iam::{A}:role/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S1"
FEDERATED = f"arn:aws:sts::{A}:federated-user/F"
ROOT = f"arn:aws:iam::{A}:root"
LOGGING = "logging.s3.amazonaws.com"

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
NO_EC2: dict[str, Any] = {"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}


def bucket(principal: Any, effect: str = "Allow", **elements: Any) -> dict[str, Any]:
    return {**S3, "Effect": effect, "Principal": principal, **elements}


def aws(*arns: str) -> dict[str, Any]:
    return bucket({"AWS": list(arns)})


def decide(caller: str, policies: dict[str, Any]) -> tuple[Outcome, PolicyKind | None]:
    issuer = {SESSION: ROLE, FEDERATED: USER}.get(caller)
    request = Request("s3:GetObject", "arn:aws:s3:::b/k", caller, issuer=issuer)
    decision = evaluate(request, Policies(**policies))
    return decision.outcome, decision.policy_kind


# The page, the caller, the policies, the outcome, the kind of policy that decided.
GRANTS = [
    pytest.param(EVALUATION, USER, {}, IMPLICIT, IDENTITY, id="nothing applies"),
    pytest.param(INTERPLAY, USER, {"identity": [EC2]}, IMPLICIT, IDENTITY, id="what applies is silent"),
    pytest.param(EVALUATION, USER, {"identity": [S3]}, ALLOWED, IDENTITY, id="an identity-based policy"),
    pytest.param(TYPES, USER, {"identity": [EC2, S3]}, ALLOWED, IDENTITY, id="the second of two policies"),
    pytest.param(TYPES, USER, {"identity": [{"Version": "2012-10-17", "Statement": [EC2, S3]}]}, ALLOWED, IDENTITY, id="the second of two statements"),
    pytest.param(EVALUATION, USER, {"resource": aws(USER)}, ALLOWED, RESOURCE, id="a resource-based policy"),
    pytest.param(BASICS, USER, {"identity": [S3], "resource": aws(ROLE)}, ALLOWED, IDENTITY, id="an identity-based policy, beside a resource-based one about others"),
    pytest.param(BASICS, USER, {"identity": [EC2], "resource": aws(USER)}, ALLOWED, RESOURCE, id="a resource-based policy, beside an identity-based one about other actions"),
    pytest.param(BASICS, USER, {"identity": [S3], "resource": aws(USER)}, ALLOWED, RESOURCE, id="both"),
    pytest.param(EVALUATION, SESSION, {"identity": [S3]}, ALLOWED, IDENTITY, id="a role's identity-based policy"),
    pytest.param(PRINCIPAL, SESSION, {"identity": [S3], "resource": aws(ROOT)}, ALLOWED, IDENTITY, id="the account, named, lets its policies decide"),
    pytest.param(EVALUATION, ROOT, {}, ALLOWED, None, id="the root user"),
    pytest.param(TYPES, ROOT, {"identity": [NO_S3], "boundary": []}, ALLOWED, None, id="the root user, to whom neither can be attached"),
    pytest.param(TYPES, ROOT, {"resource": bucket("*", "Deny")}, EXPLICIT, RESOURCE, id="the root user, denied by a resource-based policy"),
    pytest.param(PRINCIPAL, ROOT, {"resource": aws(ROOT)}, ALLOWED, RESOURCE, id="the root user, by its account's ARN"),
    pytest.param(PRINCIPAL, "*", {}, IMPLICIT, RESOURCE, id="an anonymous caller without a resource-based policy"),
    pytest.param(PRINCIPAL, "*", {"resource": bucket("*")}, ALLOWED, RESOURCE, id="an anonymous caller of what is public"),
    pytest.param(PRINCIPAL, "*", {"identity": [S3], "resource": aws(ROOT)}, IMPLICIT, RESOURCE, id="an anonymous caller has no policies"),
    pytest.param(PRINCIPAL, LOGGING, {"resource": bucket({"Service": LOGGING}), "session": [], "service_control": []}, ALLOWED, RESOURCE, id="a service, by the resource-based policy alone"),
    pytest.param(PRINCIPAL, LOGGING, {"identity": [S3]}, IMPLICIT, RESOURCE, id="a service has no policies"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "caller", "policies", "outcome", "kind"), GRANTS)
def test_what_grants(
    source: str, caller: str, policies: dict[str, Any], outcome: Outcome, kind: PolicyKind | None
) -> None:
    """Without a deny, an identity-based or a resource-based policy of the account is enough."""
    assert decide(caller, policies) == (outcome, kind), source


# Which types allow s3:GetObject, and the one that denies it.
DENIES = [
    pytest.param(EVALUATION, {"identity": [S3, NO_S3]}, IDENTITY, id="an identity-based policy over itself"),
    pytest.param(EVALUATION, {"identity": [NO_S3, S3]}, IDENTITY, id="an identity-based policy, whatever its place"),
    pytest.param(EVALUATION, {"identity": {"Version": "2012-10-17", "Statement": [S3, S3, NO_S3]}}, IDENTITY, id="an identity-based policy, after several that allow"),
    pytest.param(INTERPLAY, {"identity": [NO_S3]}, IDENTITY, id="an identity-based policy, where nothing allows"),
    pytest.param(BASICS, {"identity": [NO_S3], "resource": aws(SESSION)}, IDENTITY, id="an identity-based policy over a resource-based one"),
    pytest.param(BASICS, {"identity": [S3], "resource": bucket("*", "Deny")}, RESOURCE, id="a resource-based policy over an identity-based one"),
    pytest.param(EVALUATION, {"identity": [S3], "boundary": [S3, NO_S3]}, BOUNDARY, id="a boundary over an identity-based policy"),
    pytest.param(EVALUATION, {"identity": [S3], "session": [S3, NO_S3]}, KIND_SESSION, id="a session policy over an identity-based policy"),
    pytest.param(EVALUATION, {"boundary": [NO_S3], "resource": aws(SESSION)}, BOUNDARY, id="a boundary over a grant to the session"),
    pytest.param(TYPES, {"session": [NO_S3], "resource": aws(SESSION)}, KIND_SESSION, id="a session policy over a grant to the session"),
    pytest.param(PRINCIPAL, {"identity": [NO_S3], "resource": bucket("*")}, IDENTITY, id="an identity-based policy over a grant to everyone"),
    pytest.param(EVALUATION, {"service_control": [[S3, NO_S3]], "resource": aws(SESSION)}, SCP, id="an SCP over a grant to the session"),
    pytest.param(EVALUATION, {"resource_control": [[bucket("*", "Deny")]], "resource": aws(SESSION)}, RCP, id="an RCP over a grant to the session"),
    pytest.param(TYPES, {"endpoint": [bucket("*", "Deny")], "resource": aws(SESSION)}, ENDPOINT, id="an endpoint policy over a grant to the session"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "policies", "kind"), DENIES)
def test_a_deny_is_final(source: str, policies: dict[str, Any], kind: PolicyKind) -> None:
    """One statement that denies, in a policy of whichever type, beats all that allow."""
    assert decide(SESSION, policies) == (EXPLICIT, kind), source


# Denies that are about something else leave the grant alone.
UNRELATED = [
    pytest.param(EVALUATION, {"identity": [S3, NO_EC2]}, id="of another action"),
    pytest.param(EVALUATION, {"identity": [S3, {**NO_S3, "Resource": "arn:aws:s3:::other/*"}]}, id="on another resource"),
    pytest.param(EVALUATION, {"identity": [S3], "resource": bucket({"AWS": USER}, "Deny")}, id="to another principal"),
    pytest.param(EVALUATION, {"identity": [S3, {**NO_S3, "Condition": {"Bool": {"aws:ViaAWSService": "true"}}}]}, id="on another condition"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "policies"), UNRELATED)
def test_a_deny_must_apply(source: str, policies: dict[str, Any]) -> None:
    """A deny counts where it applies to the request."""
    assert decide(SESSION, policies) == (ALLOWED, IDENTITY), source


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
    """MESSAGES: of several types that deny, one is named; which one AWS leaves open."""
    policies = dict(list(ALL_DENY.items())[spared:])
    assert decide(SESSION, policies) == (EXPLICIT, kind), MESSAGES


# In the order of the page; where endpoint policies come in it does not say.
ALL_SILENT: list[tuple[str, Any, PolicyKind]] = [
    ("service_control", [[EC2]], SCP),
    ("identity", [EC2], IDENTITY),
    ("boundary", [EC2], BOUNDARY),
    ("session", [EC2], KIND_SESSION),
    ("endpoint", [bucket("*", Action="sqs:*")], ENDPOINT),
]


@pytest.mark.parametrize("spared", range(len(ALL_SILENT)), ids=[f"{name} first" for name, *_ in ALL_SILENT])
def test_first_missing_allow_is_reported(spared: int) -> None:
    """The walk through the types of policy stops at the first whose allow is missing."""
    policies = {name: value for name, value, _ in ALL_SILENT[spared:]}
    assert decide(SESSION, {"identity": [S3], **policies}) == (IMPLICIT, ALL_SILENT[spared][2]), EVALUATION


# The worked example of the page: a policy of a user, and one of his own bucket.
CARLOS = f"arn:aws:iam::{A}:user/carlossalazar"
OWN = "arn:aws:s3:::amzn-s3-demo-bucket-carlossalazar"
HIS_POLICY: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["s3:GetBucketLocation", "s3:ListAllMyBuckets"], "Resource": "arn:aws:s3:::*"},
        {"Effect": "Allow", "Action": "s3:*", "Resource": [f"{OWN}/*", OWN]},
        {"Sid": "DenyS3Logs", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::*log*"},
    ],
}
HIS_BUCKET = {"Effect": "Allow", "Principal": {"AWS": CARLOS}, "Action": "s3:*", "Resource": [f"{OWN}/*", OWN]}
EXAMPLE = [
    pytest.param(BASICS, "s3:PutObject", f"{OWN}-logs/f", {"identity": [HIS_POLICY]}, EXPLICIT, id="the bucket of logs"),
    pytest.param(BASICS, "s3:PutObject", f"{OWN}/f", {"identity": [HIS_POLICY], "resource": HIS_BUCKET}, ALLOWED, id="his own bucket"),
    pytest.param(BASICS, "s3:PutObject", f"{OWN}/f", {"identity": [HIS_POLICY]}, ALLOWED, id="his own bucket, by his policy alone"),
    pytest.param(BASICS, "s3:PutObject", f"{OWN}/f", {"resource": HIS_BUCKET}, ALLOWED, id="his own bucket, by its policy alone"),
    pytest.param(BASICS, "s3:PutObject", f"{OWN}/f", {"identity": [HIS_POLICY, NO_S3], "resource": HIS_BUCKET}, EXPLICIT, id="his own bucket, were it denied"),
    pytest.param(BASICS, "s3:PutObject", "arn:aws:s3:::another/f", {"identity": [HIS_POLICY]}, IMPLICIT, id="another bucket"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "action", "resource", "policies", "outcome"), EXAMPLE)
def test_the_example_of_carlos(
    source: str, action: str, resource: str, policies: dict[str, Any], outcome: Outcome
) -> None:
    """The page's example comes out as the page says."""
    assert evaluate(Request(action, resource, CARLOS), Policies(**policies)).outcome is outcome, source


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


def test_first_of_several_grants_is_the_one_that_decides() -> None:
    """Of two statements that name the caller alike, the first is told."""
    document = {"Version": "2012-10-17", "Statement": [aws(ROLE), aws(ROLE)]}
    decision = evaluate(Request("s3:GetObject", "arn:aws:s3:::b/k", SESSION), Policies(resource=document))
    assert decision.statement
    assert decision.statement.index == 0


def test_policies_can_be_any_collection() -> None:
    """As the values of a mapping from names to documents."""
    assert decide(USER, {"identity": {"ec2": EC2, "s3": S3}.values()}) == (ALLOWED, IDENTITY)


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
