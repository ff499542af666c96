"""STS's own error answers, worded as AWS words them."""

from __future__ import annotations

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.iam import Decision


def validation_error(message: str, note: str = "") -> AwsError:
    """A parameter that STS refuses."""
    return AwsError("ValidationError", message, 400, note=note)


def invalid_parameter(message: str) -> AwsError:
    """Parameters that STS refuses together."""
    return AwsError("InvalidParameterValue", message, 400)


def unknown_operation(operation: str) -> AwsError:
    """An operation that the endpoint does not have."""
    note = f"the global endpoint of STS does not have {operation}; call a regional one"
    return AwsError("InvalidAction", f"Could not find operation {operation} for version 2011-06-15", 400, note=note)


def access_denied(message: str, note: str = "", decision: Decision | None = None) -> AwsError:
    """A refusal."""
    return AwsError("AccessDenied", message, 403, note=note, decision=decision)


def invalid_identity_token(message: str, note: str) -> AwsError:
    """A token or assertion of an identity provider that STS does not take."""
    return AwsError("InvalidIdentityToken", message, 400, note=note)


def idp_rejected(note: str) -> AwsError:
    """An identity provider says no; as the API's page describes it, for what STS itself says was not seen."""
    message = "The identity provider (IdP) reported that authentication failed."
    return AwsError("IDPRejectedClaim", message, 403, note=note)


def invalid_jwt(note: str) -> AwsError:
    """A web identity token that is none, or is wrong in a way for which no other text of AWS is known."""
    return invalid_identity_token(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)", note
    )


def not_authorized(caller: str, decision: Decision, note: str = "") -> AwsError:
    """A denial by policy, or as one. Where it names a resource, STS ends it there: only without one does it say why.

    Args:
        caller: The ARN of who asked.
        decision: The denial.
        note: Why no policy can have decided, as where there is no such role.
    """
    request = decision.request
    ending = decision.reason if request.resource == "*" else f"on resource: {request.resource}"
    message = f"User: {caller} is not authorized to perform: {request.action} {ending}"
    return access_denied(message, note or decision.explain(), decision)


def region_disabled(account: str, region: str) -> AwsError:
    """STS gives no credentials of the account in the Region: turbot/steampipe-plugin-aws#1510."""
    message = (
        f"STS is not activated in this region for account:{account}. "
        "Your account administrator can activate STS in this region using the IAM Console."
    )
    note = f"account {account} has no STS in {region}; see the arguments regions and sts_deactivated of Account"
    return AwsError("RegionDisabledException", message, 403, note=note)
