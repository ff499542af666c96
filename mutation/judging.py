"""A plugin of pytest that judges mutants: in a process that has run the tests once, each is put in place after a fork.

mutmut starts pytest anew for each mutant, which takes longer than the tests do. Here the tests are collected once; the
first run of them tells which lines each one runs, and how long it takes. A mutant is a function whose code is replaced
in a forked process, which then runs the tests of the changed lines until one fails: first those that failed for the
last mutants of the function, then the fastest. What the import of the package or of a test runs is made anew for those
that no test noticed so: with the changed module imported in its place, and all tests collected again.
"""

from __future__ import annotations

import collections
import functools
import gc
import importlib.abc
import importlib.machinery
import math
import mmap
import os
import resource
import signal
import struct
import sys
import time
import types
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import coverage
import pytest
from mutants import Change, Mutant

KILLED, SURVIVED, TIMEOUT, ANEW, GIVEN_UP, BROKEN = range(6)
VERDICTS = {KILLED: "killed", SURVIVED: "survived", TIMEOUT: "timeout", GIVEN_UP: "given up", BROKEN: "broken"}
IMPORTED_ANEW = ("pytest_fakests", "tests", "policyfuzz")
# A mutant may fill the memory, or wait for what never comes.
MEMORY = 4 << 30
SECONDS = 900

# Seconds of CPU time that only laws and the fuzz take.
SLOW = 0.1

Told = Callable[[Mutant, str, str], None]
"""What is told of each mutant: the verdict, and the test that noticed it."""


class Judge:
    """Runs the tests, and then the mutants.

    Args:
        package: The name of the package.
        arguments: pytest's, for those that are judged with everything imported anew.
        make: Gives the mutants; called when the tests have run, and are known to pass.
        told: Called with each verdict.
        processes: How many mutants are judged at once.
        seconds: The CPU time after which a mutant is given up that no test has noticed.
    """

    def __init__(
        self,
        package: str,
        arguments: Sequence[str],
        make: Callable[[], Iterable[Mutant]],
        told: Told,
        processes: int,
        seconds: float,
    ) -> None:
        self.package = package
        self.arguments = arguments
        self.make = make
        self.told = told
        self.processes = processes
        self.seconds = seconds
        self.items: dict[str, pytest.Item] = {}
        self.took: dict[str, float] = {}
        self.running: dict[int, tuple[Mutant, mmap.mmap, list[str]]] = {}
        self.noticed: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        self.trace = coverage.Coverage(data_file=None, config_file=False, source_pkgs=[package])
        self.trace.start()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests, then judge the mutants; the status of pytest is that of the tests."""
        if session.testsfailed:
            raise session.Interrupted("tests cannot be collected")
        self.items = {item.nodeid: item for item in session.items}
        self.caches = caches(self.package)
        for name, item in self.items.items():
            self.caches.forget()
            self.trace.switch_context(name)
            start = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            self.took[name] = time.process_time() - start
        self.trace.stop()
        if not session.testsfailed:
            data = self.trace.get_data()
            self.ran = {Path(path): data.contexts_by_lineno(path) for path in data.measured_files()}
            self.functions = functions(self.package)
            gc.freeze()
            self.judge_all()
        return True

    def judge_all(self) -> None:
        """Judge each mutant."""
        if self.seconds == math.inf:
            self.check()
        for mutant in self.make():
            self.start(mutant, self.tests(mutant))
            while len(self.running) >= self.processes:
                self.finish()
        while self.running:
            self.finish()

    def check(self) -> None:
        """See that all tests pass in both ways where nothing is changed."""
        nothing = Mutant("", Path(), "", Change("", "", ""), frozenset(), "", "")
        for anew in (False, True):
            self.start(nothing, sorted(self.items), anew)
            ((_, at, tests),) = self.running.values()
            pid, status = os.wait()
            if os.waitstatus_to_exitcode(status) != SURVIVED:
                (number,) = struct.unpack("i", at[:])
                what = "a test, with everything imported anew," if anew else tests[number]
                raise RuntimeError(f"{what} fails where nothing is changed")
            del self.running[pid]

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that run the changed lines, those first that will notice it soon.

        They are those that noticed the last mutants of the function, then one row of each test, then another.
        """
        ran = self.ran.get(mutant.path, {})
        found = {name for line in mutant.lines for name in ran.get(line, ()) if name}
        before = self.noticed[mutant.change.function]
        rows: collections.Counter[str] = collections.Counter()
        row = {}
        for name in sorted(found, key=self.took.__getitem__):
            function = name.partition("[")[0]
            row[name] = rows[function]
            rows[function] += 1
        return sorted(found, key=lambda name: (-before[name], self.took[name] > SLOW, row[name], self.took[name]))

    def imported(self, mutant: Mutant) -> bool:
        """Whether importing the package or the tests runs the changed lines."""
        ran = self.ran.get(mutant.path, {})
        return any("" in ran.get(line, ()) for line in mutant.lines)

    def start(self, mutant: Mutant, tests: list[str], anew: bool = False) -> None:
        """Judge the mutant in a process of its own."""
        at = mmap.mmap(-1, 4)
        sys.stdout.flush()
        pid = os.fork()
        if not pid:
            try:
                alone(sum(self.took[name] for name in tests) if not anew else sum(self.took.values()))
                status = judged_anew(mutant, self.arguments) if anew else self.judged(mutant, tests, at)
                os._exit(status)
            finally:
                os._exit(BROKEN)
        self.running[pid] = (mutant, at, tests)

    def finish(self) -> None:
        """Wait for a mutant."""
        pid, status = os.wait()
        mutant, at, tests = self.running.pop(pid)
        verdict = TIMEOUT if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        (number,) = struct.unpack("i", at[:])
        at.close()
        by = tests[number] if verdict in (KILLED, TIMEOUT) and tests else ""
        if verdict == SURVIVED and tests != ["anew"] and self.imported(mutant):
            verdict = ANEW if self.seconds == math.inf else GIVEN_UP
        if verdict == ANEW:
            self.start(mutant, ["anew"], anew=True)
            return
        if by:
            self.noticed[mutant.change.function][by] += 1
        self.told(mutant, VERDICTS[verdict], by)

    def judged(self, mutant: Mutant, tests: list[str], at: mmap.mmap) -> int:
        """The verdict of the tests on the mutant, in a process that is for it alone."""
        if mutant.function and not self.replaced(mutant):
            return ANEW
        next(iter(self.items.values())).config.pluginmanager.register(Quick())
        signal.signal(signal.SIGVTALRM, lambda *_: os._exit(TIMEOUT))
        until = time.process_time() + self.seconds
        for number, name in enumerate(tests):
            if time.process_time() > until:
                return GIVEN_UP
            at[:] = struct.pack("i", number)
            self.caches.forget()
            signal.setitimer(signal.ITIMER_VIRTUAL, 1 + 20 * self.took[name])
            item = self.items[name]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return SURVIVED

    def replaced(self, mutant: Mutant) -> bool:
        """Put the mutant in place, of functions that it has made before too; whether that was possible."""
        old, new = codes(mutant.path.read_text("utf-8"), mutant), codes(mutant.source, mutant)
        if old == new or not self.functions[mutant.path, mutant.function]:  # where they are equal, it is a default
            return False
        if any(before.co_freevars != after.co_freevars for before, after in zip(old, new, strict=False)):
            return False  # what it takes from around it is bound when it is made
        for before, after in zip(old, new, strict=False):
            for place in self.functions[mutant.path, before.co_qualname]:
                if place.__code__ == before:
                    place.__code__ = after
        return True


