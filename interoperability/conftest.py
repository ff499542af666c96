"""The programs of others that call the endpoint, each looked for once and skipped by name where it is not there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent

Run = Callable[..., tuple[int, str, str]]
"""Runs a program with arguments; gives its exit status and what it printed, to the one end and to the other."""


def _run(*command: str, cwd: Path | None = None) -> tuple[int, str, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="session")
def aws() -> Run:
    """The AWS CLI of this environment."""
    program = shutil.which("aws", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the AWS CLI is not installed beside this Python: pip install awscli")
    return lambda *arguments: _run(program, *arguments)


@pytest.fixture(scope="session")
def _javascript_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not on the PATH, which the AWS SDK for JavaScript needs")
    folder = tmp_path_factory.mktemp("javascript")
    for name in ("package.json", "call.mjs"):
        shutil.copy(HERE / "javascript" / name, folder)
    status, _, said = _run(npm, "install", "--no-audit", "--no-fund", "--no-package-lock", cwd=folder)
    if status:
        pytest.skip(f"npm cannot install the AWS SDK for JavaScript: {said.strip()[-300:]}")
    return folder


@pytest.fixture(scope="session")
def javascript(_javascript_folder: Path) -> Callable[..., Any]:
    """Calls an operation with the AWS SDK for JavaScript: its answer, or the name, status and text of the error."""

    def call(service: str, operation: str, config: dict[str, Any] | None = None, **params: Any) -> Any:
        arguments = (service, operation, json.dumps(config or {}), json.dumps(params))
        status, printed, said = _run("node", "--no-warnings", "call.mjs", *arguments, cwd=_javascript_folder)
        assert status == 0, said
        return json.loads(printed)

    return call
