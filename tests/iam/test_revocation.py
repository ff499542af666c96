"""Taking permissions back from sessions that were issued: AWSRevokeOlderSessions, and denies of single sessions."""

import datetime
from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
REVOKE = f"{IAM}/id_roles_use_revoke-sessions.html"
DISABLING = f"{IAM}/id_credentials_temp_control-access_disable-perms.html"
OPERATORS = f"{IAM}/reference_policies_elements_condition_operators.html"

A = "123456789012"
USER = f"arn:aws:iam::{A}:user/token-app"
ROLE = f"arn:aws:iam::{A}:role/R"
MARY = f"arn:aws:sts::{A}:assumed-role/R/Mary"
BOB = f"arn:aws:sts::{A}:assumed-role/R/Bob"
CAROL = f"arn:aws:sts::{A}:federated-user/Carol"
IDS = {USER: "AIDAXUSER1", MARY: "AROAXROLE1:Mary", BOB: "AROAXROLE1:Bob", CAROL: f"{A}:Carol"}
ISSUERS = {MARY: ROLE, BOB: ROLE, CAROL: USER}

EVERYTHING: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
MOMENT = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.timezone.utc)
SECOND = datetime.timedelta(seconds=1)


def deny(**condition: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}


def ask(caller: str, **context: Any) -> Request:
    keys = {"aws:userid": IDS[caller], **context}
    return Request("s3:GetObject", "arn:aws:s3:::b/k", caller, keys, issuer=ISSUERS.get(caller))


# As the console writes it: what was issued before this moment is denied everything.
REVOKED = deny(DateLessThan={"aws:TokenIssueTime": "2026-01-31T12:00:00.000Z"})
# The page, who asks, when the credentials were issued (None: long-term keys), and whether the call is let pass.
REVOCATIONS = [
    pytest.param(REVOKE, MARY, MOMENT - SECOND, False, id="a session issued before"),
    pytest.param(REVOKE, MARY, MOMENT - datetime.timedelta(microseconds=1), False, id="a session issued just before"),
    pytest.param(OPERATORS, MARY, MOMENT, True, id="a session issued at that moment"),
    pytest.param(REVOKE, MARY, MOMENT + SECOND, True, id="a session issued after"),
    pytest.param(REVOKE, BOB, MOMENT - SECOND, False, id="every session of the role"),
    pytest.param(REVOKE, USER, None, True, id="a user's own keys, which were issued at no time"),
    pytest.param(DISABLING, USER, MOMENT - SECOND, False, id="a user's session token issued before"),
    pytest.param(DISABLING, CAROL, MOMENT - SECOND, False, id="a user's federated session issued before"),
    pytest.param(DISABLING, CAROL, MOMENT + SECOND, True, id="a user's federated session issued after"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "caller", "issued", "passes"), REVOCATIONS)
def test_revoked_sessions_are_those_issued_before(
    source: str, caller: str, issued: datetime.datetime | None, passes: bool
) -> None:
    """The policy on a role or user is about the credentials that it issued before a moment."""
    policies = Policies(identity=[EVERYTHING, REVOKED], session=[EVERYTHING])
    assert bool(evaluate(ask(caller, **{"aws:TokenIssueTime": issued}), policies)) is passes, source


def test_a_revoked_session_still_knows_who_it_is() -> None:
    """GetCallerIdentity needs no permission, so that none can be taken. Inferred from both pages."""
    request = Request("sts:GetCallerIdentity", principal=MARY, context={"aws:TokenIssueTime": MOMENT - SECOND})
    assert evaluate(request, Policies(identity=[EVERYTHING, REVOKED])), REVOKE


BY_ID = {"aws:userid": ["AIDAXUSER1", "AROAXROLE1:Mary", f"{A}:Carol"]}
ALL_OF_ROLE = {"aws:userid": ["AROAXROLE1:*"]}
BY_ARN = {"aws:PrincipalArn": [ROLE, CAROL]}
SET_BY = {"aws:SourceIdentity": ["nikki_wolf@example.com"]}
NIKKI = {"aws:SourceIdentity": "nikki_wolf@example.com"}
# The page, the condition of the deny, who asks with which further keys, and whether it hits them.
SINGLE = [
    pytest.param(DISABLING, {"StringLike": BY_ID}, MARY, {}, True, id="by id: the session"),
    pytest.param(DISABLING, {"StringLike": BY_ID}, BOB, {}, False, id="by id: not another session of the role"),
    pytest.param(DISABLING, {"StringLike": ALL_OF_ROLE}, BOB, {}, True, id="by the role's id and a star: every session"),
    pytest.param(DISABLING, {"StringLike": BY_ID}, USER, {}, True, id="by id: the user"),
    pytest.param(DISABLING, {"StringLike": BY_ID}, USER, {"aws:TokenIssueTime": MOMENT}, True, id="by id: the user's session tokens"),
    pytest.param(DISABLING, {"StringLike": BY_ID}, CAROL, {}, True, id="by id: the federated user"),
    pytest.param(DISABLING, {"StringLike": {"aws:userid": [f"{A}:Carol"]}}, USER, {}, False, id="by id: not the user behind the federated user"),
    pytest.param(DISABLING, {"ArnEquals": BY_ARN}, MARY, {}, True, id="by ARN: sessions of the role"),
    pytest.param(DISABLING, {"ArnEquals": BY_ARN}, CAROL, {}, True, id="by ARN: the federated user"),
    pytest.param(DISABLING, {"ArnEquals": BY_ARN}, USER, {}, False, id="by ARN: not the user behind the federated user"),
    pytest.param(DISABLING, {"StringLike": SET_BY}, MARY, NIKKI, True, id="by source identity: the session that has it"),
    pytest.param(DISABLING, {"StringLike": SET_BY}, BOB, {"aws:SourceIdentity": "someone"}, False, id="by source identity: not one with another"),
    pytest.param(DISABLING, {"StringLike": SET_BY}, BOB, {}, False, id="by source identity: not one without"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "condition", "caller", "context", "hit"), SINGLE)
@pytest.mark.parametrize("place", ["identity", "resource"])
def test_deny_of_single_sessions(
    source: str, condition: dict[str, Any], caller: str, context: dict[str, Any], hit: bool, place: str
) -> None:
    """A deny, in a policy of the role or user or of the resource, hits whom its condition tells."""
    statement = deny(**condition)
    if place == "identity":
        policies = Policies(identity=[EVERYTHING, statement], session=[EVERYTHING])
    else:
        policies = Policies([EVERYTHING], {**statement, "Principal": "*"}, session=[EVERYTHING])
    assert (evaluate(ask(caller, **context), policies).outcome is Outcome.EXPLICIT_DENY) is hit, source
