"""The tool `generate`: rows in files of the folder, or a look at them before."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from seedbed import api
from seedbed.api.words import file_of, formats_of, name_of
from seedbed.plan.edges.index import SKIPPED
from seedbed.plan.plan import Plan
from seedbed.server import brief, told
from seedbed.server.asked import Asked, asked, recipe_of, tables_of
from seedbed.server.calls.explain import planned
from seedbed.server.here import Here
from seedbed.write.options import Options

__all__ = ["call"]

SHOWN = 5
"""Tables whose first rows are shown where nobody names any."""

ROWS = 3
"""Rows of a table that are shown."""

MOST = 20
"""Tables, named or not, that an answer has room for."""


def call(words: Mapping[str, Any], here: Here) -> dict[str, Any]:
    """A plan and a few rows; without `dry_run` files, all of them or none, and what the referee says of them."""
    wish = recipe_of(words, here)
    here.bounded(max(wish.recipe.rows, *(rows for _, rows in wish.recipe.table_rows), 0))
    found = asked(words, here)
    formats = formats_of(found.wished.formats(words.get("format")))
    output = _output(words, found, here)
    here.bounded(found.rows)
    if words.get("dry_run", True):
        looked = {"written": False, "would_write_to": str(output), "formats": list(formats)}
        left = told.notes(note for note in found.notes if note.what != SKIPPED)
        return looked | planned(found.plan) | _preview(words, found.plan) | left
    file = file_of(output, formats)
    options = Options(file, words.get("one_per_row", False), words.get("split", False))
    made = api.generate(
        found.plan,
        formats,
        output,
        options,
        strict=found.wished.strict(words.get("strict")),
        report=True if file is not None else None,
        words=_kept(words, found, formats),
        name=name_of(found.source),
        progress=here.progress(found.rows),
    )
    assert made.verdict is not None, "it was asked for"
    notes = (*(note for note in found.notes if note.grave), *made.notes)
    return _written(made, file) | told.verdict(made.verdict) | told.notes(notes)


def _output(words: Mapping[str, Any], found: Asked, here: Here) -> Path:
    """Where files would go: what is said, what the recipe says, or a folder named after the schema."""
    said = words.get("output") or found.wished.output(None) or f"{name_of(found.source)}-data"
    return here.folder.write(str(said), "output")


def _kept(words: Mapping[str, Any], found: Asked, formats: tuple[str, ...]) -> dict[str, object]:
    """What the manifest keeps of the words, so that the command line makes the same again."""
    flags = [f"--{name.replace('_', '-')}" for name in ("strict", "split", "one_per_row") if words.get(name)]
    if ",".join(formats) != found.wished.formats(None):
        flags += ["--format", ",".join(formats)]
    if "dialect" in words:
        flags += ["--dialect", str(words["dialect"])]
    return {
        **found.wished.told(),
        "formats": list(formats),
        "split": words.get("split", False),
        "one_per_row": words.get("one_per_row", False),
        "command": found.command("generate", flags),
    }


def _preview(words: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """A few rows as they would be made, from all over each table."""
    named = tables_of(words, plan.schema)
    ids = named or islice((table.table for table in plan.tables if table.rows), SHOWN)
    rows = words.get("preview", ROWS)
    return {"preview": {id: told.rows(api.preview(plan, id, rows)) for id in islice(ids, MOST)}} if rows else {}


def _written(made: api.Made, file: str | None) -> dict[str, Any]:
    manifest = f"{file}.manifest.json" if file else "manifest.json"
    where = {"written": True, "folder": str(made.folder), "manifest": str(made.folder / manifest)}
    report = next(name for name in made.files if name.endswith("report.html"))
    return where | brief.few("files", list(made.files)) | {"report": str(made.folder / report)}
