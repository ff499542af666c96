"""The resource templates: how holes are filled, and every filter."""

from __future__ import annotations

import base64
import datetime
import json
from typing import Any

import pytest

from pytest_fakests.gateway.operations import Place, UnknownResource
from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters import FILTERS
from pytest_fakests.gateway.operations.templates import compile_template

HERE = Place("aws", "eu-west-1", "123456789012", "julie")
LOGS = "arn:aws:logs:us-east-1:999999999999:log-group:app"
RUNBOOK = "arn:aws:ssm:eu-west-1:999999999999"
DEPLOYMENT = "arn:aws:ecs:eu-west-1:123456789012:{}-deployment/blue/web/x1"
SCHEMA = "arn:aws:glue:eu-west-1:123456789012:schema/events/Order"
CHANGE_SET = "arn:aws:cloudformation:eu-west-1:1:changeSet/next/id"
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:etl"
MOVE_TASK = base64.b64encode(json.dumps({"sourceArn": "arn:aws:sqs:eu-west-1:1:dead"}).encode()).decode()
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"


def rendered(template: str, params: dict[str, Any]) -> list[str]:
    """The resources of a template in a call with `params`."""
    call = Call("any", "Any", params, HERE, {HERE.arn("kms", "alias/app"): KEY})
    return compile_template(template).render(call, params)


@pytest.mark.parametrize(
    ("template", "params", "expected"),
    [
        pytest.param("arn:{partition}:x:{region}:{account}:", {}, ["arn:aws:x:eu-west-1:123456789012:"], id="place"),
        pytest.param("t/{A}", {"A": "x"}, ["t/x"], id="member"),
        pytest.param("5%s/{region}/{A}", {"A": "100%"}, ["5%s/eu-west-1/100%"], id="percent"),
        pytest.param("t/{A}/{region}", {"A": "x"}, ["t/x/eu-west-1"], id="place-after-member"),
        pytest.param("t/{A}", {"A": 3}, ["t/3"], id="number"),
        pytest.param("t/{A}", {"A": b"x"}, ["t/x"], id="bytes"),
        pytest.param("t/{A.B}", {"A": {"B": "x"}}, ["t/x"], id="nested"),
        pytest.param("t/{A[]}", {"A": ["x", "y"]}, ["t/x", "t/y"], id="elements"),
        pytest.param("t/{A[].B[]}", {"A": [{"B": ["x"]}, {"B": ["y", "z"]}]}, ["t/x", "t/y", "t/z"], id="flat"),
        pytest.param("t/{A[].B}/{A[].C}", {"A": [{"B": 1, "C": 2}, {"B": 3}]}, ["t/1/2"], id="one-element"),
        pytest.param("t/{A[]}/{B[]}", {"A": [1, 2], "B": [3]}, ["t/1/3", "t/2/3"], id="two-lists"),
        pytest.param("t/{A.*}", {"A": {"x": {}, "y": {}}}, ["t/x", "t/y"], id="keys"),
        pytest.param("t/{A}", {}, [], id="absent"),
        pytest.param("t/{A.B}", {"A": "x"}, [], id="no-structure"),
        pytest.param("t/{A.*}", {"A": {}}, [], id="no-keys"),
        pytest.param("t/{A}", {"A": {"B": "x"}}, [], id="not-a-scalar"),
        pytest.param("{A}", {"A": ""}, [], id="nothing-left"),
        pytest.param("t/{A|else:*}", {}, ["t/*"], id="else"),
        pytest.param("{A|else:arn:{partition}:x}", {}, ["arn:aws:x"], id="else-with-hole"),
        pytest.param("t/{A|else:*}", {"A": "x"}, ["t/x"], id="else-not-needed"),
        pytest.param("t/{A}/i/{B}", {"A": "arn:x", "B": "y"}, ["arn:x/i/y"], id="arn-replaces-what-is-before"),
        pytest.param("t/{A|text}", {"A": "arn:x"}, ["t/arn:x"], id="an-arn-may-be-any-text"),
        pytest.param("t/{A|stackset}/{B}", {"A": "x:1", "B": "y"}, ["t/x:1"], id="whole-value-ends-it"),
        pytest.param("u/{caller_user}", {}, ["u/julie"], id="caller"),
    ],
)
def test_holes_are_filled(template: str, params: dict[str, Any], expected: list[str]) -> None:
    """A template gives one resource for each value of its members, none where a member is absent."""
    assert rendered(template, params) == expected


