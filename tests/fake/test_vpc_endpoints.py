"""VPC endpoints: what requests meet that pass one, and what conditions see of the way they came."""

from __future__ import annotations

import contextlib
from typing import Any

import botocore.config
import pytest
from botocore.exceptions import ClientError

from pytest_fakests import (
    DeclarationError,
    FakeSts,
    Organization,
    PolicyError,
    ResourcePolicy,
    User,
    VpcEndpoint,
    allow,
    deny,
    fake_sts,
)

ENDPOINT = "vpce-1a2b3c4d"
HOST = f"https://bucket.{ENDPOINT}-abcd1234.s3.us-east-1.vpce.amazonaws.com"
KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-0000-0000-000000000001"
READ_ONLY = VpcEndpoint(ENDPOINT, policy=allow("s3:Get*", to="*"), vpc="vpc-111bbb22")


def put(s3: Any) -> None:
    """A call that the endpoint's policy does not allow."""
    s3.put_object(Bucket="reports", Key="k", Body=b"b")


def encrypted(s3: Any) -> None:
    """A call for which S3 calls KMS."""
    s3.put_object(Bucket="reports", Key="k", Body=b"b", ServerSideEncryption="aws:kms", SSEKMSKeyId=KEY)


class TestPolicies:
    """https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"""

    @pytest.mark.fakests(context={"aws:SourceVpce": ENDPOINT})
    def test_a_request_through_it_needs_its_allow(self, fakests: FakeSts) -> None:
        """Whatever the caller may do; the reason is AWS's."""
        fakests.add(READ_ONLY)
        s3 = fakests.client("s3")
        s3.get_object(Bucket="reports", Key="k")
        with pytest.raises(ClientError, match="because no VPC endpoint policy allows the s3:PutObject action"):
            put(s3)

    @pytest.mark.fakests(context={"aws:sourcevpce": ENDPOINT})
    def test_it_may_deny(self, fakests: FakeSts) -> None:
        """Keys have no case."""
        fakests.add(VpcEndpoint(ENDPOINT, policy=[allow("*", to="*"), deny("s3:PutObject", to="*")]))
        with pytest.raises(ClientError, match="with an explicit deny in a VPC endpoint policy"):
            put(fakests.client("s3"))

    @pytest.mark.parametrize(
        "declared",
        [
            pytest.param(READ_ONLY, id="not through it"),
            pytest.param(VpcEndpoint("vpce-99999999", policy=deny("*", to="*")), id="another endpoint"),
            pytest.param(VpcEndpoint(ENDPOINT), id="its default policy allows everything"),
        ],
    )
    def test_what_it_does_not_limit(self, fakests: FakeSts, declared: VpcEndpoint) -> None:
        """Requests over the internet, through others, or without a policy of the test's."""
        fakests.add(declared)
        if declared is not READ_ONLY:
            fakests.context["aws:SourceVpce"] = ENDPOINT
        put(fakests.client("s3"))

    def test_a_client_that_is_sent_to_its_host_passes_it(self, fakests: FakeSts) -> None:
        """As its own DNS names read."""
        fakests.add(READ_ONLY)
        config = botocore.config.Config(s3={"addressing_style": "path"})
        s3 = fakests.botocore_session().create_client("s3", endpoint_url=HOST, config=config)
        s3.get_object(Bucket="reports", Key="k")
        with pytest.raises(ClientError, match="because no VPC endpoint policy allows"):
            put(s3)

    @pytest.mark.parametrize(("type", "allowed"), [("Interface", True), ("Gateway", False)])
    def test_an_account_in_a_gateways_policy_is_its_root_alone(self, type: str, allowed: bool) -> None:
        """Same page: for gateway endpoints an account is its root user."""
        policy = allow("s3:*", to="account/123456789012")
        with fake_sts(VpcEndpoint(ENDPOINT, policy=policy, type=type), context={"aws:SourceVpce": ENDPOINT}) as fakests:
            assert bool(fakests.can("user/tester", "s3:ListAllMyBuckets")) is allowed
            assert fakests.can("account/123456789012", "s3:ListAllMyBuckets")

    def test_one_that_is_removed_limits_nothing(self, fakests: FakeSts) -> None:
        """By its id."""
        fakests.context["aws:SourceVpce"] = ENDPOINT
        fakests.add(READ_ONLY)
        fakests.remove(ENDPOINT)
        put(fakests.client("s3"))


