"""Evaluating an expression over columns, in SQL's three-valued logic, with Arrow's compute functions.

The referee does not use this: it asks DuckDB the original text. Here a CHECK steers what is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import reduce
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.generators.shift import interval_of, shifted
from seedbed.schema.arrow import arrow_type
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, references, walk
from seedbed.schema.types import Type

__all__ = ["Unsupported", "computable", "computed", "holds", "understood"]

Cell: TypeAlias = Any  # an Arrow array or scalar; pyarrow ships no types
Columns = Mapping[str, pa.Array]


class Unsupported(Exception):
    """The expression uses something that has no vectorised form here; the referee still judges it."""


def holds(expression: Expression, columns: Columns, today: date) -> pa.Array:
    """True where a CHECK accepts the row: the expression is true or unknown. Raises Unsupported."""
    length = len(next(iter(columns.values()), ()))
    try:
        value = _value(expression, columns, today)
        if isinstance(value, pa.Scalar):
            value = pa.array([value.as_py()] * length, pa.bool_())
        return pc.and_not(pc.fill_null(value.cast(pa.bool_()), True), _divides_by_zero(expression, columns, today))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowKeyError, KeyError, ValueError, TypeError) as error:
        raise Unsupported(str(error)) from error


def _divides_by_zero(expression: Expression, columns: Columns, today: date) -> Cell:
    """The rows in which a database would stop; whatever stands around the division, no row needs them."""
    calls = (node for node in walk(expression) if isinstance(node, Call) and node.name in _DIVISIONS)
    divisors = (_value(call.args[1], columns, today) for call in calls)
    zeros = (pc.fill_null(pc.equal(*_alike(divisor, pa.scalar(0))), False) for divisor in divisors)
    return reduce(pc.or_, zeros, pa.scalar(False))


def computed(expression: Expression, columns: Columns, today: date) -> pa.Array:
    """The value of an expression over columns. Raises Unsupported."""
    try:
        value = _value(expression, columns, today)
        length = len(next(iter(columns.values()), ()))
        return pa.repeat(value, length) if isinstance(value, pa.Scalar) else value
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowKeyError, KeyError, ValueError, TypeError) as error:
        raise Unsupported(str(error)) from error


def computable(expression: Expression, types: Mapping[str, Type], today: date) -> None:
    """Raises Unsupported where `computed` would, whatever the cells are; `types` are those of the columns."""
    computed(expression, {name: pa.nulls(1, arrow_type(types[name])) for name in references(expression)}, today)


def understood(expression: Expression, types: Mapping[str, Type], today: date) -> None:
    """Raises Unsupported where `holds` would, whatever the cells are; `types` are those of the columns."""
    columns = {name: pa.nulls(1, arrow_type(types[name])) for name in references(expression)}
    holds(expression, columns, today)


def _value(expression: Expression, columns: Columns, today: date) -> Cell:
    match expression:
        case Literal(value):
            return pa.scalar(value)
        case Ref(column):
            return columns[column]
        case Cast(value, to):
            return _cast(_value(value, columns, today), to)
        case Call(("now" | "current_timestamp" | "localtimestamp"), _):
            return pa.scalar(datetime.combine(today, time()), pa.timestamp("us"))
        case Call("current_date", _):
            return pa.scalar(today, pa.date32())
        case Call(("regex" | "iregex" | "like" | "ilike" | "similar") as name, (value, Literal(str(pattern)))):
            return _match(name, _value(value, columns, today), pattern)
        case Call(("+" | "-") as name, (value, Cast(Literal(str(text)), Type(kind="interval")))):
            return _moved(_value(value, columns, today), text, 1 if name == "+" else -1)
        case Call("case", args):
            return _case([_value(arg, columns, today) for arg in args])
        case Call(name, args):
            return _call(name, [_value(arg, columns, today) for arg in args])


def _moved(moments: Cell, text: str, sign: int) -> Cell:
    interval = interval_of(text)
    if interval is None:
        raise Unsupported(f"the interval {text!r} is not understood")
    if isinstance(moments, pa.Scalar):
        return shifted(pa.array([moments.as_py()], moments.type), interval, sign)[0]
    return shifted(moments, interval, sign)


def _call(name: str, args: list[Cell]) -> Cell:
    if name in _COMPARISONS and len(args) == 2:
        return _COMPARISONS[name](*_alike(args[0], args[1]))
    if name == "in":
        return reduce(pc.or_kleene, (pc.equal(*_alike(args[0], item)) for item in args[1:]))
    if name in _FUNCTIONS:
        return _FUNCTIONS[name](*args)
    raise Unsupported(f"{name}() has no vectorised form")


def _alike(left: Cell, right: Cell) -> tuple[Cell, Cell]:
    """Both sides in one type: a text literal takes the type of the other side, numbers the wider one."""
    if left.type == right.type:
        return left, right
    if isinstance(right, pa.Scalar) and pa.types.is_string(right.type):
        return left, _convert(right, left.type)
    if isinstance(left, pa.Scalar) and pa.types.is_string(left.type):
        return _convert(left, right.type), right
    if pa.types.is_timestamp(left.type) or pa.types.is_timestamp(right.type):
        return left.cast(pa.timestamp("us")), right.cast(pa.timestamp("us"))
    if pa.types.is_floating(left.type) or pa.types.is_floating(right.type):
        return left.cast(pa.float64()), right.cast(pa.float64())
    if pa.types.is_decimal(left.type) or pa.types.is_decimal(right.type):
        return _exact(left), _exact(right)
    if pa.types.is_boolean(left.type) != pa.types.is_boolean(right.type):
        return left.cast(pa.int64()), right.cast(pa.int64())
    return left, right


def _convert(cell: Cell, type: pa.DataType) -> Cell:
    if pa.types.is_null(cell.type):
        return pa.scalar(None, type)
    if isinstance(cell, pa.Scalar) and pa.types.is_timestamp(type):
        moment = datetime.fromisoformat(cell.as_py()).replace(tzinfo=None)
        return pa.scalar(moment, pa.timestamp("us")).cast(type)
    if isinstance(cell, pa.Scalar) and pa.types.is_decimal(type):
        return _exact(pa.scalar(Decimal(cell.as_py())))
    if isinstance(cell, pa.Scalar) and pa.types.is_date(type):
        return pa.scalar(datetime.fromisoformat(cell.as_py()).date(), type)
    return cell.cast(type)


def _exact(cell: Cell) -> Cell:
    return cell.cast(pa.decimal256(60, 20))


def _cast(cell: Cell, to: Type) -> Cell:
    if to.kind in ("interval", "unknown"):
        return cell
    target = arrow_type(to)
    if pa.types.is_null(cell.type):
        return pa.scalar(None, target)
    if pa.types.is_string(cell.type) and isinstance(cell, pa.Scalar):
        return _convert(cell, target)
    if pa.types.is_string(cell.type) and not pa.types.is_string(target):
        raise Unsupported(f"a text is cast to {to.kind}, and not every text can be")
    if pa.types.is_decimal(target):
        return _exact(cell)
    return cell.cast(target)


def _match(name: str, value: Cell, pattern: str) -> Cell:
    if name in ("like", "ilike"):
        return pc.match_like(value, pattern, ignore_case=name == "ilike")
    if name == "similar":
        pattern = f"^(?:{pattern.replace('%', '.*').replace('_', '.')})$"
    pattern = re.sub(r"\[\[:(\w+):\]\]", r"[[:\1:]]", pattern)
    return pc.match_substring_regex(value, pattern, ignore_case=name == "iregex")


def _case(args: list[Cell]) -> Cell:
    otherwise = args[-1] if len(args) % 2 else pa.scalar(None)
    for when, then in reversed(list(zip(args[0 : len(args) - 1 : 2], args[1::2], strict=False))):
        chosen, rest = _alike(then, otherwise) if not pa.types.is_null(otherwise.type) else (then, otherwise)
        otherwise = pc.if_else(pc.fill_null(when.cast(pa.bool_()), False), chosen, rest)
    return otherwise


def _count(args: tuple[Cell, ...], *, null: bool) -> Cell:
    flags = [(pc.is_null(arg) if null else pc.is_valid(arg)).cast(pa.int64()) for arg in args]
    return reduce(pc.add, flags)


def _same(left: Cell, right: Cell) -> Cell:
    left, right = _alike(left, right)
    both_null = pc.and_(pc.is_null(left), pc.is_null(right))
    return pc.or_(pc.fill_null(pc.equal(left, right), False), both_null)


def _arithmetic(operation: Callable[[Cell, Cell], Cell]) -> Callable[[Cell, Cell], Cell]:
    def apply(left: Cell, right: Cell) -> Cell:
        left, right = _alike(left, right)
        if pa.types.is_decimal(left.type):
            left, right = left.cast(pa.float64()), right.cast(pa.float64())
        return operation(left, right)

    return apply


def _divided(left: Cell, right: Cell) -> Cell:
    return pc.divide(left, _nonzero(right))


def _nonzero(divisor: Cell) -> Cell:
    return pc.if_else(pc.equal(divisor, pa.scalar(0, divisor.type)), pa.scalar(None, divisor.type), divisor)


def _modulo(left: Cell, right: Cell) -> Cell:
    left, right = left.cast(pa.int64()), _nonzero(right.cast(pa.int64()))
    return pc.subtract(left, pc.multiply(pc.divide(left, right), right))


def _logic(value: Cell) -> Cell:
    return value.cast(pa.bool_())


_DIVISIONS = {"/", "%", "mod"}

_COMPARISONS: Mapping[str, Callable[[Cell, Cell], Cell]] = {
    "=": pc.equal,
    "<>": pc.not_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}

_FUNCTIONS: Mapping[str, Callable[..., Cell]] = {
    "and": lambda *args: reduce(pc.and_kleene, map(_logic, args)),
    "or": lambda *args: reduce(pc.or_kleene, map(_logic, args)),
    "not": lambda arg: pc.invert(_logic(arg)),
    "is_null": pc.is_null,
    "is_true": lambda arg: pc.fill_null(_logic(arg), False),
    "is_false": lambda arg: pc.invert(pc.fill_null(_logic(arg), True)),
    "is_not_distinct": _same,
    "num_nonnulls": lambda *args: _count(args, null=False),
    "num_nulls": lambda *args: _count(args, null=True),
    "+": _arithmetic(pc.add),
    "-": _arithmetic(pc.subtract),
    "*": _arithmetic(pc.multiply),
    "/": _arithmetic(_divided),
    "%": _modulo,
    "mod": _modulo,
    "neg": pc.negate,
    "abs": pc.abs,
    "||": lambda *args: pc.binary_join_element_wise(*args, ""),
    "length": lambda arg: pc.binary_length(arg) if pa.types.is_binary(arg.type) else pc.utf8_length(arg),
    "octet_length": pc.binary_length,
    "lower": pc.utf8_lower,
    "upper": pc.utf8_upper,
    "trim": pc.utf8_trim_whitespace,
    "coalesce": lambda *args: reduce(lambda a, b: pc.coalesce(*_alike(a, b)), args),
    "greatest": lambda *args: reduce(lambda a, b: pc.max_element_wise(*_alike(a, b)), args),
    "least": lambda *args: reduce(lambda a, b: pc.min_element_wise(*_alike(a, b)), args),
}
