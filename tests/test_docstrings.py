"""What the docstrings show is what happens."""

from __future__ import annotations

import ast
import datetime
import doctest
import importlib
import inspect
import subprocess
import textwrap
from pathlib import Path
from typing import Any

import boto3
import jwt
import pytest
from botocore.exceptions import ReadTimeoutError

import pytest_fakests
from pytest_fakests import FakeSts, OidcProvider, Role, SamlProvider, allow, trust

PACKAGE = Path(pytest_fakests.__file__).parent
PROMPT = ">>> "
HEAD = "Example:\n"
ISSUER = "token.actions.githubusercontent.com"


def module_name(path: Path) -> str:
    """The name by which the module in a file is imported."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def scripts(path: Path) -> list[tuple[str, str]]:
    """The examples in a module that are code without a prompt, each with the name of what it is an example of."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            _, head, rest = (ast.get_docstring(node) or "").partition(HEAD)
            # Sections of a docstring begin at its margin.
            example = textwrap.dedent(rest.split("\n\n")[0])
            if head and not example.startswith(PROMPT):
                found.append((node.name, example))
    return found


FILES = sorted(PACKAGE.rglob("*.py"))
SESSIONS = [module_name(path) for path in FILES if PROMPT in path.read_text(encoding="utf-8")]
SCRIPTS = [pytest.param(example, id=f"{module_name(path)}.{name}") for path in FILES for name, example in scripts(path)]


@pytest.mark.parametrize("module", SESSIONS)
def test_what_follows_a_prompt_is_answered_so(module: str) -> None:
    """Each `>>>` of a module's docstrings gives what stands under it, once the public names are imported."""
    found = importlib.import_module(module)
    public = {name: getattr(pytest_fakests, name) for name in pytest_fakests.__all__ if not hasattr(found, name)}
    results = doctest.testmod(found, extraglobs=public)
    assert (results.failed, results.attempted > 0) == (0, True)


@pytest.mark.users("bob", "julie")
@pytest.mark.identity_providers(OidcProvider(ISSUER, audiences="sts.amazonaws.com"), SamlProvider("corp"))
@pytest.mark.roles(
    Role("reader", permissions=allow("s3:GetObject", on="arn:aws:s3:::reports/*")),
    Role(
        "exec",
        trust=trust(
            *("service/lambda.amazonaws.com", "service/ecs-tasks.amazonaws.com"),
            when={"StringEquals": {"aws:SourceAccount": "123456789012"}},
        ),
    ),
    Role(
        "app",
        trust=trust(
            f"oidc/{ISSUER}",
            when={
                "StringEquals": {
                    f"{ISSUER}:aud": "sts.amazonaws.com",
                    f"{ISSUER}:sub": "system:serviceaccount:default:app",
                }
            },
        ),
    ),
    Role("admin", trust=trust("saml/corp", when={"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}})),
)
@pytest.mark.fakests(strict=False)
@pytest.mark.parametrize("example", SCRIPTS)
def test_every_other_example_runs(
    fakests: FakeSts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str
) -> None:
    """Each as it stands, in a test that declares what it speaks of; a function that it shows is called."""
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: None)  # the AWS CLI need not be here
    given: dict[str, Any] = {
        **{name: getattr(pytest_fakests, name) for name in pytest_fakests.__all__},
        "ReadTimeoutError": ReadTimeoutError,
        "assert_that_the_session_is_over": lambda: None,
        "boto3": boto3,
        "datetime": datetime,
        "fakests": fakests,
        "handler": lambda event, context: None,
        "jwt": jwt,
        "oidc_provider": fakests.oidc_provider,
        "path": tmp_path / "token",
        "role": fakests.role("admin"),
        "saml_provider": fakests.saml_provider,
        "sts": fakests.client("sts"),
        "sts_clock": fakests.clock,
        "subprocess": subprocess,
        # What the hook `pytest_fakests_map` is asked about.
        **{"service": "codecommit", "operation": "GetRepository", "params": {"repositoryName": "app"}},
    }
    shown: dict[str, Any] = {}
    exec(compile(example, "docstring", "exec"), given, shown)
    for function in filter(inspect.isfunction, shown.values()):
        function(**{name: given[name] for name in inspect.signature(function).parameters})
