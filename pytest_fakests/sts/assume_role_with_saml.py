"""AssumeRoleWithSAML: temporary credentials for somebody for whom a SAML identity provider signed an assertion.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
"""

from __future__ import annotations

import dataclasses
from typing import Any

from pytest_fakests.cloud.principals import role_principal
from pytest_fakests.sts.errors import validation_error
from pytest_fakests.sts.request import StsRequest
from pytest_fakests.sts.role_sessions import (
    authorized_role,
    federation_refused,
    home_of_role,
    role_duration,
    session_answer,
)
from pytest_fakests.sts.saml_identity import verified_assertion
from pytest_fakests.sts.session_policies import packed_size, session_policies
from pytest_fakests.sts.session_tags import session_tags


def assume_role_with_saml(request: StsRequest) -> dict[str, Any]:
    """Temporary credentials for a session of the role, if its trust policy lets the assertion's subject in.

    The call needs no AWS credentials.

    Raises:
        AwsError: A parameter is wrong, the assertion is not taken, or the trust policy does not let its subject in.
    """
    home = home_of_role(request.params["RoleArn"])
    if home is None:
        raise validation_error("Request ARN is invalid")
    policies = session_policies(request, home[1])
    identity = verified_assertion(request.cloud, request.params, home[1])
    # What the request itself asks for goes before what the assertion says.
    full = {**identity.params, **request.params}
    told = dataclasses.replace(request, params=full)
    tags, packed = session_tags(request.caller, full), packed_size(full)
    source_identity = full.get("SourceIdentity")
    action = "sts:AssumeRoleWithSAML"
    provider = full["PrincipalArn"]
    role = authorized_role(told, provider, action, identity.trust_keys, tags, source_identity, federation_refused)
    session = role_principal(
        role,
        full["RoleSessionName"],
        session_policies=policies,
        tags=tags.all,
        transitive=tags.transitive,
        source_identity=source_identity,
        context=identity.session_keys,
    )
    duration = role_duration(told, role)
    if identity.longest is not None:
        duration = min(duration, identity.longest)
    return {**session_answer(told, session, duration, packed), **identity.answer}
