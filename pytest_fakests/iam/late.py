"""A request context of which some keys are found out only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, final


@final
class LateContext(Mapping[str, Any]):
    """Condition keys, of which some are found out when they are first asked for; as most are, by no policy.

    Ask `type(context) is LateContext`: to ask an abstract class for an instance takes as long as a comparison.

    Attributes:
        early: The keys that are known already.
        tells: Whether a key, in lower case, may be one of those that are found out.

    Args:
        find: Gives the keys that are found out, with their values; these come before early ones. It is called as often
            as it is needed, and always gives the same.
    """

    __slots__ = ("_find", "early", "tells")

    def __init__(
        self, early: Mapping[str, Any], tells: Callable[[str], bool], find: Callable[[], Mapping[str, Any]]
    ) -> None:
        self.early = early
        self.tells = tells
        self._find = find

    def __getitem__(self, name: str) -> Any:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __bool__(self) -> bool:
        return bool(self.early) or bool(self._find())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy, or what another process gets, is what it shows.
        return dict, (self._all(),)

    def late(self, key: str) -> Any:
        """The value of a key, in lower case, if it is one of those that are found out; else None."""
        if not self.tells(key):
            return None
        return next((value for name, value in self._find().items() if name.lower() == key), None)

    def over(self, below: Mapping[str, Any]) -> LateContext:
        """These keys over others, still as late."""
        return LateContext({**below, **self.early} if self.early else below, self.tells, self._find)

    def _all(self) -> dict[str, Any]:
        return {**self.early, **self._find()}


def known_of(context: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """What is to be searched for a key, in lower case: no late one is found out that cannot be it."""
    return context.early if type(context) is LateContext and not context.tells(key) else context


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> Mapping[str, Any]:
    """The keys of `below` with those of `above` over them, late where these are late."""
    if type(above) is LateContext:
        return above.over(below)
    return {**below, **above} if above else below
