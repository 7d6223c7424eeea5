"""Evaluating an expression over columns, in SQL's three-valued logic: Arrow's kernels, and functions cell by cell.

The referee does not use this: it asks DuckDB the original text. Here a CHECK steers what is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date, datetime, time
from decimal import Decimal
from functools import reduce
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.evaluate.alike import alike, cast, spans
from seedbed.generators.evaluate.arithmetic import ARITHMETIC
from seedbed.generators.evaluate.rowwise import ROWWISE, called
from seedbed.generators.evaluate.shift import interval_of, shifted
from seedbed.generators.want import Unsupported
from seedbed.schema.arrow import arrow_type
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, references
from seedbed.schema.types import Type

__all__ = ["Unsupported", "computable", "computed", "evaluated", "holds", "understood"]

_WORD = 64
"""Bits of the integers that Arrow has; larger ones are exact numbers."""
_TYPES = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), str: pa.string(), type(None): pa.null()}
"""What is told is not guessed: Arrow guesses no type before it has looked for a package that is seldom there."""

Cell: TypeAlias = Any  # an Arrow array or scalar; pyarrow ships no types
Columns = Mapping[str, pa.Array]

_ERRORS = (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowKeyError, KeyError, ValueError, TypeError)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Rows that an expression is asked of; `faults` gathers those for which a database would stop.

    What is worked out cell by cell is `known` afterwards: a long check asks the same of a document many times.
    """

    columns: Columns
    today: date
    length: int
    faults: list[pa.Array] = field(default_factory=list)
    known: dict[Expression, Cell] = field(default_factory=dict)


def holds(expression: Expression, columns: Columns, today: date) -> pa.Array:
    """True where a CHECK accepts the row: the expression is true or unknown. Raises Unsupported.

    A row in which some part divides by zero or fails otherwise is not accepted, whatever stands around that part.
    """
    asked = _Asked(columns, today, length=len(next(iter(columns.values()), ())))
    try:
        value = _spread(_value(expression, asked), asked.length)
        accepted = pc.fill_null(value.cast(pa.bool_()), True)
        return reduce(pc.and_not, (pc.fill_null(fault, False) for fault in asked.faults), accepted)
    except _ERRORS as error:
        raise Unsupported(str(error)) from error


def evaluated(expression: Expression, columns: Columns, today: date, type: pa.DataType) -> pa.Array:
    """The values of an expression in an Arrow type, NULL where it has none. Raises Unsupported."""
    value = computed(expression, columns, today)
    try:
        return cast(value, type, [], pa.types.is_integer(type))
    except _ERRORS as error:
        raise Unsupported(str(error)) from error


def computed(expression: Expression, columns: Columns, today: date) -> pa.Array:
    """The value of an expression over columns. Raises Unsupported."""
    asked = _Asked(columns, today, length=len(next(iter(columns.values()), ())))
    try:
        return _spread(_value(expression, asked), asked.length)
    except _ERRORS as error:
        raise Unsupported(str(error)) from error


def computable(expression: Expression, types: Mapping[str, Type], today: date) -> None:
    """Raises Unsupported where `computed` would, whatever the cells are; `types` are those of the columns."""
    computed(expression, {name: pa.nulls(1, arrow_type(types[name])) for name in references(expression)}, today)


def understood(expression: Expression, types: Mapping[str, Type], today: date) -> None:
    """Raises Unsupported where `holds` would, whatever the cells are; `types` are those of the columns."""
    columns = {name: pa.nulls(1, arrow_type(types[name])) for name in references(expression)}
    holds(expression, columns, today)


def _spread(value: Cell, length: int) -> pa.Array:
    if not isinstance(value, pa.Scalar):
        return value
    return pa.array([value.as_py()] * length, value.type)


def _value(expression: Expression, asked: _Asked) -> Cell:  # noqa: C901 - a case for each form
    match expression:
        case Literal(value):
            wide = isinstance(value, int) and value.bit_length() >= _WORD
            return pa.scalar(Decimal(str(value)) if wide else value, None if wide else _TYPES.get(type(value)))
        case Ref(column):
            return asked.columns[column]
        case Cast(Literal(str(text)), to) if to.kind == "interval":
            return spans(pa.scalar(text, pa.string()))
        case Cast(value, to):
            return _cast(_value(value, asked), to, asked)
        case Call(("now" | "localtime"), _):
            return pa.scalar(datetime.combine(asked.today, time()), pa.timestamp("us"))
        case Call("current_date", _):
            return pa.scalar(asked.today, pa.date32())
        case Call("collate", (value, _)):
            return _value(value, asked)
        case Call(("regex" | "iregex" | "like" | "ilike" | "similar") as name, (value, Literal(str(pattern)))):
            return _match(name, _value(value, asked), pattern, asked)
        case Call(("+" | "-") as name, (value, Cast(Literal(str(text)), Type(kind="interval")))):
            return _moved(_value(value, asked), text, 1 if name == "+" else -1)
        case Call("case", args):
            return _case([_value(arg, asked) for arg in args])
        case Call("in", args):
            return _in([_value(arg, asked) for arg in args])
        case Call():
            return _remembered(expression, asked) if expression.name in ROWWISE else _called(expression, asked)


def _remembered(call: Call, asked: _Asked) -> Cell:
    """A call that is worked out cell by cell, once, as often as a condition says it."""
    if call not in asked.known:
        asked.known[call] = _called(call, asked)
    return asked.known[call]


