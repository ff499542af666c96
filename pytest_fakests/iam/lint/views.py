"""What the checks look at: a policy, a statement and a condition, each with the place where it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pytest_fakests.iam.errors import Place
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.lint.keys import KeyFacts, facts_of
from pytest_fakests.iam.lint.reference import Reference
from pytest_fakests.iam.matching.conditions import Condition, Quantifier
from pytest_fakests.iam.matching.operators import NULL
from pytest_fakests.iam.matching.statements import Effect, Statement
from pytest_fakests.iam.parsing.documents import CURRENT_VERSION, Policy

# What these allow is granted; what other kinds of policy allow, they only leave alone.
_GRANTING = (PolicyKind.IDENTITY, PolicyKind.RESOURCE, PolicyKind.TRUST)


class Entry(NamedTuple):
    """One of the values of an element or a condition, and its place."""

    place: Place
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class PolicyView:
    """A policy.

    Attributes:
        policy: What was read.
        accounts: The ids of the accounts of those whose policy it is; empty where they are not known.
        reference: AWS's Service Authorization Reference, or None where it is not asked.
        principals: The ARNs of the users and roles of their accounts; empty where they are not known.
    """

    policy: Policy
    accounts: frozenset[str] = frozenset()
    reference: Reference | None = None
    principals: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """The place of the document; a finding has the name beside it."""
        return Place(None)

    @property
    def asked(self) -> Reference:
        """The reference, for checks that are left out where it is not asked."""
        assert self.reference
        return self.reference

    @property
    def statements(self) -> Iterator[StatementView]:
        """Its statements."""
        written = self.policy.document.get("Statement", [self.policy.document])
        here = self.place.element("Statement")
        if isinstance(written, Mapping):
            yield StatementView(self, self.policy.statements[0], written, here)
            return
        for index, entry in enumerate(written):
            yield StatementView(self, self.policy.statements[index], entry, here.item(index))


@dataclasses.dataclass(frozen=True, slots=True)
class StatementView:
    """A statement.

    Attributes:
        within: The policy that has it.
        statement: What was read.
        written: The statement as it is written.
        place: Its place.
    """

    within: PolicyView
    statement: Statement
    written: Mapping[str, Any]
    place: Place

    @property
    def kind(self) -> PolicyKind:
        """The kind of its policy."""
        return self.within.policy.kind

    @property
    def allows(self) -> bool:
        """Whether its effect is Allow."""
        return self.statement.effect is Effect.ALLOW

    @property
    def grants(self) -> bool:
        """Whether it gives somebody a permission, and does not only limit what other policies give."""
        return self.allows and self.kind in _GRANTING

    @property
    def variables(self) -> bool:
        """Whether the version of its policy has policy variables."""
        return self.within.policy.version == CURRENT_VERSION

    def entries(self, *elements: str) -> Iterator[Entry]:
        """The strings of these elements, of those that it has."""
        for element in elements:
            if element in self.written:
                yield from _entries(self.written[element], self.place.element(element))

    def principals(self, key: str) -> Iterator[Entry]:
        """The principals of the Principal element under a key, such as "Service"; "*" alone stands under "AWS"."""
        value, here = self.written.get("Principal"), self.place.element("Principal")
        if value == "*" and key == "AWS":
            yield Entry(here, "*")
        elif isinstance(value, Mapping) and key in value:
            yield from _entries(value[key], here.element(key))

    @property
    def conditions(self) -> Iterator[ConditionView]:
        """Its conditions."""
        for condition in self.statement.conditions:
            place = self.place.element("Condition").element(condition.operator).element(condition.key)
            yield ConditionView(self, condition, place)

    def on(self, *keys: str) -> list[ConditionView]:
        """The conditions on any of these keys, given in lower case; one that ends in "/" stands for all tag keys."""
        return [
            one
            for one in self.conditions
            if one.key in keys or any(key.endswith("/") and one.key.startswith(key) for key in keys)
        ]

    def requires(self, *keys: str) -> bool:
        """Whether it applies only where the request has one of these keys, with a value that is not just any."""
        return any(one.narrows for one in self.on(*keys))

    def ensures(self, key: str) -> bool:
        """Whether it applies only where the request has this key, with whatever value."""
        return any(one.requires_key for one in self.on(key))


@dataclasses.dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition: one operator with one key.

    Attributes:
        within: The statement that has it.
        condition: What was read.
        place: Its place.
    """

    within: StatementView
    condition: Condition
    place: Place

    @property
    def key(self) -> str:
        """The key in lower case."""
        return self.condition.lookup

    @property
    def facts(self) -> KeyFacts | None:
        """What is known of the key."""
        return facts_of(self.key, self.within.within.reference)

    @property
    def family(self) -> str:
        """The family of the operator: "String", "Numeric", "Date", "Bool", "Binary", "IpAddress", "Arn" or "Null"."""
        name = self.condition.name.removeprefix("Not")
        return next(family for family in _FAMILIES if name.startswith(family))

    @property
    def values(self) -> list[Entry]:
        """The values, as text."""
        written = self.within.written["Condition"][self.condition.operator][self.condition.key]
        listed = isinstance(written, list)
        return [
            Entry(self.place.item(index) if listed else self.place, text)
            for index, text in enumerate(self.condition.wanted)
        ]

    @property
    def written(self) -> list[Any]:
        """The values as JSON has them."""
        value = self.within.written["Condition"][self.condition.operator][self.condition.key]
        return value if isinstance(value, list) else [value]

    @property
    def requires_key(self) -> bool:
        """Whether it never holds where the request does not have the key."""
        condition = self.condition
        if condition.name == NULL:
            return condition.quantifier is Quantifier.NONE and {text.lower() for text in condition.wanted} == {"false"}
        if condition.if_exists or condition.quantifier is Quantifier.ALL:
            return False
        return condition.quantifier is Quantifier.ANY or not condition.negated

    @property
    def takes_any_value(self) -> bool:
        """Whether one of its values is a pattern that matches every value that the key can have."""
        # To an ARN operator, the pattern "*" matches ARNs only.
        if not self.matches_patterns or (self.family == "Arn" and (self.facts is None or self.facts.type != "ARN")):
            return False
        return any(set(text) == {"*"} for text in self.condition.wanted)

    @property
    def narrows(self) -> bool:
        """Whether it holds only where the request has the key, with a value that is not just any."""
        all_addresses = self.family == "IpAddress" and not _ALL_ADDRESSES.isdisjoint(self.condition.wanted)
        return self.requires_key and self.condition.name != NULL and not self.takes_any_value and not all_addresses

    @property
    def matches_patterns(self) -> bool:
        """Whether wildcards in its values are wildcards."""
        return self.family == "Arn" or self.condition.name in {"StringLike", "StringNotLike"}

    def is_variable(self, text: str) -> bool:
        """Whether a value of it holds policy variables, which only strings and ARNs may do."""
        return "${" in text and self.within.variables


_ALL_ADDRESSES = frozenset({"0.0.0.0/0", "::/0"})
_FAMILIES = ("String", "Numeric", "Date", "Bool", "Binary", "IpAddress", "Arn", "Null")


def _entries(value: Any, place: Place) -> Iterator[Entry]:
    if isinstance(value, list):
        for index, text in enumerate(value):
            yield Entry(place.item(index), text)
    else:
        yield Entry(place, value)
