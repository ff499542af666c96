"""ProvidedContexts: what a context provider vouches for, so that a session knows for which person it acts.

https://docs.aws.amazon.com/STS/latest/APIReference/API_ProvidedContext.html; the condition keys are those of
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html and, in the
session, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.cloud import Cloud
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.cloud.seals import seal, unseal
from pytest_fakests.sts.request import StsRequest

IDENTITY_CENTER = "arn:aws:iam::aws:contextProvider/IdentityCenter"

_KIND = "context assertion"


def context_assertion(cloud: Cloud, provider: str, keys: Mapping[str, str], duration: datetime.timedelta) -> str:
    """An assertion of the provider with this ARN, for `duration` from now; it carries its content in itself."""
    end = (clock.now() + duration).isoformat(timespec="seconds")
    content = json.dumps({"provider": provider, "keys": dict(keys), "end": end}, separators=(",", ":"))
    return seal(cloud.source.sealing_key, _KIND, content.encode())


def provided_keys(request: StsRequest) -> dict[str, str]:
    """The condition keys that the request's assertions give to the session.

    Raises:
        AwsError: An assertion is none of this world's, of another provider, or has expired.
    """
    found: dict[str, str] = {}
    for one in request.params.get("ProvidedContexts", ()):
        content = unseal(request.cloud.source.sealing_key, _KIND, one.get("ContextAssertion", ""))
        if content is None:
            raise _invalid("fakests.context_assertion() gives such assertions")
        asserted: dict[str, Any] = json.loads(content)
        if asserted["provider"] != one.get("ProviderArn"):
            raise _invalid(f"it is an assertion of {asserted['provider']}")
        if clock.now() >= datetime.datetime.fromisoformat(asserted["end"]):
            raise _invalid(f"it expired at {asserted['end']}")
        found.update(asserted["keys"])
    return found


def request_keys(request: StsRequest, keys: Mapping[str, str]) -> dict[str, Any]:
    """The condition keys with which policies see the assertions in the request itself."""
    if "ProvidedContexts" not in request.params:
        return {}
    providers = [one["ProviderArn"] for one in request.params["ProvidedContexts"]]
    seen = {f"sts:RequestContext/{key}": value for key, value in keys.items()}
    return {"sts:RequestContextProviders": providers, **seen}


def _invalid(note: str) -> AwsError:
    message = "The request was rejected because the context assertion that was provided is invalid."
    return AwsError("InvalidContextAssertion", message, 400, note=note)
