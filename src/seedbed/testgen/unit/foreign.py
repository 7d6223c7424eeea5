"""Tests of other languages: run three times, in changing order, by the project's own runner in a copy of it."""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.process.fence import Ran, run
from seedbed.testgen.unit.framework import Framework
from seedbed.testgen.unit.outcomes import outcomes

__all__ = ["Runs", "run_foreign"]

_RUNS = 3
_MEMORY = 64 << 30
"""Bytes of address space: node reserves far more than it uses."""

_LEFT = frozenset(("node_modules", ".git", "__pycache__", ".venv", "venv", "coverage", ".cache"))


@dataclass(frozen=True, slots=True)
class Runs:
    """What came of three runs: the text with its failing tests marked, or "" and why; `unknown` where nothing ran."""

    text: str
    passed: int = 0
    findings: tuple[tuple[str, str], ...] = ()
    why: str = ""
    unknown: str = ""


def run_foreign(text: str, path: Path, framework: Framework, root: Path, *, seconds: float) -> Runs:
    """The runs of a test file that is to stand at a path."""
    known = _runners().get(framework.runner)
    if known is None:
        return Runs(text, unknown=f"nothing here knows how to read {framework.runner or 'the reports of this project'}")
    program = _program(known["program"], framework.home, root)
    if program is None:
        return Runs(text, unknown=f"{known['program']} is not installed in the project")
    try:
        with _copied(root) as copy:
            place = _Place(copy, copy / path.relative_to(root), copy / framework.home.relative_to(root), program, known)
            return _steady(text, place, seconds)
    except OSError as error:
        return Runs(text, unknown=f"the project could not be copied: {_said(error)}")


@dataclass(frozen=True, slots=True)
class _Place:
    """A copy of a project, the test in it, where its runner starts, and what is known of the runner."""

    root: Path
    test: Path
    home: Path
    program: str
    known: Mapping[str, Any]


def _steady(text: str, place: _Place, seconds: float) -> Runs:
    first = _run(text, place, 1, seconds)
    if isinstance(first, str):
        return Runs("", why=first)
    failed = {title: why for title, why in first.items() if why}
    if len(failed) == len(first):
        return Runs("", why=f"none of its {len(first)} tests passes: {next(iter(failed.values()), 'there is none')}")
    marked = _marked(text, failed, place.known)
    if marked is None:
        return Runs("", why="; ".join(f"{title}: {why}" for title, why in failed.items()))
    for number in range(2, _RUNS + 2 if failed else _RUNS + 1):
        again = _run(marked, place, number, seconds)
        if isinstance(again, str):
            return Runs("", why=again)
        wrong = {title: why for title, why in again.items() if why}
        if wrong:
            return Runs("", why="; ".join(f"{title} is unsteady: {why}" for title, why in wrong.items()))
    return Runs(marked, len(first) - len(failed), tuple(failed.items()))


def _run(text: str, place: _Place, number: int, seconds: float) -> dict[str, str] | str:
    """What each test came to, "" where it passed; or why there is no report."""
    place.test.parent.mkdir(parents=True, exist_ok=True)
    place.test.write_text(text, encoding="utf-8")
    out = place.root / ".seedbed-report"
    out.unlink(missing_ok=True)
    file = place.test.relative_to(place.home).as_posix()
    words = [word.format(file=file, out=out, seed=number) for word in place.known["words"]]
    ran = run(
        [place.program, *words], place.home, seconds=seconds, memory=_MEMORY, isolated=True, writable=[place.root]
    )
    if ran.code is None:
        return f"the tests did not end within {seconds:g} seconds"
    told = out.read_text(encoding="utf-8", errors="replace") if out.is_file() else ran.output
    found = outcomes(place.known["report"], told, str(place.test))
    return found if found else f"the runner reports no test: {_last(ran)}"


def _said(error: OSError) -> str:
    """The first reason of an error that may have many."""
    first = error.args[0] if isinstance(error, shutil.Error) and error.args else None
    return str(first[0][2]) if isinstance(first, list) and first else error.strerror or str(error)


def _last(ran: Ran) -> str:
    """The telling words of what a program said."""
    lines = [line.strip() for line in [*ran.errors.splitlines(), *ran.output.splitlines()] if line.strip()]
    told = [line for line in lines if re.search(r"error|cannot|not found|failed", line, re.IGNORECASE)]
    return (told or lines or [f"it ended with code {ran.code}"])[0][:300]


def _marked(text: str, failed: Mapping[str, str], known: Mapping[str, Any]) -> str | None:
    """The text with tests that fail marked as expected to, None where one of them is not to be found."""
    for title, why in failed.items():
        lines = text.split("\n")
        quoted = re.compile(rf"{known['calls']}[\s(]+(['\"`]){re.escape(title)}\2") if known["calls"] else None
        at = [number for number, line in enumerate(lines) if quoted is not None and quoted.search(line)]
        if len(at) != 1:
            return None
        line = lines[at[0]]
        indent = line[: len(line) - len(line.lstrip())]
        remark = "#" if known["report"] == "rspec" else "//"
        called = re.sub(known["calls"], known["mark"], line, count=1)
        lines[at[0] : at[0] + 1] = [f"{indent}{remark} finding: {' '.join(why.split())[:200]}", called]
        text = "\n".join(lines)
    return text


def _left(folder: str, names: list[str]) -> set[str]:
    """What of a folder is not copied: what can be had again, and pipes and sockets."""
    paths = {name: Path(folder) / name for name in names}
    kept = {name for name, path in paths.items() if path.is_symlink() or path.is_dir() or path.is_file()}
    return (set(names) & _LEFT) | (set(names) - kept)


@contextmanager
def _copied(root: Path) -> Iterator[Path]:
    """A copy of a project that leads to its installed packages."""
    with tempfile.TemporaryDirectory(prefix="seedbed-copy-") as folder:
        copy = Path(folder).resolve() / root.name
        shutil.copytree(root, copy, symlinks=True, ignore=_left, ignore_dangling_symlinks=True)
        for there in (path for path in (copy, *copy.rglob("*")) if path.is_dir() and not path.is_symlink()):
            packages = root / there.relative_to(copy) / "node_modules"
            if packages.is_dir():
                (there / "node_modules").symlink_to(packages)
        yield copy


def _program(name: str, home: Path, root: Path) -> str | None:
    """A runner: of the project's packages, else of the machine where it is a language itself, or Ruby's."""
    for folder in (home, *home.parents):
        found = folder / "node_modules" / ".bin" / name
        if found.exists():
            return str(found)
        if folder == root:
            break
    return shutil.which(name) if name in ("node", "ruby", "rspec") else None


@cache
def _runners() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("runners.toml").read_text(encoding="utf-8"))
