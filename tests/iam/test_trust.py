"""Assuming roles: trust policies, what they need beside them, and what their conditions see.

Who is limited by what, by how the trust policy names the caller, is in test_matrix.py.
"""

from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate, parse_policy

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
ASSUME_ROLE = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"
UPDATE_TRUST = f"{IAM}/id_roles_update-role-trust-policy.html"
TROUBLESHOOT = f"{IAM}/troubleshoot_roles.html"
MESSAGES = f"{IAM}/troubleshoot_access-denied.html"
PRINCIPAL = f"{IAM}/reference_policies_elements_principal.html"
CHECKS = f"{IAM}/access-analyzer-reference-policy-checks.html"
EVALUATION = f"{IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html"
CROSS = f"{IAM}/reference_policies_evaluation-logic-cross-account.html"
STS_KEYS = f"{IAM}/reference_policies_iam-condition-keys.html"
KEYS = f"{IAM}/reference_policies_condition-keys.html"
OPERATORS = f"{IAM}/reference_policies_elements_condition_operators.html"
SESSION_TAGS = f"{IAM}/id_session-tags.html"
SOURCE_IDENTITY = f"{IAM}/id_credentials_temp_control-access_monitor.html"
PERMISSIONS = f"{IAM}/id_credentials_temp_control-access_assumerole.html"
MFA = f"{IAM}/id_credentials_mfa_configure-api-require.html"
VARIABLES = f"{IAM}/reference_policies_variables.html"
SCPS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html"
SELF = "https://aws.amazon.com/blogs/security/announcing-an-update-to-iam-role-trust-policy-behavior/"

A, B = "111111111111", "222222222222"
ROLE = f"arn:aws:iam::{A}:role/app/R"
USER = f"arn:aws:iam::{A}:user/U"
ROOT = f"arn:aws:iam::{A}:root"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S"
STRANGER = f"arn:aws:iam::{B}:user/U"
LAMBDA = "lambda.amazonaws.com"
GITHUB = f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
SAML = f"arn:aws:iam::{A}:saml-provider/Corp"
GOOGLE, FACEBOOK = "accounts.google.com", "graph.facebook.com"

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": ROLE}
DENY: dict[str, Any] = {**ALLOW, "Effect": "Deny"}
NOTHING: dict[str, Any] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}

ALLOWED, EXPLICIT, IMPLICIT = Outcome.ALLOWED, Outcome.EXPLICIT_DENY, Outcome.IMPLICIT_DENY
TRUST, IDENTITY = PolicyKind.TRUST, PolicyKind.IDENTITY
BOUNDARY, KIND_SESSION, SCP = PolicyKind.BOUNDARY, PolicyKind.SESSION, PolicyKind.SERVICE_CONTROL


def trust(*arns: str, key: str = "AWS", **elements: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {key: list(arns)}, "Action": "sts:*", **elements}


