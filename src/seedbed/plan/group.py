"""Groups: the generator of each part, and of the parts that conditions tie together."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem
from seedbed.generators.choose import Counted, Defaulted, Drawn, Forest, Null, Permuted, Round, Slots
from seedbed.generators.copy import Own
from seedbed.generators.domain import Generator, Unit
from seedbed.generators.joined import Unjoined
from seedbed.generators.known import Except
from seedbed.generators.ledger import Ledger
from seedbed.generators.limits import Limits
from seedbed.generators.pattern import Numbered
from seedbed.generators.units import Among, Value
from seedbed.plan.again import retries, slot_of
from seedbed.plan.casing import Casing
from seedbed.plan.existing import Existing
from seedbed.plan.facts import UNREAD, Facts
from seedbed.plan.lessons import Lessons
from seedbed.plan.look import looking
from seedbed.plan.machines import joined_by, machines_of
from seedbed.plan.parts import Part
from seedbed.plan.plan import Group
from seedbed.plan.referring import fellow_of, joined_of, label_of, own_columns, parent_of, radices_of, types_of
from seedbed.plan.tied import NULL_SHARE, firsts, in_turn, ledger_of, shared, turning
from seedbed.plan.unique import Assignment, Knot, Mode, is_kept
from seedbed.plan.values import Chosen, NoValue, Wishes, choose, choose_disjoint, default_of
from seedbed.schema.expression import Call, Expression, references
from seedbed.schema.model import ForeignKey, Schema

__all__ = ["DEFAULT_SHARE", "NULL_SHARE", "Grouping", "grouped", "ledgers"]

DEFAULT_SHARE = 300_000
"""Parts of a million of a column with a constant default that hold it."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of one table, with what was noticed on the way."""

    groups: tuple[Group, ...]
    unsteered: tuple[Expression, ...]
    unread: tuple[Expression, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]


def grouped(
    facts: Facts,
    assignment: Assignment,
    rows: Mapping[str, int],
    there: Existing,
    wishes: Wishes,
    lessons: Lessons,
    schema: Schema,
) -> Grouping:
    """The groups of a table; `rows` are all rows of every table, those that are `there` among them."""
    return _Grouper(facts, assignment, rows, there, wishes, lessons, schema).run()


def ledgers(
    facts: Facts,
    assignment: Assignment,
    rows: Mapping[str, int],
    there: Existing,
    wishes: Wishes,
    lessons: Lessons,
    schema: Schema,
) -> tuple[Ledger, ...]:
    """The ledgers of a table's knots."""
    grouper = _Grouper(facts, assignment, rows, there, wishes, lessons, schema)
    return tuple(grouper.ledger(knot, wanted) for knot, wanted in assignment.knots)


