"""Checks of what stands in the elements of a statement, or is missing in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.patterns import covers
from pytest_fakests.iam.lint.views import Entry, StatementView

_WILDCARD = re.compile(r"[*?]")


def empty_sid_value(view: StatementView) -> Iterator[Fault]:
    """Its Sid is empty."""
    if view.statement.sid == "":
        yield Fault(view.place.element("Sid"), "the Sid is empty", "give it a value, or leave it out")


def empty_array_action(view: StatementView) -> Iterator[Fault]:
    """It names no action, so it never applies."""
    yield from _empty(view, "Action", "NotAction")


def empty_array_resource(view: StatementView) -> Iterator[Fault]:
    """It names no resource, so it never applies."""
    yield from _empty(view, "Resource", "NotResource")


def empty_array_principal(view: StatementView) -> Iterator[Fault]:
    """Its lists of principals are empty, so it never applies."""
    for element in ("Principal", "NotPrincipal"):
        value = view.written.get(element)
        if isinstance(value, Mapping) and value and not any(value.values()):
            yield Fault(
                view.place.element(element), "it names no principal, so the statement never applies", "name one"
            )


def empty_object_principal(view: StatementView) -> Iterator[Fault]:
    """Its principal is an empty object, so it never applies."""
    for element in ("Principal", "NotPrincipal"):
        if view.written.get(element) == {}:
            yield Fault(
                view.place.element(element), "it names no principal, so the statement never applies", "name one"
            )


def empty_object_condition(view: StatementView) -> Iterator[Fault]:
    """Its Condition, or one of the operators in it, is empty and narrows nothing."""
    written = view.written.get("Condition")
    here = view.place.element("Condition")
    places = [here] if written == {} else [here.element(name) for name, keys in (written or {}).items() if not keys]
    for place in places:
        yield Fault(place, "it is empty and narrows nothing", "name condition keys, or leave it out")


def excludes_everything(view: StatementView) -> Iterator[Fault]:
    """Its NotAction or NotResource is "*", so it never applies.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
    """
    for element in ("NotAction", "NotResource"):
        for entry in view.entries(element):
            if entry.text and set(entry.text) == {"*"}:
                yield Fault(
                    entry.place, f"{element} excludes everything, so the statement never applies", "name what is meant"
                )


def redundant_action(view: StatementView) -> Iterator[Fault]:
    """One of its actions is among those that another of its patterns matches."""
    yield from _redundant(view.entries("Action", "NotAction"), str.lower)


def redundant_resource(view: StatementView) -> Iterator[Fault]:
    """One of its resources is among those that another of its patterns matches."""
    yield from _redundant(view.entries("Resource", "NotResource"), str)


def variable_unsupported_in_version(view: StatementView) -> Iterator[Fault]:
    """A policy variable stands in a policy whose version has none: it is plain text there."""
    if view.variables:
        return
    in_conditions = (entry for condition in view.conditions for entry in condition.values)
    for entry in (*view.entries("Resource", "NotResource"), *in_conditions):
        if "${" in entry.text:
            yield Fault(
                entry.place,
                f"{quoted(entry.text)} is plain text: this version has no policy variables",
                'write "Version": "2012-10-17"',
            )


def _empty(view: StatementView, *elements: str) -> Iterator[Fault]:
    for element in elements:
        if view.written.get(element) == []:
            yield Fault(
                view.place.element(element), "it is empty, so the statement never applies", "name what is meant"
            )


def _redundant(entries: Iterator[Entry], compared: Callable[[str], str]) -> Iterator[Fault]:
    """The entries that others take in; `compared` gives a text as it is compared."""
    texts = [(compared(entry.text), entry) for entry in entries]
    wild = [(_WILDCARD.split(text)[0], text, entry) for text, entry in texts if _WILDCARD.search(text)]
    seen: dict[str, Entry] = {}
    for text, entry in texts:
        wider = seen.get(text) or next(
            (one for start, pattern, one in wild if text.startswith(start) and _is_wider(pattern, text)), None
        )
        if wider:
            yield Fault(entry.place, f"{quoted(entry.text)} is among what {quoted(wider.text)} matches", "remove it")
        seen.setdefault(text, entry)


def _is_wider(pattern: str, text: str) -> bool:
    return pattern != text and covers(pattern, text) and not covers(text, pattern)
