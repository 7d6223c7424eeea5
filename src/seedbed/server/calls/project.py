"""The tool `project`: the test data scripts that fit a repository, or what they would change."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from seedbed.api.mending import Course, mended
from seedbed.api.projecting import PARTS, Change, Outcome, Request, apply, project
from seedbed.errors import Problem, UsageError
from seedbed.schema.recipe import Recipe
from seedbed.server import brief, told
from seedbed.server.here import Here

__all__ = ["call"]

FILES = 40
"""Files that are listed."""

LINES = 120
"""Lines of differences that a dry run shows, of all files together."""


def call(words: Mapping[str, Any], here: Here) -> dict[str, Any]:
    """The files that change, and how; without `dry_run` they are written, run and mended."""
    word = words.get("folder", ".")
    folder = here.folder.read(word, "folder")
    request = Request(
        folder,
        tuple(words.get("only", PARTS)),
        words.get("layout", "single"),
        tuple((model, said.get("factory", ""), said.get("file", "")) for model, said in words.get("names", {}).items()),
        _today(words.get("today")),
        plan=here.folder.read(words["plan"], "plan") if "plan" in words else None,
    )
    found = project(request)
    for change in found.changes:
        here.folder.write(str(folder / change.path), "folder")
    if words.get("dry_run", True):
        shown = {"differences": "\n".join(_first(_differences(found.changes), LINES))}
        return {"written": False} | _facts(found) | shown | told.notes(found.notes)
    if not words.get("verify", True):
        apply(found, folder)
        return {"written": True} | _facts(found) | told.notes(found.notes)
    here.tell(0, 0, "writing, running and mending")
    course = mended(request, found)
    return {"written": True} | _facts(course.outcome) | _course(course) | told.notes(course.outcome.notes)


def _facts(found: Outcome) -> dict[str, Any]:
    changes = [f"{change.path}: {'new' if change.is_new else 'changed'}" for change in found.changes]
    facts = {"orm": found.facts.stack.orm, "models": len(found.facts.models), "made": dict(found.counts)}
    faults = [brief.plain(fault) for fault in found.faults]
    return facts | brief.few("files", changes, FILES) | (brief.few("plan_faults", faults) if faults else {})


def _course(course: Course) -> dict[str, Any]:
    """How verification went: each check, what was mended, and what is left to a person."""
    checks = [brief.said(check=check.name, status=check.status, told=check.told) for check in course.checks]
    fixes = [
        brief.said(check=each.failure.check, error=each.failure.message, diagnosis=each.diagnosis, fix=each.done)
        for _, each in course.fixes
    ]
    left = [
        brief.said(check=each.check, error=each.message, where=each.place, why=why) for each, why in course.escalated
    ]
    head = {"verified": course.is_green, "cycles": course.cycles} | brief.few("checks", checks)
    return head | brief.few("fixes", fixes) | (brief.few("left_to_a_person", left) if left else {})


def _today(said: str | None) -> date:
    try:
        return Recipe().today if said is None else date.fromisoformat(said)
    except ValueError as error:
        raise UsageError(Problem(f"{said} is no date", "today", help="write it as 2026-01-31")) from error


def _differences(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        before, after = (change.before or "").splitlines(), change.text.splitlines()
        yield from difflib.unified_diff(before, after, change.path, change.path, n=1, lineterm="")


def _first(lines: Iterable[str], most: int) -> Iterator[str]:
    """The first lines, and how many more there are."""
    every = list(lines)
    yield from (brief.cut(line, 120) for line in every[:most])
    if len(every) > most:
        yield f"… {len(every) - most} lines more"
