"""Mutation testing of `pytest_fakests.iam`: change its code in every way that mutmut knows; a test has to notice each.

`python mutation/run.py` fails where fewer than nine mutants in ten are noticed, or where survivors.toml does
not say why one is not. `--again` asks only about those that survived the last time, and arguments name some, such as
"pytest_fakests.iam.matching.*". It needs the dependency group `mutation` and Python 3.11.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import tomllib
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).resolve().parents[1]
MUTANTS = ROOT / "mutants"
SURVIVORS = Path(__file__).with_name("survivors.toml")
NOTICED = ("killed", "timeout", "segfault")
LEAST = 0.9


class Mutant(NamedTuple):
    """A change of one function: the lines that it takes away, and those that it puts there."""

    function: str
    was: str
    became: str


def results() -> dict[str, str]:
    """The status of each mutant, by its name in mutmut."""
    found: dict[str, str] = {}
    for path in sorted(MUTANTS.rglob("*.meta")):
        codes = json.loads(path.read_text())["exit_code_by_key"]
        found.update({name: status_by_exit_code[code] for name, code in codes.items()})
    return found


def mutant(name: str) -> Mutant:
    """What a mutant of mutmut's changes."""
    lines = get_diff_for_mutant(name).splitlines()[3:]
    was, became = ("\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    function = name.partition("__mutmut_")[0].removeprefix("pytest_fakests.iam.")
    return Mutant(function.replace("xǁ", "").replace("ǁ", ".").replace(".x_", "."), was, became)


def explained() -> dict[Mutant, str]:
    """The survivors that are known, and why no test notices them."""
    entries = tomllib.loads(SURVIVORS.read_text("utf-8")) if SURVIVORS.exists() else {}
    return {
        Mutant(function, entry["was"], entry["became"]): entry["why"]
        for function, listed in entries.items()
        for entry in listed
    }


def entry(survivor: Mutant) -> str:
    """A survivor as survivors.toml has it, to be explained."""
    was, became = (json.dumps(text, ensure_ascii=False) for text in (survivor.was, survivor.became))
    return f'[["{survivor.function}"]]\nwas = {was}\nbecame = {became}\nwhy = ""\n'


def report(statuses: dict[str, str]) -> None:
    """Print how many mutants of each module the tests noticed."""
    modules: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    for name, status in statuses.items():
        modules[name.rpartition(".")[0]][status in NOTICED] += 1
    for module, counts in sorted(modules.items()):
        print(f"{counts[True]:5} of {counts.total():5}  {counts[True] / counts.total():7.1%}  {module}")


def verdict(statuses: dict[str, str], whole: bool) -> list[str]:
    """What is wrong with the results; of the whole run, or of a part."""
    survivors = {mutant(name) for name, status in statuses.items() if status not in NOTICED}
    known = explained()
    faults = [f"nobody says why this survives:\n{entry(survivor)}" for survivor in sorted(survivors - set(known))]
    if whole:
        gone = sorted(set(known) - survivors)
        faults += [f"this is noticed, or is no mutant: take it out of {SURVIVORS.name}:\n{entry(old)}" for old in gone]
        share = 1 - sum(status not in NOTICED for status in statuses.values()) / len(statuses)
        if share < LEAST:
            faults.append(f"the tests notice {share:.1%} of the mutants, and {LEAST:.0%} are asked for")
    return faults


def main() -> None:
    """Run mutmut, print what it found, and fail where that is not good enough."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="mutants, with wildcards; all of them if none is named")
    parser.add_argument("--again", action="store_true", help="only those that survived the last time")
    parser.add_argument("--processes", default="1", help="how many mutants are judged at once")
    options = parser.parse_args()
    os.chdir(ROOT)
    names = options.names
    if options.again:
        names = [name for name, status in results().items() if status not in NOTICED]
    elif not names:
        shutil.rmtree(MUTANTS, ignore_errors=True)
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", options.processes, *names]
    subprocess.run(command, check=True)
    statuses = results()
    report(statuses)
    faults = verdict(statuses, whole=not names or options.again)
    print(*faults, sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
