"""The bucket or access point that the host of a request to Amazon S3 names.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
https://docs.aws.amazon.com/general/latest/gr/s3.html
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from urllib.parse import unquote

from pytest_fakests.cloud.regions import partition_of

_NAMED = r"(?P<name>.+)-(?P<account>\d{12})"
_PLACED = r"(?:-fips)?(?:\.dualstack)?\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?"

# The forms of an ARN by the hosts that stand for it. The host of a multi-Region access point has no account.
_ARNS = tuple(
    (re.compile(pattern), arn)
    for pattern, arn in (
        # "Using access points with compatible Amazon S3 operations"
        (
            rf"{_NAMED}\.s3-accesspoint{_PLACED}",
            "arn:{partition}:s3:{region}:{account}:accesspoint/{name}",
        ),
        # "How to use Object Lambda access points"
        (
            rf"{_NAMED}\.s3-object-lambda{_PLACED}",
            "arn:{partition}:s3-object-lambda:{region}:{account}:accesspoint/{name}",
        ),
        # "Accessing your Amazon S3 on Outposts bucket using an access point"
        (
            rf"{_NAMED}\.(?P<outpost>op-[0-9a-z]+)\.s3-outposts{_PLACED}",
            "arn:{partition}:s3-outposts:{region}:{account}:outpost/{outpost}/accesspoint/{name}",
        ),
        # "Making requests through a Multi-Region Access Point"
        (
            r"(?P<name>[a-z0-9]+\.mrap)\.accesspoint\.s3-global\.amazonaws\.com",
            "arn:aws:s3:::accesspoint/{name}",
        ),
    )
)

# The endpoints of S3 that a bucket's name may stand before, also accelerate, dual-stack, FIPS, Express.
_SERVICE = r"(?:s3|(?:ec2|op-[0-9a-z]+)\.s3-outposts|s3[a-z]*-[a-z0-9-]+)"
_ENDPOINT = rf"{_SERVICE}(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?"
_VIRTUAL = re.compile(rf"(?P<bucket>.+)\.{_ENDPOINT}")
# Hosts without a bucket: the endpoints themselves, and addresses.
_PATH_ONLY = re.compile(rf"{_ENDPOINT}|localhost|[0-9.]+|\[.*\]")


@functools.lru_cache(maxsize=256)
def bucket_in_host(host: str) -> str | None:
    """The bucket's name, or the access point's ARN, in a host of Amazon S3; None where the path names it.

    An ARN's resource is written with a slash, whichever separator the caller wrote. The ARN of a multi-Region
    access point lacks its account, which is nowhere in a request.

    Example:
        >>> bucket_in_host("reports.s3.eu-west-1.amazonaws.com")
        'reports'
        >>> bucket_in_host("finance-123456789012.s3-accesspoint.eu-west-1.amazonaws.com")
        'arn:aws:s3:eu-west-1:123456789012:accesspoint/finance'
    """
    name = _without_port(host)
    for pattern, arn in _ARNS:
        found = pattern.fullmatch(name)
        if found:
            parts = found.groupdict()
            return arn.format(partition=partition_of(parts.get("region", "")), **parts)
    virtual = _VIRTUAL.fullmatch(name)
    return virtual["bucket"] if virtual else None


def split_bucket(host: str, path: str, fits: Callable[[str], bool]) -> tuple[str, str]:
    """The bucket and the rest of the path, for an operation on a bucket.

    Args:
        host: The URL's host, with its port.
        path: The URL's path, percent-encoded.
        fits: Whether a path, without a bucket, is one of the operation's.

    A host that is none of AWS's is a custom endpoint: botocore then names the bucket in the path unless it
    was told otherwise, which shows only where the path has no room for it.

    Example:
        >>> split_bucket("localhost:9000", "/reports/q3.csv", lambda path: path.startswith("/"))
        ('reports', '/q3.csv')
    """
    bucket = bucket_in_host(host)
    if bucket is not None:
        return bucket, path
    first, slash, rest = path[1:].partition("/")
    if (first and fits(slash + rest)) or _PATH_ONLY.fullmatch(_without_port(host)):
        return unquote(first), slash + rest
    return host.partition(".")[0], path


def _without_port(host: str) -> str:
    return host[: host.rindex(":")] if re.search(r":\d+$", host) else host
