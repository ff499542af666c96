"""GetWebIdentityToken: a token with which the caller shows services outside AWS who it is.

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html
"""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.principals import ANONYMOUS, Principal, PrincipalType, all_tags
from pytest_fakests.sts.errors import validation_error
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.session_tags import session_tags
from pytest_fakests.sts.validation import constraint_error, fault

# Seconds.
_DEFAULT_DURATION = 300
_ALGORITHMS = ("ES384", "RS256")
# Bytes of JSON. AWS has a limit and does not tell it.
_LARGEST = 10240
_AWS_CLAIMS = "https://sts.amazonaws.com/"
# The claims that come from condition keys of the caller's session:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_token_claims.html
_CLAIM_OF_KEY = {
    "aws:FederatedProvider": "federated_provider",
    "aws:Ec2InstanceSourceVpc": "ec2_instance_source_vpc",
    "aws:Ec2InstanceSourcePrivateIPv4": "ec2_instance_source_private_ipv4",
    "ec2:SourceInstanceARN": "ec2_source_instance_arn",
    "ec2:RoleDelivery": "ec2_role_delivery",
    "glue:CredentialIssuingService": "glue_credential_issuing_service",
    "identitystore:IdentityStoreArn": "identity_store_arn",
    "identitystore:UserId": "identity_store_user_id",
    "lambda:SourceFunctionArn": "lambda_source_function_arn",
}


def get_web_identity_token(request: StsRequest) -> dict[str, Any]:
    """A token that STS signs for the caller's account, and that names the caller's role or user, or root.

    Raises:
        AwsError: A parameter is wrong, the caller may not have such a token, its session ends before the token would,
            the token would be too large, or its account has not enabled such tokens.
    """
    params = request.params
    _check_parameters(request)
    tags = {tag["Key"]: tag["Value"] for tag in params.get("Tags", ())}
    duration: int = params.get("DurationSeconds", _DEFAULT_DURATION)
    _require(request, duration)
    _check_enabled(request)
    issued = clock.now().replace(microsecond=0)
    end = issued + datetime.timedelta(seconds=duration)
    _check_session(request.caller, end)
    account = request.cloud.find_account(request.caller.account)
    claims = {
        "iss": account.token_issuer,
        **_subject(request, tags),
        "iat": int(issued.timestamp()),
        "exp": int(end.timestamp()),
        "jti": str(uuid.UUID(request.cloud.source.hexadecimal(32))),
    }
    if len(json.dumps(claims, separators=(",", ":"), ensure_ascii=False).encode()) > _LARGEST:
        message = "The requested token payload size exceeds the maximum allowed size."
        raise AwsError("JWTPayloadSizeExceededException", message, 400, note=f"the fake takes up to {_LARGEST} bytes")
    token = request.cloud.token_issuer(account.token_issuer).issue(claims, params["SigningAlgorithm"])
    return {"WebIdentityToken": token, "Expiration": end}


def _check_parameters(request: StsRequest) -> None:
    """Raise the error of a parameter that the model leaves open, and AWS does not."""
    params = request.params
    algorithm = params["SigningAlgorithm"]
    if algorithm not in _ALGORITHMS:
        allowed = f"satisfy enum value set: [{', '.join(_ALGORITHMS)}]"
        raise constraint_error([fault(algorithm, "signingAlgorithm", allowed)])
    if params.get("SubjectMode", "AWSIdentity") != "AWSIdentity":
        raise validation_error(
            "The calling session has no origin identity", "no session of this fake has trusted identity propagation"
        )
    if "Scope" in params:
        raise validation_error("Scope can be specified only when SubjectMode is OriginIdentity")
    # Only for its checks: a token has no tags of a chain.
    session_tags(ANONYMOUS, params)


def _require(request: StsRequest, duration: int) -> None:
    """Raise the denial unless the caller may have such a token, with such tags.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_policies.html
    """
    params = request.params
    context: dict[str, Any] = {
        "sts:IdentityTokenAudience": list(params["Audience"]),
        "sts:DurationSeconds": str(duration),
        "sts:SigningAlgorithm": params["SigningAlgorithm"],
        **session_tags(ANONYMOUS, params).context(),
    }
    request.require("sts:GetWebIdentityToken", context=context)
    if params.get("Tags"):
        request.require("sts:TagGetWebIdentityToken", context=context)


def _check_enabled(request: StsRequest) -> None:
    account = request.cloud.find_account(request.caller.account)
    if not account.declaration.outbound_federation:
        raise AwsError(
            "OutboundWebIdentityFederationDisabledException",
            "The outbound web identity federation feature is not enabled for this account.",
            403,
            note=f"declare Account({account.id!r}, outbound_federation=True)",
        )


def _check_session(caller: Principal, end: datetime.datetime) -> None:
    if caller.expires is not None and end > caller.expires:
        raise AwsError(
            "SessionDurationEscalationException",
            "The requested token duration would extend the session beyond its original expiration time.",
            403,
            note=f"the session ends at {caller.expires:%Y-%m-%d %H:%M:%S} UTC, the token would at {end:%H:%M:%S}",
        )


def _subject(request: StsRequest, tags: dict[str, str]) -> dict[str, Any]:
    """Whom the token is for, whom it speaks of, and what AWS adds about them."""
    caller, audience = request.caller, request.params["Audience"]
    who = caller.entity.arn if caller.entity else caller.arn
    added: dict[str, Any] = {
        "aws_account": caller.account,
        "source_region": request.region,
        "principal_id": who,
        "org_id": request.cloud.organization_of(caller.account),
        "principal_tags": all_tags(caller) or None,
        "source_identity": caller.source_identity,
        "request_tags": tags or None,
    }
    if caller.type is PrincipalType.SESSION and caller.expires:
        added["original_session_exp"] = f"{caller.expires:%Y-%m-%dT%H:%M:%SZ}"
    added.update({claim: caller.context.get(key) for key, claim in _CLAIM_OF_KEY.items()})
    return {
        "aud": audience[0] if len(audience) == 1 else list(audience),
        "sub": who,
        _AWS_CLAIMS: {claim: value for claim, value in added.items() if value is not None},
    }