# filter (with its argument), the value, what becomes of `t/{A|filter}/end`; None: no resource.
FILTERED = [
    ("pairs", {"team": "blue"}, "t/team\0blue/end"),
    ("pairs", [{"Key": "team", "Value": "blue"}], "t/team\0blue/end"),
    ("pairs", [{"TagKey": "team", "TagValue": "blue"}], "t/team\0blue/end"),
    ("pairs", [{"key": "team"}], "t/team\0/end"),
    ("pairs", "team=blue%20sky", "t/team\0blue sky/end"),
    ("pairs", {"TagSet": [{"Key": "team", "Value": "blue"}]}, "t/team\0blue/end"),
    ("pair_names", ["team"], "t/team/end"),
    ("pair_names", [{"Key": "team", "Value": "blue"}], "t/team/end"),
    ("iso_date", datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone.utc), "t/2026-11-24T00:00:00+00:00/end"),
    ("epoch", datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone.utc), "t/1795478400.0/end"),
    ("epoch", "1795478400", "t/1795478400/end"),
    ("record_name", "WWW.Example.com.", "t/www.example.com/end"),
    ("record_name", "*.a/b_c-d.\\052", r"t/\052.a\057b_c-d.\052/end"),
    ("operation", "x", "t/Any/end"),
    ("via_service", "x", "t/any.eu-west-1.amazonaws.com/end"),
    ("called_via", "x", "t/any.amazonaws.com/end"),
    ("dynamodb_attributes", {"TableName": "Orders", "Key": {"Id": {"S": "1"}}}, "t/Id/end"),
    ("dynamodb_leading_keys", {"TableName": "Orders", "Key": {"Id": {"S": "1"}}}, "t/1/end"),
    ("dynamodb_full_table_scan", {"Statement": "SELECT * FROM Orders"}, "t/true/end"),
    ("dynamodb_return_values", {"TableName": "Orders", "ReturnValues": "ALL_OLD"}, "t/ALL_OLD/end"),
    ("dynamodb_select", {"TableName": "Orders"}, "t/ALL_ATTRIBUTES/end"),
    ("account_of", "123456789012", "t/123456789012/end"),
    ("account_of", "arn:aws:iam::999999999999:root", "t/999999999999/end"),
    ("alias_target", "alias/app", f"{KEY}/end"),
    ("any:Encrypted", [{}, {"Encrypted": True}], "t/true/end"),
    ("base_state_machine", f"{MACHINE}:live", f"{MACHINE}/end"),
    ("bedrock_model", "amazon.nova-pro-v1:0", "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-pro-v1:0/end"),
    ("bucket", "reports", "t/reports/end"),
    ("bus", "orders", "t/orders/end"),
    ("catalog_account", "999999999999:lake", "t/999999999999/end"),
    ("catalog_account", "lake", "t/123456789012/end"),
    ("certificate_path", "web", "t/web/end"),
    ("changeset", "next", "t/next/end"),
    ("changeset", CHANGE_SET, CHANGE_SET),
    ("bucket", "web--x-s3", "arn:aws:s3express:eu-west-1:123456789012:bucket/web--x-s3"),
    ("copy_source", {"Bucket": "raw", "Key": "a/b"}, "t/raw/a/b/end"),
    ("copy_source", {"Bucket": "web--x-s3", "Key": "a"}, "arn:aws:s3express:eu-west-1:123456789012:bucket/web--x-s3"),
    ("copy_source", {"Key": "a/b"}, None),
    ("s3_encrypted", {"Bucket": "raw", "Key": "a/b"}, "t/raw/a/b/end"),
    ("s3_encryption_context", "eyJhIjogIngifQ==", "t/a\0x/end"),
    ("daemon_of", DEPLOYMENT.format("daemon"), "arn:aws:ecs:eu-west-1:123456789012:daemon/blue/web/end"),
    ("days_from_now", "soon", None),
    ("default", None, "t/default/end"),
    ("default", "blue", "t/blue/end"),
    ("ec2_attribute", {"InstanceId": "i-1"}, None),
    ("ec2_attributes", {"InstanceType": {"Value": "t3.micro"}}, "t/InstanceType\0t3.micro/end"),
    ("ec2_instance", "i-1", "t/i-1/end"),
    ("ec2_instance", "mi-1", None),
    ("ec2_resource_arn", "vol-1", "arn:aws:ec2:eu-west-1:123456789012:volume/vol-1/end"),
    ("ec2_resource_arn", "ipam-pool-1", "arn:aws:ec2:eu-west-1:123456789012:ipam-pool/ipam-pool-1/end"),
    ("ec2_resource_arn", "ami-1", "arn:aws:ec2:eu-west-1::image/ami-1/end"),
    ("ec2_shared:Add/userId", {"OperationType": "add", "UserIds": ["999999999999"]}, "t/999999999999/end"),
    ("ec2_shared:Add/userId", {"OperationType": "remove", "UserIds": ["999999999999"]}, None),
    ("eks_principal", "arn:aws:iam::999999999999:role/team/dev", "t/role/999999999999/dev/end"),
    ("flow_type", "NetworkInterface", "t/network-interface/end"),
    ("function", "resize", "arn:aws:lambda:eu-west-1:123456789012:function:resize/end"),
    ("given", "x", "t/true/end"),
    ("given", None, "t/false/end"),
    ("glue_catalog", "123456789012", None),
    ("glue_catalog", None, None),
    ("glue_catalog", "123456789012:lake", "t/lake/end"),
    ("glue_catalog", "arn:aws:glue:eu-west-1:1:catalog/lake", "arn:aws:glue:eu-west-1:1:catalog/lake/end"),
    ("guardrail_version", "g1", "arn:aws:bedrock:eu-west-1:123456789012:guardrail/g1/end"),
    ("group_path", "ops", "t/ops/end"),
    ("json:RoleArn", '{"RoleArn": "arn:r"}', "arn:r/end"),
    ("json:RoleArn", "no JSON", None),
    ("key:Role", {"Role": "arn:r"}, "arn:r/end"),
    ("key:Role", {"Role": ["arn:r"]}, "arn:r/end"),
    ("key:Role", "no map", None),
    ("kms_key", "1234abcd", f"{KEY}/end"),
    ("last", "arn:aws:ecs:eu-west-1:1:cluster/blue", "t/blue/end"),
    ("log_group", "app", "t/app/end"),
    ("log_group", f"{LOGS}:*", f"{LOGS}/end"),
    ("log_group_name", LOGS, f"{LOGS}/end"),
    ("log_types", [{"types": ["api"], "enabled": True}], "t/api\0true/end"),
    ("lower", "Orders-DB", "t/orders-db/end"),
    ("lower", "arn:aws:rds:eu-west-1:1:db:X", "arn:aws:rds:eu-west-1:1:db:X/end"),
    ("managed_instance", "mi-1", "t/mi-1/end"),
    ("managed_instance", "i-1", None),
    ("mfa_arn", "arn:aws:iam::1:mfa/julie", "arn:aws:iam::1:mfa/julie/end"),
    ("move_task_queue", MOVE_TASK, "arn:aws:sqs:eu-west-1:1:dead/end"),
    ("new_secret", "db", "t/db-AbCdEf/end"),
    ("noslash", "/a/b", "t/a/b/end"),
    ("noslash", "//a", "t//a/end"),
    ("noslash", "arn:aws:ssm:eu-west-1:1:parameter/a/b:3", "arn:aws:ssm:eu-west-1:1:parameter/a/b/end"),
    ("noslash", "arn:aws:ssm:eu-west-1:1:other", "arn:aws:ssm:eu-west-1:1:other/end"),
    ("object_bucket", "reports", "t/reports/end"),
    ("object_bucket", "web--x-s3", "arn:aws:s3express:eu-west-1:123456789012:bucket/web--x-s3"),
    ("oidc_host", "https://token.example.com/x", "t/token.example.com/x/end"),
    ("or_primary", None, "t/primary/end"),
    ("partiql_target", "SELECT * FROM Orders", "t/Orders/end"),
    ("patched:/authorizerUri", [{"op": "replace", "path": "/authorizerUri", "value": "u"}], "t/u/end"),
    ("path", None, "t///end"),
    ("path", "/team/", "t//team//end"),
    ("path_or_current", None, "t///end"),
    ("profile_path", "web", "t/web/end"),
    ("profile_role", "web", "arn:aws:iam::123456789012:role/web/end"),
    ("profile_role", "arn:aws:iam::9:instance-profile/team/web", "arn:aws:iam::9:role/web/end"),
    ("qualifier", f"{MACHINE}:live", "t/live/end"),
    ("qualifier", MACHINE, None),
    ("queue", "jobs", "t/jobs/end"),
    ("queue", "https://eu-west-3.queue.amazonaws.com/1/jobs", "arn:aws:sqs:eu-west-3:1:jobs/end"),
    ("queue", "https://queue.amazonaws.com/1/jobs", "arn:aws:sqs:us-east-1:1:jobs/end"),
    ("queue", "http://localhost:9324/1/jobs", "arn:aws:sqs:eu-west-1:1:jobs/end"),
    ("r53id", "/hostedzone/Z1", "t/Z1/end"),
    ("registry_of", {"RegistryName": "events"}, "t/events/end"),
    ("registry_of", {"RegistryArn": "arn:aws:glue:eu-west-1:1:registry/events"}, "t/events/end"),
    ("registry_of", None, "t/default-registry/end"),
    ("request_alias", "alias/app", "t/alias/app/end"),
    ("request_alias", "1234abcd", None),
    ("role", "team/dev", "arn:aws:iam::123456789012:role/team/dev/end"),
    ("role", "arn:aws:iam::9:role/dev", "arn:aws:iam::9:role/dev/end"),
    ("role_path", "dev", "t/dev/end"),
    ("role_path_arn", "dev", "arn:aws:iam::123456789012:role/dev/end"),
    ("role_values", {"HTTPFailureFeedbackRoleArn": "arn:r", "DisplayName": "x"}, "arn:r/end"),
    ("role_values", "no map", None),
    ("rule_bus", None, "t//end"),
    ("rule_bus", "arn:aws:events:eu-west-1:1:event-bus/orders", "t/orders//end"),
    ("same_key", {"SourceKeyId": "1234abcd", "DestinationKeyId": "1234abcd"}, "t/true/end"),
    ("schema_path", {"SchemaArn": SCHEMA}, "t/events/Order/end"),
    ("schema_path", {"SchemaName": "Order"}, "t/default-registry/Order/end"),
    ("schema_path", {"RegistryName": "events"}, None),
    ("schema_registry", {"SchemaArn": SCHEMA}, "t/events/end"),
    ("secret", "db-x1Y2z3", "t/db-x1Y2z3-AbCdEf/end"),
    ("ecs_cluster_of", DEPLOYMENT.format("service"), "arn:aws:ecs:eu-west-1:123456789012:cluster/blue/end"),
    ("vpce_owner", "com.amazonaws.eu-west-1.s3", "t/amazon/end"),
    ("service_of", DEPLOYMENT.format("service"), "arn:aws:ecs:eu-west-1:123456789012:service/blue/web/end"),
    ("setting", "/ssm/managed-instance", "t/ssm/managed-instance/end"),
    ("ssm_automation", "Patch", "t/Patch/end"),
    ("ssm_automation", "AWS-StopEC2Instance", "arn:aws:ssm:eu-west-1::automation-definition/AWS-StopEC2Instance/end"),
    ("ssm_automation", f"{RUNBOOK}:document/Patch", f"{RUNBOOK}:automation-definition/Patch/end"),
    ("ssm_automation", f"{RUNBOOK}:automation-definition/Patch:2", f"{RUNBOOK}:automation-definition/Patch:2"),
    ("ssm_document", "Patch", "t/Patch/end"),
    ("ssm_document", "AWS-RunShellScript", "arn:aws:ssm:eu-west-1::document/AWS-RunShellScript/end"),
    ("ssm_version", None, "t/$DEFAULT/end"),
    ("stack", "web", "t/web/end"),
    ("stack", "arn:aws:cloudformation:eu-west-1:1:stack/web/id", "arn:aws:cloudformation:eu-west-1:1:stack/web/id"),
    ("stackset", "web", "t/web/end"),
    ("stackset", "web:1-2", "t/web:1-2"),
    ("task_definition", "etl:7", "t/etl:7/end"),
    ("role_behind:taskRoleArn", "etl:7", None),
    ("topic_of_subscription", "arn:aws:sns:eu-west-1:1:news:id", "arn:aws:sns:eu-west-1:1:news/end"),
    ("urlencode", "arn:aws:x", "t/arn%3Aaws%3Ax/end"),
    ("user_path", None, "t/julie/end"),
    ("user_path", "ann", "t/ann/end"),
]  # fmt: skip

