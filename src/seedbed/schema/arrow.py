"""Which Arrow type carries the values of a column: one answer for those who make, write, read and judge them."""

from __future__ import annotations

import pyarrow as pa

from seedbed.schema.types import Type

__all__ = ["arrow_type"]

_FIXED = {
    "float": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "time": pa.time64("us"),
    "year": pa.int64(),
    "bytes": pa.binary(),
    "money": pa.decimal128(19, 2),
    "oid": pa.int64(),
}


def arrow_type(type: Type) -> pa.DataType:
    """The Arrow type of a column's values.

    Integers are int64 (uint64 where unsigned and 64 bits wide); an unlimited numeric is decimal128(38, 10); a
    zoned timestamp is UTC; arrays are lists; whatever Arrow has no word for (uuid, json, inet, ranges, bits,
    intervals, geometry, ...) is text in the form that the database reads.
    """
    if type.kind == "integer":
        return pa.uint64() if type.unsigned and type.bits == 64 else pa.int64()
    if type.kind == "decimal":
        return _decimal(type)
    if type.kind == "timestamp":
        return pa.timestamp("us", "UTC" if type.zone else None)
    if type.kind == "array" and type.element is not None:
        return pa.list_(arrow_type(type.element))
    return _FIXED.get(type.kind, pa.string())


def _decimal(type: Type) -> pa.DataType:
    if type.precision is None:
        return pa.decimal128(38, 10)
    scale = type.scale or 0
    precision = max(type.precision, scale, 1)
    return pa.decimal128(precision, scale) if precision <= 38 else pa.decimal256(min(precision, 76), min(scale, 76))
