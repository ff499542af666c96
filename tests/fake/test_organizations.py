"""Organizations: their policies limit the accounts in them, and conditions see who is in which."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import (
    Account,
    FakeSts,
    Organization,
    OrganizationalUnit,
    ResourcePolicy,
    Role,
    User,
    allow,
    deny,
    fake_sts,
    trust,
)

HOME, FAR, MANAGEMENT = "123456789012", "210987654321", "111111111111"
BUCKET = "arn:aws:s3:::reports"
NO_LISTING = deny("s3:ListAllMyBuckets")
EVERYBODY = allow("s3:*", to="*")
UNIT = OrganizationalUnit("prod", accounts=[HOME], id="ou-ab12-11111111")


def lists(fakests: FakeSts, who: Any = None) -> str:
    """The code of the error that ListBuckets gets, or "fine"."""
    try:
        fakests.client("s3", who).list_buckets()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "fine"


# Where in the organization a service control policy is attached that denies ListAllMyBuckets.
LEVELS = [
    pytest.param([Organization(service_control=NO_LISTING)], id="the root"),
    pytest.param([Organization(units=[OrganizationalUnit("a", accounts=[HOME], service_control=NO_LISTING)])], id="a unit"),
    pytest.param([Organization(units=[OrganizationalUnit("a", units=[UNIT], service_control=NO_LISTING)])], id="a unit above"),
    pytest.param([Organization(), Account(HOME, service_control=NO_LISTING)], id="the account of the test"),
    pytest.param([Organization(accounts=[Account(HOME, service_control=NO_LISTING)])], id="an account, where it is placed"),
    pytest.param([Account(HOME, organization="o-exampleorgid", service_control=NO_LISTING)], id="an account that names its organization"),
    pytest.param([Organization(service_control=[allow("ec2:*"), allow("sts:*")])], id="the root, by an allow list"),
    pytest.param([Organization(units=[OrganizationalUnit("a", accounts=[HOME], service_control=allow("ec2:*"))])], id="a unit, by an allow list"),
]  # fmt: skip


class TestServiceControl:
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html"""

    @pytest.mark.parametrize("declared", LEVELS)
    def test_every_level_has_to_let_a_call_through(self, fakests: FakeSts, declared: list[Any]) -> None:
        """Even that of a user who may do everything, and of the account's root."""
        fakests.add(*declared)
        assert lists(fakests) == lists(fakests, f"account/{HOME}") == "AccessDenied"

    @pytest.mark.parametrize(
        "declared",
        [
            pytest.param([Organization(service_control=NO_LISTING, management=HOME)], id="the management account"),
            pytest.param([Organization(service_control=NO_LISTING), Account(HOME, organization="o-exampleorgid", management=True)], id="declared by the account"),
            pytest.param([Organization(service_control=NO_LISTING, accounts=[FAR])], id="an account that is not in it"),
            pytest.param([Organization(units=[OrganizationalUnit("a", service_control=NO_LISTING), UNIT])], id="an account in another unit"),
            pytest.param([Organization(service_control=["FullAWSAccess", allow("ec2:*")])], id="FullAWSAccess stays, by its name"),
            pytest.param([Organization(service_control=deny("ec2:*"))], id="a deny of something else leaves FullAWSAccess"),
        ],
    )  # fmt: skip
    def test_who_is_not_limited(self, fakests: FakeSts, declared: list[Any]) -> None:
        """The management account never is."""
        fakests.add(*declared)
        assert lists(fakests) == "fine"

    @pytest.mark.organization(service_control=NO_LISTING)
    @pytest.mark.roles(Role("AWSServiceRoleForX", path="/aws-service-role/x.amazonaws.com/", trust=trust("user/tester"), permissions=allow("s3:*")))  # fmt: skip
    def test_a_service_linked_role_is_left_alone(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html"""
        assert lists(fakests, fakests.assume_role("AWSServiceRoleForX")) == "fine"
        assert lists(fakests) == "AccessDenied"

    @pytest.mark.organization(
        management=MANAGEMENT,
        service_control={f"arn:aws:organizations::{MANAGEMENT}:policy/o-exampleorgid/service_control_policy/p-examplepolicyid111": NO_LISTING},
    )  # fmt: skip
    def test_the_message_ends_in_the_arn_of_the_policy(self, fakests: FakeSts) -> None:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"""
        with pytest.raises(ClientError) as caught:
            fakests.client("s3").list_buckets()
        assert caught.value.response["Error"]["Message"] == (
            f"User: arn:aws:iam::{HOME}:user/tester is not authorized to perform: s3:ListAllMyBuckets "
            "with an explicit deny in a service control policy: "
            f"arn:aws:organizations::{MANAGEMENT}:policy/o-exampleorgid/service_control_policy/p-examplepolicyid111"
        )

    @pytest.mark.organization(service_control=allow("sts:*"))
    def test_a_missing_allow_is_told_as_such(self, fakests: FakeSts) -> None:
        """No policy is named then."""
        with pytest.raises(
            ClientError, match="because no service control policy allows the s3:ListAllMyBuckets action"
        ):
            fakests.client("s3").list_buckets()

    @pytest.mark.organization(management=MANAGEMENT, service_control={"DenyListing": NO_LISTING})
    def test_a_name_stands_in_the_explanation_and_the_arn_is_made(self, fakests: FakeSts) -> None:
        """The same in every run."""
        decision = fakests.can("user/tester", "s3:ListAllMyBuckets")
        assert decision.policy is not None
        assert decision.policy.name == "'DenyListing' in service control policies of organization 'o-exampleorgid'"
        prefix, _, policy = str(decision.policy.arn).rpartition("/")
        assert prefix == f"arn:aws:organizations::{MANAGEMENT}:policy/o-exampleorgid/service_control_policy"
        assert policy == "p-705a8652"

    @pytest.mark.organization(service_control=deny("sts:AssumeRole"))
    @pytest.mark.roles("app", Role("far", account=FAR, trust=trust(f"arn:aws:iam::{HOME}:root")))
    def test_assuming_a_role_is_limited_by_the_callers_account(self, fakests: FakeSts) -> None:
        """That of the role does not matter: a user from outside may come in."""
        with pytest.raises(ClientError, match="AccessDenied"):
            fakests.assume_role("app")
        fakests.add(User("out", account=FAR, permissions=allow("sts:*")))
        fakests.role("app").set_trust(trust(f"account/{FAR}"))
        fakests.assume_role("app", by=f"arn:aws:iam::{FAR}:user/out")

    @pytest.mark.organization(service_control=NO_LISTING)
    @pytest.mark.roles(Role("app", permissions=allow("s3:*"), boundary=allow("s3:*")))
    def test_sessions_with_policies_and_boundaries_are_limited_all_the_same(self, fakests: FakeSts) -> None:
        """None of them opens what the organization closes."""
        session = fakests.assume_role("app", Policy='{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}')  # fmt: skip
        assert lists(fakests, session) == "AccessDenied"

    @pytest.mark.organization(service_control=deny("sts:GetCallerIdentity"))
    def test_who_am_i_is_answered_whatever_is_denied(self, sts: Any) -> None:
        """https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"""
        assert sts.get_caller_identity()["Account"] == HOME

    def test_an_organization_that_is_removed_limits_nobody(self, fakests: FakeSts) -> None:
        """By its id."""
        fakests.add(Organization(service_control=NO_LISTING))
        fakests.remove("o-exampleorgid")
        assert lists(fakests) == "fine"


class TestResourceControl:
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html"""

    OUTSIDERS = deny(
        "s3:*", "sts:*", to="*", when={"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorgid"}}
    )

    @pytest.fixture(autouse=True)
    def world(self, fakests: FakeSts) -> None:
        """A bucket that lets everybody in, and a user from outside."""
        fakests.add(User("out", account=FAR, permissions=allow("*")), ResourcePolicy(BUCKET, EVERYBODY))

    @pytest.mark.parametrize(
        ("declared", "allowed"),
        [
            pytest.param([Organization(resource_control=OUTSIDERS)], False, id="the root"),
            pytest.param([Organization(units=[OrganizationalUnit("a", accounts=[HOME], resource_control=OUTSIDERS)])], False, id="a unit"),
            pytest.param([Organization(), Account(HOME, resource_control=OUTSIDERS)], False, id="the account"),
            pytest.param([Organization(resource_control=OUTSIDERS, management=HOME)], True, id="not the management account's resources"),
            pytest.param([Organization(resource_control=OUTSIDERS, accounts=[HOME, FAR])], True, id="not somebody of the organization"),
        ],
    )  # fmt: skip
    def test_it_guards_resources_against_others(self, fakests: FakeSts, declared: list[Any], allowed: bool) -> None:
        """Whatever the bucket policy allows."""
        fakests.add(*declared)
        client = fakests.client("s3", f"arn:aws:iam::{FAR}:user/out")
        if allowed:
            client.get_object(Bucket="reports", Key="k")
            return
        with pytest.raises(
            ClientError, match="with an explicit deny in a resource control policy: arn:aws:organizations"
        ):
            client.get_object(Bucket="reports", Key="k")

    @pytest.mark.organization(resource_control=deny("s3:*", to="*"))
    def test_a_service_that_supports_none_is_not_guarded(self, fakests: FakeSts) -> None:
        """The list of those that do is AWS's."""
        assert lists(fakests) == "AccessDenied"
        fakests.client("ec2").describe_instances()

    @pytest.mark.organization(resource_control=OUTSIDERS)
    @pytest.mark.roles(Role("app", trust=trust("*")))
    def test_it_guards_roles(self, fakests: FakeSts) -> None:
        """STS supports them: a trust policy for everybody is closed to those outside."""
        fakests.assume_role("app")
        with pytest.raises(ClientError, match="AccessDenied"):
            fakests.assume_role("app", by=f"arn:aws:iam::{FAR}:user/out")


class TestConditionKeys:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"""

    PATH = "o-exampleorgid/r-ab12/ou-ab12-22222222/ou-ab12-11111111/"
    ORGANIZATION = Organization(
        units=[OrganizationalUnit("work", units=[UNIT], id="ou-ab12-22222222")], management=MANAGEMENT
    )

    @pytest.mark.parametrize(
        ("who", "resource", "key", "value"),
        [
            pytest.param("user/tester", BUCKET, "aws:PrincipalOrgID", "o-exampleorgid", id="the caller's organization"),
            pytest.param("user/tester", BUCKET, "aws:PrincipalOrgPaths", [PATH], id="the caller's place in it"),
            pytest.param("user/tester", BUCKET, "aws:ResourceOrgID", "o-exampleorgid", id="the resource's"),
            pytest.param("user/tester", BUCKET, "aws:ResourceOrgPaths", [PATH], id="its place"),
            pytest.param("user/tester", f"arn:aws:sqs:us-east-1:{MANAGEMENT}:q", "aws:ResourceOrgPaths", ["o-exampleorgid/r-ab12/"], id="the management account is under the root"),
            pytest.param("user/tester", f"arn:aws:sqs:us-east-1:{FAR}:q", "aws:ResourceOrgID", None, id="a resource of another account"),
            pytest.param(f"arn:aws:iam::{FAR}:user/out", BUCKET, "aws:PrincipalOrgID", None, id="a caller of another account"),
        ],
    )  # fmt: skip
    def test_they_tell_who_is_where(self, fakests: FakeSts, who: str, resource: str, key: str, value: Any) -> None:
        """Those of principals and those of resources."""
        fakests.add(self.ORGANIZATION, User("out", account=FAR), ResourcePolicy(BUCKET, EVERYBODY))
        action = "s3:ListBucket" if resource == BUCKET else "sqs:SendMessage"
        assert fakests.can(who, action, resource).request.context.get(key) == value

    def test_services_tell_for_whose_resource_they_ask(self, fakests: FakeSts) -> None:
        """aws:SourceOrgID, by the account of aws:SourceArn or aws:SourceAccount."""
        fakests.add(self.ORGANIZATION)
        for given in ({"aws:SourceAccount": HOME}, {"aws:SourceArn": f"arn:aws:sns:us-east-1:{HOME}:news"}):
            decision = fakests.can(
                "service/sns.amazonaws.com", "sqs:SendMessage", f"arn:aws:sqs:us-east-1:{HOME}:q", given
            )
            assert decision.request.context["aws:SourceOrgID"] == "o-exampleorgid"
            assert decision.request.context["aws:SourceOrgPaths"] == [self.PATH]

    def test_a_unit_without_an_id_has_one_of_its_name(self, fakests: FakeSts) -> None:
        """It looks like AWS's, and is the same in every run."""
        fakests.add(Organization(units=[OrganizationalUnit("prod", accounts=[HOME])]))
        paths = fakests.can("user/tester", "s3:ListAllMyBuckets").request.context["aws:PrincipalOrgPaths"]
        assert paths == ["o-exampleorgid/r-ab12/ou-ab12-0917e383/"]


def nested(depth: int) -> OrganizationalUnit:
    """Units in units."""
    return OrganizationalUnit("u", units=[nested(depth - 1)] if depth > 1 else ())


WRONG = [
    pytest.param(lambda: Organization("acme"), "the id 'acme' is none of AWS's for organizations; one is 'o-exampleorgid'", id="its id"),
    pytest.param(lambda: Organization(root="root"), "the id 'root' is none of AWS's for roots; one is 'r-ab12'", id="the root's id"),
    pytest.param(lambda: OrganizationalUnit("a", id="ou-1"), "the id 'ou-1' is none of AWS's for organizational units; one is 'ou-ab12-11111111'", id="a unit's id"),
    pytest.param(lambda: Organization(management="1"), "management account of organization 'o-exampleorgid': account '1' is not an account id; write its 12 digits as text", id="the management account"),
    pytest.param(lambda: Organization(accounts=["1"]), "organization 'o-exampleorgid': account '1' is not an account id; write its 12 digits as text", id="an account"),
    pytest.param(lambda: OrganizationalUnit("a", accounts=HOME), f"organizational unit 'a': accounts is '{HOME}'; give a list, as ['210987654321']", id="one account, and no list"),
    pytest.param(lambda: Organization(accounts=[HOME], units=[UNIT]), f"organization 'o-exampleorgid': account '{HOME}' has two places in it; give it one", id="two places"),
    pytest.param(lambda: Organization(units=[nested(6)]), "organizational unit 'u' is 6 levels below the root; AWS takes 5", id="too deep"),
]  # fmt: skip


@pytest.mark.parametrize(("declare", "text"), WRONG)
def test_what_aws_does_not_have_is_refused(declare: Any, text: str) -> None:
    """In one sentence."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole text is compared
        declare()
    assert str(caught.value) == text


def test_units_may_nest_five_deep() -> None:
    """https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html"""
    assert len(list(Organization(units=[nested(5)]).levels())) == 6


UNREADABLE = [
    pytest.param([Organization(), Organization("o-another", accounts=[HOME])], f"account '{HOME}' is in the organizations 'o-exampleorgid' and 'o-another'; AWS takes one", id="two organizations"),
    pytest.param([Organization(service_control="DenyAll")], "service control policies of organization 'o-exampleorgid': the fake does not have the policy 'DenyAll'; give its document, as {'DenyAll': ...}", id="a name alone"),
    pytest.param([Organization(service_control=[deny("s3:*")] * 5)], "service control policies of organization 'o-exampleorgid': there are 6, with FullAWSAccess where it stays; AWS attaches up to 5", id="too many"),
    pytest.param([Organization(resource_control=deny("s3:*"))], "resource control policies of organization 'o-exampleorgid': Statement[0]: the element \"Principal\" is missing", id="no principal"),
    pytest.param([Organization(service_control={"Long": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:" + "a" * 10_240, "Resource": "*"}]}})], "'Long' in service control policies of organization 'o-exampleorgid'", id="too long"),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "text"), UNREADABLE)
def test_policies_that_cannot_be_attached_are_refused(declared: list[Any], text: str) -> None:
    """The text says where."""
    with pytest.raises(ValueError) as caught, fake_sts(*declared):  # noqa: PT011 - the text is compared
        pass
    assert text in str(caught.value)


def test_a_policy_may_be_json(fakests: FakeSts) -> None:
    """As it is saved."""
    text = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}'
    fakests.add(Organization(service_control=text))
    assert lists(fakests) == "AccessDenied"
