"""A dressing of references: how many children parents have, at least, at most, and how many have none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil, floor, inf

import numpy as np

from seedbed.errors import Note, PlanError, Problem
from seedbed.generators.cases import Cases
from seedbed.generators.choose import Drawn, Forest, Null, Permuted, Slots
from seedbed.generators.domain import Generator
from seedbed.generators.keys.known import Except
from seedbed.generators.keys.ledger import Ledger
from seedbed.generators.keys.linked import Linked
from seedbed.generators.spread import quantile_of
from seedbed.generators.units import Among, Reference
from seedbed.plan.dress.axis import Axis
from seedbed.plan.dress.closet import Closet
from seedbed.plan.dress.spread import completed, origin_of, told
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.sampling.bits import const
from seedbed.sampling.exact import zipf_weights
from seedbed.sampling.split import Split
from seedbed.schema.declared import Declared
from seedbed.schema.recipe import Distribution, FanOut
from seedbed.schema.spreads import faults

__all__ = ["fan_out_of", "fanned", "split_of"]

_LEVELS = 128  # different numbers of children that parents of one table have
_ALONE = 64  # popular parents that have a run of their own
_COUNTED = 2_000_000  # parents beyond which it is not told how many have how many children
_UNIT = 1 << 24  # weights of levels are whole numbers


def fanned(plan: Plan, closet: Closet) -> Plan:
    """The plan with every fan-out of its recipe; raises PlanError for those that no rows can have."""
    problems: list[Problem] = []
    for wish in plan.recipe.fan_outs:
        if wish.table not in closet.facts:
            continue
        where = f"{wish.table}.{', '.join(wish.columns)}"
        wrong = [*_faults(wish, where)]
        try:
            plan = plan if wrong else _with(plan, wish, closet)
        except _Impossible as impossible:
            wrong = [replace(impossible.problem, where=where)]
        problems += wrong
    if problems:
        raise PlanError(*problems)
    return plan


class _Impossible(Exception):
    """Rows and parents that no fan-out can bring together; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _faults(wish: FanOut, where: str) -> Iterator[Problem]:
    if wish.distribution is not None:
        yield from faults(wish.distribution, where)
        strange = [value for value, _ in wish.distribution.weights if not value.strip().isdecimal()]
        yield from (Problem(f"{value!r} is no number of children", where) for value in strange)
    if wish.low < 0 or (wish.high is not None and wish.high < max(wish.low, 1)):
        yield Problem(f"no parent can have {wish.low} to {wish.high} children", where)
    if wish.childless is not None and not 0 <= wish.childless < 1:
        yield Problem(f"{wish.childless:g} is no share of parents without children", where, help="0 to less than 1")


def _with(plan: Plan, wish: FanOut, closet: Closet) -> Plan:
    table = plan.table(wish.table)
    group = next((group for group in table.groups if set(wish.columns) <= set(group.columns)), None)
    made = group.generator if group is not None else None
    why = _refused(made, group, wish, table, closet)
    if why or not isinstance(made, Drawn) or group is None:
        note = Note("its fan-out cannot be honoured", why, "", wish.table, ", ".join(wish.columns), grave=True)
        return replace(plan, notes=(*plan.notes, note))
    if not table.rows:
        return plan
    split = _split(wish, made.unit.size, _children(table.rows, made.nulls))
    linked = Linked(made.unit, split, table.known, table.rows)
    new = Group(group.columns, linked, f"{_told(wish)}; {group.reason}")
    plan = plan.regrouped(table.table, (new if old is group else old for old in table.groups))
    return replace(plan, declared=plan.declared + _declared(wish, group, made, split))


def _refused(made: Generator | None, group: Group | None, wish: FanOut, table: TablePlan, closet: Closet) -> str:
    """Why a reference cannot have a fan-out; "" where it can."""
    if group is None or made is None:
        return "no reference fills these columns"
    if wish.table in closet.there.held:
        return "its rows are there already"
    match made:
        case Drawn(Reference() | Among() | Except()) if set(group.columns) == set(wish.columns):
            return ""
        case Permuted():
            return "each parent has one child at most, by a key"
        case Slots() | Ledger():
            return "a key over several columns decides how its parents are chosen"
        case Forest():
            return "it refers to earlier rows of its own table"
        case Null():
            return "it is always NULL"
        case Cases():
            return "a check decides which parents a row may have"
    return "its parents are chosen together with those of other references, or it is no reference"


def _children(rows: int, nulls: int) -> int:
    """The rows that refer to a parent."""
    return rows - rows * nulls // 1_000_000


def _split(wish: FanOut, parents: int, children: int) -> Split:
    """The split of children over the parents that have any; raises _Impossible."""
    low, high = wish.low, wish.high
    bearing = parents
    if wish.childless is not None:
        bearing, low = parents - round(Fraction(str(wish.childless)) * parents), max(low, 1)
    if high is None:
        high = children
    if not bearing * low <= children <= bearing * high or not bearing:
        raise _Impossible(_impossible(wish, parents, bearing, children))
    if low == high or not children:
        return Split(bearing, children, low, high)
    runs = _runs(wish, bearing, Fraction(children, bearing), low, high)
    return Split(bearing, children, low, high, _segments(runs))


