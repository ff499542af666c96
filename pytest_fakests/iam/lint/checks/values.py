"""Checks of the values of conditions: whether their operator can read them, and what it makes of them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator

from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.lint.checks.arns import REGION
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.views import ConditionView, Entry
from pytest_fakests.iam.matching.comparisons import never

_EPOCH = re.compile(r"\d{5,}(\.\d+)?", re.ASCII)
# The operators that go with each type of key.
_FAMILIES = {
    # ARNs are strings, and stand in tags and in encryption contexts too.
    "String": ("String", "Arn"),
    "ARN": ("Arn", "String"),
    "Bool": ("Bool",),
    "Numeric": ("Numeric",),
    "Date": ("Date",),
    "IPAddress": ("IpAddress",),
}
_EITHER = {"aws:epochtime": ("Date", "Numeric")}
_LIMITS = frozenset(f"Numeric{order}{equals}" for order in ("LessThan", "GreaterThan") for equals in ("", "Equals"))
# Also one with wildcards, and "*".
_KEY_ARN = re.compile(r"arn:[^:]*:kms:[^:]*:[^:]*:(?:key/.+|\*)|\*+", re.DOTALL)
_PRIVATE = tuple(map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))


def type_mismatch(view: ConditionView) -> Iterator[Fault]:
    """The operator does not go with the type of the key."""
    facts = view.facts
    if facts is None or view.family == "Null":
        return
    families = _EITHER.get(view.key, _FAMILIES.get(facts.type))
    if families and view.family not in families:
        yield Fault(
            view.place,
            f"{view.condition.operator} does not go with {view.condition.key}, which is of type {facts.type}",
            f"use an operator of the family {' or '.join(families)}",
        )


def type_mismatch_boolean(view: ConditionView) -> Iterator[Fault]:
    """A value of a Bool or Null operator is neither true nor false: it matches nothing."""
    yield from _unreadable(view, ("Bool", "Null"), "neither true nor false", 'write "true" or "false"')


def type_mismatch_number(view: ConditionView) -> Iterator[Fault]:
    """A value of a Numeric operator is no number: it matches nothing."""
    yield from _unreadable(view, ("Numeric",), "not a number", "write an integer or a decimal")


def type_mismatch_date(view: ConditionView) -> Iterator[Fault]:
    """A value of a Date operator is no date: it matches nothing."""
    yield from _unreadable(view, ("Date",), "not a date", 'write it as "2026-01-31T12:00:00Z"')


def type_mismatch_string(view: ConditionView) -> Iterator[Fault]:
    """A value of BinaryEquals is not base64: it matches nothing."""
    yield from _unreadable(view, ("Binary",), "not base64", "encode it")


def type_mismatch_ip_range(view: ConditionView) -> Iterator[Fault]:
    """A value of an IpAddress operator is no address and no range: it matches nothing."""
    yield from _unreadable(view, ("IpAddress",), "no range of IP addresses", 'write it as "203.0.113.0/24"')


def arn_pattern_without_six_parts(view: ConditionView) -> Iterator[Fault]:
    """A value of an ARN operator has fewer than the six parts that it compares one by one: it matches nothing.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    if view.family != "Arn":
        return
    for entry in view.values:
        if entry.text.count(":") < 5 and set(entry.text) != {"*"} and not view.is_variable(entry.text):
            yield Fault(
                entry.place, f"{quoted(entry.text)} is no ARN and matches none", "write all six parts of an ARN"
            )


def invalid_date_value(view: ConditionView) -> Iterator[Fault]:
    """A date is written as the seconds since 1970, which nobody reads."""
    if view.family != "Date" or view.key == "aws:epochtime":
        return
    for entry in view.values:
        if _EPOCH.fullmatch(entry.text):
            yield Fault(entry.place, f"{quoted(entry.text)} is a date in seconds", 'write it as "2026-01-31T12:00:00Z"')


def invalid_variable_for_operator(view: ConditionView) -> Iterator[Fault]:
    """A policy variable stands in a value of an operator that has none: it matches nothing."""
    if view.family in ("String", "Arn"):
        return
    for entry in view.values:
        if view.is_variable(entry.text):
            yield Fault(
                entry.place, f"{view.condition.operator} has no policy variables", "use an operator for strings or ARNs"
            )


def invalid_condition_multiple_boolean(view: ConditionView) -> Iterator[Fault]:
    """A Bool or Null operator has several values: one of true and false is always met."""
    if view.family in ("Bool", "Null") and len(view.values) > 1:
        yield Fault(view.place, "it has several boolean values", "write one")


