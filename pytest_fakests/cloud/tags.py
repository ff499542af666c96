"""What AWS takes as tags of a role, of a user and of a session.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules and the types tagKeyType, tagValueType and
tagListType of the models of IAM and STS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pytest_fakests.cloud.errors import DeclarationError

MOST_TAGS = 50
# Java's separators (\p{Z}) in a class of Python's re; letters and numbers (\p{L}, \p{N}) are its \w.
SEPARATORS = " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

_CHARACTERS = rf"[\w{SEPARATORS}.:/=+\-@]"
_KEY = re.compile(rf"{_CHARACTERS}{{1,128}}")
_VALUE = re.compile(rf"{_CHARACTERS}{{0,256}}")
# AWS's own tags say which service set them, as aws:cloudformation:stack-name; they count for no quota:
# https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
_OF_AWS = re.compile(r"aws:[a-z0-9-]+:.+", re.IGNORECASE)


def fault_in_tag(key: object, value: object) -> str | None:
    """What is wrong with one tag, and what would be right; None where it is as AWS takes it."""
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        return f"the tag key {key!r} is not one that AWS takes; use 1 to 128 letters, digits, spaces and _.:/=+-@"
    if not isinstance(value, str) or not _VALUE.fullmatch(value):
        return (
            f"the value {value!r} of the tag {key!r} is not one that AWS takes; "
            "use up to 256 letters, digits, spaces and _.:/=+-@"
        )
    return None


def is_reserved(text: str) -> bool:
    """Whether a key or value begins with the prefix that AWS keeps for tags of its own."""
    return text[:4].lower() == "aws:"


def repeated_key(keys: Iterable[str]) -> tuple[str, str] | None:
    """The first two keys that are one to IAM and STS, which tell keys apart by more than case; None where none are."""
    seen: dict[str, str] = {}
    for key in keys:
        lowered = key.lower()
        if lowered in seen:
            return seen[lowered], key
        seen[lowered] = key
    return None


def check_tags(where: str, tags: object) -> None:
    """Raise DeclarationError, which names `where`, unless `tags` is a mapping of tags that IAM keeps.

    Example:
        >>> check_tags("role 'app'", {"team": "blue"})
    """
    if not isinstance(tags, Mapping):
        raise DeclarationError(f"{where}: tags is {tags!r}; give a mapping, as {{'team': 'blue'}}")
    for key, value in tags.items():
        fault = fault_in_tag(key, value)
        if fault:
            raise DeclarationError(f"{where}: {fault}")
    own = {key: value for key, value in tags.items() if not _OF_AWS.fullmatch(key)}
    for key, value in own.items():
        if is_reserved(key) or is_reserved(value):
            raise DeclarationError(
                f"{where}: the tag {key!r} with the value {value!r} begins with 'aws:', which AWS keeps for its own "
                "tags, such as aws:cloudformation:stack-name"
            )
    same = repeated_key(tags)
    if same:
        raise DeclarationError(f"{where}: the tags {same[0]!r} and {same[1]!r} differ in case alone; IAM keeps one")
    if len(own) > MOST_TAGS:
        raise DeclarationError(f"{where} has {len(own)} tags; AWS takes up to {MOST_TAGS}")
