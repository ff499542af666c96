"""What is found out once of one of botocore's models: botocore works it out anew at each call."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from typing import Any, TypeVar

Told = TypeVar("Told")


def by_model(find: Callable[[Any], Told]) -> Callable[[Any], Told]:
    """Find out once what a function tells of a model, and forget it with the model.

    Models do not change. What is told must not hold the model itself, or neither would ever go.
    """
    # By the model's id, which no other has while it lives: several times faster than a WeakKeyDictionary.
    known: dict[int, tuple[weakref.ref[Any], Told]] = {}

    @functools.wraps(find)
    def remembered(model: Any) -> Told:
        found = known.get(id(model))
        if found is None:
            key = id(model)
            found = known[key] = (weakref.ref(model, lambda _: known.pop(key, None)), find(model))
        return found[1]

    return remembered
