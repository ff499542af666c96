"""A suite that was written with moto meets the fake."""

from __future__ import annotations

import pytest

SUITE = """
    import boto3
    import pytest
    from moto import mock_aws

    @pytest.fixture
    def aws_credentials(monkeypatch):
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"):
            monkeypatch.setenv(name, "testing")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    @pytest.fixture
    def aws(aws_credentials):
        with mock_aws():
            yield

    def test_buckets(aws):
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket="reports")
        assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == ["reports"]

    def test_a_role(aws):
        iam = boto3.client("iam")
        role = iam.create_role(RoleName="made", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        keys = boto3.client("sts").assume_role(RoleArn=role, RoleSessionName="job")["Credentials"]
        s3 = boto3.client(
            "s3",
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )
        s3.create_bucket(Bucket="reports")
        assert s3.list_buckets()["Buckets"]
"""


def test_a_suite_that_exists_passes_where_the_run_observes(pytester: pytest.Pytester) -> None:
    """Written as moto's documentation says; the run tells which role to declare, and what it needs."""
    pytester.makepyfile(test_it=SUITE)
    pytester.runpytest().assert_outcomes(passed=2)
    result = pytester.runpytest("--fakests-mode=observe")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines_random(
        [
            "1 x sts:AssumeRole: AccessDenied: the role arn:aws:iam::123456789012:role/made is not declared",
            "1 x s3:CreateBucket: AccessDenied: s3:CreateBucket on arn:aws:s3:::reports *",
        ]
    )
