"""Which fake is on, what it replaces in botocore and other libraries meanwhile, and what it puts back."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from pytest_fakests.gateway.authentication.regions import SUFFIXES
from pytest_fakests.gateway.errors import OutlivedTestError
from pytest_fakests.gateway.gate import Gate
from pytest_fakests.gateway.threads import Period, begun, ended, outlived_test
from pytest_fakests.gateway.wire.http import plain_name


class Installed(Protocol):
    """A fake that is on: its gate, and the credentials that the process has under it."""

    gate: Gate

    def ambient_credentials(self, credentials: Any) -> Any:
        """The credentials to sign with in place of those that a client found in its environment, or None."""


Replacement = tuple[Any, str, Any]
"""A class or module, the name of one of its functions, and what stands there while a fake is on."""

# A library, and our module that has its replacements.
_LIBRARIES = {
    "aiobotocore": "pytest_fakests.gateway.aio",
    "aiohttp": "pytest_fakests.gateway.aiohttp",
    "httpx": "pytest_fakests.gateway.httpx",
    "requests": "pytest_fakests.gateway.requests",
}

_lock = threading.RLock()
_installed: list[Installed] = []
_periods: list[Period] = []
# What is replaced now, and what was there before: what is put back, and what the replacements hand on to.
_replaced: list[Replacement] = []
_originals: dict[tuple[Any, str], Any] = {}


def install(fake: Installed, replacements: Iterable[Replacement]) -> None:
    """Let `fake` answer every botocore client of the process; of several that are on, the last one answers.

    Args:
        fake: What answers.
        replacements: Those of libraries that are there in any case; those of others come as they are loaded.
    """
    with _lock:
        if not _installed:
            _replace(replacements)
        _installed.append(fake)
        _periods.append(begun())
    # Without the lock: another thread may be loading one of them, and come by here at its end.
    reach_loaded()


def uninstall(fake: Installed) -> None:
    """Take `fake` out again; with the last one, botocore is as it was.

    As long as a thread runs that outlived its test, botocore is not: its calls would reach the network.
    """
    with _lock:
        place = _installed.index(fake)
        del _installed[place]
        left = ended(_periods.pop(place))
        if not _installed and not left:
            for owner, name, _ in _replaced:
                setattr(owner, name, _originals[owner, name])
            _replaced.clear()


def current() -> Installed | None:
    """The fake that answers now; None where another tool put a replacement back after the last one was gone."""
    # One look: a thread that outlives its test may ask while the last fake goes.
    last = _installed[-1:]
    return last[0] if last else None


def original(owner: Any, name: str) -> Any:
    """What stood there before the replacement."""
    return _originals[owner, name]


def _replace(replacements: Iterable[Replacement]) -> None:
    for owner, name, replacement in replacements:
        found = vars(owner)[name]
        # Another tool may have put a replacement of ours back after the last fake was gone.
        if found is not replacement:
            _originals[owner, name] = found
        setattr(owner, name, replacement)
        if (owner, name, replacement) not in _replaced:
            _replaced.append((owner, name, replacement))


def reach_loaded(names: Iterable[str] = tuple(_LIBRARIES)) -> None:
    """Replace what is needed in libraries that are loaded only now: to load them for everybody would take long."""
    for name in names:
        if name in sys.modules:
            replacements: tuple[Replacement, ...] = importlib.import_module(_LIBRARIES[name]).REPLACEMENTS
            with _lock:
                if _installed and not any(one in _replaced for one in replacements):
                    _replace(replacements)


def is_of_aws(host: str) -> bool:
    """Whether what goes to this host is the fake's business."""
    return plain_name(host).endswith(SUFFIXES)


def is_served(fake: Installed | None, host: str) -> bool:
    """Whether what goes to this host is answered by the fake: AWS, and what code finds inside its platforms."""
    return is_of_aws(host) or (fake is not None and fake.gate.serves(host))


def refuse_outlived(call: Callable[[], str]) -> None:
    """Raise OutlivedTestError in a thread that a test of the past started."""
    test = outlived_test()
    if test is not None:
        raise OutlivedTestError(call(), f"the thread {threading.current_thread().name!r}", test)


def show_signing(fake: Installed | None, credentials: Any) -> None:
    """Show the watcher of a fake, if it has one, the credentials with which a call is about to be signed."""
    if fake is not None and fake.gate.watcher is not None and credentials is not None:
        fake.gate.watcher.signs(credentials)
