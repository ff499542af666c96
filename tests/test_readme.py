"""What the README and the pages in docs/ show is what happens."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import get_args

import pytest
from botocore.exceptions import ClientError

import pytest_fakests
from pytest_fakests import FakeSts, OidcIssuer, Role, User, allow, fake_sts, iam, plugin, trust
from pytest_fakests.cloud.declarable import Declaration
from pytest_fakests.cloud.entities import RoleEntity, UserEntity
from pytest_fakests.plugin.collection import MARKERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# The README and what is written by hand in docs/, by their paths; two pages there are made by the code that they are about.
PAGES = {"README.md": README} | {
    f"docs/{path.name}": path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "docs").glob("*.md"))
    if path.name not in ("coverage.md", "lint.md")
}
PYTHON = [
    pytest.param(text, id=f"{page}, block {number}")
    for page, content in PAGES.items()
    for number, text in enumerate(re.findall(r"```python\n(.*?)```", content, re.DOTALL))
]
LINKS = [(page, link) for page, content in PAGES.items() for link in sorted({*re.findall(r"\]\(([^):]+)\)", content)})]
CODE = re.findall(r"```.*?```|`[^`]+`", "\n".join(PAGES.values()), re.DOTALL)
FIXTURES = {name for name in plugin.__all__ if not name.startswith("pytest_")} - {"fakests_expiry"}
# What is public for the floors below, and what each instance has.
FOR_THE_PLUGIN = {"ambient_credentials", "caller_credentials", "live"}
ATTRIBUTES = {"clock", "mfa", "region"}


@pytest.mark.parametrize("block", [block for block in PYTHON if "def test_" in str(block.values)])
def test_every_test_that_is_shown_passes(pytester: pytest.Pytester, block: str) -> None:
    """The test on the first screen, and the others, as they stand."""
    pytester.makepyfile(block)
    result = pytester.runpytest()
    outcomes = result.parseoutcomes()
    assert outcomes.pop("passed") > 0
    assert {*outcomes} <= {"warnings"}


@pytest.mark.parametrize("block", [block for block in PYTHON if "def test_" not in str(block.values)])
def test_every_other_block_runs(block: str) -> None:
    """Each block of Python by itself."""
    exec(compile(block, "README.md", "exec"), {})


@pytest.mark.users("julie", User("bob", permissions=allow("sts:AssumeRole")))
@pytest.mark.roles(Role("reader", trust=trust("user/julie")))
def test_a_denial_reads_as_it_is_shown(fakests: FakeSts) -> None:
    """AWS's text, and the note under it."""
    with pytest.raises(ClientError) as caught:
        fakests.assume_role("reader", by="user/bob")
    shown = re.findall(r"```text\n(.*?)```", README, re.DOTALL)[0]
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


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_every_link_leads_somewhere(page: str, link: str) -> None:
    """To a file, and to one of its headings where it names one."""
    path, _, heading = link.partition("#")
    target = (ROOT / page).parent / path if path else ROOT / page
    headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
    assert not heading or heading in {one.lower().replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", sorted({*PAGES, "docs/coverage.md", "docs/lint.md"} - {"README.md"}))
def test_the_readme_leads_to_every_page(page: str) -> None:
    """A newcomer starts there."""
    assert f"]({page})" in README


@pytest.mark.parametrize("name", [*pytest_fakests.__all__, *iam.__all__])
def test_every_public_name_is_there(name: str) -> None:
    """Among the code, where a newcomer meets it."""
    assert any(re.search(rf"\b{name}\b", code) for code in CODE)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        (name, row.split(" | ")[1].removesuffix(" |"))
        for row in PAGES["docs/fakests.md"].partition("\n## Declarations\n")[2].partition("\n## ")[0].splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`(\w+)`", row)
    ],
)
def test_a_declaration_has_the_arguments_that_are_listed(name: str, arguments: str) -> None:
    """And no others, in this order; those in bold are taken by their place."""
    parameters = inspect.signature(getattr(pytest_fakests, name)).parameters.values()
    bold = [one.name for one in parameters if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    assert arguments == ", ".join(f"**{one.name}**" if one.name in bold else one.name for one in parameters)


def test_every_declaration_is_listed() -> None:
    """Markers and `fakests.add()` take these."""
    listed = PAGES["docs/fakests.md"].partition("\n## Declarations\n")[2].partition("\n## ")[0]
    for declared in get_args(Declaration):
        assert f"| `{declared.__name__}` |" in listed


@pytest.mark.parametrize(
    ("table", "names"),
    [
        pytest.param("marker", {f"@pytest.mark.{name}" for name in MARKERS}, id="markers"),
        pytest.param(
            "setting, with its default first",
            {*inspect.signature(fake_sts).parameters} - {"declarations", "seed"},
            id="settings",
        ),
        pytest.param("fixture", FIXTURES, id="fixtures"),
    ],
)
def test_a_table_lists_all_that_there_is(table: str, names: set[str]) -> None:
    """And nothing else."""
    assert set(re.findall(r"`([\w.@]+)[^`]*`", first_column(table))) == names


@pytest.mark.parametrize(
    ("table", "page", "owner", "plugins_own"),
    [
        ("fakests", "docs/fakests.md", FakeSts, FOR_THE_PLUGIN),
        ("oidc_provider", "docs/web-identity.md", OidcIssuer, {"issuer"}),
    ],
)
def test_a_table_lists_all_that_a_fixture_has(table: str, page: str, owner: type, plugins_own: set[str]) -> None:
    """Each method and attribute, but those that the plugin alone uses, and none that it does not have."""
    shown = set(re.findall(r"`\.(\w+)", first_column(f"`{table}`", page)))
    public = {name for name in dir(owner) if not name.startswith("_")}
    assert public - shown == plugins_own
    assert all(any(hasattr(one, name) for one in (owner, RoleEntity, UserEntity)) for name in shown - ATTRIBUTES)


def test_the_readme_shows_what_the_fake_has() -> None:
    """Of it the most used."""
    assert set(re.findall(r"`\.(\w+)", first_column("`fakests`"))) <= {*dir(FakeSts), *dir(RoleEntity)}


def first_column(head: str, page: str = "README.md") -> str:
    """The first column of the table with this head."""
    table = PAGES[page].partition(f"\n| {head} | |\n")[2].partition("\n\n")[0]
    return "\n".join(row.split(" | ")[0] for row in table.splitlines()[1:])
