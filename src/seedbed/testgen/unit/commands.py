"""The command that runs one test file and no other."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from pathlib import Path

from seedbed.testgen.unit.framework import Framework
from seedbed.testgen.unit.mocha import without_configured_files

__all__ = ["command_for"]


def command_for(framework: Framework, test: Path, root: Path, others: Iterable[Path] = ()) -> str:
    """The command, to be run in the root of the project; `others` are tests that a loose name could run as well.

    vitest takes a name for part of a path, jest for a pattern, and mocha runs beside it what its configuration names:
    where that would run other files too, the command is made exact.
    """
    from_home = framework.name not in ("pytest", "cargo") and framework.home != root and framework.home in test.parents
    start = framework.home if from_home else root
    file = test.relative_to(start).as_posix()
    near = [path.relative_to(start).as_posix() for path in others if start in path.parents and path != test]
    command = _exact(framework, file, near).format(
        file=shlex.quote(file),
        folder=shlex.quote(test.relative_to(start).parent.as_posix()).removesuffix("."),
        **{"class": shlex.quote(test.stem)},
    )
    return f"cd {shlex.quote(start.relative_to(root).as_posix())} && {command}" if from_home else command


def _exact(framework: Framework, file: str, others: list[str]) -> str:
    """The form of the command, under which the name stands for one file."""
    if framework.name == "jest":
        loose = re.search(r"[^\w./ -]", file) or any(_matches(file, other) for other in others)
        return framework.command.replace("jest {file}", "jest --runTestsByPath {file}") if loose else framework.command
    if framework.name == "vitest":
        also = [other for other in others if file.lower() in other.lower()]
        left = "".join(f" --exclude {shlex.quote(other)}" for other in also)
        return framework.command + left.replace("{", "{{").replace("}", "}}")
    if framework.name == "mocha":
        words = without_configured_files(framework.home).replace("{", "{{").replace("}", "}}")
        return framework.command.replace("mocha {file}", f"mocha {words} {{file}}") if words else framework.command
    return framework.command


def _matches(pattern: str, path: str) -> bool:
    """Whether jest, to which a name is a pattern without regard to case, takes it for another path."""
    return re.search(pattern, path, re.IGNORECASE) is not None
