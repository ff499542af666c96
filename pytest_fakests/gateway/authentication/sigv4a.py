"""Signature Version 4a: signatures of a key pair that follows from the secret, for a set of Regions.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html and, for the derivation of the
key, NIST SP 800-108, "KDF in Counter Mode".
"""

from __future__ import annotations

import binascii
import functools
import hmac
from typing import Any

from pytest_fakests.gateway.authentication.claims import ECDSA

# The order of the curve P-256, less 2: https://csrc.nist.gov/pubs/sp/800/186/final
_LARGEST = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551 - 2


_MISSING = "signatures of version 4a need cryptography; install it with: pip install 'pytest-fakests[sigv4a]'"


class Ecdsa:
    """Verifies with the public key of the pair that a secret gives.

    Raises:
        ImportError: cryptography is not installed; the text names the extra.
    """

    def __init__(self, access_key: str, secret_key: str) -> None:
        self._key = _public_key(access_key, secret_key)

    def matches(self, to_sign: str, signature: str) -> bool:
        """Whether `signature` is one of `to_sign`."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA as Scheme
        from cryptography.hazmat.primitives.hashes import SHA256

        try:
            self._key.verify(binascii.unhexlify(signature), to_sign.encode(), Scheme(SHA256()))
        except (InvalidSignature, ValueError):
            return False
        return True


@functools.lru_cache(maxsize=64)
def _public_key(access_key: str, secret_key: str) -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
    except ImportError as error:
        raise ImportError(_MISSING) from error
    return derive_private_key(_private_number(access_key, secret_key), SECP256R1()).public_key()


def _private_number(access_key: str, secret_key: str) -> int:
    """The private key: the first number of a sequence that is not too large, plus one."""
    key = f"AWS4A{secret_key}".encode()
    for counter in range(1, 255):
        text = b"\0\0\0\1" + ECDSA.encode() + b"\0" + access_key.encode() + bytes([counter]) + b"\0\0\1\0"
        number = int.from_bytes(hmac.digest(key, text, "sha256"), "big")
        if number <= _LARGEST:
            return number + 1
    raise AssertionError("no number of 254 is small enough, which is not going to happen")
