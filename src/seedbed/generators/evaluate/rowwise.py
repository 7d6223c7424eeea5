"""Functions that Arrow has no kernel for, called cell by cell: NULL in, NULL out, and an error refuses the row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import repeat
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.generators.evaluate import documents as functions_document
from seedbed.generators.evaluate import texts as functions_text
from seedbed.generators.evaluate import times as functions_time

__all__ = ["ROWWISE", "called"]

Cell: TypeAlias = Any
Function: TypeAlias = tuple[Callable[..., Any], pa.DataType]

ROWWISE: Mapping[str, Function] = {
    **functions_text.FUNCTIONS,
    **functions_time.FUNCTIONS,
    **functions_document.FUNCTIONS,
}
"""What a name calls for each row, and the Arrow type of what it gives."""

_REFUSED = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError)


def called(name: str, args: tuple[Cell, ...], length: int, faults: list[pa.Array]) -> Cell:
    """The cells of a function; the rows for which a database would raise an error are added to `faults`."""
    varying = [place for place, arg in enumerate(args) if not isinstance(arg, pa.Scalar)]
    if not varying:
        array, refused = _worked_out(name, args, 1)
        if refused.any():
            faults.append(pa.array(np.repeat(refused, length)))
        return array[0]
    array, refused = _once(name, args, varying[0]) if len(varying) == 1 else _worked_out(name, args, length)
    if refused.any():
        faults.append(pa.array(refused))
    return array


def _once(name: str, args: tuple[Cell, ...], place: int) -> tuple[pa.Array, NDArray[np.bool_]]:
    """The cells of a function of one column: of equal texts it is asked once, since to read a document takes long."""
    column = args[place]
    if not pa.types.is_string(column.type):
        return _worked_out(name, args, len(column))
    encoded = column.dictionary_encode("encode")
    array, refused = _worked_out(name, (*args[:place], encoded.dictionary, *args[place + 1 :]), len(encoded.dictionary))
    return array.take(encoded.indices), refused[encoded.indices.to_numpy()]


def _worked_out(name: str, args: tuple[Cell, ...], count: int) -> tuple[pa.Array, NDArray[np.bool_]]:
    """The cells of so many rows, and which of them are refused."""
    function, type = ROWWISE[name]
    cells: list[Any] = []
    refused = np.zeros(count, dtype=bool)
    for row, values in enumerate(_rows(args, count)):
        cells.append(None)
        if name not in functions_document.NULLS_COUNT and any(value is None for value in values):
            continue
        try:
            cells[-1] = function(*values)
        except _REFUSED:
            refused[row] = True
    return pa.array(cells, type), refused


def _rows(args: tuple[Cell, ...], count: int) -> Any:
    """The arguments of each row as Python values."""
    columns = [repeat(arg.as_py(), count) if isinstance(arg, pa.Scalar) else arg.to_pylist() for arg in args]
    return zip(*columns, strict=False) if columns else repeat((), count)
