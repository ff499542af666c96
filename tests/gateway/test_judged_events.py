"""What calls of EventBridge and Step Functions are judged on, and what conditions see of them, by real clients.

Sources: Service Authorization Reference, of each service; EventBridge User Guide, "Managing access permissions" and
"Using IAM policy conditions".
"""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from judged_rows import Call, Seen, carries, judged_on

from pytest_fakests import FakeSts, User, allow

MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:etl"

CALLS: list[Call] = [
    (
        "events",
        "PutEvents",
        {"Entries": [{"Source": "app", "DetailType": "x", "Detail": "{}"}]},
        ["events:PutEvents arn:aws:events:eu-west-1:123456789012:event-bus/default"],
    ),
    (
        "events",
        "PutEvents",
        {
            "Entries": [
                {"EventBusName": "orders"},
                {"EventBusName": "arn:aws:events:eu-west-1:123456789012:event-bus/audit"},
            ]
        },
        [
            "events:PutEvents arn:aws:events:eu-west-1:123456789012:event-bus/orders",
            "events:PutEvents arn:aws:events:eu-west-1:123456789012:event-bus/audit",
        ],
    ),
    ("events", "PutRule", {"Name": "nightly"}, ["events:PutRule arn:aws:events:eu-west-1:123456789012:rule/nightly"]),
    (
        "events",
        "PutRule",
        {"Name": "nightly", "EventBusName": "orders"},
        ["events:PutRule arn:aws:events:eu-west-1:123456789012:rule/orders/nightly"],
    ),
    (
        "events",
        "DeleteRule",
        {"Name": "nightly", "EventBusName": "default"},
        ["events:DeleteRule arn:aws:events:eu-west-1:123456789012:rule/nightly"],
    ),
    (
        "events",
        "CreateEventBus",
        {"Name": "shop", "Tags": [{"Key": "team", "Value": "blue"}]},
        [
            "events:CreateEventBus arn:aws:events:eu-west-1:123456789012:event-bus/shop",
            "events:TagResource arn:aws:events:eu-west-1:123456789012:event-bus/shop",
        ],
    ),
    (
        "events",
        "CreateArchive",
        {"ArchiveName": "old", "EventSourceArn": "arn:aws:events:eu-west-1:123456789012:event-bus/shop"},
        [
            "events:CreateArchive arn:aws:events:eu-west-1:123456789012:archive/old",
            "events:CreateArchive arn:aws:events:eu-west-1:123456789012:event-bus/shop",
        ],
    ),
    (
        "events",
        "StartReplay",
        {
            "ReplayName": "again",
            "EventSourceArn": "arn:aws:events:eu-west-1:123456789012:archive/old",
            "EventStartTime": 1,
            "EventEndTime": 2,
            "Destination": {"Arn": "arn:aws:events:eu-west-1:123456789012:event-bus/shop"},
        },
        [
            "events:StartReplay arn:aws:events:eu-west-1:123456789012:replay/again",
            "events:StartReplay arn:aws:events:eu-west-1:123456789012:archive/old",
            "events:StartReplay arn:aws:events:eu-west-1:123456789012:event-bus/shop",
        ],
    ),
    (
        "events",
        "CreateApiDestination",
        {
            "Name": "crm",
            "ConnectionArn": "arn:aws:events:eu-west-1:123456789012:connection/crm/0a1b",
            "InvocationEndpoint": "https://x",
            "HttpMethod": "POST",
        },
        [
            "events:CreateApiDestination arn:aws:events:eu-west-1:123456789012:api-destination/crm",
            "events:CreateApiDestination arn:aws:events:eu-west-1:123456789012:connection/crm/0a1b",
        ],
    ),
    (
        "events",
        "PutTargets",
        {
            "Rule": "nightly",
            "Targets": [
                {"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:123456789012:jobs"},
                {
                    "Id": "2",
                    "Arn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl",
                    "RoleArn": "arn:aws:iam::123456789012:role/worker",
                },
            ],
        },
        [
            "events:PutTargets arn:aws:events:eu-west-1:123456789012:rule/nightly",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    (
        "stepfunctions",
        "StartExecution",
        {"stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl"},
        ["states:StartExecution arn:aws:states:eu-west-1:123456789012:stateMachine:etl"],
    ),
    (
        "stepfunctions",
        "StartExecution",
        {"stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl:live"},
        ["states:StartExecution arn:aws:states:eu-west-1:123456789012:stateMachine:etl"],
    ),
    (
        "stepfunctions",
        "DescribeExecution",
        {"executionArn": "arn:aws:states:eu-west-1:123456789012:execution:etl:run"},
        ["states:DescribeExecution arn:aws:states:eu-west-1:123456789012:execution:etl:run"],
    ),
    (
        "stepfunctions",
        "ListStateMachines",
        {},
        ["states:ListStateMachines arn:aws:states:eu-west-1:123456789012:stateMachine:*"],
    ),
    (
        "stepfunctions",
        "CreateStateMachineAlias",
        {
            "name": "live",
            "routingConfiguration": [
                {"stateMachineVersionArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl:1", "weight": 100}
            ],
        },
        ["states:CreateStateMachineAlias arn:aws:states:eu-west-1:123456789012:stateMachine:etl"],
    ),
    (
        "stepfunctions",
        "ListExecutions",
        {"stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl"},
        ["states:ListExecutions arn:aws:states:eu-west-1:123456789012:stateMachine:etl"],
    ),
    (
        "stepfunctions",
        "ListExecutions",
        {"mapRunArn": "arn:aws:states:eu-west-1:123456789012:mapRun:etl/Map:0a1b"},
        ["states:ListExecutions arn:aws:states:eu-west-1:123456789012:mapRun:etl/Map:0a1b"],
    ),
    (
        "stepfunctions",
        "UpdateStateMachine",
        {
            "stateMachineArn": "arn:aws:states:eu-west-1:123456789012:stateMachine:etl",
            "roleArn": "arn:aws:iam::123456789012:role/worker",
            "publish": True,
        },
        [
            "states:UpdateStateMachine arn:aws:states:eu-west-1:123456789012:stateMachine:etl",
            "states:PublishStateMachineVersion arn:aws:states:eu-west-1:123456789012:stateMachine:etl",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    (
        "events",
        "PutTargets",
        {"Rule": "r", "Targets": [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:123456789012:jobs"}]},
        "events:PutTargets",
        "events:TargetArn",
        ("arn:aws:sqs:eu-west-1:123456789012:jobs",),
    ),
    (
        "events",
        "PutRule",
        {
            "Name": "health",
            "EventPattern": '{"source":["aws.health"],"detail":{"service":["EC2"],"eventTypeCode":["AWS_EC2_X"],"userIdentity":{"principalId":["p1"]}}}',
        },
        "events:PutRule arn:aws:events:eu-west-1:123456789012:rule/health",
        "events:detail.service",
        ("EC2",),
    ),
    (
        "events",
        "PutRule",
        {
            "Name": "health",
            "EventPattern": '{"source":["aws.health"],"detail":{"service":["EC2"],"eventTypeCode":["AWS_EC2_X"],"userIdentity":{"principalId":["p1"]}}}',
        },
        "events:PutRule arn:aws:events:eu-west-1:123456789012:rule/health",
        "events:detail.eventTypeCode",
        ("AWS_EC2_X",),
    ),
    (
        "events",
        "PutRule",
        {
            "Name": "health",
            "EventPattern": '{"source":["aws.health"],"detail":{"service":["EC2"],"eventTypeCode":["AWS_EC2_X"],"userIdentity":{"principalId":["p1"]}}}',
        },
        "events:PutRule arn:aws:events:eu-west-1:123456789012:rule/health",
        "events:detail.userIdentity.principalId",
        ("p1",),
    ),
    *(
        ("stepfunctions", "StartExecution", {"stateMachineArn": arn}, "states:StartExecution", key, value)
        for key in ("states:StateMachineQualifier",)
        for arn, value in ((f"{MACHINE}:live", "live"), (MACHINE, None))
    ),
    (
        "stepfunctions",
        "CreateStateMachine",
        {
            "name": "etl",
            "definition": "{}",
            "roleArn": "arn:aws:iam::123456789012:role/worker",
            "tags": [{"key": "team", "value": "blue"}],
        },
        "states:CreateStateMachine",
        "aws:RequestTag/team",
        "blue",
    ),
]

test_a_call_carries_its_condition_keys = carries(KEYS)


@pytest.mark.users(
    User(
        "ann",
        permissions=[
            allow(
                "events:PutEvents",
                on="arn:aws:events:*:*:event-bus/orders",
                when={"ForAllValues:StringEquals": {"events:source": ["shop"]}},
            ),
            allow(
                "events:PutEvents",
                on="arn:aws:events:*:*:event-bus/default",
                when={"ForAllValues:StringEquals": {"events:source": ["mail"]}},
            ),
        ],
    )
)
def test_each_event_is_judged_by_its_own_source(fakests: FakeSts) -> None:
    """EventBridge User Guide, "Using IAM policy conditions": the source of an event is that of its entry."""
    shop = {"Source": "shop", "DetailType": "sold", "Detail": "{}", "EventBusName": "orders"}
    mail = {"Source": "mail", "DetailType": "sent", "Detail": "{}"}
    client = fakests.client("events", "user/ann")
    client.put_events(Entries=[shop, mail])
    with pytest.raises(ClientError, match="AccessDenied"):
        client.put_events(Entries=[shop, {**mail, "Source": "shop"}])
