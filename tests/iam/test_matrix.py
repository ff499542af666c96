"""Which policies must allow: every kind of caller, every way in which a resource-based policy names it.

Each row is a rule, with the page that states it. Its cells tell what becomes of a request: "+", it is allowed, or the
type of policy whose allow is missing first: (R)esource-based policy, (T)rust policy, (I)dentity-based policies,
(B)oundary, (S)ession policies. The cells stand under three lines that tell what the caller has: a letter in lower case
is a policy that is there and silent, one in upper case allows, "-" says that there is none. The columns are all
combinations that such a caller can have. What AWS's pages do not say in so many words is marked as inferred.
"""

import functools
from collections.abc import Iterator
from typing import Any

import pytest

from pytest_fakests.iam import Outcome, Policies, PolicyKind, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
EV = f"{IAM}/reference_policies_evaluation-logic_policy-eval-denyallow.html"
CROSS = f"{IAM}/reference_policies_evaluation-logic-cross-account.html"
PRINCIPAL = f"{IAM}/reference_policies_elements_principal.html"
IDS = f"{IAM}/reference_identifiers.html"
TYPES = f"{IAM}/access_policies.html"
FEDERATION = f"{IAM}/id_credentials_temp_control-access_getfederationtoken.html"
TOKEN = f"{IAM}/id_credentials_temp_control-access_getsessiontoken.html"
UPDATE_TRUST = f"{IAM}/id_roles_update-role-trust-policy.html"
SHARING = f"{IAM}/access_policies-cross-account-resource-access.html"
ASSUME_ROLE = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"
KEY_POLICY = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"
KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html"
PERMISSION_SETS = "https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html"

A, B = "111111111111", "222222222222"
USER = f"arn:aws:iam::{A}:user/people/U"
ROLE = f"arn:aws:iam::{A}:role/app/R"
SESSION = f"arn:aws:sts::{A}:assumed-role/R/S1"
FEDERATED = f"arn:aws:sts::{A}:federated-user/F"
ROOT = f"arn:aws:iam::{A}:root"
SERVICE = "logging.s3.amazonaws.com"
TOKENS = {"aws:TokenIssueTime": "2026-01-31T12:00:00Z", "aws:MultiFactorAuthPresent": "false"}

# What asks: its ARN, the ARN of what is behind it, and the keys that only its account can know.
CALLERS: dict[str, tuple[str, str | None, dict[str, str]]] = {
    "user": (USER, None, {"aws:userid": "AIDAUSER"}),
    "user with a session token": (USER, None, {"aws:userid": "AIDAUSER", **TOKENS}),
    "session": (SESSION, ROLE, {"aws:userid": "AROAROLE:S1"}),
    "federated user": (FEDERATED, USER, {"aws:userid": f"{A}:F"}),
    "root user": (ROOT, None, {"aws:userid": A}),
    "service": (SERVICE, None, {}),
    "anonymous": ("*", None, {}),
}


def aws(*names: str) -> dict[str, Any]:
    return {"Principal": {"AWS": list(names)}}


def everyone_if(operator: str, arn: str) -> dict[str, Any]:
    return {"Principal": "*", "Condition": {operator: {"aws:PrincipalArn": arn}}}


NAMES: dict[str, dict[str, Any] | None] = {
    "no policy": None,
    "others": aws(f"arn:aws:iam::{A}:user/other", f"arn:aws:iam::{A}:role/app/other"),
    "account id": aws(A),
    "account root": aws(ROOT),
    "user": aws(USER),
    "user's id": aws("AIDAUSER"),
    "role": aws(ROLE),
    "role's id": aws("AROAROLE"),
    "session": aws(SESSION),
    "another session": aws(f"arn:aws:sts::{A}:assumed-role/R/S2"),
    "federated user": aws(FEDERATED),
    "another federated user": aws(f"arn:aws:sts::{A}:federated-user/G"),
    "everyone": {"Principal": "*"},
    "every AWS principal": aws("*"),
    "everyone with the user's ARN": everyone_if("ArnEquals", USER),
    "everyone with the role's ARN": everyone_if("ArnEquals", ROLE),
    "everyone with the session's ARN": everyone_if("ArnEquals", SESSION),
    "everyone with the federated user's ARN": everyone_if("ArnEquals", FEDERATED),
    "everyone but the role": everyone_if("ArnNotEquals", ROLE),
    "the account, with the role's ARN": {**aws(A), "Condition": {"ArnEquals": {"aws:PrincipalArn": ROLE}}},
    "role and session": aws(ROLE, SESSION),
    "account and user": aws(A, USER),
    "service": {"Principal": {"Service": SERVICE}},
    "another service": {"Principal": {"Service": "lambda.amazonaws.com"}},
}

