"""The tool `validate`: every constraint of a schema asked of anyone's rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedbed import api
from seedbed.api.runs import promised_by, run_of
from seedbed.api.words import dialect_of
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.errors import Problem, UsageError
from seedbed.server import told
from seedbed.server.asked import recipe_of
from seedbed.server.here import Here

__all__ = ["call"]


def call(words: Mapping[str, Any], here: Here) -> dict[str, Any]:
    """The verdict, with the first breaches of each kind and a few rows of them."""
    wish = recipe_of(words, here)
    data = here.source(words["data"], "data")
    living = is_dsn(data)
    named = words.get("schema") or wish.own_schema
    if named is None and not living:
        raise UsageError(Problem("there is no schema to judge by", "schema", help="name the schema of these rows"))
    source = data if named is None else here.source(named, "schema")
    dialect = dialect_of(wish.dialect(words.get("dialect")))
    known = parse_dsn(data).dialect if living and dialect is None else dialect
    strict = wish.strict(words.get("strict"))
    reading = api.read_schema(source, known, strict)
    run = None if living else run_of(Path(data))
    recipe, promise = promised_by(run, wish, reading.schema)
    if recipe is None and wish.file is not None:
        recipe = wish.fitted(reading.schema)
    found = api.validate(data, reading.schema, recipe=recipe, promise=promise, strict=strict)
    notes = (*reading.notes, *found.notes) if living else [note for note in found.notes if note.grave]
    return told.verdict(found) | told.notes(notes)
