"""The keys of token issuers: made when they are first needed, and kept for the run.

A key is slow to make, and no test depends on which it is: so an issuer has the same keys in every test of a process.
"""

from __future__ import annotations

import base64
import dataclasses
import threading
from typing import Any

from pytest_fakests.cloud.oidc.library import pyjwt

# The algorithms that STS takes, and the kind of key that each signs with:
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
KIND_OF = {
    "RS256": "RSA",
    "RS384": "RSA",
    "RS512": "RSA",
    "ES256": "EC256",
    "ES384": "EC384",
    "ES512": "EC512",
}
KINDS = tuple(dict.fromkeys(KIND_OF.values()))

_CURVES = {"EC256": "SECP256R1", "EC384": "SECP384R1", "EC512": "SECP521R1"}
_JWK_CURVES = {"EC256": "P-256", "EC384": "P-384", "EC512": "P-521"}
_RSA_BITS = 2048
# Key ids as STS's own issuers have them: RSA_0, EC384_0.
_SUFFIX = "_0"


@dataclasses.dataclass(frozen=True)
class SigningKey:
    """A key of an issuer.

    Attributes:
        kid: Its id in the issuer's key set and in the headers of tokens.
        private: What signs.
        public: What verifies.
    """

    kid: str
    private: Any = dataclasses.field(repr=False)
    public: Any = dataclasses.field(repr=False)


_keys: dict[tuple[str, str], SigningKey] = {}
_lock = threading.Lock()


def signing_key(issuer: str, kind: str) -> SigningKey:
    """The key of this kind, as "RSA", of the issuer with this URL.

    Raises:
        ImportError: PyJWT is not installed.
    """
    found = _keys.get((issuer, kind))
    if found is None:
        pyjwt()
        found = kept_key(issuer, kind)
    return found


def kept_key(owner: str, kind: str) -> SigningKey:
    """The key of this kind that the owner has for the run; its making needs cryptography."""
    # No two threads may each make one: what the one signs, the other would not verify.
    with _lock:
        found = _keys.get((owner, kind))
        if found is None:
            found = _keys[owner, kind] = _made(kind)
    return found


def kid_of(kind: str) -> str:
    """The id under which an issuer has its key of a kind."""
    return kind + _SUFFIX


def kind_of_kid(kid: object) -> str | None:
    """The kind of key that an issuer has under this id, or None."""
    kind = kid.removesuffix(_SUFFIX) if isinstance(kid, str) and kid.endswith(_SUFFIX) else None
    return kind if kind in KINDS else None


def jwk(key: SigningKey, kind: str) -> dict[str, Any]:
    """The public half as a JSON Web Key (RFC 7518), with the members that STS's own issuers give it."""
    common = {"kid": key.kid, "use": "sig"}
    numbers = key.public.public_numbers()
    if kind == "RSA":
        return {"kty": "RSA", **common, "n": _unsigned(numbers.n), "e": _unsigned(numbers.e)}
    algorithm = next(name for name, needed in KIND_OF.items() if needed == kind)
    # A coordinate is as long as its curve has it, with the zeros that it begins with: section 6.2.1.2.
    length = (key.public.curve.key_size + 7) // 8
    point = {"x": _unsigned(numbers.x, length), "y": _unsigned(numbers.y, length)}
    return {"kty": "EC", "alg": algorithm, **common, "crv": _JWK_CURVES[kind], **point}


def _unsigned(number: int, length: int | None = None) -> str:
    """A number as base64url of its bytes, the highest first: as few as hold it, or `length` of them."""
    data = number.to_bytes(length or (number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _made(kind: str) -> SigningKey:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa  # an extra

    private: Any
    if kind == "RSA":
        private = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    else:
        private = ec.generate_private_key(getattr(ec, _CURVES[kind])())
    return SigningKey(kid_of(kind), private, private.public_key())
