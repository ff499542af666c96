"""Condition keys that are found out when a policy asks for them, and otherwise when a decision is shown."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from pytest_fakests.iam import Policies, Request, evaluate
from pytest_fakests.iam.late import LateContext, laid_over

JULIE = "arn:aws:iam::123456789012:user/julie"
KEY = "dynamodb:LeadingKeys"


def found() -> dict[str, Any]:
    """What is found out late."""
    return {KEY: ("ann",)}


def not_to_be_found() -> dict[str, Any]:
    """What nobody should ask for."""
    raise AssertionError("a key was found out that nobody asked for")


def is_key(key: str) -> bool:
    """Whether a key, in lower case, is the one that is found out."""
    return key == KEY.lower()


def policies(condition: dict[str, Any]) -> Policies:
    """An identity-based policy that allows all under a condition."""
    return Policies(identity=[{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}])


@pytest.mark.parametrize("resource", ["arn:aws:dynamodb:us-east-1:123456789012:table/users", "arn:aws:s3:::reports"])
def test_unasked_is_not_found_out(resource: str) -> None:
    """A decision asks for no late key where policies ask for other keys alone, whoever may own the resource."""
    context = LateContext({"aws:SourceIp": "192.0.2.1"}, is_key, not_to_be_found)
    asked = Request("dynamodb:GetItem", resource, JULIE, context)
    assert evaluate(asked, policies({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}))


@pytest.mark.parametrize(("value", "allowed"), [("ann", True), ("bob", False)])
def test_asked_is_found_out(value: str, allowed: bool) -> None:
    """A condition on a late key is compared with what is found out, and not with what was there before."""
    context = LateContext({KEY: "early"}, is_key, found)
    asked = Request("dynamodb:GetItem", "*", JULIE, context)
    assert bool(evaluate(asked, policies({"ForAllValues:StringEquals": {KEY: [value]}}))) is allowed


def test_early_where_nothing_is_found_out() -> None:
    """A late key that is not found out has the value that was given before."""
    context = LateContext({KEY: "early"}, is_key, dict)
    assert evaluate(Request("dynamodb:GetItem", "*", JULIE, context), policies({"StringEquals": {KEY: "early"}}))


def test_late_owner() -> None:
    """The account that owns a resource may be found out late."""
    context = LateContext({}, lambda key: key == "aws:resourceaccount", lambda: {"aws:ResourceAccount": "999999999999"})
    assert Request("s3:GetObject", "arn:aws:s3:::reports/q3.csv", JULIE, context).account == "999999999999"


def test_shown_in_full() -> None:
    """A decision is shown with all keys of the request, late ones among them."""
    request = Request("dynamodb:GetItem", "*", JULIE, LateContext({"aws:SourceIp": "192.0.2.1"}, is_key, found))
    context = evaluate(request, Policies()).to_dict()["request"]["context"]
    assert (context[KEY], context["aws:SourceIp"]) == (["ann"], "192.0.2.1")


def test_mapping() -> None:
    """It is equal to, and written as, the mapping of all its keys; those that are found out come before early ones."""
    context = LateContext({"a": "1", KEY: "early"}, is_key, found)
    assert context == {"a": "1", KEY: ("ann",)}
    assert (repr(context), len(context)) == (f"{{'a': '1', '{KEY}': ('ann',)}}", 2)


def test_laid_over_others() -> None:
    """Over other keys it is as late as before."""
    context = laid_over({"a": "0", "b": "2"}, LateContext({"a": "1"}, is_key, found))
    assert isinstance(context, LateContext)
    assert (context.early, context[KEY], context.late(KEY.lower())) == ({"a": "1", "b": "2"}, ("ann",), ("ann",))


def test_early_laid_over_others() -> None:
    """Keys that are all known replace those below them."""
    assert laid_over({"a": "0", "b": "2"}, {"a": "1"}) == {"a": "1", "b": "2"}


@pytest.mark.parametrize(
    ("early", "late", "full"),
    [({}, {}, False), ({"a": "1"}, {}, True), ({}, {"b": "2"}, True)],
    ids=["none", "early", "late"],
)
def test_truth(early: dict[str, str], late: dict[str, str], full: bool) -> None:
    """It is true where there is any key."""
    assert bool(LateContext(early, is_key, lambda: late)) is full


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda context: pickle.loads(pickle.dumps(context))])
def test_copies(copied: Any) -> None:
    """A copy, and what another process gets of it, is a dict of all its keys."""
    context = copied(LateContext({"a": "1"}, lambda key: key == KEY, found))
    assert (type(context), context) == (dict, {"a": "1", KEY: ("ann",)})
