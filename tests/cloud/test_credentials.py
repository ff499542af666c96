"""Ids and keys: shapes that tools know, the same for the same seed, never twice."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_fakests.cloud.credentials import Credentials, CredentialSource, same_text

END = datetime.datetime(2096, 5, 1, tzinfo=datetime.timezone.utc)


@pytest.mark.parametrize("prefix", ["AROA", "AIDA"])
def test_a_unique_id_has_21_signs(prefix: str) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"""
    assert re.fullmatch(prefix + "[A-Z2-7]{17}", CredentialSource("seed").unique_id(prefix))


def test_keys_bear_the_mark_of_documented_examples() -> None:
    """Id and secret end as those in AWS's documents do, which secret scanners leave alone."""
    source = CredentialSource("seed")
    for keys, prefix in ((source.long_term(), "AKIA"), (source.temporary(source.draw(), END, "us-east-1"), "ASIA")):
        assert re.fullmatch(prefix + "[A-Z2-7]{9}EXAMPLE", keys.access_key)
        assert re.fullmatch("[A-Za-z0-9+/]{30}EXAMPLEKEY", keys.secret_key)


def test_the_answer_has_the_shape_of_sts() -> None:
    """The four members of Credentials: https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html"""
    assert Credentials("ASIA", "secret", "token", END).as_answer() == {
        "AccessKeyId": "ASIA",
        "SecretAccessKey": "secret",
        "SessionToken": "token",
        "Expiration": END,
    }


@given(st.text(), st.integers(2, 60))
def test_a_seed_gives_the_same_keys_and_never_one_twice(seed: str, count: int) -> None:
    """Two sources of one seed agree; within a source all ids, secrets and tokens differ."""

    def drawn() -> list[Credentials]:
        source = CredentialSource(seed)
        return [source.temporary(source.draw(), END, "us-east-1") for _ in range(count)]

    assert drawn() == drawn()
    for part in ("access_key", "secret_key", "token"):
        assert len({getattr(keys, part) for keys in drawn()}) == count


@given(st.text(), st.text())
def test_secrets_are_compared_as_texts_are(one: str, other: str) -> None:
    """Equal where Python says so, whatever the script."""
    assert same_text(one, one)
    assert same_text(one, other) is (one == other)