def both(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def on(resource: str) -> dict[str, Any]:
    return {"identity": [{**ALLOW, "Resource": resource}]}


# The page, who asks, the trust policy, the caller's policies, the outcome and what decided.
ROWS = [
    pytest.param(ASSUME_ROLE, USER, trust(USER), {}, ALLOWED, TRUST, id="a user of the account, named, needs no policy"),
    pytest.param(ASSUME_ROLE, USER, trust(ROOT), {}, IMPLICIT, IDENTITY, id="the account, named, and no policy"),
    pytest.param(ASSUME_ROLE, USER, trust(ROOT), {"identity": [ALLOW]}, ALLOWED, TRUST, id="the account, named, and a policy"),
    pytest.param(PRINCIPAL, USER, trust(A), {"identity": [ALLOW]}, ALLOWED, TRUST, id="the account by its id, and a policy"),
    pytest.param(PRINCIPAL, USER, trust(B, A), {"identity": [ALLOW]}, ALLOWED, TRUST, id="one of two accounts, and a policy"),
    pytest.param(EVALUATION, USER, trust(B), {"identity": [ALLOW]}, IMPLICIT, TRUST, id="a policy alone"),
    pytest.param(EVALUATION, USER, trust(USER, Action="sts:TagSession"), {"identity": [ALLOW]}, IMPLICIT, TRUST, id="trust in another action"),
    pytest.param(ASSUME_ROLE, STRANGER, trust(STRANGER), {}, IMPLICIT, IDENTITY, id="of another account, named, and no policy"),
    pytest.param(ASSUME_ROLE, STRANGER, trust(B), {}, IMPLICIT, IDENTITY, id="of another account, its account named, and no policy"),
    pytest.param(ASSUME_ROLE, STRANGER, trust(B), {"identity": [ALLOW]}, ALLOWED, TRUST, id="of another account, both sides"),
    pytest.param(ASSUME_ROLE, STRANGER, trust(A), {"identity": [ALLOW]}, IMPLICIT, TRUST, id="of another account, which is not trusted"),
    pytest.param(PRINCIPAL, STRANGER, trust("*"), {}, IMPLICIT, IDENTITY, id="everyone: of another account, no policy"),
    pytest.param(PRINCIPAL, STRANGER, trust("*"), {"identity": [ALLOW]}, ALLOWED, TRUST, id="everyone: of another account, a policy"),
    # Inferred from "All principals" of the page, which speaks of resource-based policies at large.
    pytest.param(PRINCIPAL, USER, trust("*"), {}, ALLOWED, TRUST, id="everyone: of the account, no policy"),
    pytest.param(TROUBLESHOOT, USER, trust(ROOT), on(f"arn:aws:iam::{A}:role/R"), IMPLICIT, IDENTITY, id="a policy that forgets the role's path"),
    pytest.param(TROUBLESHOOT, USER, trust(ROOT), on(f"arn:aws:iam::{A}:role/app/r"), IMPLICIT, IDENTITY, id="a policy that names the role in another case"),
    pytest.param(TROUBLESHOOT, USER, trust(ROOT), on(f"arn:aws:iam::{A}:role/app/*"), ALLOWED, TRUST, id="a policy on all roles of a path"),
    pytest.param(TROUBLESHOOT, USER, trust(ROOT), on("*"), ALLOWED, TRUST, id="a policy on all roles"),
    # The page says it of users; that session policies limit a session that is named is inferred.
    pytest.param(UPDATE_TRUST, USER, trust(USER), {"boundary": [NOTHING]}, IMPLICIT, BOUNDARY, id="a user, named: its boundary limits"),
    pytest.param(UPDATE_TRUST, USER, trust(USER), {"boundary": [ALLOW]}, ALLOWED, TRUST, id="a user, named: its boundary allows"),
    pytest.param(UPDATE_TRUST, SESSION, trust(SESSION), {"session": [NOTHING]}, IMPLICIT, KIND_SESSION, id="a session, named: its session policy limits"),
    pytest.param(SELF, SESSION, trust(ROLE), {}, ALLOWED, TRUST, id="itself: a role that trusts its own ARN"),
    pytest.param(SELF, SESSION, trust(LAMBDA, key="Service"), {"identity": [ALLOW]}, IMPLICIT, TRUST, id="itself: a role that trusts others"),
    pytest.param(UPDATE_TRUST, SESSION, trust(ROOT), {"identity": [ALLOW]}, ALLOWED, TRUST, id="itself: a role that trusts its account, and a policy"),
    pytest.param(UPDATE_TRUST, SESSION, trust(ROOT), {}, IMPLICIT, IDENTITY, id="itself: a role that trusts its account, no policy"),
    pytest.param(EVALUATION, USER, trust(USER), {"identity": [DENY]}, EXPLICIT, IDENTITY, id="named, and denied by its policy"),
    pytest.param(EVALUATION, USER, trust(USER), {"boundary": [ALLOW, DENY]}, EXPLICIT, BOUNDARY, id="named, and denied by its boundary"),
    pytest.param(EVALUATION, SESSION, trust(ROLE), {"session": [ALLOW, DENY]}, EXPLICIT, KIND_SESSION, id="named, and denied by its session policy"),
    pytest.param(SCPS, USER, trust(USER), {"service_control": [[ALLOW, DENY]]}, EXPLICIT, SCP, id="named, and denied by an SCP"),
    pytest.param(SCPS, USER, trust(USER), {"service_control": [[NOTHING]]}, IMPLICIT, SCP, id="named, and not allowed by an SCP"),
    pytest.param(MESSAGES, USER, trust(USER, Effect="Deny"), {"identity": [ALLOW]}, EXPLICIT, TRUST, id="the trust policy denies"),
    pytest.param(MESSAGES, USER, both(trust(ROOT), trust(USER, Effect="Deny")), {"identity": [ALLOW]}, EXPLICIT, TRUST, id="the trust policy denies one of the account"),
    pytest.param(MESSAGES, f"{USER}2", both(trust(ROOT), trust(USER, Effect="Deny")), {"identity": [{**ALLOW, "Resource": "*"}]}, ALLOWED, TRUST, id="and lets the others in"),
    pytest.param(PRINCIPAL, LAMBDA, trust(LAMBDA, key="Service"), {"service_control": []}, ALLOWED, TRUST, id="a service, by trust alone"),
    pytest.param(PRINCIPAL, LAMBDA, trust("ecs.amazonaws.com", key="Service"), {}, IMPLICIT, TRUST, id="another service"),
    pytest.param(PRINCIPAL, LAMBDA, trust(ROOT), {"identity": [ALLOW]}, IMPLICIT, TRUST, id="a service that is not trusted"),
    # Not documented: every role has a trust policy. The engine that is told none asks for none in one account.
    pytest.param(CROSS, USER, None, {"identity": [ALLOW]}, ALLOWED, IDENTITY, id="no trust policy that is known of"),
    pytest.param(CROSS, STRANGER, None, {"identity": [ALLOW]}, IMPLICIT, TRUST, id="none that is known of, and another account"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "caller", "policy", "others", "outcome", "kind"), ROWS)
def test_who_may_assume_a_role(
    source: str,
    caller: str,
    policy: dict[str, Any] | None,
    others: dict[str, Any],
    outcome: Outcome,
    kind: PolicyKind,
) -> None:
    """A role is assumed by whom its trust policy lets in, and whose own policies let it go."""
    issuer = ROLE if caller == SESSION else None
    decision = evaluate(Request("sts:AssumeRole", ROLE, caller, issuer=issuer), Policies(resource=policy, **others))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind), source


