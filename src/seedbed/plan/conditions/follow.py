"""Which columns of a group follow from the others: worked out where they must equal something, else bounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from seedbed.generators.row.ties import Tie
from seedbed.plan.conditions.narrow import conjuncts
from seedbed.plan.conditions.solve import slope, solved
from seedbed.plan.facts import Facts
from seedbed.schema.expression import Call, Expression, Literal, Ref, references
from seedbed.schema.types import Type

__all__ = ["asked_too", "extent", "ties_of"]

_ORDERED = frozenset({"integer", "decimal", "float", "money", "date", "time", "timestamp", "year"})
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
_BEYOND = {"<": ">=", "<=": ">", "=": ">"}


def ties_of(branch: Iterable[Expression], columns: Sequence[str], types: Mapping[str, Type]) -> tuple[Tie, ...]:
    """The ties of the columns that may be set (in the order of their table), one branch of their checks given.

    Every tie reads only columns that no later tie sets.
    """
    conditions = [part for condition in branch for part in conjuncts(condition)]
    values = _values(conditions, columns)
    order = [name for name in columns if name not in values] + list(values)
    found = []
    for place, name in enumerate(order):
        later = set(order[place + 1 :])
        if name in values:
            found.append(Tie(name, values[name]))
        elif types[name].kind in _ORDERED:
            tie = _bounded(name, [part for part in conditions if not later & set(references(part))])
            found += [tie] if tie.reached or tie.beyond else []
    return tuple(found)


def _values(conditions: Sequence[Expression], columns: Sequence[str]) -> dict[str, Expression]:
    """The columns that equalities give, in an order in which each can be worked out."""
    found: dict[str, Expression] = {}
    for condition in conditions:
        best = min(
            (
                (_cost(value), -columns.index(name), name, value)
                for name in references(condition)
                if name in columns and name not in found
                for value in [solved(condition, name)]
                if value is not None and not _reads(value, name, found)
            ),
            default=None,
            key=lambda choice: choice[:2],
        )
        if best is not None:
            found[best[2]] = best[3]
    return dict(sorted(found.items(), key=lambda item: _depth(item[0], found)))


def _reads(value: Expression, name: str, found: Mapping[str, Expression]) -> bool:
    """Whether a value needs the column itself, directly or by way of the others."""
    waiting, seen = list(references(value)), set[str]()
    while waiting:
        column = waiting.pop()
        if column == name:
            return True
        if column in found and column not in seen:
            seen.add(column)
            waiting += references(found[column])
    return False


def _depth(name: str, found: Mapping[str, Expression]) -> int:
    return 1 + max((_depth(column, found) for column in references(found[name]) if column in found), default=0)


def _cost(value: Expression) -> int:
    """How likely the value is none of the column's: a division seldom comes out even."""
    match value:
        case Call("ratio", (first, second)):
            return 2 + _cost(first) + _cost(second)
        case Call(_, args):
            return max((_cost(argument) for argument in args), default=0)
    return 0


def _bounded(name: str, conditions: Iterable[Expression]) -> Tie:
    reached: list[Expression] = []
    beyond: list[Expression] = []
    for condition in conditions:
        if isinstance(condition, Call) and condition.name in _TURNED and len(references(condition)) > 1:
            _take(name, condition, reached, beyond)
    return Tie(name, None, tuple(reached), tuple(beyond))


def _take(name: str, condition: Call, reached: list[Expression], beyond: list[Expression]) -> None:
    """Adds what a comparison says: from which value on the column is high enough, and from which it is too high."""
    operator, (left, right) = condition.name, condition.args
    rises = slope(Call("-", (left, right)), name)
    if not rises:
        return
    if rises < 0:
        operator, left, right = _TURNED[operator], right, left
    if operator in (">", ">=", "="):
        reached.append(Call(">=" if operator == "=" else operator, (left, right)))
    if operator in _BEYOND:
        beyond.append(Call(_BEYOND[operator], (left, right)))


def asked_too(ties: Iterable[Iterable[Tie]], facts: Facts) -> list[Expression]:
    """What else is asked of columns that are worked out: all that their domains would have kept."""
    names = dict.fromkeys(tie.column for branch in ties for tie in branch if tie.value is not None)
    return [
        condition for name in names for condition in (*facts.own.get(name, ()), *extent(Ref(name), facts.type(name)))
    ]


def extent(column: Ref, type: Type) -> tuple[Expression, ...]:
    """The conditions that every value of a type meets, where Arrow's type is wider."""
    if type.kind == "integer":
        low, high = type.whole()
        return Call(">=", (column, Literal(low))), Call("<=", (column, Literal(high)))
    if type.kind in ("char", "varchar", "text") and type.length is not None:
        return (Call("<=", (Call("length", (column,)), Literal(type.length))),)
    if type.kind == "enum":
        return (Call("in", (column, *map(Literal, type.values))),)
    return ()