# What is asked of which resource, and who owns it.
BUCKET = ("s3:GetObject", "arn:aws:s3:::b/k", A)
BUCKET_OF_B = ("s3:GetObject", "arn:aws:s3:::b/k", B)
KEY = ("kms:Decrypt", f"arn:aws:kms:eu-west-1:{A}:key/1234abcd-12ab-34cd-56ef-1234567890ab", A)
KEY_OF_B = ("kms:Decrypt", f"arn:aws:kms:eu-west-1:{B}:key/1234abcd-12ab-34cd-56ef-1234567890ab", B)
ANY_ROLE = ("sts:AssumeRole", f"arn:aws:iam::{A}:role/target", A)
ROLE_OF_B = ("sts:AssumeRole", f"arn:aws:iam::{B}:role/target", B)

Row = tuple[str, str, str, str]


def rows(columns: str, *listed: Row) -> Iterator[Any]:
    """The parameters of a table: the page, who asks, how the policy names it, the columns and the cells."""
    for source, who, named, cells in listed:
        yield pytest.param(source, who, named, columns, cells, id=f"{who}, by a policy that names: {named}")


USERS = """
    i i i I I I
    - b B - b B
    - - - - - -
"""
SESSIONS = """
    i i i i i i i i i I I I I I I I I I
    - - - b b b B B B - - - b b b B B B
    - s S - s S - s S - s S - s S - s S
"""
ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
SILENT: dict[str, Any] = {**ALLOW, "Action": "ec2:*"}
HAS: dict[str, Any] = {
    "-": None,
    **{letter: [SILENT] for letter in "ibs"},
    **{letter: [ALLOW] for letter in "IBS"},
}
KINDS: dict[PolicyKind | None, str] = {
    PolicyKind.IDENTITY: "I",
    PolicyKind.BOUNDARY: "B",
    PolicyKind.SESSION: "S",
    PolicyKind.RESOURCE: "R",
    PolicyKind.TRUST: "T",
}


def judged(asked: tuple[str, str, str], who: str, named: str, columns: str) -> str:
    """The cells that a request comes to."""
    arn, issuer, keys = CALLERS[who]
    action, resource, owner = asked
    names = NAMES[named]
    policy = None if names is None else {"Effect": "Allow", "Action": action, **names}
    request = Request(action, resource, arn, keys, owner, issuer)
    cells = []
    for identity, boundary, session in zip(*(line.split() for line in columns.strip().splitlines()), strict=True):
        has = Policies(HAS[identity] or (), policy, HAS[boundary], HAS[session])
        decision = evaluate(request, has)
        assert decision.outcome is not Outcome.EXPLICIT_DENY
        cells.append(KINDS[decision.policy_kind] if not decision else "+")
    return " ".join(cells)


table = functools.partial(pytest.mark.parametrize, ("source", "who", "named", "columns", "cells"))