class _Grouper:
    """One table's worth of context, so that each step below has a name and a short body."""

    def __init__(
        self,
        facts: Facts,
        assignment: Assignment,
        rows: Mapping[str, int],
        there: Existing,
        wishes: Wishes,
        lessons: Lessons,
        schema: Schema,
    ) -> None:
        self.facts, self.assignment, self.rows, self.there, self.schema = facts, assignment, rows, there, schema
        self.wishes, self.lessons = wishes, lessons
        self.notes: list[Note] = []
        self.unsteered: list[Expression] = []
        self.unread: list[Expression] = []
        found = machines_of(facts, assignment, wishes)
        makers = self._generator, self._combined, self.unread, found.machines
        self.casing = Casing(facts, assignment, wishes, lessons, *makers)
        self.trusted: set[str] = set()
        self.problems = list(found.problems)
        self.notes += found.notes

    def run(self) -> Grouping:
        groups: list[Group] = []
        done: set[int] = set()
        for knot, wanted in self.assignment.knots:
            groups.append(self._knot(knot, wanted))
            done.update(knot.parts)
        turns = turning(self.facts, self.rows, self.wishes, self.assignment)
        groups += turns
        ends = {name for group in turns for name in group.columns}
        done.update(number for number, part in enumerate(self.facts.parts) if part.names[0] in ends)
        for movable, conditions in joined_by(self.casing.machines, self._components()):
            groups += self._cases(movable, conditions)
            done.update(movable)
        for slot in self.assignment.slots:
            if not done & set(slot) and not any(self._is_unjoined(number) for number in slot):
                groups.append(self._slots(slot))
                done.update(slot)
        for number, part in enumerate(self.facts.parts):
            if number not in done:
                groups += self._alone(number, part)
        place = {column.name: order for order, column in enumerate(self.facts.table.columns)}
        groups.sort(key=lambda group: place[group.columns[0]])
        groups += [*firsts(self.facts, self.rows), *looking(self.facts.looks, self.facts.table, self.rows)]
        self._unkept()
        notes = tuple(dict.fromkeys(self.notes))
        return Grouping(tuple(groups), tuple(self.unsteered), self._unread(), notes, tuple(self.problems))

    def _unkept(self) -> None:
        """Notes the computed keys that neither a part nor a ledger keeps distinct."""
        tied = {wanted for knot, _ in self.assignment.knots for wanted in knot.sets}
        for wanted in self.facts.distinct:
            if wanted.computed and wanted not in tied and not is_kept(wanted, self.facts, self.schema, self.assignment):
                why = "it is computed of columns that follow other rules; it is judged"
                self.notes.append(Note(f"not steered by {wanted.label}", why, table=self.facts.table.id))

    def _unread(self) -> tuple[Expression, ...]:
        """The conditions that DuckDB is to be asked, as nobody here can."""
        return tuple(dict.fromkeys(condition for condition in self.unread if condition in self.facts.checks))

    def _alone(self, number: int, part: Part) -> list[Group]:
        try:
            generator, reason = self._generator(number, part, self.facts.limit(part.names[0]))
        except NoValue as error:
            self._impossible(part, str(error))
            return []
        if (self.facts.table.id, part.names[0]) in self.lessons.rounds:
            generator = in_turn(generator)
        return [shared(Group(part.names, generator, reason), self.facts, self.rows, self.assignment)]

    def _impossible(self, part: Part, why: str) -> None:
        where = f"{self.facts.table.id}.{part.names[0]}"
        help = "look for checks that contradict each other or the type"
        self.problems.append(Problem("no value is left", where, why, help))

    def _generator(self, number: int, part: Part, limits: Limits) -> tuple[Generator, str]:
        if part.role == "null":
            if set(part.names) & self.facts.required:
                raise NoValue("only NULL is left of the reference, and a key or another table needs a value")
            return Null(types_of(part)), "NULL, see notes"
        if part.role == "own" and part.key is not None:
            return self._own(part, part.key)
        if part.role == "fellow" and part.key is not None:
            return self._fellow(number, part, part.key, limits)
        if part.key is not None:
            return self._reference(number, part, part.key, limits)
        return self._scalar(number, part, limits)

    def _mode(self, number: int) -> Mode:
        """How a part chooses by itself: one of a slot draws, in a plan that is only made to learn."""
        mode = self.assignment.modes[number]
        return "drawn" if mode in ("slots", "placed") else mode

    def _scalar(self, number: int, part: Part, limits: Limits) -> tuple[Generator, str]:
        mode = self._mode(number)
        column = part.columns[0]
        if limits.null is True:
            if column.name in self.facts.required:
                raise NoValue("a check leaves only NULL, and the column is NOT NULL")
            return Null(types_of(part)), "NULL, by its check"
        wide = (self.facts.table.id, column.name) in self.lessons.wide
        needed = (0 if wide else None) if mode == "drawn" else self.assignment.total
        chosen = self._chosen(part, limits, needed)
        unit = Value(chosen.domain)
        if isinstance(chosen.domain, Numbered) and mode in ("drawn", "permuted"):
            nulls = self._nulls(part, limits)
            return (Round(unit, nulls) if nulls else Counted(unit)), f"{chosen.reason}, counted up"
        if mode == "counted":
            return Counted(unit), f"{chosen.reason}, counted up"
        if mode in ("permuted", "spilled"):
            return Permuted(unit, self._nulls(part, limits), mode == "spilled"), f"{chosen.reason}, each value once"
        default = None if self._is_wished(part) else default_of(column, limits, self.wishes)
        if default is not None and column.name in self.trusted:
            return Drawn(Value(default)), "its default: a check over it is not understood"
        if default is not None and mode == "drawn":
            reason = f"{chosen.reason}; often its default"
            return Defaulted(Value(default), unit, DEFAULT_SHARE, self._nulls(part, limits)), reason
        return Drawn(unit, self._nulls(part, limits)), chosen.reason

    def _chosen(self, part: Part, limits: Limits, needed: int | None) -> Chosen:
        """The domain of a scalar: for a unique one the values `needed`, for any other None."""
        column = part.columns[0]
        if column.name in self.facts.disjoint:
            return choose_disjoint(column.type, self.wishes, self.assignment.total)
        type, unique, widens = self.facts.type(column.name), needed is not None, column.identity is None
        about = self.facts.table.id, column.name, type, limits, self.wishes, unique
        return choose(*about, needed or 0, widens, unique and self.facts.is_scalar_key(column.name))

    def _reference(self, number: int, part: Part, key: ForeignKey, limits: Limits) -> tuple[Generator, str]:
        mode = self._mode(number)
        optional = not set(part.names) & self.facts.required
        parents = min(self.rows[key.table] for key in part.keys)
        reason = f"a row of {' and one of '.join(key.table for key in part.keys)}"
        if limits.null is True or not parents:
            return Null(types_of(part)), f"NULL: no {reason}"
        if self._is_unjoined(number):
            return Unjoined(types_of(part)), reason
        unit = self._unit(number, part)
        if key.table == self.facts.table.id:
            if mode == "drawn":
                return Forest(unit, own_roots=not optional), "an earlier row of its own table"
            chain = Forest(unit, roots=self.assignment.known + 1, chain=True)
            return (chain if optional else Counted(unit)), "each row of its own table once"
        nulls = self._nulls(part, limits)
        if mode == "drawn":
            return Drawn(unit, nulls), reason
        return Permuted(unit, nulls, mode == "spilled"), f"{reason}, each once"

    def _unit(self, number: int, part: Part) -> Unit:
        key = part.key
        if key is None:
            raise TypeError("a reference has a key")
        if part.also:
            return joined_of(part, self.facts, self.rows, self.assignment.ways[number])
        whole = parent_of(key, self.facts, self.rows)
        allowed = self.lessons.allowed(self.facts.table.id, part, self.rows)
        if allowed is not None:
            return Among(whole, allowed)
        keyless = self.there.keyless(key) if key.table != self.facts.table.id else ()
        return Except(whole, keyless) if len(keyless) else whole

    def _is_unjoined(self, number: int) -> bool:
        return bool(self.facts.parts[number].also) and not self.assignment.ways.get(number)

    def _own(self, part: Part, key: ForeignKey) -> tuple[Generator, str]:
        """A required reference to a row of its own table: one before it that agrees, where no key forbids that."""
        told = any(set(part.names) & wanted.columns for wanted in self.facts.distinct)
        if told:
            return Own(self.facts.table.id, own_columns(part), types_of(part)), "its own row"
        return fellow_of(
            part, key, self.facts, self.rows, own_roots=True
        ), "an earlier row of its own table that agrees, or its own"

    def _fellow(self, number: int, part: Part, key: ForeignKey, limits: Limits) -> tuple[Generator, str]:
        mode = self.assignment.modes[number]
        required = bool(set(part.names) & self.facts.required)
        sets = [wanted for wanted in self.facts.distinct if set(part.names) & wanted.columns]
        open_ = any(not is_kept(wanted, self.facts, self.schema, self.assignment) for wanted in sets)
        if required and (open_ or any(column.nullable for column in part.columns)):
            raise NoValue("a key or another table needs a value, and not every row has a parent that agrees")
        if mode == "null" or not self.rows[key.table] or (mode == "once" and self.assignment.known):
            if required:
                raise NoValue("a key or another table needs a value, and no parent is left for every row")
            return Null(types_of(part)), "NULL: no parent would keep its unique key distinct"
        if mode == "once" and self.assignment.known:
            return Null(types_of(part)), "NULL: the rows that are there may have taken any parent that agrees"
        if limits.null is True and not required:
            return Null(types_of(part)), "NULL, by its check"
        found = fellow_of(part, key, self.facts, self.rows, once=mode == "once", nulls=self._nulls(part, limits))
        return found, f"a row of {key.table} that agrees{', each once' if mode == 'once' else ''}"

    def _nulls(self, part: Part, limits: Limits) -> int:
        """The share of NULL in parts of a million: what the recipe asks, or what is usual, where there may be any."""
        table = self.facts.table.id
        asked = [wish for name in part.names if (wish := self.wishes.wish(table, name)).nulls is not None]
        usual = round((asked[0].nulls or 0) * 1_000_000) if asked else NULL_SHARE
        if limits.null is not False and not set(part.names) & self.facts.required:
            return usual
        if asked and usual:
            why = "the column is NOT NULL" if not part.columns[0].nullable else "a key or a check needs a value"
            self.notes.append(Note("no NULL, though the recipe asks for some", why, "", table, asked[0].column, True))
        return 0

    def _is_wished(self, part: Part) -> bool:
        """Whether the recipe says what values a column holds."""
        wish = self.wishes.wish(self.facts.table.id, part.names[0])
        return bool(wish.generator or wish.pattern or wish.distribution)

    def _knot(self, knot: Knot, wanted: int) -> Group:
        ledger = self.ledger(knot, wanted)
        labels = " × ".join(label_of(self.facts.parts[number]) for number in knot.parts)
        return Group(ledger.columns, ledger, f"{labels}, from a ledger of the rows that its keys allow")

    def ledger(self, knot: Knot, wanted: int) -> Ledger:
        """The ledger of a knot, for the rows asked of it."""
        units = self._units([(number, self.facts.parts[number]) for number in knot.parts], wanted)
        return ledger_of(knot, wanted, units, self.facts, self.assignment, self.rows, self.wishes, self.schema)

    def _slots(self, slot: tuple[int, ...]) -> Group:
        parts = [self.facts.parts[number] for number in slot]
        names = tuple(name for part in parts for name in part.names)
        return Group(names, self._combined(slot), f"{' × '.join(map(label_of, parts))}, each combination once")

    def _combined(self, slot: tuple[int, ...]) -> Slots:
        numbered = [(number, self.facts.parts[number]) for number in slot]
        units = self._units(numbered, None)
        if prod(radices_of(units)) < self.assignment.total:
            units = self._units(numbered, self.assignment.total)  # the everyday values of some part are too few
        cells = [(self.facts.table.id, part.names[0]) for _, part in numbered]
        turns = tuple(place for place, cell in enumerate(cells) if cell in self.lessons.rounds)
        return Slots(tuple(units), radices_of(units), turns)

    def _units(self, parts: list[tuple[int, Part]], needed: int | None) -> list[Unit]:
        """The units of parts that share slots; scalars as wide as for unique values where they are `needed`."""
        return [
            self._unit(number, part)
            if part.key is not None
            else Value(self._chosen(part, self.facts.limit(part.names[0]), needed).domain)
            for number, part in parts
        ]

    def _components(self) -> list[tuple[list[int], list[Expression]]]:
        """Parts that can still move, joined where a condition reads both, with the conditions over them.

        A fellow stays where it is if a condition ties it to what it follows.
        """
        found = self._joined(frozenset())
        parts = self.facts.parts
        tied = frozenset(
            number
            for movable, _ in found
            for number in movable
            if set(parts[number].shared) & {name for other in movable for name in parts[other].names}
        )
        if tied:
            self.notes.clear()
            self.unsteered.clear()
        return self._joined(tied) if tied else found

    def _joined(self, still: frozenset[int]) -> list[tuple[list[int], list[Expression]]]:
        owner = {name: number for number, part in enumerate(self.facts.parts) for name in part.names}
        found: list[tuple[set[int], list[Expression]]] = []
        met = self._met()
        for condition in self.facts.conditions:
            if met & set(references(condition)):
                continue
            read = {owner[name] for name in references(condition) if name in owner}
            moving = [number for number in read - still if self._moves(number)]
            movable = {other for number in moving for other in slot_of(number, self.assignment)}
            if any(self._is_unjoined(number) for number in read):
                continue  # how many parents agree is not known yet
            if not self._askable(condition):
                self.trusted.update(references(condition))
                self.unread.append(condition)
                continue
            if not movable:
                (self.unread if self.casing.unsupported(condition) else self.unsteered).append(condition)
                continue
            joined, conditions = set(movable), [condition]
            for other in [other for other in found if other[0] & movable]:
                found.remove(other)
                joined |= other[0]
                conditions = other[1] + conditions
            found.append((joined, conditions))
        return [(sorted(joined), conditions) for joined, conditions in found]

    def _met(self) -> set[str]:
        """The firsts of partial keys that are kept by a ledger."""
        tied = {wanted for knot, _ in self.assignment.knots for wanted in knot.sets}
        return {name for name, wanted in self.facts.partial if wanted in tied}

    def _moves(self, number: int) -> bool:
        role = self.facts.parts[number].role
        drawn = self.assignment.modes[number] == "drawn" and role in ("scalar", "reference", "fellow")
        return drawn or self._retries(number)

    def _retries(self, number: int) -> bool:
        return retries(number, self.facts, self.assignment, self.lessons)

    def _askable(self, condition: Expression) -> bool:
        why = self.casing.unsupported(condition)
        if not why or all((self.facts.table.id, name) in self.lessons.pooled for name in references(condition)):
            return True
        what = f"not steered by a check over {', '.join(references(condition))}"
        if not (isinstance(condition, Call) and condition.name == UNREAD):  # of that there is a note already
            self.notes.append(Note(what, why, table=self.facts.table.id))
        return False

    def _cases(self, movable: list[int], conditions: list[Expression]) -> list[Group]:
        movable = list(dict.fromkeys(other for number in movable for other in slot_of(number, self.assignment)))
        try:
            found = self.casing.group(movable, conditions)
        except NoValue as error:
            self._impossible(self.facts.parts[movable[0]], str(error))
            return []
        if found is not None:
            return [found]
        return [group for number in movable for group in self._alone(number, self.facts.parts[number])]
