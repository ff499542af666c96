"""The condition keys that a test gives to the requests that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pytest_fakests.cloud.errors import DeclarationError


class ConditionKeys(dict[str, Any]):
    """Condition keys and their values, as `fakests.context` has them; each key has a prefix, as "aws:SourceIp".

    Whatever adds a key raises DeclarationError for one without: no policy could ever ask for it.
    """

    def __setitem__(self, key: str, value: Any) -> None:
        check_keys("fakests.context", (key,))
        super().__setitem__(key, value)

    def setdefault(self, key: str, default: Any = None) -> Any:
        """The value of the key, which is `default` from now on where it had none."""
        check_keys("fakests.context", (key,))
        return super().setdefault(key, default)

    def update(self, *given: Any, **by_name: Any) -> None:
        """Add all these keys, or none."""
        try:
            added = dict(*given, **by_name)
        except (TypeError, ValueError):
            check_mapping("fakests.context", given[0])
            raise
        check_keys("fakests.context", added)
        super().update(added)

    def __ior__(self, given: Any) -> ConditionKeys:  # type: ignore[override,misc]  # dict's has overloads for what dict() takes
        self.update(given)
        return self


def check_keys(where: str, keys: Iterable[Any]) -> None:
    """Check that each condition key has the prefix of a service.

    Args:
        where: What the keys were given to, as errors call it.
        keys: The keys.

    Raises:
        DeclarationError: One has none.
    """
    for key in keys:
        if not (isinstance(key, str) and ":" in key):
            raise DeclarationError(f"{where} has the key {key!r} without a prefix; {_hint(str(key))}")


def check_mapping(where: str, given: object) -> None:
    """Raise DeclarationError unless condition keys are given with their values."""
    if not isinstance(given, Mapping):
        raise DeclarationError(
            f'{where} is {given!r}; give condition keys with their values, as {{"aws:SourceIp": "203.0.113.7"}}'
        )


def _hint(key: str) -> str:
    from pytest_fakests.iam.lint.keys import GLOBAL_KEYS  # what only errors need

    names = {name.partition(":")[2]: facts.name for name, facts in GLOBAL_KEYS.items()}
    near = get_close_matches(key.lower(), names, 1)
    return f'did you mean "{names[near[0]]}"?' if near else 'write one, as in "aws:SourceIp"'