SAME_ACCOUNT = [
    *rows(
        USERS,
        (EV, "user", "no policy", "I I I + B +"),
        (EV, "user", "others", "I I I + B +"),
        (PRINCIPAL, "user", "account id", "I I I + B +"),
        (PRINCIPAL, "user", "account root", "I I I + B +"),
        (EV, "user", "user", "+ + + + + +"),
        (IDS, "user", "user's id", "+ + + + + +"),
        (EV, "user", "account and user", "+ + + + + +"),  # inferred: the closest name counts
        (PRINCIPAL, "user", "everyone", "+ + + + + +"),
        (PRINCIPAL, "user", "every AWS principal", "+ + + + + +"),
        (PRINCIPAL, "user", "everyone with the user's ARN", "+ + + + + +"),
        (PRINCIPAL, "user", "everyone with the role's ARN", "I I I + B +"),
        (PRINCIPAL, "user", "everyone but the role", "+ + + + + +"),
        (PRINCIPAL, "user", "service", "I I I + B +"),
        (EV, "user", "federated user", "I I I + B +"),
        # Inferred from the next page, by which the credentials are the user's own.
        (TOKEN, "user with a session token", "no policy", "I I I + B +"),
        (TOKEN, "user with a session token", "account root", "I I I + B +"),
        (TOKEN, "user with a session token", "user", "+ + + + + +"),
        (TOKEN, "user with a session token", "user's id", "+ + + + + +"),
        (TOKEN, "user with a session token", "everyone", "+ + + + + +"),
    ),
    *rows(
        SESSIONS,
        (EV, "session", "no policy", "I I I I I I I I I + S + B B B + S +"),
        (EV, "session", "others", "I I I I I I I I I + S + B B B + S +"),
        (PRINCIPAL, "session", "account id", "I I I I I I I I I + S + B B B + S +"),
        (PRINCIPAL, "session", "account root", "I I I I I I I I I + S + B B B + S +"),
        # Two pages say that boundaries never limit resource-based policies; this one, and that of the boundaries, say
        # that they limit what is granted to a role, and are the more precise.
        (EV, "session", "role", "+ S + B B B + S + + S + B B B + S +"),
        (IDS, "session", "role's id", "+ S + B B B + S + + S + B B B + S +"),
        (TYPES, "session", "session", "+ + + + + + + + + + + + + + + + + +"),
        (PRINCIPAL, "session", "another session", "I I I I I I I I I + S + B B B + S +"),
        (EV, "session", "role and session", "+ + + + + + + + + + + + + + + + + +"),  # inferred: the closest name counts
        (PRINCIPAL, "session", "everyone", "+ + + + + + + + + + + + + + + + + +"),
        (PRINCIPAL, "session", "every AWS principal", "+ + + + + + + + + + + + + + + + + +"),
        (EV, "session", "everyone with the role's ARN", "+ + + + + + + + + + + + + + + + + +"),
        (PRINCIPAL, "session", "everyone with the session's ARN", "I I I I I I I I I + S + B B B + S +"),
        (PRINCIPAL, "session", "everyone but the role", "I I I I I I I I I + S + B B B + S +"),
        (PERMISSION_SETS, "session", "the account, with the role's ARN", "I I I I I I I I I + S + B B B + S +"),
        (EV, "session", "user", "I I I I I I I I I + S + B B B + S +"),
        (FEDERATION, "federated user", "no policy", "I I I I I I I I I S S + B B B S S +"),
        (FEDERATION, "federated user", "others", "I I I I I I I I I S S + B B B S S +"),
        (PRINCIPAL, "federated user", "account id", "I I I I I I I I I S S + B B B S S +"),
        (PRINCIPAL, "federated user", "account root", "I I I I I I I I I S S + B B B S S +"),
        # The page says that boundary and session policies limit; that identity-based policies do not is inferred.
        (EV, "federated user", "user", "S S + B B B S S + S S + B B B S S +"),
        (FEDERATION, "federated user", "federated user", "+ + + + + + + + + + + + + + + + + +"),
        (FEDERATION, "federated user", "another federated user", "I I I I I I I I I S S + B B B S S +"),
        # Inferred: the page speaks of users and roles of the account.
        (PRINCIPAL, "federated user", "everyone", "+ + + + + + + + + + + + + + + + + +"),
        (PRINCIPAL, "federated user", "everyone with the federated user's ARN", "+ + + + + + + + + + + + + + + + + +"),
        (PRINCIPAL, "federated user", "everyone with the user's ARN", "I I I I I I I I I S S + B B B S S +"),
    ),
    # The root user can have neither identity-based policies nor a boundary; here they are there and not asked.
    *rows(
        USERS,
        (EV, "root user", "no policy", "+ + + + + +"),
        (EV, "root user", "others", "+ + + + + +"),
        (TYPES, "root user", "account root", "+ + + + + +"),
        (TYPES, "root user", "everyone", "+ + + + + +"),
    ),
    *rows(
        "I\nB\nS",
        (PRINCIPAL, "service", "no policy", "R"),
        (PRINCIPAL, "service", "account root", "R"),
        (PRINCIPAL, "service", "another service", "R"),
        (PRINCIPAL, "anonymous", "no policy", "R"),
        (PRINCIPAL, "anonymous", "account root", "R"),
        (PRINCIPAL, "anonymous", "user", "R"),
        (PRINCIPAL, "anonymous", "service", "R"),
        (PRINCIPAL, "anonymous", "everyone with the role's ARN", "R"),
    ),
    *rows(
        "i\nb\ns",
        (PRINCIPAL, "service", "service", "+"),
        (PRINCIPAL, "service", "everyone", "+"),
        (PRINCIPAL, "anonymous", "everyone", "+"),
        (PRINCIPAL, "anonymous", "every AWS principal", "+"),
    ),
]


