"""Any column as text, by Arrow's own kernels: the plain way, for whatever has no quicker one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["brace_lists", "bracket_lists", "hexadecimal", "json_texts", "local", "words"]

_JSON_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))


def words(array: pa.Array, *, zone: bool = False, trim: bool = False) -> pa.Array:
    r"""The texts of any column but lists, NULL where it is NULL.

    Bytes are `\x` and hexadecimal digits; `zone` writes +00:00 behind times and timestamps; `trim` leaves
    trailing zeros of decimals out.
    """
    kind = array.type
    if pa.types.is_string(kind):
        return array
    if pa.types.is_boolean(kind):
        return pc.if_else(array, "true", "false")
    if pa.types.is_decimal(kind):
        return _decimals(array, trim)
    if pa.types.is_floating(kind):
        return _floats(array)
    if pa.types.is_binary(kind):
        texts = pc.binary_join_element_wise("\\x", hexadecimal(array), "")
        return pc.if_else(array.is_valid(), texts, pa.scalar(None, pa.string())) if array.null_count else texts
    if pa.types.is_timestamp(kind):
        return _moments(array.cast(pa.timestamp("us")), "+00:00" if kind.tz else "")
    if pa.types.is_time(kind):
        return _moments(array, "+00:00" if zone else "")
    return array.cast(pa.string())


def local(array: pa.Array) -> pa.Array:
    """The texts of dates, times and timestamps without a zone."""
    return words(array.cast(pa.timestamp("us")) if pa.types.is_timestamp(array.type) else array)


def hexadecimal(array: pa.Array) -> pa.Array:
    """Two lower-case hexadecimal digits for every byte."""
    array = array.fill_null(b"") if array.null_count else array
    offsets = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
    content = np.frombuffer(array.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]
    digits = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), np.uint16)
    ends = pa.py_buffer((offsets - offsets[0]) * np.int32(2))
    return pa.StringArray.from_buffers(len(array), ends, pa.py_buffer(digits[content]))


def json_texts(array: pa.Array) -> pa.Array:
    """JSON strings, quotes included, NULL where it is NULL."""
    control = pc.match_substring_regex(array, r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
    if pc.any(control).as_py():
        return pa.array([None if text is None else json.dumps(text, ensure_ascii=False) for text in array.to_pylist()])
    for plain, escaped in _JSON_ESCAPES:
        array = pc.replace_substring(array, plain, escaped)
    return pc.binary_join_element_wise('"', array, '"', "")


def brace_lists(array: pa.Array, *, zone: bool = False, trim: bool = False) -> pa.Array:
    r"""PostgreSQL's array literals: `{1,NULL,"a \"b\""}`."""

    def element(items: pa.Array) -> pa.Array:
        texts = words(items, zone=zone, trim=trim)
        if not (pa.types.is_string(items.type) or pa.types.is_binary(items.type)):
            return texts
        for mark in ("\\", '"'):
            texts = pc.replace_substring(texts, mark, "\\" + mark)
        return pc.binary_join_element_wise('"', texts, '"', "")

    return _lists(array, element, ("{", "NULL", "}"))


def bracket_lists(array: pa.Array, *, zone: bool = False, trim: bool = False) -> pa.Array:
    """JSON arrays."""

    def element(items: pa.Array) -> pa.Array:
        texts = words(items, zone=zone, trim=trim)
        bare = pa.types.is_integer(items.type) or pa.types.is_decimal(items.type) or pa.types.is_boolean(items.type)
        if bare or (pa.types.is_floating(items.type) and _finite(items)):
            return texts
        return json_texts(texts)

    return _lists(array, element, ("[", "null", "]"))


def _lists(array: pa.Array, element: Callable[[pa.Array], pa.Array], marks: tuple[str, str, str]) -> pa.Array:
    """Lists as text: the texts of their elements between commas and marks; lists of lists alike."""
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False)
    items = array.flatten()
    texts = _lists(items, element, marks) if pa.types.is_list(items.type) else element(items)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    joined = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), texts.fill_null(marks[1])), ",")
    whole = pc.binary_join_element_wise(marks[0], joined, marks[2], "")
    return pc.if_else(array.is_valid(), whole, pa.scalar(None, pa.string())) if array.null_count else whole


def _decimals(array: pa.Array, trim: bool) -> pa.Array:
    """Decimals in full: Arrow writes small ones with an exponent."""
    texts = array.cast(pa.string())
    if pc.any(pc.match_substring(texts, "E")).as_py():
        texts = pa.array([None if value is None else format(value, "f") for value in array.to_pylist()], pa.string())
    if trim and array.type.scale > 0:
        texts = pc.replace_substring_regex(texts, r"\.?0+$", "")
    return texts


def _floats(array: pa.Array) -> pa.Array:
    texts = array.cast(pa.string())
    if _finite(array):
        return texts
    for short, long in (("nan", "NaN"), ("inf", "Infinity")):
        texts = pc.replace_substring(texts, short, long)
    return texts


def _finite(array: pa.Array) -> bool:
    finite: Any = pc.all(pc.is_finite(array)).as_py()
    return finite is not False  # None where every cell is NULL


def _moments(array: pa.Array, zone: str) -> pa.Array:
    """Times and timestamps; a fraction of a second only where there is one."""
    texts = pc.replace_substring_regex(array.cast(pa.string()), r"\.000000$", "")
    return pc.binary_join_element_wise(texts, zone, "") if zone else texts
