"""What patterns have to do with each other: one covers the other, or both match something."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_fakests.iam.matching.globs import glob

NO_SLASH = "\x00"
"""In a pattern, any run of characters other than "/"."""

_REST = ["*"] * 5
_RUNS = ("*", NO_SLASH)
# Services with resources of AWS's own, whose ARNs have no account.
_OF_AWS = ("cloudformation", "resource-explorer-2", "ssm")


def covers(wide: str, narrow: str) -> bool:
    """Whether the first pattern surely matches all that the second one does; variables are only equal to themselves.

    Example:
        >>> covers("s3:Get*", "s3:GetObject*"), covers("s3:Get?", "s3:Get*")
        (True, False)
    """
    if wide == narrow:
        return True
    # A "?" would match the character "*", which stands for more than one.
    if "${" in wide or ("?" in wide and "*" in narrow):
        return False
    return glob(wide).matches(narrow)


def arns_overlap(resource: str, format_: str) -> bool:
    """Whether a pattern of resources, which may be cut short at a wildcard, matches ARNs of a format.

    Example:
        >>> arns_overlap("arn:aws:logs:*", "arn:*:logs:*:*:log-group:*")
        True
    """
    fields = resource.split(":", 5)
    if len(fields) < 6:
        if not resource.endswith("*"):
            return False
        fields += _REST
    formats = format_.split(":", 5)
    # A format has blanks for Regions and accounts that are never empty, but for the accounts of what is AWS's own.
    filled = all(fields[place] or not formats[place] or (place == 4 and formats[2] in _OF_AWS) for place in (3, 4))
    return filled and all(map(overlap, fields, formats))


def overlap(first: str, second: str) -> bool:
    """Whether there is a text that both patterns match.

    Example:
        >>> overlap("a*", "*b"), overlap("a?c", "ab")
        (True, False)
    """
    seen = {(0, 0)}
    waiting = [(0, 0)]
    while waiting:
        one, two = waiting.pop()
        if one == len(first) and two == len(second):
            return True
        for step in _steps(first, one, second, two):
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    return False


def _steps(first: str, one: int, second: str, two: int) -> Iterator[tuple[int, int]]:
    """How far both patterns can come with one more character, or with the end of a run."""
    left = first[one] if one < len(first) else ""
    right = second[two] if two < len(second) else ""
    if left in _RUNS and left:
        yield one + 1, two
    if right in _RUNS and right:
        yield one, two + 1
    if left in _RUNS and left and _takes(left, right):
        yield one, two + 1
    if right in _RUNS and right and _takes(right, left):
        yield one + 1, two
    if left and right and left not in _RUNS and right not in _RUNS and (left == right or "?" in (left, right)):
        yield one + 1, two + 1


def _takes(run: str, character: str) -> bool:
    return bool(character) and character not in _RUNS and not (run == NO_SLASH and character == "/")
