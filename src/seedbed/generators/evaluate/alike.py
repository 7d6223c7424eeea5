"""Two cells in one type, so that Arrow compares them as SQL would; and casts that refuse single rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.generators.domains.intervals import duration
from seedbed.generators.want import Unreadable

__all__ = ["alike", "cast", "exact", "spans"]

Cell: TypeAlias = Any
_SPAN = pa.duration("us")
_FINE = pa.decimal256(60, 20)


def alike(left: Cell, right: Cell) -> tuple[Cell, Cell]:
    """Both sides in one type: a text literal takes the type of the other side, numbers the wider one."""
    if left.type == right.type:
        return left, right
    for kind, common in _COMMON:
        if kind(left.type) and kind(right.type):
            return common(left), common(right)
    if pa.types.is_duration(left.type) or pa.types.is_duration(right.type):
        return spans(left), spans(right)
    if isinstance(right, pa.Scalar) and pa.types.is_string(right.type):
        return alike(left, _read(right, left.type))
    if isinstance(left, pa.Scalar) and pa.types.is_string(left.type):
        return alike(_read(left, right.type), right)
    if pa.types.is_string(left.type) or pa.types.is_string(right.type):
        return _spelled(left), _spelled(right)
    if pa.types.is_boolean(left.type) != pa.types.is_boolean(right.type):
        return alike(_whole(left), _whole(right))
    return left, right


def exact(cell: Cell) -> Cell:
    """Numbers with twenty digits after the point."""
    return cell.cast(_FINE)


def spans(cell: Cell) -> Cell:
    """Spans of time as Arrow's durations: a month is 30 days, as PostgreSQL compares them."""
    if pa.types.is_duration(cell.type):
        return cell.cast(_SPAN)
    if isinstance(cell, pa.Scalar):
        return pa.scalar(_span(cell.as_py()), _SPAN)
    coded = cell.dictionary_encode()
    return pa.array([_span(value) for value in coded.dictionary.to_pylist()], _SPAN).take(coded.indices)


def cast(cell: Cell, to: pa.DataType, faults: list[pa.Array], rounds: bool = False) -> Cell:
    """The cells in another type; a text that cannot be read makes its row a fault. Numbers are rounded to `to`."""
    if cell.type == to:
        return cell
    if pa.types.is_null(cell.type):
        return pa.scalar(None, to) if isinstance(cell, pa.Scalar) else pa.nulls(len(cell), to)
    if isinstance(cell, pa.Scalar) and pa.types.is_string(cell.type):
        return _read(cell, to)
    if pa.types.is_string(cell.type) and not pa.types.is_string(to):
        return _each(cell, to, faults)
    if pa.types.is_string(to):
        return _spelled(cell)
    if rounds and (pa.types.is_decimal(cell.type) or pa.types.is_floating(cell.type)):
        return pc.round(cell).cast(to, safe=False)
    if pa.types.is_decimal(cell.type) and pa.types.is_floating(to):
        return cell.cast(pa.string()).cast(to)  # by way of text, for Arrow's own way is a bit off
    if pa.types.is_decimal(to):
        return _rounded(cell, to, faults)
    return cell.cast(to, safe=not pa.types.is_date(to))


def _rounded(cell: Cell, to: pa.DataType, faults: list[pa.Array]) -> Cell:
    """Decimals with the digits of `to`; numbers with too many before the point are faults."""
    if isinstance(cell, pa.Scalar) or pa.types.is_integer(cell.type):
        return exact(cell)
    fine = cell.cast(pa.float64()) if pa.types.is_floating(cell.type) else cell
    most = 10 ** (to.precision - to.scale)
    beyond = pc.greater_equal(pc.abs(fine.cast(pa.float64())), pa.scalar(float(most)))
    faults.append(beyond)
    shown = pc.if_else(pc.fill_null(beyond, False), pa.scalar(None, fine.type), fine)
    rounded = pc.round(shown, to.scale, round_mode="half_towards_infinity")
    return rounded.cast(to, safe=False)


def _each(cell: pa.Array, to: pa.DataType, faults: list[pa.Array]) -> pa.Array:
    """Texts read one by one, equal ones once."""
    coded = cell.dictionary_encode()
    values: list[Any] = []
    bad: list[bool] = []
    for text in coded.dictionary.to_pylist():
        try:
            values.append(_read(pa.scalar(text), to).as_py())
            bad.append(False)
        except (ValueError, InvalidOperation, pa.ArrowInvalid):
            values.append(None)
            bad.append(True)
    if any(bad):
        faults.append(pa.array(bad).take(coded.indices))
    return pa.array(values, to).take(coded.indices)


def _read(cell: pa.Scalar, type: pa.DataType) -> pa.Scalar:
    """A text as a value of a type."""
    text = cell.as_py()
    if text is None:
        return pa.scalar(None, type)
    if pa.types.is_timestamp(type):
        return pa.scalar(datetime.fromisoformat(text).replace(tzinfo=None), pa.timestamp("us")).cast(type)
    if pa.types.is_decimal(type) or pa.types.is_integer(type):
        return _number(text, type)
    if pa.types.is_date(type):
        return pa.scalar(datetime.fromisoformat(text).date(), type)
    if pa.types.is_binary(type):
        return pa.scalar(bytes.fromhex(text[2:]) if text.startswith("\\x") else text.encode(), type)
    return cell.cast(type)


def _number(text: str, type: pa.DataType) -> pa.Scalar:
    try:
        number = Decimal(text.strip())
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no number") from error
    if pa.types.is_integer(type) and number == number.to_integral_value():
        return pa.scalar(int(number), type)
    return exact(pa.scalar(number))


def _spelled(cell: Cell) -> Cell:
    """Cells as text, moments as SQLite keeps them."""
    if pa.types.is_timestamp(cell.type):
        return pc.strftime(cell.cast(pa.timestamp("s"), safe=False), "%Y-%m-%d %H:%M:%S")
    if pa.types.is_binary(cell.type) or pa.types.is_list(cell.type):
        raise pa.ArrowInvalid(f"{cell.type} is compared with a text")
    return cell.cast(pa.string())


def _span(value: Any) -> timedelta | None:
    if value is None or isinstance(value, timedelta):
        return value
    try:
        return timedelta(microseconds=int(duration("values", str(value)) * 1_000_000))
    except Unreadable as error:
        raise pa.ArrowInvalid(f"the interval {value!r} is not understood") from error


def _whole(cell: Cell) -> Cell:
    return cell.cast(pa.int64()) if pa.types.is_boolean(cell.type) else cell


def _float(cell: Cell) -> Cell:
    return cell.cast(pa.float64(), safe=False)


def _naive(cell: Cell) -> Cell:
    if isinstance(cell, pa.Scalar):
        value = cell.as_py()
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - UTC without saying so
        elif isinstance(value, datetime):
            value = value.replace(tzinfo=None)
        return pa.scalar(value, pa.timestamp("us"))
    return cell.cast(pa.timestamp("us"), safe=False)


def _is_moment(type: pa.DataType) -> bool:
    return bool(pa.types.is_timestamp(type) or pa.types.is_date(type))


def _is_exact(type: pa.DataType) -> bool:
    return bool(pa.types.is_integer(type) or pa.types.is_decimal(type))


def _is_number(type: pa.DataType) -> bool:
    return bool(_is_exact(type) or pa.types.is_floating(type))


_COMMON: tuple[tuple[Callable[[pa.DataType], bool], Callable[[Cell], Cell]], ...] = (
    (_is_moment, _naive),
    (pa.types.is_integer, lambda cell: cell),
    (_is_exact, exact),
    (_is_number, _float),
)
