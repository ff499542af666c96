"""The policies that an organization attaches to a level, read: service control and resource control policies.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.policies import named_policies, read_one
from pytest_fakests.iam import Policy, PolicyKind, check_size, parse_policy
from pytest_fakests.iam.matching.statements import Effect

_FULL_NAME = "FullAWSAccess"
FULL_AWS_ACCESS = parse_policy(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]},
    PolicyKind.SERVICE_CONTROL,
    name=_FULL_NAME,
    arn=f"arn:aws:organizations::aws:policy/service_control_policy/p-{_FULL_NAME}",
)
# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
_MOST = 5


class Organizer(NamedTuple):
    """Whose policies they are: the organization, its management account, and its partition."""

    organization: str
    management: str
    partition: str


def service_control(value: Any, where: str, organizer: Organizer) -> tuple[Policy, ...]:
    """The service control policies of a level; FullAWSAccess is among them unless another allows something.

    Raises:
        PolicyError: One is malformed or too large.
        DeclarationError: There are more than AWS takes, or a name stands for none.
    """
    found = _read(value, where, PolicyKind.SERVICE_CONTROL, organizer)
    if any(statement.effect is Effect.ALLOW for policy in found for statement in policy.statements):
        return _counted(found, where)
    return _counted((FULL_AWS_ACCESS, *found), where)


def resource_control(value: Any, where: str, organizer: Organizer) -> tuple[Policy, ...]:
    """The resource control policies of a level, beside RCPFullAWSAccess, which is always there.

    Raises:
        PolicyError: One is malformed or too large.
        DeclarationError: There are more than AWS takes, or a name stands for none.
    """
    return _counted(_read(value, where, PolicyKind.RESOURCE_CONTROL, organizer), where)


def _read(value: Any, where: str, kind: PolicyKind, organizer: Organizer) -> tuple[Policy, ...]:
    if value is None:
        return ()
    return tuple(_policies(value, where, kind, organizer))


def _counted(found: tuple[Policy, ...], where: str) -> tuple[Policy, ...]:
    if len(found) > _MOST:
        raise DeclarationError(
            f"{where}: there are {len(found)}, with {_FULL_NAME} where it stays; AWS attaches up to {_MOST}"
        )
    return found


def _policies(value: Any, where: str, kind: PolicyKind, organizer: Organizer) -> Iterator[Policy]:
    for number, (name, written) in enumerate(named_policies(value)):
        if written is None and name and name.rpartition("-")[2] == _FULL_NAME:
            yield FULL_AWS_ACCESS
            continue
        document = name if written is None else written
        if document is None or (written is None and not str(document).lstrip().startswith("{")):
            raise DeclarationError(
                f"{where}: the fake does not have the policy {name!r}; give its document, as {{{name!r}: ...}}"
            )
        own = name if written is not None else None
        label = f"{own!r} in {where}" if own else where
        read = read_one(document, label, kind)
        check_size([document if isinstance(document, (str, bytes)) else read.document], kind.value, name=label)
        arn = own if own and own.startswith("arn:") else _arn(kind, organizer, f"{where} {own or number}")
        yield parse_policy(read.document, kind, name=label, arn=arn)


def _arn(kind: PolicyKind, organizer: Organizer, seed: str) -> str:
    digits = hashlib.sha256(f"{organizer.organization} {seed}".encode()).hexdigest()[:8]
    return (
        f"arn:{organizer.partition}:organizations::{organizer.management}:policy/{organizer.organization}/"
        f"{kind.value}_policy/p-{digits}"
    )
