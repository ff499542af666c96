"""What EC2's calls are judged on, and what conditions see of them: each call is made by a real client.

Sources: Service Authorization Reference, Amazon EC2; EC2 User Guide, "Example policies to control access the Amazon EC2
API"; EBS User Guide, "Share an Amazon EBS snapshot".
"""

from __future__ import annotations

from typing import Any

import pytest
from judged_rows import Call, Seen, carries, judged_on

from pytest_fakests import FakeSts, UnmappedCallError, User, allow

DEDICATED_HOSTS: dict[str, Any] = {
    "AvailabilityZone": "eu-west-1a",
    "Quantity": 2,
    "AutoPlacement": "on",
    "HostRecovery": "on",
    "InstanceType": "c5.large",
}
RUN = {"ImageId": "ami-1", "MinCount": 1, "MaxCount": 1}
TAGGED = {"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "blue"}]}

CALLS: list[Call] = [
    (
        "ec2",
        "StartInstances",
        {"InstanceIds": ["i-1", "i-2"]},
        [
            "ec2:StartInstances arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "ec2:StartInstances arn:aws:ec2:eu-west-1:123456789012:instance/i-2",
        ],
    ),
    ("ec2", "DescribeInstances", {}, ["ec2:DescribeInstances *"]),
    (
        "ec2",
        "CreateTags",
        {"Resources": ["i-1", "vol-1"], "Tags": []},
        [
            "ec2:CreateTags arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "ec2:CreateTags arn:aws:ec2:eu-west-1:123456789012:volume/vol-1",
        ],
    ),
    (
        "ec2",
        "TerminateInstances",
        {"InstanceIds": ["i-1"]},
        ["ec2:TerminateInstances arn:aws:ec2:eu-west-1:123456789012:instance/i-1"],
    ),
    (
        "ec2",
        "AttachVolume",
        {"InstanceId": "i-1", "VolumeId": "vol-1", "Device": "/dev/sdf"},
        [
            "ec2:AttachVolume arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "ec2:AttachVolume arn:aws:ec2:eu-west-1:123456789012:volume/vol-1",
        ],
    ),
    (
        "ec2",
        "CreateSnapshot",
        {"VolumeId": "vol-1"},
        [
            "ec2:CreateSnapshot arn:aws:ec2:eu-west-1:123456789012:volume/vol-1",
            "ec2:CreateSnapshot arn:aws:ec2:eu-west-1::snapshot/*",
        ],
    ),
    (
        "ec2",
        "CreateImage",
        {"InstanceId": "i-1", "Name": "nnn"},
        [
            "ec2:CreateImage arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "ec2:CreateImage arn:aws:ec2:eu-west-1::image/*",
            "ec2:CreateImage arn:aws:ec2:eu-west-1::snapshot/*",
        ],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    # EBS User Guide, "Share an Amazon EBS snapshot".
    *(
        ("ec2", "ModifySnapshotAttribute", {"SnapshotId": "snap-1", **given}, "ec2:ModifySnapshotAttribute", key, value)
        for given, key, value in (
            ({"OperationType": "add", "UserIds": ["210987654321"]}, "ec2:Add/userId", ("210987654321",)),
            ({"OperationType": "remove", "UserIds": ["210987654321"]}, "ec2:Add/userId", None),
            ({"CreateVolumePermission": {"Add": [{"Group": "all"}]}}, "ec2:Add/group", ("all",)),
            (
                {"CreateVolumePermission": {"Remove": [{"UserId": "210987654321"}]}},
                "ec2:Remove/userId",
                ("210987654321",),
            ),
        )
    ),
    ("ec2", "RunInstances", {**RUN, "TagSpecifications": [TAGGED]}, "ec2:CreateTags", "aws:RequestTag/team", "blue"),
    (
        "ec2",
        "RunInstances",
        {**RUN, "TagSpecifications": [TAGGED]},
        "ec2:CreateTags",
        "ec2:CreateAction",
        "RunInstances",
    ),
    ("ec2", "DescribeInstances", {}, "ec2:DescribeInstances", "ec2:Region", "eu-west-1"),
    (
        "ec2",
        "CreateVolume",
        {"AvailabilityZone": "eu-west-1a", "VolumeType": "gp3"},
        "ec2:CreateVolume",
        "ec2:VolumeType",
        "gp3",
    ),
    (
        "ec2",
        "CreateTags",
        {"Resources": ["i-1"], "Tags": [{"Key": "team", "Value": "blue"}]},
        "ec2:CreateTags",
        "aws:RequestTag/team",
        "blue",
    ),
    # EC2 User Guide, "Example policies to control access the Amazon EC2 API", "ec2:Attribute condition key".
    *(
        ("ec2", "ModifyInstanceAttribute", {"InstanceId": "i-1", **given}, "ec2:ModifyInstanceAttribute", key, value)
        for given, key, value in (
            ({"InstanceType": {"Value": "t3.micro"}}, "ec2:Attribute/InstanceType", "t3.micro"),
            ({"DisableApiTermination": {"Value": True}}, "ec2:Attribute/DisableApiTermination", "true"),
            ({"InstanceType": {"Value": "t3.micro"}}, "ec2:InstanceType", None),
            ({"Attribute": "instanceType", "Value": "t3.micro"}, "ec2:Attribute", "instanceType"),
            ({"Attribute": "instanceType", "Value": "t3.micro"}, "ec2:Attribute/Value", "t3.micro"),
            ({"Groups": ["sg-1"]}, "ec2:Attribute/Groups", None),
        )
    ),
    *(
        ("ec2", "ModifyInstanceMetadataOptions", {"InstanceId": "i-1", "HttpTokens": "required"}, action, key, value)
        for action, key, value in (
            ("ec2:ModifyInstanceMetadataOptions", "ec2:Attribute/HttpTokens", "required"),
            ("ec2:ModifyInstanceMetadataOptions", "ec2:MetadataHttpTokens", None),
        )
    ),
    (
        "ec2",
        "ModifyVolume",
        {"VolumeId": "vol-1", "VolumeType": "io2"},
        "ec2:ModifyVolume",
        "ec2:VolumeType",
        None,
    ),
    (
        "ec2",
        "DeleteSnapshot",
        {"SnapshotId": "snap-1"},
        "ec2:DeleteSnapshot arn:aws:ec2:eu-west-1::snapshot/snap-1",
        "ec2:SnapshotID",
        "snap-1",
    ),
    (
        "ec2",
        "AssociateIamInstanceProfile",
        {"InstanceId": "i-1", "IamInstanceProfile": {"Name": "worker"}},
        "ec2:AssociateIamInstanceProfile arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
        "ec2:NewInstanceProfile",
        "arn:aws:iam::123456789012:instance-profile/worker",
    ),
    (
        "ec2",
        "AllocateHosts",
        DEDICATED_HOSTS,
        "ec2:AllocateHosts arn:aws:ec2:eu-west-1:123456789012:dedicated-host/*",
        "ec2:Quantity",
        "2",
    ),
    (
        "ec2",
        "AllocateHosts",
        DEDICATED_HOSTS,
        "ec2:AllocateHosts arn:aws:ec2:eu-west-1:123456789012:dedicated-host/*",
        "ec2:AutoPlacement",
        "on",
    ),
    (
        "ec2",
        "AllocateHosts",
        DEDICATED_HOSTS,
        "ec2:AllocateHosts arn:aws:ec2:eu-west-1:123456789012:dedicated-host/*",
        "ec2:HostRecovery",
        "on",
    ),
    (
        "ec2",
        "StopInstances",
        {"InstanceIds": ["i-1", "i-2"]},
        "ec2:StopInstances arn:aws:ec2:eu-west-1:123456789012:instance/i-2",
        "ec2:InstanceID",
        "i-2",
    ),
    (
        "ec2",
        "LockSnapshot",
        {"SnapshotId": "snap-1", "LockMode": "compliance", "CoolOffPeriod": 4, "LockDuration": 30},
        "ec2:LockSnapshot arn:aws:ec2:eu-west-1::snapshot/snap-1",
        "ec2:SnapshotCoolOffPeriod",
        "4",
    ),
    (
        "ec2",
        "LockSnapshot",
        {"SnapshotId": "snap-1", "LockMode": "compliance", "CoolOffPeriod": 4, "LockDuration": 30},
        "ec2:LockSnapshot arn:aws:ec2:eu-west-1::snapshot/snap-1",
        "ec2:SnapshotLockDuration",
        "30",
    ),
    (
        "ec2",
        "ModifyInstanceMetadataDefaults",
        {"HttpTokens": "required"},
        "ec2:ModifyInstanceMetadataDefaults *",
        "ec2:Attribute/HttpTokens",
        "required",
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)


def test_which_attribute_a_call_sets_without_its_name_is_not_guessed(fakests: FakeSts) -> None:
    """AWS's guide shows the key for the parameter Attribute alone."""
    fakests.add(User("ann", permissions=allow("ec2:*", when={"StringEquals": {"ec2:Attribute": "instanceType"}})))
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("ec2", "user/ann").modify_instance_attribute(InstanceId="i-1", InstanceType={"Value": "t3.nano"})
    assert (
        "a policy asks for ec2:Attribute, and AWS does not document what it is where the parameter Attribute does not say "
        'it, fakests.context["ec2:Attribute"] = "..." tells'
    ) in str(caught.value)
