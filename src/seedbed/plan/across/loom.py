"""`Loom`: a plan whose columns are made to follow others, one wish after another, as far as that can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from seedbed.errors import Note
from seedbed.generators.cases import Cases
from seedbed.generators.choose import Defaulted, Drawn
from seedbed.generators.domain import Asking, Generator
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.typed import NoValue, Unreadable
from seedbed.generators.domains.typed import readable as within
from seedbed.generators.domains.written import Written
from seedbed.generators.evaluate.predicate import Unsupported, understood
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.generators.row.above import Above
from seedbed.generators.row.after import After, Earlier
from seedbed.generators.row.happened import Event, Happened, Whether, always_there
from seedbed.generators.row.machine import Machine
from seedbed.generators.row.tally import Amount, Term
from seedbed.generators.row.ties import Tie
from seedbed.generators.row.worked import Copied, Portion, Worked
from seedbed.generators.units import Reference, Value
from seedbed.plan.across.lean import better, given_by, is_order, later_than, not_before
from seedbed.plan.across.names import NUMBERS
from seedbed.plan.across.stages import kept_by
from seedbed.plan.across.threads import Hidden, Threads
from seedbed.plan.across.wanted import Beside, Bound, Copy, Order, Part, Total, Upper, Wanted, shown
from seedbed.plan.conditions.follow import extent
from seedbed.plan.conditions.look import Look
from seedbed.plan.dress.closet import Closet
from seedbed.plan.plan import Group, Plan
from seedbed.schema.expression import Call, Expression, Ref, references
from seedbed.schema.types import Type

__all__ = ["FOLLOWING", "Loom"]

FOLLOWING = (Above, After, Copied, Happened, Portion, Whether, Worked)
"""The generators of columns that follow others: whatever else they held would be wrong."""

_DAY = 86_400_000_000
_HOUR = _DAY // 24
_YEAR = 365
_HOURS = 24
_MINUTES = 60


class Loom:
    """A plan, its threads, and the notes on what could not be woven."""

    def __init__(self, plan: Plan, closet: Closet) -> None:
        self.plan, self.closet = plan, closet
        self.notes: list[Note] = []
        self._threads = Threads(plan, closet)
        self._held = {table.table: _held(closet, table.table) for table in plan.tables}

    def woven(self) -> Plan:
        """The plan with all that was woven in."""
        return self._threads.woven(self.notes)

    def weave(self, wanted: Wanted) -> bool:
        """Makes a column follow what it shall follow; whether that could be."""
        if isinstance(wanted, Beside):
            return self._belongs(wanted)
        group = self._settable(wanted.table, wanted.column)
        if group is None:
            return self._leant(wanted)
        match wanted:
            case Order():
                return self._ordered(wanted, group)
            case Copy(look=look):
                return self._copied(wanted, look, group)
            case Total() | Part():
                return self._worked(wanted, group)
            case Upper():
                return self._raised(wanted, group)

    def _belongs(self, wanted: Beside) -> bool:
        """Lets a column be there where an event took place, or say whether it did."""
        group = self._threads.groups.get((wanted.table, wanted.column))
        if group is None or not self._may_be_absent(wanted, group):
            return False
        if not self._threads.links(wanted.table, group, (wanted.teller,), Hidden()):
            return False
        type, event = self._type(wanted.table, wanted.column), Event(wanted.table, wanted.teller, wanted.states)
        if type.kind == "boolean":
            self._threads.put(wanted, group, Whether(event, type), f"whether {wanted.teller} is there")
        else:
            made = Happened(event, always_there(group.generator))
            self._threads.put(wanted, group, made, f"{group.reason}; there where {wanted.teller} tells of it")
        return True

    def _may_be_absent(self, wanted: Beside, group: Group) -> bool:
        """Whether nothing but its own row depends on whether the column is NULL, or true."""
        facts, wish = self.closet.facts[wanted.table], self.closet.wishes.wish(wanted.table, wanted.column)
        asked = {name for condition in facts.conditions for name in references(condition)}
        told = {name for distinct in facts.distinct if len(distinct.reads) > 1 for name in distinct.reads}
        is_free = wanted.column not in asked | told and facts.limit(wanted.column).null is None
        wishes = wish.nulls is not None or self._is_wished(wanted.table, wanted.column)
        return is_free and not wishes and len(group.columns) == 1 and self._may_be_told(wanted, group)

    def _may_be_told(self, wanted: Beside, group: Group) -> bool:
        """Whether a flag has no checks of its own; any other column may be NULL where it is."""
        is_flag = self._type(wanted.table, wanted.column).kind == "boolean"
        return not is_flag or (self._settable(wanted.table, wanted.column) is group and not self._own(wanted))

    def _own(self, wanted: Beside) -> tuple[Expression, ...]:
        return self.closet.facts[wanted.table].own.get(wanted.column, ())

    def _raised(self, wanted: Upper, group: Group) -> bool:
        """Lets a number not be below others."""
        made = group.generator
        if not isinstance(made, Drawn | Defaulted) or not isinstance(made.unit, Value):
            return False
        wanted_all = [Call(">=", (Ref(wanted.column), Ref(name))) for name in wanted.lower]
        if not all(self._is_askable(wanted.table, condition, Hidden()) for condition in wanted_all):
            return False
        if not self._threads.links(wanted.table, group, wanted.lower, Hidden()):
            return False
        today = self.closet.wishes.today
        span = wanted.hours * _HOUR
        above = Above(wanted.table, wanted.column, wanted.lower, made.unit.domain, today, made, span)
        self._threads.put(wanted, group, above, f"{group.reason}; not below {', '.join(wanted.lower)}")
        return True

    def _ordered(self, wanted: Order, group: Group) -> bool:
        grid = self._grid(wanted.table, wanted.column, group.generator)
        if grid is None:
            return False
        type = self._type(wanted.table, wanted.column)
        type = grid.type if type.kind in TEXTS else type
        bounds = [bound for bound in wanted.bounds if self._may_ask(wanted, group, bound)]
        if not bounds:
            return False
        unit = 1 if type.kind == "date" else _DAY
        free = wanted.open and self.closet.facts[wanted.table].limit(wanted.column).high is None
        last = grid.first + grid.step * (grid.size - 1)
        made = After(
            wanted.table,
            type,
            group.generator,
            tuple(Earlier(bound.column, bound.days) for bound in bounds),
            grid.first,
            grid.step,
            last,
            wanted.within * unit // _HOURS,
            _YEAR * unit if free else 0,
        )
        names = ", ".join(bound.column for bound in bounds)
        self._threads.put(wanted, group, made, f"{group.reason}; not before {names}", bounds)
        return True

    def step_back(self, wanted: Wanted) -> None:
        """Notes that a column does not follow what it might; what the recipe says of it needs no note."""
        if (wanted.table, wanted.column) not in self._threads.groups or self._is_wished(wanted.table, wanted.column):
            return
        match wanted:
            case Order():
                names = self._before(wanted)
                if not names:
                    return
                what = f"it may come before {', '.join(names)}"
            case Copy(look=look):
                what = f"it may differ from {look.name}"
            case Total(terms=terms):
                what = f"it may differ from {shown(terms)}"
            case _:
                return
        why = "a key, a check or another column that follows it is in the way"
        self.notes.append(Note(what, why, table=wanted.table, column=wanted.column))

    def _before(self, wanted: Order) -> list[str]:
        """The columns that a moment shall come after and may come before."""
        group, names = self._threads.groups[wanted.table, wanted.column], [bound.column for bound in wanted.bounds]
        if not isinstance(group.generator, Machine):
            return names
        kept = kept_by(group.generator, group.columns, wanted.column, names)
        return [name for name in names if name not in kept]

    def _leant(self, wanted: Wanted) -> bool:
        """Gives columns that checks tie together a further condition, which they meet where they can."""
        group = self._threads.groups.get((wanted.table, wanted.column))
        if group is None or self._is_wished(wanted.table, wanted.column):
            return False
        if isinstance(group.generator, Machine) and isinstance(wanted, Order):
            return self._begun(wanted, group, group.generator)
        if not isinstance(group.generator, Cases):
            return False
        match wanted:
            case Order():
                return self._leant_in_order(wanted, group, group.generator)
            case Copy(look=look) if look.type.kind not in NUMBERS:
                return self._leant_on(wanted, group, group.generator, Tie(wanted.column, Ref(look.name)), look.name)
            case Copy(look=look):
                terms: tuple[Term, ...] = (Term((Amount(look.name),)),)
            case Total():
                terms = wanted.terms
            case _:
                return False
        tie = given_by(wanted.column, self._type(wanted.table, wanted.column), terms)
        return self._leant_on(wanted, group, group.generator, tie, shown(terms))

    def _begun(self, wanted: Order, group: Group, machine: Machine) -> bool:
        """Lets the moments of states begin after others; among themselves they rise already."""
        others = [bound for bound in wanted.bounds if bound.column not in (*group.columns, machine.anchor)]
        bounds = [bound for bound in others if self._may_ask(wanted, group, bound)]
        if bounds:
            floors = dict.fromkeys((*machine.floors, *(bound.column for bound in bounds)))
            reason = f"{group.reason}; not before {', '.join(bound.column for bound in bounds)}"
            self._lean(wanted, group, replace(machine, floors=tuple(floors)), reason, bounds)
        return len(bounds) == len(others)

    def _leant_on(self, wanted: Copy | Total, group: Group, cases: Cases, tie: Tie, text: str) -> bool:
        if tie.value is None:
            return False
        looks = (wanted.look,) if isinstance(wanted, Copy) else wanted.looks
        hidden = Hidden(looks, wanted.children if isinstance(wanted, Total) else ())
        same = Call("=", (Ref(wanted.column), tie.value))
        reads = [name for name in references(tie.value) if name not in group.columns]
        asked = (same, *self._accepts(wanted.table, wanted.column))
        made = better(cases, tie, asked)
        if made is None or not self._is_askable(wanted.table, same, hidden):
            return False
        if not self._threads.links(wanted.table, group, reads, hidden):
            return False
        self._lean(wanted, group, made, f"{text}, where its checks hold", ())
        return True

    def _leant_in_order(self, wanted: Order, group: Group, cases: Cases) -> bool:
        told = [frozenset(references(known)) for known in cases.conditions if is_order(known)]
        open_ = [bound for bound in wanted.bounds if frozenset((wanted.column, bound.column)) not in told]
        begun, over = self._lasts(wanted, group)
        if not open_ and not over:
            return True
        open_ = [bound for bound in open_ if self._compares(wanted, bound)]
        inner = [bound for bound in open_ if bound.column in group.columns]
        bounds = inner + [bound for bound in open_ if bound not in inner and self._may_ask(wanted, group, bound)]
        wished = tuple(not_before(wanted.column, bound.column) for bound in bounds)
        wished += begun
        soon = tuple(Call("not", (condition,)) for condition in over)
        grid = self._grid_in(wanted.table, wanted.column, cases)
        grid = grid and _from_first_of(grid, self._grid_in(wanted.table, wanted.near, cases)) if over else grid
        made = better(cases, Tie(wanted.column, None, wished, over), (*wished, *soon), grid)
        if made is None or not (bounds or over):
            return False
        place = group.columns.index(wanted.column)
        reason = group.reasons[place] if group.reasons else group.reason
        reason += f"; not before {', '.join(bound.column for bound in bounds)}" if bounds else ""
        reason += f"; soon after {wanted.near}" if over else ""
        self._lean(wanted, group, made, reason, bounds)
        return True

    def _lasts(self, wanted: Order, group: Group) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
        """That something lasts for a while, and that it lasts too long; nothing where that is untold."""
        if wanted.near not in group.columns:
            return (), ()
        type = self._type(wanted.table, wanted.column)
        if type.kind in TEXTS or type.kind != self._type(wanted.table, wanted.near).kind:
            return (), ()
        shortest = round(max(bound.days for bound in wanted.bounds) * _HOURS * _MINUTES)
        begun, over = (
            later_than(wanted.column, wanted.near, type, minutes) for minutes in (shortest, wanted.within * _MINUTES)
        )
        if not self._is_askable(wanted.table, over, Hidden()):
            return (), ()
        return () if type.kind == "date" else (begun,), (over,)

    def _lean(self, wanted: Wanted, group: Group, made: Generator, reason: str, bounds: Iterable[Bound]) -> None:
        place = group.columns.index(wanted.column)
        reasons = group.reasons or (group.reason,) * len(group.columns)
        words = (*reasons[:place], reason, *reasons[place + 1 :])
        self._threads.set(wanted.table, replace(group, generator=made, reasons=words))
        self._threads.hide(wanted, bounds)

    def _compares(self, wanted: Order, bound: Bound) -> bool:
        """Whether the moments can be compared."""
        looks = () if bound.look is None else (bound.look,)
        return self._is_askable(wanted.table, not_before(wanted.column, bound.column), Hidden(looks))

    def _is_askable(self, table: str, condition: Expression, hidden: Hidden) -> bool:
        """Whether drawn rows can be asked a condition."""
        types = {column.name: column.type for column in self.plan.schema.table(table).columns}
        types |= {look.name: look.type for look in hidden.looks}
        types |= {child.name: Type("decimal") for child in hidden.children}
        try:
            understood(condition, types, self.closet.wishes.today)
        except Unsupported:
            return False
        return True

    def _grid_in(self, table: str, column: str, cases: Cases) -> Grid | None:
        """The moments that a column may hold which checks tie to others."""
        made = (unit for unit, names in cases.units(0) if names == (column,))
        return self._grid(table, column, next(made, None))

    def _is_wished(self, table: str, column: str) -> bool:
        """Whether the recipe says what values a column holds."""
        wish = self.closet.wishes.wish(table, column)
        return bool(wish.generator or wish.pattern or wish.distribution)

    def _may_ask(self, wanted: Order, group: Group, bound: Bound) -> bool:
        """Whether an order may look at one more column; if so it does."""
        looks = () if bound.look is None else (bound.look,)
        return self._threads.links(wanted.table, group, (bound.column,), Hidden(looks))

    def _copied(self, wanted: Copy, look: Look, group: Group) -> bool:
        type = self._type(wanted.table, wanted.column)
        if not self._threads.links(wanted.table, group, (look.name,), Hidden((look,))):
            return False
        accepts = self._accepts(wanted.table, wanted.column)
        today = self.closet.wishes.today
        made: Generator
        if type.kind in NUMBERS:
            terms = (Term((Amount(look.name),)),)
            made = Worked(wanted.table, wanted.column, type, terms, accepts, today, group.generator)
        else:
            made = Copied(wanted.table, wanted.column, type, look.name, accepts, today, group.generator)
        self._threads.put(wanted, group, made, f"{look.name}, the same; else {group.reason}")
        return True

    def _worked(self, wanted: Total | Part, group: Group) -> bool:
        reads = tuple(amount.column for term in wanted.terms for amount in term.amounts)
        if not self._threads.links(wanted.table, group, reads, Hidden(wanted.looks, wanted.children)):
            return False
        type, accepts = self._type(wanted.table, wanted.column), self._accepts(wanted.table, wanted.column)
        today = self.closet.wishes.today
        text = shown(wanted.terms)
        if isinstance(wanted, Part):
            made: Generator = Portion(
                *(wanted.table, wanted.column, type, wanted.terms, wanted.percent, accepts, today, group.generator),
                wanted.least,
            )
            ends = f"{wanted.least} to {wanted.percent}" if wanted.least else f"up to {wanted.percent}"
            self._threads.put(wanted, group, made, f"{ends} % of {text}")
            return True
        blank = wanted.column not in self.closet.facts[wanted.table].required
        made = Worked(wanted.table, wanted.column, type, wanted.terms, accepts, today, group.generator, blank)
        self._threads.put(wanted, group, made, f"{text}, from its name")
        return True

    def _settable(self, table: str, column: str) -> Group | None:
        """The group of a column that may be made to follow others; None where something else holds on to it."""
        group = self._threads.groups.get((table, column))
        if group is None or len(group.columns) > 1 or isinstance(group.generator, Asking):
            return None
        unit = getattr(group.generator, "unit", None)
        if column in self._held[table] or not isinstance(unit, Value | Reference):
            return None
        return None if self._is_wished(table, column) else group

    def _type(self, table: str, column: str) -> Type:
        return self.plan.schema.table(table).column(column).type

    def _accepts(self, table: str, column: str) -> tuple[Expression, ...]:
        facts = self.closet.facts[table]
        return (*facts.own.get(column, ()), *extent(Ref(column), facts.type(column)))

    def _grid(self, table: str, column: str, made: Generator | None) -> Grid | None:
        """The moments that a column may hold: those that are usual for its name, and until today as its type has it."""
        unit = getattr(made, "unit", None)
        domain = getattr(unit, "domain", None)
        is_text = isinstance(domain, Written)
        named, wishes = domain.domain if isinstance(domain, Written) else domain, self.closet.wishes
        if not isinstance(unit, Value) or not isinstance(named, Grid):
            return None
        limits = Limits() if is_text else self.closet.facts[table].limit(column)
        try:
            typed, _ = within(named.type, limits, today=wishes.today, dialect=wishes.dialect)
        except (NoValue, Unreadable):
            return named
        if not isinstance(typed, Grid):
            return named
        last = max(grid.first + grid.step * (grid.size - 1) for grid in (named, typed))
        return replace(named, size=(last - named.first) // named.step + 1)


def _from_first_of(grid: Grid, other: Grid | None) -> Grid:
    """A grid that begins where another one does, if that is earlier."""
    steps = 0 if other is None else max(-((other.first - grid.first) // grid.step), 0)
    return replace(grid, first=grid.first - steps * grid.step, size=grid.size + steps)


def _held(closet: Closet, table: str) -> frozenset[str]:
    """The columns of a table that conditions or keys read."""
    facts = closet.facts[table]
    held = {name for condition in facts.conditions for name in references(condition)}
    return frozenset(held.union(*(wanted.reads for wanted in facts.distinct)))
