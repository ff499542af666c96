"""Declare AWS roles in a test; real botocore clients are judged by them, in-process, as AWS would judge them.

The names below are loaded when they are first used, so that a run which never uses the plugin pays nothing for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_fakests.cloud.builders import allow, deny, trust
    from pytest_fakests.cloud.credentials import Credentials
    from pytest_fakests.cloud.declarations import (
        Account,
        OidcProvider,
        ResourcePolicy,
        Role,
        SamlProvider,
        User,
    )
    from pytest_fakests.cloud.endpoints import VpcEndpoint
    from pytest_fakests.cloud.errors import DeclarationError, UndeclaredError
    from pytest_fakests.cloud.organization import Organization, OrganizationalUnit
    from pytest_fakests.cloud.resource import Resource
    from pytest_fakests.fake.assumed import AssumedRole
    from pytest_fakests.fake.clock import ClockError, StsClock
    from pytest_fakests.fake.console import SigninError
    from pytest_fakests.fake.context import fake_sts
    from pytest_fakests.fake.fakests import FakeSts
    from pytest_fakests.fake.oidc import OidcIssuer
    from pytest_fakests.fake.platforms import Ec2Instance, EcsTask, EksPod, LambdaFunction, TokenFile
    from pytest_fakests.fake.saml import SamlIssuer
    from pytest_fakests.gateway.errors import (
        NetworkRefusedError,
        OutlivedTestError,
        UnansweredCallError,
        UnmappedCallError,
    )
    from pytest_fakests.iam import Decision, Finding, Outcome, PolicyError, Severity

__all__ = [
    "Account",
    "AssumedRole",
    "ClockError",
    "Credentials",
    "Decision",
    "DeclarationError",
    "Ec2Instance",
    "EcsTask",
    "EksPod",
    "FakeSts",
    "Finding",
    "LambdaFunction",
    "NetworkRefusedError",
    "OidcIssuer",
    "OidcProvider",
    "Organization",
    "OrganizationalUnit",
    "Outcome",
    "OutlivedTestError",
    "PolicyError",
    "Resource",
    "ResourcePolicy",
    "Role",
    "SamlIssuer",
    "SamlProvider",
    "Severity",
    "SigninError",
    "StsClock",
    "TokenFile",
    "UnansweredCallError",
    "UndeclaredError",
    "UnmappedCallError",
    "User",
    "VpcEndpoint",
    "allow",
    "deny",
    "fake_sts",
    "trust",
]

_HOMES = {
    "Account": "cloud.declarations",
    "AssumedRole": "fake.assumed",
    "ClockError": "fake.clock",
    "Credentials": "cloud.credentials",
    "Decision": "iam",
    "DeclarationError": "cloud.errors",
    "Ec2Instance": "fake.platforms",
    "EcsTask": "fake.platforms",
    "EksPod": "fake.platforms",
    "FakeSts": "fake.fakests",
    "Finding": "iam",
    "LambdaFunction": "fake.platforms",
    "NetworkRefusedError": "gateway.errors",
    "OidcIssuer": "fake.oidc",
    "OidcProvider": "cloud.declarations",
    "Organization": "cloud.organization",
    "OrganizationalUnit": "cloud.organization",
    "Outcome": "iam",
    "OutlivedTestError": "gateway.errors",
    "PolicyError": "iam",
    "Resource": "cloud.resource",
    "ResourcePolicy": "cloud.declarations",
    "Role": "cloud.declarations",
    "Severity": "iam",
    "SigninError": "fake.console",
    "SamlIssuer": "fake.saml",
    "SamlProvider": "cloud.declarations",
    "StsClock": "fake.clock",
    "TokenFile": "fake.platforms",
    "UnansweredCallError": "gateway.errors",
    "UndeclaredError": "cloud.errors",
    "UnmappedCallError": "gateway.errors",
    "User": "cloud.declarations",
    "VpcEndpoint": "cloud.endpoints",
    "allow": "cloud.builders",
    "deny": "cloud.builders",
    "fake_sts": "fake.context",
    "trust": "cloud.builders",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Not kept: pytester unloads what a run inside a test has loaded, and the next run loads it anew.
    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    return value
