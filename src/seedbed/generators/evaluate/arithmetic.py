"""Arithmetic over numbers, moments and spans, exact where SQL is exact; a division by zero makes its row a fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.generators.evaluate.alike import alike, exact, spans

__all__ = ["ARITHMETIC"]

Cell: TypeAlias = Any
Args: TypeAlias = tuple[Cell, ...]
Faults: TypeAlias = list[pa.Array]

_MOST_WHOLE = pa.scalar(float(2**63))
_DAY = pa.scalar(86_400_000_000, pa.duration("us"))


def _is_day(cell: Cell) -> bool:
    return bool(pa.types.is_date(cell.type))


def _is_moment(cell: Cell) -> bool:
    return bool(pa.types.is_timestamp(cell.type) or pa.types.is_date(cell.type))


def _is_span(cell: Cell) -> bool:
    return bool(pa.types.is_duration(cell.type))


def _is_whole(cell: Cell) -> bool:
    return bool(pa.types.is_integer(cell.type))


def _added(args: Args, faults: Faults) -> Cell:
    if len(args) == 1:
        return args[0]
    left, right = args
    if _is_whole(left) and _is_day(right):
        left, right = right, left
    if _is_day(left) and _is_whole(right):
        return _day_of(pc.add(left.cast(pa.int32()), right.cast(pa.int32())))
    if _is_moment(left) or _is_moment(right):
        left, right = (left, right) if _is_moment(left) else (right, left)
        return pc.add(_naive(left), spans(right))
    return _whole_within(pc.add, *_numbers(left, right), faults)


def _subtracted(args: Args, faults: Faults) -> Cell:
    left, right = args
    if _is_day(left) and _is_day(right):
        return pc.subtract(left.cast(pa.int32()), right.cast(pa.int32())).cast(pa.int64())
    if _is_day(left) and _is_whole(right):
        return _day_of(pc.subtract(left.cast(pa.int32()), right.cast(pa.int32())))
    if _is_moment(left) and not _is_moment(right):
        return pc.subtract(_naive(left), spans(right))
    if _is_moment(left):
        return pc.subtract(_naive(left), _naive(right))
    return _whole_within(pc.subtract, *_numbers(left, right), faults)


def _multiplied(args: Args, faults: Faults) -> Cell:
    left, right = args
    if _is_span(right):
        left, right = right, left
    if _is_span(left):
        return pc.multiply(left, right.cast(pa.int64()))
    if pa.types.is_decimal(left.type) or pa.types.is_decimal(right.type):
        return _decimals(left, right)
    return _whole_within(pc.multiply, *_numbers(left, right), faults)


def _decimals(left: Cell, right: Cell) -> Cell:
    """A product with all its digits where Arrow has room for them, else as precise as a float."""
    if pa.types.is_floating(left.type) or pa.types.is_floating(right.type):
        return pc.multiply(left.cast(pa.float64()), right.cast(pa.float64()))
    try:
        return exact(pc.multiply(left.cast(_digits(left.type)), right.cast(_digits(right.type))))
    except pa.ArrowInvalid:
        return pc.multiply(left.cast(pa.float64()), right.cast(pa.float64()))


def _digits(type: pa.DataType) -> pa.DataType:
    """The narrowest decimal that surely holds a product's side: sixteen digits before the point do."""
    if pa.types.is_integer(type):
        return pa.decimal256(19, 0)
    return pa.decimal256(min(type.precision, 27 + min(type.scale, 10)), min(type.scale, 10))


def _divided(args: Args, faults: Faults) -> Cell:
    left, right = args
    if _is_span(left):
        return pc.divide(left, _nonzero(right.cast(pa.int64()), faults))
    left, right = _numbers(left, right)
    if pa.types.is_decimal(left.type):
        return _ratio((left, right), faults)
    return pc.divide(left, _nonzero(right, faults))


def _ratio(args: Args, faults: Faults) -> Cell:
    """A division that keeps its fraction, whatever the numbers are."""
    left, right = (cell.cast(pa.float64(), safe=False) for cell in args)
    return pc.divide(left, _nonzero(right, faults))


