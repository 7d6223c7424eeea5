"""The search: for each rule of each table the change that breaks it and as little else as can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.plan.violate.cells import Row, batch_of, rows_of, texts_of
from seedbed.plan.violate.changes import Ground, changes, repairs, to_fill, to_meet
from seedbed.plan.violate.fresh import fresh_candidates
from seedbed.plan.violate.reasons import why_also, why_none
from seedbed.plan.violate.refusal import Names, first, names_of, refusal
from seedbed.plan.violate.wrong import wrong
from seedbed.schema.model import Check, Column, Exclusion, Schema, Table, Unique
from seedbed.schema.violation import Also, Refusal, Unbroken, Violation, Violations
from seedbed.validate.rules import Rule
from seedbed.validate.trial import Outcome, Trial, trial

__all__ = ["violations"]

_GROUNDS = 3
"""Valid rows that changes are tried on."""
_KEPT = 6
"""Rows that are kept for each rule, to mend what else they break."""
_EARLIER = 8
"""Rows that are tried as the ones whose key is repeated."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A row that breaks its rule, what else it breaks, and the valid row that it was."""

    row: Row
    valid: Row
    changed: tuple[str, ...]
    broken: frozenset[int]
    before: Row | None = None
    sound: bool = True  # whether the valid row is valid beside the one before, too

    @property
    def cost(self) -> tuple[int, int]:
        """How much more than needed it breaks and changes; the least is the best."""
        return len(self.broken), len(self.changed)


def violations(
    schema: Schema, world: Mapping[str, pa.Table], spare: Mapping[str, pa.Table], caps: Mapping[str, str]
) -> Violations:
    """Counter-examples against a world of valid rows; `spare` are rows of a larger one, `caps` what limits tables."""
    rows, more = (
        {table.id: rows_of(table, found[table.id], schema.dialect) for table in schema} for found in (world, spare)
    )
    found: list[Violation] = []
    unbroken: list[Unbroken] = []
    names = names_of(schema)
    with trial(schema, world) as court:
        for table in schema:
            search = _Search(court, Ground(table, rows, more, schema.dialect), names, caps.get(table.id, ""))
            for rule, best in search.results():
                if best is None:
                    unbroken.append(_unbroken(rule, search))
                else:
                    found.append(_violation(rule, best, search))
    return Violations(tuple(found), tuple(unbroken))


