"""Blocks that a test enters by `with`: one on a line of its own would do nothing, and nobody would tell."""

from __future__ import annotations

import contextlib
import functools
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from pytest_fakests.gateway.origin import place_of

_Value = TypeVar("_Value")
_Function = TypeVar("_Function", bound=Callable[..., Any])
_Given = ParamSpec("_Given")


class Block(AbstractContextManager[_Value], contextlib.ContextDecorator):
    """A block that `with` enters, or that decorates a function.

    Nobody holds it until then but the fake that it is of, which asks at its end. One of no fake warns when it goes.
    """

    def __init__(
        self, begin: Callable[[], AbstractContextManager[_Value]], told: str, unentered: dict[Block[Any], None] | None
    ) -> None:
        self.told = told
        self._begin = begin
        self._begun: list[AbstractContextManager[_Value]] = []
        self._entered = False
        self._unentered = unentered
        if unentered is not None:
            unentered[self] = None

    def __enter__(self) -> _Value:
        self._enters()
        begun = self._begin()
        value = begun.__enter__()
        self._begun.append(begun)
        return value

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool | None:
        return self._begun.pop().__exit__(kind, error, traceback)

    def __call__(self, function: _Function) -> _Function:
        """The function, which then runs inside of the block."""
        self._enters()
        return super().__call__(function)

    def __del__(self) -> None:
        if self._unentered is None and not self._entered:
            warnings.warn(self.told, RuntimeWarning, stacklevel=2)

    def _enters(self) -> None:
        self._entered = True
        if self._unentered is not None:
            self._unentered.pop(self, None)


class Blocks:
    """What gives blocks, and knows those that were not entered yet.

    Args:
        others: What knows them, too.
    """

    def __init__(self, others: Blocks | None = None) -> None:
        self._unentered: dict[Block[Any], None] = {} if others is None else others._unentered


def check_entered(blocks: Blocks) -> None:
    """Raise AssertionError if a block was made and never entered."""
    if blocks._unentered:
        raise AssertionError("; ".join(one.told for one in blocks._unentered))


def block(call: str) -> Callable[[Callable[_Given, Iterator[_Value]]], Callable[_Given, Block[_Value]]]:
    """Let a generator function, as contextlib.contextmanager takes it, give blocks that miss being entered.

    Args:
        call: How a test calls it, as "fakests.calling_as".
    """

    def decorate(function: Callable[_Given, Iterator[_Value]]) -> Callable[_Given, Block[_Value]]:
        manager = contextlib.contextmanager(function)

        @functools.wraps(function)
        def make(*args: _Given.args, **kwargs: _Given.kwargs) -> Block[_Value]:
            owner = args[0] if args else None
            told = (
                f"{call}() at {place_of(sys._getframe(1))}, was never entered, so nothing came of it; "
                f"write `with {call}(...):`"
            )
            known = owner._unentered if isinstance(owner, Blocks) else None
            return Block(functools.partial(manager, *args, **kwargs), told, known)

        return make

    return decorate
