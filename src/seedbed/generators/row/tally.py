"""`Tally`: sums of products of a row's columns, exact to the last digit, as an invoice adds up."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeAlias, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.arrays import fixed_width

__all__ = ["Amount", "Sum", "Term", "as_type", "joined", "tallied"]

Numbers: TypeAlias = NDArray[Any]
"""Whole numbers of 64 bits; Python's own where these could be too small."""

_FLOAT_DIGITS = 4
_ROOM = float(2**62)


@dataclass(frozen=True, slots=True)
class Amount:
    """A column; or `of` minus the column, over ten to the power of `digits`: 100 and 2 leave what a percentage leaves.

    With `blank` a NULL counts as 0, else it makes the whole sum unknown.
    """

    column: str
    of: int = 0
    digits: int = 0
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A product of amounts that is added, or with `minus` taken away; without amounts it is 1."""

    amounts: tuple[Amount, ...] = ()
    minus: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """Whole numbers that count units of so many digits after the point, and which of them are known."""

    units: Numbers
    digits: int
    known: NDArray[np.bool_]


def tallied(terms: Collection[Term], column: Callable[[str], pa.Array], rows: int) -> Sum:
    """The sum of the terms at so many rows; `column` gives the cells of each."""
    products = [_product(term, column, rows) for term in terms]
    digits = max(product.digits for product in products)
    total = Sum(np.zeros(rows, dtype=np.int64), digits, np.ones(rows, dtype=np.bool_))
    if len(products) == 1 and not any(term.minus for term in terms):
        return products[0]
    for term, product in zip(terms, products, strict=True):
        units = _shifted(product.units, digits - product.digits)
        total = Sum(_added(total.units, -units if term.minus else units), digits, total.known & product.known)
    return total


def as_type(total: Sum, type: pa.DataType) -> tuple[pa.Array, NDArray[np.bool_]]:
    """The numbers in a numeric Arrow type, rounded half up, and which of them are known and fit it."""
    if pa.types.is_floating(type):
        return pa.array(total.units.astype(np.float64) / float(10**total.digits)), total.known
    digits = type.scale if pa.types.is_decimal(type) else 0
    units = (
        _rounded(total.units, total.digits - digits)
        if total.digits > digits
        else _shifted(total.units, digits - total.digits)
    )
    most = min(10**type.precision, 2**63) - 1 if pa.types.is_decimal(type) else 2**63 - 1
    fits = total.known & (np.abs(units) <= most)
    whole = np.where(fits, units, 0).astype(np.int64)
    return (_decimals(whole, type) if pa.types.is_decimal(type) else pa.array(whole, type)), fits


def joined(total: Sum, places: NDArray[np.int64], found: Sum) -> Sum:
    """A sum at many places, with more added at some of them, any of them more than once."""
    digits = max(total.digits, found.digits)
    units, more = _shifted(total.units, digits - total.digits), _shifted(found.units, digits - found.digits)
    if _most(units) + _most(more) * len(more) >= _ROOM:
        units, more = units.astype(object), more.astype(object)
    np.add.at(units, places, more)
    return Sum(units, digits, total.known)


def _product(term: Term, column: Callable[[str], pa.Array], rows: int) -> Sum:
    found: Sum | None = None
    for amount in term.amounts:
        read = _read(column(amount.column))
        units = amount.of * 10**read.digits - read.units if amount.of else read.units
        if amount.blank:
            units = np.where(read.known, units, amount.of * 10**read.digits)
        known = np.ones(rows, dtype=np.bool_) if amount.blank else read.known
        here = Sum(units, read.digits + amount.digits, known)
        found = here if found is None else _times(found, here)
    return found or Sum(np.ones(rows, dtype=np.int64), 0, np.ones(rows, dtype=np.bool_))


def _times(left: Sum, right: Sum) -> Sum:
    return Sum(_multiplied(left.units, right.units), left.digits + right.digits, left.known & right.known)


def _read(cells: pa.Array) -> Sum:
    known = cells.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_decimal(cells.type):
        return Sum(*_from_decimals(cells, known))
    if pa.types.is_floating(cells.type):
        scaled = np.rint(cells.fill_null(0).to_numpy(zero_copy_only=False) * 10**_FLOAT_DIGITS)
        fits = known & (np.abs(scaled) < _ROOM)
        return Sum(np.where(fits, scaled, 0).astype(np.int64), _FLOAT_DIGITS, fits)
    whole = pc.fill_null(cells, 0) if cells.null_count else cells
    return Sum(whole.cast(pa.int64()).to_numpy(zero_copy_only=False), 0, known)


def _from_decimals(cells: pa.Array, known: NDArray[np.bool_]) -> tuple[Numbers, int, NDArray[np.bool_]]:
    if cells.type.bit_width != 128:
        cells = cells.cast(pa.decimal128(38, cells.type.scale))
    words = np.frombuffer(cells.buffers()[1], np.int64)[2 * cells.offset : 2 * (cells.offset + len(cells))]
    low, high = words[0::2], words[1::2]
    known = known & (high == low >> 63)
    units, digits = np.where(known, low, 0), cells.type.scale
    while digits > _FLOAT_DIGITS and len(units) and not (units % 10).any():
        units, digits = units // 10, digits - 1  # a numeric without a scale has ten digits, and seldom uses them
    return units, digits, known


def _shifted(units: Numbers, digits: int) -> Numbers:
    return units if not digits else _multiplied(units, np.full(len(units), 10**digits))


def _multiplied(left: Numbers, right: Numbers) -> Numbers:
    if _most(left) * _most(right) < _ROOM:
        return np.multiply(left, right)
    return cast("Numbers", np.multiply(left.astype(object), right.astype(object)))


def _added(left: Numbers, right: Numbers) -> Numbers:
    if _most(left) + _most(right) < _ROOM:
        return np.add(left, right)
    return cast("Numbers", np.add(left.astype(object), right.astype(object)))


def _most(units: Numbers) -> float:
    return float(np.abs(units).max()) if len(units) else 0.0


def _rounded(units: Numbers, digits: int) -> Numbers:
    scale = 10**digits
    whole = (np.abs(units) * 2 + scale) // (2 * scale)
    return cast("Numbers", np.where(units < 0, -whole, whole))


def _decimals(units: NDArray[np.int64], type: pa.DataType) -> pa.Array:
    words = np.empty((len(units), type.bit_width // 64), dtype=np.int64)
    words[:, 0], words[:, 1:] = units, (units >> 63)[:, None]
    return fixed_width(words.reshape(-1).view(f"V{type.bit_width // 8}"), type)
