"""Assuming roles: trust policies.

Sources: STS API AssumeRole ("API"); IAM UG id_roles_update-role-trust-policy ("UP"), troubleshoot_roles,
reference_policies_elements_principal ("PR"), reference_policies_evaluation-logic ("EV", across accounts "XA"),
reference_policies_iam-condition-keys ("IK"), reference_policies_condition-keys ("GK"), id_session-tags ("ST"); AWS
Security Blog, "Announcing an update to IAM role trust policy behavior" ("SELF").
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate, parse_policy

A, B = "111111111111", "222222222222"
ROLE = f"arn:aws:iam::{A}:role/app/R"
USER = f"arn:aws:iam::{A}:user/U"
ROOT = f"arn:aws:iam::{A}:root"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
STRANGER = f"arn:aws:iam::{B}:user/U"
LAMBDA = "lambda.amazonaws.com"
GITHUB = f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
SAML = f"arn:aws:iam::{A}:saml-provider/Corp"

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": ROLE}
DENY: dict[str, Any] = {**ALLOW, "Effect": "Deny"}
NOTHING: dict[str, Any] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}

ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
TRUST, IDENTITY = PolicyKind.TRUST, PolicyKind.IDENTITY


def trust(*arns: str, key: str = "AWS", **elements: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {key: list(arns)}, "Action": "sts:*", **elements}


ROWS = [
    pytest.param(USER, trust(USER), {}, ALLOWED, TRUST, id="API: a user of the account, named, needs no policy"),
    pytest.param(USER, trust(ROOT), {}, IMPLICIT, IDENTITY, id="API: the account is named, the user has no policy"),
    pytest.param(
        USER, trust(ROOT), {"identity": [ALLOW]}, ALLOWED, TRUST, id="API: the account is named, and a policy"
    ),
    pytest.param(USER, trust(A), {"identity": [ALLOW]}, ALLOWED, TRUST, id="PR: the account by its id"),
    pytest.param(USER, trust(B), {"identity": [ALLOW]}, IMPLICIT, TRUST, id="EV: a policy alone is not enough"),
    pytest.param(STRANGER, trust(STRANGER), {}, IMPLICIT, IDENTITY, id="API: of another account, named, no policy"),
    pytest.param(STRANGER, trust(B), {"identity": [ALLOW]}, ALLOWED, TRUST, id="API: of another account, both sides"),
    pytest.param(STRANGER, trust("*"), {}, IMPLICIT, IDENTITY, id="PR: everyone, of another account"),
    pytest.param(USER, trust("*"), {}, ALLOWED, TRUST, id="PR: everyone, of the account"),
    pytest.param(
        USER,
        trust(ROOT),
        {"identity": [{**ALLOW, "Resource": f"arn:aws:iam::{A}:role/R"}]},
        IMPLICIT,
        IDENTITY,
        id="troubleshoot_roles: a policy that forgets the path",
    ),
    pytest.param(USER, trust(USER), {"boundary": [NOTHING]}, IMPLICIT, PolicyKind.BOUNDARY, id="UP: a boundary limits"),
    pytest.param(
        SESSION, trust(SESSION), {"session": [NOTHING]}, IMPLICIT, PolicyKind.SESSION, id="UP: so do session policies"
    ),
    pytest.param(SESSION, trust(ROLE), {}, ALLOWED, TRUST, id="SELF: a role that trusts itself"),
    pytest.param(
        SESSION, trust(LAMBDA, key="Service"), {"identity": [ALLOW]}, IMPLICIT, TRUST, id="SELF: a role that does not"
    ),
    pytest.param(
        SESSION, trust(ROOT), {"identity": [ALLOW]}, ALLOWED, TRUST, id="SELF: a role that trusts its account"
    ),
    pytest.param(USER, trust(USER), {"identity": [DENY]}, EXPLICIT, IDENTITY, id="EV: the user is denied"),
    pytest.param(
        USER, trust(USER, Effect="Deny"), {"identity": [ALLOW]}, EXPLICIT, TRUST, id="the trust policy denies"
    ),
    pytest.param(
        USER, trust(USER), {"service_control": []}, IMPLICIT, PolicyKind.SERVICE_CONTROL, id="an SCP is silent"
    ),
    pytest.param(
        LAMBDA, trust(LAMBDA, key="Service"), {"service_control": []}, ALLOWED, TRUST, id="a service, by trust alone"
    ),
    pytest.param(LAMBDA, trust(ROOT), {}, IMPLICIT, TRUST, id="a service that is not trusted"),
    pytest.param(USER, None, {"identity": [ALLOW]}, ALLOWED, IDENTITY, id="no policy of that type restricts nothing"),
    pytest.param(STRANGER, None, {"identity": [ALLOW]}, IMPLICIT, TRUST, id="XA: of another account, no trust policy"),
]


@pytest.mark.parametrize(("caller", "policy", "others", "outcome", "kind"), ROWS)
def test_who_may_assume_a_role(
    caller: str, policy: dict[str, Any] | None, others: dict[str, Any], outcome: Outcome, kind: PolicyKind
) -> None:
    """A role is assumed by whom its trust policy lets in, and whose own policies let it go."""
    decision = evaluate(Request("sts:AssumeRole", ROLE, caller), Policies(resource=policy, **others))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind)


FEDERATION = [
    pytest.param(GITHUB, "sts:AssumeRoleWithWebIdentity", trust(GITHUB, key="Federated"), True, id="OIDC"),
    pytest.param(SAML, "sts:AssumeRoleWithSAML", trust(SAML, key="Federated"), True, id="SAML"),
    pytest.param(
        "accounts.google.com",
        "sts:AssumeRoleWithWebIdentity",
        trust("graph.facebook.com", key="Federated"),
        False,
        id="PR: another provider",
    ),
    pytest.param(
        "accounts.google.com",
        "sts:AssumeRoleWithWebIdentity",
        trust("accounts.google.com", key="Federated"),
        True,
        id="PR: a built-in provider",
    ),
]


@pytest.mark.parametrize(("provider", "action", "policy", "expected"), FEDERATION)
def test_identity_providers_need_trust_alone(
    provider: str, action: str, policy: dict[str, Any], expected: bool
) -> None:
    """Who comes with a token or an assertion has no policies of its own."""
    assert bool(evaluate(Request(action, ROLE, provider), Policies(resource=policy))) is expected


def when(**conditions: Any) -> dict[str, Any]:
    return trust(ROOT, USER, LAMBDA, Condition=conditions, Principal={"AWS": [USER], "Service": LAMBDA})


EXTERNAL = when(StringEquals={"sts:ExternalId": "Abc"})
OWN_NAME = when(StringLike={"sts:RoleSessionName": "${aws:username}"})
SOURCE = when(StringEquals={"aws:SourceAccount": A})
ONE_TAG = when(
    **{"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}, "Null": {"sts:TransitiveTagKeys": "false"}},
)
CONDITIONS = [
    pytest.param(USER, EXTERNAL, {"sts:ExternalId": "Abc"}, True, id="IK: the external id"),
    pytest.param(USER, EXTERNAL, {"sts:ExternalId": "abc"}, False, id="IK: the external id in another case"),
    pytest.param(USER, EXTERNAL, {}, False, id="IK: no external id"),
    pytest.param(USER, trust(USER), {"sts:ExternalId": "Abc"}, True, id="an external id that nobody asked for"),
    pytest.param(USER, OWN_NAME, {"sts:RoleSessionName": "U"}, True, id="IK: a session of one's own name"),
    pytest.param(USER, OWN_NAME, {"sts:RoleSessionName": "V"}, False, id="IK: a session of another name"),
    pytest.param(LAMBDA, SOURCE, {"aws:SourceAccount": A}, True, id="GK: a service on behalf of an account"),
    pytest.param(USER, SOURCE, {}, False, id="GK: a user is on behalf of nobody"),
    pytest.param(USER, ONE_TAG, {"aws:TagKeys": ["a"], "sts:TransitiveTagKeys": ["a"]}, True, id="ST: the one tag"),
    pytest.param(
        USER, ONE_TAG, {"aws:TagKeys": ["a", "b"], "sts:TransitiveTagKeys": ["a"]}, False, id="ST: a tag too many"
    ),
    pytest.param(USER, ONE_TAG, {}, False, id="ST: no tag"),
]


@pytest.mark.parametrize(("caller", "policy", "context", "expected"), CONDITIONS)
def test_conditions_of_trust(caller: str, policy: dict[str, Any], context: dict[str, Any], expected: bool) -> None:
    """A trust policy's conditions look at the request to STS."""
    assert bool(evaluate(Request("sts:AssumeRole", ROLE, caller, context), Policies(resource=policy))) is expected


def test_trust_policy_is_known_by_what_it_is_asked() -> None:
    """A document is read as a trust policy where an STS action meets a role: "Principal": "*" is malformed there."""
    with pytest.raises(ValueError, match="a role trust policy cannot have the principal"):
        evaluate(Request("sts:AssumeRole", ROLE, USER), Policies(resource={**trust(USER), "Principal": "*"}))


def test_parsed_policy_stays_what_it_was_parsed_as() -> None:
    """A parsed trust policy is reported as one, whatever is asked."""
    policy = parse_policy(trust(STRANGER), PolicyKind.TRUST)
    assert evaluate(Request("iam:PassRole", ROLE, USER), Policies(resource=policy)).policy_kind is TRUST
