"""Mutation testing of `pytest_fakests.iam`: change its code in every way that mutmut knows; a test has to notice each.

`python mutation/run.py` fails where fewer than nine mutants in ten are noticed, or where survivors.toml does not say
why one is not. Arguments name functions, such as "matching.*": those alone are judged. `--resume` goes on with a run
that was stopped, and `--again` asks once more about what survived; both believe what an earlier run found of functions
that have not changed since. It needs the dependency group `mutation` and Python 3.11.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import fnmatch
import importlib
import json
import math
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomllib
from judging import Judge
from mutants import Change, Mutant, mutants

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "pytest_fakests.iam"
JUDGED = ROOT / "mutants" / "judged.jsonl"
SURVIVORS = Path(__file__).with_name("survivors.toml")
NOTICED = ("killed", "timeout")
LEAST = 0.9
ARGUMENTS = [
    *(
        "tests/iam",
        "-qq",
        "--show-capture=no",
        "--no-header",
        "--assert=plain",
        "--capture=sys",
        "--hypothesis-profile=mutation",
    ),
    *(f"-pno:{plugin}" for plugin in ("randomly", "xdist", "cacheprovider", "unraisableexception", "threadexception")),
]


class Run:
    """The mutants that are asked for, and what is known of them."""

    def __init__(self, names: list[str], share: float, resume: bool, again: bool) -> None:
        self.names = names
        self.share = share
        self.found: list[Mutant] = []
        self.verdicts = earlier() if resume or again else {}
        if again:
            self.verdicts = {key: verdict for key, verdict in self.verdicts.items() if verdict in NOTICED}
        self.judged = 0
        self.started = time.monotonic()

    def mutants(self) -> Iterator[Mutant]:
        """Those on which there is no verdict."""
        folder = Path(importlib.import_module(PACKAGE).__path__[0])  # where it is installed
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder.parents[1]).with_suffix("").parts
            for mutant in mutants(path, ".".join(parts).removesuffix(".__init__"), PACKAGE, self.wanted):
                self.found.append(dataclasses.replace(mutant, source=""))
                # Keys are hashes: those of a share are a fair sample, and the same each time.
                if mutant.key not in self.verdicts and int(mutant.key[:8], 16) < self.share * 2**32:
                    yield mutant

    def wanted(self, function: str) -> bool:
        """Whether the mutants of a function are asked for."""
        return not self.names or any(fnmatch.fnmatch(function, name) for name in self.names)

    def told(self, mutant: Mutant, verdict: str, by: str) -> None:
        """Keep a verdict."""
        self.judged += 1
        self.verdicts[mutant.key] = verdict
        entry = {"key": mutant.key, "verdict": verdict, "by": by, **vars(mutant.change)}
        with JUDGED.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(entry)}\n")
        if self.judged % 100 == 0:
            each = (time.monotonic() - self.started) / self.judged
            print(f"{self.judged} judged, {each * 1000:.0f} ms each; now {mutant.change.function}", flush=True)

    def report(self) -> None:
        """Print how many mutants of each module the tests noticed."""
        modules: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        for mutant in self.found:
            modules[mutant.module][self.verdicts.get(mutant.key, "not judged")] += 1
        total: collections.Counter[str] = collections.Counter()
        for module, counts in [*sorted(modules.items()), ("all", total)]:
            noticed = sum(counts[verdict] for verdict in NOTICED)
            judged = counts.total() - counts["not judged"]
            unjudged = f", {counts['not judged']} not judged" if counts["not judged"] else ""
            share = f"{noticed / judged:7.1%}" if judged else "   none"
            print(f"{noticed:5} of {judged:5}  {share}  {module}{unjudged}")
            total.update(counts)

    def faults(self) -> list[str]:
        """What is wrong with the results."""
        survivors = {one.change for one in self.found if self.verdicts.get(one.key, "killed") not in NOTICED}
        known = explained()
        faults = [f"nobody says why this survives:\n{entry(change)}" for change in ordered(survivors - set(known))]
        if not self.names and self.share == 1:
            gone = ordered(set(known) - survivors)
            faults += [
                f"this is noticed, or is no mutant: take it out of {SURVIVORS.name}:\n{entry(one)}" for one in gone
            ]
        judged = [self.verdicts[one.key] for one in self.found if one.key in self.verdicts]
        share = sum(verdict in NOTICED for verdict in judged) / len(judged)
        if share < LEAST:
            faults.append(f"the tests notice {share:.1%} of the mutants, and {LEAST:.0%} are asked for")
        return faults


def earlier() -> dict[str, str]:
    """The verdicts of earlier runs, by the mutant's key; the last ones count."""
    lines = JUDGED.read_text("utf-8").splitlines() if JUDGED.exists() else []
    entries: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return {entry["key"]: entry["verdict"] for entry in entries}


def ordered(changes: set[Change]) -> list[Change]:
    """The changes by function and lines."""
    return sorted(changes, key=lambda one: (one.function, one.was, one.became))


def explained() -> dict[Change, str]:
    """The survivors that are known, and why no test notices them."""
    entries = tomllib.loads(SURVIVORS.read_text("utf-8")) if SURVIVORS.exists() else {}
    return {
        Change(function, entry["was"], entry["became"]): entry["why"]
        for function, listed in entries.items()
        for entry in listed
    }


def entry(survivor: Change) -> str:
    """A survivor as survivors.toml has it, to be explained."""
    was, became = (json.dumps(text, ensure_ascii=False) for text in (survivor.was, survivor.became))
    return f'[["{survivor.function}"]]\nwas = {was}\nbecame = {became}\nwhy = ""\n'


def main() -> None:
    """Judge the mutants, print what was found, and fail where that is not good enough."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="functions, with wildcards; all of them if none is named")
    parser.add_argument("--share", type=float, default=1, help="only so many of them, by chance, as 0.05")
    parser.add_argument("--resume", action="store_true", help="only those on which there is no verdict")
    parser.add_argument("--again", action="store_true", help="only those, and those that survived the last time")
    parser.add_argument("--processes", type=int, default=1, help="how many mutants are judged at once (%(default)s)")
    parser.add_argument("--seconds", type=float, default=math.inf, help="CPU time after which a mutant is given up")
    options = parser.parse_args()
    os.chdir(ROOT)
    JUDGED.parent.mkdir(exist_ok=True)
    if not (options.names or options.resume or options.again or options.share < 1):
        JUDGED.unlink(missing_ok=True)
    run = Run(options.names, options.share, options.resume, options.again)
    judge = Judge(PACKAGE, ARGUMENTS, run.mutants, run.told, options.processes, options.seconds)
    status = pytest.main(ARGUMENTS, plugins=[judge])
    if status:
        sys.exit("the tests fail where nothing is changed")
    run.report()
    print(f"{run.judged} judged in {time.monotonic() - run.started:.0f} s")
    faults = run.faults()
    print(*faults, sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