class Caches:
    """What the package keeps from one call to the next."""

    def __init__(self, found: list[Any], shelf: Any) -> None:
        self.found, self.shelf = found, shelf

    def forget(self) -> None:
        """Empty them: what a test calls would else depend on the tests before it."""
        self.shelf.__init__()
        for cache in self.found:
            cache.cache_clear()


def caches(package: str) -> Caches:
    """The caches of the package."""
    found = [
        thing
        for name, module in sorted(sys.modules.items())
        if name.startswith(package)
        for thing in vars(module).values()
        if isinstance(thing, functools._lru_cache_wrapper)
    ]
    return Caches(found, sys.modules[f"{package}.parsing.documents"]._SHELF)


def functions(package: str) -> dict[tuple[Path, str], list[types.FunctionType]]:
    """Every function of the package, by its file and qualified name."""
    found: dict[tuple[Path, str], list[types.FunctionType]] = collections.defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and (thing.__module__ or "").startswith(package):
            found[Path(thing.__code__.co_filename), thing.__code__.co_qualname].append(thing)
    return found


def codes(source: str, mutant: Mutant) -> list[types.CodeType]:
    """The code of the function that the mutant changes and of those in it, in a text of its module."""
    found: list[types.CodeType] = [compile(source, str(mutant.path), "exec", dont_inherit=True)]
    for code in found:
        found.extend(constant for constant in code.co_consts if isinstance(constant, types.CodeType))
    inner = f"{mutant.function}.<locals>."
    return [code for code in found if code.co_qualname == mutant.function or code.co_qualname.startswith(inner)]


def alone(seconds: float) -> None:
    """Let the process harm nobody: it prints nothing, and its memory and time have an end."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    limit = int(20 + 20 * seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    signal.alarm(SECONDS)


class Quick:
    """Ends the process at the first test that fails, before anything is printed of it."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> None:
        """Look at how a phase of a test ended."""
        if call.excinfo and not call.excinfo.errisinstance(pytest.skip.Exception):
            os._exit(KILLED)


class Changed(importlib.abc.MetaPathFinder):
    """Gives the changed module to those who import it."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """The module, if it is the one."""
        if name != self.mutant.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        assert spec
        source = self.mutant.source

        class Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, fullname: str) -> Any:
                return compile(source, self.path, "exec", dont_inherit=True)

        spec.loader = Loader(name, str(self.mutant.path))
        return spec


def judged_anew(mutant: Mutant, arguments: Sequence[str]) -> int:
    """The verdict of all tests on the mutant, with package and tests imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] in IMPORTED_ANEW]:
        del sys.modules[name]
    sys.meta_path.insert(0, Changed(mutant))
    signal.signal(signal.SIGVTALRM, lambda *_: os._exit(TIMEOUT))
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS / 2)
    status = pytest.main([*arguments, "-x"], plugins=[Quick()])
    return {0: SURVIVED, 4: BROKEN, 5: BROKEN}.get(int(status), KILLED)
