"""The explanation of a decision, as a whole text."""

from typing import Any

import pytest
from freezegun import freeze_time

from pytest_fakests.iam import (
    ConditionMismatch,
    ElementMismatch,
    Policies,
    PolicyKind,
    Request,
    evaluate,
    parse_policy,
)

A, B = "123456789012", "999999999999"
USER = f"arn:aws:iam::{A}:user/julie"
SESSION = f"arn:aws:sts::{A}:assumed-role/reader/nightly"
ROLE = f"arn:aws:iam::{A}:role/reader"
OBJECT = "arn:aws:s3:::reports/q3.csv"
S3: dict[str, Any] = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}

NO_VPC: dict[str, Any] = {**S3, "Condition": {"Null": {"aws:SourceVpc": "false"}}}

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
        {"identity": [S3], "service_control": [[S3], [], []]},
        f"allow s3:GetObject on {OBJECT} in a service control policy at level 1 and level 2",
        id="SCPs",
    ),
    pytest.param(
        USER,
        {"identity": [S3], "service_control": []},
        f"allow s3:GetObject on {OBJECT} in a service control policy at every level",
        id="SCPs without a level",
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


def test_long_policies_show_what_came_nearest() -> None:
    """Of ten policies with fifty statements each, the nearest are shown and the others counted."""
    region = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    others = [{**S3, "Action": f"ec2:Do{number}"} for number in range(47)]
    policies = [
        {
            "Version": "2012-10-17",
            "Statement": [
                *others,
                {**S3, "Action": "s3:Get*", "Resource": f"arn:aws:s3:::b{number}/*", "Condition": region},
                {"Sid": "Mine", **S3, "Action": "s3:Get*", "Resource": "arn:aws:s3:::reports/*", "Condition": region},
                {
                    **S3,
                    "Resource": "arn:aws:s3:::*",
                    "Effect": "Deny",
                    "Condition": {"Null": {"aws:SourceVpc": "false"}},
                },
            ],
        }
        for number in range(10)
    ]
    assert explain(Request("s3:GetObject", OBJECT, USER), identity=policies) == (
        f"DENIED: s3:GetObject on {OBJECT} because no identity-based policy allows the s3:GetObject action\n"
        f"  asked by {USER}\n"
        "  identity-based policy: does not allow\n"
        '    identity[0], statement 48 "Mine" (Allow): does not apply\n'
        '      Condition StringEquals aws:RequestedRegion: wanted "eu-west-1", the key is missing\n'
        '    identity[1], statement 48 "Mine" (Allow): does not apply\n'
        '      Condition StringEquals aws:RequestedRegion: wanted "eu-west-1", the key is missing\n'
        '    identity[2], statement 48 "Mine" (Allow): does not apply\n'
        '      Condition StringEquals aws:RequestedRegion: wanted "eu-west-1", the key is missing\n'
        "    and 497 more statements, 470 of them for other actions\n"
        'To allow it: meet the condition on aws:RequestedRegion of identity[0], statement 48 "Mine", or allow '
        f"s3:GetObject on {OBJECT} in an identity-based policy of {USER}"
    )


def shown(policies: list[dict[str, Any]]) -> list[str]:
    """The lines about the identity-based policies, without details."""
    lines = explain(Request("s3:GetObject", OBJECT, USER), identity=policies).splitlines()[3:]
    return [line.strip() for line in lines if line.startswith("    ") and not line.startswith("      ")]


def of(*actions: str, effect: str = "Allow") -> list[dict[str, Any]]:
    return [{**S3, "Effect": effect, "Action": action} for action in actions]


SHOWN = [
    pytest.param(
        of("ec2:RunInstances", "s3:GetObjectAcl", "s3:PutObject", "s3:GetObjects"),
        [
            "identity[1], statement 0 (Allow): does not apply",
            "identity[3], statement 0 (Allow): does not apply",
            "identity[2], statement 0 (Allow): does not apply",
            "and 1 more statement for other actions",
        ],
        id="the most alike of other actions, where nothing allows",
    ),
    pytest.param(
        [{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}, *of("sqs:*")],
        ["identity[1], statement 0 (Allow): does not apply", "identity[0], statement 0 (Allow): does not apply"],
        id="one that names an action a little alike before one that names none",
    ),
    pytest.param(
        of("ec2:*", "s3:*", "sqs:*"),
        ["identity[1], statement 0 (Allow): applies", "and 2 more statements for other actions"],
        id="none for other actions, where one allows",
    ),
    pytest.param(
        [*of("s3:*", "s3:Get*"), {**NO_VPC, "Effect": "Deny"}, *of("s3:List*", effect="Deny")],
        [
            "identity[0], statement 0 (Allow): applies",
            "identity[2], statement 0 (Deny): does not apply",
            "identity[1], statement 0 (Allow): applies",
            "and 1 more statement for other actions",
        ],
        id="what might have denied, where one allows",
    ),
    pytest.param(
        [*of("s3:*", "s3:Get*"), *of("*", effect="Deny"), NO_VPC, *of("s3:*")],
        [
            "identity[2], statement 0 (Deny): applies",
            "identity[0], statement 0 (Allow): applies",
            "identity[1], statement 0 (Allow): applies",
            "and 2 more statements",
        ],
        id="the one that denies",
    ),
    pytest.param(
        [{**S3, "Resource": "arn:aws:s3:::other/*"}, {**S3, "Condition": {"Null": {"ex:a": "false", "ex:b": "false"}}}],
        ["identity[1], statement 0 (Allow): does not apply", "identity[0], statement 0 (Allow): does not apply"],
        id="one for the resource, however many of its conditions do not hold",
    ),
]


@pytest.mark.parametrize(("policies", "lines"), SHOWN)
def test_statements_that_are_shown(policies: list[dict[str, Any]], lines: list[str]) -> None:
    """The statement that decides comes first, then what came nearest to deciding otherwise."""
    assert shown(policies) == lines


def test_what_stands_in_the_way_comes_first() -> None:
    """First the type that decided, then others that deny, then those that do not allow, then those that do."""
    deny = {**S3, "Effect": "Deny"}
    policies: dict[str, Any] = {
        "identity": [S3],
        "boundary": [deny],
        "session": [],
        "endpoint": [{**deny, "Principal": "*"}],
    }
    lines = explain(Request("s3:GetObject", OBJECT, USER), **policies).splitlines()
    assert [line.strip() for line in lines if line.startswith("  ") and line[2] != " "] == [
        f"asked by {USER}",
        "permissions boundary: denies",
        "VPC endpoint policy: denies",
        "session policy: does not allow, having no statement",
        "identity-based policy: allows",
        "1. change or remove boundary[0], statement 0, which denies it",
        "2. change or remove endpoint[0], statement 0, which denies it",
        f"3. allow s3:GetObject on {OBJECT} in the permissions boundary",
        f"4. allow s3:GetObject on {OBJECT} in the session policy, or pass none",
        f"5. allow s3:GetObject on {OBJECT} in the VPC endpoint policy",
    ]


def test_statement_that_names_the_caller_is_nearer() -> None:
    """A statement about others comes last, however little else it misses."""
    elsewhere = {**S3, "Principal": {"AWS": USER}, "Resource": "arn:aws:s3:::other/*", "Condition": NO_VPC["Condition"]}
    of_others = {**S3, "Principal": {"AWS": B}}
    document = {"Version": "2012-10-17", "Statement": [of_others, elsewhere]}
    lines = explain(Request("s3:GetObject", OBJECT, USER), resource=document).splitlines()
    assert [line.strip() for line in lines if line.startswith("    resource")] == [
        "resource, statement 1 (Allow): does not apply",
        "resource, statement 0 (Allow): does not apply",
    ]


def test_what_is_missing_is_missing_at_the_time_of_the_request() -> None:
    """That a limit has passed since is no reason to widen it."""
    until_noon = {**S3, "Condition": {"DateLessThan": {"aws:CurrentTime": "2026-01-31T12:00:00Z"}}}
    with freeze_time("2026-01-31T11:00:00Z") as clock:
        decision = evaluate(Request("s3:GetObject", OBJECT, USER), Policies(identity=[], boundary=[until_noon]))
        clock.move_to("2026-01-31T13:00:00Z")
        assert [remedy.kind for remedy in decision.remedies] == [PolicyKind.IDENTITY]


def test_statements_of_a_silent_level_come_first() -> None:
    """Where a level of an organization does not allow, what other levels hold comes after its own."""
    levels = [[S3], [{**S3, "Action": "ec2:*"}]]
    lines = explain(Request("s3:GetObject", OBJECT, USER), identity=[S3], service_control=levels).splitlines()
    assert [line.strip() for line in lines if line.startswith("    service_control")] == [
        "service_control[1][0], statement 0 (Allow): does not apply",
        "service_control[0][0], statement 0 (Allow): applies",
    ]


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


def test_every_change_that_is_needed_is_named() -> None:
    """A denial by several types of policy says all that has to change, in AWS's order."""
    deny = {**S3, "Effect": "Deny"}
    lines = explain(
        Request("s3:GetObject", OBJECT, USER), boundary=[deny], service_control=[[deny]], endpoint=[]
    ).splitlines()
    assert lines[lines.index("To allow it:") :] == [
        "To allow it:",
        "  1. change or remove boundary[0], statement 0, which denies it",
        "  2. change or remove service_control[0][0], statement 0, which denies it",
        f"  3. allow s3:GetObject on {OBJECT} in a service control policy at level 0",
        f"  4. allow s3:GetObject on {OBJECT} in an identity-based policy of {USER}",
        f"  5. allow s3:GetObject on {OBJECT} in the permissions boundary",
        f"  6. allow s3:GetObject on {OBJECT} in the VPC endpoint policy",
    ]


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


def test_nothing_is_advised_that_would_not_help() -> None:
    """An identity provider vouches for those who assume roles: no bucket policy can name it."""
    text = explain(Request("s3:GetObject", OBJECT, "accounts.google.com"))
    assert text.splitlines()[-1] == "No policy can allow it."


ADDED = [
    pytest.param(OBJECT, OBJECT, id="an ARN"),
    pytest.param("*", "*", id="all"),
    pytest.param("arn:aws:s3:::b/a*?$", "arn:aws:s3:::b/a${*}${?}${$}", id="characters that are special in patterns"),
    pytest.param("reports", "*", id="none that a policy can name"),
]


def test_statement_to_add_for_listing_buckets_names_no_bucket() -> None:
    """Which resource AWS takes for an action that has none is not what a policy has to name."""
    found = evaluate(Request("s3:ListAllMyBuckets", principal=USER), Policies()).remedies
    assert [one.add for one in found] == [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]


@pytest.mark.parametrize(("resource", "pattern"), ADDED)
def test_statement_to_add_names_the_resource(resource: str, pattern: str) -> None:
    """The statement that would allow a request is about its resource alone, where a policy can say so."""
    found = evaluate(Request("s3:GetObject", resource, USER), Policies()).remedies
    assert [one.add for one in found] == [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": pattern}]
