"""Texts that only the world that wrote them can read, and that nobody can change unseen.

A sealed text carries its content in itself, as AWS's opaque tokens do: the world keeps nothing of it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import zlib

# Bytes of the HMAC-SHA256 that a text opens with.
_TAG = 16


def seal(key: bytes, kind: str, content: bytes) -> str:
    """A text of letters, digits, "_" and "-" that carries `content`.

    Args:
        key: The world's key.
        kind: What the text is for: one of another kind does not open as this one.
        content: What it carries.

    Example:
        >>> unseal(b"key", "note", seal(b"key", "note", b"hello"))
        b'hello'
    """
    packed = zlib.compress(content, 9)
    tag = _tag(key, kind, packed)
    return _spelt(tag + _veil(key, tag, packed))


def unseal(key: bytes, kind: str, text: str) -> bytes | None:
    """What a sealed text carries; None where this world did not seal it as such."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        return None
    tag = raw[:_TAG]
    packed = _veil(key, tag, raw[_TAG:])
    # Base64 reads several texts as the same bytes; only the one that was written is right.
    if _spelt(raw) != text or not hmac.compare_digest(tag, _tag(key, kind, packed)):
        return None
    return zlib.decompress(packed)


def _spelt(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _tag(key: bytes, kind: str, packed: bytes) -> bytes:
    return hmac.digest(key, kind.encode() + b"\0" + packed, "sha256")[:_TAG]


def _veil(key: bytes, tag: bytes, content: bytes) -> bytes:
    """Lay over `content` a stream that the key and the tag give; a second time takes it off again."""
    stream = hashlib.shake_256(key + tag).digest(len(content))
    return bytes(one ^ other for one, other in zip(content, stream, strict=True))
