"""The checksums of a body, which S3 computes anew.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
"""

from __future__ import annotations

import base64
import functools
import hashlib
import importlib
import zlib
from collections.abc import Callable, Mapping

from pytest_fakests.cloud.errors import AwsError

_PREFIX = "x-amz-checksum-"
# The polynomials of CRC-32C (RFC 9260, appendix A) and of NVM Express's CRC-64, their bits in reverse order.
_CRC32C, _CRC64NVME = 0x82F63B78, 0x9A6C9329AC4BC9B5


def check_checksums(told: Mapping[str, str], data: bytes) -> None:
    """Raise S3's answer where a header tells another checksum than the data has.

    Args:
        told: The headers of the request, and those behind its body, by lower-case name.
        data: The body.

    Raises:
        AwsError: A checksum is wrong, or is none.
    """
    for name, algorithm in _ALGORITHMS.items():
        text = told.get(_PREFIX + name)
        if text is None:
            continue
        _check_length(text, len(algorithm(b"")), f"Value for {_PREFIX}{name} header is invalid.", "InvalidRequest")
        if base64.b64decode(text) != algorithm(data):
            message = f"The {name.upper()} you specified did not match the calculated checksum."
            raise AwsError("BadDigest", message, 400, note=f"the body has another {name} than its header tells")
    text = told.get("content-md5")
    if text is not None:
        _check_length(text, 16, "The Content-MD5 you specified was invalid.", "InvalidDigest")
        if base64.b64decode(text) != _md5(data):
            message = "The Content-MD5 you specified did not match what we received."
            raise AwsError("BadDigest", message, 400, note="the body has another MD5 than its header tells")


def computed_anew(told: Mapping[str, str], data: bytes) -> dict[str, str]:
    """The checksums that headers tell, by name, computed of `data`.

    Example:
        >>> computed_anew({"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg==", "Host": "example.com"}, b"a")
        {'Content-MD5': 'DMF1ucDxtqgxw5niaXcmYQ=='}
    """
    algorithms = {**{_PREFIX + name: one for name, one in _ALGORITHMS.items()}, "content-md5": _md5}
    found = ((name, algorithms.get(name.lower())) for name in told)
    return {name: base64.b64encode(one(data)).decode() for name, one in found if one is not None}


def _check_length(text: str, length: int, message: str, code: str) -> None:
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError:
        found = b""
    if len(found) != length:
        raise AwsError(code, message, 400, note=f"{text!r} is not {length} bytes in base64")


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _crc32(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big")


def _crc32c(data: bytes) -> bytes:
    return _crc("crc32c", _CRC32C, 4, data)


def _crc64nvme(data: bytes) -> bytes:
    return _crc("crc64nvme", _CRC64NVME, 8, data)


def _crc(name: str, polynomial: int, size: int, data: bytes) -> bytes:
    """AWS's own library is hundreds of times faster; who signs with botocore and these algorithms has it."""
    try:
        fast: int = getattr(importlib.import_module("awscrt.checksums"), name)(data)
    except (ImportError, AttributeError):
        return _reflected_crc(polynomial, size, data)
    return fast.to_bytes(size, "big")


def _reflected_crc(polynomial: int, size: int, data: bytes) -> bytes:
    table, ones = _table(polynomial), (1 << size * 8) - 1
    rest = ones
    for byte in data:
        rest = (rest >> 8) ^ table[(rest ^ byte) & 0xFF]
    return (rest ^ ones).to_bytes(size, "big")


@functools.cache
def _table(polynomial: int) -> tuple[int, ...]:
    def shifted(rest: int) -> int:
        for _ in range(8):
            rest = (rest >> 1) ^ (polynomial if rest & 1 else 0)
        return rest

    return tuple(shifted(byte) for byte in range(256))


_ALGORITHMS: dict[str, Callable[[bytes], bytes]] = {
    "crc32": _crc32,
    "crc32c": _crc32c,
    "crc64nvme": _crc64nvme,
    "sha1": lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    "sha256": lambda data: hashlib.sha256(data).digest(),
}
