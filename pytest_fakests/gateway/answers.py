"""What a test says that authorised calls shall get."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pytest_fakests.gateway.operation_names import check_call

Answer = Mapping[str, Any] | Callable[[dict[str, Any]], Any] | BaseException | type[BaseException]
"""A mapping in the operation's output shape, a function from parameters to one, or an exception to raise."""


@dataclasses.dataclass
class _Entry:
    call: str
    answer: Answer
    optional: bool
    used: bool = False


class AnswerBook:
    """The answers of one fake, by operation."""

    def __init__(self) -> None:
        self._answers: dict[str, _Entry] = {}

    @property
    def empty(self) -> bool:
        """Whether nothing was registered."""
        return not self._answers

    def answer(self, call: str, answer: Answer, *, optional: bool) -> None:
        """Let an authorised call of this operation get `answer`."""
        self._answers[check_call(call)] = _Entry(call, answer, optional)

    def find(self, names: tuple[str, ...]) -> Answer | None:
        """The answer for an operation with these names, or None."""
        entry = next((self._answers[name] for name in names if name in self._answers), None)
        return entry.answer if entry else None

    def saw(self, names: tuple[str, ...]) -> None:
        """Remember that an operation with these names was called, whatever became of it."""
        for name in names:
            if name in self._answers:
                self._answers[name].used = True

    def unused(self) -> Iterator[str]:
        """The answers that met no call, as phrases."""
        for entry in self._answers.values():
            if not entry.used | entry.optional:
                yield f'answer("{entry.call}")'