def _modulo(args: Args, faults: Faults) -> Cell:
    left, right = args
    if _is_whole(left) and _is_whole(right):
        right = _nonzero(right.cast(pa.int64()), faults)
        return pc.subtract(left, pc.multiply(pc.divide(left.cast(pa.int64()), right), right))
    left, right = exact(left), exact(_nonzero(right, faults))
    quotient = pc.trunc(pc.divide(left.cast(pa.float64()), right.cast(pa.float64())))
    return pc.subtract(left, exact(_multiplied((quotient.cast(pa.int64()), right.cast(pa.decimal128(30, 10))), faults)))


def _whole_part(args: Args, faults: Faults) -> Cell:
    return pc.trunc(_ratio(args, faults)).cast(pa.int64())


def _nonzero(divisor: Cell, faults: Faults) -> Cell:
    zero = pc.fill_null(pc.equal(*alike(divisor, pa.scalar(0))), False)
    faults.append(zero)
    return pc.if_else(zero, pa.scalar(None, divisor.type), divisor)


def _naive(cell: Cell) -> Cell:
    return cell.cast(pa.timestamp("us"), safe=False)


def _day_of(days: Cell) -> Cell:
    return days.cast(pa.date32())


def _numbers(left: Cell, right: Cell) -> tuple[Cell, Cell]:
    """Both as numbers of one type; booleans count as 0 and 1."""
    return alike(*(cell.cast(pa.int64()) if pa.types.is_boolean(cell.type) else cell for cell in (left, right)))


def _whole_within(operation: Callable[[Cell, Cell], Cell], left: Cell, right: Cell, faults: Faults) -> Cell:
    """The result; whole numbers beyond 64 bits, where a database stops or goes on inexactly, make their rows faults."""
    if not (_is_whole(left) and _is_whole(right)):
        return operation(left, right)
    rough = operation(left.cast(pa.float64(), safe=False), right.cast(pa.float64(), safe=False))
    beyond = pc.fill_null(pc.greater_equal(pc.abs(rough), _MOST_WHOLE), False)
    faults.append(beyond)
    found = operation(left.cast(pa.int64(), safe=False), right.cast(pa.int64(), safe=False))
    return pc.if_else(beyond, pa.scalar(None, found.type), found)


def _rounding(mode: str) -> Callable[[Args, Faults], Cell]:
    def apply(args: Args, faults: Faults) -> Cell:
        value = args[0]
        digits = int(args[1].as_py()) if len(args) > 1 else 0
        if _is_whole(value) and digits >= 0:
            return value
        if pa.types.is_decimal(value.type):
            value = exact(value)
        return pc.round(value, digits, round_mode=mode)

    return apply


def _power(args: Args, faults: Faults) -> Cell:
    left, right = (cell.cast(pa.float64()) for cell in args)
    return pc.power(left, right)


def _sign(args: Args, faults: Faults) -> Cell:
    return pc.sign(args[0]).cast(pa.int64())


def _absolute(args: Args, faults: Faults) -> Cell:
    value = args[0]
    if not _is_span(value):
        return pc.abs(value)
    return pc.abs(value.cast(pa.int64())).cast(value.type)


def _negative(args: Args, faults: Faults) -> Cell:
    return pc.negate(args[0].cast(pa.int64())) if pa.types.is_boolean(args[0].type) else pc.negate(args[0])


ARITHMETIC: Mapping[str, Callable[[Args, Faults], Cell]] = {
    "+": _added,
    "-": _subtracted,
    "*": _multiplied,
    "/": _divided,
    "ratio": _ratio,
    "div": _whole_part,
    "%": _modulo,
    "neg": _negative,
    "abs": _absolute,
    "sign": _sign,
    "power": _power,
    "round": _rounding("half_towards_infinity"),
    "trunc": _rounding("towards_zero"),
    "truncate": _rounding("towards_zero"),
    "floor": _rounding("down"),
    "ceil": _rounding("up"),
}
"""By canonical name: the result of an operation over cells; rows for which a database would stop go to the faults."""
