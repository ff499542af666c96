"""What the README shows is what happens."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

import pytest_fakests
from pytest_fakests import FakeSts, OidcIssuer, Role, User, allow, fake_sts, plugin, trust
from pytest_fakests.cloud.entities import RoleEntity, UserEntity
from pytest_fakests.plugin.collection import MARKERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
PYTHON = [text for language, text in BLOCKS if language == "python"]
FIXTURES = {name for name in plugin.__all__ if not name.startswith("pytest_")} - {"fakests_expiry"}
# What is public for the floors below, and what each instance has.
FOR_THE_PLUGIN = {"ambient_credentials", "caller_credentials", "live"}
ATTRIBUTES = {"clock", "mfa", "region"}


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


@pytest.mark.parametrize("name", sorted({*re.findall(r"python run\.py (\w+)", README + CONTRIBUTING)}))
def test_every_command_is_there(name: str) -> None:
    """The commands that README and CONTRIBUTING give are known to run.py."""
    assert f'"{name}":' in (ROOT / "run.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted({*re.findall(r"tox run -e ([\w-]+)", CONTRIBUTING)}))
def test_every_environment_is_there(name: str) -> None:
    """Those of tox that CONTRIBUTING names."""
    tox = (ROOT / "tox.ini").read_text(encoding="utf-8")
    assert f"[testenv:{name}]" in tox or name in tox.partition("env_list = ")[2].partition("\n")[0].split(", ")


@pytest.mark.parametrize("link", sorted({*re.findall(r"\]\(([^):]+)\)", README)}))
def test_every_link_leads_somewhere(link: str) -> None:
    """To a file beside the README, or to one of its headings."""
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", README, re.MULTILINE)}
    assert link.removeprefix("#") in headings or (ROOT / link).is_file()


@pytest.mark.parametrize("name", pytest_fakests.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Among the code, where a newcomer meets it."""
    assert any(re.search(rf"\b{name}\b", code) for code in re.findall(r"```.*?```|`[^`]+`", README, re.DOTALL))


@pytest.mark.parametrize(
    ("table", "names"),
    [
        pytest.param("marker", {f"@pytest.mark.{name}" for name in MARKERS}, id="markers"),
        pytest.param("setting", {*inspect.signature(fake_sts).parameters} - {"declarations", "seed"}, id="settings"),
        pytest.param("fixture", FIXTURES, id="fixtures"),
    ],
)
def test_a_table_lists_all_that_there_is(table: str, names: set[str]) -> None:
    """And nothing else."""
    assert set(re.findall(r"`([\w.@]+)[^`]*`", first_column(table))) == names


@pytest.mark.parametrize(
    ("table", "owner", "plugins_own"),
    [("fakests", FakeSts, FOR_THE_PLUGIN), ("oidc_provider", OidcIssuer, {"issuer"})],
)
def test_a_table_lists_all_that_a_fixture_has(table: str, owner: type, plugins_own: set[str]) -> None:
    """Each method and attribute, but those that the plugin alone uses, and none that it does not have."""
    shown = set(re.findall(r"`\.(\w+)", first_column(f"`{table}`")))
    public = {name for name in dir(owner) if not name.startswith("_")}
    assert public - shown == plugins_own
    assert all(any(hasattr(one, name) for one in (owner, RoleEntity, UserEntity)) for name in shown - ATTRIBUTES)


def first_column(head: str) -> str:
    """The first column of the table with this head."""
    table = README.partition(f"\n| {head} | |\n")[2].partition("\n\n")[0]
    return "\n".join(row.split(" | ")[0] for row in table.splitlines()[1:])
