"""A test that failed tells which of its calls were refused, and why."""

from __future__ import annotations

import pytest

SUITE = """
import pytest
from botocore.exceptions import ClientError
from pytest_fakests import Role

pytestmark = pytest.mark.roles("poor")

def report(client, key):
    "Code that keeps to itself why it could not."
    try:
        client.get_object(Bucket="reports", Key=key)
    except ClientError:
        return None

{test}
"""
REFUSED = [
    "*- fakests: refused calls -*",
    "s3:GetObject: AccessDenied",
    "  DENIED: s3:GetObject on arn:aws:s3:::reports/q3.csv because no identity-based policy allows the s3:GetObject action",
    "  To allow it: allow s3:GetObject on arn:aws:s3:::reports/q3.csv in an identity-based policy of *:role/poor",
]


def run(pytester: pytest.Pytester, test: str, *options: str) -> pytest.RunResult:
    """Run the suite with a test."""
    pytester.makepyfile(SUITE.replace("{test}", test))
    return pytester.runpytest("-p", "no:randomly", *options)


@pytest.mark.parametrize("options", [pytest.param([], id="here"), pytest.param(["-n", "1"], id="in another process")])
def test_a_denial_that_the_code_handles_is_told(pytester: pytest.Pytester, options: list[str]) -> None:
    """All that the test sees is that something is missing."""
    test = """
def test_it(assume_role):
    assert report(assume_role("poor").client("s3"), "q3.csv")
"""
    result = run(pytester, test, *options)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(REFUSED)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("", ["s3:GetObject: AccessDenied", "  DENIED: s3:GetObject on arn:aws:s3:::secret/k because *"]),
        ('unstubbed="error"', ["s3:ListBuckets: unanswered", '  s3:ListBuckets is allowed, *fakests.answer("s3:ListBuckets", {...})']),
        ("", ["lambda:InvokeFunctionUrl: unmapped", '  *declare Resource(ARN, url="https://abc.lambda-url.us-east-1.on.aws/")*']),
        ('unmapped="deny"', ["lambda:InvokeFunctionUrl: AccessDeniedException", "  unknown resource for lambda:InvokeFunctionUrl: *"]),
    ],
    ids=["denied", "unanswered", "unmapped", "unmapped and denied"],
)  # fmt: skip
def test_what_another_library_than_botocore_got_is_told(pytester: pytest.Pytester, setting: str, told: list[str]) -> None:  # fmt: skip
    """An error of the fake is an answer there, too, which the code may handle."""
    test = f"""
import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

@pytest.mark.fakests({setting})
@pytest.mark.roles(Role("poor", permissions={{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}}))
def test_it(assume_role):
    session = assume_role("poor").botocore_session()
    for url, service in (
        ("https://secret.s3.us-east-1.amazonaws.com/k", "s3"),
        ("https://s3.us-east-1.amazonaws.com/", "s3"),
        ("https://abc.lambda-url.us-east-1.on.aws/", "lambda"),
    ):
        request = AWSRequest("GET", url, {{"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"}} if service == "s3" else {{}})
        SigV4Auth(session.get_credentials(), service, "us-east-1").add_auth(request)
        urllib3.request("GET", url, headers=dict(request.headers.items()))
    assert False
"""
    result = run(pytester, test)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([REFUSED[0], *told])


def test_a_denial_in_a_fixture_is_told(pytester: pytest.Pytester) -> None:
    """The test did not begin."""
    test = """
@pytest.fixture
def rows(assume_role):
    assert report(assume_role("poor").client("s3"), "q3.csv")

def test_it(rows):
    pass
"""
    result = run(pytester, test)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(REFUSED)


def test_what_the_error_shows_is_told_once(pytester: pytest.Pytester) -> None:
    """By the note of the error itself where this Python shows notes, by the section where it does not."""
    test = """
def test_it(assume_role):
    assume_role("poor").client("s3").get_object(Bucket="reports", Key="q3.csv")
"""
    # Without the summary, which repeats the whole error where the variable `CI` is set.
    result = run(pytester, test, "-rN")
    result.assert_outcomes(failed=1)
    assert result.stdout.str().count(REFUSED[2].strip()) == 1


def test_a_test_that_passes_tells_nothing(pytester: pytest.Pytester) -> None:
    """Denials are what many tests are about."""
    test = """
def test_it(assume_role):
    assert report(assume_role("poor").client("s3"), "q3.csv") is None
"""
    result = run(pytester, test, "-rA")
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line(REFUSED[0])


def test_tests_that_share_a_fake_tell_their_own_calls(pytester: pytest.Pytester) -> None:
    """Those of the tests before are not theirs."""
    test = """
def test_before(module_fakests):
    assert report(module_fakests.assume_role("poor").client("s3"), "q2.csv") is None

def test_it(module_fakests):
    assert report(module_fakests.assume_role("poor").client("s3"), "q3.csv")
"""
    result = run(pytester, test)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(REFUSED)
    result.stdout.no_fnmatch_line("*q2.csv because*")


def test_only_the_last_calls_are_told(pytester: pytest.Pytester) -> None:
    """Ten of them; the others are counted."""
    test = """
def test_it(assume_role):
    s3 = assume_role("poor").client("s3")
    assert any([report(s3, f"{number}.csv") for number in range(12)])
"""
    result = run(pytester, test)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([REFUSED[0], "2 more before these, in `.calls`"])
    told = [line for line in result.stdout.lines if line.startswith("  DENIED:")]
    assert [line.split("reports/")[1].partition(" ")[0] for line in told] == [
        f"{number}.csv" for number in range(2, 12)
    ]
