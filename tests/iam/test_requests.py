"""What can be asked. IAM UG: reference_policies_evaluation-logic_policy-eval-reqcontext, reference_identifiers."""

import dataclasses
from typing import Any

import pytest

from pytest_fakests.iam import Request

ACCOUNT = "123456789012"
USER = f"arn:aws:iam::{ACCOUNT}:user/julie"


@pytest.mark.parametrize("action", ["GetObject", "s3:Get*", "*", "a:b:c", "s3:", ":x", "", None])
def test_action_must_be_one_action(action: Any) -> None:
    """A request is about one action of one service."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the whole text is compared
        Request(action)
    assert str(caught.value) == (
        f'the action {action!r} is not "service:name" without wildcards; write it as "s3:GetObject"'
    )


def test_request_tells_what_it_was_made_of() -> None:
    """Each part can be read."""
    role, context = f"arn:aws:iam::{ACCOUNT}:role/app/R", {"ex:k": "v"}
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/R/S"
    found = Request("s3:GetObject", "arn:aws:s3:::b/k", session, context, "999999999999", role)
    assert dataclasses.astuple(found)[:6] == (
        *("s3:GetObject", "arn:aws:s3:::b/k", session),
        *(context, "999999999999", role),
    )


STRANGERS = [
    pytest.param("julie", id="a name"),
    pytest.param(ACCOUNT, id="an account"),
    pytest.param(f"arn:aws:iam::{ACCOUNT}:group/devs", id="a group"),
    pytest.param(f"arn:aws:iam::{ACCOUNT}:user/", id="a user without a name"),
    pytest.param("arn:aws:s3:::reports", id="a resource"),
    pytest.param("", id="nothing"),
]


@pytest.mark.parametrize("principal", STRANGERS)
def test_principal_must_be_able_to_ask(principal: str) -> None:
    """Only what can sign a request, or stands for its want of a signature, is a principal."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the whole text is compared
        Request("s3:GetObject", principal=principal)
    assert str(caught.value) == (
        f"the principal {principal!r} cannot make a request; write the ARN of a user, role, assumed-role session, "
        'federated user or account root, the host of a service, an identity provider, or "*" for an anonymous caller'
    )


def test_request_about_no_resource_is_about_all() -> None:
    """Actions that take none are asked for on "*"."""
    assert Request("s3:ListAllMyBuckets", principal=USER).resource == "*"


OWNERS = [
    pytest.param(Request("s3:GetObject", "arn:aws:s3:::b/k", USER), ACCOUNT, id="an ARN without account"),
    pytest.param(Request("sqs:SendMessage", "arn:aws:sqs:eu-west-1:999999999999:q", USER), "999999999999", id="an ARN"),
    pytest.param(Request("s3:GetObject", "arn:aws:s3:::b/k", USER, {}, "999999999999"), "999999999999", id="as told"),
    pytest.param(Request("iam:GetPolicy", "arn:aws:iam::aws:policy/X", USER), ACCOUNT, id="a policy of AWS's own"),
    pytest.param(Request("s3:ListAllMyBuckets", principal=USER), ACCOUNT, id="no resource"),
    pytest.param(Request("s3:GetObject", "arn:aws:s3:::b/k"), "", id="nobody asks"),
]


@pytest.mark.parametrize(("request_", "owner"), OWNERS)
def test_account_of_the_resource(request_: Request, owner: str) -> None:
    """The resource belongs to the account that is given, that its ARN names, or else to the caller's."""
    assert request_.account == owner
