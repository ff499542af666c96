"""Checks of condition keys: whether AWS has them, and what they are good for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_fakests.iam.errors import quoted, suggestion
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.keys import GLOBAL_KEYS, SENSITIVE_KEYS, TAG_KEYS
from pytest_fakests.iam.lint.views import ConditionView

_GLOBAL = "aws:"
_UNSUPPORTED = "aws:arn"
_WILD = re.compile(r"[*?]")
# Where there are policy variables, "${*}" and "${?}" are plain characters.
_WILD_ASIDE_FROM_VARIABLES = re.compile(r"(?<!\$\{)[*?]")
_NETWORK = {"aws:sourcevpc": "vpc", "aws:sourcevpce": "vpce"}
_OF_SERVICES = (
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "iam:awsservicename",
    "iam:passedtoservice",
    "kms:viaservice",
)
_HOST = re.compile(
    r"[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|amazon\.com|aws\.internal)"
)
_SPOOFED = ("aws:referer", "aws:useragent")
# Addresses within a VPC are unique together with it only.
_PAIRS = {
    "aws:vpcsourceip": ("aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce"),
    "aws:ec2instancesourceprivateipv4": ("aws:Ec2InstanceSourceVpc",),
}


def invalid_global_condition_key(view: ConditionView) -> Iterator[Fault]:
    """A key begins with "aws:" and is none that AWS has."""
    if view.key.startswith(_GLOBAL) and view.facts is None and view.key != _UNSUPPORTED and not _lacks_tag(view):
        yield Fault(view.place, f"there is no key {view.condition.key}", _nearest(view.condition.key))


def unsupported_global_condition_key(view: ConditionView) -> Iterator[Fault]:
    """The key aws:ARN is not supported."""
    if view.key == _UNSUPPORTED:
        yield Fault(view.place, f"{view.condition.key} is not supported", "use aws:PrincipalArn or aws:SourceArn")


def missing_tag_key_in_condition(view: ConditionView) -> Iterator[Fault]:
    """A key for tags has no tag key after it."""
    if _lacks_tag(view):
        name = view.condition.key.removesuffix("/")
        yield Fault(view.place, f"{quoted(view.condition.key)} names no tag", f"write {quoted(name + '/tag-key')}")


def invalid_vpc_format(view: ConditionView) -> Iterator[Fault]:
    """A value of aws:SourceVpc is no id of a VPC."""
    yield from _invalid_id(view, "vpc")


def invalid_vpce_format(view: ConditionView) -> Iterator[Fault]:
    """A value of aws:SourceVpce is no id of a VPC endpoint."""
    yield from _invalid_id(view, "vpce")


def irrelevant_condition_key_in_policy(view: ConditionView) -> Iterator[Fault]:
    """A key tells of the resource, in the policy of that resource."""
    if view.key == "s3:resourceaccount" and view.within.kind is PolicyKind.RESOURCE:
        yield Fault(
            view.place,
            "the account of a bucket is always the same in its own policy",
            "use it in identity-based policies",
        )


def invalid_service_principal_format(view: ConditionView) -> Iterator[Fault]:
    """A value of a key that names a service is not the host of one."""
    if view.key not in _OF_SERVICES or view.family != "String":
        return
    for entry in view.values:
        if not _HOST.fullmatch(entry.text) and not (view.matches_patterns and _WILD.search(entry.text)):
            yield Fault(entry.place, f"{quoted(entry.text)} is no service", 'write its host, as "lambda.amazonaws.com"')


def untrustworthy_condition_key(view: ConditionView) -> Iterator[Fault]:
    """Who calls may write into this key what they like."""
    if view.key in _SPOOFED:
        yield Fault(view.place, f"the caller decides what {view.condition.key} is", "do not rest access on it")


def missing_paired_condition_keys(view: ConditionView) -> Iterator[Fault]:
    """A key stands alone that says little without another."""
    pair = _PAIRS.get(view.key)
    if pair and not view.within.on(*(key.lower() for key in pair)):
        yield Fault(
            view.place,
            f"other networks have the same private addresses as {view.condition.key} names",
            f"add {' or '.join(pair)}",
        )


def wildcard_usage_too_permissive(view: ConditionView) -> Iterator[Fault]:
    """A wildcard stands in a value of a key for which it has no use, or where it takes in the users of others."""
    if not view.matches_patterns:
        return
    for entry in view.values:
        if view.key in SENSITIVE_KEYS and _wild(view, entry.text):
            yield Fault(
                entry.place, f"{quoted(entry.text)} has a wildcard", f"write whole values of {view.condition.key}"
            )
        elif view.key == "aws:userid" and _wild_unique_id(view, entry.text):
            yield Fault(
                entry.place,
                f"{quoted(entry.text)} has a wildcard in the unique id",
                'write it after the colon, as "AROAEXAMPLEID:*"',
            )


def wildcard_without_like_operator(view: ConditionView) -> Iterator[Fault]:
    """A wildcard stands in a value of an operator that takes it for a plain character."""
    if view.family != "String" or view.matches_patterns:
        return
    for entry in view.values:
        if _wild(view, entry.text):
            like = "StringNotLike" if view.condition.negated else "StringLike"
            yield Fault(
                entry.place,
                f"the wildcard in {quoted(entry.text)} is a plain character",
                f"use {like}, if one is meant",
            )


def string_like_operator_with_arn_condition_keys(view: ConditionView) -> Iterator[Fault]:
    """ARNs are compared as strings, where a wildcard also matches the colons between their parts."""
    if view.facts and view.facts.type == "ARN" and view.condition.name in {"StringLike", "StringNotLike"}:
        arn = "ArnNotLike" if view.condition.negated else "ArnLike"
        yield Fault(view.place, f"{view.facts.name} is an ARN, and its parts are not told apart", f"use {arn}")


def _nearest(key: str) -> str:
    name, slash, _ = key.partition("/")
    near = suggestion(name, TAG_KEYS.values() if slash else [facts.name for facts in GLOBAL_KEYS.values()])
    return near if near.startswith("did you mean") else "see AWS's list of global condition keys"


def _lacks_tag(view: ConditionView) -> bool:
    prefix, slash, tag = view.key.partition("/")
    return (prefix in TAG_KEYS and not tag) or (bool(slash) and not tag and prefix.endswith("tag"))


def _invalid_id(view: ConditionView, prefix: str) -> Iterator[Fault]:
    if _NETWORK.get(view.key) != prefix or view.family != "String":
        return
    for entry in view.values:
        known = re.fullmatch(rf"{prefix}-(?:[0-9a-z]{{8}}|[0-9a-z]{{17}})", entry.text)
        if not known and not _wild(view, entry.text) and not view.is_variable(entry.text):
            yield Fault(
                entry.place,
                f"{quoted(entry.text)} is no id of a {prefix}",
                f'write "{prefix}-" and 8 or 17 letters and digits',
            )


def _wild(view: ConditionView, text: str) -> bool:
    wild = _WILD_ASIDE_FROM_VARIABLES if view.within.variables else _WILD
    return wild.search(text) is not None


def _wild_unique_id(view: ConditionView, text: str) -> bool:
    unique_id, colon, _ = text.partition(":")
    return _wild(view, unique_id) and not (colon and unique_id == "*")
