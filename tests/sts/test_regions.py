"""Regions that are off by default, the two versions of session tokens, Regions without STS, and partitions.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Account, FakeSts, Role, User, allow, trust
from pytest_fakests.cloud.regions import PARTITIONS, REGION, off_by_default, partition_of
from pytest_fakests.iam.lint.checks import arns
from pytest_fakests.iam.parsing import resources

HOME, OTHER = "123456789012", "210987654321"
ROLE = f"arn:aws:iam::{HOME}:role/app"
UNKNOWN = "The security token included in the request is invalid."


def refusal(caught: pytest.ExceptionInfo[ClientError]) -> tuple[str, int, str]:
    """Code, HTTP status and message of an error."""
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


def client(fakests: FakeSts, service: str, region: str, who: Any = None, **params: Any) -> Any:
    """A client of a service in a Region."""
    return fakests.botocore_session(who).create_client(service, region_name=region, **params)


def sts_in(fakests: FakeSts, region: str, who: Any = None) -> Any:
    """A client of the Region's own endpoint of STS, whatever botocore's default is."""
    suffix = {"cn": "com.cn", "eusc": "eu"}.get(region.partition("-")[0], "com")
    return client(fakests, "sts", region, who, endpoint_url=f"https://sts.{region}.amazonaws.{suffix}")


def global_sts(fakests: FakeSts, who: Any = None) -> Any:
    """A client of the global endpoint."""
    return client(fakests, "sts", "us-east-1", who, endpoint_url="https://sts.amazonaws.com")


def assume(sts: Any, arn: str = ROLE) -> Any:
    """Assume the role."""
    return sts.assume_role(RoleArn=arn, RoleSessionName="session")


def aws_regions() -> Iterator[tuple[str, str]]:
    """Every Region that botocore knows, with its partition."""
    for partition in botocore.session.Session().get_component("data_loader").load_data("partitions")["partitions"]:
        for region in partition["regions"]:
            if not region.endswith("-global"):
                yield region, partition["id"]


# AWS's table of Regions: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
ON = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ap-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-north-1",
    "sa-east-1",
]
OFF = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
]


def test_every_region_has_the_partition_that_botocore_says() -> None:
    """Whichever partition it is."""
    assert {region: partition_of(region) for region, _ in aws_regions()} == dict(aws_regions())


def test_declarations_and_the_policy_language_know_the_same_regions_and_partitions() -> None:
    """They are written down twice, so that declaring does not load the policy language."""
    assert (sorted(PARTITIONS), REGION) == (sorted(resources.PARTITIONS), arns.REGION)


@pytest.mark.parametrize("region", [*ON, "cn-north-1", "us-gov-west-1", "eusc-de-east-1"])
def test_the_old_regions_and_those_of_other_partitions_are_on(region: str) -> None:
    """There is nothing to enable."""
    assert not off_by_default(region)


@pytest.mark.parametrize("region", OFF)
def test_the_regions_after_march_2019_are_off(region: str) -> None:
    """An account enables them one by one."""
    assert off_by_default(region)


class TestOffByDefault:
    """Where an account has not enabled a Region, its keys are those of nobody there."""

    # Seen in public reports: 99designs/aws-vault#512 for EC2, Versent/saml2aws#928 for STS; the others answer there
    # as they answer unknown keys.
    @pytest.mark.parametrize(
        ("service", "call", "answer"),
        [
            pytest.param("sts", lambda c: c.get_caller_identity(), ("InvalidClientTokenId", 403, UNKNOWN), id="sts"),
            pytest.param("sqs", lambda c: c.list_queues(), ("InvalidClientTokenId", 403, UNKNOWN), id="sqs"),
            pytest.param("dynamodb", lambda c: c.list_tables(), ("UnrecognizedClientException", 400, UNKNOWN), id="dynamodb"),
            pytest.param("lambda", lambda c: c.list_functions(), ("UnrecognizedClientException", 403, UNKNOWN), id="lambda"),
            pytest.param("ec2", lambda c: c.describe_vpcs(), ("AuthFailure", 401, "AWS was not able to validate the provided access credentials"), id="ec2"),
            pytest.param("s3", lambda c: c.list_objects_v2(Bucket="b"), ("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."), id="s3"),
        ],
    )  # fmt: skip
    def test_its_keys_are_unknown(
        self, fakests: FakeSts, service: str, call: Callable[[Any], Any], answer: tuple[str, int, str]
    ) -> None:
        """In each service's own words; the note says what to declare."""
        with pytest.raises(ClientError) as caught:
            call(client(fakests, service, "af-south-1"))
        assert refusal(caught) == answer
        assert vars(caught.value)["__notes__"] == [
            f"af-south-1 is off by default, and account {HOME} has not enabled it; "
            f'declare Account("{HOME}", regions=["af-south-1"])'
        ]

    @pytest.mark.accounts(Account(HOME, regions=["af-south-1"]))
    def test_an_account_that_enabled_it_is_known(self, fakests: FakeSts) -> None:
        """There, and in no other."""
        client(fakests, "dynamodb", "af-south-1").list_tables()
        with pytest.raises(ClientError, match="UnrecognizedClientException"):
            client(fakests, "dynamodb", "ap-east-1").list_tables()

    @pytest.mark.fakests(region="me-central-1")
    def test_the_region_of_the_test_is_on(self, fakests: FakeSts) -> None:
        """A test that lives in such a Region declares nothing."""
        fakests.client("dynamodb").list_tables()

    @pytest.mark.accounts(Account(OTHER, regions=["af-south-1"]))
    @pytest.mark.roles(Role("app", account=OTHER, trust=trust(f"account/{HOME}"), permissions=allow("*")))
    def test_what_counts_is_the_account_of_the_session(self, fakests: FakeSts) -> None:
        """A role of an account that enabled the Region is known there, though its caller is not."""
        session = assume(sts_in(fakests, "eu-west-3"), f"arn:aws:iam::{OTHER}:role/app")
        client(fakests, "dynamodb", "af-south-1", session).list_tables()


