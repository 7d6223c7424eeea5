"""A dressing: columns whose distribution was asked for, and references whose children shall spread unevenly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import numpy as np

from seedbed.errors import Note, PlanError, Problem
from seedbed.generators.cases import Cases
from seedbed.generators.choose import Counted, Defaulted, Drawn, Forest, Null, Permuted, Slots
from seedbed.generators.domain import Domain, Generator, Index
from seedbed.generators.domains.choice import Choice
from seedbed.generators.domains.skewed import Skewed
from seedbed.generators.domains.typed import NoValue, Unreadable, domain_of
from seedbed.generators.keys.known import Except
from seedbed.generators.keys.ledger import Ledger
from seedbed.generators.keys.turns import Turns
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.generators.shaped import Shaped
from seedbed.generators.spread import weighted
from seedbed.generators.units import Among, Reference, Value
from seedbed.plan.columns.values import Wishes
from seedbed.plan.conditions import narrow
from seedbed.plan.dress.axis import DATED, NUMERIC, Axis, axis_of, iso, place_of
from seedbed.plan.dress.closet import Closet
from seedbed.plan.dress.declare import MOST_RANKS, along, chosen, over_values
from seedbed.plan.dress.spread import Unfit, completed, middle, reach, spread_along, told
from seedbed.plan.facts import Facts
from seedbed.plan.plan import Group, Plan
from seedbed.schema.declared import Declared
from seedbed.schema.expression import Scalar
from seedbed.schema.recipe import ColumnWish, Distribution
from seedbed.schema.spreads import faults
from seedbed.schema.types import Type

__all__ = ["shaped"]

_TRUTHS = {"1": True, "true": True, "t": True, "yes": True, "0": False, "false": False, "f": False, "no": False}
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # the days of a calendar, from 1970


def shaped(plan: Plan, closet: Closet) -> Plan:
    """The plan with every distribution of its recipe; raises PlanError for those that no value could follow."""
    problems: list[Problem] = []
    for wish in plan.recipe.columns:
        if wish.distribution is None or wish.table not in closet.facts:
            continue
        where = f"{wish.table}.{wish.column}"
        wrong = faults(wish.distribution, where)
        problems += wrong
        if not wrong:
            shape = _Shape(closet.facts[wish.table], closet.wishes, wish.column, wish.distribution)
            plan = _with(plan, wish, shape)
            problems += (replace(problem, where=where) for problem in shape.problems)
    if problems:
        raise PlanError(*problems)
    return plan


def _with(plan: Plan, wish: ColumnWish, shape: _Shape) -> Plan:
    """The plan with one column shaped, or with a note that it could not be."""
    table = plan.table(wish.table)
    groups = tuple(shape.group(group) if wish.column in group.columns else group for group in table.groups)
    if wish.column in table.left_out:
        shape.why = "the database fills it"
    notes, declared = plan.notes, () if shape.declared is None else (shape.declared,)
    if shape.why:
        what = f"the distribution {told(shape.wish)} cannot be honoured"
        notes = (*notes, Note(what, shape.why, shape.help, wish.table, wish.column, grave=True))
    if shape.bent:
        what = f"most of the distribution {told(shape.wish)} is cut off"
        notes = (*notes, Note(what, shape.bent, "", wish.table, wish.column, grave=True))
    return replace(plan.regrouped(table.table, groups), notes=notes, declared=plan.declared + declared)


class _Weightless(Exception):
    """None of the values that a branch of a check leaves has any weight."""


@dataclass(slots=True)
class _Shape:
    """One wish: how it changes groups; `why` it cannot be honoured, how it is `bent`, and what is wrong, once tried."""

    facts: Facts
    wishes: Wishes
    column: str
    wish: Distribution
    why: str = ""
    help: str = ""
    bent: str = ""
    problems: list[Problem] = field(default_factory=list)
    declared: Declared | None = None
    _done: str = ""

    @property
    def type(self) -> Type:
        """The type of the column."""
        return self.facts.type(self.column)

    def group(self, group: Group) -> Group:
        """The group with the column shaped."""
        try:
            made = self._generator(group.generator, self._place(group))
        except Unfit as unfit:
            self.problems.append(unfit.problem)
            return group
        if made is None:
            return group
        if self.declared is not None and self.declared.parent:
            self.declared = replace(self.declared, columns=group.columns)
        reasons = group.reasons or (group.reason,) * len(group.columns)
        place = group.columns.index(self.column)
        reason = f"{self._done}; {reasons[place]}"
        if len(group.columns) == 1 or not group.reasons:
            return Group(group.columns, made, reason)
        return Group(group.columns, made, group.reason, (*reasons[:place], reason, *reasons[place + 1 :]))

    def _place(self, group: Group) -> int:
        return group.columns.index(self.column)

    def _generator(self, generator: Generator, place: int) -> Generator | None:
        """What a generator becomes; None, with the reason, where it stays."""
        match generator:
            case Drawn(Value(domain)) | Defaulted(_, Value(domain)):
                return self._value(domain, generator.nulls, free=True)
            case Drawn(Reference() | Among() | Except()):
                return self._reference(generator)
            case Cases():
                return self._cases(generator)
        self.why, self.help = _refused(generator)
        return None

    def _cases(self, cases: Cases) -> Cases | None:
        """Every branch with the column shaped; the rows that its conditions refuse are drawn again.

        A branch that only has values which shall not be is left out.
        """
        cases = self._possible(cases)
        kept: dict[int, tuple[Generator, ...]] = {}
        for number in range(len(cases.branches)):
            with suppress(_Weightless):
                kept[number] = tuple(self._unit(unit, names) for unit, names in cases.units(number))
        if all(kept.get(number) == branch for number, branch in enumerate(cases.branches)):
            self.why = "its values follow from a check and other columns"
            return None
        if not kept:
            raise Unfit(Problem(f"{told(self.wish)} has no value that the checks of the table leave"))
        if self.declared is not None:
            self.declared = replace(self.declared, bent="rows are drawn again until the checks over it hold")
        self._done += ", bent where rows are drawn again until checks hold"
        ties = tuple(cases.ties[number] for number in kept) if cases.ties else ()
        return replace(cases, branches=tuple(kept.values()), ties=ties)

    def _unit(self, unit: Generator, names: tuple[str, ...]) -> Generator:
        match unit:
            case Drawn(Value(domain)) | Defaulted(_, Value(domain)) if names == (self.column,):
                return self._value(domain, unit.nulls, free=False)
        return unit

    def _possible(self, cases: Cases) -> Cases:
        """The branches that hold a value which is named, each as often as its values are."""
        lists = [domain for number in range(len(cases.branches)) for domain in self._lists(cases, number)]
        if self.wish.kind != "choice" or len(lists) < len(cases.branches):
            return cases
        held = [domain.at(_all(domain.size)).to_pylist() for domain in lists]
        shared = Counter(value for values in held for value in values)
        named = {value: Fraction(weight) for text, weight in self.wish.weights for value in self._stored(text)}
        shares = {value: named.get(value, Fraction(0)) / times for value, times in shared.items()}
        masses = [sum((shares[value] for value in values), Fraction(0)) for values in held]
        kept = [place for place, mass in enumerate(masses) if mass]
        if not kept:
            return cases
        ties = tuple(cases.ties[place] for place in kept) if cases.ties else ()
        chances = weighted(tuple(masses[place] for place in kept)) if len(kept) > 1 else None
        return replace(cases, branches=tuple(cases.branches[place] for place in kept), ties=ties, chances=chances)

    def _lists(self, cases: Cases, branch: int) -> Iterator[Choice]:
        """The list of values that a branch has for the column, if it is one."""
        for unit, names in cases.units(branch):
            match unit:
                case Drawn(Value(Choice() as domain)) | Defaulted(_, Value(Choice() as domain)) if names == (
                    self.column,
                ):
                    yield domain

    def _stored(self, text: str) -> list[object]:
        """A value as the column holds it; nothing where it does not."""
        only = self._only(self.facts.limit(self.column), text)
        return only.at(_all(1)).to_pylist() if only is not None else []

    def _reference(self, drawn: Drawn) -> Shaped:
        size = drawn.unit.size
        if self.wish.kind == "choice" or self.wish.edges:
            what = f"a {self.wish.kind} of values cannot spread children over parents"
            raise Unfit(Problem(what, help="use zipf, or another distribution of the ranks of the parents"))
        axis = Axis(Fraction(1), Fraction(1), size)
        wish = completed(self.wish, axis)
        self._done = f"{told(wish)} over the parents, in an order by chance"
        parent = drawn.unit.table if isinstance(drawn.unit, Reference) else ""
        if parent and size <= MOST_RANKS:
            self.declared = replace(self._about, form="parents", distribution=wish, high=float(size), parent=parent)
        return Shaped(drawn.unit, spread_along(wish, axis), drawn.nulls, scattered=True)

    @property
    def _about(self) -> Declared:
        return Declared("numbers", self.facts.table.id, (self.column,), told(self.wish))

    def _value(self, domain: Domain, nulls: int, *, free: bool) -> Shaped:
        if self.wish.kind == "choice" or (self.wish.weights and self.type.kind not in NUMERIC):
            return self._choice(domain, nulls, free=free)
        everyday = axis_of(domain)
        if everyday is None:
            return self._ranked(domain, nulls)
        wish = completed(self._dated(self.wish, everyday), everyday)
        if wish.kind != "zipf" and free:
            domain = self._roomy(wish, domain, everyday)
        axis = axis_of(domain) or everyday
        self._done = told(wish) if self.type.kind not in DATED else f"{told(self.wish)} of its days"
        spread = spread_along(wish, axis)
        if wish.kind != "zipf" and not axis.low <= (median := middle(wish)) <= axis.high:
            self.bent = f"the column holds {self._number(axis.low)} to {self._number(axis.high)} only"
            self.bent += f", half of {told(self.wish)} lies beyond {self._number(median)}"
        if wish.kind != "zipf" or spread.size <= MOST_RANKS:
            self.declared = along(self._about, wish, axis)
        return Shaped(Value(_straight(domain)), spread, nulls)

    def _number(self, place: float) -> str:
        return iso(min(max(place, _FIRST_DAY), _LAST_DAY)) if self.type.kind in DATED else f"{place:g}"

    def _dated(self, wish: Distribution, everyday: Axis) -> Distribution:
        """A distribution of dates in days since 1970: people count the days from the first one of the column."""
        if self.type.kind not in DATED:
            return wish
        if wish.kind in ("poisson", "lognormal"):
            raise Unfit(Problem(f"{told(wish)} is no distribution of dates", help="use normal, beta or exponential"))
        ends = ("low", "high") if wish.kind == "exponential" else ("low", "high", "mean")
        params = {name: value + everyday.low * (name in ends) for name, value in wish.params}
        if wish.kind == "exponential":
            params.setdefault("low", everyday.low)
        days = [place_of(self.type, edge) for edge in wish.edges]
        edges = tuple(edge if day is None else repr(float(day)) for edge, day in zip(wish.edges, days, strict=True))
        return replace(wish, params=tuple(params.items()), edges=edges)

    def _roomy(self, wish: Distribution, domain: Domain, everyday: Axis) -> Domain:
        """All values that type and checks leave where the distribution has any, whatever is usual.

        Only that a column's name tells of nothing below zero is kept to, unless nothing else is asked for.
        """
        if self.type.kind not in NUMERIC and not wish.edges:
            return domain
        low, high = reach(wish)
        limits = self.facts.limit(self.column)
        if limits.low is None and limits.values is None and everyday.low >= 0 and high > 0 and self._is_meant():
            low = max(low, 0.0)
        asked = Limits(low=_bound(floor(low), self.type), high=_bound(ceil(high), self.type))
        try:
            limits = narrow.merge(limits, asked)
            return domain_of(self.type, limits, today=self.wishes.today, dialect=self.wishes.dialect, wide=True)
        except NoValue as error:
            raise Unfit(Problem(f"{told(self.wish)} has no value that the column can hold", why=str(error))) from error
        except Unreadable:
            return domain

    def _is_meant(self) -> bool:
        """Whether the column's name tells what it holds."""
        table = self.facts.table.id
        return (table, self.column) not in self.wishes.plain and meaning_of(table, self.column, self.type) is not None

    def _ranked(self, domain: Domain, nulls: int) -> Shaped:
        """Values without numbers: the first ones are popular, in an order by chance where there is no list."""
        listed = isinstance(domain, Choice)
        axis = Axis(Fraction(1), Fraction(1), domain.size)
        if self.wish.kind != "zipf" and not listed:
            what = f"{told(self.wish)} is no distribution of {self.type.raw or self.type.kind}"
            raise Unfit(Problem(what, help="use zipf or a choice; `lengths` shape how long texts are"))
        wish = completed(self.wish, axis)
        self._done = f"{told(wish)} over its values" + ("" if listed else ", in an order by chance")
        self.declared = over_values(self._about, domain, wish)
        return Shaped(Value(domain), spread_along(wish, axis), nulls, scattered=not listed)

    def _choice(self, domain: Domain, nulls: int, *, free: bool) -> Shaped:
        """The values that are named, by their weights; raises Unfit for those that the column cannot hold."""
        limits = self.facts.limit(self.column)
        found: dict[object, Fraction] = {}
        missing, values = [], []
        for value, weight in self.wish.weights:
            only = self._only(limits, value)
            if only is None:
                missing.append(value)
            elif weight:
                values.append(value)
                found[only.at(_all(1))[0].as_py()] = Fraction(weight)
        if missing or not found:
            held = ", ".join(str(value) for value in domain.values[:8]) if isinstance(domain, Choice) else ""
            why = f"it holds {held}" if held else "its type or a check forbids them"
            raise Unfit(Problem(f"the column cannot hold {', '.join(missing)}", why=why, help="weigh other values"))
        listed = self._listed(limits, values)
        whole = listed if free or not isinstance(domain, Choice) else domain
        self._done = told(self.wish)
        weights = tuple(found.get(value, Fraction(0)) for value in whole.at(_all(whole.size)).to_pylist())
        if not any(weights):
            raise _Weightless
        named = tuple(float(found[value]) for value in listed.at(_all(listed.size)).to_pylist())
        self.declared = chosen(self._about, listed, axis_of(listed), named)
        return Shaped(Value(whole), weighted(weights), nulls)

    def _only(self, limits: Limits, value: str) -> Domain | None:
        with suppress(NoValue, Unreadable):
            return self._listed(limits, [value])
        return None

    def _listed(self, limits: Limits, values: Iterable[str]) -> Domain:
        wanted = tuple(values if limits.values is None else (_read(self.type, value) for value in values))
        only = narrow.merge(limits, Limits(values=wanted))
        return domain_of(self.type, only, today=self.wishes.today, dialect=self.wishes.dialect)


def _read(type: Type, value: str) -> Scalar:
    """A value of a recipe as those of checks are, so that they compare."""
    if type.kind == "boolean":
        return _TRUTHS.get(value.lower(), value)
    try:
        return Decimal(value) if type.kind in NUMERIC else value
    except ArithmeticError:
        return value


def _all(size: int) -> Index:
    return np.arange(size, dtype=np.uint64)


def _straight(domain: Domain) -> Domain:
    """The evenly spaced values of a domain."""
    return domain.domain if isinstance(domain, Skewed) else domain


def _bound(value: int, type: Type) -> Scalar:
    """A bound as limits have it."""
    return iso(min(max(value, _FIRST_DAY), _LAST_DAY)) if type.kind in DATED else value


def _refused(generator: Generator) -> tuple[str, str]:
    """Why a generator cannot follow a distribution, and what would help."""
    match generator:
        case Permuted() | Counted() | Slots() | Ledger() | Turns():
            return "it is part of a key, so that no value may be more frequent than the key allows", ""
        case Forest():
            return "it refers to earlier rows of its own table", ""
        case Null():
            return "it is always NULL", ""
    return "its values follow from others", ""
