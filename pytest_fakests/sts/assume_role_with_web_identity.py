"""AssumeRoleWithWebIdentity: temporary credentials for somebody whom an identity provider vouches for.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

from __future__ import annotations

import dataclasses
from typing import Any

from pytest_fakests.sts.errors import validation_error
from pytest_fakests.sts.identity_claims import role_is_listed, session_params
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.role_sessions import federated_session, home_of_role, role_duration, session_answer
from pytest_fakests.sts.session_policies import session_policies
from pytest_fakests.sts.web_identity import verified_identity


def assume_role_with_web_identity(request: StsRequest) -> dict[str, Any]:
    """Temporary credentials for a session of the role, if its trust policy lets the token's subject in.

    The call needs no AWS credentials.

    Raises:
        AwsError: A parameter is wrong, the token is not taken, or the trust policy does not let its subject in.
    """
    params = request.params
    home = home_of_role(params["RoleArn"])
    if home is None:
        raise validation_error("Request ARN is invalid", f"{params['RoleArn']} is not the ARN of a role")
    policies = session_policies(request, *home)
    identity = verified_identity(request.cloud, params, *home)
    listed = role_is_listed(identity.claims, params["RoleArn"])
    told = dataclasses.replace(request, params={**params, **session_params(identity.claims)})
    context = {**identity.trust_keys, "sts:RoleAuthorizedByIdp": "true" if listed else "false"}
    action = "sts:AssumeRoleWithWebIdentity"
    role, session, packed = federated_session(told, identity.provider, action, context, identity.session_keys, policies)
    return {
        **session_answer(request, session, role_duration(request, role), packed),
        "SubjectFromWebIdentityToken": identity.subject,
        "Provider": identity.provider,
        "Audience": identity.audience,
    }
