"""Regions: the partition that each belongs to, and which of them an account has to enable.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html names the partitions, and
https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html says that Regions which came after
20 March 2019 are off until an account enables them; that of other partitions all are on.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from pytest_fakests.cloud.errors import DeclarationError

REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)?-(central|(?:north|south)(?:east|west)?|east|west)-\d+", re.ASCII)

# The beginning of a Region's name -> its partition, as botocore's partitions.json has them; all others are "aws".
_PARTITIONS = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
    "eusc-": "aws-eusc",
}
PARTITIONS = ("aws", *_PARTITIONS.values())

ON_BY_DEFAULT = frozenset(
    {
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    }
)
# Where STS cannot be deactivated: spinnaker/swabbie#666.
ALWAYS_ACTIVE = "us-east-1"


def partition_of(region: str) -> str:
    """The partition that a Region belongs to."""
    if region in ON_BY_DEFAULT:
        return "aws"
    return next((partition for prefix, partition in _PARTITIONS.items() if region.startswith(prefix)), "aws")


def check_region(where: str, region: object) -> None:
    """Raise DeclarationError, which names `where`, unless `region` has the form of a Region's name."""
    if not isinstance(region, str) or not REGION.fullmatch(region):
        raise DeclarationError(f"{where} is {region!r}, which is no Region; {nearest_region(region)}")


def nearest_region(region: object) -> str:
    """What to write for something that is no Region."""
    known = sorted(ON_BY_DEFAULT) if isinstance(region, str) and region else []
    near = [one for one in known if one.startswith(str(region))] or get_close_matches(str(region), known, 1)
    return f"did you mean {near[0]!r}?" if near else f"one is {ALWAYS_ACTIVE!r}"


def off_by_default(region: str) -> bool:
    """Whether an account has to enable a Region before its credentials are known there."""
    return region not in ON_BY_DEFAULT and partition_of(region) == "aws"
