"""AWS KMS: keys, and the keys behind aliases (Developer Guide, "Controlling access to aliases")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_fakests.gateway.operations.call import Call
from pytest_fakests.gateway.operations.filters.filter import Filter
from pytest_fakests.gateway.operations.paths import text_of

# KMS Developer Guide, "kms:ViaService": the names that are not botocore's.
_VIA = {"stepfunctions": "states"}


def kms_key(value: str, call: Call, argument: str) -> str:
    """A key's ARN, from its id, ARN, alias or alias ARN; in the Region that the member `argument` names."""
    arn = _key_behind(value, call) if request_alias(value, call, "") else value
    region = text_of(call.params.get(argument)) if argument else None
    if not arn.startswith("arn:"):
        return call.place.arn("kms", f"key/{arn}", region=region)
    fields = arn.split(":", 4)
    return ":".join([*fields[:3], region, *fields[4:]]) if region else arn


def request_alias(value: str, call: Call, _: str) -> str | None:
    """The alias a request names its key by, `alias/NAME` (condition key kms:RequestAlias)."""
    name = value.split(":", 5)[-1]
    return name if name.startswith("alias/") else None


def same_key(params: Mapping[str, Any], call: Call, _: str) -> str:
    """Whether a ciphertext is encrypted anew with the key that it was encrypted with (kms:ReEncryptOnSameKey)."""
    source, destination = text_of(params.get("SourceKeyId")), text_of(params.get("DestinationKeyId"))
    if source is None or destination is None:
        raise call.unknown("the key that made the ciphertext is not known, SourceKeyId would tell")
    return "true" if kms_key(source, call, "") == kms_key(destination, call, "") else "false"


def via_service(_: object, call: Call, __: str) -> str:
    """The service that calls KMS for the caller, as kms:ViaService names it: `s3.eu-west-1.amazonaws.com`."""
    suffix = "amazonaws.com.cn" if call.place.partition == "aws-cn" else "amazonaws.com"
    return f"{_VIA.get(call.service, call.service)}.{call.place.region}.{suffix}"


def called_via(_: object, call: Call, __: str) -> str:
    """The service that calls KMS for the caller, as aws:CalledVia names it: `s3.amazonaws.com`."""
    return f"{_VIA.get(call.service, call.service)}.amazonaws.com"


def is_managed_by_aws(resource: str, account: str) -> bool:
    """Whether it is the alias of an AWS managed key, whose policy lets its service use it for the whole account.

    https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
    """
    owner, _, name = resource.partition(":kms:")[2].partition(":")[2].partition(":")
    return owner == account and name.startswith("alias/aws/")


def _key_behind(alias: str, call: Call) -> str:
    arn = alias if alias.startswith("arn:") else call.place.arn("kms", alias)
    if call.service != "kms" and is_managed_by_aws(arn, call.place.account):
        return arn
    if arn not in call.state:
        raise call.unknown(f"the key behind {alias} is not known")
    return call.state[arn]


FILTERS = {
    "kms_key": Filter(kms_key),
    "alias_target": Filter(kms_key),
    "request_alias": Filter(request_alias),
    "same_key": Filter(same_key, structured=True),
    "via_service": Filter(via_service, structured=True),
    "called_via": Filter(called_via, structured=True),
}
