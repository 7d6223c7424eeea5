"""Arrow arrays straight from NumPy memory, and the text that a database reads for a value."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["as_text", "fixed_width", "hex_digits", "put", "text_of_width"]

Bytes = NDArray[np.uint8]


def fixed_width(values: NDArray[np.generic], type: pa.DataType) -> pa.Array:
    """An array over the memory of `values`, whose items are as wide as those of `type`."""
    return pa.Array.from_buffers(type, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def text_of_width(letters: Bytes, type: pa.DataType) -> pa.Array:
    """Texts, or bytes, from a matrix with one row of bytes for each."""
    count, width = letters.shape
    offsets = np.arange(count + 1, dtype=np.int64) * width
    if width * count >= 2**31:
        raise OverflowError(f"{count} texts of {width} bytes are more than one array holds")
    buffers = [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(np.ascontiguousarray(letters))]
    return pa.Array.from_buffers(type, count, buffers)


def put(array: pa.Array, places: NDArray[np.int64], cells: pa.Array) -> pa.Array:
    """The array with other cells at some places."""
    index = np.arange(len(array), dtype=np.int64)
    index[places] = len(array) + np.arange(len(cells), dtype=np.int64)
    return pa.concat_arrays([array, cells]).take(pa.array(index))


def hex_digits(raw: Bytes) -> Bytes:
    """A matrix of hexadecimal digits, two for each byte of a matrix."""
    return _pairs().take(raw).view(np.uint8)


def as_text(array: pa.Array) -> pa.Array:
    """The values as the text that PostgreSQL reads for them; a zoned timestamp names UTC, bytes are hexadecimal."""
    if pa.types.is_timestamp(array.type):
        plain = array.view(pa.int64()).view(pa.timestamp("us")).cast(pa.string())
        return pc.binary_join_element_wise(plain, "+00", "") if array.type.tz else plain
    if pa.types.is_binary(array.type):
        return pa.array([f"\\x{item.hex()}" for item in array.to_pylist()], pa.string())
    return array if pa.types.is_string(array.type) else array.cast(pa.string())


@lru_cache(maxsize=1)
def _pairs() -> NDArray[np.uint16]:
    """The two digits of each byte, side by side in one item: half as many look-ups as digits."""
    return np.frombuffer(bytes(range(256)).hex().encode(), dtype=np.uint16)