@table(SAME_ACCOUNT)
def test_in_the_account_of_the_resource(source: str, who: str, named: str, columns: str, cells: str) -> None:
    """The closer a resource-based policy names a caller of its account, the fewer other policies must allow."""
    assert judged(BUCKET, who, named, columns) == cells, source


ACROSS_ACCOUNTS = [
    *rows(
        USERS,
        (CROSS, "user", "no policy", "R R R R R R"),
        (CROSS, "user", "others", "R R R R R R"),
        (CROSS, "user", "account id", "I I I + B +"),
        (CROSS, "user", "account root", "I I I + B +"),
        (CROSS, "user", "user", "I I I + B +"),
        (IDS, "user", "user's id", "I I I + B +"),
        (PRINCIPAL, "user", "everyone", "I I I + B +"),
        (PRINCIPAL, "user", "every AWS principal", "I I I + B +"),
        (PRINCIPAL, "user", "everyone with the user's ARN", "I I I + B +"),
        (PRINCIPAL, "user", "everyone with the role's ARN", "R R R R R R"),
        (TOKEN, "user with a session token", "user", "I I I + B +"),
    ),
    *rows(
        SESSIONS,
        (CROSS, "session", "no policy", "R R R R R R R R R R R R R R R R R R"),
        (CROSS, "session", "others", "R R R R R R R R R R R R R R R R R R"),
        (CROSS, "session", "account root", "I I I I I I I I I + S + B B B + S +"),
        (CROSS, "session", "role", "I I I I I I I I I + S + B B B + S +"),
        # That a named session is limited here follows from "within the same account" on the page; inferred.
        (EV, "session", "session", "I I I I I I I I I + S + B B B + S +"),
        (PRINCIPAL, "session", "another session", "R R R R R R R R R R R R R R R R R R"),
        (PRINCIPAL, "session", "everyone", "I I I I I I I I I + S + B B B + S +"),
        (PRINCIPAL, "session", "everyone with the role's ARN", "I I I I I I I I I + S + B B B + S +"),
        (CROSS, "federated user", "no policy", "R R R R R R R R R R R R R R R R R R"),
        (CROSS, "federated user", "account root", "I I I I I I I I I S S + B B B S S +"),
        (CROSS, "federated user", "user", "I I I I I I I I I S S + B B B S S +"),
        (EV, "federated user", "federated user", "I I I I I I I I I S S + B B B S S +"),
        (PRINCIPAL, "federated user", "everyone", "I I I I I I I I I S S + B B B S S +"),
    ),
    *rows(
        USERS,
        (SHARING, "root user", "no policy", "R R R R R R"),
        (SHARING, "root user", "user", "R R R R R R"),
        (SHARING, "root user", "account id", "+ + + + + +"),
        (SHARING, "root user", "account root", "+ + + + + +"),
        (PRINCIPAL, "root user", "everyone", "+ + + + + +"),
    ),
]


@table(ACROSS_ACCOUNTS)
def test_from_another_account(source: str, who: str, named: str, columns: str, cells: str) -> None:
    """Both accounts must allow: the resource-based policy, and all that may limit the caller at home."""
    assert judged(BUCKET_OF_B, who, named, columns) == cells, source


KEYS = [
    *rows(
        USERS,
        (KEY_POLICY, "user", "others", "R R R R R R"),
        (KEY_POLICY, "user", "account id", "I I I + B +"),
        (KEY_POLICY, "user", "account root", "I I I + B +"),
        (KMS, "user", "user", "+ + + + + +"),
        (KMS, "user", "everyone", "+ + + + + +"),
    ),
    *rows(
        SESSIONS,
        (KEY_POLICY, "session", "others", "R R R R R R R R R R R R R R R R R R"),
        (KEY_POLICY, "session", "account root", "I I I I I I I I I + S + B B B + S +"),
        (EV, "session", "role", "+ S + B B B + S + + S + B B B + S +"),
        (EV, "session", "session", "+ + + + + + + + + + + + + + + + + +"),
    ),
    *rows(
        USERS,
        (KEY_POLICY, "root user", "others", "R R R R R R"),
        (KEY_POLICY, "root user", "account root", "+ + + + + +"),
    ),
]


