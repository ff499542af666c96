"""The policies that a request is judged by."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

from pytest_fakests.iam.parsing.documents import Document


@dataclasses.dataclass(frozen=True, init=False)
class Policies:
    """The policies that a request is judged by, each as `parse_policy` takes it.

    None says that there is no policy of that type: it restricts nothing. An empty sequence says that there is one and
    that it allows nothing; only levels of resource control policies always include AWS's own RCPFullAWSAccess.

    Attributes:
        identity: The identity-based policies of the caller.
        resource: The resource-based policy: the role's trust policy where a role is assumed.
        boundary: The permissions boundary of the caller.
        session: The session policies of the caller's session.
        service_control: Service control policies of the caller's account, level by level, the root first.
        resource_control: Resource control policies of the resource's account, likewise.
        endpoint: The policy of the VPC endpoint that the request passes; that of a gateway endpoint is to be parsed
            as `PolicyKind.GATEWAY_ENDPOINT`.
        management_accounts: The ids of organizations' management accounts: service control policies bind nobody in
            them, resource control policies nothing in them.
        identity_alone: Whether there are none but identity-based policies.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html

    Example:
        >>> own = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        >>> Policies(identity=[own]).identity_alone, Policies(identity=[own], boundary=[]).identity_alone
        (True, False)
    """

    identity: Sequence[Document] = ()
    resource: Document | None = None
    boundary: Sequence[Document] | None = None
    session: Sequence[Document] | None = None
    service_control: Sequence[Sequence[Document]] | None = None
    resource_control: Sequence[Sequence[Document]] | None = None
    endpoint: Sequence[Document] | None = None
    management_accounts: Collection[str] = ()
    identity_alone: bool = dataclasses.field(init=False, repr=False, compare=False)

    def __init__(
        self,
        identity: Sequence[Document] = (),
        resource: Document | None = None,
        boundary: Sequence[Document] | None = None,
        session: Sequence[Document] | None = None,
        service_control: Sequence[Sequence[Document]] | None = None,
        resource_control: Sequence[Sequence[Document]] | None = None,
        endpoint: Sequence[Document] | None = None,
        management_accounts: Collection[str] = (),
    ) -> None:
        # dataclasses set each field of a frozen class by a call, which together take longer than the decision.
        fields = self.__dict__
        fields["identity"] = identity
        fields["management_accounts"] = management_accounts
        fields["identity_alone"] = alone = (
            resource is None
            and boundary is None
            and session is None
            and service_control is None
            and resource_control is None
            and endpoint is None
        )
        if alone:  # the others are the None of the class
            return
        fields["resource"] = resource
        fields["boundary"] = boundary
        fields["session"] = session
        fields["service_control"] = service_control
        fields["resource_control"] = resource_control
        fields["endpoint"] = endpoint