@dataclass(slots=True)
class _Search:
    """The search in one table."""

    court: Trial
    ground: Ground
    names: Names
    cap: str
    valid: list[Row] = field(default_factory=list)
    spoiled: frozenset[int] = frozenset()  # what even the row without a change breaks, where there is no room
    best: dict[int, list[Tried]] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)
    unasked: dict[int, str] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        """The table."""
        return self.ground.table

    @property
    def rules(self) -> Sequence[Rule]:
        """Its rules that something can break, as far as its types tell."""
        dialect = self.ground.dialect
        return [
            rule
            for rule in self.court.rules[self.table.id]
            if rule.kind != "DATA_TYPE" or (isinstance(rule.source, Column) and wrong(self.table, rule.source, dialect))
        ]

    def results(self) -> Iterator[tuple[Rule, Tried | None]]:
        """Each rule with the best that was found for it."""
        self._find_ground()
        if self.valid:
            for row in self.valid:
                self._try(row, self._open(), self.ground)
            self._repair()
            self._try(self.valid[0], self._open(), self.ground, harder=True)
            self._try_beside()
            self._repair()
        for rule in self.rules:
            yield rule, self.best[rule.number][0] if rule.number in self.best else None

    def _open(self) -> list[Rule]:
        """The rules without a counter-example that breaks nothing else."""
        best = {number: tried[0] for number, tried in self.best.items()}
        return [rule for rule in self.rules if rule.number not in best or len(best[rule.number].broken) > 1]

    def _find_ground(self) -> None:
        candidates = fresh_candidates(self.table, self.ground.world, self.ground.spare[self.table.id])
        candidates = candidates or tuple(self.ground.there[:1])
        if not candidates:
            return
        outcome = self._ask(candidates)
        self.unasked = dict(outcome.unasked)
        sound = [row for row, broken in zip(candidates, outcome.broken, strict=True) if not broken]
        self.valid = sound[:_GROUNDS]
        if not sound:
            least = min(range(len(candidates)), key=lambda place: len(outcome.broken[place]))
            self.valid, self.spoiled = [candidates[least]], outcome.broken[least]

    def _try(
        self,
        row: Row,
        rules: Sequence[Rule],
        ground: Ground,
        *,
        harder: bool = False,
        before: Row | None = None,
        sound: bool = True,
    ) -> None:
        """Asks all changes of a row for all rules at once, and keeps the best of each."""
        found = [(rule, change) for rule in rules for change in changes(rule, row, ground, harder=harder)]
        self._ask_all([(rule, row, {**row, **change}) for rule, change in found], before, sound)

    def _repair(self) -> None:
        """Changes what else the best rows break, where that is possible."""
        for rule in self._open():
            for tried in () if self.spoiled else tuple(self.best.get(rule.number, ())):
                others = [other for other in self.rules if other.number in tried.broken and other is not rule]
                fixed = (*rule.columns, *tried.changed)
                found = (cells for other in others for cells in repairs(other, tried.row, fixed, self.ground))
                self._ask_all(
                    [(rule, tried.valid, {**tried.row, **cells}) for cells in found], tried.before, tried.sound
                )

    def _ask_all(self, tries: Sequence[tuple[Rule, Row, Row]], before: Row | None, sound: bool = True) -> None:
        """Asks rows, each made for a rule from a valid row."""
        found = [(rule, valid, row, _changed(valid, row)) for rule, valid, row in tries]
        asked = [each for each in found if each[3] or before is not None]
        if not asked:
            return
        outcome = self._ask([row for _, _, row, _ in asked], before)
        for (rule, valid, row, names), broken in zip(asked, outcome.broken, strict=True):
            self.tries[rule.number] = self.tries.get(rule.number, 0) + 1
            if rule.kind == "DATA_TYPE" or rule.number in broken:
                self._keep(rule, Tried(row, valid, names, broken | {rule.number}, before, sound))

    def _try_beside(self) -> None:
        """Keys that no row of the world has: one valid row is put there first, and the other repeats its key."""
        if self.spoiled:
            return
        for rule in self._open():
            if rule.number in self.best or not isinstance(rule.source, Unique | Exclusion):
                continue
            for one in self._earlier(rule, rule.source.where):
                there = replace(self.ground, world={**self.ground.world, self.table.id: [one]})
                for other in self.valid[1:] or self.valid:
                    sound = not self._ask([other], one).broken[0]
                    self._try(other, [rule], there, before=one, sound=sound)
                if rule.number in self.best:
                    break

    def _earlier(self, rule: Rule, where: Check | None) -> list[Row]:
        """A valid row; then such as have no NULL in the key, and may meet the condition of a partial one."""
        one = self.valid[0]
        full = {**one, **to_fill(rule.columns, one, self.ground)}
        found = [full] if _changed(one, full) else []
        found += [{**full, **cells} for cells in to_meet(where, full, self.ground)] if where is not None else []
        outcome = self._ask(found) if found else Outcome((), {})
        sound = [row for row, broken in zip(found, outcome.broken, strict=True) if not broken]
        return [one, *sound[:_EARLIER]]

    def _keep(self, rule: Rule, tried: Tried) -> None:
        kept = self.best.setdefault(rule.number, [])
        if len(kept) < _KEPT or tried.cost < kept[-1].cost:
            kept.append(tried)
            kept.sort(key=lambda each: each.cost)
            del kept[_KEPT:]

    def _ask(self, rows: Sequence[Row], before: Row | None = None) -> Outcome:
        """The outcome for all rows; those with the same columns are asked together."""
        places: dict[tuple[str, ...], list[int]] = {}
        for place, row in enumerate(rows):
            places.setdefault(tuple(row), []).append(place)
        broken = [frozenset[int]()] * len(rows)
        unasked: dict[int, str] = {}
        earlier = texts_of([before], before) if before else None
        for columns, some in places.items():
            found = self.court.ask(self.table, texts_of([rows[place] for place in some], columns), earlier)
            unasked = {**found.unasked, **unasked}
            for place, numbers in zip(some, found.broken, strict=True):
                broken[place] = numbers
        return Outcome(tuple(broken), unasked)


def _changed(valid: Row, row: Row) -> tuple[str, ...]:
    return tuple(name for name, cell in row.items() if name not in valid or valid[name].text != cell.text)


def _violation(rule: Rule, tried: Tried, search: _Search) -> Violation:
    table, dialect = search.table, search.ground.dialect
    by_number = {each.number: each for each in search.court.rules[table.id]}
    broken = [by_number[number] for number in sorted(tried.broken)]
    met = first(broken, dialect, search.names)
    columns = [column.name for column in table.columns]
    also = tuple(
        Also(other.kind, other.says, why_also(rule, other, search.spoiled, search.cap))
        for other in broken
        if other is not rule
    )
    return Violation(
        rule.kind,
        table.id,
        rule.says,
        rule.columns,
        batch_of(tried.row, columns),
        tried.changed,
        _answer(met, tried, search),
        batch_of(tried.valid, columns) if tried.changed and tried.sound and not search.spoiled else None,
        () if tried.before is None else (batch_of(tried.before, columns),),
        also,
    )


def _answer(rule: Rule, tried: Tried, search: _Search) -> Refusal:
    """The error of the rule that the database meets first."""
    if rule.kind != "DATA_TYPE" or not isinstance(rule.source, Column):
        return refusal(rule, search.table, search.ground.dialect, search.names)
    name = rule.source.name
    now = tried.valid[name].text if name in tried.valid else None
    values = wrong(search.table, rule.source, search.ground.dialect, now or "")
    found = next((each for each in values if each.cell.text == tried.row[name].text), values[0])
    return Refusal(found.code, or_code=(found.other,) if found.other else ())


def _unbroken(rule: Rule, search: _Search) -> Unbroken:
    tries = search.tries.get(rule.number, 0)
    why = why_none(
        rule, search.ground.dialect, bool(search.valid), tries, search.unasked.get(rule.number, ""), search.cap
    )
    return Unbroken(rule.kind, rule.table, rule.says, rule.columns, why)
