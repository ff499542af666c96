"""What calls of CloudFormation, CloudWatch and CloudWatch Logs are judged on, and what conditions see of them.

Sources: Service Authorization Reference, of each service; CloudWatch Logs User Guide, "Overview of managing access
permissions". Each call is made by a real client.
"""

from __future__ import annotations

from typing import Any

import pytest
from judged_rows import Call, Seen, carries, judged_on

from pytest_fakests import FakeSts, UnmappedCallError, User, allow

CALLS: list[Call] = [
    (
        "cloudformation",
        "DescribeStacks",
        {"StackName": "web"},
        ["cloudformation:DescribeStacks arn:aws:cloudformation:eu-west-1:123456789012:stack/web/*"],
    ),
    (
        "cloudformation",
        "DescribeStacks",
        {"StackName": "arn:aws:cloudformation:eu-west-1:123456789012:stack/web/1234"},
        ["cloudformation:DescribeStacks arn:aws:cloudformation:eu-west-1:123456789012:stack/web/1234"],
    ),
    (
        "cloudformation",
        "ListStacks",
        {},
        ["cloudformation:ListStacks arn:aws:cloudformation:eu-west-1:123456789012:stack/*/*"],
    ),
    (
        "cloudformation",
        "CreateStackSet",
        {
            "StackSetName": "ss",
            "TemplateURL": "https://t/x",
            "AdministrationRoleARN": "arn:aws:iam::123456789012:role/worker",
        },
        ["cloudformation:CreateStackSet *", "iam:PassRole arn:aws:iam::123456789012:role/worker"],
    ),
    (
        "cloudformation",
        "CreateStackInstances",
        {"StackSetName": "ss", "Regions": ["eu-west-1", "us-east-1"], "Accounts": ["123456789012"]},
        ["cloudformation:CreateStackInstances arn:aws:cloudformation:eu-west-1:123456789012:stackset/ss:*"],
    ),
    (
        "cloudformation",
        "ContinueUpdateRollback",
        {"StackName": "web", "RoleARN": "arn:aws:iam::123456789012:role/worker"},
        [
            "cloudformation:ContinueUpdateRollback arn:aws:cloudformation:eu-west-1:123456789012:stack/web/*",
            "iam:PassRole arn:aws:iam::123456789012:role/worker",
        ],
    ),
    ("cloudwatch", "PutMetricData", {"Namespace": "app"}, ["cloudwatch:PutMetricData *"]),
    (
        "cloudwatch",
        "PutMetricAlarm",
        {"AlarmName": "high", "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold"},
        ["cloudwatch:PutMetricAlarm arn:aws:cloudwatch:eu-west-1:123456789012:alarm:high"],
    ),
    (
        "cloudwatch",
        "PutDashboard",
        {"DashboardName": "d", "DashboardBody": "{}"},
        ["cloudwatch:PutDashboard arn:aws:cloudwatch::123456789012:dashboard/d"],
    ),
    (
        "logs",
        "CreateLogGroup",
        {"logGroupName": "app"},
        ["logs:CreateLogGroup arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:"],
    ),
    (
        "logs",
        "CreateLogStream",
        {"logGroupName": "app", "logStreamName": "one"},
        ["logs:CreateLogStream arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:one"],
    ),
    (
        "logs",
        "PutLogEvents",
        {"logGroupName": "app", "logStreamName": "one", "logEvents": [{"timestamp": 0, "message": "x"}]},
        ["logs:PutLogEvents arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:one"],
    ),
    (
        "logs",
        "GetLogEvents",
        {"logGroupIdentifier": "arn:aws:logs:eu-west-1:123456789012:log-group:app", "logStreamName": "one"},
        ["logs:GetLogEvents arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:one"],
    ),
    (
        "logs",
        "FilterLogEvents",
        {"logGroupName": "app"},
        ["logs:FilterLogEvents arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:"],
    ),
    (
        "logs",
        "DescribeLogGroups",
        {},
        ["logs:DescribeLogGroups arn:aws:logs:eu-west-1:123456789012:log-group::log-stream:"],
    ),
    (
        "logs",
        "StartQuery",
        {"logGroupNames": ["app", "web"], "startTime": 0, "endTime": 1, "queryString": "x"},
        [
            "logs:StartQuery arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:",
            "logs:StartQuery arn:aws:logs:eu-west-1:123456789012:log-group:web:log-stream:",
        ],
    ),
    (
        "logs",
        "StartLiveTail",
        {"logGroupIdentifiers": ["arn:aws:logs:eu-west-1:123456789012:log-group:app"]},
        ["logs:StartLiveTail arn:aws:logs:eu-west-1:123456789012:log-group:app:log-stream:"],
    ),
]