WEB, SAML_ACTION = "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"
FEDERATION = [
    pytest.param(PERMISSIONS, GITHUB, WEB, trust(GITHUB, key="Federated"), True, id="an OIDC provider"),
    pytest.param(PERMISSIONS, SAML, SAML_ACTION, trust(SAML, key="Federated"), True, id="a SAML provider"),
    pytest.param(PRINCIPAL, GOOGLE, WEB, trust(GOOGLE, key="Federated"), True, id="a built-in provider"),
    pytest.param(PRINCIPAL, GOOGLE, WEB, trust(FACEBOOK, key="Federated"), False, id="another built-in provider"),
    pytest.param(PRINCIPAL, GITHUB, WEB, trust(GITHUB.replace(A, B), key="Federated"), False, id="another account's provider"),
    pytest.param(PRINCIPAL, GITHUB, WEB, trust(ROOT), False, id="an account for a provider"),
    pytest.param(PRINCIPAL, GITHUB, WEB, trust(GITHUB, key="Federated", Action="sts:AssumeRole"), False, id="another action for an OIDC provider"),
    pytest.param(CHECKS, SAML, WEB, trust(SAML, key="Federated", Action=SAML_ACTION), False, id="a SAML provider's bearer with a token"),
    pytest.param(CHECKS, GITHUB, SAML_ACTION, trust(GITHUB, key="Federated", Action=WEB), False, id="an OIDC provider's bearer with an assertion"),
    pytest.param(CHECKS, USER, "sts:AssumeRole", trust(GITHUB, SAML, key="Federated"), False, id="a user where providers are trusted"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "provider", "action", "policy", "expected"), FEDERATION)
def test_identity_providers_need_trust_alone(
    source: str, provider: str, action: str, policy: dict[str, Any], expected: bool
) -> None:
    """Who comes with a token or an assertion has no policies of its own."""
    decision = evaluate(Request(action, ROLE, provider), Policies(identity=[], resource=policy, service_control=[]))
    assert bool(decision) is expected, source


def when(*conditions: dict[str, Any], effect: str = "Allow") -> dict[str, Any]:
    """A trust policy for a user, the sessions of a role and a service, under conditions; it allows all else."""
    block = {operator: keys for condition in conditions for operator, keys in condition.items()}
    let_in = {"Principal": {"AWS": [USER, ROLE], "Service": LAMBDA}, "Action": "sts:*"}
    statement = {"Effect": effect, **let_in, "Condition": block}
    return statement if effect == "Allow" else both({"Effect": "Allow", **let_in}, statement)


def equals(key: str, *values: str) -> dict[str, Any]:
    return {"StringEquals": {key: list(values)}}


