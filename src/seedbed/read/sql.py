"""SQL text of a known dialect into a schema."""

from __future__ import annotations

from dataclasses import replace

from seedbed.read.reading import Reading
from seedbed.read.said import beside, with_said
from seedbed.schema.model import Dialect

__all__ = ["read_sql"]


def read_sql(text: str, name: str, dialect: Dialect) -> Reading:
    """The schema that the text creates; `name` is what notes and problems call it.

    Raises ReadError where the text contradicts itself.
    """
    reading = _read(text, name, dialect)
    return replace(reading, schema=with_said(reading.schema, beside(text)))


def _read(text: str, name: str, dialect: Dialect) -> Reading:
    """What the reader of the dialect gives: each brings a parser that the others do without."""
    if dialect == "postgres":
        from seedbed.read.postgres.ddl import read as read_postgres

        return read_postgres(text, name)
    if dialect == "mysql":
        from seedbed.read.mysql.ddl import read as read_mysql

        return read_mysql(text, name)
    from seedbed.read.sqlite.ddl import read as read_sqlite

    return read_sqlite(text, name)
