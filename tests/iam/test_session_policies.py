"""Session policies: what a session passes to be less than its role or user, and how several join.

Which grants of resource-based policies they limit is in test_matrix.py.
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
TYPES = f"{IAM}/access_policies.html"
EVALUATION = f"{IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html"
ROLES = f"{IAM}/id_credentials_temp_control-access_assumerole.html"
FEDERATION = f"{IAM}/id_credentials_temp_control-access_getfederationtoken.html"
PRINCIPAL = f"{IAM}/reference_policies_elements_principal.html"
VARIABLES = f"{IAM}/reference_policies_variables.html"
ASSUME_ROOT = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html"

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/token-app"
ROLE = f"arn:aws:iam::{A}:role/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
CAROL = f"arn:aws:sts::{A}:federated-user/Carol"
ROOT = f"arn:aws:iam::{A}:root"
OF_ROOT = f"arn:aws:sts::{A}:federated-user/OfRoot"
ISSUERS = {SESSION: ROLE, CAROL: USER, OF_ROOT: ROOT}
BUCKET = "arn:aws:s3:::productionapp"

ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
IDENTITY, KIND_SESSION = PolicyKind.IDENTITY, PolicyKind.SESSION


def allow(*actions: str, on: str = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on}


def deny(*actions: str) -> dict[str, Any]:
    return {**allow(*actions), "Effect": "Deny"}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


ADMIN, S3, EC2, SQS = allow("*"), allow("s3:*"), allow("ec2:*"), allow("sqs:*")
OBJECTS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
# The examples of ROLES and FEDERATION.
ROLE_POLICY = document(allow("s3:ListBucket", on=BUCKET), allow(*OBJECTS, on=f"{BUCKET}/*"))
WITHOUT_DELETE = document(allow("s3:ListBucket", on=BUCKET), allow("s3:GetObject", "s3:PutObject", on=f"{BUCKET}/*"))
TOKEN_APP = document(
    *(
        allow(action)
        for action in ("dynamodb:ListTables", "sqs:ReceiveMessage", "s3:ListBucket", "sns:ListSubscriptions")
    )
)
OWN_FOLDER = document(allow("s3:GetObject", on="arn:aws:s3:::b/${aws:userid}/*"))

# The page, who asks for what, identity-based policies, session policies (None where none were passed), and the outcome.
ROWS = [
    # The page has it both ways for who passed none; its other sentences, and the page of GetFederationToken, tell role
    # sessions, which need none, from federated users, who need one.
    pytest.param(EVALUATION, SESSION, "s3:GetObject", [S3], None, ALLOWED, IDENTITY, id="a role session that passed none"),
    pytest.param(TYPES, SESSION, "s3:GetObject", [S3], [S3], ALLOWED, IDENTITY, id="both allow"),
    pytest.param(EVALUATION, SESSION, "s3:GetObject", [S3], [EC2], IMPLICIT, KIND_SESSION, id="the session policy is silent"),
    pytest.param(ROLES, SESSION, "ec2:RunInstances", [S3], [EC2], IMPLICIT, IDENTITY, id="a session policy grants nothing"),
    pytest.param(TYPES, SESSION, "s3:DeleteObject", [S3], [document(ADMIN, deny("s3:Delete*"))], EXPLICIT, KIND_SESSION, id="the session policy denies"),
    pytest.param(TYPES, SESSION, "s3:GetObject", [S3], [document(ADMIN, deny("s3:Delete*"))], ALLOWED, IDENTITY, id="and lets pass what it does not deny"),
    pytest.param(TYPES, SESSION, "s3:GetObject", [S3, deny("s3:Get*")], [S3], EXPLICIT, IDENTITY, id="the role's policy denies"),
    # Inferred: a policy that only denies allows nothing.
    pytest.param(EVALUATION, SESSION, "s3:GetObject", [S3], [deny("ec2:*")], IMPLICIT, KIND_SESSION, id="a session policy of denies alone"),
    pytest.param(EVALUATION, SESSION, "s3:GetObject", [S3], [document()], IMPLICIT, KIND_SESSION, id="a session policy without statements"),
    pytest.param(EVALUATION, SESSION, "s3:GetObject", [S3], [], IMPLICIT, KIND_SESSION, id="session policies that are none"),
    pytest.param(ROLES, SESSION, "s3:ListBucket", [ROLE_POLICY], [WITHOUT_DELETE], ALLOWED, IDENTITY, id="example: the bucket is listed"),
    pytest.param(ROLES, SESSION, "s3:PutObject", [ROLE_POLICY], [WITHOUT_DELETE], ALLOWED, IDENTITY, id="example: an object is put"),
    pytest.param(ROLES, SESSION, "s3:DeleteObject", [ROLE_POLICY], [WITHOUT_DELETE], IMPLICIT, KIND_SESSION, id="example: none is deleted"),
    pytest.param(FEDERATION, CAROL, "s3:ListBucket", [S3], None, IMPLICIT, KIND_SESSION, id="a federated user that passed none"),
    pytest.param(FEDERATION, CAROL, "s3:ListBucket", [S3], [S3], ALLOWED, IDENTITY, id="a federated user: both allow"),
    pytest.param(FEDERATION, CAROL, "s3:ListBucket", [], [S3], IMPLICIT, IDENTITY, id="a federated user: the user behind it may not"),
    pytest.param(FEDERATION, CAROL, "s3:ListBucket", [TOKEN_APP], [ROLE_POLICY], ALLOWED, IDENTITY, id="example: what user and session policy both allow"),
    pytest.param(FEDERATION, CAROL, "s3:GetObject", [TOKEN_APP], [ROLE_POLICY], IMPLICIT, IDENTITY, id="example: what the session policy alone allows"),
    pytest.param(FEDERATION, CAROL, "sqs:ReceiveMessage", [TOKEN_APP], [ROLE_POLICY], IMPLICIT, KIND_SESSION, id="example: what the user's policy alone allows"),
    pytest.param(PRINCIPAL, OF_ROOT, "s3:ListBucket", [], [S3], ALLOWED, None, id="whom root federates: what the session policy allows"),
    pytest.param(PRINCIPAL, OF_ROOT, "s3:ListBucket", [], [EC2], IMPLICIT, KIND_SESSION, id="whom root federates: what it does not"),
    pytest.param(PRINCIPAL, OF_ROOT, "s3:ListBucket", [], None, IMPLICIT, KIND_SESSION, id="whom root federates: none passed"),
    # AssumeRoot's task policies are session policies of root.
    pytest.param(ASSUME_ROOT, ROOT, "iam:DeleteLoginProfile", [], [allow("iam:DeleteLoginProfile")], ALLOWED, None, id="root with a task policy"),
    pytest.param(ASSUME_ROOT, ROOT, "s3:ListBucket", [], [allow("iam:DeleteLoginProfile")], IMPLICIT, KIND_SESSION, id="root with a task policy about something else"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "caller", "action", "identity", "session", "outcome", "kind"), ROWS)
def test_session_policy(
    source: str,
    caller: str,
    action: str,
    identity: list[Any],
    session: list[Any] | None,
    outcome: Outcome,
    kind: PolicyKind | None,
) -> None:
    """A session may do what both the policies of its role or user and its session policies allow."""
    resource = BUCKET if action == "s3:ListBucket" else f"{BUCKET}/k"
    request = Request(action, resource, caller, issuer=ISSUERS.get(caller))
    decision = evaluate(request, Policies(identity=identity, session=session))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind), source


# An inline one, and managed ones: AWS says of policies in general that they are joined by OR; of session policies it
# says only that there may be one inline and up to ten managed. Inferred, as policies of one type.
SEVERAL = [
    pytest.param(TYPES, "s3:GetObject", [S3, SQS], ALLOWED, id="the inline one allows"),
    pytest.param(TYPES, "sqs:SendMessage", [S3, SQS], ALLOWED, id="a managed one allows"),
    pytest.param(TYPES, "sqs:SendMessage", [S3, EC2, SQS], ALLOWED, id="the second managed one allows"),
    pytest.param(TYPES, "sns:Publish", [S3, EC2, SQS], IMPLICIT, id="none allows"),
    pytest.param(
        TYPES, "sqs:SendMessage", [ADMIN, SQS, deny("sqs:Send*")], EXPLICIT, id="one denies what the others allow"
    ),
    pytest.param(TYPES, "sqs:ReceiveMessage", [ADMIN, SQS, deny("sqs:Send*")], ALLOWED, id="one denies something else"),
    pytest.param(TYPES, "s3:GetObject", [*[EC2] * 10, S3], ALLOWED, id="the last of one inline and ten managed ones"),
]


@pytest.mark.parametrize(("source", "action", "session", "outcome"), SEVERAL)
def test_several_session_policies(source: str, action: str, session: list[Any], outcome: Outcome) -> None:
    """One inline and several managed session policies are as one: any may allow, and none may deny."""
    decision = evaluate(Request(action, principal=SESSION, issuer=ROLE), Policies(identity=[ADMIN], session=session))
    assert decision.outcome is outcome, source


IDS = [
    pytest.param(VARIABLES, "AROAEXAMPLE:S", ALLOWED, id="the session's own folder"),
    pytest.param(VARIABLES, "AROAEXAMPLE:T", IMPLICIT, id="another's"),
]


@pytest.mark.parametrize(("source", "folder", "outcome"), IDS)
def test_variables_in_a_session_policy(source: str, folder: str, outcome: Outcome) -> None:
    """A session policy's variables are those of the session."""
    request = Request("s3:GetObject", f"arn:aws:s3:::b/{folder}/k", SESSION, {"aws:userid": "AROAEXAMPLE:S"})
    assert evaluate(request, Policies(identity=[S3], session=[OWN_FOLDER])).outcome is outcome, source
