"""Markers are registered, and a test that bears one gets the fake."""

from __future__ import annotations

import pytest

from pytest_fakests.plugin import hookspecs
from pytest_fakests.plugin.expiry import FIXTURE as EXPIRY
from pytest_fakests.plugin.observed import OBSERVED, ObservedCalls

FIXTURE = "fakests"
MODULE_FIXTURE = "module_fakests"
MODES = ("enforce", "observe")

# Each marker's line in `pytest --markers`.
MARKERS = {
    "roles": (
        "roles(*roles, **by_name): IAM roles of the test: Role objects, names, mappings in IAM's shape, "
        'or name={"trust": ..., "permissions": ...}. Levels add up; the nearest wins for the same ARN.'
    ),
    "users": "users(*users, **by_name): IAM users of the test: User objects, names, or mappings in IAM's shape.",
    "accounts": "accounts(*accounts): AWS accounts of the test: Account objects or account ids.",
    "identity_providers": (
        "identity_providers(*providers): identity providers that the accounts of the test trust: OidcProvider or "
        "SamlProvider objects."
    ),
    "organization": (
        "organization(id, *, management, accounts, units, service_control, resource_control, root): the organization "
        "that limits the accounts of the test, or Organization objects; each argument is explained there."
    ),
    "fakests": (
        "fakests(*, caller, account, region, context, strict, unstubbed, unmapped, mode): settings of the test's fake, "
        "each explained at pytest_fakests.fake_sts."
    ),
    "expiry": (
        "expiry(*points, after=1): run the test once at each point of a session's life: fresh, advisory-refresh, "
        "mandatory-refresh, second-before-expiry, at-expiry, after-expiry, and between-calls, which is between each "
        "two calls. Time moves when sessions have made `after` calls."
    ),
}


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Offer the hooks of this plugin."""
    pluginmanager.add_hookspecs(hookspecs)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the seed of ids and keys, and the mode."""
    text = "What the ids and keys of the fake are made from, beside the test's own id: another seed gives others."
    parser.getgroup("fakests").addoption("--fakests-seed", default=None, metavar="TEXT", help=text)
    parser.addini("fakests_seed", text, default="")
    mode = (
        '"enforce", or "observe": every test has the fake, which refuses nothing, and the run ends with a list of what '
        "it would have refused."
    )
    parser.getgroup("fakests").addoption("--fakests-mode", choices=MODES, default=None, help=mode)
    parser.addini("fakests_mode", mode, default=MODES[0])


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, so that --strict-markers knows them."""
    for line in MARKERS.values():
        config.addinivalue_line("markers", line)
    mode_of(config)
    config.pluginmanager.register(ObservedCalls(), OBSERVED)


def mode_of(config: pytest.Config) -> str:
    """The mode of the run's fakes, unless a marker says otherwise.

    Raises:
        UsageError: The configuration has none of the modes.
    """
    chosen: str = config.getoption("fakests_mode") or config.getini("fakests_mode")
    if chosen not in MODES:
        raise pytest.UsageError(f"fakests_mode is {chosen!r}; it takes {' or '.join(map(repr, MODES))}")
    return chosen


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give the fake to each test that bears one of the markers; to all where the run observes."""
    everywhere = mode_of(config) == "observe"
    for item in items:
        if not isinstance(item, pytest.Function) or not (everywhere or _is_marked(item)):
            continue
        if FIXTURE not in item.fixturenames:
            _insert(item)
        if item.get_closest_marker("expiry"):
            item.fixturenames = [*item.fixturenames, EXPIRY]


def _is_marked(item: pytest.Function) -> bool:
    """Whether the test has a fake of its own by a marker; those of a module whose tests share one are that one's."""
    shared = MODULE_FIXTURE in item.fixturenames and not item.get_closest_marker("expiry")
    return any(
        mark.name in MARKERS and not (shared and isinstance(node, pytest.Module))
        for node, mark in item.iter_markers_with_node()
    )


def _insert(item: pytest.Function) -> None:
    """Put the fixture before the test's first function-scoped one.

    Before the fixtures of wider scopes it would lend them its environment, and what they made of it would outlive it.
    The list is replaced, not changed: the cases of a parametrised test share it.
    """
    definitions = item._fixtureinfo.name2fixturedefs
    names = list(item.fixturenames)
    place = len(names)
    for number, name in enumerate(names):
        found = definitions.get(name)
        if not found or found[-1].scope == "function":
            place = number
            break
    item.fixturenames = [*names[:place], FIXTURE, *names[place:]]
