"""Keys: what a caller signs with, and how they are made up."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import hashlib
import hmac
import itertools

# The end of AWS's documented example keys, which secret scanners know and leave alone:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/security-creds-programmatic-access.html
_KEY_MARK = "EXAMPLE"
_SECRET_MARK = "EXAMPLEKEY"
# From any byte to a sign of RFC 4648's alphabets, each as often as the others.
_BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 8
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" * 4
# How session tokens of each version begin, in bytes and as they are seen; in version 2 the Region's name follows.
_OPENINGS = {1: b"\x17\n\x06er/aws\x10", 2: b"!\n\torigin_ec\x10"}
_SEEN = {1: "FwoGZXIvYXdz", 2: "IQoJb3JpZ2luX2Vj"}
# Bytes in a session token; AWS promises no size, and tokens of a few hundred characters are seen.
_TOKEN_SIZE = 240


@dataclasses.dataclass(frozen=True, slots=True)
class Credentials:
    """Keys that a caller signs with; their text hides the secret.

    Attributes:
        access_key: The access key id: AKIA... for long-term keys, ASIA... for temporary ones.
        secret_key: The secret access key.
        token: The session token of temporary credentials, or None.
        expiration: When temporary credentials end, in UTC, or None.
    """

    access_key: str
    secret_key: str = dataclasses.field(repr=False)
    token: str | None = dataclasses.field(default=None, repr=False)
    expiration: datetime.datetime | None = None

    @property
    def token_version(self) -> int | None:
        """1 or 2: the version of the session token; None where there is none, or none of AWS's."""
        token = self.token or ""
        return next((version for version, seen in _SEEN.items() if token.startswith(seen)), None)

    def as_answer(self) -> dict[str, object]:
        """The shape of "Credentials" in STS's answers."""
        return {
            "AccessKeyId": self.access_key,
            "SecretAccessKey": self.secret_key,
            "SessionToken": self.token,
            "Expiration": self.expiration,
        }


class CredentialSource:
    """Makes ids and keys that look like AWS's and are the same each time for the same seed.

    Attributes:
        sealing_key: The key of the texts that this world seals.
    """

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        # No draw has this place.
        self.sealing_key = hashlib.shake_128(self._seed + b"\0seal").digest(32)
        # One step that no thread can come between, so that no two draws are the same.
        self._draws = itertools.count(1)

    def unique_id(self, prefix: str) -> str:
        """A unique id of 21 characters, such as AROA... for a role.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html lists the prefixes.
        """
        return prefix + self._bytes(17).translate(_BASE32).decode()

    def long_term(self) -> Credentials:
        """Keys of a user or an account's root."""
        return Credentials(*_pair("AKIA", self._bytes(39)))

    def draw(self) -> int:
        """The number of the next draw; what is made of it is the same whenever it is made."""
        return next(self._draws)

    def temporary(
        self, number: int, expiration: datetime.datetime, region: str, minimum_size: int = 0, token_version: int = 2
    ) -> Credentials:
        """Keys of a session from a draw, with a session token of at least `minimum_size` characters."""
        size = max(_TOKEN_SIZE, minimum_size * 3 // 4 + 3)
        drawn = self._drawn(number, 39 + size)
        origin = region.encode() if token_version == 2 else b""
        token = base64.b64encode(_OPENINGS[token_version] + origin + drawn[39:]).decode()
        return Credentials(*_pair("ASIA", drawn), token, expiration)

    def hexadecimal(self, length: int) -> str:
        """`length` hexadecimal digits."""
        return self._bytes(length // 2 + 1).hex()[:length]

    def request_ids(self, count: int) -> list[str]:
        """Ids of requests, of one draw, as AWS has them: 32 hexadecimal digits."""
        digits = self._bytes(16 * count).hex()
        each = (digits[start : start + 32] for start in range(0, 32 * count, 32))
        return [f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}" for one in each]

    def _bytes(self, size: int) -> bytes:
        return self._drawn(self.draw(), size)

    def _drawn(self, number: int, size: int) -> bytes:
        return hashlib.shake_128(self._seed + b"\0%d" % number).digest(size)


def _pair(prefix: str, drawn: bytes) -> tuple[str, str]:
    """An access key id of 20 characters and its secret of 40, from 39 bytes."""
    key, secret = drawn[:9].translate(_BASE32), drawn[9:39].translate(_BASE64)
    return prefix + key.decode() + _KEY_MARK, secret.decode() + _SECRET_MARK


def same_text(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    try:
        return hmac.compare_digest(one, other)
    except TypeError:
        # One of them is no ASCII text.
        return hmac.compare_digest(one.encode(), other.encode())
