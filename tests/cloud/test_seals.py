"""Sealed texts: read by the world that wrote them, as what they were written for, and as long as nobody changes them."""

from __future__ import annotations

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests.cloud.seals import seal, unseal

KEYS = st.binary(min_size=1, max_size=32)
SIGNS = string.ascii_letters + string.digits + "-_+/=. "


@given(key=KEYS, content=st.binary(max_size=300))
def test_what_is_sealed_can_be_unsealed(key: bytes, content: bytes) -> None:
    """Whatever it is; the text has letters, digits, "_" and "-" only."""
    text = seal(key, "note", content)
    assert re.fullmatch(r"[\w-]+", text, re.ASCII)
    assert unseal(key, "note", text) == content


@given(key=KEYS, content=st.binary(max_size=100), data=st.data())
def test_no_sign_can_be_changed(key: bytes, content: bytes, data: st.DataObject) -> None:
    """Not even one whose bits Base64 does not read."""
    text = seal(key, "note", content)
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from([sign for sign in SIGNS if sign != text[place]]))
    assert unseal(key, "note", text[:place] + sign + text[place + 1 :]) is None


@given(text=st.text(max_size=100))
def test_no_other_text_is_taken(text: str) -> None:
    """Whatever it is made of."""
    assert unseal(b"key", "note", text) is None


@given(key=KEYS, other=KEYS, content=st.binary(max_size=100))
def test_another_world_cannot_read_it(key: bytes, other: bytes, content: bytes) -> None:
    """Its key is another."""
    found = unseal(other, "note", seal(key, "note", content))
    assert found == (content if key == other else None)


def test_it_is_read_only_as_what_it_was_written_for() -> None:
    """A text of one kind is none of another."""
    assert unseal(b"key", "letter", seal(b"key", "note", b"hello")) is None


def test_its_content_cannot_be_seen() -> None:
    """Two that differ in their content by little have little in common."""
    assert b"hello" not in seal(b"key", "note", b"hello" * 100).encode()
    assert seal(b"key", "note", b"hello")[:8] != seal(b"key", "note", b"hellp")[:8]
