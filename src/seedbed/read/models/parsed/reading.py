"""Models whose code does not run, read from its text: as much as that says, with a note that it was not run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from seedbed.errors import Note, Problem
from seedbed.read.check import parse_check
from seedbed.read.models.parsed.alchemy import Parsed, tables_of
from seedbed.read.models.parsed.source import source_of
from seedbed.read.reading import Reading
from seedbed.read.sql import read_sql
from seedbed.schema.model import Check, Dialect, Table

__all__ = ["read_parsed"]


def read_parsed(files: Sequence[Path], problem: Problem, dialect: Dialect | None) -> Reading | None:
    """The schema that the source of models describes, where running it met a problem; None where it has no tables."""
    dialect = dialect or "postgres"
    statements, tables, notes = tables_of(source_of(files), dialect)
    if not tables:
        return None
    reading = read_sql(";\n".join(statements) + ";\n", "models", dialect)
    made = tuple(_checked(table, tables[table.name], dialect) for table in reading.schema)
    why = f"the code does not run ({problem.why or problem.what}): what it computes is not known"
    help = f"install what it needs. {problem.help}".strip()
    told = Note("the models were read without running them", why, help, grave=True)
    placed = tuple(replace(note, origin=None) for note in reading.notes)
    return Reading(replace(reading.schema, tables=made), (told, *notes, *placed))


def _checked(table: Table, parsed: Parsed, dialect: Dialect) -> Table:
    types = {column.name: column.type for column in table.columns}
    checks = (Check(sql, parse_check(sql, dialect, types)) for sql in dict.fromkeys(parsed.checks))
    return replace(table, checks=(*table.checks, *checks), origin=parsed.origin)
