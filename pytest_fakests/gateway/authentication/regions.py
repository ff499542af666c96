"""The Region that an endpoint serves."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+){1,3}-\d+")
# Where a global endpoint's requests are signed for: https://docs.aws.amazon.com/general/latest/gr/rande.html
_GLOBAL_ENDPOINTS = {"sts.amazonaws.com": "us-east-1", "iam.amazonaws.com": "us-east-1"}
_BEFORE_HOST = len("https://")
USUAL_PORTS = {"http": ":80", "https": ":443"}
# The ends of AWS's hosts, by partition, as botocore's partitions.json has them, and that of what customers run there:
# https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
SUFFIXES = (
    ".amazonaws.com",
    ".api.aws",
    ".on.aws",
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


class Endpoint(NamedTuple):
    """What a URL tells up to its path.

    Attributes:
        origin: All that, as it stands there.
        host: The host, with its port where that does not go without saying.
        region: The Region that the host serves; None where it does not say.
        of_aws: Whether the host is one of AWS's.
    """

    origin: str
    host: str
    region: str | None
    of_aws: bool

    def asked_region(self, signed_for: str) -> str | None:
        """The Region that a request asks: the endpoint's, or, where that is a whole partition's, the one signed for."""
        return self.region or (signed_for if self.of_aws else None) or None


def endpoint_of(url: str) -> Endpoint:
    """What a URL tells up to its path, found out once for all paths.

    Example:
        >>> endpoint_of("https://reports.s3.eu-west-1.amazonaws.com/q3.csv").region
        'eu-west-1'
    """
    end = url.find("/", _BEFORE_HOST)
    return _endpoint_at(url if end < 0 else url[:end])


def region_of(url: str) -> str | None:
    """The Region that an endpoint of AWS serves; None where its host does not say."""
    return endpoint_of(url).region


def asked_region(url: str, signed_for: str) -> str | None:
    """The Region that a request asks: its endpoint's, or, where that is a whole partition's, the one it is signed for.

    Example:
        >>> asked_region("https://route53.amazonaws.com/2013-04-01/hostedzone", "us-east-1")
        'us-east-1'
    """
    return endpoint_of(url).asked_region(signed_for)


@functools.lru_cache(maxsize=256)
def _endpoint_at(origin: str) -> Endpoint:
    parts = urlsplit(origin)
    host = parts.hostname or ""
    return Endpoint(origin, plain_host(parts), _region_at(host), host.endswith(SUFFIXES))


def plain_host(parts: SplitResult) -> str:
    """The host of a URL, with its port where that does not go without saying."""
    return parts.netloc.rpartition("@")[2].removesuffix(USUAL_PORTS.get(parts.scheme, ""))


def _region_at(host: str) -> str | None:
    if host in _GLOBAL_ENDPOINTS:
        return _GLOBAL_ENDPOINTS[host]
    suffix = next((suffix for suffix in SUFFIXES if host.endswith(suffix)), None)
    if suffix is None:
        return None
    labels = host.removesuffix(suffix).split(".")
    # The Region is the last label, or the one before it, as in "eu-west-1.queue"; a bucket's name may look like one.
    candidates = labels[-1:] if labels[-1].startswith("s3") else labels[:-3:-1]
    return next((label for label in candidates if _REGION.fullmatch(label)), None)


@functools.lru_cache(maxsize=256)
def is_global_sts(url: str) -> bool:
    """Whether the endpoint is the global one of STS."""
    return urlsplit(url).hostname == "sts.amazonaws.com"
