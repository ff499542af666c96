"""How a table of lint is tested: what its checks find, and what they spare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pytest_fakests.iam import PolicyKind


def findings_of(code: str, document: dict[str, Any], kind: PolicyKind, **options: Any) -> list[str]:
    """What the check with this code says of a document."""
    # Imported here, so that mutation tests, which import the package anew, meet the new one.
    from pytest_fakests.iam import lint_policy

    return [str(found) for found in lint_policy(document, kind, **options) if found.code == code]


def code_in(text: str) -> str:
    """The code at the end of a finding's text."""
    return text.rpartition(" ")[2].removesuffix(")")


def lint_tests(
    found: Sequence[Any], spared: Sequence[Any], *modules: str, **options: Any
) -> tuple[Callable[..., None], Callable[..., None], Callable[..., None]]:
    """The three tests of a table.

    Args:
        found: Rows of a kind of policy, a document, and the text of the one finding that there is of its code.
        spared: Rows of a code, a kind of policy, and a document in which there is none.
        modules: The modules of lint's checks whose every check has to have rows of both sorts.
        options: Further arguments of `lint_policy`.
    """

    @pytest.mark.parametrize(("kind", "document", "text"), found)
    def is_found(kind: PolicyKind, document: dict[str, Any], text: str) -> None:
        """A check finds what it is for, and says where it is, what is wrong, and what would be right."""
        told = findings_of(code_in(text), document, kind, **options)
        assert told == [text], told

    @pytest.mark.parametrize(("code", "kind", "document"), spared)
    def is_spared(code: str, kind: PolicyKind, document: dict[str, Any]) -> None:
        """A check finds nothing in what is near to what it is for."""
        told = findings_of(code, document, kind, **options)
        assert told == [], told

    @pytest.mark.parametrize(
        "tested",
        [{code_in(str(row.values[2])) for row in found}, {row.values[0] for row in spared}],
        ids=["found", "spared"],
    )
    def every_check_has_rows(tested: set[str]) -> None:
        """Each check of these modules is tested with what it finds and with what it spares."""
        from pytest_fakests.iam.lint.registry import CHECKS

        codes = {check.code for check in CHECKS if check.function.__module__.rpartition(".")[2] in modules}
        assert codes <= tested, codes - tested

    return is_found, is_spared, every_check_has_rows