test_a_call_is_judged_on_what_it_names = judged_on(CALLS)

KEYS: list[Seen] = [
    (
        "cloudformation",
        "CreateStack",
        {"StackName": "web", "TemplateURL": "https://s3.amazonaws.com/t"},
        "cloudformation:CreateStack",
        "cloudformation:TemplateUrl",
        "https://s3.amazonaws.com/t",
    ),
    (
        "cloudformation",
        "CreateStackInstances",
        {"StackSetName": "ss", "Regions": ["eu-west-1", "us-east-1"], "Accounts": ["123456789012"]},
        "cloudformation:CreateStackInstances arn:aws:cloudformation:eu-west-1:123456789012:stackset/ss:*",
        "cloudformation:TargetRegion",
        ("eu-west-1", "us-east-1"),
    ),
    (
        "cloudformation",
        "SetStackPolicy",
        {"StackName": "web", "StackPolicyURL": "https://p/x"},
        "cloudformation:SetStackPolicy arn:aws:cloudformation:eu-west-1:123456789012:stack/web/*",
        "cloudformation:StackPolicyUrl",
        "https://p/x",
    ),
    (
        "cloudwatch",
        "PutInsightRule",
        {"RuleName": "r", "RuleDefinition": '{"LogGroupNames": ["app", "db"]}'},
        "cloudwatch:PutInsightRule",
        "cloudwatch:requestInsightRuleLogGroups",
        ("app", "db"),
    ),
    ("cloudwatch", "PutMetricData", {"Namespace": "app"}, "cloudwatch:PutMetricData", "cloudwatch:namespace", "app"),
]

test_a_call_carries_its_condition_keys = carries(KEYS)


CHANGE_SET = "arn:aws:cloudformation:us-east-1:123456789012:changeSet/one/1234"


@pytest.mark.parametrize(
    ("operation", "params"),
    [
        pytest.param("describe_stack_resources", {"PhysicalResourceId": "i-1"}, id="of a resource"),
        pytest.param("describe_change_set", {"ChangeSetName": CHANGE_SET}, id="of a change set"),
        pytest.param("get_template", {"ChangeSetName": CHANGE_SET}, id="whose template a change set has"),
    ],
)
class TestAStackThatACallDoesNotName:
    """API reference, DescribeStackResources and others: CloudFormation finds the stack."""

    def call(self, fakests: FakeSts, operation: str, params: dict[str, Any], stacks: str) -> Any:
        fakests.add(User("ann", permissions=allow("cloudformation:*", on=stacks)))
        return getattr(fakests.client("cloudformation", "user/ann"), operation)(**params)

    def test_who_may_on_every_stack_may(self, fakests: FakeSts, operation: str, params: dict[str, Any]) -> None:
        """Whichever it is."""
        assert self.call(fakests, operation, params, "arn:aws:cloudformation:us-east-1:123456789012:stack/*")

    def test_it_is_not_guessed(self, fakests: FakeSts, operation: str, params: dict[str, Any]) -> None:
        """Where some are allowed."""
        with pytest.raises(UnmappedCallError, match=r"the stack of (PhysicalResourceId|ChangeSetName) is not known"):
            self.call(fakests, operation, params, "arn:aws:cloudformation:us-east-1:123456789012:stack/web/*")
