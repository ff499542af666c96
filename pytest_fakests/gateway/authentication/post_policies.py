"""The policy of a form that is uploaded to S3: what its signer lets others upload, and until when.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

from __future__ import annotations

import base64
import datetime
import json
from typing import Any

from pytest_fakests.cloud import clock
from pytest_fakests.cloud.errors import AwsError
from pytest_fakests.gateway.authentication.post_forms import PostForm

# Fields of which the policy need not speak; "Additional fields" of the page names those that begin with x-ignore-.
_FREE = frozenset({"policy", "x-amz-signature", "awsaccesskeyid", "signature"})
_RANGE = "content-length-range"


def check_post_policy(form: PostForm) -> None:
    """Raise S3's answer to a form that its policy does not allow.

    Raises:
        AwsError: The policy has expired, a condition fails, a field is none of its conditions', or the file is too
            small or too large.
    """
    policy = _read(form.fields["policy"])
    end = _end(policy)
    if end <= clock.now():
        raise _refused("Policy expired.", f"the policy was good until {end:%Y-%m-%d %H:%M:%S} UTC")
    fields = {**form.fields, "bucket": form.bucket}
    open_fields = set(fields) - _FREE
    for condition in policy["conditions"]:
        kind, name, wanted = _condition(condition)
        if kind == _RANGE:
            _check_size(len(form.file), int(name), int(wanted))
            continue
        open_fields.discard(name)
        if not _holds(kind, fields.get(name, ""), wanted, name):
            told = json.dumps([kind, f"${_spelt(condition)}", wanted])
            given = f"the form's field {name!r} is {fields[name]!r}" if name in fields else f"the form has no {name!r}"
            raise _refused(f"Policy Condition failed: {told}", given)
    extra = sorted(name for name in open_fields if not name.startswith("x-ignore-"))
    if extra:
        raise _refused(f"Extra input fields: {extra[0]}", f"no condition of the policy speaks of {', '.join(extra)}")


def _read(text: str) -> dict[str, Any]:
    try:
        policy = json.loads(base64.b64decode(text, validate=True))
    except ValueError:
        raise _invalid("Invalid JSON.", "the field 'policy' is not JSON in base64") from None
    if not isinstance(policy, dict):
        raise _invalid("Invalid JSON.", "the policy is no object")
    for name, kind in (("expiration", str), ("conditions", list)):
        if not isinstance(policy.get(name), kind):
            raise _invalid(f"Policy missing {name}.", f"the policy has no {name}")
    return policy


def _end(policy: dict[str, Any]) -> datetime.datetime:
    text = policy["expiration"]
    for form in ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ"):
        try:
            return datetime.datetime.strptime(text, form).replace(tzinfo=datetime.timezone.utc)
        except ValueError:
            continue
    raise _invalid(
        f"Invalid 'expiration' value: '{text}'",
        f"the policy's expiration is {text!r}; it should read as 2026-11-24T03:44:26Z does",
    )


def _condition(condition: Any) -> tuple[str, str, str]:
    """The kind of a condition, the field in lower case, and the value; a range has its ends in their place."""
    if isinstance(condition, dict) and len(condition) == 1:
        ((name, value),) = condition.items()
        if isinstance(value, str):
            return "eq", name.lower(), value
    if isinstance(condition, list) and len(condition) == 3:
        kind, name, value = condition
        if str(kind).lower() == _RANGE and str(name).isdecimal() and str(value).isdecimal():
            return _RANGE, str(name), str(value)
        if kind in ("eq", "starts-with") and isinstance(value, str) and str(name).startswith("$"):
            return kind, name[1:].lower(), value
    raise _invalid("Invalid Simple-Condition.", f'{condition!r} is no condition; one is {{"key": "in/q3.csv"}}')


def _spelt(condition: Any) -> str:
    return next(iter(condition)) if isinstance(condition, dict) else str(condition[1])[1:]


def _holds(kind: str, value: str, wanted: str, name: str) -> bool:
    if kind == "eq":
        return value == wanted
    # A list of content types has to begin so in each of its elements.
    values = value.split(",") if name == "content-type" else [value]
    return all(one.strip().startswith(wanted) for one in values)


def _check_size(size: int, smallest: int, largest: int) -> None:
    if size > largest:
        message, ends = "Your proposed upload exceeds the maximum allowed size", {"MaxSizeAllowed": str(largest)}
        details = {"ProposedSize": str(size), **ends}
        raise AwsError("EntityTooLarge", message, 400, note=f"the size of the file is {size} bytes", details=details)
    if size < smallest:
        message, ends = (
            "Your proposed upload is smaller than the minimum allowed size",
            {"MinSizeAllowed": str(smallest)},
        )
        details = {"ProposedSize": str(size), **ends}
        raise AwsError("EntityTooSmall", message, 400, note=f"the size of the file is {size} bytes", details=details)


def _refused(message: str, note: str) -> AwsError:
    return AwsError("AccessDenied", f"Invalid according to Policy: {message}", 403, note=note)


def _invalid(message: str, note: str) -> AwsError:
    return AwsError("InvalidPolicyDocument", f"Invalid Policy: {message}", 400, note=note)
