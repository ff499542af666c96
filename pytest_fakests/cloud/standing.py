"""What follows from the policies of a role or user alone, for as long as they stand."""

from __future__ import annotations

import dataclasses

from pytest_fakests.iam import Policies, Policy


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What is made of policies once, and not at each call.

    Attributes:
        policies: The identity-based policies that it was made of.
        boundary: The permissions boundary, or None.
        alone: The identity-based policies, as a request is judged by them that nothing else limits.
        spoken: The condition keys, in lower case, that all of them speak of.
    """

    policies: tuple[Policy, ...]
    boundary: tuple[Policy, ...] | None
    alone: Policies
    spoken: frozenset[str]


def standing(policies: tuple[Policy, ...], boundary: tuple[Policy, ...] | None) -> Standing:
    """What follows from these policies."""
    return Standing(policies, boundary, Policies(policies), spoken_in((*policies, *(boundary or ()))))


def spoken_in(policies: tuple[Policy, ...]) -> frozenset[str]:
    """The condition keys, in lower case, that policies speak of."""
    return frozenset().union(*[policy.spoken for policy in policies])
