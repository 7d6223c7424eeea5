"""Canonical JSON of schemas and plans: `load(dump(x)) == x`, equal things give equal bytes.

Dataclasses are objects tagged with their class under "$"; fields that hold their default are left out. Lists
are read back as tuples. An Arrow array is a stream of its own format, as text.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from seedbed.errors import Note, Origin, Problem, ReadError
from seedbed.schema import declared, expression, model, recipe, types

__all__ = ["SCHEMA_CLASSES", "dump", "load"]

SCHEMA_CLASSES: Mapping[str, type] = {
    cls.__name__: cls
    for cls in (
        types.Type,
        expression.Literal,
        expression.Ref,
        expression.Cast,
        expression.Call,
        model.Check,
        model.Column,
        model.Unique,
        model.ForeignKey,
        model.Exclusion,
        model.Table,
        model.Schema,
        *(getattr(recipe, name) for name in recipe.__all__),
        declared.Declared,
        Note,
        Origin,
    )
}


def dump(value: object) -> str:
    """Canonical JSON text of a value built from dataclasses, tuples, texts, numbers, dates and None."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(text: str, classes: Mapping[str, type] = SCHEMA_CLASSES) -> Any:
    """The value that `dump` wrote; raises ReadError where the text is not such JSON."""
    try:
        return _built(json.loads(text), classes)
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(Problem("this is not a file that Seedbed wrote", why=str(error))) from error


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str | float):
        return value
    if isinstance(value, Decimal):
        return {"$": "Decimal", "value": str(value)}
    if isinstance(value, date):
        return {"$": type(value).__name__, "value": value.isoformat()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, pa.Array):
        return {"$": "Array", "value": _written(value)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {"$": type(value).__name__} | {
            field.name: _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
        }
    raise TypeError(f"{type(value).__name__} has no place in a file")


def _built(value: Any, classes: Mapping[str, type]) -> Any:
    if isinstance(value, list):
        return tuple(_built(item, classes) for item in value)
    if not isinstance(value, dict):
        return value
    fields = dict(value)
    tag = fields.pop("$")
    if tag == "Decimal":
        return Decimal(fields["value"])
    if tag == "Array":
        return _read(fields["value"])
    if tag in ("date", "datetime"):
        return (date if tag == "date" else datetime).fromisoformat(fields["value"])
    return classes[tag](**{name: _built(item, classes) for name, item in fields.items()})


def _written(array: pa.Array) -> str:
    sink = pa.BufferOutputStream()
    batch = pa.record_batch([array], names=["cells"])
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_batch(batch)
    return base64.b64encode(sink.getvalue()).decode()


def _read(text: str) -> pa.Array:
    with pa.ipc.open_stream(base64.b64decode(text)) as stream:
        return stream.read_next_batch().column(0)
