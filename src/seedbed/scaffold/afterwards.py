"""What to do with what was written for a project: the commands, and where their rows go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from seedbed.process.fence import run
from seedbed.project.facts import Facts

__all__ = ["afterwards"]

_OWN = "seed.db"
"""The file of SQLite that a seed script makes where no database is named."""


def afterwards(facts: Facts, folder: Path) -> Iterator[tuple[str, str]]:
    """The next commands, each with what it does; without a command what else there is to know."""
    tests = facts.layout.tests
    script = next((f"{tests}/{name}.py" for name in ("seed_data", "seed") if _is_there(folder, tests, name)), "")
    if script:
        yield f"python {script}", f"puts rows into {_place(facts)}; --scenario minimal|full|edge, --count N, --info"
        yield f"python {script} --clean", "takes them out again, and nothing else"
    if facts.models and (folder / tests / "conftest.py").is_file():
        yield "pytest", f"runs tests with the fixtures of {tests}/conftest.py"
    if script and not (facts.settings or facts.needs) and _is_watched(folder):
        yield "", f"{_OWN} is not ignored by git: add it to .gitignore"


def _is_there(folder: Path, tests: str, name: str) -> bool:
    return (folder / tests / f"{name}.py").is_file()


def _place(facts: Facts) -> str:
    if facts.settings:
        return f"the database of {facts.settings}"
    if facts.needs:
        return f"the {facts.server} that DATABASE_URL or --database names"
    return f"{_OWN} in this folder, or the database that DATABASE_URL or --database names"


def _is_watched(folder: Path) -> bool:
    """Whether git would take the file of rows into the project."""
    git = shutil.which("git")
    return git is not None and run([git, "check-ignore", "-q", _OWN], folder, seconds=10).code == 1
