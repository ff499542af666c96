"""Run the example or the checks from a fresh clone: `python run.py example`, `python run.py test`.

Needs Python 3.10 or newer and pip. What is installed goes into `.venvs/`, made anew at each run.
Further arguments go to pytest, or to tox.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

# command: (what pip installs, the program that is then run)
COMMANDS = {
    "example": (".[boto3]", ["pytest", "examples/bob_and_julie", "-v"]),
    "test": (".[test]", ["pytest", "-n", "auto"]),
    "tox": ("tox", ["tox", "run"]),
    "lint": ("tox", ["tox", "run", "-e", "lint"]),
    "examples": ("tox", ["tox", "run", "-e", "examples"]),
}


def call(*command: str | Path) -> None:
    """Run a command in the root folder; a failure ends this program with the command's own exit status."""
    print("$", *command, flush=True)
    status = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
    if status:
        sys.exit(status)


def new_environment(name: str) -> tuple[Path, list[str]]:
    """Make `.venvs/NAME` and return the folder of its programs and the pip command that installs into it."""
    folder = ROOT / ".venvs" / name
    # Debian and Ubuntu ship ensurepip apart from Python: without it, this Python's own pip does the work.
    own_pip = importlib.util.find_spec("ensurepip") is not None
    venv.create(folder, clear=True, with_pip=own_pip, symlinks=os.name != "nt")
    python = str(folder / SCRIPTS / "python")
    pip = [python, "-m", "pip"] if own_pip else [sys.executable, "-m", "pip", "--python", python]
    return folder / SCRIPTS, [*pip, "install", "--quiet", "--disable-pip-version-check"]


def main(arguments: list[str]) -> None:
    """Install what the named command needs into a fresh environment and run it."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        sys.exit(f"usage: python run.py {{{','.join(COMMANDS)}}} [arguments]")
    if sys.version_info < (3, 10):  # noqa: UP036 - the package cannot be installed by such a Python, this file is run by it
        sys.exit(f"run.py needs Python 3.10 or newer, and this is Python {sys.version.split()[0]}: {sys.executable}")
    requirement, (program, *options) = COMMANDS[name]
    programs, pip_install = new_environment(name)
    call(*pip_install, requirement)
    call(programs / program, *options, *arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
