"""Columns as the bytes that PostgreSQL's receive functions read, in vectors.

The server's own type decides, not the schema's: the same number is other bytes in a smallint and in a bigint. What has
no writer here goes as text. Source: PostgreSQL's documentation of COPY, and the receive functions of each type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.errors import Problem, WriteError
from seedbed.schema.model import Column
from seedbed.write.text.cells import Flags, flat
from seedbed.write.text.sql_fields import refused
from seedbed.write.text.strings import View

__all__ = ["Bytes", "Received", "Writer", "binary", "writer"]

Bytes: TypeAlias = "NDArray[Any] | pa.Array"
"""The bytes of a tile's cells: items of one size, or binary; what stands at NULLs does not matter."""
Writer = Callable[[pa.Array, Flags | None], Bytes]

_DAYS = 10_957  # from 1970, where Arrow begins, to 2000, where PostgreSQL does
_MICROSECONDS = _DAYS * 86_400_000_000
_GROUP = 4  # decimal digits in one of a numeric's
_NEGATIVE = 0x4000
_HYPHENS = (8, 13, 18, 23)
_HEX = np.full(256, 255, np.uint8)
_HEX[list(b"0123456789abcdef")] = _HEX[list(b"0123456789ABCDEF")] = range(16)
_PLACES = np.array([place for place in range(36) if place not in _HYPHENS])


@dataclass(frozen=True, slots=True)
class Received:
    """How the server takes a column: the name of its type's receive function; for an array that of its elements too."""

    function: str
    element: str = ""
    element_type: int = 0


def writer(column: Column, type: pa.DataType, received: Received, where: str) -> Writer | None:
    """What writes a column, None where only text fits; `where` names it in a complaint."""
    function = received.function
    if function in _TEXTS and pa.types.is_string(type):
        return partial(_texts, where)
    if function in _WHOLE and pa.types.is_integer(type):
        return partial(_whole, where, np.dtype(_WHOLE[function]))
    if function in _REAL and pa.types.is_floating(type):
        return partial(_real, where, np.dtype(_REAL[function]))
    if function == "numeric_recv" and pa.types.is_decimal128(type) and column.type.precision and type.precision <= 18:
        return partial(_numeric, type) if 0 <= type.scale <= type.precision else None
    fits, made = _OTHERS.get(function, (None, None))
    return partial(made, where) if fits is not None and made is not None and fits(type) else None


def binary(data: NDArray[Any], offsets: NDArray[np.int32]) -> pa.Array:
    """Binary cells of their bytes one after the other."""
    return pa.Array.from_buffers(pa.binary(), len(offsets) - 1, [None, pa.py_buffer(offsets), pa.py_buffer(data)])


def _whole(where: str, item: np.dtype[Any], array: pa.Array, valid: Flags | None) -> Bytes:
    values, room = flat(array), np.iinfo(item)
    if len(values) and not room.min <= int(values.min()) <= int(values.max()) <= room.max:
        raise WriteError(Problem("a number is too large for the column's type in the database", where))
    return values.astype(item)


def _real(where: str, item: np.dtype[Any], array: pa.Array, valid: Flags | None) -> Bytes:
    values = array.fill_null(0).to_numpy(zero_copy_only=False)
    with np.errstate(over="ignore", under="ignore"):
        made: NDArray[Any] = values.astype(item)
    if bool(((np.isinf(made) & ~np.isinf(values)) | ((made == 0) & (values != 0))).any()):
        raise WriteError(Problem("a number is too large or too small for the column's type in the database", where))
    return made


