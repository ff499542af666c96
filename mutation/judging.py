"""A pytest plugin for mutation testing alone: each test sees the mutant, and none runs without end.

mutmut forks a process for each mutant out of one that has run the tests, so that what was compiled or cached before
the fork hides the mutant: caches are emptied before each test, and a function that is called while the package is
imported is judged with the package imported anew, by all tests.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import signal
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from mutmut.state import state

PACKAGE = "pytest_fakests.iam"
IMPORTED_ANEW = (PACKAGE, "tests.iam")
# Functions that the import of the package calls; written when mutmut asks which test calls which function.
CALLED_BY_IMPORT = Path(__file__).with_name("called_by_import.json")
CPU_SECONDS = 10


def pytest_configure() -> None:
    """Import the package, anew where that makes a difference for this mutant."""
    mutant = os.environ["MUTANT_UNDER_TEST"]
    if mutant == "stats":
        importlib.import_module(PACKAGE)
        CALLED_BY_IMPORT.write_text(json.dumps(sorted(state()._stats)))
    elif mutant.partition("__mutmut_")[0] in called_by_import():
        for name in [name for name in sys.modules if name.startswith(IMPORTED_ANEW)]:
            del sys.modules[name]
    signal.signal(signal.SIGVTALRM, too_long)


def called_by_import() -> set[str]:
    """The functions that the import of the package calls, as mutmut names them."""
    return set(json.loads(CALLED_BY_IMPORT.read_text())) if CALLED_BY_IMPORT.exists() else set()


def too_long(*_: object) -> None:
    """End a test that a mutant keeps from ending."""
    raise AssertionError(f"the test took more than {CPU_SECONDS} s of CPU time")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, Any, Any]:
    """Run a test with empty caches and a limit of its time."""
    forget()
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def forget() -> None:
    """Empty the caches of the package."""
    documents = sys.modules[f"{PACKAGE}.parsing.documents"]
    documents._SHELF.__init__()
    for module in [module for name, module in sys.modules.items() if name.startswith(PACKAGE)]:
        for thing in vars(module).values():
            if isinstance(thing, functools._lru_cache_wrapper):
                thing.cache_clear()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Tell mutmut, which now notes what the test called, that it depends on what the import called too."""
    if os.environ["MUTANT_UNDER_TEST"] == "stats":
        state()._stats.update(called_by_import())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Take a test file that cannot be imported for a failure; pytest's own status says that the run was stopped."""
    if session.exitstatus == pytest.ExitCode.INTERRUPTED:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
