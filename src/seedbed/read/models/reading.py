"""Models of SQLAlchemy, SQLModel, Django, Tortoise and Pydantic, read as the tables that they create or fill."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from seedbed.errors import Note, Origin, Problem, ReadError
from seedbed.process.fence import Ran, interpreter, run
from seedbed.read.check.parse import parse_check
from seedbed.read.models.makers import maker_of
from seedbed.read.models.project import Project, project_at
from seedbed.read.reading import Reading
from seedbed.read.sql import read_sql
from seedbed.schema.model import Check, Dialect, Schema, Table

__all__ = ["asked", "read_models", "reading_of"]

_HERE = Path(__file__).parent
_WHOLE = "models"


def read_models(path: Path, dialect: Dialect | None = None) -> Reading:
    """The schema that the models of a project create: a file of them, or a folder.

    The project's code is imported, by its own interpreter, in a process of its own. Raises ReadError where that
    fails, with the last that Python said.
    """
    project = project_at(path)
    if project.kind == "pydantic":
        from seedbed.read.models.pydantic import read_pydantic

        return read_pydantic(project, path, dialect)
    try:
        told = _asked(project, path, dialect)
    except ReadError as error:
        parsed = _parsed(project, error.problems[0], dialect)
        if parsed is None:
            raise
        return parsed
    return reading_of(told, path)


def _parsed(project: Project, problem: Problem, dialect: Dialect | None) -> Reading | None:
    """The models of SQLAlchemy or Django as their source has them, where it does not run; None where there are none."""
    if project.kind not in ("sqlalchemy", "django"):
        return None
    from seedbed.read.models.parsed.reading import read_parsed, read_parsed_django

    if project.kind == "django":
        return read_parsed_django(project.root, project.settings, problem, dialect)
    return read_parsed(project.files, problem, dialect)


def reading_of(told: Mapping[str, Any], path: Path) -> Reading:
    """The schema of what a script beside this file told of a project's tables. Raises ReadError."""
    if told["failed"]:
        raise ReadError(*_failed(told))
    if not told["statements"]:
        help = "name the file of the models" if path.is_dir() else "is this the file of the models?"
        raise ReadError(Problem("its code makes no tables", str(path), help=help))
    reading = read_sql(";\n".join(told["statements"]) + ";\n", _WHOLE, told["dialect"])
    tables = tuple(_named(_with_checks(table, told), told) for table in reading.schema)
    notes = tuple(_placed(note, told, reading.schema) for note in reading.notes)
    return Reading(replace(reading.schema, tables=tables), notes)


def _asked(project: Project, path: Path, dialect: Dialect | None) -> Mapping[str, Any]:
    """What the code says of its tables."""
    words = (project.settings,) if project.settings else project.modules
    return asked(f"{project.kind}_tables.py", project, path, dialect or "", *words)


def asked(script: str, project: Project, path: Path, *words: str) -> Mapping[str, Any]:
    """What a script of ours, run in the project by its interpreter, says. Raises ReadError where it fails."""
    python = interpreter(project.root)
    ran = run([python, str(_HERE / script), str(project.root), *words], project.root)
    if ran.code != 0:
        raise ReadError(_broken(ran, path, python))
    found: Mapping[str, Any] = json.loads(ran.output.splitlines()[-1])
    return found


def _broken(ran: Ran, path: Path, python: str) -> Problem:
    lines = [line for line in ran.errors.splitlines() if line.strip()]
    why = lines[-1] if lines else f"it ended with {ran.code}"
    help = f"it runs with {python}: does that have what the project needs?" if "ModuleNotFound" in why else ""
    return Problem("the code of the models does not run", str(path), why, help)


def _with_checks(table: Table, told: Mapping[str, Any]) -> Table:
    """The table with the checks that only the code knows."""
    types = {column.name: column.type for column in table.columns}
    texts = [sql for name, sql in told["checks"] if name == table.name]
    known = {check.sql for check in table.checks}
    new = (Check(sql, parse_check(sql, told["dialect"], types)) for sql in dict.fromkeys(texts) if sql not in known)
    return replace(table, checks=(*table.checks, *new))


def _named(table: Table, told: Mapping[str, Any]) -> Table:
    """The table with what its model is called, what that calls the columns, and how it fills them."""
    label, fields = told.get("names", {}).get(table.name, ("", {}))
    drawn = told.get("drawn", {}).get(table.name, {})
    columns = (
        replace(
            column,
            attribute=name if (name := fields.get(column.name, column.name)) != column.name else "",
            maker=maker_of(drawn[column.name]) if column.name in drawn else "",
        )
        for column in table.columns
    )
    return replace(table, model=label, columns=tuple(columns))


def _placed(note: Note, told: Mapping[str, Any], schema: Schema) -> Note:
    """The note with the place of the class instead of that of a statement nobody sees."""
    table = next((table.name for table in schema if table.id == note.table), "")
    place = told["places"].get(table)
    return replace(note, origin=Origin(*place) if place else None)


def _failed(told: Mapping[str, Any]) -> Iterator[Problem]:
    for name, why in told["failed"]:
        place = told["places"].get(name)
        help = "say another --dialect, or read the database itself"
        yield Problem(f"{told['dialect']} has no table for {name}", str(Origin(*place)) if place else "", why, help)
