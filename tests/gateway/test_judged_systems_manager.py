"""What calls of Systems Manager are judged on, and what conditions see of them: each is made by a real client.

Sources: Service Authorization Reference, AWS Systems Manager; Systems Manager User Guide, "Restricting access to Parameter
Store parameters" and "Restricting Run Command access based on tags".
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from botocore.exceptions import ClientError
from judged_rows import Call, Seen, carries, judged_on

from pytest_fakests import FakeSts, UnmappedCallError, User, allow

CALLS: list[Call] = [
    (
        "ssm",
        "GetParameter",
        {"Name": "/app/db/host"},
        ["ssm:GetParameter arn:aws:ssm:eu-west-1:123456789012:parameter/app/db/host"],
    ),
    ("ssm", "GetParameter", {"Name": "host"}, ["ssm:GetParameter arn:aws:ssm:eu-west-1:123456789012:parameter/host"]),
    (
        "ssm",
        "GetParameter",
        {"Name": "/app/db/host:3"},
        ["ssm:GetParameter arn:aws:ssm:eu-west-1:123456789012:parameter/app/db/host"],
    ),
    (
        "ssm",
        "GetParameter",
        {"Name": "arn:aws:ssm:eu-west-1:123456789012:parameter/app/db/host"},
        ["ssm:GetParameter arn:aws:ssm:eu-west-1:123456789012:parameter/app/db/host"],
    ),
    (
        "ssm",
        "GetParameters",
        {"Names": ["/app/host", "port"]},
        [
            "ssm:GetParameters arn:aws:ssm:eu-west-1:123456789012:parameter/app/host",
            "ssm:GetParameters arn:aws:ssm:eu-west-1:123456789012:parameter/port",
        ],
    ),
    (
        "ssm",
        "GetParametersByPath",
        {"Path": "/app"},
        ["ssm:GetParametersByPath arn:aws:ssm:eu-west-1:123456789012:parameter/app"],
    ),
    (
        "ssm",
        "GetParametersByPath",
        {"Path": "/"},
        ["ssm:GetParametersByPath arn:aws:ssm:eu-west-1:123456789012:parameter/"],
    ),
    (
        "ssm",
        "PutParameter",
        {"Name": "/app/host", "Value": "x"},
        ["ssm:PutParameter arn:aws:ssm:eu-west-1:123456789012:parameter/app/host"],
    ),
    (
        "ssm",
        "DeleteParameters",
        {"Names": ["/a", "b"]},
        [
            "ssm:DeleteParameters arn:aws:ssm:eu-west-1:123456789012:parameter/a",
            "ssm:DeleteParameters arn:aws:ssm:eu-west-1:123456789012:parameter/b",
        ],
    ),
    ("ssm", "DescribeParameters", {}, ["ssm:DescribeParameters arn:aws:ssm:eu-west-1:123456789012:*"]),
    (
        "ssm",
        "GetParameter",
        {"Name": "/aws/service/ami-amazon-linux-latest/al2023"},
        ["ssm:GetParameter arn:aws:ssm:eu-west-1::parameter/aws/service/ami-amazon-linux-latest/al2023"],
    ),
    (
        "ssm",
        "SendCommand",
        {"DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-1", "mi-2"]},
        [
            "ssm:SendCommand arn:aws:ssm:eu-west-1::document/AWS-RunShellScript",
            "ssm:SendCommand arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
            "ssm:SendCommand arn:aws:ssm:eu-west-1:123456789012:managed-instance/mi-2",
        ],
    ),
    ("ssm", "StartSession", {"Target": "i-1"}, ["ssm:StartSession arn:aws:ec2:eu-west-1:123456789012:instance/i-1"]),
    (
        "ssm",
        "AddTagsToResource",
        {"ResourceType": "Parameter", "ResourceId": "/app/host", "Tags": []},
        ["ssm:AddTagsToResource arn:aws:ssm:eu-west-1:123456789012:parameter/app/host"],
    ),
    (
        "ssm",
        "GetDocument",
        {"Name": "AWS-RunShellScript"},
        ["ssm:GetDocument arn:aws:ssm:eu-west-1::document/AWS-RunShellScript"],
    ),
    (
        "ssm",
        "UpdateServiceSetting",
        {"SettingId": "/ssm/parameter-store/default-parameter-tier", "SettingValue": "Advanced"},
        [
            "ssm:UpdateServiceSetting arn:aws:ssm:eu-west-1:123456789012:servicesetting/ssm/parameter-store/default-parameter-tier"
        ],
    ),
    (
        "ssm",
        "PutParameter",
        {"Name": "/app/db", "Value": "v", "Type": "SecureString", "KeyId": "alias/app", "Overwrite": True},
        [
            "ssm:PutParameter arn:aws:ssm:eu-west-1:123456789012:parameter/app/db",
            "kms:Encrypt arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
        ],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    # Systems Manager User Guide, "AWS KMS encryption for AWS Systems Manager Parameter Store SecureString parameters".
    (
        "ssm",
        "PutParameter",
        {"Name": "/app/key", "Value": "x", "Type": "SecureString", "KeyId": "alias/app"},
        "kms:Encrypt",
        "kms:EncryptionContext:PARAMETER_ARN",
        "arn:aws:ssm:eu-west-1:123456789012:parameter/app/key",
    ),
    (
        "ssm",
        "GetParametersByPath",
        {"Path": "/app", "Recursive": True},
        "ssm:GetParametersByPath",
        "ssm:Recursive",
        "true",
    ),
    (
        "ssm",
        "PutParameter",
        {"Name": "a", "Value": "x", "Overwrite": True},
        "ssm:PutParameter",
        "ssm:Overwrite",
        "true",
    ),
    (
        "ssm",
        "CreateResourceDataSync",
        {
            "SyncName": "sync",
            "SyncType": "SyncFromSource",
            "SyncSource": {"SourceType": "x", "SourceRegions": ["eu-west-1"]},
        },
        "ssm:CreateResourceDataSync arn:aws:ssm:eu-west-1:123456789012:resource-data-sync/sync",
        "ssm:SyncType",
        "SyncFromSource",
    ),
    (
        "ssm",
        "PutInventory",
        {
            "InstanceId": "i-1",
            "Items": [{"TypeName": "Custom:Rack", "SchemaVersion": "1.0", "CaptureTime": "2026-01-01T00:00:00Z"}],
        },
        "ssm:PutInventory *",
        "ssm:InventoryTypeName",
        ("Custom:Rack",),
    ),
    (
        "ssm",
        "StartAutomationExecution",
        {"DocumentName": "Deploy", "DocumentVersion": "3"},
        "ssm:StartAutomationExecution arn:aws:ssm:eu-west-1:123456789012:automation-definition/Deploy:3",
        "ssm:DocumentVersion",
        "3",
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)


class TestTargets:
    """Systems Manager User Guide, "Restricting Run Command access based on tags"."""

    DOCUMENT = allow("ssm:SendCommand", on="arn:aws:ssm:*::document/*")
    NODES = "arn:aws:ec2:us-east-1:123456789012:instance"
    BY_TAG: ClassVar[dict[str, Any]] = {"Targets": [{"Key": "tag:team", "Values": ["blue"]}]}
    BY_ID: ClassVar[dict[str, Any]] = {"Targets": [{"Key": "InstanceIds", "Values": ["i-0a1b2c3d4e5f60718"]}]}

    def send(self, fakests: FakeSts, permissions: list[Any], targets: dict[str, Any]) -> Any:
        fakests.add(User("ann", permissions=[self.DOCUMENT, *permissions]))
        return fakests.client("ssm", "user/ann").send_command(DocumentName="AWS-RunShellScript", **targets)

    def test_all_nodes(self, fakests: FakeSts) -> None:
        """Who may send commands to each may send them to those with a tag."""
        assert self.send(fakests, [allow("ssm:SendCommand", on=f"{self.NODES}/*")], self.BY_TAG)

    def test_no_node(self, fakests: FakeSts) -> None:
        """The document alone is not enough."""
        with pytest.raises(ClientError, match="AccessDenied"):
            self.send(fakests, [], self.BY_TAG)

    def test_nodes_with_a_tag(self, fakests: FakeSts) -> None:
        """Which these are, only Systems Manager knows."""
        blue = allow("ssm:SendCommand", on=f"{self.NODES}/*", when={"StringEquals": {"ssm:resourceTag/team": "blue"}})
        with pytest.raises(
            UnmappedCallError, match="the nodes that Targets finds are not known, InstanceIds would tell"
        ):
            self.send(fakests, [blue], self.BY_TAG)

    def test_nodes_by_their_ids(self, fakests: FakeSts) -> None:
        """As InstanceIds has them."""
        one = allow("ssm:SendCommand", on=f"{self.NODES}/i-0a1b2c3d4e5f60718")
        assert self.send(fakests, [one], self.BY_ID)
