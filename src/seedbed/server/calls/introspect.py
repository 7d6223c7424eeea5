"""The tool `introspect`: what Seedbed reads in a schema, in models or in a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from seedbed import api
from seedbed.api.words import dialect_of
from seedbed.schema.model import Column, Table, Unique
from seedbed.server import brief, told
from seedbed.server.asked import recipe_of, schema_of, tables_of
from seedbed.server.here import Here

__all__ = ["call"]

TABLES = 60
"""Tables that are listed."""

LETTERS = 8_000
"""Letters of columns and constraints that are told, about."""


def call(words: Mapping[str, Any], here: Here) -> dict[str, Any]:
    """The tables with their references; the columns and constraints of those that are named, or of the first."""
    wish = recipe_of(words, here)
    reading = api.read_schema(schema_of(words, wish, here), dialect_of(wish.dialect(words.get("dialect"))))
    schema = reading.schema
    named = tables_of(words, schema)
    tables = [schema.table(id) for id in named] or list(schema)
    shown = list(_shown(tables))
    more = {"more_in_full": len(tables) - len(shown)} if len(shown) < len(tables) else {}
    head = {"dialect": schema.dialect, "table_count": len(schema.tables)}
    lines = brief.few("tables", [_line(table) for table in schema], TABLES)
    return head | lines | {"in_full": shown} | more | told.notes(reading.notes)


def _line(table: Table) -> str:
    parents = dict.fromkeys(key.table for key in table.foreign_keys)
    refers = f", refers to {', '.join(parents)}" if parents else ""
    return brief.cut(f"{table.id}: {len(table.columns)} columns{refers}")


def _shown(tables: list[Table]) -> Iterator[dict[str, Any]]:
    """Tables in full, until there is no more room."""
    letters = 0
    for table in tables:
        columns = [brief.cut(_column(column)) for column in table.columns]
        constraints = [brief.cut(text) for text in _constraints(table)]
        yield {"table": table.id, "columns": columns, "constraints": constraints}
        letters += sum(map(len, [*columns, *constraints]))
        if letters > LETTERS:
            return


def _column(column: Column) -> str:
    words = [column.name, column.type.raw or column.type.kind]
    words += [] if column.nullable else ["NOT NULL"]
    words += [f"DEFAULT {column.default}"] if column.default is not None else []
    return " ".join(words + (["GENERATED"] if column.generated else []))


def _constraints(table: Table) -> Iterator[str]:
    for unique in table.uniques:
        yield _unique(unique)
    for key in table.foreign_keys:
        yield f"FOREIGN KEY ({', '.join(key.columns)}) REFERENCES {key.table} ({', '.join(key.references)})"
    for check in table.checks:
        yield f"CHECK ({check.sql})"
    for exclusion in table.exclusions:
        yield f"EXCLUDE ({', '.join(f'{part} WITH {operator}' for part, operator in exclusion.parts)})"


def _unique(unique: Unique) -> str:
    where = f" WHERE {unique.where.sql}" if unique.where is not None else ""
    return f"{'PRIMARY KEY' if unique.primary else 'UNIQUE'} ({', '.join(unique.keys or unique.columns)}){where}"