def _numeric(type: pa.Decimal128Type, array: pa.Array, valid: Flags | None) -> Bytes:
    """Digits in groups of four, the first of weight 0 stands before the point."""
    scale, unit = type.scale, np.int64(10**type.scale)
    values = np.frombuffer(array.buffers()[1], np.int64)[2 * array.offset : 2 * (array.offset + len(array)) : 2]
    size = np.abs(values)
    above = size // unit
    below = (size - above * unit) * np.int64(10 ** (-scale % _GROUP))
    before, after = max(-(-(type.precision - scale) // _GROUP), 1), -(-scale // _GROUP)
    groups = [*_groups(above, before), *_groups(below, after)]
    made = np.empty(len(array), np.dtype((">i2", 4 + len(groups))))
    for place, part in enumerate((len(groups), before - 1, np.where(values < 0, _NEGATIVE, 0), scale, *groups)):
        made[:, place] = part
    return made.view(f"V{2 * (4 + len(groups))}").ravel()


def _groups(values: NDArray[np.int64], count: int) -> list[NDArray[np.int64]]:
    """So many groups of four digits, the most significant first."""
    base = np.int64(10**_GROUP)
    found = []
    for _ in range(count):
        rest = values // base
        found.append(values - rest * base)
        values = rest
    return found[::-1]


def _texts(where: str, array: pa.Array, valid: Flags | None) -> Bytes:
    view = View(array)
    if b"\0" in view.data:
        odd = view.holding("") if valid is None else view.holding("") & valid
        if odd.any():
            refused(where, array[int(odd.argmax())].as_py())
    return array.view(pa.binary())


def _documents(where: str, array: pa.Array, valid: Flags | None) -> Bytes:
    """Texts behind the number of jsonb's version."""
    return pc.binary_join_element_wise(b"\1", _texts(where, array, valid), b"")


def _raw(where: str, array: pa.Array, valid: Flags | None) -> Bytes:
    return array


def _uuids(where: str, array: pa.Array, valid: Flags | None) -> Bytes:
    if valid is not None:
        array = array.fill_null("0" * 8 + "-0000" * 3 + "-" + "0" * 12)
    view = View(array)
    if bool((view.lengths == 36).all()):
        grid = np.frombuffer(view.data, np.uint8).reshape(-1, 36)
        digits = _HEX[grid[:, _PLACES]]
        if bool((digits < 16).all()) and bool((grid[:, _HYPHENS] == ord("-")).all()):
            return np.ascontiguousarray(digits[:, 0::2] << 4 | digits[:, 1::2]).view("V16").ravel()
    return np.array([_uuid(where, text) for text in array.to_pylist()], "V16")


def _uuid(where: str, text: str) -> bytes:
    """One that is not written as usual."""
    try:
        return UUID(text).bytes
    except ValueError as error:
        raise WriteError(Problem(f"{text!r} is no uuid", where)) from error


def _days(where: str, array: pa.Array, valid: Flags | None) -> Bytes:
    return (flat(array) - np.int32(_DAYS)).astype(">i4")


def _moments(where: str, array: pa.Array, valid: Flags | None) -> Bytes:
    return (flat(array) - np.int64(_MICROSECONDS)).astype(">i8")


def _clocks(where: str, array: pa.Array, valid: Flags | None) -> Bytes:
    return flat(array).astype(">i8")


def _flags(where: str, array: pa.Array, valid: Flags | None) -> Bytes:
    return flat(array.cast(pa.uint8()))


def _micro(type: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(type) and type.unit == "us")


_TEXTS = {"textrecv", "varcharrecv", "bpcharrecv", "citextrecv", "enum_recv", "json_recv"}
_WHOLE = {"int2recv": ">i2", "int4recv": ">i4", "int8recv": ">i8"}
_REAL = {"float4recv": ">f4", "float8recv": ">f8"}
_OTHERS: Mapping[str, tuple[Callable[[pa.DataType], bool], Callable[[str, pa.Array, Flags | None], Bytes]]] = {
    "jsonb_recv": (pa.types.is_string, _documents),
    "uuid_recv": (pa.types.is_string, _uuids),
    "bytearecv": (pa.types.is_binary, _raw),
    "boolrecv": (pa.types.is_boolean, _flags),
    "date_recv": (pa.types.is_date32, _days),
    "time_recv": (lambda type: bool(type == pa.time64("us")), _clocks),
    "timestamp_recv": (_micro, _moments),
    "timestamptz_recv": (_micro, _moments),
}
