"""Names of operations that a test gives: a wrong one is told at once, with the one that was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_fakests import FakeSts

# What is no operation, and the whole text of the error.
WRONG = {
    "no service": ("GetObject", "'GetObject' names no operation; write SERVICE:OPERATION, as 's3:GetObject'"),
    "no operation": ("s3:", "'s3:' names no operation; write SERVICE:OPERATION, as 's3:GetObject'"),
    "empty service": (":GetObject", "':GetObject' names no operation; write SERVICE:OPERATION, as 's3:GetObject'"),
    "two colons": ("s3:Get:Object", "'s3:Get:Object' names no operation; write SERVICE:OPERATION, as 's3:GetObject'"),
    "no text": (42, "42 names no operation; write SERVICE:OPERATION, as 's3:GetObject'"),
    "misspelt": ("s3:GetObjct", "'s3:GetObjct' is no operation of botocore's; did you mean 's3:GetObject'?"),
    "a client's method": (
        "s3:get_object",
        "'s3:get_object' is no operation of botocore's; did you mean 's3:GetObject'?",
    ),
    "misspelt, with IAM's prefix": (
        "states:StartExecutio",
        "'states:StartExecutio' is no operation of botocore's; did you mean 'states:StartExecution'?",
    ),
    "wildcard": ("s3:*", "'s3:*' is no operation of botocore's; write one, as 's3:AbortMultipartUpload'"),
    "action": (
        "lambda:InvokeFunction",
        "'lambda:InvokeFunction' is no operation of botocore's; it is an action of IAM; write an operation that needs it: "
        "'lambda:Invoke', 'lambda:InvokeWithResponseStream'",
    ),
    "action of many": (
        "apigateway:PUT",
        "'apigateway:PUT' is no operation of botocore's; it is an action of IAM; write an operation that needs it: "
        "'apigateway:ImportDocumentationParts', 'apigateway:PutGatewayResponse', 'apigateway:PutIntegration', "
        "'apigateway:PutIntegrationResponse', ...",
    ),
    "misspelt service": (
        "dynamodbs:GetItem",
        "'dynamodbs:GetItem' names no service of botocore's; did you mean 'dynamodb:GetItem'?",
    ),
}


@pytest.mark.parametrize(("name", "text"), WRONG.values(), ids=WRONG)
def test_what_is_no_operation_is_refused_with_what_was_meant(fakests: FakeSts, name: Any, text: str) -> None:
    """By botocore's own models, and before any call."""
    with pytest.raises(ValueError, match=r"names no|is no operation") as caught:
        fakests.answer(name, {})
    assert str(caught.value) == text


@pytest.mark.parametrize(
    "register",
    [lambda fakests: fakests.fail("s3:GetObjct", "SlowDown"), lambda fakests: fakests.map("s3:GetObjct")],
    ids=["fail", "map"],
)
def test_failures_and_mappings_are_held_to_it_too(fakests: FakeSts, register: Callable[[FakeSts], None]) -> None:
    """Wherever a test names an operation."""
    with pytest.raises(ValueError, match="did you mean 's3:GetObject'"):
        register(fakests)


@pytest.mark.parametrize(
    "name", ["states:StartExecution", "email:SendEmail", "apigateway:GetApis", "S3:getobject", "qldb:SendCommand"]
)
def test_names_that_some_service_has_are_taken(fakests: FakeSts, name: str) -> None:
    """As botocore, IAM or the hosts name it, without regard to case; a service without a model may have one elsewhere."""
    fakests.answer(name, {}, optional=True)
