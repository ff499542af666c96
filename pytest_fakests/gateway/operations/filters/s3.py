"""Amazon S3: buckets, access points, and the source of a copy."""

from __future__ import annotations

import base64
import datetime
import json
import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from pytest_fakests.cloud import clock
from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter, Whole
from pytest_fakests.gateway.operations.filters.text import pairs
from pytest_fakests.gateway.operations.paths import text_of

_DAY = 86400
_FIELDS = 6
# Amazon S3 User Guide, "General purpose bucket naming rules": suffixes that no bucket of its own can have.
_RESERVED_SUFFIXES = {
    "-s3alias": "the access point behind the alias {} is not known, its ARN or Resource(..., aliases=...) would tell",
    "--op-s3": "the access point behind the Outposts alias {} is not known",
    "--ol-s3": "the Object Lambda access point behind the alias {} is not known",
}
_SUFFIXES = ("--x-s3", *_RESERVED_SUFFIXES)


def bucket(value: str, call: Call, _: str) -> str:
    """A bucket's name, or an access point's ARN ("Configuring IAM policies for using access points").

    Of a directory bucket it is the ARN, whole: its objects have none.
    """
    # In one question, as nearly all names have none of them.
    if value.endswith(_SUFFIXES):
        return _named_by_suffix(value, call)
    return _access_point(value, call) if value.startswith("arn:") else value


def _named_by_suffix(value: str, call: Call) -> str:
    if value.endswith("--x-s3"):
        return Whole(call.place.arn("s3express", f"bucket/{value}"))
    if value.endswith("-s3alias"):
        value = call.state.get(value, value)
    for suffix, reason in _RESERVED_SUFFIXES.items():
        if value.endswith(suffix):
            raise call.unknown(reason.format(value))
    return _access_point(value, call) if value.startswith("arn:") else value


def object_bucket(value: str, call: Call, _: str) -> str:
    """What stands before an object's key: the bucket's name, or `ACCESS-POINT-ARN/object`."""
    name = bucket(value, call, "")
    return f"{name}/object" if name.startswith("arn:") and not isinstance(name, Whole) else name


def copy_source(value: object, call: Call, _: str) -> str | None:
    """The object a copy is read from, `BUCKET/KEY`; `with_copy_source` has taken the text apart."""
    source = value if isinstance(value, Mapping) else {}
    name, key = text_of(source.get("Bucket")), text_of(source.get("Key"))
    if name is None or key is None:
        return None
    place = object_bucket(name, call, "")
    return place if isinstance(place, Whole) else f"{place}/{key}"


def encrypted(params: Mapping[str, Any], call: Call, _: str) -> str:
    """What KMS is told that it encrypts: the object, or with a Bucket Key the bucket ("Encryption context")."""
    found = params.get("ObjectEncryption") or {}
    if params.get("BucketKeyEnabled") or (found.get("SSEKMS") or {}).get("BucketKeyEnabled"):
        return bucket(params["Bucket"], call, "")
    return f"{object_bucket(params['Bucket'], call, '')}/{params['Key']}"


def encryption_context(value: str, call: Call, _: str) -> tuple[str, ...]:
    """The names and values of an encryption context, which is base64 of JSON (API reference, PutObject)."""
    try:
        return pairs(json.loads(base64.b64decode(value, validate=True)), call, "")
    except ValueError:
        raise call.unknown(f"the encryption context {value} is not base64 of JSON") from None


def days_from_now(value: object, call: Call, _: str) -> str | None:
    """The days that an object is still to be retained (User Guide, "Object Lock considerations")."""
    when = value if isinstance(value, datetime.datetime) else _moment(text_of(value))
    if when is None:
        return None
    seconds = (when.replace(tzinfo=when.tzinfo or datetime.timezone.utc) - clock.now()).total_seconds()
    return str(math.ceil(seconds / _DAY))


def _moment(text: str | None) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None
    except ValueError:
        return None


def with_copy_source(params: Mapping[str, Any], known: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """`params` with a CopySource text `BUCKET/KEY?versionId=V` taken apart (API reference, CopyObject).

    Args:
        params: The parameters of a call.
        known: Names of objects, as `BUCKET/KEY`, with `:tags` behind them for those that have tags.

    Example:
        >>> with_copy_source({"CopySource": "reports/q%203.csv?versionId=7"})
        {'CopySource': {'Bucket': 'reports', 'Key': 'q 3.csv', 'VersionId': '7'}}
    """
    source = params.get("CopySource")
    if source is None:
        return params
    parts = _source(source) if isinstance(source, str) else source
    if known and isinstance(parts, Mapping) and f"{parts.get('Bucket')}/{parts.get('Key')}:tags" in known:
        parts = {**parts, "Tagged": True}
    return {**params, "CopySource": parts}


def _source(text: str) -> dict[str, str]:
    text, _, version = text.partition("?versionId=")
    text = unquote(text).removeprefix("/")
    name, _, key = text.partition("/object/" if text.startswith("arn:") else "/")
    return {"Bucket": name, "Key": key} | ({"VersionId": version} if version else {})


def _access_point(arn: str, call: Call) -> str:
    fields = arn.split(":", 5)
    if len(fields) == _FIELDS and fields[2] == "s3-object-lambda":
        return Whole(arn)
    if len(fields) < _FIELDS or fields[2] != "s3" or not fields[5].startswith(("accesspoint/", "accesspoint:")):
        raise call.unknown(f"{arn} is not the ARN of an S3 access point")
    # The host of a multi-Region access point does not tell the account: it is taken to be the caller's, as of buckets.
    return ":".join([*fields[:4], fields[4] or call.place.account, fields[5].replace(":", "/", 1)])


FILTERS = {
    "days_from_now": Filter(days_from_now, structured=True, timely=True),
    "bucket": Filter(bucket),
    "object_bucket": Filter(object_bucket),
    "copy_source": Filter(copy_source, structured=True),
    "s3_encrypted": Filter(encrypted, structured=True),
    "s3_encryption_context": Filter(encryption_context),
}
