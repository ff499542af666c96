"""Fakes inside of which another is on: their keys are unknown in it, and its errors say whose they are."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from pytest_fakests.cloud.cloud import Cloud

_OF_A_TEST = "fakests"
_names: WeakKeyDictionary[Cloud, str] = WeakKeyDictionary()
_around: WeakKeyDictionary[Cloud, Cloud] = WeakKeyDictionary()


def nest(cloud: Cloud, around: Cloud | None) -> None:
    """Take note that a fake is on, and inside of which one."""
    if around is not None:
        _around[cloud] = around


def name_fake(cloud: Cloud, name: str) -> None:
    """Let errors call a fake by the name of its fixture."""
    _names[cloud] = name


def owner_outside(cloud: Cloud, access_key: str) -> str | None:
    """Whose a key is that a fake around this one has made, and what to do; None where none has."""
    outer = _around.get(cloud)
    while outer is not None:
        key = outer.key(access_key)
        if key is not None:
            return _told(key.principal.arn, _name(outer), _name(cloud))
        outer = _around.get(outer)
    return None


def _told(arn: str, outer: str, inner: str) -> str:
    text = f"is that of {arn} in {outer}, inside of which {inner} is on, with callers of its own; call as one of these"
    if inner != _OF_A_TEST:
        return text
    return (
        f"{text}, or take from the test what gives it a fake of its own: markers such as @pytest.mark.roles and "
        "expiry, fixtures such as fakests and sts"
    )


def _name(cloud: Cloud) -> str:
    return _names.get(cloud, "fake_sts()")