def invalid_condition_data_type(view: ConditionView) -> Iterator[Fault]:
    """The values in a list are of several JSON types."""
    if len({type(value) for value in view.written}) > 1:
        yield Fault(view.place, "its values are of several JSON types", "write them all as strings")


def redundant_condition_value_num(view: ConditionView) -> Iterator[Fault]:
    """Several limits are named where one decides."""
    if view.condition.name in _LIMITS and len(view.values) > 1:
        which = "greatest" if "Less" in view.condition.name else "least"
        yield Fault(view.place, f"the {which} of its values decides", "leave the others out")


def invalid_region(view: ConditionView) -> Iterator[Fault]:
    """A value of aws:RequestedRegion does not look like a Region."""
    if view.key != "aws:requestedregion" or view.family != "String" or view.matches_patterns:
        return
    for entry in view.values:
        if not REGION.fullmatch(entry.text) and "*" not in entry.text and not view.is_variable(entry.text):
            yield Fault(entry.place, f"{quoted(entry.text)} is no Region", 'write it as "eu-west-1"')


def invalid_kms_key_value(view: ConditionView) -> Iterator[Fault]:
    """A value of the key that names a KMS key is not the ARN of one."""
    if view.key != "s3:x-amz-server-side-encryption-aws-kms-key-id" or view.family not in ("String", "Arn"):
        return
    for entry in view.values:
        if not _KEY_ARN.fullmatch(entry.text) and not view.is_variable(entry.text):
            yield Fault(
                entry.place,
                f"{quoted(entry.text)} is not the ARN of a KMS key",
                'write it as "arn:aws:kms:REGION:ACCOUNT:key/ID"',
            )


def private_ip_address(view: ConditionView) -> Iterator[Fault]:
    """aws:SourceIp is compared with private addresses only, and it is a public one: it never holds."""
    yield from _private(view, "IpAddress", all, "all addresses are private, and aws:SourceIp is public: it never holds")


def private_not_ip_address(view: ConditionView) -> Iterator[Fault]:
    """aws:SourceIp is to be none of some private addresses, and it is a public one: it always holds."""
    yield from _private(
        view, "NotIpAddress", all, "all addresses are private, and aws:SourceIp is public: it always holds"
    )


def private_ip_address_subset(view: ConditionView) -> Iterator[Fault]:
    """Some of the addresses that aws:SourceIp is compared with are private, and it is a public one."""
    yield from _private(view, "IpAddress", _mixed, "some addresses are private, and aws:SourceIp is public")


def private_not_ip_address_subset(view: ConditionView) -> Iterator[Fault]:
    """Some of the addresses that aws:SourceIp is not to be are private, and it is a public one."""
    yield from _private(view, "NotIpAddress", _mixed, "some addresses are private, and aws:SourceIp is public")


def improve_ip_range(view: ConditionView) -> Iterator[Fault]:
    """A range of IP addresses has bits after its prefix, which are ignored."""
    if view.family != "IpAddress":
        return
    for entry in view.values:
        network = _network(entry.text)
        if network and _has_host_bits(entry.text):
            yield Fault(
                entry.place, f"{quoted(entry.text)} has bits after its prefix, which are ignored", f"write {network}"
            )


def _unreadable(view: ConditionView, families: tuple[str, ...], what: str, remedy: str) -> Iterator[Fault]:
    if view.family not in families:
        return
    tests = iter(view.condition.tests)
    for entry in view.values:
        if next(tests) is never and not view.is_variable(entry.text):
            yield Fault(entry.place, f"{quoted(entry.text)} is {what}: it matches nothing", remedy)


def _private(view: ConditionView, name: str, which: Callable[[list[bool]], bool], problem: str) -> Iterator[Fault]:
    if view.key != "aws:sourceip" or view.condition.name != name:
        return
    private = [_is_private(entry) for entry in view.values]
    if private and which(private):
        yield Fault(view.place, problem, "use public addresses, or the key aws:VpcSourceIp")


def _mixed(private: list[bool]) -> bool:
    return any(private) and not all(private)


def _is_private(entry: Entry) -> bool:
    network = _network(entry.text)
    return network is not None and any(
        network.version == range_.version and network.subnet_of(range_)  # type: ignore[arg-type]  # of one version
        for range_ in _PRIVATE
    )


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_interface(text).network
    except ValueError:
        return None


def _has_host_bits(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return True
    return False