UNKNOWN = [
    ("acquired_role", "arn:t", "the role that the template arn:t makes is not known"),
    ("alias_target", "alias/other", "the key behind alias/other is not known"),
    ("ciphertext_key", b"x", "the key that made the ciphertext is not known, a key id in the call would tell"),
    ("cluster_backup_id", "c", "the automated backup of the DB cluster c is not known"),
    ("current:ec2:Owner", "vol-1", 'no parameter shows it, fakests.context["ec2:Owner"] = "..." tells'),
    ("daemon_of", "arn:x", "the daemon of arn:x is not known"),
    ("durable_execution", "c", "the function behind the callback c is not known"),
    ("ec2_resource_arn", "odd-1", "the resource type of odd-1 is not known"),
    ("flow_type", "Odd", "flow logs of the resource type Odd are not known"),
    ("grant_key", "g", "the key of the grant token is not known"),
    ("iterator_stream", "i", "the stream behind the shard iterator is not known"),
    ("key_owner", "AKIA", "the user who owns the access key AKIA is not known"),
    ("launch_template_id", "web", "the id of the launch template web is not known"),
    ("lookup:subnet", "x-1", "the subnet that x-1 belongs to is not known"),
    ("mfa_arn", "GAHT1", "the serial number GAHT1 is not the ARN of a virtual MFA device"),
    ("move_task_queue", "?", "the queue behind the task handle ? is not known"),
    ("proxy_endpoint_id", "p", "the id of the DB proxy endpoint p is not known"),
    ("proxy_id", "p", "the id of the DB proxy p is not known"),
    ("service_of", "web", "the service of web is not known"),
    ("ecs_cluster_of", "web", "the cluster of web is not known"),
    (
        "vpce_owner",
        "com.amazonaws.vpce.eu-west-1.vpce-svc-1",
        "the owner of com.amazonaws.vpce.eu-west-1.vpce-svc-1 is not known, "
        'fakests.context["ec2:VpceServiceOwner"] = "..." tells',
    ),
    ("shard_group_id", "s", "the id of the DB shard group s is not known"),
    ("ssm_tag_arn", "x", "the type of the resource x is not known"),
    ("target_group_id", "t", "the id of the DB proxy target group t is not known"),
    ("topic_of_subscription", "PendingConfirmation", "the topic of the subscription PendingConfirmation is not known"),
    ("not_given:MultiAZ", "orders", "MultiAZ of orders is not given, and its default is not known"),
    ("stream_of_iterator", "AAAA", "the stream behind the shard iterator is not known"),
    ("s3_encryption_context", "{}", "the encryption context {} is not base64 of JSON"),
    ("volume_encryption", "ami-1", "whether the volumes of ami-1 are encrypted is not known, Ebs.Encrypted would tell"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "value", "expected"), FILTERED, ids=[f"{row[0]}-{row[1]}" for row in FILTERED])
