"""JSON Web Tokens: written, read without trust, and verified."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from pytest_fakests.cloud.oidc.keys import KIND_OF, SigningKey, kind_of_kid
from pytest_fakests.cloud.oidc.library import algorithms, signatures

_PARTS = 3


class TokenError(ValueError):
    """A text that is no JSON Web Token, or one that cannot be verified; the text says why."""


@dataclasses.dataclass(frozen=True)
class Token:
    """A token that was read, and not yet verified.

    Attributes:
        header: What it says of its signature.
        claims: What it says.
        signed: What its signature is made of: the text before it.
        signature: The signature.
    """

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signed: bytes = dataclasses.field(repr=False)
    signature: bytes = dataclasses.field(repr=False)

    def verify(self, key: SigningKey) -> None:
        """Raise TokenError unless the key signed it, with an algorithm that STS takes and the key is made for.

        Raises:
            ImportError: PyJWT is not installed.
        """
        algorithm = self.header.get("alg")
        if not isinstance(algorithm, str) or algorithm not in KIND_OF:
            raise TokenError(f"it is signed with {algorithm!r}; STS takes {', '.join(KIND_OF)}")
        if KIND_OF[algorithm] != kind_of_kid(key.kid):
            raise TokenError(f"its algorithm is {algorithm}, and its key {key.kid!r} is for another one")
        # Not by PyJWT's decode, which reads all of the token once more: that takes longer than to verify it.
        verifies: bool = algorithms()[algorithm].verify(self.signed, key.public, self.signature)
        if not verifies:
            raise TokenError(f"its signature was not made by the issuer's key {key.kid!r}")


def read_token(text: str) -> Token:
    """The token in a text, whose parts must be base64url exactly as RFC 7515 has it: no other text stands for it.

    Raises:
        TokenError: There is none.
    """
    parts = text.split(".")
    if len(parts) != _PARTS:
        raise TokenError(f"it is not {_PARTS} parts with dots between, as a JSON Web Token is, but {len(parts)}")
    header, claims, signature = (_decoded(part) for part in parts)
    signed = text.rpartition(".")[0].encode()
    token = Token(_object(header, "header"), _object(claims, "payload"), signed, signature)
    if "crit" in token.header:
        raise TokenError("its header has critical extensions, which nobody here understands")
    return token


def write_token(claims: Mapping[str, Any], key: SigningKey, algorithm: str, headers: Mapping[str, Any]) -> str:
    """A token with these claims, signed by the key.

    Raises:
        ImportError: PyJWT is not installed.
        KeyError: The algorithm is none that STS takes.
    """
    payload = json.dumps(claims, separators=(",", ":"), ensure_ascii=False).encode()
    text: str = signatures().encode(payload, key.private, algorithm, {"kid": key.kid, **headers})
    return text


def _decoded(part: str) -> bytes:
    try:
        decoded = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (binascii.Error, ValueError) as error:
        raise TokenError("a part of it is not base64url") from error
    # Python's decoder passes over what is not of the alphabet, and over bits that say nothing.
    if base64.urlsafe_b64encode(decoded).rstrip(b"=") != part.encode():
        raise TokenError("a part of it is not base64url")
    return decoded


def _object(text: bytes, what: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TokenError(f"its {what} is not JSON") from error
    if not isinstance(found, dict):
        raise TokenError(f"its {what} is not a JSON object")
    return found
