"""Why a request was denied, in the words of a decision and with what only the world knows."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_fakests.cloud.cloud import TESTER, Cloud
from pytest_fakests.iam import Decision, PolicyKind
from pytest_fakests.iam.errors import quoted
from pytest_fakests.iam.explaining.contributions import ExaminedStatement
from pytest_fakests.iam.matching.statements import Effect
from pytest_fakests.iam.strangers import meant, strangers

_OF_RESOURCES = (PolicyKind.RESOURCE, PolicyKind.TRUST)


def known_principals(cloud: Cloud) -> list[str]:
    """The ARNs of the roles and users of those accounts where a test declared some."""
    entities = (*cloud.roles(), *cloud.users())
    accounts = {entity.account for entity in entities if entity.declaration != TESTER}
    return [entity.arn for entity in entities if entity.account in accounts]


def explained(cloud: Cloud, decision: Decision) -> str:
    """What `decision.explain()` says, and whom the policy of the resource would let in if somebody declared them."""
    return "\n".join([decision.explain(), *dict.fromkeys(_strangers(cloud, decision))])


def _strangers(cloud: Cloud, decision: Decision) -> Iterator[str]:
    for one in _others_let_in(decision):
        written = one.statement.principal.written if one.statement.principal else ()
        suspects = [arn for arn in written if cloud.identity_at(arn) is None]
        known = known_principals(cloud) if suspects else ()
        for arn in strangers(suspects, known):
            yield f"{quoted(arn)}, which {one.policy_name} names, is not declared; {meant(arn, known)}"


def _others_let_in(decision: Decision) -> Iterator[ExaminedStatement]:
    """The statements of the resource's policy that allow the request to others."""
    for part in decision.contributions:
        for one in part.statements if part.kind in _OF_RESOURCES else ():
            about = not one.misses("Action") and not one.misses("Resource")
            if about and one.effect is Effect.ALLOW and one.misses("Principal"):
                yield one
