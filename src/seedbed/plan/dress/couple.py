"""A dressing of pairs: two columns of a row whose ranks correlate as a recipe asks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext

import numpy as np

from seedbed.classes import dataclass
from seedbed.errors import Note, PlanError, Problem
from seedbed.generators.choose import Defaulted, Drawn
from seedbed.generators.domain import Generator
from seedbed.generators.domains.choice import Choice
from seedbed.generators.row.coupled import Coupled
from seedbed.generators.shaped import Shaped
from seedbed.generators.spread import Even, Spread
from seedbed.generators.units import Value
from seedbed.plan.dress.axis import axis_of
from seedbed.plan.dress.closet import Closet
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.sampling.bits import const
from seedbed.sampling.exact import precise
from seedbed.schema.declared import Declared
from seedbed.schema.recipe import Pair

__all__ = ["coupled"]

_PI = Decimal("3.14159265358979323846264338327950288")
_LOOKS = 4096  # words by which it is seen how many rows share a value
_TIES = 1e-3  # the sum of cubed shares beyond which equal ranks pull a correlation towards 0


@dataclass(frozen=True, slots=True)
class _Side:
    """One column of a pair: its group, what fills it and how that is spread."""

    group: Group
    unit: Value
    spread: Spread
    nulls: int

    @property
    def repeats(self) -> bool:
        """Whether so many rows share values that ranks are often equal."""
        words = np.array([const(place * (2**64 // _LOOKS)) for place in range(_LOOKS)], dtype=np.uint64)
        _, counts = np.unique(self.spread.at(words), return_counts=True)
        return float(((counts / _LOOKS) ** 3).sum()) > _TIES


def coupled(plan: Plan, closet: Closet) -> Plan:
    """The plan with every pair of its recipe; raises PlanError for correlations that are none."""
    problems: list[Problem] = []
    for wish in plan.recipe.pairs:
        if wish.table not in closet.facts:
            continue
        where = f"{wish.table}.{', '.join(wish.columns)}"
        if not -1 <= wish.correlation <= 1:
            problems.append(Problem(f"{wish.correlation:g} is no correlation", where, help="it is -1 to 1"))
        elif len(set(wish.columns)) < 2:
            problems.append(Problem("a column correlates with itself", where, help="name two columns"))
        else:
            plan = _with(plan, wish)
    if problems:
        raise PlanError(*problems)
    return plan


def _with(plan: Plan, wish: Pair) -> Plan:
    table = plan.table(wish.table)
    sides = [_side(table, column) for column in wish.columns]
    left, right = sides
    if left is None or right is None:
        missing = " and ".join(name for name, side in zip(wish.columns, sides, strict=True) if side is None)
        why = f"{missing} follows from other columns, or is part of a key, or its values have no order"
        what = f"the correlation of {' and '.join(wish.columns)} cannot be honoured"
        note = Note(what, why, "", wish.table, ", ".join(wish.columns), grave=True)
        return replace(plan, notes=(*plan.notes, note))
    weight, rest = _weights(wish.correlation)
    made = Coupled((left.unit, right.unit), (left.spread, right.spread), (left.nulls, right.nulls), weight, rest)
    reasons = tuple(
        f"ranks correlate with those of {other} by {wish.correlation:g}; {side.group.reason}"
        for side, other in ((left, wish.columns[1]), (right, wish.columns[0]))
    )
    new = Group(wish.columns, made, reasons[0], reasons)
    groups = [new if group is left.group else group for group in table.groups if group is not right.group]
    bent = "so many rows share a value that ranks are equal" if left.repeats or right.repeats else ""
    said = f"correlation {wish.correlation:g}"
    declared = Declared("correlation", wish.table, wish.columns, said, share=wish.correlation, bent=bent)
    return replace(plan.regrouped(table.table, groups), declared=(*plan.declared, declared))


def _side(table: TablePlan, column: str) -> _Side | None:
    """What fills a column alone, in the order of its values; None where nothing does."""
    group = next((group for group in table.groups if group.columns == (column,)), None)
    if group is None:
        return None
    made: Generator = group.generator
    match made:
        case Drawn(Value() as unit) | Defaulted(_, Value() as unit):
            spread: Spread = Even(unit.size)
        case Shaped(Value() as unit, spread) if not made.scattered:
            pass
        case _:
            return None
    ordered = axis_of(unit.domain) is not None or isinstance(unit.domain, Choice)
    return _Side(group, unit, spread, made.nulls) if ordered else None


def _weights(correlation: float) -> tuple[float, float]:
    """How much of the first normal variable is in the second, and how much of another one.

    Ranks correlate by 6 / pi * arcsin(r / 2) where the variables do by r (Pearson, 1907).
    """
    with localcontext(precise()):
        angle = _PI * Decimal(correlation) / 6
        term = total = angle
        for n in range(3, 60, 2):
            term = -term * angle * angle / (n * (n - 1))
            total += term
        r = min(Decimal(1), max(Decimal(-1), 2 * total))
        return float(r), float((1 - r * r).sqrt())