def test_every_filter_shapes_its_value(step: str, value: object, expected: str | None) -> None:
    """A filter turns a parameter's value into its part of the ARN, or drops the template."""
    params = {} if value is None else {"A": value}
    assert rendered(f"t/{{A|{step}}}/end", params) == ([] if expected is None else [expected])


@pytest.mark.parametrize(("step", "value", "reason"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_a_filter_that_cannot_tell_says_what(step: str, value: object, reason: str) -> None:
    """A filter whose value does not show the resource raises an error that says what is not known."""
    with pytest.raises(UnknownResource) as caught:
        rendered(f"t/{{A|{step}}}", {"A": value})
    assert str(caught.value) == f"unknown resource for any:Any: {reason}"


@pytest.mark.parametrize(
    ("kind", "identifier", "resource"),
    [("Parameter", "/a/b", "parameter/a/b"), ("Automation", "x-1", "automation-execution/x-1")],
)
def test_tags_of_systems_manager_go_by_resource_type(kind: str, identifier: str, resource: str) -> None:
    """What Systems Manager tags is named by its type and its id."""
    params = {"ResourceType": kind, "ResourceId": identifier}
    assert rendered("{ResourceId|ssm_tag_arn}", params) == [HERE.arn("ssm", resource)]


def test_an_arn_that_is_tagged_stays() -> None:
    """Systems Manager's OpsMetadata is tagged by its ARN."""
    params = {"ResourceType": "OpsMetadata", "ResourceId": "arn:aws:ssm:eu-west-1:1:opsmetadata/x"}
    assert rendered("{ResourceId|ssm_tag_arn}", params) == ["arn:aws:ssm:eu-west-1:1:opsmetadata/x"]


def test_every_filter_is_tested() -> None:
    """No filter is without a row in the tables above."""
    tested = {step.partition(":")[0] for step, *_ in [*FILTERED, *UNKNOWN]}
    assert set(FILTERS) - tested == set()


def test_a_template_with_an_unknown_filter_is_refused() -> None:
    """A filter that does not exist raises an error that lists those that do."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole text is compared below
        compile_template("{Name|shout}")
    assert str(caught.value) == f"'shout' is not a filter: the filters are {', '.join(sorted(FILTERS))}"
