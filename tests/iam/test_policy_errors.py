"""The error of a policy that cannot be read: its words and its parts."""

import pickle

import pytest
from sample_statements import ALLOW

from pytest_fakests.iam import PolicyError, parse_policy


def test_error_begins_with_the_name_of_the_policy() -> None:
    """A policy that has a name is called by it, and the error's parts can be read one by one."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({**ALLOW, "Efect": "Allow"}, name='inline policy "read"')
    error = caught.value
    assert str(error) == ('inline policy "read": Statement[0]: the element "Efect" is unknown; did you mean "Effect"?')
    assert (error.name, error.path, error.problem, error.remedy) == (
        'inline policy "read"',
        "Statement[0]",
        'the element "Efect" is unknown',
        'did you mean "Effect"?',
    )


def test_error_shows_its_parts_to_a_programmer() -> None:
    """The representation of an error has all that it was made of."""
    error = PolicyError("Version", "it is wrong", "mend it", name="trust")
    assert repr(error) == "PolicyError('Version', 'it is wrong', 'mend it', 'trust')"


def test_error_survives_pickling() -> None:
    """The error reads the same after a way through another process."""
    error = PolicyError("Version", "it is wrong", "mend it", name="trust")
    assert str(pickle.loads(pickle.dumps(error))) == "trust: Version: it is wrong; mend it"


ODD_KEYS = [
    pytest.param("ex:\n", r'"ex:\n"', id="a line break"),
    pytest.param("ex:\u00df", r'"ex:\u00df"', id="another letter"),
    pytest.param("ex:\ud800", r'"ex:\ud800"', id="half a surrogate pair"),
    pytest.param("ex:" + "x" * 117, "ex:" + "x" * 117, id="not one that is just short enough"),
    pytest.param("ex:" + "x" * 118, '"ex:' + "x" * 113 + "...", id="a key that is too long to read"),
]


@pytest.mark.parametrize(("key", "shown"), ODD_KEYS)
def test_path_can_be_printed(key: str, shown: str) -> None:
    """The path of an error quotes a key that a terminal or a log might not show."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({**ALLOW, "Condition": {"StringEquals": {key: None}}})
    assert caught.value.path == f"Statement[0].Condition.StringEquals.{shown}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("x" * 118, f'"{"x" * 118}"', id="whole"),
        pytest.param("x" * 119, f'"{"x" * 116}...', id="cut by a little"),
        pytest.param("x" * 5000, f'"{"x" * 116}...', id="cut by much"),
    ],
)
def test_long_values_are_cut_in_messages(value: str, shown: str) -> None:
    """An error quotes no more of a value than one can read."""
    with pytest.raises(PolicyError) as caught:
        parse_policy({**ALLOW, "Resource": value})
    assert str(caught.value) == (
        f"Statement[0].Resource: the resource {shown} is not an ARN; write an ARN, such as "
        '"arn:aws:s3:::reports/*", or "*"'
    )
