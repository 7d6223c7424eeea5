"""SQL of a known dialect, in one text or several, into a schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from seedbed.read.reading import Reading
from seedbed.read.said import beside, with_said
from seedbed.schema.model import Dialect

__all__ = ["read_files", "read_sql"]


def read_sql(text: str, name: str, dialect: Dialect) -> Reading:
    """The schema that the text creates; `name` is what notes and problems call it.

    Raises ReadError where the text contradicts itself.
    """
    return read_files({name: text}, dialect)


def read_files(texts: Mapping[str, str], dialect: Dialect) -> Reading:
    """The schema that texts create one after another, each under its name. Raises ReadError as `read_sql` does."""
    reading = _read(texts, dialect)
    return replace(reading, schema=with_said(reading.schema, beside("\n".join(texts.values()))))


def _read(texts: Mapping[str, str], dialect: Dialect) -> Reading:
    """What the reader of the dialect gives: each brings a parser that the others do without."""
    if dialect == "postgres":
        from seedbed.read.postgres.ddl import read_files as read_postgres

        return read_postgres(texts)
    if dialect == "mysql":
        from seedbed.read.mysql.ddl import read_files as read_mysql

        return read_mysql(texts)
    from seedbed.read.sqlite.ddl import read_files as read_sqlite

    return read_sqlite(texts)
