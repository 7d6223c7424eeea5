"""A seed for Prisma: the rows as JSON, by the names of models and fields, and a script that creates them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from seedbed.database.quoting import table_name
from seedbed.schema.labels import is_join, prisma_models
from seedbed.schema.model import Column, Schema, Table
from seedbed.write.json import Json, json_field, json_text
from seedbed.write.options import Options
from seedbed.write.order import LoadOrder, load_order
from seedbed.write.text.forms import Field, Form
from seedbed.write.text.rows import RowText, Template
from seedbed.write.text.words import words

__all__ = ["ROWS", "SCRIPT", "PrismaSeed"]

ROWS, SCRIPT = "seed.json", "seed.ts"
"""The rows, and what creates them."""

_QUOTED = Form(b"null", b'"', b'"')
_KINDS = {"date": "date", "time": "time", "timestamp": "moment", "json": "json", "bytes": "bytes", "array": "list"}


class PrismaSeed(Json):
    """One document of all rows, and the script beside it."""

    def __init__(self, schema: Schema, folder: Path, options: Options) -> None:
        super().__init__(folder, Options(file=ROWS))
        self._schema, self._models = schema, prisma_models(schema)
        self._forward = options.forward_references

    def begin(self, table: Table, columns: pa.Schema) -> None:
        """Starts the array of a model."""
        self._begin(self._models[table.id], partial(_rows, table, columns))

    def close(self) -> tuple[Path, ...]:
        """Ends the document, and writes the script."""
        self._start()
        self.files.write("\n}}\n")
        self.files.open(SCRIPT)
        self.files.write(_script(self._schema, self._forward))
        return self.files.close()


def _rows(table: Table, columns: pa.Schema) -> RowText:
    """The writer of a table's objects: whole numbers of 64 bits and decimals are texts, for JavaScript to keep them."""
    fields = [_field(table.column(column.name), column.type) for column in columns]
    names = [json_text(table.column(name).attribute or name) for name in columns.names]
    before = tuple(f"{', ' if number else '{'}{name}: ".encode() for number, name in enumerate(names))
    return RowText(fields, columns.types, Template(before, b"}" if before else b"{}", b",\n"))


def _field(column: Column, type: pa.DataType) -> Field:
    if pa.types.is_decimal(type):
        return Field(column, _QUOTED, words, trim=column.type.precision is None, free=True)
    return Field(column, _QUOTED) if _is_big(column) else json_field(column, type)


def _is_big(column: Column) -> bool:
    of_sqlite = column.type.raw.upper() in ("INTEGER", "INT")  # which Prisma reads as Int, however large they may be
    return column.type.kind == "integer" and column.type.bits == 64 and not of_sqlite


def _script(schema: Schema, forward: frozenset[str]) -> str:
    order = _created(schema, load_order(schema, forward))
    place = {id: number for number, id in enumerate(order)}
    models = [_model(schema, id, [*_later(schema, id, place, forward)]) for id in order]
    text = Path(__file__).with_name("prisma_seed.ts").read_text(encoding="utf-8")
    told = json.dumps(models, indent=2, ensure_ascii=False)
    return text.replace("@MODELS@", told).replace("@POSTGRES@", str(schema.dialect == "postgres").lower())


def _created(schema: Schema, loaded: LoadOrder) -> list[str]:
    """The order in which rows are created: within a cycle those first that others cannot be without."""
    found: list[str] = []
    for id in loaded.tables:
        group = loaded.group_of(id)
        left = [each for each in (group.tables if group else (id,)) if each not in found]
        while left:
            ready = next((each for each in left if not _needed(schema, each) & {*left} - {each}), left[0])
            found.append(ready)
            left.remove(ready)
    return found


def _needed(schema: Schema, id: str) -> set[str]:
    """The tables to which every row of one refers."""
    table = schema.table(id)
    return {key.table for key in table.foreign_keys if not any(table.column(name).nullable for name in key.columns)}


def _later(schema: Schema, id: str, place: Mapping[str, int], forward: frozenset[str]) -> Iterator[str]:
    """The columns of references to rows that are created afterwards."""
    for key in schema.table(id).foreign_keys:
        if place.get(key.table, -1) > place[id] or (key.table == id and id in forward):
            yield from key.columns


def _model(schema: Schema, id: str, later: list[str]) -> dict[str, Any]:
    """What the script knows of a model."""
    table = schema.table(id)
    name = prisma_models(schema)[id]
    fields = {column.name: column.attribute or column.name for column in table.columns}
    kinds = {fields[column.name]: _kind(column) for column in table.columns if _kind(column)}
    counted = [column.name for column in table.columns if column.identity is not None]
    return {
        "name": name,
        "client": "" if is_join(table) else name[:1].lower() + name[1:],
        "table": table_name(table, schema.dialect),
        "key": [fields[column] for column in (table.primary.columns if table.primary else ())],
        "later": [fields[column] for column in later if table.column(column).nullable],
        "kinds": kinds,
        "counted": counted[0] if counted else "",
    }


def _kind(column: Column) -> str:
    return "bigint" if _is_big(column) else _KINDS.get(column.type.kind, "")
