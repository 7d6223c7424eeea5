"""The tool `profile`: what real rows are like, as a recipe that tells of nobody."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedbed import api, observe
from seedbed.api.words import dialect_of
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.errors import Problem, UsageError
from seedbed.observe import Caution
from seedbed.server import brief, told
from seedbed.server.here import Here
from seedbed.write.files.temporary import refusals
from seedbed.write.recipe import recipe_text

__all__ = ["call"]

LETTERS = 12_000
"""Letters of a recipe that are told."""

CROWD = 10
"""Nothing is told that fewer rows share."""


def call(words: Mapping[str, Any], here: Here) -> dict[str, Any]:
    """The recipe; without `dry_run` it is written. No value of a text is told: only a person may allow that."""
    data = here.source(words["data"], "data")
    if "schema" not in words and not is_dsn(data):
        raise UsageError(Problem("there is no schema to read the rows by", "schema", help="name their schema"))
    source = here.source(words["schema"], "schema") if "schema" in words else data
    output = _output(words, here)
    reading = api.read_schema(source, dialect_of(words.get("dialect")))
    seen = observe.observe(data, reading.schema)
    address = str(parse_dsn(source)) if is_dsn(source) else Path(os.path.relpath(source, output.parent)).as_posix()
    recipe = observe.profiled(reading.schema, seen, Caution(CROWD, frozenset()))
    text = recipe_text(recipe, {"schema": address})
    written = not words.get("dry_run", True)
    if written:
        _write(text, output)
    where = {"written": written, ("file" if written else "would_write_to"): str(output)}
    tables = [f"{id}: {found.rows} rows" for id, found in seen.items()]
    return where | brief.few("tables", tables, 60) | {"recipe": brief.cut(text, LETTERS)} | told.notes(reading.notes)


def _output(words: Mapping[str, Any], here: Here) -> Path:
    """The file that the recipe would go to. Raises UsageError where it is there already."""
    output = here.folder.write(words.get("output", "recipe.yaml"), "output")
    if output.exists() and not words.get("dry_run", True):
        why = "what a person wrote in it would be lost"
        raise UsageError(Problem(f"{output} is there already", "output", why, "name another file"))
    return output


def _write(text: str, output: Path) -> None:
    """Under its final name only when it is whole."""
    passing = output.with_name(f".{output.name}.partial")
    with refusals(output):
        try:
            passing.write_text(text, encoding="utf-8")
            passing.replace(output)
        finally:
            passing.unlink(missing_ok=True)