def _impossible(wish: FanOut, parents: int, bearing: int, children: int) -> Problem:
    least = bearing * max(wish.low, 1 if wish.childless is not None else 0)
    most = None if wish.high is None else bearing * wish.high
    room = f"{least} to {most}" if most is not None else f"at least {least}"
    what = f"{children} children cannot be spread over {bearing} of {parents} parents"
    asked = f"{wish.low} to {'any number' if wish.high is None else wish.high} each"
    near = least if children < least else most
    return Problem(what, "", f"{asked} make {room} rows", f"--count {wish.table}={near}, or other bounds")


def _runs(wish: FanOut, bearing: int, mean: Fraction, low: int, high: int) -> list[tuple[int, Fraction]]:
    """Runs of parents, those with most children first, and how many children each parent of a run has in proportion."""
    if wish.distribution is not None and wish.distribution.kind == "zipf":
        return _popular(wish.distribution, bearing)
    if wish.distribution is not None and wish.distribution.weights:
        return _weighed(wish.distribution, bearing)
    count = min(bearing, _LEVELS)
    ends = [bearing * place // count for place in range(count + 1)]
    if wish.distribution is not None:
        levels = _quantiles(wish.distribution, count, float(mean), low, high)
    else:  # evenly from the least on, or up to the most, so that the mean comes out
        top = min(Fraction(high), 2 * mean - low)
        bottom = 2 * mean - top
        levels = [top - (top - bottom) * Fraction(2 * place + 1, 2 * count) for place in range(count)]
    return [(end - start, level) for level, (start, end) in zip(levels, pairwise(ends), strict=True)]


def _popular(wish: Distribution, bearing: int) -> list[tuple[int, Fraction]]:
    """The first ranks alone, later ones in ever longer runs."""
    exponent = Fraction(dict(completed(wish, Axis(Fraction(1), Fraction(1), bearing)).params)["s"])
    starts = [1]
    while starts[-1] <= bearing:
        starts.append(min(bearing + 1, starts[-1] + max(1, starts[-1] // _ALONE)))
    weights = zipf_weights(exponent, tuple(starts))
    runs = zip(weights, pairwise(starts), strict=True)
    return [(end - start, Fraction(weight) / (end - start)) for weight, (start, end) in runs]


def _weighed(wish: Distribution, bearing: int) -> list[tuple[int, Fraction]]:
    """Numbers of children with the share of the parents that have so many."""
    levels = sorted(((Fraction(value), Fraction(weight)) for value, weight in wish.weights), reverse=True)
    sums = [Fraction(0), *accumulate(weight for _, weight in levels)]
    ends = [round(bearing * part / sums[-1]) for part in sums]
    runs = zip(levels, pairwise(ends), strict=True)
    return [(end - start, level) for (level, _), (start, end) in runs if end > start]


def _quantiles(wish: Distribution, count: int, mean: float, low: int, high: int) -> list[Fraction]:
    """What a distribution gives at even shares, the most first."""
    axis = Axis(Fraction(low), Fraction(1), max(1, min(high, ceil(2 * mean)) - low + 1))
    words = np.array([const((2 * place + 1) * 2**63 // count) for place in reversed(range(count))])
    values = quantile_of(completed(wish, axis)).at(words) + origin_of(wish)
    return [min(Fraction(high), max(Fraction(low), Fraction(float(value)))) for value in values]


def _segments(runs: list[tuple[int, Fraction]]) -> tuple[tuple[int, int], ...]:
    """The runs with whole weights."""
    top = max(level for _, level in runs)
    found = tuple((count, floor(level / top * count * _UNIT)) for count, level in runs) if top else ()
    return found if any(weight for _, weight in found) else ()


def _told(wish: FanOut) -> str:
    parts = [f"{wish.low} to {'any number of' if wish.high is None else wish.high} children a parent"]
    parts += [f"{wish.childless:.0%} without"] if wish.childless is not None else []
    parts += [told(wish.distribution)] if wish.distribution is not None else []
    return ", ".join(parts)


def _declared(wish: FanOut, group: Group, made: Drawn, split: Split) -> tuple[Declared, ...]:
    if not isinstance(made.unit, Reference):
        return ()
    return (fan_out_of(wish, group.columns, made.unit.table, split),)


def fan_out_of(wish: FanOut, columns: tuple[str, ...], parent: str, split: Split | None) -> Declared:
    """What a wish declares of a reference; a split tells how many parents with children have how many."""
    low = max(wish.low, 1) if wish.childless is not None else wish.low
    nobody = 0.0 if wish.low else -1.0  # where not even one may be without children
    share = nobody if wish.childless is None else wish.childless
    about = Declared("fan-out", wish.table, columns, _told(wish), parent=parent)
    most = (inf if split is None else split.children) if wish.high is None else wish.high
    about = replace(about, low=float(low), high=float(most), share=share)
    if split is None or wish.distribution is None or split.parents > _COUNTED:
        return about
    counts = split.count(np.arange(split.parents, dtype=np.uint64))
    numbers, parents = np.unique(counts, return_counts=True)
    return replace(about, listed=tuple(map(str, numbers.tolist())), shares=tuple(map(float, parents.tolist())))


def split_of(wish: FanOut, plan: Plan) -> Split | None:
    """How a wish splits the rows of a table over the parents that a plan has; None where it cannot."""
    found = (group for group in plan.table(wish.table).groups if set(wish.columns) <= set(group.columns))
    match next((group.generator for group in found), None):
        case Drawn(Reference() as unit) as made:
            try:
                return _split(wish, unit.size, _children(plan.table(wish.table).rows, made.nulls))
            except _Impossible:
                return None
    return None