@pytest.mark.roles(Role("app", permissions=allow("*")))
class TestTokenVersions:
    """Tokens of the global endpoint are not valid everywhere; those of regional endpoints are."""

    def test_the_global_endpoint_gives_tokens_of_version_1(self, fakests: FakeSts) -> None:
        """Their beginning is the one that is seen."""
        assert assume(global_sts(fakests))["Credentials"]["SessionToken"].startswith("FwoGZXIvYXdzE")

    def test_a_regional_endpoint_gives_tokens_of_version_2(self, fakests: FakeSts) -> None:
        """They begin otherwise, and show the Region."""
        assert assume(sts_in(fakests, "eu-west-3"))["Credentials"]["SessionToken"].startswith("IQoJb3JpZ2luX2VjE")

    @pytest.mark.accounts(Account(HOME, global_endpoint_token_version=2))
    def test_an_account_may_have_version_2_from_the_global_endpoint(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetSecurityTokenServicePreferences.html"""
        assert assume(global_sts(fakests))["Credentials"]["SessionToken"].startswith("IQoJb3JpZ2luX2VjE")

    # aws/aws-sdk-js#4129 for S3, Versent/saml2aws#928 for STS, 99designs/aws-vault#512 for EC2.
    @pytest.mark.parametrize(
        ("service", "call", "answer"),
        [
            pytest.param("sts", lambda c: c.get_caller_identity(), ("InvalidClientTokenId", 403, UNKNOWN), id="sts"),
            pytest.param("dynamodb", lambda c: c.list_tables(), ("UnrecognizedClientException", 400, UNKNOWN), id="dynamodb"),
            pytest.param("ec2", lambda c: c.describe_vpcs(), ("AuthFailure", 401, "AWS was not able to validate the provided access credentials"), id="ec2"),
            pytest.param("s3", lambda c: c.list_objects_v2(Bucket="b"), ("InvalidToken", 400, "The provided token is malformed or otherwise invalid."), id="s3"),
        ],
    )  # fmt: skip
    @pytest.mark.accounts(Account(HOME, regions=["ap-east-1"]))
    def test_version_1_is_not_valid_in_a_region_that_is_off_by_default(
        self, fakests: FakeSts, service: str, call: Callable[[Any], Any], answer: tuple[str, int, str]
    ) -> None:
        """Though the account enabled it; the note says how else to do it."""
        with pytest.raises(ClientError) as caught:
            call(client(fakests, service, "ap-east-1", assume(global_sts(fakests))))
        assert refusal(caught) == answer
        assert vars(caught.value)["__notes__"] == [
            "the token is of version 1, as the global endpoint of STS gives it, and not valid in ap-east-1; call a "
            f'regional endpoint, or declare Account("{HOME}", global_endpoint_token_version=2)'
        ]

    def test_version_1_is_valid_in_the_other_regions(self, fakests: FakeSts) -> None:
        """As it always was."""
        client(fakests, "dynamodb", "eu-central-1", assume(global_sts(fakests))).list_tables()

    @pytest.mark.accounts(Account(HOME, regions=["ap-east-1"]))
    def test_version_2_is_valid_everywhere(self, fakests: FakeSts) -> None:
        """Whichever Region it came from."""
        client(fakests, "dynamodb", "ap-east-1", assume(sts_in(fakests, "eu-west-3"))).list_tables()


ISSUING: dict[str, Callable[[Any], Any]] = {
    "AssumeRole": assume,
    "GetFederationToken": lambda sts: sts.get_federation_token(Name="Carol"),
    "GetSessionToken": lambda sts: sts.get_session_token(),
}


@pytest.mark.accounts(Account(HOME, sts_deactivated=["eu-west-3"]))
@pytest.mark.roles("app", Role("app", account=OTHER, trust=trust(f"account/{HOME}")))
class TestDeactivated:
    """Where an administrator deactivated STS, its endpoint gives no credentials of the account."""

    @pytest.mark.parametrize("call", ISSUING.values(), ids=ISSUING)
    def test_no_credentials_are_given(self, fakests: FakeSts, call: Callable[[Any], Any]) -> None:
        """turbot/steampipe-plugin-aws#1510 has the words."""
        with pytest.raises(ClientError) as caught:
            call(sts_in(fakests, "eu-west-3"))
        assert refusal(caught) == (
            "RegionDisabledException",
            403,
            f"STS is not activated in this region for account:{HOME}. "
            "Your account administrator can activate STS in this region using the IAM Console.",
        )
        assert vars(caught.value)["__notes__"] == [
            f"account {HOME} has no STS in eu-west-3; see the arguments regions and sts_deactivated of Account"
        ]

    def test_the_callers_identity_is_told_all_the_same(self, fakests: FakeSts) -> None:
        """aws/aws-sdk-go-v2#2846: no credentials are given there."""
        assert sts_in(fakests, "eu-west-3").get_caller_identity()["Account"] == HOME

    def test_other_endpoints_give_credentials(self, fakests: FakeSts) -> None:
        """The global one, and those of other Regions."""
        assume(global_sts(fakests))
        assume(sts_in(fakests, "eu-west-1"))

    def test_what_counts_is_the_account_of_the_role(self, fakests: FakeSts) -> None:
        """The account that is asked for credentials, as the model says, and not the caller's."""
        assume(sts_in(fakests, "eu-west-3"), f"arn:aws:iam::{OTHER}:role/app")

    @pytest.mark.accounts(Account(HOME, regions=["ap-east-1"]))
    def test_a_role_of_an_account_without_the_region_is_not_given_there(self, fakests: FakeSts) -> None:
        """An account that has not enabled the Region has no STS there either."""
        with pytest.raises(ClientError, match=f"RegionDisabledException.*for account:{OTHER}"):
            assume(sts_in(fakests, "ap-east-1"), f"arn:aws:iam::{OTHER}:role/app")


CHINA, GOV, EUROPE = "111122223333", "444455556666", "777788889999"
WHO = {
    "aws": "user/tester",
    "aws-cn": f"arn:aws-cn:iam::{CHINA}:user/ann",
    "aws-us-gov": f"arn:aws-us-gov:iam::{GOV}:user/ann",
    "aws-eusc": f"arn:aws-eusc:iam::{EUROPE}:user/ann",
}
WHERE = {"aws": "us-west-2", "aws-cn": "cn-northwest-1", "aws-us-gov": "us-gov-east-1", "aws-eusc": "eusc-de-east-1"}


@pytest.mark.accounts(
    Account(CHINA, partition="aws-cn"),
    Account(GOV, partition="aws-us-gov"),
    Account(EUROPE, partition="aws-eusc"),
)
@pytest.mark.users(*(User("ann", account=account, permissions=allow("*")) for account in (CHINA, GOV, EUROPE)))
@pytest.mark.roles(
    "app",
    Role("app", account=CHINA, trust=trust("*", f"account/{HOME}")),
    Role("app", account=GOV, trust=trust(f"account/{GOV}")),
)
class TestPartitions:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"""

    @pytest.mark.parametrize("there", WHERE)
    @pytest.mark.parametrize("here", WHO)
    def test_a_credential_of_one_is_unknown_in_another(self, fakests: FakeSts, here: str, there: str) -> None:
        """Each is known in its own."""
        sts = sts_in(fakests, WHERE[there], WHO[here])
        if here == there:
            assert sts.get_caller_identity()["Arn"].startswith(f"arn:{here}:iam::")
            return
        with pytest.raises(ClientError) as caught:
            sts.get_caller_identity()
        assert refusal(caught) == ("InvalidClientTokenId", 403, UNKNOWN)
        note: str = vars(caught.value)["__notes__"][0]
        assert note.startswith(f"{WHERE[there]} is of the partition {there}, and account ")
        assert note.endswith(f" of {here}")

    def test_a_session_has_the_arn_of_its_partition(self, fakests: FakeSts) -> None:
        """Whatever the test's own Region is."""
        sts = sts_in(fakests, "us-gov-west-1", WHO["aws-us-gov"])
        answer = assume(sts, f"arn:aws-us-gov:iam::{GOV}:role/app")
        assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws-us-gov:sts::{GOV}:assumed-role/app/session"

    def test_a_federated_user_has_the_arn_of_its_partition(self, fakests: FakeSts) -> None:
        """As a role's session has."""
        sts = sts_in(fakests, "us-gov-west-1", WHO["aws-us-gov"])
        carol = sts.get_federation_token(Name="Carol", Policy=json.dumps(allow("*")))
        assert carol["FederatedUser"]["Arn"] == f"arn:aws-us-gov:sts::{GOV}:federated-user/Carol"

    def test_a_role_of_another_partition_cannot_be_assumed(self, fakests: FakeSts) -> None:
        """Denied as a role that does not exist, whatever its trust policy says."""
        arn = f"arn:aws-cn:iam::{CHINA}:role/app"
        with pytest.raises(ClientError) as caught:
            assume(sts_in(fakests, "us-west-2"), arn)
        tester = f"arn:aws:iam::{HOME}:user/tester"
        message = f"User: {tester} is not authorized to perform: sts:AssumeRole on resource: {arn}"
        assert refusal(caught) == ("AccessDenied", 403, message)
        note: str = vars(caught.value)["__notes__"][0]
        assert note.startswith(f"{arn} is of another partition than {tester}; neither knows the other")

    @pytest.mark.fakests(region="cn-north-1")
    def test_a_test_in_china_lives_in_its_partition(self, fakests: FakeSts) -> None:
        """The Region of the test says which."""
        assert fakests.client("sts").get_caller_identity()["Arn"] == f"arn:aws-cn:iam::{HOME}:user/tester"
