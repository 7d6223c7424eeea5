"""Models whose code does not run, read from its text: as much as that says, with a note that it was not run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from seedbed.errors import Note, Problem
from seedbed.read.check.parse import parse_check
from seedbed.read.models.parsed.alchemy import Parsed, tables_of
from seedbed.read.models.parsed.django import django_tables
from seedbed.read.models.parsed.source import source_of
from seedbed.read.reading import Reading
from seedbed.read.sql import read_sql
from seedbed.schema.model import Check, Dialect, Table

__all__ = ["read_parsed", "read_parsed_django"]


_ENGINES: tuple[tuple[str, Dialect], ...] = (("sqlite3", "sqlite"), ("mysql", "mysql"), ("postgresql", "postgres"))
_DJANGO = re.compile(r"^\s*(?:from|import)\s+django\.db\b", re.MULTILINE)
_PASSED = frozenset({"site-packages", "node_modules", "migrations", "tests", "test"})


def read_parsed_django(root: Path, settings: str, problem: Problem, dialect: Dialect | None) -> Reading | None:
    """The same of a project of Django, whose settings are read as text too: its database, its kind of keys."""
    path = root.joinpath(*settings.split("."))
    found = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    said = found.read_text("utf-8", "replace") if found.is_file() else ""
    usual: Dialect = next((known for word, known in _ENGINES if f"backends.{word}" in said), "sqlite")
    family = dialect or usual
    auto = re.search(r"DEFAULT_AUTO_FIELD\s*=\s*[\"'][\w.]*?(\w+)[\"']", said)
    files = [
        each for each in sorted(root.rglob("*.py"))
        if (each.name == "models.py" or each.parent.name == "models") and not _PASSED & {*each.relative_to(root).parts}
    ]  # fmt: skip
    return _read(django_tables(source_of(files), family, auto[1] if auto else "AutoField"), problem, family)


def read_parsed(files: Sequence[Path], problem: Problem, dialect: Dialect | None) -> Reading | None:
    """The schema that the source of models describes, where running it met a problem; None where it has no tables.

    Models of Django do not run without the settings of a project: those of an app alone are known by what they import.
    """
    dialect, source = dialect or "postgres", source_of(files)
    if any(_DJANGO.search(file.read_text("utf-8", "replace")) for file in files):
        return _read(django_tables(source, dialect, "BigAutoField"), problem, dialect)
    return _read(tables_of(source, dialect), problem, dialect)


def _read(
    told: tuple[list[str], Mapping[str, Parsed], list[Note]], problem: Problem, dialect: Dialect
) -> Reading | None:
    statements, tables, notes = told
    if not tables:
        return None
    reading = read_sql(";\n".join(statements) + ";\n", "models", dialect)
    made = tuple(_checked(table, tables[table.name], dialect) for table in reading.schema)
    why = f"the code does not run ({problem.why or problem.what}): what it computes is not known"
    help = f"install what it needs. {problem.help}".strip()
    unrun = Note("the models were read without running them", why, help, grave=True)
    placed = tuple(replace(note, origin=None) for note in reading.notes)
    return Reading(replace(reading.schema, tables=made), (unrun, *notes, *placed))


def _checked(table: Table, parsed: Parsed, dialect: Dialect) -> Table:
    types = {column.name: column.type for column in table.columns}
    checks = (Check(sql, parse_check(sql, dialect, types)) for sql in dict.fromkeys(parsed.checks))
    return replace(table, checks=(*table.checks, *checks), origin=parsed.origin)
