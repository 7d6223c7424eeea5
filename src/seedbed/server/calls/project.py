"""The tool `project`: the test data scripts that fit a repository, or what they would change."""

from __future__ import annotations

import difflib
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from seedbed.api.projecting import PARTS, Change, Request, apply, project
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
    """The files that change, and how; without `dry_run` they are written, all of them or none."""
    word = words.get("folder", ".")
    folder = here.folder.read(word, "folder")
    request = Request(
        folder,
        tuple(words.get("only", PARTS)),
        words.get("layout", "single"),
        tuple((model, said.get("factory", ""), said.get("file", "")) for model, said in words.get("names", {}).items()),
        _today(words.get("today")),
    )
    found = project(request)
    for change in found.changes:
        here.folder.write(str(folder / change.path), "folder")
    written = not words.get("dry_run", True)
    if written:
        with _undisturbed():
            apply(found, folder)
    facts = {"orm": found.facts.stack.orm, "models": len(found.facts.models), "made": dict(found.counts)}
    changes = [f"{change.path}: {'new' if change.is_new else 'changed'}" for change in found.changes]
    shown = {} if written else {"differences": "\n".join(_first(_differences(found.changes), LINES))}
    return {"written": written} | facts | brief.few("files", changes, FILES) | shown | told.notes(found.notes)


def _today(said: str | None) -> date:
    try:
        return Recipe().today if said is None else date.fromisoformat(said)
    except ValueError as error:
        raise UsageError(Problem(f"{said} is no date", "today", help="write it as 2026-01-31")) from error


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Until its end, no call is taken back: of several files, all have their new text or none."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


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
