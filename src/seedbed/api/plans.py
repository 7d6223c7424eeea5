"""From a test plan to tests that have run, as verbs: each phase by itself, and all of them."""

from __future__ import annotations

from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem, ReadError
from seedbed.testgen.plan.kept import inside, put, source
from seedbed.testgen.plan.std.check import check_std
from seedbed.testgen.plan.std.make import describe, path_of
from seedbed.testgen.plan.std.write import std_text
from seedbed.testgen.plan.stp.model import TestPlan
from seedbed.testgen.plan.stp.read import open_stp

__all__ = ["WrittenStd", "check_description", "write_description"]


@dataclass(frozen=True, slots=True)
class WrittenStd:
    """A description that was written: where, how many tests for how many scenarios, and what the plan is untidy in."""

    path: Path
    tests: int
    scenarios: int
    lines: int
    notes: tuple[Note, ...]


def write_description(
    plan: Path, root: Path, *, today: str, output: Path | None = None, force: bool = False
) -> WrittenStd:
    """Phase 1: the description of a plan, written to `tests/std/…`. Raises ReadError, UsageError, WriteError."""
    read = open_stp(plan)
    text, tests = _described(read, root, plan, today)
    path = output or inside(root, path_of(read))
    put(path, text, force=force)
    return WrittenStd(path, tests, len(read.scenarios), text.count("\n"), read.notes)


def _described(read: TestPlan, root: Path, plan: Path, today: str) -> tuple[str, int]:
    found = plan.resolve()
    reference = found.relative_to(root.resolve()).as_posix() if found.is_relative_to(root.resolve()) else plan.name
    description = describe(read, today, reference)
    tests = sum(len(group.tests) for file in description.files for group in file.classes)
    return std_text(description, tuple(_told(note) for note in read.notes)), tests


def _told(note: Note) -> str:
    line = note.origin.line if note.origin else 0
    return f"line {line}: {note.what}" + (f" ({note.why})" if note.why else "")


def check_description(std: Path, root: Path, plan: Path | None = None) -> list[Problem]:
    """What in a description departs from its form; its plan is the one that it refers to unless one is given."""
    text = source(std)
    read = open_stp(plan) if plan is not None else _referred(text, root)
    return check_std(text, str(std), read)


def _referred(text: str, root: Path) -> TestPlan | None:
    """The plan that a description names, where it is a file of the repository."""
    lines = (line for line in text.splitlines() if line.startswith("**STP Reference:**"))
    name = next(lines, "").removeprefix("**STP Reference:**").strip()
    if not name.endswith(".md") or not (root / name).is_file():
        return None
    try:
        return open_stp(root / name)
    except ReadError:
        return None
