"""Models of Pydantic, read by the JSON Schema that they have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from seedbed.errors import Note, Origin, Problem, ReadError
from seedbed.read.json_schema.reading import read_json_schema
from seedbed.read.models.project import Project
from seedbed.read.models.reading import asked
from seedbed.read.reading import Reading
from seedbed.schema.model import Dialect

__all__ = ["read_pydantic"]


def read_pydantic(project: Project, path: Path, dialect: Dialect | None) -> Reading:
    """The tables that hold the models of a project. Raises ReadError where its code does not run or has none."""
    told = asked("pydantic_schemas.py", project, path, *project.modules)
    if not told["schemas"]:
        help = "name the file of the models" if path.is_dir() else "is this the file of the models?"
        raise ReadError(Problem("its code makes no models", str(path), help=help))
    text = json.dumps({"openapi": "3.1.0", "components": {"schemas": told["schemas"]}})
    reading = read_json_schema(text, str(path / "models.json") if path.is_dir() else str(path), dialect)
    places = {name: Origin(*place) for name, place in told["places"].items()}

    def placed(note: Note) -> Note:
        return replace(note, origin=places.get(note.table))

    tables = tuple(replace(table, origin=places.get(table.name)) for table in reading.schema)
    notes = (*map(placed, reading.notes), *_own(told["own"], places))
    return Reading(replace(reading.schema, tables=tables), tuple(notes))


def _own(validators: dict[str, list[str]], places: dict[str, Origin]) -> Iterator[Note]:
    """Notes for the conditions that only code knows."""
    for name, functions in validators.items():
        why = f"{', '.join(functions)}: what functions ask of values is not known"
        help = "say it in a recipe, with a rule or a custom generator"
        yield Note("it has validators of its own", why, help, name, origin=places.get(name))
