"""What EC2's RunInstances needs of each type of resource, and what no parameter of a call shows of a resource.

Sources: Service Authorization Reference, RunInstances; EC2 User Guide, "Example policies to control access" and "Control
access to launching instances with a launch template".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import Decision, FakeSts, UnmappedCallError, User, allow, deny

Decisions = Callable[..., tuple[Decision, ...]]
KINDS = ("image", "network-interface", "security-group", "subnet", "volume")
STRANGE = {"StringNotEquals": {"ec2:Owner": "amazon"}}
VPC = "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1"
RUN = {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1}
TAGGED = {"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "blue"}]}

MAPPED = [
    {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "VolumeSize": 8}},
    {"DeviceName": "/dev/sdf", "Ebs": {"Encrypted": False}},
]


@pytest.mark.parametrize(
    ("params", "key", "carried"),
    [
        ({"InstanceType": "t3.micro"}, "ec2:InstanceType", [("instance", "t3.micro")]),
        ({"MetadataOptions": {"HttpTokens": "required"}}, "ec2:MetadataHttpTokens", [("instance", "required")]),
        ({"KeyName": "ops"}, "ec2:KeyPairName", [("key-pair", "ops")]),
        (
            {"SubnetId": "subnet-1"},
            "ec2:Subnet",
            [("network-interface", "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1")],
        ),
        ({"BlockDeviceMappings": MAPPED}, "ec2:Encrypted", [("volume", "true"), ("volume", "false")]),
        ({"BlockDeviceMappings": MAPPED}, "ec2:VolumeSize", [("volume", "8")]),
        ({}, "ec2:Region", [(kind, "eu-west-1") for kind in ("image", "instance", "network-interface", "volume")]),
    ],
)
def test_each_type_of_resource_has_its_own_keys(
    decisions: Decisions, params: dict[str, Any], key: str, carried: list[tuple[str, str]]
) -> None:
    """Service Authorization Reference, RunInstances; EC2 User Guide, "Example policies to control access": a condition on
    a key that a resource does not have does not hold for that resource."""
    asked = [
        one.request
        for one in decisions("ec2", "RunInstances", {**RUN, **params})
        if one.request.action == "ec2:RunInstances"
    ]
    found = [(one.resource.split(":")[-1].partition("/")[0], one.context[key]) for one in asked if key in one.context]
    assert sorted(found, key=str) == sorted(carried, key=str)


def test_an_instance_type_cannot_be_asked_of_an_image(fakests: FakeSts) -> None:
    """One statement on all resources with a condition on the instance type lets nobody run instances."""
    small = {"StringEquals": {"ec2:InstanceType": "t3.micro"}}
    fakests.add(User("ann", permissions=allow("ec2:RunInstances", when=small)))
    with pytest.raises(ClientError, match="UnauthorizedOperation"):
        fakests.client("ec2", "user/ann").run_instances(**RUN, InstanceType="t3.micro")
    others = allow("ec2:RunInstances", on=[f"arn:aws:ec2:*:*:{kind}/*" for kind in KINDS])
    fakests.user("ann").set_permissions(
        [allow("ec2:RunInstances", on="arn:aws:ec2:*:*:instance/*", when=small), others]
    )
    fakests.client("ec2", "user/ann").run_instances(**RUN, InstanceType="t3.micro")


# What is asked of a resource that exists: a policy, and a call whose decision hangs on it.
EXISTING: list[tuple[list[Any], str, dict[str, Any], str]] = [
    (
        [allow("ec2:TerminateInstances", when={"StringEquals": {"ec2:InstanceType": "t3.micro"}})],
        "terminate_instances",
        {"InstanceIds": ["i-1"]},
        "ec2:InstanceType",
    ),
    (
        [allow("ec2:*"), deny("ec2:RunInstances", on="arn:aws:ec2:*::image/*", when=STRANGE)],
        "run_instances",
        RUN,
        "ec2:Owner",
    ),
    (
        [allow("ec2:*"), deny("ec2:RunInstances", on="arn:aws:ec2:*:*:subnet/*", when={"ArnNotEquals": {"ec2:Vpc": VPC}})],
        "run_instances",
        {**RUN, "SubnetId": "subnet-1"},
        "ec2:Vpc",
    ),
    (
        [allow("ec2:ModifyVolume", when={"StringEquals": {"ec2:VolumeType": "gp3"}})],
        "modify_volume",
        {"VolumeId": "vol-1", "VolumeType": "gp3"},
        "ec2:VolumeType",
    ),
    (
        [allow("ec2:CreateTags", when={"Bool": {"ec2:Encrypted": "true"}})],
        "create_tags",
        {"Resources": ["vol-1"], "Tags": [{"Key": "team", "Value": "blue"}]},
        "ec2:Encrypted",
    ),
    (
        [allow("ec2:*", on="arn:aws:ec2:*:*:instance/${ec2:PlacementGroup}-*")],
        "terminate_instances",
        {"InstanceIds": ["batch-1"]},
        "ec2:PlacementGroup",
    ),
    (
        [allow("ec2:*"), deny("ec2:Stop*", when={"StringNotEquals": {"aws:username": "${ec2:InstanceProfile, 'ann'}"}})],
        "stop_instances",
        {"InstanceIds": ["i-1"]},
        "ec2:InstanceProfile",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("permissions", "method", "params", "key"), EXISTING)
def test_what_an_existing_resource_is_like_no_call_shows(
    fakests: FakeSts, permissions: list[Any], method: str, params: dict[str, Any], key: str
) -> None:
    """Service Authorization Reference, Amazon EC2: these keys tell of the resource as it is, not of what is asked for."""
    fakests.add(User("ann", permissions=permissions))
    with pytest.raises(UnmappedCallError) as caught:
        getattr(fakests.client("ec2", "user/ann"), method)(**params)
    assert f'a policy asks for {key}, and no parameter shows it, fakests.context["{key}"] = "..." tells' in str(
        caught.value
    )


@pytest.mark.parametrize(("kind", "member"), [("subnet", "SubnetId"), ("security-group", "SecurityGroupIds")])
def test_defaults_that_no_parameter_shows_are_not_guessed(fakests: FakeSts, kind: str, member: str) -> None:
    """Service Authorization Reference, RunInstances: a subnet and a security group are always asked; AWS takes the default."""
    ours = allow("ec2:RunInstances", on=f"arn:aws:ec2:us-east-1:123456789012:{kind}/{kind}-1")
    others = [one for one in (*KINDS, "instance") if one != kind]
    of_others = allow("ec2:RunInstances", on=[f"arn:aws:ec2:*:*:{other}/*" for other in others])
    fakests.add(User("ann", permissions=[ours, of_others]))
    ec2 = fakests.client("ec2", "user/ann")
    with pytest.raises(
        UnmappedCallError, match=rf"ec2:RunInstances is denied on \S+:{kind}/\*, .*, {member} would tell"
    ):
        ec2.run_instances(**RUN)
    assert ec2.run_instances(**RUN, **{member: [f"{kind}-1"] if member.endswith("s") else f"{kind}-1"})


LAUNCH = {"LaunchTemplate": {"LaunchTemplateId": "lt-1"}, "MinCount": 1, "MaxCount": 1}


class TestLaunchTemplates:
    """EC2 User Guide, "Control access to launching instances with a launch template": it may say what a call does not."""

    def test_an_instance_type_that_it_may_give_is_not_guessed(self, fakests: FakeSts) -> None:
        """The instance has one in any case."""
        large = deny(
            "ec2:RunInstances", on="arn:aws:ec2:*:*:instance/*", when={"StringLike": {"ec2:InstanceType": "p5.*"}}
        )
        fakests.add(User("ann", permissions=[allow("ec2:*"), large]))
        with pytest.raises(UnmappedCallError, match="a policy asks for ec2:InstanceType, and no parameter shows it"):
            fakests.client("ec2", "user/ann").run_instances(**LAUNCH)

    def test_what_the_call_says_counts(self, fakests: FakeSts) -> None:
        """It comes before what the launch template says."""
        large = deny(
            "ec2:RunInstances", on="arn:aws:ec2:*:*:instance/*", when={"StringLike": {"ec2:InstanceType": "p5.*"}}
        )
        fakests.add(User("ann", permissions=[allow("ec2:*"), large]))
        assert fakests.client("ec2", "user/ann").run_instances(**LAUNCH, InstanceType="t3.micro")

    def test_what_is_denied_for_certain_comes_first(self, fakests: FakeSts) -> None:
        """Whichever image it has, the role may not be passed."""
        one = allow("ec2:RunInstances", on="arn:aws:ec2:*::image/ami-1")
        others = allow(
            "ec2:RunInstances", on=[f"arn:aws:ec2:*:*:{kind}/*" for kind in (*KINDS[1:], "instance", "launch-template")]
        )
        fakests.add(User("ann", permissions=[one, others]))
        with pytest.raises(ClientError, match="not authorized to perform: iam:PassRole"):
            fakests.client("ec2", "user/ann").run_instances(**LAUNCH, IamInstanceProfile={"Name": "web"})

    def test_its_image_has_to_be_allowed(self, fakests: FakeSts) -> None:
        """Whichever it is."""
        kinds = ("instance", "launch-template", *(kind for kind in KINDS if kind != "image"))
        fakests.add(
            User("ann", permissions=allow("ec2:RunInstances", on=[f"arn:aws:ec2:*:*:{kind}/*" for kind in kinds]))
        )
        with pytest.raises(ClientError, match="UnauthorizedOperation"):
            fakests.client("ec2", "user/ann").run_instances(**LAUNCH)


def test_a_key_of_existing_resources_is_none_of_new_ones(fakests: FakeSts) -> None:
    """Instances that are run without a profile have none, whatever profiles others have."""
    bare = allow("ec2:RunInstances", on="arn:aws:ec2:*:*:instance/*", when={"Null": {"ec2:InstanceProfile": "true"}})
    others = allow("ec2:RunInstances", on=[f"arn:aws:ec2:*:*:{kind}/*" for kind in KINDS])
    fakests.add(User("ann", permissions=[bare, others]))
    assert fakests.client("ec2", "user/ann").run_instances(**RUN)


def test_what_another_statement_asks_for_leaves_no_doubt(fakests: FakeSts) -> None:
    """A key that the call does not show is asked of volumes alone, by a statement that cannot apply."""
    elsewhere = {"Bool": {"ec2:Encrypted": "false"}, "StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    fakests.add(User("ann", permissions=[allow("ec2:*"), deny("ec2:RunInstances", when=elsewhere)]))
    assert fakests.client("ec2", "user/ann").run_instances(**RUN)


def test_whether_a_volume_of_an_image_is_encrypted_is_not_guessed(fakests: FakeSts) -> None:
    """Where a policy asks for it, and no block device mapping says it."""
    plain = deny("ec2:RunInstances", on="arn:aws:ec2:*:*:volume/*", when={"Bool": {"ec2:Encrypted": "false"}})
    fakests.add(User("ann", permissions=[allow("ec2:*"), plain]))
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("ec2", "user/ann").run_instances(**RUN)
    assert (
        "a policy asks for ec2:Encrypted, and whether the volumes of ami-1 are encrypted is not known, Ebs.Encrypted would "
        "tell"
    ) in str(caught.value)


def test_instances_and_volumes_have_their_own_tags(decisions: Decisions) -> None:
    """Each type of resource that a call creates has the tags of its own specification."""
    found = decisions("ec2", "RunInstances", {**RUN, "TagSpecifications": [TAGGED]})
    tagged = {one.request.resource for one in found if "aws:RequestTag/team" in one.request.context}
    assert tagged == {"arn:aws:ec2:eu-west-1:123456789012:instance/*"}


@pytest.mark.parametrize(("kind", "seen"), [("instance", []), ("spot-instances-request", ["blue"])])
def test_a_request_for_spot_instances_is_judged_where_it_is_tagged(
    decisions: Decisions, kind: str, seen: list[str]
) -> None:
    """And not where it is not: EC2 User Guide, "Work with Spot Instances"."""
    tags = [{**TAGGED, "ResourceType": kind}]
    spot = {**RUN, "InstanceMarketOptions": {"MarketType": "spot"}, "TagSpecifications": tags}
    judged = [
        one.request.context.get("aws:RequestTag/team")
        for one in decisions("ec2", "RunInstances", spot)
        if one.request.action == "ec2:RunInstances" and ":spot-instances-request/" in one.request.resource
    ]
    assert judged == seen