def _called(call: Call, asked: _Asked) -> Cell:
    return _call(call.name, tuple(_value(arg, asked) for arg in call.args), asked)


def _cast(value: Cell, to: Type, asked: _Asked) -> Cell:
    if to.kind == "interval":
        return spans(value)
    if to.kind in ("text", "varchar", "char") and not pa.types.is_string(value.type):
        return called("text", (value,), asked.length, asked.faults)
    return value if to.kind == "unknown" else cast(value, arrow_type(to), asked.faults, to.kind == "integer")


def _moved(moments: Cell, text: str, sign: int) -> Cell:
    interval = interval_of(text)
    if interval is None:
        raise Unsupported(f"the interval {text!r} is not understood")
    if pa.types.is_duration(moments.type):
        return (pc.add if sign > 0 else pc.subtract)(moments, spans(pa.scalar(text, pa.string())))
    if isinstance(moments, pa.Scalar):
        return shifted(pa.array([moments.as_py()], moments.type), interval, sign)[0]
    return shifted(moments, interval, sign)


def _call(name: str, args: tuple[Cell, ...], asked: _Asked) -> Cell:
    if name in _COMPARISONS and len(args) == 2:
        return _COMPARISONS[name](*alike(args[0], args[1]))
    if name in ARITHMETIC:
        return ARITHMETIC[name](args, asked.faults)
    kernel = _KERNELS.get((name, len(args)))
    if kernel is not None and all(pa.types.is_string(arg.type) for arg in args):
        return kernel(*args)
    if name in _FUNCTIONS:
        return _FUNCTIONS[name](*args)
    if name in ROWWISE:
        return called(name, args, asked.length, asked.faults)
    raise Unsupported(f"{name}() is not known")


def _in(args: list[Cell]) -> Cell:
    return reduce(pc.or_kleene, (pc.equal(*alike(args[0], item)) for item in args[1:]))


def _match(name: str, value: Cell, pattern: str, asked: _Asked) -> Cell:
    if name in ("like", "ilike"):
        return pc.match_like(value, pattern, ignore_case=name == "ilike")
    if name == "similar":
        return called("similar", (value, pa.scalar(pattern)), asked.length, asked.faults)
    return pc.match_substring_regex(value, pattern, ignore_case=name == "iregex")


def _case(args: list[Cell]) -> Cell:
    otherwise = args[-1] if len(args) % 2 else pa.scalar(None)
    for when, then in reversed(list(zip(args[0 : len(args) - 1 : 2], args[1::2], strict=False))):
        chosen, rest = alike(then, otherwise) if not pa.types.is_null(otherwise.type) else (then, otherwise)
        otherwise = pc.if_else(pc.fill_null(when.cast(pa.bool_()), False), chosen, rest)
    return otherwise


def _count(args: tuple[Cell, ...], *, null: bool) -> Cell:
    flags = [(pc.is_null(arg) if null else pc.is_valid(arg)).cast(pa.int64()) for arg in args]
    return reduce(pc.add, flags)


def _same(left: Cell, right: Cell) -> Cell:
    left, right = alike(left, right)
    both_null = pc.and_(pc.is_null(left), pc.is_null(right))
    return pc.or_(pc.fill_null(pc.equal(left, right), False), both_null)


def _logic(value: Cell) -> Cell:
    return value.cast(pa.bool_())


def _nullif(left: Cell, right: Cell) -> Cell:
    equal = pc.fill_null(pc.equal(*alike(left, right)), False)
    return pc.if_else(equal, pa.scalar(None, left.type), left)


def _xor(left: Cell, right: Cell) -> Cell:
    return pc.xor(_logic(left), _logic(right))


_COMPARISONS: Mapping[str, Callable[[Cell, Cell], Cell]] = {
    "=": pc.equal,
    "<>": pc.not_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}

_KERNELS: Mapping[tuple[str, int], Callable[..., Cell]] = {
    ("trim", 1): pc.utf8_trim_whitespace,
    ("||", 2): lambda *args: pc.binary_join_element_wise(*args, ""),
}
"""What Arrow does itself where every argument is a text."""

_FUNCTIONS: Mapping[str, Callable[..., Cell]] = {
    "and": lambda *args: reduce(pc.and_kleene, map(_logic, args)),
    "or": lambda *args: reduce(pc.or_kleene, map(_logic, args)),
    "not": lambda arg: pc.invert(_logic(arg)),
    "xor": _xor,
    "is_null": pc.is_null,
    "is_true": lambda arg: pc.fill_null(_logic(arg), False),
    "is_false": lambda arg: pc.invert(pc.fill_null(_logic(arg), True)),
    "is_not_distinct": _same,
    "nullif": _nullif,
    "num_nonnulls": lambda *args: _count(args, null=False),
    "num_nulls": lambda *args: _count(args, null=True),
    "length": lambda arg: pc.binary_length(arg) if pa.types.is_binary(arg.type) else pc.utf8_length(arg),
    "octet_length": pc.binary_length,
    "lower": pc.utf8_lower,
    "upper": pc.utf8_upper,
    "coalesce": lambda *args: reduce(lambda a, b: pc.coalesce(*alike(a, b)), args),
    "greatest": lambda *args: reduce(lambda a, b: pc.max_element_wise(*alike(a, b)), args),
    "least": lambda *args: reduce(lambda a, b: pc.min_element_wise(*alike(a, b)), args),
}
