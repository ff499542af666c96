"""Is a request signed for this service, Region and day?"""

from __future__ import annotations

from typing import Any

from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.claims import HMAC, TERMINATOR, Claim, query_values
from pytest_fakests.gateway.authentication.faults import fault_error
from pytest_fakests.gateway.authentication.times import signed_at
from pytest_fakests.gateway.wire import HttpRequest

# Further names that a service's requests are signed with, by features of their own; the first is the model's.
_SIGNING_NAMES = {
    "s3": frozenset({"s3", "s3-object-lambda", "s3-outposts", "s3express"}),
    "s3control": frozenset({"s3", "s3-outposts", "s3express"}),
    "importexport": frozenset({"importexport", "IngestionService"}),
}
# Signed for one Region of the partition whatever Region their host names, as botocore's endpoint rules say.
_IN_ONE_REGION = frozenset({"health", "sustainability"})


def check_scope(request: HttpRequest, claim: Claim, region: str | None, service_model: Any) -> None:
    """Raise the service's answer to a foreign scope; of several faults the Region's comes first.

    Args:
        request: The request.
        claim: What it says of its signature.
        region: The Region that its endpoint serves; None where its host does not say.
        service_model: botocore's model of the service.

    Raises:
        AwsError: The scope is another's.
    """
    name, fits = service_model.signing_name, region is None or claim.region == region
    if fits and claim.service == name and claim.date == claim.time[:8] and claim.terminator == TERMINATOR:
        return
    service = service_model.service_name
    wanted = None if service in _IN_ONE_REGION else region
    wrong_region = wanted is not None and not _covers(request, claim, wanted)
    wrong_service = claim.service not in _SIGNING_NAMES.get(service, (name,))
    wrong_day = claim.date != claim.time[:8] and signed_at(claim.time) is not None
    if not (wrong_region or wrong_service or wrong_day or claim.terminator != TERMINATOR):
        return
    if wrong_region and wrong_service and service_model.service_name != "s3":
        both = _error("wrong region", claim, wanted, service_model)
        other = _error("wrong service", claim, wanted, service_model)
        raise AwsError(both.code, both.message + other.message, both.status, note=both.note)
    if wrong_region or wrong_service:
        raise _error("wrong region" if wrong_region else "wrong service", claim, wanted, service_model)
    if claim.terminator != TERMINATOR:
        raise _error("wrong terminator", claim, wanted, service_model)
    raise _error("wrong day", claim, wanted, service_model)


def _covers(request: HttpRequest, claim: Claim, region: str) -> bool:
    """Whether the claim is for the Region; version 4a names a set of them in a signed header, or in the URL.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
    """
    if claim.algorithm == HMAC:
        return claim.region == region
    return any(_matches(one.strip(), region) for one in region_set(request).split(","))


def region_set(request: HttpRequest) -> str:
    """The Regions for which a request of version 4a is signed."""
    found: str | None = request.headers.get("x-amz-region-set")
    return found if found is not None else ",".join(query_values(request.url).get("X-Amz-Region-Set", ()))


def _matches(pattern: str, region: str) -> bool:
    return pattern == region or (pattern.endswith("*") and region.startswith(pattern[:-1]))


def _error(fault: str, claim: Claim, wanted: str | None, service_model: Any) -> AwsError:
    facts = {
        "service": service_model.signing_name,
        "signed_service": claim.service,
        "region": claim.region,
        "wanted": wanted or claim.region,
        "terminator": claim.terminator,
        "day": claim.date,
        "signed": claim.time,
        "time_day": claim.time[:8],
        "credential": f"{claim.access_key}/{claim.scope}",
    }
    note = f"the credential scope is {claim.scope}; expected {facts['wanted']} and {facts['service']}"
    if fault == "wrong day":
        note = f"the credential scope is of {claim.date}, and the request was signed at {claim.time}"
    return fault_error(fault, service_model, note, claim.form, **facts)
