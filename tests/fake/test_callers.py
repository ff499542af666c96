"""Who calls: each way to name it, and a service that hands a role to code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import boto3
import botocore.session
import pytest
from botocore.exceptions import ClientError

from pytest_fakests import AssumedRole, Credentials, DeclarationError, Ec2Instance, FakeSts, Role, User, allow, trust

READER = Role("reader", trust=trust("user/tester"), permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*"))


@pytest.mark.roles(READER)
@pytest.mark.users(User("julie", permissions=allow("sts:AssumeRole")))
class TestCallers:
    """Who calls."""

    def test_each_way_to_name_who_calls(self, fakests: FakeSts) -> None:
        """A user, root, a role, an answer, its Credentials, Credentials, an assumed role, and what is declared."""
        role = fakests.assume_role("reader", session_name="mine")
        names = {
            "user/julie": "user/julie",
            "arn:aws:iam::123456789012:user/julie": "user/julie",
            "account/123456789012": "root",
            "arn:aws:iam::123456789012:root": "root",
            "role/reader": "assumed-role/reader/tester",
        }
        for who, arn in names.items():
            assert fakests.client("sts", who).get_caller_identity()["Arn"].endswith(f":{arn}")
        for given in (role, role.answer, role.answer["Credentials"], role.credentials):
            assert fakests.client("sts", given).get_caller_identity()["Arn"] == role.arn
        for entity in (fakests.user("julie"), fakests.account("123456789012")):
            assert fakests.client("sts", entity).get_caller_identity()["Arn"] == entity.arn

    def test_who_is_nobody_is_refused(self, fakests: FakeSts) -> None:
        """The text says what would be somebody."""
        with pytest.raises(DeclarationError) as caught:
            fakests.client("sts", {"AccessKeyId": "AKIA"})
        assert str(caught.value) == (
            "{'AccessKeyId': 'AKIA'} names no caller; give a principal such as 'user/julie', "
            'an answer\'s "Credentials", or what assume_role() gave'
        )

    def test_sessions_are_of_the_kind_asked_for(self, fakests: FakeSts) -> None:
        """boto3's and botocore's own, in the test's Region."""
        assert isinstance(fakests.boto3_session(), boto3.Session)
        assert isinstance(fakests.botocore_session(), botocore.session.Session)
        assert fakests.boto3_session("user/julie").region_name == "us-east-1"

    def test_an_assumed_role_makes_sessions_too(self, fakests: FakeSts) -> None:
        """.client, .boto3_session and .botocore_session call as the session."""
        role = fakests.assume_role("reader")
        clients = [role.client("sts"), role.boto3_session().client("sts"), role.botocore_session().create_client("sts")]
        assert {client.get_caller_identity()["Arn"] for client in clients} == {role.arn}

    def test_without_boto3_the_error_names_the_extra(self, fakests: FakeSts, monkeypatch: pytest.MonkeyPatch) -> None:
        """botocore_session and client go on working."""
        monkeypatch.setitem(sys.modules, "boto3", None)
        with pytest.raises(ImportError) as caught:
            fakests.boto3_session()
        assert str(caught.value) == (
            "boto3_session() needs boto3; install it with: pip install 'pytest-fakests[boto3]'"
        )
        with fakests.calling_as("user/julie"):
            assert fakests.client("sts").get_caller_identity()["Arn"].endswith("user/julie")
        assert fakests.client("sts").get_caller_identity()["Account"] == "123456789012"

    def test_calling_as_another_changes_the_environment_for_a_while(self, fakests: FakeSts) -> None:
        """boto3.client() is that caller inside, and the default one again after."""
        with fakests.calling_as("user/julie"):
            assert boto3.client("sts").get_caller_identity()["Arn"].endswith("user/julie")
            with fakests.calling_as("role/reader"):
                assert os.environ["AWS_SESSION_TOKEN"]
                assert ":assumed-role/reader/" in boto3.client("sts").get_caller_identity()["Arn"]
            assert "AWS_SESSION_TOKEN" not in os.environ
        assert boto3.client("sts").get_caller_identity()["Arn"].endswith("user/tester")

    def test_credentials_hide_their_secret(self, fakests: FakeSts) -> None:
        """Neither secret nor token is in their text."""
        keys = fakests.assume_role("reader").credentials
        assert keys.secret_key not in repr(keys)
        assert str(keys.token) not in repr(keys)


