"""What has to hold for every document and every decision, and the count of what came of them."""

from __future__ import annotations

import collections
import dataclasses
import gc
import json
import random
import re
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from policyfuzz import asking, breaking, grammar
from pytest_fakests.iam import Policy, PolicyError, PolicyKind, evaluate, parse_policy

LIMITS = {"parse": 0.05, "evaluate": 0.05, "explain": 0.25, "to_dict": 0.25}
"""The CPU seconds that a step may take: an explanation decides again, once for each change that would allow."""

T = TypeVar("T")
Parse = Callable[[Any, PolicyKind], Policy]


@dataclasses.dataclass
class Tally:
    """What came of the documents."""

    policies: int = 0
    decisions: int = 0
    refusals: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    slowest: dict[str, tuple[float, int]] = dataclasses.field(default_factory=dict)
    faults: list[str] = dataclasses.field(default_factory=list)

    def timed(self, number: int, step: str, run: Callable[[], T]) -> T:
        """What the step gives; its CPU time is noted, and is a fault where it is too long."""
        start = time.process_time()
        try:
            return run()
        finally:
            took = time.process_time() - start
            self.slowest[step] = max(self.slowest.get(step, (0.0, 0)), (took, number))
            if took > LIMITS[step]:
                self.faults.append(f"{number}: {step} took {took * 1000:.0f} ms")

    def lines(self, seconds: float) -> Iterator[str]:
        """The report."""
        refused = self.refusals.total()
        yield f"{self.policies + refused} documents in {seconds:.0f} s: {self.policies} policies, {refused} refused"
        yield f"{self.decisions} decisions, each explained"
        for step, (took, number) in self.slowest.items():
            yield f"slowest to {step}: {took * 1000:.1f} ms, document {number}"
        yield from (f"{count:7} {problem}" for problem, count in self.refusals.most_common())
        yield from self.faults


def document(seed: int, number: int) -> tuple[random.Random, PolicyKind, Any]:
    """A document of the seed, its kind, and the source of what is random about what is done with it."""
    source = random.Random(f"{seed}:{number}")
    kind = source.choice(list(PolicyKind))
    made: Any = grammar.document(source, kind)
    if source.random() < 0.5:
        made = breaking.broken(source, made)
    return source, kind, breaking.form(source, made)


def judge(tally: Tally, seed: int, number: int, parse: Parse) -> None:
    """Parse a document and ask the policy that it becomes, if it becomes one."""
    source, kind, made = document(seed, number)
    try:
        policy = tally.timed(number, "parse", lambda: parse(made, kind))
    except PolicyError as error:
        check(error)
        tally.refusals[gist(error)] += 1
        return
    tally.policies += 1
    for _ in range(2):
        ask(tally, number, source, policy)


def check(error: PolicyError) -> None:
    """An error says in one line where, what is wrong and what would be right, and can be printed anywhere."""
    assert isinstance(error.path, str)
    assert error.problem
    assert error.remedy
    text = str(error)
    assert text.isascii(), f"not plain ASCII: {text!r}"
    assert text.isprintable(), f"more than a line: {text!r}"
    assert len(text) < 1000, f"{len(text)} characters: {text}"


def gist(error: PolicyError) -> str:
    """The problem without what is particular to the document."""
    start, verb, rest = error.problem.partition(" is ")
    problem = f"... is {rest}" if verb and not start[0].isalpha() else error.problem
    return re.sub(r'".*("|\.\.\.)|\(.*\)|\b\d+|type \w+|U\+\w+', "...", problem)


def ask(tally: Tally, number: int, source: random.Random, policy: Policy) -> None:
    """Decide a random request by the policy, and explain the decision in each form."""
    request, policies = asking.request(source, policy), asking.policies(source, policy)
    decision = tally.timed(number, "evaluate", lambda: evaluate(request, policies))
    explained = tally.timed(number, "explain", decision.explain)
    assert explained.isascii()
    written = tally.timed(number, "to_dict", lambda: json.dumps(decision.to_dict()))
    assert json.loads(written)["allowed"] is decision.allowed
    tally.decisions += 1


def fuzz(seed: int, numbers: range, parse: Parse = parse_policy) -> Tally:
    """Judge the documents of these numbers; `parse` is what reads them."""
    tally = Tally()
    # The garbage of a whole run would be collected in the middle of one document's time.
    gc.disable()
    try:
        for number in numbers:
            try:
                judge(tally, seed, number, parse)
            except Exception:
                tally.faults.append(f"{number}: {traceback.format_exc()}")
            if number % 100 == 0:
                gc.collect(1 if number % 1000 else 2)
    finally:
        gc.enable()
    return tally
