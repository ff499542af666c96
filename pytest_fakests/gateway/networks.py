"""Which way a request came: over the internet, or through a VPC endpoint.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# An address that is nobody's (RFC 5737), so that policies which test aws:SourceIp see a caller from somewhere.
_SOURCE_IP = "192.0.2.1"
_VPC_SOURCE_IP = "10.0.0.1"
# The keys of requests through an endpoint.
_OF_ENDPOINTS = frozenset({"aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"})
# https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-dns-hostnames
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
_HOST = re.compile(
    r"https?://(?:(?:[^/?]+\.)?(?P<endpoint>vpce-[0-9a-f]{8,17})-[a-z0-9-]+\.[^/?]+\.vpce\."
    r"|[a-z0-9]+-(?P<alias>vpce-[0-9a-f]{8,17})\.execute-api\.)"
)


def origin_context(url: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The condition keys that tell of it: a request through an endpoint has no aws:SourceIp.

    Args:
        url: Where the request is sent: the host may be one of an endpoint.
        given: The condition keys that the test set, aws:SourceVpce among them or not.
    """
    found = _HOST.match(url) if "vpce-" in url else None
    if found:
        return {"aws:SourceVpce": found["endpoint"] or found["alias"], "aws:VpcSourceIp": _VPC_SOURCE_IP}
    if not given:
        return {"aws:SourceIp": _SOURCE_IP}
    lowered = {key.lower() for key in given}
    if "aws:sourcevpce" in lowered:
        return {"aws:VpcSourceIp": _VPC_SOURCE_IP}
    return {"aws:SourceIp": _SOURCE_IP} if lowered.isdisjoint(_OF_ENDPOINTS) else {}
