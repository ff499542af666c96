"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

import pytest_fakests
from pytest_fakests import FakeSts, Role, User, allow, trust

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
PYTHON = [text for language, text in BLOCKS if language == "python"]


@pytest.mark.parametrize("block", [block for block in PYTHON if "def test_" in block])
def test_every_test_that_is_shown_passes(pytester: pytest.Pytester, block: str) -> None:
    """The test on the first screen, and the others, as they stand."""
    pytester.makepyfile(block)
    result = pytester.runpytest()
    outcomes = result.parseoutcomes()
    assert outcomes.pop("passed") > 0
    assert {*outcomes} <= {"warnings"}


@pytest.mark.parametrize("block", [block for block in PYTHON if "def test_" not in block])
def test_every_other_block_runs(block: str) -> None:
    """Each block of Python by itself."""
    exec(compile(block, "README.md", "exec"), {})


@pytest.mark.users("julie", User("bob", permissions=allow("sts:AssumeRole")))
@pytest.mark.roles(Role("reader", trust=trust("user/julie")))
def test_a_denial_reads_as_it_is_shown(fakests: FakeSts) -> None:
    """AWS's text, and the note under it."""
    with pytest.raises(ClientError) as caught:
        fakests.assume_role("reader", by="user/bob")
    shown = next(text for language, text in BLOCKS if language == "text")
    said = "\n".join([f"botocore.exceptions.ClientError: {caught.value}", *vars(caught.value)["__notes__"]])
    assert shown.strip() == said.strip()


@pytest.mark.parametrize("command", re.findall(r"\$ python (\S+) (\S+)", README))
def test_every_command_is_there(command: tuple[str, str]) -> None:
    """The commands that the README gives are known to the script it names."""
    script, name = command
    assert f'"{name}":' in (ROOT / script).read_text(encoding="utf-8")


def test_every_public_declaration_is_named() -> None:
    """A newcomer meets Role, User, Account, allow, deny, trust and fake_sts."""
    for name in ("Role", "User", "Account", "allow", "deny", "trust", "fake_sts"):
        assert hasattr(pytest_fakests, name)
        assert f"{name}(" in README or f"`{name}`" in README
