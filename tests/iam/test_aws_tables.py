"""The tables in which AWS's pages show requests against a policy's conditions, and their results, row by row.

One of them is left out: that of ForAllValues:StringNotLike on aws:ResourceOrgPaths gives the results of the operator
without its "Not", against the same page's own words and against the page of examples for multivalued keys.
"""

from typing import Any

import pytest

from pytest_fakests.iam import Policies, Request, evaluate

IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
OPS = f"{IAM}/reference_policies_elements_condition_operators.html"
CONDITION = f"{IAM}/reference_policies_elements_condition.html"
LOGIC = f"{IAM}/reference_policies_condition-logic-multiple-context-keys-or-values.html"
SETS = f"{IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html"
SINGLE_VALUED = f"{IAM}/reference_policies_condition_examples-single-valued-context-keys.html"
MULTIVALUED = f"{IAM}/reference_policies_condition_examples-multi-valued-context-keys.html"

USER = "arn:aws:iam::222222222222:user/"
JOB = {"StringEquals": {"aws:PrincipalTag/job-category": "iamuser-admin"}}
HOME = {"StringLike": {"s3:prefix": ["home/", "home/${aws:username}/"]}}
CREATE_TAGS = {
    "StringEqualsIgnoreCase": {"aws:RequestTag/environment": ["preprod", "storage"]},
    "ForAnyValue:StringEquals": {"aws:TagKeys": "environment"},
}
INSECURE = {"Bool": {"aws:SecureTransport": "false"}}
BINARY = {"BinaryEquals": {"ex:key": "QmluYXJ5VmFsdWVJbkJhc2U2NA=="}}
RANGE = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
TOPIC = {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:us-west-2:123456789012:TOPIC-ID"}}
DISTRIBUTION = "arn:aws::cloudfront:123456789012:distribution/"
DELIVERY = {"ForAllValues:ArnLike": {"logs:LogGeneratingResourceArns": [f"{DISTRIBUTION}*", f"{DISTRIBUTION}support*"]}}
INSTANCE_TYPE = {"StringLikeIfExists": {"ec2:InstanceType": ["t1.*", "t2.*", "m3.*"]}}
MAX_KEYS = {"NumericLessThanEquals": {"s3:max-keys": "10"}}
ISSUED = {"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}}
TEMPORARY = {"Null": {"aws:TokenIssueTime": "false"}}
MFA_AGE = {"NumericLessThanEquals": {"aws:MultiFactorAuthAge": "3600"}}
TAG_KEYS = ["environment", "cost-center"]
DELETE_ONLY = {"ForAllValues:StringEquals": {"aws:TagKeys": TAG_KEYS}, "Null": {"aws:TagKeys": "false"}}
DELETE_ANY = {"ForAnyValue:StringEquals": {"aws:TagKeys": TAG_KEYS}}
TAGS = {"aws:PrincipalTag/department": ["finance", "hr", "legal"], "aws:PrincipalTag/role": ["audit", "security"]}
EITHER = {"StringEquals": TAGS, "ArnLike": {"aws:PrincipalArn": [f"{USER}Ana", f"{USER}Mary"]}}
NEITHER = {"StringEquals": TAGS, "ArnNotLike": {"aws:PrincipalArn": [f"{USER}Ana", f"{USER}Mary"]}}
KEY_1 = {"ForAllValues:StringNotLike": {"aws:TagKeys": "key1*"}}
KEY_1_OR_2 = {"ForAllValues:StringNotLike": {"aws:TagKeys": ["key1*", "key2*"]}}
WEBSERVER = {"ForAnyValue:StringEquals": {"aws:TagKeys": "webserver"}}
CLUSTER = "arn:aws:ecs:us-east-1:111122223333:cluster/default"
RUN_TASK = {
    "StringEquals": {"aws:RequestTag/environment": ["production", "prod-backup"]},
    "ArnEquals": {"ecs:cluster": [f"{CLUSTER}1", f"{CLUSTER}2"]},
}


def tags(department: str | None, role: str | None, user: str) -> dict[str, str]:
    found = {"aws:PrincipalArn": f"{USER}{user}"}
    if department:
        found["aws:PrincipalTag/department"] = department
    if role:
        found["aws:PrincipalTag/role"] = role
    return found


def request_tags(keys: list[str], **tags: str) -> dict[str, Any]:
    return {"aws:TagKeys": keys, **{f"aws:RequestTag/{key}": value for key, value in tags.items()}}


ROWS = [
    # the page, the conditions, the request's keys, the result
    pytest.param(OPS, JOB, {"aws:PrincipalTag/job-category": "iamuser-admin"}, True, id="StringEquals: the tag"),
    pytest.param(OPS, JOB, {"aws:PrincipalTag/job-category": "dev-ops"}, False, id="StringEquals: another value"),
    pytest.param(OPS, JOB, {}, False, id="StringEquals: no tag"),
    pytest.param(
        OPS,
        HOME,
        {"aws:username": "martha_rivera", "s3:prefix": "home/martha_rivera/"},
        True,
        id="StringLike: her home",
    ),
    pytest.param(
        OPS, HOME, {"aws:username": "nikki_wolf", "s3:prefix": "home/nikki_wolf/"}, True, id="StringLike: another's"
    ),
    pytest.param(
        OPS, HOME, {"aws:username": "nikki_wolf", "s3:prefix": "home/martha_rivera/"}, False, id="StringLike: not hers"
    ),
    pytest.param(
        OPS, CREATE_TAGS, request_tags(["environment"], environment="preprod"), True, id="CreateTags: as listed"
    ),
    pytest.param(
        OPS,
        CREATE_TAGS,
        request_tags(["environment", "costcenter"], environment="PreProd"),
        True,
        id="CreateTags: a value in another case, one key more",
    ),
    pytest.param(
        OPS,
        CREATE_TAGS,
        request_tags(["Environment"], Environment="preprod"),
        False,
        id="CreateTags: a key in another case",
    ),
    pytest.param(
        OPS, CREATE_TAGS, request_tags(["costcenter"], environment="preprod"), False, id="CreateTags: another key"
    ),
    pytest.param(OPS, CREATE_TAGS, {"aws:RequestTag/environment": "storage"}, False, id="CreateTags: no tag keys"),
    pytest.param(OPS, CREATE_TAGS, {"aws:TagKeys": ["environment"]}, False, id="CreateTags: no such tag"),
    pytest.param(OPS, CREATE_TAGS, {}, False, id="CreateTags: neither"),
    pytest.param(OPS, MAX_KEYS, {"s3:max-keys": "10"}, True, id="NumericLessThanEquals: up to ten"),
    pytest.param(OPS, MAX_KEYS, {"s3:max-keys": "11"}, False, id="NumericLessThanEquals: more"),
    pytest.param(OPS, MAX_KEYS, {}, False, id="NumericLessThanEquals: no such key"),
    pytest.param(
        OPS, ISSUED, {"aws:TokenIssueTime": "2020-06-01T00:00:00Z"}, True, id="DateGreaterThan: a session since then"
    ),
    pytest.param(
        OPS, ISSUED, {"aws:TokenIssueTime": "2019-12-31T23:59:59Z"}, False, id="DateGreaterThan: an older session"
    ),
    pytest.param(OPS, ISSUED, {}, False, id="DateGreaterThan: access keys"),
    pytest.param(OPS, INSECURE, {"aws:SecureTransport": "false"}, True, id="Bool: without TLS"),
    pytest.param(OPS, INSECURE, {"aws:SecureTransport": "true"}, False, id="Bool: with TLS"),
    pytest.param(OPS, INSECURE, {}, False, id="Bool: not said"),
    pytest.param(OPS, BINARY, {"ex:key": "QmluYXJ5VmFsdWVJbkJhc2U2NA=="}, True, id="BinaryEquals: the same"),
    pytest.param(OPS, BINARY, {"ex:key": "ASIAIOSFODNN7EXAMPLE"}, False, id="BinaryEquals: another"),
    pytest.param(OPS, BINARY, {}, False, id="BinaryEquals: no such key"),
    pytest.param(OPS, RANGE, {"aws:SourceIp": "203.0.113.1"}, True, id="IpAddress: in the range"),
    pytest.param(OPS, RANGE, {"aws:SourceIp": "198.51.100.1"}, False, id="IpAddress: outside of it"),
    pytest.param(OPS, RANGE, {}, False, id="IpAddress: through a VPC endpoint"),
    pytest.param(
        OPS, TOPIC, {"aws:SourceArn": "arn:aws:sns:us-west-2:123456789012:TOPIC-ID"}, True, id="ArnEquals: the topic"
    ),
    pytest.param(
        OPS, TOPIC, {"aws:SourceArn": "arn:aws:sns:us-west-2:777788889999:TOPIC-ID"}, False, id="ArnEquals: another's"
    ),
    pytest.param(OPS, TOPIC, {}, False, id="ArnEquals: no source"),
    pytest.param(
        OPS,
        DELIVERY,
        {"logs:LogGeneratingResourceArns": [f"{DISTRIBUTION}costcenter"]},
        True,
        id="ForAllValues:ArnLike: one that matches",
    ),
    pytest.param(
        OPS,
        DELIVERY,
        {"logs:LogGeneratingResourceArns": [f"{DISTRIBUTION}costcenter", f"{DISTRIBUTION}support2025"]},
        True,
        id="ForAllValues:ArnLike: two that match",
    ),
    pytest.param(
        OPS,
        DELIVERY,
        {"logs:LogGeneratingResourceArns": ["arn:aws::cloudfront:777788889999:distribution/costcenter"]},
        False,
        id="ForAllValues:ArnLike: another account's",
    ),
    pytest.param(OPS, DELIVERY, {}, True, id="ForAllValues:ArnLike: none"),
    pytest.param(OPS, INSTANCE_TYPE, {"ec2:InstanceType": "t1.micro"}, True, id="StringLikeIfExists: it matches"),
    pytest.param(OPS, INSTANCE_TYPE, {"ec2:InstanceType": "m2.micro"}, False, id="StringLikeIfExists: it does not"),
    pytest.param(OPS, INSTANCE_TYPE, {}, True, id="StringLikeIfExists: a resource that is no instance"),
    pytest.param(
        OPS, TEMPORARY, {"aws:TokenIssueTime": "2020-06-01T00:00:00Z"}, True, id="Null: temporary credentials"
    ),
    pytest.param(OPS, TEMPORARY, {}, False, id="Null: access keys"),
    pytest.param(CONDITION, MFA_AGE, {"aws:MultiFactorAuthAge": 2800}, True, id="MFA: within the hour"),
    pytest.param(CONDITION, MFA_AGE, {"aws:MultiFactorAuthAge": 3601}, False, id="MFA: longer ago"),
    pytest.param(CONDITION, MFA_AGE, {}, False, id="MFA: access keys"),
    pytest.param(SETS, DELETE_ONLY, {"aws:TagKeys": ["environment"]}, True, id="ForAllValues: the first"),
    pytest.param(SETS, DELETE_ONLY, {"aws:TagKeys": ["cost-center"]}, True, id="ForAllValues: the second"),
    pytest.param(SETS, DELETE_ONLY, {"aws:TagKeys": ["environment", "cost-center"]}, True, id="ForAllValues: both"),
    pytest.param(
        SETS, DELETE_ONLY, {"aws:TagKeys": ["environment", "dept"]}, False, id="ForAllValues: one that is not listed"
    ),
    pytest.param(SETS, DELETE_ONLY, {}, False, id="ForAllValues: none, for Null asks for one"),
    pytest.param(SETS, DELETE_ANY, {"aws:TagKeys": ["environment"]}, True, id="ForAnyValue: the first"),
    pytest.param(SETS, DELETE_ANY, {"aws:TagKeys": ["cost-center"]}, True, id="ForAnyValue: the second"),
    pytest.param(SETS, DELETE_ANY, {"aws:TagKeys": ["environment", "cost-center"]}, True, id="ForAnyValue: both"),
    pytest.param(
        SETS, DELETE_ANY, {"aws:TagKeys": ["environment", "dept"]}, True, id="ForAnyValue: one that is listed"
    ),
    pytest.param(SETS, DELETE_ANY, {"aws:TagKeys": ["dept"]}, False, id="ForAnyValue: one that is not"),
    pytest.param(SETS, DELETE_ANY, {}, False, id="ForAnyValue: none"),
    pytest.param(MULTIVALUED, KEY_1, {"aws:TagKeys": ["key1:legal"]}, False, id="ForAllValues, negated: excluded"),
    pytest.param(
        MULTIVALUED, KEY_1, {"aws:TagKeys": ["key1:hr", "key1:personnel"]}, False, id="ForAllValues, negated: two"
    ),
    pytest.param(MULTIVALUED, KEY_1, {"aws:TagKeys": ["key2:audit"]}, True, id="ForAllValues, negated: another"),
    pytest.param(MULTIVALUED, KEY_1, {}, True, id="ForAllValues, negated: none"),
    pytest.param(MULTIVALUED, KEY_1_OR_2, {"aws:TagKeys": ["key1:legal"]}, False, id="ForAllValues, NOR: the first"),
    pytest.param(
        MULTIVALUED,
        KEY_1_OR_2,
        {"aws:TagKeys": ["key1:hr", "key1:personnel"]},
        False,
        id="ForAllValues, NOR: the first, twice",
    ),
    pytest.param(
        MULTIVALUED, KEY_1_OR_2, {"aws:TagKeys": ["key1:hr", "key2:audit"]}, False, id="ForAllValues, NOR: both"
    ),
    pytest.param(MULTIVALUED, KEY_1_OR_2, {"aws:TagKeys": ["key3:legal"]}, True, id="ForAllValues, NOR: neither"),
    pytest.param(MULTIVALUED, KEY_1_OR_2, {}, True, id="ForAllValues, NOR: none"),
    pytest.param(MULTIVALUED, WEBSERVER, {"aws:TagKeys": ["webserver"]}, True, id="ForAnyValue, to deny: the key"),
    pytest.param(
        MULTIVALUED,
        WEBSERVER,
        {"aws:TagKeys": ["environment", "webserver", "test"]},
        True,
        id="ForAnyValue, to deny: among others",
    ),
    pytest.param(
        MULTIVALUED, WEBSERVER, {"aws:TagKeys": ["environment", "test"]}, False, id="ForAnyValue, to deny: others"
    ),
    pytest.param(MULTIVALUED, WEBSERVER, {}, False, id="ForAnyValue, to deny: none"),
    pytest.param(
        SINGLE_VALUED,
        RUN_TASK,
        {"aws:RequestTag/environment": "production", "ecs:cluster": f"{CLUSTER}1"},
        True,
        id="RunTask: the first of each",
    ),
    pytest.param(
        SINGLE_VALUED,
        RUN_TASK,
        {"aws:RequestTag/environment": "prod-backup", "ecs:cluster": f"{CLUSTER}2"},
        True,
        id="RunTask: the second of each",
    ),
    pytest.param(
        SINGLE_VALUED,
        RUN_TASK,
        {"aws:RequestTag/webserver": "production", "ecs:cluster": f"{CLUSTER}2"},
        False,
        id="RunTask: another tag",
    ),
    pytest.param(SINGLE_VALUED, RUN_TASK, {"ecs:cluster": f"{CLUSTER}2"}, False, id="RunTask: no tag"),
    pytest.param(LOGIC, EITHER, tags("legal", "audit", "Mary"), True, id="AND: all match"),
    pytest.param(LOGIC, EITHER, tags("hr", "audit", "Nikki"), False, id="AND: another operator fails"),
    pytest.param(LOGIC, EITHER, tags("hr", "payroll", "Mary"), False, id="AND: another key of the operator fails"),
    pytest.param(LOGIC, EITHER, tags("hr", None, "Mary"), False, id="AND: a key is missing"),
    pytest.param(LOGIC, EITHER, tags(None, None, "Mary"), False, id="AND: both keys are missing"),
    pytest.param(LOGIC, NEITHER, tags("legal", "audit", "Nikki"), True, id="NOR: none of the excluded"),
    pytest.param(LOGIC, NEITHER, tags("hr", "audit", "Mary"), False, id="NOR: one of the excluded"),
    pytest.param(LOGIC, NEITHER, tags("hr", "payroll", "Nikki"), False, id="NOR: a key of another operator fails"),
    pytest.param(LOGIC, NEITHER, tags("hr", None, "Nikki"), False, id="NOR: a key is missing"),
    pytest.param(LOGIC, NEITHER, tags(None, None, "Nikki"), False, id="NOR: both keys are missing"),
]


@pytest.mark.parametrize(("source", "conditions", "context", "expected"), ROWS)
def test_row_of_a_table(source: str, conditions: dict[str, Any], context: dict[str, Any], expected: bool) -> None:
    """The conditions match the request as the row of the page's table says."""
    document = {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": conditions},
    }
    who = context.get("aws:PrincipalArn", f"{USER}{context.get('aws:username', 'Ana')}")
    request = Request("s3:ListBucket", "arn:aws:s3:::b", who, context)
    assert bool(evaluate(request, Policies(identity=[document]))) is expected, source