@table(KEYS)
def test_a_key_policy_must_let_its_own_account_in(source: str, who: str, named: str, columns: str, cells: str) -> None:
    """No identity-based policy opens a KMS key whose policy does not name the caller or its account."""
    assert judged(KEY, who, named, columns) == cells, source


KEYS_OF_OTHERS = [
    *rows(
        USERS,
        (KMS, "user", "others", "R R R R R R"),
        (KMS, "user", "account root", "I I I + B +"),
        (KMS, "user", "user", "I I I + B +"),
    ),
    *rows(
        SESSIONS,
        (KMS, "session", "account root", "I I I I I I I I I + S + B B B + S +"),
        (KMS, "session", "role", "I I I I I I I I I + S + B B B + S +"),
        (KMS, "session", "session", "I I I I I I I I I + S + B B B + S +"),
    ),
]


@table(KEYS_OF_OTHERS)
def test_a_key_of_another_account(source: str, who: str, named: str, columns: str, cells: str) -> None:
    """A key is shared by its policy and, in the account of who uses it, by identity-based policies."""
    assert judged(KEY_OF_B, who, named, columns) == cells, source


# That boundaries limit a user whom the trust policy names is said on the page; that session policies limit a session
# that it names is inferred from it.
ROLES = [
    *rows(
        USERS,
        (EV, "user", "others", "T T T T T T"),
        (ASSUME_ROLE, "user", "account id", "I I I + B +"),
        (ASSUME_ROLE, "user", "account root", "I I I + B +"),
        (UPDATE_TRUST, "user", "user", "+ B + + B +"),
        (UPDATE_TRUST, "user", "user's id", "+ B + + B +"),
        (PRINCIPAL, "user", "every AWS principal", "+ B + + B +"),
        (TOKEN, "user with a session token", "user", "+ B + + B +"),
    ),
    *rows(
        SESSIONS,
        (EV, "session", "others", "T T T T T T T T T T T T T T T T T T"),
        (ASSUME_ROLE, "session", "account root", "I I I I I I I I I + S + B B B + S +"),
        (EV, "session", "role", "+ S + B B B + S + + S + B B B + S +"),
        (UPDATE_TRUST, "session", "session", "+ S + B B B + S + + S + B B B + S +"),
        (PRINCIPAL, "session", "every AWS principal", "+ S + B B B + S + + S + B B B + S +"),
        (PRINCIPAL, "session", "another session", "T T T T T T T T T T T T T T T T T T"),
    ),
    *rows("I\nB\nS", (PRINCIPAL, "service", "every AWS principal", "T"), (PRINCIPAL, "service", "account root", "T")),
    *rows("i\nb\ns", (PRINCIPAL, "service", "service", "+")),
]


@table(ROLES)
def test_a_trust_policy_must_let_its_own_account_in(
    source: str, who: str, named: str, columns: str, cells: str
) -> None:
    """No identity-based policy opens a role whose trust policy does not name the caller or its account."""
    assert judged(ANY_ROLE, who, named, columns) == cells, source


ROLES_OF_OTHERS = [
    *rows(
        USERS,
        (CROSS, "user", "others", "T T T T T T"),
        (ASSUME_ROLE, "user", "account root", "I I I + B +"),
        (ASSUME_ROLE, "user", "user", "I I I + B +"),
        (PRINCIPAL, "user", "every AWS principal", "I I I + B +"),
    ),
    *rows(
        SESSIONS,
        (ASSUME_ROLE, "session", "account root", "I I I I I I I I I + S + B B B + S +"),
        (ASSUME_ROLE, "session", "role", "I I I I I I I I I + S + B B B + S +"),
        (ASSUME_ROLE, "session", "session", "I I I I I I I I I + S + B B B + S +"),
    ),
]


@table(ROLES_OF_OTHERS)
def test_a_role_of_another_account(source: str, who: str, named: str, columns: str, cells: str) -> None:
    """Across accounts the caller's own policies must allow it to assume the role, however it is named."""
    assert judged(ROLE_OF_B, who, named, columns) == cells, source
