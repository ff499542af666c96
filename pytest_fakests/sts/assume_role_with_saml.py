"""AssumeRoleWithSAML: temporary credentials for somebody for whom a SAML identity provider signed an assertion.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
"""

from __future__ import annotations

import dataclasses
from typing import Any

from pytest_fakests.sts.errors import validation_error
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.role_sessions import federated_session, home_of_role, role_duration, session_answer
from pytest_fakests.sts.saml_identity import verified_assertion
from pytest_fakests.sts.session_policies import session_policies


def assume_role_with_saml(request: StsRequest) -> dict[str, Any]:
    """Temporary credentials for a session of the role, if its trust policy lets the assertion's subject in.

    The call needs no AWS credentials.

    Raises:
        AwsError: A parameter is wrong, the assertion is not taken, or the trust policy does not let its subject in.
    """
    home = home_of_role(request.params["RoleArn"])
    if home is None:
        raise validation_error("Request ARN is invalid", f"{request.params['RoleArn']} is not the ARN of a role")
    policies = session_policies(request, *home)
    identity = verified_assertion(request.cloud, request.params, home[1])
    # What the request itself asks for goes before what the assertion says.
    full = {**identity.params, **request.params}
    told = dataclasses.replace(request, params=full)
    action = "sts:AssumeRoleWithSAML"
    role, session, packed = federated_session(
        told, full["PrincipalArn"], action, identity.trust_keys, identity.session_keys, policies
    )
    duration = role_duration(told, role)
    if identity.longest is not None:
        duration = min(duration, identity.longest)
    return {**session_answer(told, session, duration, packed), **identity.answer}
