"""From a test plan to tests that have run, as verbs: each phase by itself, and all of them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem, ReadError, UsageError
from seedbed.llm.choose import Chosen, Wanted, chosen
from seedbed.llm.completion import Message
from seedbed.testgen.plan.draft.by_model import Ask
from seedbed.testgen.plan.draft.write import Draft
from seedbed.testgen.plan.heal.mend import Healed
from seedbed.testgen.plan.kept import digest, inside, put, source
from seedbed.testgen.plan.run.folder import RunFolder
from seedbed.testgen.plan.run.phases import (
    Bench,
    Settings,
    draft_tests,
    explored,
    heal_by_run,
    heal_by_types,
    mend_by_lessons,
)
from seedbed.testgen.plan.run.pipeline import PHASES, Summary, Tell, run_plan
from seedbed.testgen.plan.std.check import check_std
from seedbed.testgen.plan.std.make import describe, path_of
from seedbed.testgen.plan.std.read import open_std
from seedbed.testgen.plan.std.write import std_text
from seedbed.testgen.plan.stp.model import TestPlan
from seedbed.testgen.plan.stp.read import open_stp

__all__ = [
    "PHASES",
    "Draft",
    "Healed",
    "Settings",
    "Summary",
    "Tell",
    "Wanted",
    "WrittenStd",
    "check_description",
    "explore",
    "heal_run_of",
    "heal_types_of",
    "plan_tests",
    "verify_lessons",
    "words_of",
    "write_description",
    "write_tests",
]

MAX_TOKENS = 16_000
"""Tokens that one answer may have: a whole test file."""


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


def words_of(text: str) -> tuple[str, ...]:
    """The words of `--pytest-args`. Raises UsageError."""
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise UsageError(Problem(f"{text!r} cannot be taken apart", "--pytest-args", str(error))) from error


def asking(wanted: Wanted, *, local: bool) -> tuple[Ask | None, str]:
    """The model that a user names, or that there is a key for, as one question; and its name. Raises UsageError."""
    found: Chosen | None = None if local else chosen(wanted)
    if found is None:
        return None, ""
    choice = found

    def ask(messages: Sequence[Message]) -> str:
        return choice.provider.complete(messages, choice.model, 0.0, MAX_TOKENS).content

    return ask, choice.model


def explore(root: Path, graveyard: Path) -> str:
    """Phase 2: what a repository offers its tests, as JSON."""
    return json.dumps(explored(root, graveyard).context, indent=2, ensure_ascii=False)


def bench(root: Path, name: str, settings: Settings, path: str, wanted: Wanted, *, local: bool) -> Bench:
    """The repository on the bench of one phase, for one test file, in a folder of its own."""
    ask, model = asking(wanted, local=local)
    found = explored(root, settings.graveyard, frozenset({path}))
    folder = RunFolder(root, name)
    folder.end()  # one that was cut short is not gone on with: what it saw may have changed
    return Bench(root, found, folder, settings, ask, model)


def write_tests(
    std: Path, root: Path, settings: Settings, *, wanted: Wanted, local: bool, force: bool = False
) -> list[tuple[Path, Draft, list[str]]]:
    """Phase 3: the test files of a description. Raises ReadError, PlanError, WriteError, ModelError."""
    made = []
    for file in open_std(std).files:
        target = inside(root, file.path)
        on = bench(root, f"pytest-{std.stem}", settings, file.path, wanted, local=local)
        draft, refused = draft_tests(file, on)
        put(target, draft.text, force=force)
        made.append((target, draft, refused))
    return made


def verify_lessons(file: Path, root: Path, settings: Settings) -> dict[str, Any]:
    """Phase 4: a test file held against GRAVEYARD.md and mended in place; without lessons all is well."""
    path = _within(file, root)
    on = bench(root, f"graveyard-{file.stem}", settings, path, Wanted(), local=True)
    text, said = mend_by_lessons(_python(file), path, on)
    on.folder.keep("before.py", source(file))
    put(file, text, force=True)
    return {**said, "lessons": len(on.found.lessons)}


def heal_types_of(file: Path, root: Path, settings: Settings, *, wanted: Wanted, local: bool) -> dict[str, Any]:
    """Phase 5: the types of a test file, mended in place."""
    path, text = _within(file, root), _python(file)
    on = bench(root, f"types-{file.stem}", settings, path, wanted, local=local)
    on.folder.keep("written", f"{digest(text)}\n")
    return {**heal_by_types(path, text, on)[1], "folder": str(on.folder.path)}


def heal_run_of(file: Path, root: Path, settings: Settings, *, wanted: Wanted, local: bool) -> dict[str, Any]:
    """Phase 6: a test file run, mended in place, and what was learnt written down."""
    path, text = _within(file, root), _python(file)
    on = bench(root, f"tests-{file.stem}", settings, path, wanted, local=local)
    on.folder.keep("written", f"{digest(text)}\n")
    said = heal_by_run(path, text, on, [])[1]
    on.folder.end()
    return {**said, "folder": str(on.folder.path)}


def _within(file: Path, root: Path) -> str:
    """The path of a file in the repository. Raises UsageError."""
    if not file.resolve().is_relative_to(root.resolve()):
        raise UsageError(Problem("the file is outside of the repository", str(file), help="name it with --root"))
    return file.resolve().relative_to(root.resolve()).as_posix()


def _python(file: Path) -> str:
    """The text of a test file. Raises ReadError where it is no Python."""
    text = source(file)
    try:
        compile(text, str(file), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise ReadError(Problem("the file is no Python", f"{file}:{line}", str(error))) from error
    return text


def plan_tests(
    plan: Path,
    root: Path,
    settings: Settings,
    *,
    wanted: Wanted,
    local: bool,
    tell: Tell,
    start: int = 1,
    force: bool = False,
) -> Summary:
    """All six phases. Raises what the phase raises that has to stop."""
    ask, model = asking(wanted, local=local)
    return run_plan(plan, root, settings, ask=ask, tell=tell, start=start, model=model, force=force)
