"""Calls through an Object Lambda access point of Amazon S3.

Source: Amazon S3 User Guide, "Configuring IAM policies for Object Lambda Access Points".
"""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from pytest_fakests import FakeSts, Resource, UnmappedCallError, User, allow

PLACE = "us-east-1:123456789012"
POINT = f"arn:aws:s3-object-lambda:{PLACE}:accesspoint/redacted"
BEHIND = f"arn:aws:s3:{PLACE}:accesspoint"
THROUGH = {"ForAnyValue:StringEquals": {"aws:CalledVia": ["s3-object-lambda.amazonaws.com"]}}
INVOKE = allow("lambda:InvokeFunction", on=f"arn:aws:lambda:{PLACE}:function:*", when=THROUGH)
READ = allow("s3:GetObject", on=f"{BEHIND}/*", when=THROUGH)
GET = allow("s3-object-lambda:GetObject", on=POINT)
VERSION = allow(
    "s3-object-lambda:GetObjectVersion", on=POINT, when={"StringEquals": {"s3-object-lambda:versionid": "7"}}
)
GET_SEVEN = {"VersionId": "7"}

CASES = [
    pytest.param([GET, INVOKE, READ], {}, "fine", id="all that is needed"),
    pytest.param([INVOKE, READ], {}, "AccessDenied", id="not the access point"),
    pytest.param([GET, READ], {}, "AccessDenied", id="not the function"),
    pytest.param([GET, INVOKE], {}, "AccessDenied", id="not the access point behind"),
    pytest.param([GET, INVOKE, allow("s3:GetObject", on=f"{BEHIND}/raw/object/*")], {}, "unmapped", id="one access point, which may be another"),
    pytest.param([VERSION, INVOKE, allow("s3:GetObjectVersion", on=f"{BEHIND}/*")], GET_SEVEN, "fine", id="a version"),
    pytest.param([GET, INVOKE, READ], GET_SEVEN, "AccessDenied", id="a version needs its own action"),
]  # fmt: skip


@pytest.mark.parametrize(("permissions", "params", "expected"), CASES)
def test_all_on_the_way_to_the_object_has_to_be_allowed(
    fakests: FakeSts, permissions: list[Any], params: dict[str, Any], expected: str
) -> None:
    """The access point, the function and the access point behind it, each with an action of its own."""
    fakests.add(User("ann", permissions=permissions))
    try:
        fakests.client("s3", "user/ann").get_object(Bucket=POINT, Key="q3.csv", **params)
        found = "fine"
    except ClientError as error:
        found = str(error.response["Error"]["Code"])
    except UnmappedCallError:
        found = "unmapped"
    assert found == expected


def test_what_changes_no_answer_needs_no_function(fakests: FakeSts) -> None:
    """Objects are written to the access point behind."""
    write = allow("s3-object-lambda:PutObject", "s3:PutObject", on=[POINT, f"{BEHIND}/*"])
    fakests.add(User("ann", permissions=write))
    assert fakests.client("s3", "user/ann").put_object(Bucket=POINT, Key="q3.csv", Body=b"x")


def test_what_object_lambda_does_not_have_is_said(fakests: FakeSts) -> None:
    """There is no such action."""
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("s3").get_object_attributes(Bucket=POINT, Key="q3.csv", ObjectAttributes=["ETag"])
    assert "Object Lambda access points have no action s3-object-lambda:GetObjectAttributes" in str(caught.value)


DECLARED = Resource(
    POINT,
    behind={
        "FunctionArn": f"arn:aws:lambda:{PLACE}:function:redact:1",
        "SupportingAccessPoint": f"{BEHIND}/raw",
    },
)
INVOKE_ONE = allow("lambda:InvokeFunction", on=f"arn:aws:lambda:{PLACE}:function:redact:1", when=THROUGH)
READ_RAW = allow("s3:GetObject", on=f"{BEHIND}/raw/object/q3.csv", when=THROUGH)
READ_BUCKET = allow("s3:GetObject", on="arn:aws:s3:::reports/q3.csv", when=THROUGH)

KNOWN = [
    pytest.param([GET, INVOKE_ONE, READ_RAW, READ_BUCKET], "fine", id="all that is behind"),
    pytest.param([GET, READ_RAW, READ_BUCKET], "AccessDenied", id="not the function"),
    pytest.param(
        [GET, allow("lambda:InvokeFunction", on=f"arn:aws:lambda:{PLACE}:function:redact:2"), READ_RAW, READ_BUCKET],
        "AccessDenied",
        id="another version of the function",
    ),
    pytest.param([GET, INVOKE_ONE, READ_BUCKET], "AccessDenied", id="not the access point behind"),
    pytest.param([GET, INVOKE_ONE, READ_RAW], "AccessDenied", id="not the bucket behind that"),
]


@pytest.mark.parametrize(("permissions", "expected"), KNOWN)
def test_what_is_declared_behind_the_access_point_is_judged_itself(
    fakests: FakeSts, permissions: list[Any], expected: str
) -> None:
    """The function, the object through the supporting access point, and the object in its bucket."""
    fakests.add(User("ann", permissions=permissions), DECLARED, Resource(f"{BEHIND}/raw", bucket="reports"))
    try:
        fakests.client("s3", "user/ann").get_object(Bucket=POINT, Key="q3.csv")
        found = "fine"
    except ClientError as error:
        found = str(error.response["Error"]["Code"])
    assert found == expected


def test_which_answers_a_function_changes_beside_objects_is_not_guessed(fakests: FakeSts) -> None:
    """An access point has its function called for GetObject, and for other operations where it says so."""
    read = allow("s3-object-lambda:GetObject", "s3:GetObject", on=[POINT, f"{BEHIND}/*"])
    fakests.add(User("ann", permissions=read), DECLARED)
    with pytest.raises(UnmappedCallError) as caught:
        fakests.client("s3", "user/ann").head_object(Bucket=POINT, Key="q3.csv")
    assert (
        f"lambda:InvokeFunction is denied on arn:aws:lambda:{PLACE}:function:redact:1, "
        "and whether it is called for HeadObject is not known"
    ) in str(caught.value)
