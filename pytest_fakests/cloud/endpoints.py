"""VPC endpoints, and the policies that requests meet which pass them.

https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.declarations import Policy as WrittenPolicy
from pytest_fakests.cloud.errors import DeclarationError
from pytest_fakests.cloud.limits import check_account_id
from pytest_fakests.cloud.policies import read_one
from pytest_fakests.iam import Policy, PolicyKind, check_size

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html
_ID = re.compile(r"vpce-[0-9a-f]{8,17}", re.ASCII)
_KINDS = {"Interface": PolicyKind.ENDPOINT, "Gateway": PolicyKind.GATEWAY_ENDPOINT}
_SOURCE = "aws:sourcevpce"


@dataclasses.dataclass(frozen=True)
class VpcEndpoint:
    """A VPC endpoint. A request passes it whose `aws:SourceVpce` is its id, or that is sent to its host.

    Args:
        id: Its id.
        policy: The endpoint policy; None is AWS's default, which allows everything.
        vpc: The id of its VPC, which its requests have as aws:SourceVpc.
        type: "Interface", or "Gateway", in whose policy an account stands for its root user alone.
        account: The account that owns it; None is the account of the test.

    Raises:
        DeclarationError: The id, the type or the account is none that AWS has.

    Example:
        >>> VpcEndpoint("vpce-1a2b3c4d", vpc="vpc-111bbb22").type
        'Interface'
    """

    id: str
    _: dataclasses.KW_ONLY
    policy: WrittenPolicy | None = None
    vpc: str | None = None
    type: str = "Interface"
    account: str | None = None

    def __post_init__(self) -> None:
        where = f"VPC endpoint {self.id!r}"
        if not isinstance(self.id, str) or not _ID.fullmatch(self.id):
            raise DeclarationError(f"{where}: the id is none that AWS gives; one is 'vpce-1a2b3c4d'")
        if self.type not in _KINDS:
            raise DeclarationError(f"{where}: type {self.type!r} is none of {', '.join(map(repr, _KINDS))}")
        check_account_id(where, self.account)


@dataclasses.dataclass(frozen=True)
class EndpointEntity:
    """A VPC endpoint of this world: its policy, and the condition keys of requests that pass it."""

    policy: tuple[Policy, ...] | None
    account: str
    context: Mapping[str, Any]


class Endpoints:
    """The declared VPC endpoints, by their ids.

    Attributes:
        empty: Whether there is none.
    """

    def __init__(self, account: str) -> None:
        self._account = account
        self._known: dict[str, EndpointEntity] = {}
        self.empty = True

    def add(self, declaration: VpcEndpoint) -> None:
        """Declare an endpoint; one of the same id is replaced by it.

        Raises:
            PolicyError: Its policy is malformed or too large.
        """
        policy, written = None, declaration.policy
        if written is not None:
            where, kind = f"policy of VPC endpoint {declaration.id!r}", _KINDS[declaration.type]
            read = read_one(written, where, kind)
            check_size([written if isinstance(written, (str, bytes)) else read.document], kind.value, name=where)
            policy = (read,)
        account = declaration.account or self._account
        context = {"aws:VpceAccount": account, **({"aws:SourceVpc": declaration.vpc} if declaration.vpc else {})}
        self._known[declaration.id] = EndpointEntity(policy, account, context)
        self.empty = False

    def remove(self, endpoint: str) -> bool:
        """Forget an endpoint; whether there was one."""
        found = self._known.pop(endpoint, None)
        self.empty = not self._known
        return found is not None

    def policies(self) -> tuple[Policy, ...]:
        """Every policy of an endpoint."""
        return tuple(policy for one in self._known.values() for policy in one.policy or ())

    def passed(self, context: Mapping[str, Any]) -> EndpointEntity | None:
        """The declared endpoint that a request with these condition keys passes, or None."""
        given = next((value for key, value in context.items() if key.lower() == _SOURCE), None)
        return self._known.get(given) if isinstance(given, str) else None
