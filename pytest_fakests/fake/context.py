"""The whole fake, as one context manager."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from pytest_fakests.cloud.cloud import DEFAULT_ACCOUNT, DEFAULT_CALLER, DEFAULT_REGION, Cloud
from pytest_fakests.cloud.declarable import Declaration
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.limits import check_account_id
from pytest_fakests.cloud.nested import nest
from pytest_fakests.cloud.regions import check_region
from pytest_fakests.fake.blocks import block, check_entered
from pytest_fakests.fake.condition_keys import check_keys, check_mapping
from pytest_fakests.fake.declared import read_declaration
from pytest_fakests.fake.fakests import FakeSts
from pytest_fakests.gateway.environment import Environment
from pytest_fakests.gateway.installed import current, install, uninstall
from pytest_fakests.gateway.kept import Settings
from pytest_fakests.gateway.patches import REPLACEMENTS

_CHOICES: dict[str, tuple[object, ...]] = {
    "unstubbed": ("empty", "error"),
    "unmapped": ("error", "allow", "deny"),
    "mode": ("enforce", "observe"),
    "strict": (True, False),
}
_counter = itertools.count(1)


@block("fake_sts")
def fake_sts(
    *declarations: Declaration | Mapping[str, Any],
    caller: str = DEFAULT_CALLER,
    account: str = DEFAULT_ACCOUNT,
    region: str = DEFAULT_REGION,
    context: Mapping[str, Any] | None = None,
    strict: bool = True,
    unstubbed: str = "empty",
    unmapped: str = "error",
    mode: str = "enforce",
    seed: str | None = None,
) -> Iterator[FakeSts]:
    """While it is on, every botocore client of the process is judged by what is declared, and none reaches a network.

    Args:
        declarations: Roles, users, accounts, identity providers, resources and their policies, organizations and VPC
            endpoints; roles and users also as mappings in IAM's shape.
        caller: Who the environment's keys belong to: "user/NAME", "role/NAME", "account/ID" or an ARN.
        account: The account of what is declared without one.
        region: The Region of the environment.
        context: Condition keys of every request, such as {"aws:SourceIp": "203.0.113.7"}.
        strict: Whether the fixture fails a test whose answers or failures met no call.
        unstubbed: What an allowed call gets that nobody answers: "empty", the smallest answer, or "error".
        unmapped: What becomes of a call that cannot be judged: "error", "allow" or "deny".
        mode: "enforce", or "observe": nothing is refused, and `fakests.calls` tell in `.observed` what would have been.
        seed: What ids and keys are made from; the same seed gives the same ones.

    Raises:
        PolicyError: A policy is malformed.
        DeclarationError: A declaration or a setting is not one that AWS or the fake takes.
        UndeclaredError: (a KeyError) `caller` is not declared.
        AssertionError: At its end: a block of the fake's, as `fakests.calling_as(...)`, was made and never entered.

    Example:
        with fake_sts(Role("reader", permissions=allow("s3:GetObject"))) as fakests:
            fakests.assume_role("reader").client("s3").get_object(Bucket="reports", Key="q3.csv")
    """
    check_account_id("the setting account", account)
    _check_choice("unstubbed", unstubbed)
    _check_choice("unmapped", unmapped)
    _check_choice("mode", mode)
    _check_choice("strict", strict)
    check_region("the setting region", region)
    if context is not None:
        check_mapping("the setting context", context)
        check_keys("the setting context", context)
    cloud = Cloud(account, region, f"fake {next(_counter)}" if seed is None else seed)
    cloud.add(*map(read_declaration, declarations))
    fake = FakeSts(cloud, Settings(unstubbed, unmapped, strict, mode), caller)
    fake.context.update(context or {})
    environment = Environment()
    environment.enter(fake.caller_credentials, region)
    outer = current()
    nest(cloud, outer.gate.cloud if outer else None)
    install(fake, REPLACEMENTS)
    try:
        yield fake
    finally:
        uninstall(fake)
        environment.exit()
        fake.clock.stop()
    check_entered(fake)


def _check_choice(setting: str, value: object) -> None:
    if value not in _CHOICES[setting]:
        choices = ", ".join(map(repr, _CHOICES[setting]))
        raise DeclarationError(f"the setting {setting} is {value!r}; it takes {choices}")
