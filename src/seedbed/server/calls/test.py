"""The tool `test`: a test file for a source file, every test of which has run before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedbed.api.unit import foreseen_test_file, generate_test_file
from seedbed.errors import Problem, UsageError
from seedbed.llm.budget import Budgeted
from seedbed.llm.completion import Provider
from seedbed.server import brief, told
from seedbed.server.here import Here
from seedbed.server.model import lent
from seedbed.testgen.unit.options import TestGeneratorOptions, TestGeneratorResult

__all__ = ["call"]

LINES = 80
"""Lines of a test file that are shown."""

TESTS = 30
"""Tests of which it is told why they were kept or not."""


def call(words: Mapping[str, Any], here: Here) -> dict[str, Any]:
    """Where the test file would go and what runs it; without `dry_run` the file, its first lines, what was found."""
    place = foreseen_test_file(_options(words, here, None))
    if isinstance(place, str):
        return {"written": False, "outcome": "skipped", "why": place}
    here.folder.write(str(place.path), "file")
    seen = {"file": _inside(place.path, here), "framework": place.framework.name, "command": place.command}
    if place.existing is not None:
        return {"written": False, "outcome": "existing"} | seen
    if words.get("dry_run", True):
        return {"written": False, "outcome": "possible"} | seen
    provider = _provider(words, here)
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        here.tell(len(lines), 0, line)

    here.tell(0, 0, f"making tests of {words['file']}")
    made = generate_test_file(_options(words, here, provider), say=say, provider=provider)
    return _told(made, seen)


def _provider(words: Mapping[str, Any], here: Here) -> Provider | None:
    """The host's model where it is wanted and lent. Raises UsageError where it is wanted and is not."""
    engine, python = words.get("engine", ""), words["file"].endswith(".py")
    if engine == "local" or (here.ask is None and python and not engine):
        return None
    if here.ask is None:
        why = "the host lends none: it does not offer sampling"
        help = "say engine local" if python else "only Python is tested without a model"
        raise UsageError(Problem("there is no model to ask", "engine", why, help))
    model = lent(here.ask)
    return Budgeted(model, words["max_tokens_total"]) if "max_tokens_total" in words else model


def _options(words: Mapping[str, Any], here: Here, provider: Provider | None) -> TestGeneratorOptions:
    """The words in those of the verb; without a model of the host no other is asked."""
    folder = here.folder.read(words.get("folder", "."), "folder")
    file = here.folder.read(str(folder / words["file"]), "file")
    tests = here.folder.write(str(folder / words["tests_dir"]), "tests_dir") if "tests_dir" in words else None
    return TestGeneratorOptions(
        target_file=here.folder.root / file,
        working_dir=here.folder.root / folder,
        tests_dir=None if tests is None else here.folder.root / tests,
        objective=words.get("objective", ""),
        framework=words.get("framework", ""),
        engine=words.get("engine", "" if provider is not None else "local"),
        seed=words.get("seed", 42),
        seconds=words.get("seconds", 60),
    )


def _inside(path: Path, here: Here) -> str:
    return str(path.relative_to(here.folder.root))


def _told(made: TestGeneratorResult, seen: Mapping[str, Any]) -> dict[str, Any]:
    written = made.outcome == "generated"
    head = {"written": written, "outcome": made.outcome, **seen, "by": made.generated_by_model}
    text = made.test_file_path.read_text(encoding="utf-8").splitlines() if written and made.test_file_path else []
    lines = [brief.cut(line, 120) for line in text]
    shown = brief.few("findings", [brief.cut(finding) for finding in made.findings])
    *each, summary = made.report or ("",)
    tests = {"summary": summary} | brief.few("tests", [brief.cut(line, 160) for line in each], TESTS)
    return head | shown | tests | brief.few("lines", lines, LINES) | told.notes(made.warnings)
