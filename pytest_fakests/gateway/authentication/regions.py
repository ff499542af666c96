"""The Region that an endpoint serves."""

from __future__ import annotations

import functools
import re
from urllib.parse import urlsplit

_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+){1,3}-\d+")
# Where a global endpoint's requests are signed for: https://docs.aws.amazon.com/general/latest/gr/rande.html
_GLOBAL_ENDPOINTS = {"sts.amazonaws.com": "us-east-1", "iam.amazonaws.com": "us-east-1"}
# The ends of AWS's hosts, by partition, as botocore's partitions.json has them.
SUFFIXES = (
    ".amazonaws.com",
    ".api.aws",
    ".amazonaws.com.cn",
    ".api.amazonwebservices.com.cn",
    ".amazonaws.eu",
    ".api.amazonwebservices.eu",
    ".c2s.ic.gov",
    ".api.aws.ic.gov",
    ".sc2s.sgov.gov",
    ".api.aws.scloud",
    ".cloud.adc-e.uk",
    ".api.cloud-aws.adc-e.uk",
    ".csp.hci.ic.gov",
    ".api.aws.hci.ic.gov",
)


@functools.lru_cache(maxsize=256)
def region_of(url: str) -> str | None:
    """The Region that an endpoint of AWS serves; None where its host does not say."""
    host = urlsplit(url).hostname or ""
    if host in _GLOBAL_ENDPOINTS:
        return _GLOBAL_ENDPOINTS[host]
    suffix = next((suffix for suffix in SUFFIXES if host.endswith(suffix)), None)
    if suffix is None:
        return None
    labels = host.removesuffix(suffix).split(".")
    # The Region is the last label, or the one before it, as in "eu-west-1.queue"; a bucket's name may look like one.
    candidates = labels[-1:] if labels[-1].startswith("s3") else labels[:-3:-1]
    return next((label for label in candidates if _REGION.fullmatch(label)), None)


def asked_region(url: str, signed_for: str) -> str | None:
    """The Region that a request asks: its endpoint's, or, where that is a whole partition's, the one it is signed for.

    Example:
        >>> asked_region("https://route53.amazonaws.com/2013-04-01/hostedzone", "us-east-1")
        'us-east-1'
    """
    return region_of(url) or (signed_for if (urlsplit(url).hostname or "").endswith(SUFFIXES) else None) or None


@functools.lru_cache(maxsize=256)
def is_global_sts(url: str) -> bool:
    """Whether the endpoint is the global one of STS."""
    return urlsplit(url).hostname == "sts.amazonaws.com"
