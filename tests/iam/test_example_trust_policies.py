"""The example trust policies of AWS's pages, judged as their pages say."""

from __future__ import annotations

from typing import Any

import pytest
from example_statements import allow, document

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
SESSION_TAGS = f"{IAM}/id_session-tags.html"

# The resources' account, a partner's, and somebody's.
A, B, C = "111122223333", "444455556666", "777788889999"
ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY

Context = dict[str, Any]

TAGGER = f"arn:aws:iam::{A}:user/test-session-tags"
TAGGING = document(
    allow(TAGGER, "sts:AssumeRole", StringLike={"aws:RequestTag/Project": "*", "aws:RequestTag/CostCenter": "*", "aws:RequestTag/Department": "*"}, StringEquals={"sts:ExternalId": "Example987"}),
    allow(
        TAGGER, "sts:TagSession",
        StringLike={"aws:RequestTag/Project": "*", "aws:RequestTag/CostCenter": "*"},
        StringEquals={"aws:RequestTag/Department": ["Engineering", "Marketing"]},
        **{"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": ["Project", "Department"]}},
    ),
)  # fmt: skip
for statement in TAGGING["Statement"]:
    del statement["Resource"]


def session(
    department: str = "Engineering", external: str = "Example987", transitive: Any = (), **more: str
) -> Context:
    tags = {"Project": "Automation", "CostCenter": "12345", "Department": department, **more}
    keys = {"sts:ExternalId": external, **({"sts:TransitiveTagKeys": list(transitive)} if transitive else {})}
    return {**{f"aws:RequestTag/{key}": value for key, value in tags.items()}, **keys}


def without(context: Context, key: str) -> Context:
    return {name: value for name, value in context.items() if name != key}


TRUST_ROWS: list[tuple[Any, ...]] = [
    ("sts:AssumeRole", session(), ALLOWED, "the tags and the external ID"),
    ("sts:AssumeRole", session(Team="x"), ALLOWED, "a tag more"),
    ("sts:AssumeRole", without(session(), "aws:RequestTag/CostCenter"), IMPLICIT, "a tag less"),
    ("sts:AssumeRole", session(external="other"), IMPLICIT, "another external ID"),
    ("sts:TagSession", session(), ALLOWED, "tags that are not transitive"),
    ("sts:TagSession", session(transitive=["Department"]), ALLOWED, "some of the keys are transitive"),
    ("sts:TagSession", session(transitive=["Project", "CostCenter"]), IMPLICIT, "a key that may not be"),
    ("sts:TagSession", session(department="Sales"), IMPLICIT, "another value"),
]


@pytest.mark.parametrize(
    ("action", "context", "outcome"), [pytest.param(*row[:-1], id=str(row[-1])) for row in TRUST_ROWS]
)
def test_example_of_a_trust_policy_with_session_tags(action: str, context: Context, outcome: Outcome) -> None:
    """Each of its two statements lets the user in as the page says."""
    trust = parse_policy(TAGGING, PolicyKind.TRUST)
    asked = Request(action, f"arn:aws:iam::{A}:role/my-role-example", TAGGER, context)
    assert evaluate(asked, Policies(resource=trust)).outcome is outcome, SESSION_TAGS


WEB_IDENTITY = f"{IAM}/id_roles_create_for-idp_oidc.html"
PROVIDERS = [
    ("www.amazon.com", "app_id", "amzn1.application-oa2-123456"),
    ("graph.facebook.com", "app_id", "111222333444555"),
    ("accounts.google.com", "aud", "666777888999000"),
    ("cognito-identity.amazonaws.com", "aud", "us-east:12345678-ffff-ffff-ffff-123456"),
]


@pytest.mark.parametrize(("application", "outcome"), [("ours", ALLOWED), ("another", IMPLICIT)])
@pytest.mark.parametrize(("host", "claim", "value"), PROVIDERS)
def test_example_of_a_trust_in_a_provider_of_web_identities(
    host: str, claim: str, value: str, application: str, outcome: Outcome
) -> None:
    """Those who signed in to the application, and to no other, get a session of the role."""
    trusting = {"Effect": "Allow", "Principal": {"Federated": host}, "Action": "sts:AssumeRoleWithWebIdentity"}
    trust = parse_policy(
        document({**trusting, "Condition": {"StringEquals": {f"{host}:{claim}": value}}}), PolicyKind.TRUST
    )
    told = {f"{host}:{claim}": value if application == "ours" else "x"}
    asked = Request("sts:AssumeRoleWithWebIdentity", f"arn:aws:iam::{A}:role/mobile", host, told)
    assert evaluate(asked, Policies(resource=trust)).outcome is outcome, WEB_IDENTITY
