"""A run that observes: every test has the fake, and the run ends with what it would have refused."""

from __future__ import annotations

import pytest

SUITE = """
    import boto3
    import pytest
    from pytest_fakests import Role

    @pytest.fixture
    def s3(monkeypatch):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        return boto3.client("s3", region_name="us-east-1")

    def test_dummy_keys_of_the_environment_are_the_callers(s3):
        s3.list_buckets()

    def test_dummy_keys_in_the_code_are_nobodys():
        keys = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
        boto3.client("s3", region_name="us-east-1", **keys).list_buckets()

    @pytest.mark.roles(Role("poor"))
    def test_a_denial(assume_role):
        for _ in range(2):
            assume_role("poor").client("s3").list_buckets()
"""
SUMMARY = [
    "*fakests observed*",
    "3 calls would have been refused, and were let through:",
    "2 x s3:ListBuckets: AccessDenied: s3:ListAllMyBuckets on * because no identity-based policy allows the s3:ListAllMyBuckets action",
    "    by arn:aws:sts::123456789012:assumed-role/poor/fakests, in test_it.py::test_a_denial",
    "    To allow it: *",
    "1 x s3:ListBuckets: InvalidAccessKeyId: the access key testing is not one of this test's, or was issued in another",
    "    by the access key testing, in test_it.py::test_dummy_keys_in_the_code_are_nobodys",
]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--fakests-mode=observe"], id="by the command line"),
        pytest.param(["-o", "fakests_mode=observe"], id="by the configuration"),
        pytest.param(["--fakests-mode=observe", "-n", "1"], id="in another process"),
    ],
)
def test_every_test_has_the_fake_and_the_run_tells(pytester: pytest.Pytester, options: list[str]) -> None:
    """No test is marked but one; none fails."""
    pytester.makepyfile(test_it=SUITE)
    result = pytester.runpytest("-p", "no:randomly", *options)
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(SUMMARY)


def test_a_run_that_enforces_tells_nothing(pytester: pytest.Pytester) -> None:
    """And only marked tests have the fake."""
    pytester.makepyfile("def test_it(request):\n    assert 'fakests' not in request.fixturenames\n")
    result = pytester.runpytest()
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*fakests observed*")


def test_a_marker_counts_more_than_the_run(pytester: pytest.Pytester) -> None:
    """Tests that are ready may enforce already."""
    pytester.makepyfile(
        """
        import pytest
        from botocore.exceptions import ClientError
        from pytest_fakests import Role

        @pytest.mark.fakests(mode="enforce")
        @pytest.mark.roles(Role("poor"))
        def test_it(assume_role):
            with pytest.raises(ClientError):
                assume_role("poor").client("s3").list_buckets()
        """
    )
    pytester.runpytest("--fakests-mode=observe").assert_outcomes(passed=1)


def test_a_mode_that_there_is_not_is_refused(pytester: pytest.Pytester) -> None:
    """Before any test runs."""
    pytester.makepyfile("def test_it(): pass")
    result = pytester.runpytest("-o", "fakests_mode=watch")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*fakests_mode is 'watch'; it takes 'enforce' or 'observe'"])
