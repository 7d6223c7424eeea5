"""Anyone's cells in the Arrow type of their column: what was read as text becomes numbers, moments, lists."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa

from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

__all__ = ["typed"]

_TRUE = frozenset({"t", "true", "1", "y", "yes", "on"})
_FALSE = frozenset({"f", "false", "0", "n", "no", "off"})
_ITEM = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(\{)|([^,{}"]*))\s*')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def typed(cells: pa.Array | pa.ChunkedArray, type: Type) -> tuple[pa.Array, tuple[str, ...]]:
    """The cells in the type of their column, and the first few texts that are none of it: they are NULL.

    Texts are read as the databases print them and as the files of Seedbed hold them.
    """
    whole = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks)
    target = arrow_type(type)
    if whole.type == target:
        return whole, ()
    try:
        if not pa.types.is_string(whole.type) or _is_plain(target):
            return whole.cast(target), ()
    except (pa.ArrowException, ValueError):
        pass  # some cell is written otherwise: each is read by itself
    texts = whole.to_pylist() if pa.types.is_string(whole.type) else map(_text, whole.to_pylist())
    return _read(texts, type, target)


def _is_plain(target: pa.DataType) -> bool:
    """Whether Arrow reads the texts of the type as the databases write them."""
    return not (
        pa.types.is_boolean(target)
        or pa.types.is_time(target)
        or pa.types.is_binary(target)
        or pa.types.is_list(target)
    )


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)


def _read(texts: Iterable[str | None], type: Type, target: pa.DataType) -> tuple[pa.Array, tuple[str, ...]]:
    reader = _reader(type, target)
    cells: list[Any] = []
    wrong: list[str] = []
    for text in texts:
        try:
            cell = None if text is None else reader(text)
            pa.scalar(cell, target)  # whatever the type cannot hold is found here, with its row
            cells.append(cell)
        except (ValueError, InvalidOperation, OverflowError, pa.ArrowException):
            cells.append(None)
            wrong += [str(text)] if len(wrong) < 3 else []
    return pa.array(cells, target), tuple(wrong)


def _reader(type: Type, target: pa.DataType) -> Callable[[str], Any]:
    """What one text means."""
    if pa.types.is_boolean(target):
        return _boolean
    if pa.types.is_integer(target):
        return _whole
    if pa.types.is_decimal(target):
        return lambda text: _decimal(text, target)
    if pa.types.is_floating(target):
        return lambda text: float(text.replace("Infinity", "inf"))
    if pa.types.is_binary(target):
        return lambda text: bytes.fromhex(text[2:]) if text.startswith("\\x") else text.encode()
    if pa.types.is_time(target):
        return _time
    if pa.types.is_date(target):
        return lambda text: date.fromisoformat(text[:10])
    if pa.types.is_timestamp(target):
        return lambda text: _moment(text, target.tz is not None)
    if pa.types.is_list(target) and type.element is not None:
        return lambda text: _list(text, type.element or type, target)
    return str


def _boolean(text: str) -> bool:
    low = text.strip().lower()
    if low not in _TRUE | _FALSE:
        raise ValueError(text)
    return low in _TRUE


def _whole(text: str) -> int:
    value = Decimal(text)
    if value != int(value):
        raise ValueError(text)
    return int(value)


def _decimal(text: str, target: pa.DataType) -> Decimal:
    value = Decimal(re.sub(r"[$,\s]", "", text))
    if not value.is_finite():
        raise ValueError(text)
    with_scale: Decimal = value.quantize(Decimal(1).scaleb(-target.scale))
    return with_scale


def _time(text: str) -> time:
    found = time.fromisoformat(text.strip())
    if found.tzinfo is None:
        return found
    return datetime.combine(date(2000, 1, 2), found).astimezone(UTC).time()


def _moment(text: str, zoned: bool) -> datetime:
    found = datetime.fromisoformat(text.strip())
    if zoned:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found.replace(tzinfo=None)


def _list(text: str, element: Type, target: pa.DataType) -> list[Any]:
    """An array of PostgreSQL, `{1,NULL,"a"}`, or a JSON array."""
    items = json.loads(text, parse_float=str, parse_int=str) if text.lstrip().startswith("[") else _braces(text)
    return _elements(items, element, target)


def _elements(items: list[Any], element: Type, target: pa.DataType) -> list[Any]:
    if pa.types.is_list(target.value_type):
        inner = element.element or element
        return [None if item is None else _elements(item, inner, target.value_type) for item in items]
    texts = [item if item is None or isinstance(item, str) else json.dumps(item) for item in items]
    cells, wrong = typed(pa.array(texts, pa.string()), element)
    if wrong:
        raise ValueError(wrong[0])
    found: list[Any] = cells.to_pylist()
    return found


def _braces(text: str) -> list[Any]:
    items, end = _inside(text, text.index("{") + 1)
    if text[end:].strip():
        raise ValueError(text)
    return items


def _inside(text: str, at: int) -> tuple[list[Any], int]:
    """The items from a place behind an opening brace, and the place behind its closing one."""
    items: list[Any] = []
    while True:
        found = _ITEM.match(text, at)
        if found is None:
            raise ValueError(text)
        quoted, brace, bare = found.groups()
        at = found.end()
        if brace:
            inner, at = _inside(text, at)
            items.append(inner)
        elif quoted is not None:
            items.append(_ESCAPED.sub(r"\1", quoted))
        elif bare.strip() or items or text[at : at + 1] == ",":
            items.append(None if bare.strip().upper() == "NULL" else bare.strip())
        mark = text[at : at + 1]
        at += 1
        if mark == "}":
            return items, at
        if mark != ",":
            raise ValueError(text)
