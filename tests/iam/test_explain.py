"""The explanation of a decision, as a whole text."""

from typing import Any

import pytest

from pytest_fakests.iam import Policies, PolicyKind, Request, evaluate, parse_policy

A, B = "123456789012", "999999999999"
USER = f"arn:aws:iam::{A}:user/julie"
SESSION = f"arn:aws:sts::{A}:assumed-role/reader/nightly"
ROLE = f"arn:aws:iam::{A}:role/reader"
OBJECT = "arn:aws:s3:::reports/q3.csv"
S3: dict[str, Any] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}

READ = parse_policy(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "List", "Effect": "Allow", "Action": ["s3:ListBucket", "s3:ListAllMyBuckets"], "Resource": "*"},
            {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::${aws:username}/*"},
        ],
    },
    name='inline policy "read"',
)
TRUST = parse_policy(
    {
        "Effect": "Allow",
        "Principal": {"AWS": USER},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": ["partner-42", "partner-43"]}},
    },
    PolicyKind.TRUST,
    name="trust policy of role 'reader'",
)


def explain(request: Request, **policies: Any) -> str:
    return evaluate(request, Policies(**policies)).explain()


def test_missing_allow_of_a_session() -> None:
    """Each statement says which of its elements did not match; a variable says what it stands for."""
    assert explain(Request("s3:GetObject", OBJECT, SESSION), identity=[READ], session=[S3]) == (
        f"DENIED: s3:GetObject on {OBJECT} because no identity-based policy allows the s3:GetObject action\n"
        f"  asked by {SESSION}\n"
        "  identity-based policy: does not allow\n"
        '    inline policy "read", statement 1 (Allow): does not apply\n'
        f'      Resource "arn:aws:s3:::${{aws:username}}/*" does not match {OBJECT} (${{aws:username}} has no value)\n'
        '    inline policy "read", statement 0 "List" (Allow): does not apply\n'
        '      Action "s3:ListBucket" or "s3:ListAllMyBuckets" does not match s3:GetObject\n'
        "  session policy: allows\n"
        "    session[0], statement 0 (Allow): applies\n"
        f"To allow it: allow s3:GetObject on {OBJECT} in an identity-based policy of {SESSION}"
    )


CALLS = [
    pytest.param({}, "the key is missing", id="missing"),
    pytest.param({"sts:ExternalId": "partner-1"}, 'had "partner-1"', id="another"),
    pytest.param({"sts:ExternalId": ["a", "b"]}, 'had "a" and "b"', id="two"),
]


@pytest.mark.parametrize(("context", "had"), CALLS)
def test_condition_of_trust(context: dict[str, Any], had: str) -> None:
    """A condition says what it wanted and what the request had, and that it is all that was missing."""
    assert explain(Request("sts:AssumeRole", ROLE, USER, context), resource=TRUST) == (
        f"DENIED: sts:AssumeRole on {ROLE} because no role trust policy allows the sts:AssumeRole action\n"
        f"  asked by {USER}\n"
        "  identity-based policy: there is none\n"
        "  role trust policy: does not allow\n"
        "    trust policy of role 'reader', statement 0 (Allow): does not apply\n"
        f'      Condition StringEquals sts:ExternalId: wanted "partner-42" or "partner-43", {had}\n'
        "To allow it: meet the condition on sts:ExternalId of trust policy of role 'reader', statement 0, or add "
        "to the role's trust policy: "
        f'{{"Effect": "Allow", "Principal": {{"AWS": "{USER}"}}, "Action": "sts:AssumeRole"}}'
    )


def test_stranger_to_a_trust_policy() -> None:
    """A principal that is not named is set against those that are."""
    stranger = f"arn:aws:iam::{B}:user/mallory"
    allow = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
    assert explain(Request("sts:AssumeRole", ROLE, stranger), identity=[allow], resource=TRUST) == (
        f"DENIED: sts:AssumeRole on {ROLE} because no role trust policy allows the sts:AssumeRole action\n"
        f"  asked by {stranger}; the resource is in account {A}\n"
        "  identity-based policy: allows\n"
        "    identity[0], statement 0 (Allow): applies\n"
        "  role trust policy: does not allow\n"
        "    trust policy of role 'reader', statement 0 (Allow): does not apply\n"
        f'      Principal "{USER}" does not match {stranger}\n'
        '      Condition StringEquals sts:ExternalId: wanted "partner-42" or "partner-43", the key is missing\n'
        "To allow it: add to the role's trust policy: "
        f'{{"Effect": "Allow", "Principal": {{"AWS": "{stranger}"}}, "Action": "sts:AssumeRole"}}'
    )


def test_explicit_deny() -> None:
    """The statement that denies is named, with its Sid."""
    deny = {"Sid": "NoReports", "Effect": "Deny", "NotAction": "s3:List*", "NotResource": "arn:aws:s3:::public/*"}
    assert explain(Request("s3:GetObject", OBJECT, USER), identity=[S3], boundary=[S3, deny]) == (
        f"DENIED: s3:GetObject on {OBJECT} with an explicit deny in a permissions boundary\n"
        f"  asked by {USER}\n"
        "  identity-based policy: allows\n"
        "    identity[0], statement 0 (Allow): applies\n"
        "  permissions boundary: denies\n"
        '    boundary[1], statement 0 "NoReports" (Deny): applies\n'
        "    boundary[0], statement 0 (Allow): applies\n"
        'To allow it: change or remove boundary[1], statement 0 "NoReports", which denies it'
    )


def test_what_a_resource_makes_up_for() -> None:
    """An allowed request says which missing allows did not matter."""
    bucket = {**S3, "Principal": {"AWS": SESSION}}
    assert explain(Request("s3:GetObject", OBJECT, SESSION), resource=bucket, session=[]) == (
        f"ALLOWED: s3:GetObject on {OBJECT} allowed by a resource-based policy\n"
        f"  asked by {SESSION}\n"
        "  session policy: does not allow, and need not\n"
        "  resource-based policy: allows\n"
        "    resource, statement 0 (Allow): applies"
    )


def test_account_that_is_trusted() -> None:
    """A grant to the account says that it only delegates."""
    trust = {"Effect": "Allow", "Principal": {"AWS": A}, "Action": "sts:AssumeRole"}
    assert explain(Request("sts:AssumeRole", ROLE, USER), resource=trust).splitlines()[3:] == [
        "  role trust policy: allows the account, whose identity-based policies must allow too",
        "    resource, statement 0 (Allow): applies",
        f"To allow it: allow sts:AssumeRole on {ROLE} in an identity-based policy of {USER}",
    ]


def test_elements_that_exclude() -> None:
    """NotAction, NotResource and NotPrincipal say what they spare, and an empty one that it is empty."""
    bucket = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Deny", "NotPrincipal": {"AWS": [USER, A]}, "NotAction": "s3:Get*", "NotResource": OBJECT},
            {"Effect": "Deny", "NotPrincipal": {}, "NotAction": [], "Resource": "*"},
            {"Effect": "Deny", "Principal": {}, "Action": "*", "Resource": []},
        ],
    }
    text = explain(Request("s3:GetObject", OBJECT, USER), resource=bucket)
    assert [line.strip() for line in text.splitlines()[3:-1]] == [
        "resource-based policy: does not allow",
        "resource, statement 2 (Deny): does not apply",
        f"Principal nothing does not match {USER}",
        f"Resource nothing does not match {OBJECT}",
        "resource, statement 1 (Deny): does not apply",
        f"NotPrincipal nothing spares {USER}",
        "NotAction is empty, which matches nothing",
        "resource, statement 0 (Deny): does not apply",
        f'NotPrincipal "{USER}" or "{A}" spares {USER}',
        'NotAction "s3:Get*" matches s3:GetObject',
        f'NotResource "{OBJECT}" matches {OBJECT}',
    ]


REMEDIES = [
    pytest.param(
        USER,
        {"identity": [S3], "boundary": []},
        f"allow s3:GetObject on {OBJECT} in the permissions boundary",
        id="a boundary",
    ),
    pytest.param(
        SESSION,
        {"identity": [S3], "session": []},
        f"allow s3:GetObject on {OBJECT} in the session policy, or pass none",
        id="a session policy",
    ),
    pytest.param(
        f"arn:aws:sts::{A}:federated-user/F",
        {"identity": [S3]},
        f"allow s3:GetObject on {OBJECT} in a session policy, passed to GetFederationToken",
        id="a federated user",
    ),
    pytest.param(
        USER,
        {"service_control": [[]]},
        f"allow s3:GetObject on {OBJECT} in a service control policy of every level",
        id="an SCP",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "endpoint": []},
        f"allow s3:GetObject on {OBJECT} in the VPC endpoint policy",
        id="an endpoint policy",
    ),
    pytest.param(
        "*",
        {},
        f'allow s3:GetObject on {OBJECT} in a policy of the resource, for {{"AWS": "*"}}',
        id="an anonymous caller",
    ),
    pytest.param(
        "logging.s3.amazonaws.com",
        {},
        f'allow s3:GetObject on {OBJECT} in a policy of the resource, for {{"Service": "logging.s3.amazonaws.com"}}',
        id="a service",
    ),
]


@pytest.mark.parametrize(("caller", "policies", "remedy"), REMEDIES)
def test_last_line_says_what_would_allow(caller: str, policies: dict[str, Any], remedy: str) -> None:
    """An explanation of a denial ends with what to add, and where."""
    assert explain(Request("s3:GetObject", OBJECT, caller), **policies).splitlines()[-1] == f"To allow it: {remedy}"


ABSENT = [
    pytest.param("*", {}, "  resource-based policy: there is none, and one must allow", id="a resource policy"),
    pytest.param(
        f"arn:aws:sts::{A}:federated-user/F",
        {"identity": [S3]},
        "  session policy: there is none, and one must allow",
        id="a session policy",
    ),
]


@pytest.mark.parametrize(("caller", "policies", "line"), ABSENT)
def test_policy_that_would_be_needed_is_listed(caller: str, policies: dict[str, Any], line: str) -> None:
    """A type of policy that must allow and does not exist has a line of its own."""
    assert explain(Request("s3:GetObject", OBJECT, caller), **policies).splitlines()[-2] == line


def test_root_user_needs_no_policy() -> None:
    """Where no policy decided, the verdict and who asked are all there is to say."""
    root = f"arn:aws:iam::{A}:root"
    assert explain(Request("s3:GetObject", OBJECT, root)) == (
        f"ALLOWED: s3:GetObject on {OBJECT} allowed: the root user has full access to its account\n  asked by {root}"
    )


def test_anonymous_caller_is_called_so() -> None:
    """A caller without a signature is not shown as a star."""
    assert explain(Request("s3:GetObject", OBJECT)).splitlines()[1] == "  asked by an anonymous caller"


def test_long_lists_are_cut() -> None:
    """Of a long list, the first few are shown, and how many more there are."""
    many = {**S3, "Action": [f"s3:Put{number}" for number in range(7)]}
    line = explain(Request("s3:GetObject", OBJECT, USER), identity=[many]).splitlines()[4]
    assert line == '      Action "s3:Put0", "s3:Put1", "s3:Put2", "s3:Put3" or 3 more does not match s3:GetObject'


def test_explanation_is_ascii() -> None:
    """Characters of other alphabets are escaped."""
    request = Request("s3:GetObject", "arn:aws:s3:::b/\u65e5", USER)
    assert explain(request).splitlines()[0].startswith("DENIED: s3:GetObject on arn:aws:s3:::b/\\u65e5 because")


def test_variables_show_their_values() -> None:
    """A variable that has a value shows it."""
    statement = {**S3, "Condition": {"StringEquals": {"s3:prefix": "${aws:username}"}}}
    line = explain(Request("s3:ListBucket", "arn:aws:s3:::b", USER, {"s3:prefix": "x"}), identity=[statement])
    assert line.splitlines()[4] == (
        '      Condition StringEquals s3:prefix: wanted "${aws:username}" (${aws:username} is "julie"), had "x"'
    )
