"""JSON Schema and OpenAPI into a schema: the tables of a `Layout` as statements of the dialect, which are then read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from seedbed.errors import Note, Origin, ReadError
from seedbed.read.check.parse import parse_check
from seedbed.read.json_schema.faults import faults
from seedbed.read.json_schema.files import Library
from seedbed.read.json_schema.layout import Layout
from seedbed.read.json_schema.scalars import quoted
from seedbed.read.json_schema.sheet import Member, Sheet
from seedbed.read.reading import Reading
from seedbed.read.sql import read_sql
from seedbed.schema.model import Check, Column, Dialect, Table

__all__ = ["layout_of", "read_json_schema"]

_WHOLE = "schema"


def read_json_schema(text: str, name: str, dialect: Dialect | None = None) -> Reading:
    """The tables that hold the objects of a JSON Schema, or of the components of OpenAPI, in JSON or YAML.

    Raises ReadError, with all problems and their places, where the text is neither, or contradicts itself.
    """
    dialect = dialect or "postgres"
    layout, library = layout_of(text, name, dialect)
    sheets = layout.sheets
    reading = read_sql("\n".join(_statements(sheets, dialect)), _WHOLE, dialect)
    tables = tuple(_table(table, sheets[table.name], dialect) for table in reading.schema)
    notes = [replace(note, origin=_place(note, sheets)) for note in (*library.notes, *layout.notes)]
    notes += [replace(note, origin=_place(replace(note, origin=None), sheets)) for note in reading.notes]
    return Reading(replace(reading.schema, tables=tables), tuple(dict.fromkeys(notes)))


def layout_of(text: str, name: str, dialect: Dialect) -> tuple[Layout, Library]:
    """The tables with the places of their columns in the documents."""
    library = Library(text, name)
    if problems := tuple(faults(library.root)):
        raise ReadError(*problems)
    stem = re.sub(r"\W+", "_", re.sub(r"[._-]?schema$", "", Path(name).stem)).strip("_") or "document"
    return Layout(library, stem, dialect), library


def _statements(sheets: Mapping[str, Sheet], dialect: Dialect) -> Iterator[str]:
    for sheet in sheets.values():
        items = [_column(member, dialect) for member in sheet.members.values()]
        items.append(f"PRIMARY KEY ({_names(sheet.primary, dialect)})")
        items += [f"UNIQUE ({_names(columns, dialect)})" for columns in sheet.uniques]
        if dialect == "sqlite":
            items += _keys(sheet, dialect)
        yield f"CREATE TABLE {quoted(sheet.name, dialect)} ({', '.join(items)});"
    for sheet in sheets.values() if dialect != "sqlite" else ():
        for key in _keys(sheet, dialect):
            yield f"ALTER TABLE {quoted(sheet.name, dialect)} ADD {key};"


def _column(member: Member, dialect: Dialect) -> str:
    type = member.type
    return f"{quoted(member.name, dialect)} {type}{'' if member.nullable else ' NOT NULL'}"


def _names(names: tuple[str, ...], dialect: Dialect) -> str:
    return ", ".join(quoted(name, dialect) for name in names)


def _keys(sheet: Sheet, dialect: Dialect) -> list[str]:
    return [
        f"FOREIGN KEY ({_names(key.columns, dialect)}) REFERENCES {quoted(key.table, dialect)} "
        f"({_names(key.references, dialect)})" + " ON DELETE CASCADE" * (sheet.kind in ("items", "link"))
        for key in sheet.keys
    ]


def _table(table: Table, sheet: Sheet, dialect: Dialect) -> Table:
    """The table with what no statement says: its conditions, its documents, what its texts are, and where it stands."""
    columns = tuple(_told(column, sheet.members[column.name]) for column in table.columns)
    types = {column.name: column.type for column in columns}
    asked = [(check, member.origin) for member in sheet.members.values() for check in member.checks]
    asked += [(check, sheet.origin) for check in sheet.checks]
    checks = (Check(sql, parse_check(sql, dialect, types), origin=origin) for sql, origin in asked)
    return replace(table, columns=columns, checks=(*table.checks, *checks), origin=sheet.origin)


def _told(column: Column, member: Member) -> Column:
    type = column.type
    if member.documents:
        type = replace(type, values=member.documents)
    elif member.about and type.kind in ("text", "varchar"):
        type = replace(type, about=member.about)
    return replace(column, type=type, origin=member.origin)


def _place(note: Note, sheets: Mapping[str, Sheet]) -> Origin | None:
    """Where a note's column, or its table, stands in the document."""
    if note.origin is not None or note.table not in sheets:
        return note.origin
    member = sheets[note.table].members.get(note.column)
    return member.origin if member is not None and member.origin else sheets[note.table].origin
