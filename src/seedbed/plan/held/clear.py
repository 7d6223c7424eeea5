"""New rows beside those that are there: whatever is distinct skips the values that are taken.

What is taken is found by looking: the slots that new rows would use are evaluated while planning, and those whose
values are there already are listed in the plan. So it is exact for every kind of value, and a row's slot stays
a function of its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.errors import PlanError, Problem
from seedbed.generators.choose import Counted, Permuted, Slots
from seedbed.generators.domain import Domain, Generator, Given, Rows
from seedbed.generators.factors.joint import Joint
from seedbed.generators.keys.known import Clear
from seedbed.generators.keys.turns import Turns
from seedbed.generators.row.bounded import between
from seedbed.generators.units import Value
from seedbed.plan.facts import Distinct, Facts
from seedbed.plan.held.existing import Existing
from seedbed.plan.held.seen import Flags, Seen, Spans, comparable
from seedbed.plan.held.turns import clear_turns
from seedbed.plan.keys.rings import asking, node
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.schema.expression import references
from seedbed.schema.graph import components

__all__ = ["Crowded", "cleared"]

Evaluate = Callable[[Plan], Given]
Asked = tuple[tuple[str, ...], "Seen | Spans"]

_LEAST = 1 << 10
_MOST = 1 << 18


class Crowded(Exception):
    """The rows that are there leave fewer choices of some columns than rows are asked.

    `columns` says for (table, columns) how many: with that the plan is to be made again.
    """

    def __init__(self, columns: Mapping[tuple[str, tuple[str, ...]], int]) -> None:
        super().__init__(str(columns))
        self.columns = columns


def cleared(plan: Plan, facts: Mapping[str, Facts], existing: Existing, evaluate: Evaluate) -> Plan:
    """The plan whose new rows keep clear of those that are there. Raises Crowded."""
    if not existing.tables and not existing.held:
        return plan
    _unmixed(plan, existing)
    crowded: dict[tuple[str, tuple[str, ...]], int] = {}
    shrinking: set[str] = set()
    for table, group in list(_in_order(plan, facts)):
        planned = plan.table(table)
        if shrinking & {key.table for key in plan.schema.table(table).foreign_keys}:
            shrinking.add(table)
        elif isinstance(group.generator, Turns) and planned.known and planned.rows:
            plan = _with(plan, table, clear_turns(planned, group, group.generator, evaluate(plan)))
        elif (size := _size(group.generator)) and (wanted := _wanted(planned, group, existing)):
            again, free = _Search(plan, facts[table], planned, wanted, group, size, existing, evaluate).run()
            plan = _with(plan, table, again)
            spills = isinstance(group.generator, Permuted) and group.generator.spills
            if free < wanted and not spills:
                crowded[table, group.columns] = free
                shrinking.add(table)
    if crowded:
        raise Crowded(crowded)
    return plan


def _unmixed(plan: Plan, existing: Existing) -> None:
    """Raises PlanError where columns are chosen together that are new in different rows."""
    problems = []
    for id, held in existing.held.items():
        groups = plan.table(id).groups if any(table.table == id for table in plan.tables) else ()
        for group in groups:
            opened = {tuple(existing.open(id, [name]).to_pylist()) for name in group.columns if name in held.open}
            if opened and (len(opened) > 1 or not set(group.columns) <= set(held.open)):
                what = "these columns depend on each other, and some rows have a part of them already"
                problems.append(Problem(what, f"{id}.{', '.join(group.columns)}", help="fill them by hand first"))
    if problems:
        raise PlanError(*problems)


def _wanted(planned: TablePlan, group: Group, existing: Existing) -> int:
    """How many rows of a group must keep clear of others that are there."""
    if planned.table in existing.held:
        return len(existing.open(planned.table, group.columns))
    return planned.rows if planned.known else 0


def _in_order(plan: Plan, facts: Mapping[str, Facts]) -> Iterator[tuple[str, Group]]:
    """The groups of all tables, those that others ask first."""
    groups = {table.table: table.groups for table in plan.tables}
    places = {node(id, group): (id, group) for id, made in groups.items() for group in made}
    for ring in components(asking(facts, groups)):
        yield from (places[name] for name in ring)


def _with(plan: Plan, table: str, group: Group) -> Plan:
    """The plan with another generator for the columns of a group."""
    tables = tuple(
        replace(found, groups=tuple(group if old.columns == group.columns else old for old in found.groups))
        if found.table == table
        else found
        for found in plan.tables
    )
    return replace(plan, tables=tables)


def _size(generator: Generator) -> int:
    """How many slots a generator of distinct values has; 0 for one that needs no slots."""
    match generator:
        case Counted(Value() as unit) | Permuted(unit):
            return unit.size
        case Slots() | Joint():
            return generator.size
    return 0


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for the slots of one group that are taken."""

    plan: Plan
    facts: Facts
    planned: TablePlan
    wanted: int
    group: Group
    size: int
    existing: Existing
    evaluate: Evaluate

    def run(self) -> tuple[Group, int]:
        """The group with its slots, and how many rows find one."""
        start = self._start()
        if isinstance(self.group.generator, Counted) and start + self.wanted <= self.size:
            return self._clear(start, []), self.wanted
        asked = [*self._asked()]
        taken: list[np.ndarray] = []
        place = free = 0
        while place < self.size and free < self.wanted:
            count = min(max(self.wanted - free, _LEAST), _MOST, self.size - place)
            bad = self._hits(start, place, count, asked)
            taken.append(np.flatnonzero(bad).astype(np.uint64) + np.uint64(place))
            free += count - int(bad.sum())
            place += count
        return self._clear(start, taken), free

    def _clear(self, start: int, taken: list[np.ndarray]) -> Group:
        numbers = pa.array(np.concatenate(taken) if taken else [], pa.uint64())
        opened = self.existing.open(self.planned.table, self.group.columns)
        clear = Clear(
            self.group.generator, self.planned.known, self.size, start, numbers, opened if len(opened) else None
        )
        return replace(self.group, generator=clear)

    def _start(self) -> int:
        """The first slot: behind the largest value of what counts up, behind as many rows as there are for others.

        Rows of ours with the same seed are then continued, and nothing of theirs is met.
        """
        match self.group.generator:
            case Counted(Value(domain)):
                return self._behind(domain)
        return self.planned.known % self.size

    def _behind(self, domain: Domain) -> int:
        largest = pc.max(self.existing.cells(self.facts.table.id, self.group.columns[0]))
        if largest.as_py() is None:
            return 0

        def above(values: pa.Array) -> Flags:
            found: Flags = pc.greater(values, largest.cast(values.type)).to_numpy(zero_copy_only=False)
            return found

        first = int(between(domain, [above], [], np.zeros(1))[0])
        return first if domain.at(np.array([first], dtype=np.uint64))[0].as_py() > largest.as_py() else 0

    def _hits(self, start: int, place: int, count: int, asked: list[Asked]) -> Flags:
        """Which of `count` slots from a place on are taken."""
        clear = Clear(self.group.generator, self.planned.total, self.size, start, pa.array([], pa.uint64()))
        trial = self.evaluate(_with(self.plan, self.facts.table.id, replace(self.group, generator=clear)))
        first = self.planned.total + place  # no row that is there, and none whose cells are held
        rows: Rows = np.arange(first, first + count, dtype=np.uint64)
        bad = np.zeros(count, dtype=np.bool_)
        for names, seen in asked:
            bad |= seen.hit([self._comparable(name, trial.column(self.facts.table.id, name, rows)) for name in names])
        return bad

    def _asked(self) -> Iterator[Asked]:
        """The columns of this group in each unique set, with the values of theirs that are there."""
        done = set()
        for wanted in self.facts.distinct:
            read = wanted.columns.union(*map(references, wanted.computed))
            names = tuple(name for name in self.group.columns if name in read)
            if names and names not in done:
                done.add(names)
                cells = [self._comparable(name, self.existing.cells(self.facts.table.id, name)) for name in names]
                yield names, self._seen(wanted, cells)

    def _seen(self, wanted: Distinct, cells: list[pa.Array]) -> Seen | Spans:
        try:
            return Spans(cells) if wanted.columns <= self.facts.disjoint else Seen(cells)
        except ValueError as error:
            what = f"a range that is there cannot be read: {error}"
            raise PlanError(Problem(what, f"{self.facts.table.id}.{self.group.columns[0]}")) from error

    def _comparable(self, name: str, cells: pa.Array) -> pa.Array:
        padded = self.plan.schema.dialect == "mysql"
        cut = any(key.lower().startswith("left") for unique in self.facts.table.uniques for key in unique.keys)
        prefix = self.facts.limit(name).max_length if cut else None
        return comparable(cells, self.facts.type(name), padded, prefix)
