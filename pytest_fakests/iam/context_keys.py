"""The condition keys that a request has by itself, by kind of caller, and where a value that is given comes first.

Values: the table "Principal key values" of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
Availability: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

What the principal, the resource or the clock tells cannot be told otherwise by the context: AWS finds it out by itself.
A given value comes first where the request alone does not tell, where a test has reason to say otherwise (the time,
a call through another service), and where AWS does not document the value, as for most keys of a service principal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_fakests.iam.callers import ALL_CALLERS, AWS_CALLERS, BUILT_IN_PROVIDERS, CallerKind

if TYPE_CHECKING:
    from pytest_fakests.iam.context import RequestContext

_SERVICE = (CallerKind.SERVICE,)
_SESSION = (CallerKind.SESSION,)
_NOBODY: tuple[CallerKind, ...] = ()

# "The following actions don't support this key", under aws:ResourceAccount on the second page above.
_WITHOUT_RESOURCE_ACCOUNT = frozenset(
    {
        "auditmanager:updateassessmentframeworkshare",
        "detective:acceptinvitation",
        "ds:acceptshareddirectory",
        "ec2:accepttransitgatewaypeeringattachment",
        "ec2:acceptvpcendpointconnections",
        "ec2:acceptvpcpeeringconnection",
        "ec2:copysnapshot",
        "ec2:createtransitgatewaypeeringattachment",
        "ec2:createvpcendpoint",
        "ec2:createvpcpeeringconnection",
        "es:acceptinboundconnection",
        "guardduty:acceptadministratorinvitation",
        "macie2:acceptinvitation",
        "route53:associatevpcwithhostedzone",
        "route53:createvpcassociationauthorization",
        "securityhub:acceptadministratorinvitation",
    }
)
_SERVICE_WITHOUT_RESOURCE_ACCOUNT = "ebs:"


class ContextKey(NamedTuple):
    """A condition key that a request has by itself.

    Attributes:
        name: The key in AWS's spelling.
        value: Its value for a request; None where the request lacks it.
        given: The kinds of caller for whom a value that is given comes first.
    """

    name: str
    value: Callable[[RequestContext], Any]
    given: tuple[CallerKind, ...]


_PRINCIPAL_TYPES = {
    CallerKind.ROOT: "Account",
    CallerKind.USER: "User",
    CallerKind.SESSION: "AssumedRole",
    CallerKind.FEDERATED_USER: "FederatedUser",
    CallerKind.ANONYMOUS: "Anonymous",
}


def _principal_arn(context: RequestContext) -> str | None:
    who = context.caller
    if who.kind is CallerKind.SESSION:
        return context.issuer or who.role
    return who.arn if who.kind in AWS_CALLERS else None


def _principal_account(context: RequestContext) -> str | None:
    return "anonymous" if context.caller.kind is CallerKind.ANONYMOUS else context.caller.account or None


def _principal_type(context: RequestContext) -> str | None:
    return _PRINCIPAL_TYPES.get(context.caller.kind)


def _user_id(context: RequestContext) -> str | None:
    who = context.caller
    if who.kind is CallerKind.ROOT:
        return who.account
    if who.kind is CallerKind.FEDERATED_USER:
        return f"{who.account}:{who.name}"
    return "anonymous" if who.kind is CallerKind.ANONYMOUS else None


def _username(context: RequestContext) -> str | None:
    return context.caller.name if context.caller.kind is CallerKind.USER else None


def _is_service(context: RequestContext) -> bool | None:
    # Present for requests that are signed with AWS credentials: an identity provider vouches for unsigned ones.
    if context.caller.kind in (CallerKind.ANONYMOUS, CallerKind.PROVIDER):
        return None
    return context.caller.kind is CallerKind.SERVICE


def _service_name(context: RequestContext) -> str | None:
    return context.caller.arn if context.caller.kind is CallerKind.SERVICE else None


def _service_names(context: RequestContext) -> tuple[str, ...] | None:
    return (context.caller.arn,) if context.caller.kind is CallerKind.SERVICE else None


def _federated_provider(context: RequestContext) -> str | None:
    # SAML providers have no such key, in the trust policy's evaluation and in the session alike.
    who = context.caller
    oidc = who.kind is CallerKind.PROVIDER and (who.arn in BUILT_IN_PROVIDERS or ":oidc-provider/" in who.arn)
    return who.arn if oidc else None


def _issue_time(context: RequestContext) -> Any:
    # A session has one in any case; where it is not given, the session was issued just now.
    temporary = context.caller.kind in (CallerKind.SESSION, CallerKind.FEDERATED_USER)
    return context.moment if temporary else None


def _via_service(context: RequestContext) -> bool:
    return bool(context.values("aws:calledvia"))


def _called_via(place: int) -> Callable[[RequestContext], str | None]:
    def value(context: RequestContext) -> str | None:
        services = context.values("aws:calledvia")
        return services[place] if services else None

    return value


def has_resource_account(lowered: str) -> bool:
    """Whether requests for the action, in lower case, tell who owns the resource."""
    return lowered not in _WITHOUT_RESOURCE_ACCOUNT and not lowered.startswith(_SERVICE_WITHOUT_RESOURCE_ACCOUNT)


def _resource_account(context: RequestContext) -> str | None:
    return (context.request.account or None) if has_resource_account(context.action) else None


def _owner_of(service: str) -> Callable[[RequestContext], str | None]:
    """The key of a service's own that tells who owns the resource: those of Amazon S3 have one.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
    """

    def value(context: RequestContext) -> str | None:
        return context.request.account or None if context.action.startswith(service) else None

    return value


CONTEXT_KEYS = {
    key.name.lower(): key
    for key in (
        ContextKey("aws:PrincipalArn", _principal_arn, _SERVICE),
        ContextKey("aws:PrincipalAccount", _principal_account, (*_SERVICE, CallerKind.PROVIDER)),
        ContextKey("aws:PrincipalType", _principal_type, (*_SERVICE, CallerKind.PROVIDER)),
        ContextKey("aws:userid", _user_id, (CallerKind.USER, *_SESSION, *_SERVICE, CallerKind.PROVIDER)),
        ContextKey("aws:username", _username, _NOBODY),
        ContextKey("aws:PrincipalIsAWSService", _is_service, _NOBODY),
        ContextKey("aws:PrincipalServiceName", _service_name, _NOBODY),
        ContextKey("aws:PrincipalServiceNamesList", _service_names, _SERVICE),
        ContextKey("aws:FederatedProvider", _federated_provider, _SESSION),
        ContextKey("aws:TokenIssueTime", _issue_time, AWS_CALLERS),
        ContextKey("aws:ViaAWSService", _via_service, ALL_CALLERS),
        ContextKey("aws:CalledViaFirst", _called_via(0), ALL_CALLERS),
        ContextKey("aws:CalledViaLast", _called_via(-1), ALL_CALLERS),
        ContextKey("aws:CurrentTime", lambda context: context.moment, ALL_CALLERS),
        ContextKey("aws:EpochTime", lambda context: int(context.moment.timestamp()), ALL_CALLERS),
        ContextKey("aws:ResourceAccount", _resource_account, _NOBODY),
        ContextKey("s3:ResourceAccount", _owner_of("s3:"), _NOBODY),
        ContextKey("s3express:ResourceAccount", _owner_of("s3express:"), _NOBODY),
    )
}