class TestForwarded:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html"""

    @pytest.mark.fakests(context={"aws:SourceVpce": ENDPOINT})
    def test_what_a_service_asks_for_its_caller_does_not_pass_it(self, fakests: FakeSts) -> None:
        """S3 calls KMS from elsewhere: the endpoint's policy has no say in it."""
        fakests.add(VpcEndpoint(ENDPOINT, policy=allow("s3:*", to="*")))
        encrypted(fakests.client("s3"))

    @pytest.mark.parametrize(
        "key", ["aws:SourceVpc", "aws:SourceVpce", "aws:VpceAccount", "aws:VpcSourceIp", "aws:SourceIp"]
    )
    @pytest.mark.fakests(context={"aws:SourceVpce": ENDPOINT})
    def test_it_has_nothing_of_the_way_that_its_caller_came(self, fakests: FakeSts, key: str) -> None:
        """Neither the endpoint, its VPC, its owner nor an address."""
        fakests.add(
            VpcEndpoint(ENDPOINT, vpc="vpc-111bbb22"),
            User("ann", permissions=[allow("s3:*"), allow("kms:*", when={"Null": {key: "true"}})]),
        )
        encrypted(fakests.client("s3", "user/ann"))

    @pytest.mark.fakests(context={"aws:SourceIp": "198.51.100.7"})
    def test_it_has_the_address_of_a_caller_from_the_internet(self, fakests: FakeSts) -> None:
        """That of the first request goes along."""
        office = {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}
        fakests.add(User("ann", permissions=allow("s3:*", "kms:*", when=office)))
        encrypted(fakests.client("s3", "user/ann"))

    @pytest.mark.parametrize(
        ("condition", "by_service", "by_user"),
        [
            pytest.param({"ForAnyValue:StringEquals": {"aws:CalledVia": "s3.amazonaws.com"}}, True, False, id="S3"),
            pytest.param({"Bool": {"aws:ViaAWSService": "true"}}, True, False, id="any service"),
            # "In these cases, the aws:MultiFactorAuthPresent key is present in the request and set to a value of false":
            # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
            pytest.param({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, True, False, id="without MFA"),
            pytest.param({"Null": {"aws:MultiFactorAuthPresent": "true"}}, False, True, id="nothing of MFA"),
        ],
    )
    def test_it_says_that_a_service_makes_it(
        self, fakests: FakeSts, condition: Any, by_service: bool, by_user: bool
    ) -> None:
        """By which service it comes, and that a user's long-term keys became temporary ones."""
        fakests.add(User("ann", permissions=[allow("s3:*"), allow("kms:*", when=condition)]))
        s3, kms = (fakests.client(service, "user/ann") for service in ("s3", "kms"))
        denied = pytest.raises(ClientError, match="because no identity-based policy allows the kms:")
        with contextlib.nullcontext() if by_service else denied:
            encrypted(s3)
        with contextlib.nullcontext() if by_user else denied:
            kms.generate_data_key(KeyId=KEY, KeySpec="AES_256")


class TestConditions:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties"""

    @pytest.mark.fakests(context={"aws:SourceVpce": ENDPOINT})
    def test_a_bucket_may_ask_for_the_vpc(self, fakests: FakeSts) -> None:
        """aws:SourceVpc is that of the declared endpoint."""
        elsewhere = deny("s3:*", to="*", when={"StringNotEquals": {"aws:SourceVpc": "vpc-111bbb22"}})
        fakests.add(ResourcePolicy("arn:aws:s3:::reports", elsewhere))
        with pytest.raises(ClientError, match="with an explicit deny in a resource-based policy"):
            put(fakests.client("s3"))
        fakests.add(VpcEndpoint(ENDPOINT, vpc="vpc-111bbb22"))
        put(fakests.client("s3"))

    def test_an_address_of_the_internet_is_not_there(self, fakests: FakeSts) -> None:
        """aws:VpcSourceIp stands for it."""
        fakests.add(
            User("ann", permissions=allow("s3:*", when={"Null": {"aws:SourceIp": "true", "aws:VpcSourceIp": "false"}}))
        )
        with pytest.raises(ClientError, match="AccessDenied"):
            put(fakests.client("s3", "user/ann"))
        fakests.context["aws:SourceVpce"] = ENDPOINT
        put(fakests.client("s3", "user/ann"))

    def test_they_tell_whose_endpoint_it_is(self, fakests: FakeSts) -> None:
        """aws:VpceAccount and its organization."""
        fakests.add(READ_ONLY, Organization())
        context = fakests.can(
            "user/tester", "s3:GetObject", "arn:aws:s3:::b/k", {"aws:SourceVpce": ENDPOINT}
        ).request.context
        assert context["aws:VpceAccount"] == "123456789012"
        assert context["aws:VpceOrgID"] == "o-exampleorgid"
        assert context["aws:VpceOrgPaths"] == ["o-exampleorgid/r-ab12/"]


@pytest.mark.parametrize(
    ("id", "fields", "text"),
    [
        pytest.param("vpc-1", {}, "VPC endpoint 'vpc-1': the id is none that AWS gives; one is 'vpce-1a2b3c4d'", id="its id"),
        pytest.param(ENDPOINT, {"type": "gateway"}, f"VPC endpoint '{ENDPOINT}': type 'gateway' is none of 'Interface', 'Gateway'", id="its type"),
        pytest.param(ENDPOINT, {"account": "1"}, f"VPC endpoint '{ENDPOINT}': account '1' is not an account id; write its 12 digits as text", id="its account"),
    ],
)  # fmt: skip
def test_what_aws_does_not_have_is_refused(id: str, fields: dict[str, Any], text: str) -> None:
    """In one sentence."""
    with pytest.raises(DeclarationError) as caught:
        VpcEndpoint(id, **fields)
    assert str(caught.value) == text


def test_a_policy_without_a_principal_is_refused(fakests: FakeSts) -> None:
    """The text says where."""
    with pytest.raises(PolicyError, match=f"^policy of VPC endpoint '{ENDPOINT}': Statement"):
        fakests.add(VpcEndpoint(ENDPOINT, policy=allow("s3:*")))
