"""Lists of action or resource patterns, compiled when a policy is read."""

from __future__ import annotations

import dataclasses

from pytest_fakests.iam.context import RequestContext
from pytest_fakests.iam.errors import Place
from pytest_fakests.iam.matching.globs import Glob, glob
from pytest_fakests.iam.matching.variables import Template, resource_template


@dataclasses.dataclass(frozen=True, slots=True)
class Patterns:
    """The entries of an Action, NotAction, Resource or NotResource element.

    Attributes:
        exact: Those without wildcards.
        prefixes: The text before the star of those that have one star, at their end, and no other wildcard.
        globs: The others with wildcards.
        templates: Those with policy variables.
        negated: Whether it is a Not... element, which matches where none of the entries does.
    """

    exact: frozenset[str]
    prefixes: tuple[str, ...]
    globs: tuple[Glob, ...]
    templates: tuple[Template, ...] = ()
    negated: bool = False

    def match(self, text: str, context: RequestContext) -> bool:
        """Whether the element matches the whole of `text`."""
        # Most patterns are prefixes, which str compares all in one call; that of "*" is "".
        found = text in self.exact or text.startswith(self.prefixes)
        if not found and (self.globs or self.templates):
            found = self._rarer_match(text, context)
        return found is not self.negated

    def _rarer_match(self, text: str, context: RequestContext) -> bool:
        return any(pattern.matches(text) for pattern in self.globs) or any(
            _fits(entry, text, context) for entry in self.templates
        )


def action_patterns(actions: tuple[str, ...], negated: bool) -> Patterns:
    """Compile the actions of an Action element, or of a NotAction element, which match in any case.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
    """
    return _patterns([action.lower() for action in actions], (), negated)


def resource_patterns(resources: tuple[str, ...], negated: bool, variables: bool, place: Place) -> Patterns:
    """Compile the resources of a Resource element, or of a NotResource element, which match in their own case.

    `variables` says whether `${...}` is replaced.

    Raises:
        PolicyError: A policy variable is malformed.
    """
    plain = [entry for entry in resources if not variables or "${" not in entry]
    varying = [entry for entry in resources if variables and "${" in entry]
    return _patterns(plain, tuple(resource_template(entry, place) for entry in varying), negated)


def _patterns(entries: list[str], templates: tuple[Template, ...], negated: bool) -> Patterns:
    wild = {entry for entry in entries if "*" in entry or "?" in entry}
    leading = {entry for entry in wild if _is_prefix(entry)}
    return Patterns(
        exact=frozenset(entries) - wild,
        prefixes=tuple(entry[:-1] for entry in sorted(leading)),
        globs=tuple(glob(entry) for entry in sorted(wild - leading)),
        templates=templates,
        negated=negated and bool(entries or templates),  # an empty list matches nothing, negated or not
    )


def _is_prefix(entry: str) -> bool:
    return entry.find("*") == len(entry) - 1 and "?" not in entry


def _fits(entry: Template, text: str, context: RequestContext) -> bool:
    pattern = entry.glob(context)
    return pattern is not None and pattern.matches(text)
