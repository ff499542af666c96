"""Amazon S3: what is asked of an access point is asked of its bucket, too, and both see which access point it is.

Source: Amazon S3 User Guide, "Configuring IAM policies for using access points".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pytest_fakests.gateway.operations.permission import Permission

_ACCESS_POINT = re.compile(
    r"(?P<arn>arn:(?P<partition>[^:]+):s3:[^:]*:(?P<account>[^:]*):accesspoint/[^/]+)(?:/object(?P<key>/.+))?",
    re.DOTALL,
)


def with_buckets(permissions: Iterable[Permission], known: Mapping[str, str]) -> Iterator[Permission]:
    """Each permission; after one on an access point, the same on the bucket behind it, where that is known.

    Args:
        permissions: What a call needs.
        known: ARNs of access points, each with the name of the bucket behind it, and with `:vpc` the VPC, if any.
    """
    for permission in permissions:
        matches = [(resource, _ACCESS_POINT.fullmatch(resource)) for resource in permission.resources]
        direct = tuple(resource for resource, match in matches if match is None)
        if direct:
            yield permission._replace(resources=direct)
        for match in (match for _, match in matches if match):
            yield from _through(permission, match, known)


def _through(permission: Permission, match: re.Match[str], known: Mapping[str, str]) -> Iterator[Permission]:
    arn, bucket = match["arn"], known.get(match["arn"])
    context = {
        **permission.context,
        "s3:DataAccessPointArn": arn,
        "s3:DataAccessPointAccount": match["account"],
    }
    unknown = dict(permission.unknown)
    if bucket:
        context["s3:AccessPointNetworkOrigin"] = "VPC" if f"{arn}:vpc" in known else "Internet"
    else:
        unknown["s3:AccessPointNetworkOrigin"] = (
            f'the bucket behind {arn} is not known, Resource("...", bucket="...") tells'
        )
    yield permission._replace(resources=(match[0],), context=context, unknown=unknown)
    if bucket:
        behind = f"arn:{match['partition']}:s3:::{bucket}{match['key'] or ''}"
        yield permission._replace(resources=(behind,), context=context)
