"""The Principal and NotPrincipal elements: who is meant, and by which of their names.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

import dataclasses
import enum

from pytest_fakests.iam.callers import PROVIDER, ROOT, SERVICE, SESSION, USER, CallerKind
from pytest_fakests.iam.context import RequestContext


class Match(enum.IntEnum):
    """How a Principal element names a caller; the closer, the more its grant stands for by itself."""

    NONE = 0
    ACCOUNT = 1
    ISSUER = 2
    CALLER = 3


# Before Python 3.12 it takes a call to look a member up in its class.
_NONE, _ACCOUNT, _ISSUER, _CALLER = Match


@dataclasses.dataclass(frozen=True, slots=True)
class Principals:
    """The principals of one element.

    Attributes:
        everyone: The kinds of caller that its "*" stands for; empty where there is no "*".
        aws: Accounts (ids or root ARNs), ARNs of users, roles and sessions, and unique ids.
        pathless: The role ARNs among them, without their paths.
        services: Hosts of services.
        federated: Identity providers.
        written: All of them as the document has them.
        root_alone: Whether an account stands for its root user alone, as in the policy of a gateway endpoint.
    """

    everyone: tuple[CallerKind, ...]
    aws: frozenset[str]
    pathless: frozenset[str]
    services: frozenset[str]
    federated: frozenset[str]
    written: tuple[str, ...]
    root_alone: bool = False

    def match(self, context: RequestContext) -> Match:
        """How the element names the caller."""
        who = context.caller
        if who.kind in self.everyone:
            return _CALLER
        if who.kind is SERVICE:
            return _CALLER if who.arn in self.services else _NONE
        if who.kind is PROVIDER:
            return _CALLER if who.arn in self.federated else _NONE
        return self._aws_match(context)

    def exempts(self, context: RequestContext) -> bool:
        """Whether a NotPrincipal element spares the caller: it must list all that the caller goes by.

        That is its account beside itself, and its role beside a session; one that has a permissions boundary is
        never spared: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
        """
        closest = self.match(context)
        who = context.caller
        if closest is not _CALLER or not who.account or who.kind in self.everyone:
            return closest is _CALLER
        if context.bounded or not self._names_account(context):
            return False
        return who.kind is not SESSION or self._names_issuer(context)

    def _aws_match(self, context: RequestContext) -> Match:
        who = context.caller
        if self._names_caller(context):
            return _CALLER
        if self._names_issuer(context):
            return _ISSUER
        if self._names_account(context):
            return _CALLER if who.kind is ROOT else _ACCOUNT
        return _NONE

    def _names_caller(self, context: RequestContext) -> bool:
        who = context.caller
        if who.kind is SESSION:
            return who.arn in self.aws and who.arn != who.issuer
        return who.arn in self.aws or (who.kind is USER and context.unique_id in self.aws)

    def _names_issuer(self, context: RequestContext) -> bool:
        who = context.caller
        issuer = context.issuer
        if issuer is not None and issuer in self.aws:
            return True
        if who.kind is not SESSION:
            return False
        return (issuer is None and who.role in self.pathless) or context.unique_id in self.aws

    def _names_account(self, context: RequestContext) -> bool:
        who = context.caller
        if self.root_alone and who.kind is not ROOT:
            return False
        return bool(who.account) and (who.account in self.aws or who.root in self.aws)
