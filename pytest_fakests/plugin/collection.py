"""Markers are registered, and a test that bears one gets the fake."""

from __future__ import annotations

import pytest

from pytest_fakests.plugin import hookspecs
from pytest_fakests.plugin.expiry import FIXTURE as EXPIRY

FIXTURE = "fakests"

# Each marker's line in `pytest --markers`.
MARKERS = {
    "roles": (
        "roles(*roles, **by_name): IAM roles of the test: Role objects, names, mappings in IAM's shape, "
        'or name={"trust": ..., "permissions": ...}. Levels add up; the nearest wins for the same ARN.'
    ),
    "users": "users(*users): IAM users of the test: User objects, names, or mappings in IAM's shape.",
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
        "fakests(*, caller, account, region, context, strict, unstubbed, unmapped): settings of the test's fake, "
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
    """Offer the seed of ids and keys."""
    text = "What the ids and keys of the fake are made from, beside the test's own id: another seed gives others."
    parser.getgroup("fakests").addoption("--fakests-seed", default=None, metavar="TEXT", help=text)
    parser.addini("fakests_seed", text, default="")


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, so that --strict-markers knows them."""
    for line in MARKERS.values():
        config.addinivalue_line("markers", line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the fake to each test that bears one of the markers."""
    for item in items:
        if not isinstance(item, pytest.Function) or not _is_marked(item):
            continue
        if FIXTURE not in item.fixturenames:
            _insert(item)
        if item.get_closest_marker("expiry"):
            item.fixturenames = [*item.fixturenames, EXPIRY]


def _is_marked(item: pytest.Function) -> bool:
    return any(mark.name in MARKERS for mark in item.iter_markers())


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
