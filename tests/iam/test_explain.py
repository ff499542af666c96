"""The explanation of a decision, as a whole text."""

from typing import Any

import pytest

from pytest_fakests.iam import ConditionMismatch, ElementMismatch, Policies, PolicyKind, Request, evaluate, parse_policy

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
        f"To allow it: allow s3:GetObject on {OBJECT} in an identity-based policy of {ROLE}"
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
        "  role trust policy: does not allow\n"
        "    trust policy of role 'reader', statement 0 (Allow): does not apply\n"
        f'      Condition StringEquals sts:ExternalId: wanted "partner-42" or "partner-43", {had}\n'
        "  identity-based policy: there is none\n"
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
        "  role trust policy: does not allow\n"
        "    trust policy of role 'reader', statement 0 (Allow): does not apply\n"
        f'      Principal "{USER}" does not match {stranger}\n'
        '      Condition StringEquals sts:ExternalId: wanted "partner-42" or "partner-43", the key is missing\n'
        "  identity-based policy: allows\n"
        "    identity[0], statement 0 (Allow): applies\n"
        "To allow it: add to the role's trust policy: "
        f'{{"Effect": "Allow", "Principal": {{"AWS": "{stranger}"}}, "Action": "sts:AssumeRole"}}'
    )


def test_explicit_deny() -> None:
    """The statement that denies is named, with its Sid."""
    deny = {"Sid": "NoReports", "Effect": "Deny", "NotAction": "s3:List*", "NotResource": "arn:aws:s3:::public/*"}
    assert explain(Request("s3:GetObject", OBJECT, USER), identity=[S3], boundary=[S3, deny]) == (
        f"DENIED: s3:GetObject on {OBJECT} with an explicit deny in a permissions boundary\n"
        f"  asked by {USER}\n"
        "  permissions boundary: denies\n"
        '    boundary[1], statement 0 "NoReports" (Deny): applies\n'
        "    boundary[0], statement 0 (Allow): applies\n"
        "  identity-based policy: allows\n"
        "    identity[0], statement 0 (Allow): applies\n"
        'To allow it: change or remove boundary[1], statement 0 "NoReports", which denies it'
    )


def test_what_a_resource_makes_up_for() -> None:
    """An allowed request says which missing allows did not matter."""
    bucket = {**S3, "Principal": {"AWS": SESSION}}
    assert explain(Request("s3:GetObject", OBJECT, SESSION), resource=bucket, session=[]) == (
        f"ALLOWED: s3:GetObject on {OBJECT} allowed by a resource-based policy\n"
        f"  asked by {SESSION}\n"
        "  resource-based policy: allows\n"
        "    resource, statement 0 (Allow): applies\n"
        "  session policy: does not allow, and need not"
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
    assert explain(Request("s3:GetObject", OBJECT, caller), **policies).splitlines()[2] == line


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


EMPTY = [
    pytest.param({"boundary": []}, "  permissions boundary: does not allow, having no statement", id="a boundary"),
    pytest.param(
        {"service_control": [[S3], []]},
        "  service control policy: does not allow at level 1, the root being 0",
        id="a level of SCPs",
    ),
    pytest.param(
        {"service_control": [[], []]},
        "  service control policy: does not allow at levels 0 and 1, the root being 0",
        id="two levels of SCPs",
    ),
]


@pytest.mark.parametrize(("policies", "line"), EMPTY)
def test_policies_without_a_statement_say_so(policies: dict[str, Any], line: str) -> None:
    """A type of policy that allows nothing says where."""
    assert explain(Request("s3:GetObject", OBJECT, USER), identity=[S3], **policies).splitlines()[2] == line


TEXTS = [
    pytest.param(
        ElementMismatch("Action", ("a", "b", "c", "d"), "x"), 'Action "a", "b", "c" or "d" does not match x', id="four"
    ),
    pytest.param(
        ElementMismatch("Action", ("a", "b", "c", "d", "e"), "x"),
        'Action "a", "b", "c", "d" or 1 more does not match x',
        id="the first four of five",
    ),
    pytest.param(
        ElementMismatch("Resource", ("r",), "x", (("ex:a", "1"), ("ex:b", None))),
        'Resource "r" does not match x (${ex:a} is "1", ${ex:b} has no value)',
        id="variables",
    ),
    pytest.param(
        ConditionMismatch("ForAllValues:StringEquals", "ex:k", ("a", "b"), ("x", "y", "a"), ("x", "y")),
        'Condition ForAllValues:StringEquals ex:k: wanted "a" or "b", had "x", "y" and "a", and "x" and "y" failed',
        id="values that failed",
    ),
]


@pytest.mark.parametrize(("mismatch", "text"), TEXTS)
def test_text_of_a_mismatch(mismatch: ElementMismatch | ConditionMismatch, text: str) -> None:
    """What does not match is one line, in which long lists are cut."""
    assert str(mismatch) == text


def test_given_key_that_does_not_count_is_named() -> None:
    """A context that contradicts the principal is told that it does not count."""
    context = {"aws:username": "ann", "aws:PrincipalServiceName": ["x", "y"], "aws:SourceIp": "203.0.113.7"}
    assert explain(Request("s3:GetObject", OBJECT, USER, context)).splitlines()[2:4] == [
        '  aws:PrincipalServiceName is missing; the context\'s "x" and "y" do not count',
        '  aws:username is "julie"; the context\'s "ann" does not count',
    ]


def test_statement_that_names_no_principal() -> None:
    """A policy that was read as one of another type may lack what its place needs."""
    text = explain(Request("s3:GetObject", OBJECT, USER), identity=[S3], endpoint=[parse_policy(S3)])
    assert text.splitlines()[2:5] == [
        "  VPC endpoint policy: does not allow",
        "    VPC endpoint policy, statement 0 (Allow): does not apply",
        "      it names no principal",
    ]
