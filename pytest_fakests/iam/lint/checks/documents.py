"""Checks of a document as a whole: its version, its statements, their Sids, its size."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.kinds import PolicyKind
from pytest_fakests.iam.lint.findings import Fault
from pytest_fakests.iam.lint.patterns import covers
from pytest_fakests.iam.lint.views import PolicyView, StatementView
from pytest_fakests.iam.parsing.documents import CURRENT_VERSION
from pytest_fakests.iam.parsing.quotas import QUOTAS, policy_size
from pytest_fakests.iam.parsing.statements import FREE_SIDS

_MANAGED = (PolicyKind.IDENTITY, PolicyKind.BOUNDARY)
_OF_AWS = ":iam::aws:policy/"


def missing_version(policy: PolicyView) -> Iterator[Fault]:
    """It has no Version: AWS reads it by the rules of 2008, which know no policy variables."""
    if policy.policy.version is None:
        yield Fault(policy.place, "it has no Version", f'write "Version": "{CURRENT_VERSION}"')


def missing_statement(policy: PolicyView) -> Iterator[Fault]:
    """It has no statement, so it says nothing."""
    if not policy.policy.statements:
        yield Fault(policy.place.element("Statement"), "there is no statement", "write one")


def unique_sids_recommended(policy: PolicyView) -> Iterator[Fault]:
    """Two statements have one Sid, where the service that keeps the policy takes that."""
    seen: set[str | None] = set()
    for view in policy.statements:
        sid = view.statement.sid
        if sid and sid in seen and policy.policy.kind in FREE_SIDS:
            yield Fault(
                view.place.element("Sid"), f"the Sid {quoted(sid)} appears twice", "give each statement one of its own"
            )
        seen.add(sid)


def policy_size_exceeds_identity_policy_quota(policy: PolicyView) -> Iterator[Fault]:
    """It is larger than a managed policy may be."""
    if policy.policy.kind in _MANAGED and _OF_AWS not in str(policy.policy.arn):
        yield from _size(policy, "managed")


def policy_size_exceeds_role_trust_policy_quota(policy: PolicyView) -> Iterator[Fault]:
    """It is larger than a trust policy may be in an account whose quota was not raised."""
    if policy.policy.kind is PolicyKind.TRUST:
        yield from _size(policy, "trust")


def redundant_statement(policy: PolicyView) -> Iterator[Fault]:
    """Another statement of its effect, for the same principals and on no more conditions, says all that it says."""
    views = list(policy.statements)
    for number, view in enumerate(views):
        # Of two that say the same, the first stays.
        wider = (
            one
            for place, one in enumerate(views)
            if _says_all(one, view) and (place < number or not _says_all(view, one))
        )
        other = next(wider, None)
        if other:
            yield Fault(view.place, f"{other.place.path} says all that it says", "remove it")


def allow_covered_by_deny(policy: PolicyView) -> Iterator[Fault]:
    """A statement of the same policy denies, on no more conditions, all that it allows.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
    """
    views = list(policy.statements)
    for view in views:
        denies = (one for one in views if view.allows and not one.allows and _speaks_of_all(one, view))
        other = next(denies, None)
        if other:
            yield Fault(view.place, f"{other.place.path} denies all that it allows", "remove one of them")


def _size(policy: PolicyView, holder: str) -> Iterator[Fault]:
    size, limit = policy_size(policy.policy.document), QUOTAS[holder].limit
    if size > limit:
        what, remedy = QUOTAS[holder].what, QUOTAS[holder].remedy
        yield Fault(policy.place, f"it has {size} characters, white space aside, and {what} may have {limit}", remedy)


def _says_all(wide: StatementView, narrow: StatementView) -> bool:
    return wide.statement.effect is narrow.statement.effect and _speaks_of_all(wide, narrow)


def _speaks_of_all(wide: StatementView, narrow: StatementView) -> bool:
    one, two = wide.statement, narrow.statement
    return (
        all(wide.written.get(element) == narrow.written.get(element) for element in ("Principal", "NotPrincipal"))
        and set(one.conditions) <= set(two.conditions)
        and _all_covered(one.action, two.action, one.not_action, two.not_action, lower=True)
        and _all_covered(one.resource, two.resource, one.not_resource, two.not_resource)
    )


def _all_covered(
    wide: tuple[str, ...] | None,
    narrow: tuple[str, ...] | None,
    wide_not: tuple[str, ...] | None,
    narrow_not: tuple[str, ...] | None,
    lower: bool = False,
) -> bool:
    if wide is None or narrow is None:
        return wide == narrow and wide_not == narrow_not
    if lower:
        wide, narrow = tuple(one.lower() for one in wide), tuple(one.lower() for one in narrow)
    return bool(narrow) and all(any(covers(one, two) for one in wide) for two in narrow)
