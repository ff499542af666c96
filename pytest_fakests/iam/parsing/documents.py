"""Policy documents: read, checked and compiled once, to be asked often."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.errors import Place, quoted, suggestion
from pytest_fakests.iam.kinds import ENDPOINTS, PolicyKind
from pytest_fakests.iam.matching.principals import Match
from pytest_fakests.iam.matching.statements import Effect, Statement
from pytest_fakests.iam.parsing.compiled import Content, Shelf, content_of
from pytest_fakests.iam.parsing.quotas import LONGEST_TRUST, Written, check_size
from pytest_fakests.iam.parsing.reading import copied, read_document
from pytest_fakests.iam.parsing.statements import ELEMENTS, FREE_SIDS, parse_statement

CURRENT_VERSION = "2012-10-17"
_VERSIONS = ("2008-10-17", CURRENT_VERSION)
_ELEMENTS = ("Version", "Id", "Statement")
_ORGANIZATION = (PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL)
_OF_ONE_SIZE = (*_ORGANIZATION, *ENDPOINTS)
# Requests of one run take few actions; the names in hostile ones must not fill the memory.
_MOST_ACTIONS = 256
# Resource-based policies have an Id, others do not:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_id.html
_WITH_ID = (PolicyKind.TRUST, PolicyKind.RESOURCE, *ENDPOINTS)


@dataclasses.dataclass(frozen=True, slots=True)
class Policy:
    """A policy that `parse_policy` has read.

    Attributes:
        kind: Its kind.
        name: How messages call it, such as 'inline policy "read"', or None.
        arn: Its ARN, or None for a policy that has none.
        version: Its Version; None where it has none, which AWS reads as "2008-10-17".
        id: Its Id, or None.
        statements: Its statements, in order.
        document: The document as plain JSON values.
        spoken: The condition keys, in lower case, that its statements speak of, in conditions and policy variables.
    """

    kind: PolicyKind
    name: str | None
    arn: str | None
    version: str | None
    id: str | None
    statements: tuple[Statement, ...] = dataclasses.field(repr=False, compare=False)
    document: dict[str, Any] = dataclasses.field(hash=False)
    spoken: frozenset[str] = dataclasses.field(default=frozenset(), repr=False, compare=False)
    _by_action: dict[str, tuple[About, ...]] = dataclasses.field(default_factory=dict, repr=False, compare=False)

    def about(self, context: RequestContext) -> tuple[About, ...]:
        """The statements whose Action or NotAction element matches, in order; those of an action are found once."""
        found = self._by_action.get(context.action)
        if found is None:
            about = (statement for statement in self.statements if statement.action_matches(context))
            found = tuple((Found(self, one, Match.CALLER), one, one.effect is Effect.DENY) for one in about)
            if len(self._by_action) >= _MOST_ACTIONS:
                self._by_action.clear()
            self._by_action[context.action] = found
        return found


class Found(NamedTuple):
    """A statement, its policy, and how it names the caller."""

    policy: Policy
    statement: Statement
    match: Match


About = tuple[Found, Statement, bool]
"""A statement as it names everybody, the statement alone, and whether it denies."""

Document = Mapping[str, Any] | str | bytes | Policy
"""What `parse_policy` reads."""


class Compiled(NamedTuple):
    """What a document comes to, whatever its policy is called.

    Attributes:
        version: Its Version.
        id: Its Id.
        statements: Its statements.
        document: Its content as plain JSON values.
        spoken: The condition keys, in lower case, that its statements speak of.
        named: Policies that were made of it, by their names.
    """

    version: str | None
    id: str | None
    statements: tuple[Statement, ...]
    document: dict[str, Any]
    spoken: frozenset[str]
    named: dict[str, Policy]


def parse_policy(
    document: Document,
    kind: PolicyKind = PolicyKind.IDENTITY,
    *,
    name: str | None = None,
    arn: str | None = None,
) -> Policy:
    """Read a policy document and check it as AWS does when it is saved.

    Args:
        document: A mapping, JSON text, one statement alone, or a Policy, which is returned as it is.
        kind: The kind of policy, which says what it may contain.
        name: How messages call it, such as 'inline policy "read"'.
        arn: Its ARN; AWS's messages name it when the policy denies.

    Raises:
        PolicyError: The document is malformed: the text says where, what is wrong and what would be right.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html

    Example:
        >>> parse_policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"}).statements[0].action
        ('s3:*',)
    """
    if isinstance(document, Policy):
        return document
    found = _compiled(document, kind, content_of(document, kind), name)
    return _policy(found, kind, name, arn, copied(found.document))


def shared_policy(document: Document, kind: PolicyKind, name: str) -> Policy:
    """The same policy each time for the same content and name, for those who only look at it."""
    if isinstance(document, Policy):
        return document
    content = content_of(document, kind)
    known = _SHELF.get(content)
    found = known.named.get(name) if known else None
    if found is None:
        compiled = known or _compiled(document, kind, content, name)
        found = compiled.named[name] = _policy(compiled, kind, name, None, compiled.document)
    return found


_SHELF: Shelf[Compiled] = Shelf()


def _policy(found: Compiled, kind: PolicyKind, name: str | None, arn: str | None, document: dict[str, Any]) -> Policy:
    return Policy(kind, name, arn, found.version, found.id, found.statements, document, found.spoken)


def _compiled(document: Document, kind: PolicyKind, content: Content | None, name: str | None) -> Compiled:
    found = _SHELF.get(content)
    if found is None:
        found = _compile(document, kind, Place(name))
        if content:
            _SHELF.put(content, found)
    return found


def _compile(document: Any, kind: PolicyKind, place: Place) -> Compiled:
    content = read_document(document, kind, place)
    whole = _whole(content)
    for element in whole:
        if element not in _ELEMENTS:
            # A statement alone whose elements are written in lower case is told so.
            alone = element.islower() and element.title() in ELEMENTS
            known = (element.title(),) if alone else _ELEMENTS
            raise place.error(f"the element {quoted(element)} is unknown", suggestion(element, known))
    _check_size(document if isinstance(document, (str, bytes)) else whole, kind, place.name)
    version = _version(whole, kind, place)
    statements = _statements(whole, kind, version, place)
    spoken = frozenset(key for statement in statements for key in statement.speaks_of())
    return Compiled(version, _id(whole, kind, place), statements, content, spoken, {})


def _whole(content: dict[str, Any]) -> dict[str, Any]:
    """The document, or one made of the statement that it is."""
    bare = "Effect" in content or (content and all(element in ELEMENTS for element in content))
    if "Statement" in content or not bare:
        return content
    return {"Version": CURRENT_VERSION, "Statement": [content]}


def _check_size(document: Written, kind: PolicyKind, name: str | None) -> None:
    """Hold a policy to the quota that its kind alone says: who holds an IAM policy decides on its."""
    if kind in _OF_ONE_SIZE:
        check_size([document], kind.value, name=name)
    elif kind is PolicyKind.TRUST:
        check_size([document], kind.value, name=name, limit=LONGEST_TRUST)


def _version(whole: dict[str, Any], kind: PolicyKind, place: Place) -> str | None:
    version = whole.get("Version")
    if "Version" in whole and version not in _VERSIONS:
        raise place.element("Version").error(
            f"{quoted(version)} is no version of the policy language", f'write "{CURRENT_VERSION}"'
        )
    if kind in _ORGANIZATION and version != CURRENT_VERSION:
        raise place.element("Version").error(
            "policies of an organization need the current version", f'write "{CURRENT_VERSION}"'
        )
    return version


def _id(whole: dict[str, Any], kind: PolicyKind, place: Place) -> str | None:
    value = whole.get("Id")
    if "Id" not in whole:
        return None
    if kind not in _WITH_ID:
        raise place.error('only resource-based policies have an "Id"', "leave it out")
    if not isinstance(value, str):
        raise place.element("Id").error(f"{quoted(value)} is not an Id", "write a string")
    return value


def _statements(whole: dict[str, Any], kind: PolicyKind, version: str | None, place: Place) -> tuple[Statement, ...]:
    if "Statement" not in whole:
        raise place.error('the element "Statement" is missing', "write a list of statements")
    value, here = whole["Statement"], place.element("Statement")
    entries = value if isinstance(value, list) else [value]
    variables = version == CURRENT_VERSION
    statements = tuple(
        parse_statement(entry, index, kind, variables, here.item(index) if isinstance(value, list) else here)
        for index, entry in enumerate(entries)
    )
    if kind not in FREE_SIDS:
        _check_sids(statements, here)
    return statements


def _check_sids(statements: tuple[Statement, ...], place: Place) -> None:
    seen: set[str | None] = set()
    for statement in statements:
        if statement.sid and statement.sid in seen:
            raise place.item(statement.index).error(
                f"the Sid {quoted(statement.sid)} appears twice", "give each statement a Sid of its own"
            )
        seen.add(statement.sid)