EXTERNAL = when(equals("sts:ExternalId", "Abc"))
OWN_NAME = when({"StringLike": {"sts:RoleSessionName": "${aws:username}"}})
SOURCE = when(equals("aws:SourceAccount", A))
ORG_ONLY = when({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, effect="Deny")
SOME_TAGS: dict[str, Any] = {"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": ["Project", "Department"]}}
AT_LEAST_ONE: dict[str, Any] = {"Null": {"sts:TransitiveTagKeys": "false"}}
ONLY_A: dict[str, Any] = {"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}}
HAS_PROJECT = when({"StringLike": {"aws:RequestTag/Project": "*"}})
WITH_MFA = when({"Bool": {"aws:MultiFactorAuthPresent": "true"}})
MAYBE_MFA = when({"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}})
NOT_WITHOUT = when({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, effect="Deny")
NOT_EVEN_UNKNOWN = when({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}, effect="Deny")
FRESH = when({"NumericLessThanEquals": {"aws:MultiFactorAuthAge": "3600"}})
UNTIL = when({"DateLessThan": {"aws:CurrentTime": "2026-01-31T12:00:00Z"}})
FROM_OFFICE = when({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})
ISSUED = {"aws:TokenIssueTime": "2026-01-31T12:00:00Z"}

# The page, who asks, the trust policy, the keys of the request, and whether the role is assumed.
CONDITIONS = [
    pytest.param(STS_KEYS, USER, EXTERNAL, {"sts:ExternalId": "Abc"}, True, id="external id: the one"),
    pytest.param(OPERATORS, USER, EXTERNAL, {"sts:ExternalId": "abc"}, False, id="external id: in another case"),
    pytest.param(STS_KEYS, USER, EXTERNAL, {}, False, id="external id: none"),
    # Inferred: keys that no condition asks for do no harm.
    pytest.param(STS_KEYS, USER, trust(USER), {"sts:ExternalId": "Abc"}, True, id="external id: one that nobody asked for"),
    pytest.param(STS_KEYS, USER, OWN_NAME, {"sts:RoleSessionName": "U"}, True, id="session name: the user's"),
    pytest.param(STS_KEYS, USER, OWN_NAME, {"sts:RoleSessionName": "V"}, False, id="session name: another"),
    pytest.param(VARIABLES, SESSION, OWN_NAME, {"sts:RoleSessionName": "U"}, False, id="session name: of a role session, which has no user name"),
    # The second page says that nobody with temporary credentials passes; the first, that a user's session has the key.
    pytest.param(VARIABLES, USER, OWN_NAME, {"sts:RoleSessionName": "U", **ISSUED}, True, id="session name: the user's, with a session token"),
    pytest.param(KEYS, LAMBDA, SOURCE, {"aws:SourceAccount": A}, True, id="source account: a service on behalf of it"),
    pytest.param(KEYS, LAMBDA, SOURCE, {"aws:SourceAccount": B}, False, id="source account: a service on behalf of another"),
    pytest.param(KEYS, LAMBDA, SOURCE, {}, False, id="source account: a service that does not say"),
    pytest.param(KEYS, USER, SOURCE, {}, False, id="source account: a user, who is on behalf of nobody"),
    pytest.param(KEYS, USER, ORG_ONLY, {"aws:PrincipalOrgID": "o-1"}, True, id="organization: of it"),
    pytest.param(KEYS, USER, ORG_ONLY, {"aws:PrincipalOrgID": "o-2"}, False, id="organization: of another"),
    pytest.param(KEYS, LAMBDA, ORG_ONLY, {}, False, id="organization: a service, which has none"),
    pytest.param(SESSION_TAGS, USER, when(SOME_TAGS), {"sts:TransitiveTagKeys": ["Project"]}, True, id="transitive tags: some of the set"),
    pytest.param(SESSION_TAGS, USER, when(SOME_TAGS), {"sts:TransitiveTagKeys": ["Project", "Team"]}, False, id="transitive tags: one beyond the set"),
    pytest.param(SESSION_TAGS, USER, when(SOME_TAGS), {}, True, id="transitive tags: none of the set"),
    pytest.param(SESSION_TAGS, USER, when(SOME_TAGS, AT_LEAST_ONE), {}, False, id="transitive tags: none, where one is asked for"),
    pytest.param(SESSION_TAGS, USER, when(SOME_TAGS, AT_LEAST_ONE), {"sts:TransitiveTagKeys": ["Project"]}, True, id="transitive tags: one, where one is asked for"),
    pytest.param(SESSION_TAGS, USER, when(ONLY_A), {"aws:TagKeys": ["a"]}, True, id="tag keys: the one"),
    pytest.param(SESSION_TAGS, USER, when(ONLY_A), {"aws:TagKeys": ["a", "b"]}, False, id="tag keys: one too many"),
    pytest.param(SESSION_TAGS, USER, when(ONLY_A), {}, True, id="tag keys: none"),
    pytest.param(SESSION_TAGS, USER, HAS_PROJECT, {"aws:RequestTag/Project": "Automation"}, True, id="a tag of any value: passed"),
    pytest.param(SESSION_TAGS, USER, HAS_PROJECT, {}, False, id="a tag of any value: not passed"),
    pytest.param(SESSION_TAGS, USER, when(equals("aws:PrincipalTag/team", "x")), {"aws:PrincipalTag/team": "x"}, True, id="the caller's tag"),
    pytest.param(SESSION_TAGS, USER, when(equals("aws:PrincipalTag/team", "x")), {"aws:PrincipalTag/team": "y"}, False, id="the caller's tag: another value"),
    pytest.param(SESSION_TAGS, USER, when(equals("aws:ResourceTag/team", "x")), {"aws:ResourceTag/team": "x"}, True, id="the role's tag"),
    pytest.param(STS_KEYS, USER, when(equals("iam:ResourceTag/team", "x")), {"iam:ResourceTag/team": "x"}, True, id="the role's tag, by IAM's own key"),
    pytest.param(SESSION_TAGS, USER, when(equals("aws:ResourceTag/team", "${aws:PrincipalTag/team}")), {"aws:ResourceTag/team": "x", "aws:PrincipalTag/team": "x"}, True, id="the same tag on both"),
    pytest.param(SESSION_TAGS, USER, when(equals("aws:ResourceTag/team", "${aws:PrincipalTag/team}")), {"aws:ResourceTag/team": "x", "aws:PrincipalTag/team": "y"}, False, id="the same tag with two values"),
    pytest.param(SOURCE_IDENTITY, USER, when(equals("sts:SourceIdentity", "U")), {"sts:SourceIdentity": "U"}, True, id="source identity: set in this request"),
    pytest.param(SOURCE_IDENTITY, USER, when(equals("aws:SourceIdentity", "U")), {"sts:SourceIdentity": "U"}, False, id="source identity: not set before it"),
    pytest.param(SOURCE_IDENTITY, SESSION, when(equals("aws:SourceIdentity", "U")), {"aws:SourceIdentity": "U", "sts:SourceIdentity": "U"}, True, id="source identity: set before it, in a chain"),
    pytest.param(MFA, USER, WITH_MFA, {"aws:MultiFactorAuthPresent": "true"}, True, id="MFA: a code was passed"),
    pytest.param(MFA, USER, WITH_MFA, {}, False, id="MFA: long-term keys, which tell nothing"),
    pytest.param(KEYS, USER, WITH_MFA, {**ISSUED, "aws:MultiFactorAuthPresent": "false"}, False, id="MFA: a session token without"),
    pytest.param(KEYS, USER, WITH_MFA, {**ISSUED, "aws:MultiFactorAuthPresent": "true"}, True, id="MFA: a session token with"),
    pytest.param(KEYS, USER, NOT_WITHOUT, {}, True, id="deny without MFA: long-term keys slip through"),
    pytest.param(KEYS, USER, NOT_WITHOUT, {**ISSUED, "aws:MultiFactorAuthPresent": "false"}, False, id="deny without MFA: a session token"),
    pytest.param(KEYS, USER, NOT_EVEN_UNKNOWN, {}, False, id="deny without MFA, IfExists: long-term keys"),
    pytest.param(KEYS, USER, NOT_EVEN_UNKNOWN, {"aws:MultiFactorAuthPresent": "true"}, True, id="deny without MFA, IfExists: with a code"),
    pytest.param(KEYS, USER, MAYBE_MFA, {}, True, id="allow with MFA, IfExists: long-term keys pass"),
    pytest.param(KEYS, SESSION, WITH_MFA, ISSUED, False, id="MFA: a role session, which tells nothing"),
    pytest.param(KEYS, USER, FRESH, {"aws:MultiFactorAuthAge": "2800"}, True, id="MFA age: within the hour"),
    pytest.param(KEYS, USER, FRESH, {"aws:MultiFactorAuthAge": "3601"}, False, id="MFA age: beyond it"),
    pytest.param(KEYS, USER, FRESH, {}, False, id="MFA age: none without MFA"),
    pytest.param(TROUBLESHOOT, USER, UNTIL, {"aws:CurrentTime": "2026-01-31T11:59:59Z"}, True, id="a date: before it"),
    pytest.param(TROUBLESHOOT, USER, UNTIL, {"aws:CurrentTime": "2026-01-31T12:00:00Z"}, False, id="a date: at it"),
    pytest.param(KEYS, USER, FROM_OFFICE, {"aws:SourceIp": "203.0.113.7"}, True, id="an address: within the range"),
    pytest.param(KEYS, USER, FROM_OFFICE, {"aws:SourceIp": "198.51.100.7"}, False, id="an address: outside it"),
    pytest.param(STS_KEYS, USER, when({"NumericLessThan": {"sts:DurationSeconds": "3600"}}), {}, False, id="sts:DurationSeconds is not AssumeRole's"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "caller", "policy", "context", "expected"), CONDITIONS)
def test_conditions_of_trust(
    source: str, caller: str, policy: dict[str, Any], context: dict[str, Any], expected: bool
) -> None:
    """A trust policy's conditions look at the request to STS and at who sends it."""
    issuer = ROLE if caller == SESSION else None
    decision = evaluate(Request("sts:AssumeRole", ROLE, caller, context, issuer=issuer), Policies(resource=policy))
    assert bool(decision) is expected, source


# Whose policies must allow sts:SetSourceIdentity on a role that trusts the caller by name.
SET = {**ALLOW, "Action": "sts:SetSourceIdentity"}
SETTING = [
    pytest.param(SOURCE_IDENTITY, USER, trust(USER), {}, ALLOWED, TRUST, id="a user: the trust policy alone"),
    pytest.param(SOURCE_IDENTITY, USER, trust(USER, Action="sts:AssumeRole"), {"identity": [SET]}, IMPLICIT, TRUST, id="a user: not without it"),
    pytest.param(SOURCE_IDENTITY, STRANGER, trust(STRANGER), {}, IMPLICIT, IDENTITY, id="a user of another account: not by it alone"),
    pytest.param(SOURCE_IDENTITY, STRANGER, trust(STRANGER), {"identity": [SET]}, ALLOWED, TRUST, id="a user of another account: both"),
    pytest.param(SOURCE_IDENTITY, SESSION, trust(ROLE), {}, IMPLICIT, IDENTITY, id="a role, in a chain: not by it alone"),
    pytest.param(SOURCE_IDENTITY, SESSION, trust(SESSION), {}, IMPLICIT, IDENTITY, id="a session, in a chain: not by it alone"),
    pytest.param(SOURCE_IDENTITY, SESSION, trust(ROLE), {"identity": [SET]}, ALLOWED, TRUST, id="a role, in a chain: both"),
    pytest.param(SOURCE_IDENTITY, SESSION, trust(ROLE, Action="sts:AssumeRole"), {"identity": [SET]}, IMPLICIT, TRUST, id="a role, in a chain: not without it"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "caller", "policy", "others", "outcome", "kind"), SETTING)
def test_who_may_set_a_source_identity(
    source: str, caller: str, policy: dict[str, Any], others: dict[str, Any], outcome: Outcome, kind: PolicyKind
) -> None:
    """In a chain of roles both the trust policy and the calling role's own policies must allow it."""
    request = Request("sts:SetSourceIdentity", ROLE, caller, issuer=ROLE if caller == SESSION else None)
    decision = evaluate(request, Policies(resource=policy, **others))
    assert (decision.outcome, decision.policy_kind) == (outcome, kind), source


def test_trust_policy_is_known_by_what_it_is_asked() -> None:
    """A document is read as a trust policy where an STS action meets a role: "Principal": "*" is malformed there."""
    with pytest.raises(ValueError, match="a role trust policy cannot have the principal"):
        evaluate(Request("sts:AssumeRole", ROLE, USER), Policies(resource={**trust(USER), "Principal": "*"}))


def test_parsed_policy_stays_what_it_was_parsed_as() -> None:
    """A parsed trust policy is reported as one, whatever is asked."""
    policy = parse_policy(trust(STRANGER), PolicyKind.TRUST)
    assert evaluate(Request("iam:PassRole", ROLE, USER), Policies(resource=policy)).policy_kind is TRUST