class TestServices:
    """A service that hands a role to code."""

    @pytest.mark.roles(Role("exec", trust=trust("service/lambda.amazonaws.com"), permissions=allow("s3:*")))
    def test_a_trusted_service_hands_the_role_out(self, fakests: FakeSts) -> None:
        """No permission of anybody's own is needed."""
        role = fakests.assume_role("exec", by="service/lambda.amazonaws.com", session_name="function", duration=900)
        assert role.arn == "arn:aws:sts::123456789012:assumed-role/exec/function"
        role.client("s3").list_buckets()

    @pytest.mark.roles(
        Role(
            "exec",
            trust=trust(
                "service/lambda.amazonaws.com",
                when={
                    "StringEquals": {"aws:RequestedRegion": "us-east-1"},
                    "Null": {"aws:SourceIp": "true", "aws:SecureTransport": "true"},
                },
            ),
        )
    )
    def test_a_service_asks_in_a_region_and_has_no_address(self, fakests: FakeSts) -> None:
        """The Region is always there; the keys of networks are redacted.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#example-object-tls-version
        """
        assert fakests.assume_role("exec", by="service/lambda.amazonaws.com").client("sts").get_caller_identity()

    @pytest.mark.roles(Role("exec", trust=trust("service/lambda.amazonaws.com")))
    def test_another_service_is_denied(self, fakests: FakeSts) -> None:
        """The trust policy names services one by one."""
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("exec", by="service/ec2.amazonaws.com")
        assert caught.value.response["Error"]["Message"] == (
            "User: ec2.amazonaws.com is not authorized to perform: sts:AssumeRole "
            "on resource: arn:aws:iam::123456789012:role/exec"
        )

    @pytest.mark.roles(Role("exec", trust=trust("service/lambda.amazonaws.com")))
    @pytest.mark.parametrize(
        "ask",
        [
            pytest.param(lambda fake: fake.assume_role("exec", by="service/ec2.amazonaws.com"), id="by"),
            pytest.param(lambda fake: fake.inside(Ec2Instance("exec")).__enter__(), id="inside"),
        ],
    )
    def test_a_denial_is_whole(self, fakests: FakeSts, ask: Callable[[FakeSts], object]) -> None:
        """With the status, the request's id and the headers that code reads of any ClientError."""
        with pytest.raises(ClientError) as caught:
            ask(fakests)
        metadata = caught.value.response["ResponseMetadata"]
        assert metadata["HTTPStatusCode"] == 403
        assert metadata["RequestId"] == metadata["HTTPHeaders"]["x-amzn-requestid"]

    @pytest.mark.roles(Role("exec", trust=trust("service/lambda.amazonaws.com")))
    @pytest.mark.parametrize(
        ("name", "constraint"),
        [
            pytest.param("a b", r"satisfy regular expression pattern: [\w+=,.@-]*", id="a space"),
            pytest.param("s", "have length greater than or equal to 2", id="one character"),
            pytest.param("s" * 65, "have length less than or equal to 64", id="65 characters"),
        ],
    )
    def test_its_session_has_a_name_as_any_other(self, fakests: FakeSts, name: str, constraint: str) -> None:
        """What STS would not take is refused as STS refuses it."""
        with pytest.raises(ClientError) as caught:
            fakests.assume_role("exec", by="service/lambda.amazonaws.com", session_name=name)
        assert caught.value.response["Error"] == {
            "Type": "Sender",
            "Code": "ValidationError",
            "Message": f"1 validation error detected: Value '{name}' at 'roleSessionName' failed to satisfy constraint: "
            f"Member must {constraint}",
        }

    @pytest.mark.roles(Role("exec", trust=trust("service/lambda.amazonaws.com")))
    def test_it_passes_nothing_that_a_test_says(self, fakests: FakeSts) -> None:
        """What would be lost is refused."""
        with pytest.raises(DeclarationError) as caught:
            fakests.assume_role("exec", by="service/lambda.amazonaws.com", ExternalId="p-42", Policy="{}")
        assert str(caught.value) == (
            "'service/lambda.amazonaws.com' passes no ExternalId, Policy; a role or user does, and fakests.inside() has "
            "what services do"
        )

    def test_the_guard_against_confused_deputies_is_seen(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"""
        guard = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
        fakests.add(Role("exec", trust=trust("service/sns.amazonaws.com", when=guard)))
        with pytest.raises(ClientError, match="AccessDenied"):
            fakests.assume_role("exec", by="service/sns.amazonaws.com")
        fakests.context["aws:SourceAccount"] = "123456789012"
        fakests.assume_role("exec", by="service/sns.amazonaws.com")


def test_an_assumed_role_without_an_end_says_so() -> None:
    """One that was made up from long-term keys has no expiration."""
    role = AssumedRole("arn:aws:sts::123456789012:assumed-role/app/x", Credentials("AKIA", "secret"), "us-east-1")
    with pytest.raises(ValueError, match="has credentials without an expiration") as caught:
        _ = role.expiration
    assert str(caught.value) == f"{role.arn} has credentials without an expiration"
