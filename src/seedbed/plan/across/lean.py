"""Columns that checks tie together, and that had better be in order too: conditions that give way to every check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from seedbed.generators.cases import Cases
from seedbed.generators.choose import Defaulted, Drawn
from seedbed.generators.domain import Generator
from seedbed.generators.domains.grid import Grid
from seedbed.generators.row.machine import Machine
from seedbed.generators.row.tally import Amount, Term
from seedbed.generators.row.ties import Tie
from seedbed.generators.units import Value
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref, references
from seedbed.schema.types import Type

__all__ = ["better", "given_by", "is_order", "later_than", "not_before"]

_DAY = 24 * 60


def not_before(column: str, earlier: str) -> Expression:
    """The condition that one moment does not come before another."""
    return Call(">=", (Ref(column), Ref(earlier)))


def later_than(column: str, other: str, type: Type, minutes: int) -> Expression:
    """The condition that a moment comes more than so many minutes, or a day at least, after another of its type."""
    days = Literal(max(minutes // _DAY, 1))
    moved = days if type.kind == "date" else Cast(Literal(f"{minutes} minutes"), Type("interval"))
    return Call(">", (Ref(column), Call("+", (Ref(other), moved))))


def is_order(condition: Expression) -> bool:
    """Whether a condition says which of two columns is the greater one: then a check has told their order."""
    return (
        isinstance(condition, Call)
        and condition.name in ("<", "<=", ">", ">=")
        and all(isinstance(argument, Ref) for argument in condition.args)
    )


def given_by(column: str, type: Type, terms: Iterable[Term]) -> Tie:
    """The tie of a number that is the sum of terms."""
    return Tie(column, Cast(_sum(terms), type))


def better(cases: Cases, tie: Tie, asked: Iterable[Expression], grid: Grid | None = None) -> Cases | None:
    """The cases with a column that follows others where that can be; None where it is worked out from some already.

    `asked` are the conditions for that. With a `grid` the column may hold all its moments, not only those that are
    usual for its name.
    """
    old = cases.better or cases
    if any(known.column == tie.column and known.value is not None for ties in old.ties for known in ties):
        return None
    conditions = tuple(dict.fromkeys((*old.conditions, *asked)))
    names = dict.fromkeys(name for condition in conditions for name in references(condition))
    branches = tuple(tuple(old.units(number)) for number in range(len(old.branches)))
    made = replace(
        old,
        fixed=tuple(dict.fromkeys((*old.fixed, *(name for name in names if name not in old.columns)))),
        branches=tuple(
            tuple(_floored(_widened(unit, at, tie.column, grid), at, tie, old.columns) for unit, at in branch)
            for branch in branches
        ),
        conditions=conditions,
        ties=tuple(_bound(branch, tie) for branch in old.ties or ((),) * len(old.branches)),
        better=None,
    )
    return replace(cases, better=made)


def _sum(terms: Iterable[Term]) -> Expression:
    found: Expression | None = None
    for term in terms:
        product = _product(term.amounts)
        found = product if found is None else Call("-" if term.minus else "+", (found, product))
    return found or Literal(0)


def _product(amounts: Iterable[Amount]) -> Expression:
    found: Expression | None = None
    for amount in amounts:
        value: Expression = Ref(amount.column)
        value = Call("coalesce", (value, Literal(0))) if amount.blank else value
        value = Call("-", (Literal(amount.of), value)) if amount.of else value
        value = Call("*", (value, Literal(Decimal(1).scaleb(-amount.digits)))) if amount.digits else value
        found = value if found is None else Call("*", (found, value))
    return found or Literal(1)


def _floored(unit: Generator, names: tuple[str, ...], tie: Tie, columns: tuple[str, ...]) -> Generator:
    """A machine one of whose moments comes after columns that others fill: all of them do."""
    if not isinstance(unit, Machine) or tie.column not in names:
        return unit
    floors = (name for condition in tie.reached for name in references(condition) if name not in columns)
    return replace(unit, floors=tuple(dict.fromkeys((*unit.floors, *floors))))


def _widened(unit: Generator, names: tuple[str, ...], column: str, grid: Grid | None) -> Generator:
    if grid is None or names != (column,) or not isinstance(unit, Drawn | Defaulted):
        return unit
    domain = unit.unit.domain if isinstance(unit.unit, Value) else None
    fits = isinstance(domain, Grid) and domain.step == grid.step and not (domain.first - grid.first) % grid.step
    return replace(unit, unit=Value(grid)) if fits else unit


def _bound(ties: tuple[Tie, ...], tie: Tie) -> tuple[Tie, ...]:
    """The ties of a branch with one more, after those of the columns that it reads."""
    if tie.value is None and any(known.column == tie.column for known in ties):
        return tuple(_joined(known, tie) if known.column == tie.column else known for known in ties)
    others = [known for known in ties if known.column != tie.column]
    read = (*tie.reached, *tie.beyond) if tie.value is None else (tie.value,)
    reads = {name for condition in read for name in references(condition)}
    place = max((number + 1 for number, known in enumerate(others) if known.column in reads), default=0)
    return (*others[:place], tie, *others[place:])


def _joined(known: Tie, tie: Tie) -> Tie:
    reached = tuple(dict.fromkeys((*known.reached, *tie.reached)))
    return replace(known, reached=reached, beyond=tuple(dict.fromkeys((*known.beyond, *tie.beyond))))
