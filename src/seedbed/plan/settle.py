"""`settled`: a recipe whose names are those of the schema, with one wish at most for each column.

People write `Orders` or `orders` for `shop.orders`, and `email` for that column of every table; after this pass
tables are named by their ids, columns exactly, and a wish says of which table it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from types import MappingProxyType

from seedbed.errors import Problem, UsageError
from seedbed.generators.meanings.catalog import catalog
from seedbed.generators.pattern import Cell, PatternError, parsed
from seedbed.plugins import GENERATORS, VALIDATORS, names
from seedbed.schema.model import Schema, Table
from seedbed.schema.recipe import (
    ColumnWish,
    FanOut,
    Pair,
    Personas,
    Ratio,
    Recipe,
    Rule,
    State,
    StateMachine,
    Validator,
)

__all__ = ["id_of", "settled", "unknown", "within"]

RECIPE = "the recipe"

MOST = 10**15
"""Rows of a table."""

FIRST = 1900
"""The year before which no recipe ends."""

LONG = 2_000
"""Letters of a pattern."""


def settled(recipe: Recipe, schema: Schema, places: Mapping[tuple[str, ...], str] = MappingProxyType({})) -> Recipe:
    """The recipe in the names of the schema; raises UsageError, with all that it names and nothing has.

    `places` tells where a table, or a table and a column, is named, as far as that is known.
    """
    names = _Names(schema, places)
    for place in places:
        names.known(*place)
    done = replace(
        recipe,
        table_rows=tuple(names.named(wish) for wish in recipe.table_rows),
        columns=names.columns(recipe.columns),
        fan_outs=tuple(names.fan_out(wish) for wish in recipe.fan_outs),
        pairs=tuple(names.pair(wish) for wish in recipe.pairs),
        ratios=tuple(names.ratio(wish) for wish in recipe.ratios),
        rules=tuple(names.rule(rule) for rule in recipe.rules),
        validators=tuple(names.validator(wish) for wish in recipe.validators),
        machines=tuple(names.machine(machine) for machine in recipe.machines),
        personas=tuple(names.kinds(personas) for personas in recipe.personas),
    )
    if recipe.locales and not any(weight > 0 for _, weight in recipe.locales):
        asked = ", ".join(name for name, _ in recipe.locales)
        names.problems.append(Problem("none of the locales has a weight", asked, help="ask for weights above 0"))
    problems = (*names.problems, *_beyond(recipe))
    if problems:
        raise UsageError(*dict.fromkeys(problems))
    return done


def _beyond(recipe: Recipe) -> Iterator[Problem]:
    """What no database and no calendar has room for."""
    for name, rows in (("", recipe.rows), *recipe.table_rows):
        if rows > MOST:
            yield Problem(f"{rows} rows are more than any database holds", name or "count", help="ask for fewer")
    if recipe.today.year < FIRST:
        why = f"people and events lie before it, and days before {FIRST} are not made"
        yield Problem(f"{recipe.today} is too long ago", "today", why, "say a later day")


def id_of(name: str, schema: Schema) -> str | None:
    """The id of a table that a user named: exactly, by its last part, or whatever its case."""
    ids = [table.id for table in schema]
    for same in (
        [id for id in ids if id == name],
        [table.id for table in schema if table.name == name],
        [id for id in ids if id.lower() == name.lower()],
        [table.id for table in schema if table.name.lower() == name.lower()],
    ):
        if len(same) == 1:
            return same[0]
    return None


def within(recipe: Recipe, schema: Schema) -> Recipe:
    """What of a settled recipe is about the columns of a schema: one that lacks some of those it was settled for.

    Machines are left away: where rows starve in their states, their problem says so by itself.
    """
    there = {(table.id, column.name) for table in schema for column in table.columns}
    return replace(
        recipe,
        columns=tuple(wish for wish in recipe.columns if {(wish.table, name) for name in _read_by(wish)} <= there),
        fan_outs=tuple(wish for wish in recipe.fan_outs if {(wish.table, name) for name in wish.columns} <= there),
        pairs=tuple(wish for wish in recipe.pairs if {(wish.table, name) for name in wish.columns} <= there),
        ratios=(),
        rules=(),
        validators=(),
        machines=(),
        personas=(),
    )


def _read_by(wish: ColumnWish) -> set[str]:
    pieces = parsed(wish.pattern) if wish.pattern else ()
    return {wish.column, *(piece.column for piece in pieces if isinstance(piece, Cell))}


class _Names:
    """The names of a schema, and what was not among them."""

    def __init__(self, schema: Schema, places: Mapping[tuple[str, ...], str]) -> None:
        self.schema, self.places = schema, places
        self.problems: list[Problem] = []

    def known(self, table: str, *column: str) -> None:
        """Notes a table that is named and not there, even if nothing is wished of it."""
        if table and not column:
            self._table(table)

    def columns(self, wishes: Iterable[ColumnWish]) -> tuple[ColumnWish, ...]:
        """One wish for each column: what is said of it in its table, then what is said of its name everywhere."""
        found: dict[tuple[str, str], ColumnWish] = {}
        for wish in sorted(wishes, key=lambda wish: bool(wish.table)):
            self._share(wish)
            self._readable(wish)
            for table, column in self._meant(wish):
                found[table, column] = _over(wish, found.get((table, column)), table, column)
        return tuple(found.values())

    def _quietly(self, wish: ColumnWish) -> list[tuple[str, str]]:
        """The columns that a wish is about, without a word about what there is not."""
        before = list(self.problems)
        meant = self._meant(wish)
        self.problems = before
        return meant

    def _meant(self, wish: ColumnWish) -> list[tuple[str, str]]:
        if wish.table:
            table = self._table(wish.table)
            return [] if table is None else [(table.id, self._column(table, wish.column, wish.table))]
        meant = [
            (table.id, column.name)
            for table in self.schema
            for column in table.columns
            if column.name.lower() == wish.column.lower()
        ]
        if not meant:
            every = {column.name: None for table in self.schema for column in table.columns}
            self._unknown("column", wish.column, every, ("", wish.column))
        return meant

    def _share(self, wish: ColumnWish) -> None:
        if wish.nulls is not None and not 0 <= wish.nulls <= 1:
            help = "0 is never, 0.25 a quarter of the rows, 1 always"
            place, why = self._place(wish), "it is below 0 or above 1"
            self.problems.append(Problem(f"{wish.nulls} is no share of NULL", place, why, help))

    def _readable(self, wish: ColumnWish) -> None:
        """Notes a pattern that is none, and a generator that is not known."""
        try:
            pieces = parsed(wish.pattern) if wish.pattern else ()
        except PatternError as error:
            help = "escape a letter that stands for itself with a backslash"
            self.problems.append(Problem(f"{wish.pattern!r} is no pattern", self._place(wish), str(error), help))
            return
        if len(wish.pattern) > LONG:
            what, help = f"a pattern of {len(wish.pattern)} letters is too long", f"at most {LONG} letters"
            self.problems.append(Problem(what, self._place(wish), help=help))
            return
        tables = [table for table, _ in self._quietly(wish)]
        for table in tables:
            for piece in pieces:
                if isinstance(piece, Cell):
                    self._column(self.schema.table(table), piece.column)
        if wish.generator and wish.pattern:
            self.problems.append(
                Problem("a generator and a pattern are asked for", self._place(wish), help="leave one of them away")
            )
        if wish.generator and wish.generator not in catalog():
            others = names(GENERATORS)
            if wish.generator not in others:
                known = [*catalog(), *others]
                self._unknown("generator", wish.generator, known, (wish.table, wish.column))

    def _place(self, wish: ColumnWish) -> str:
        """Where a column is wished something, or else its name."""
        name = ".".join(part for part in (wish.table, wish.column) if part)
        return self.places.get((wish.table, wish.column), name)

    def named(self, wish: tuple[str, int]) -> tuple[str, int]:
        """A count by the names of the schema."""
        table = self._table(wish[0])
        return wish if table is None else (table.id, wish[1])

    def fan_out(self, wish: FanOut) -> FanOut:
        """A fan-out by the names of the schema."""
        table = self._table(wish.table)
        columns = tuple(self._column(table, name, wish.table) for name in wish.columns)
        return wish if table is None else replace(wish, table=table.id, columns=columns)

    def pair(self, wish: Pair) -> Pair:
        """A pair by the names of the schema."""
        table = self._table(wish.table)
        left, right = (self._column(table, name, wish.table) for name in wish.columns)
        return wish if table is None else replace(wish, table=table.id, columns=(left, right))

    def ratio(self, wish: Ratio) -> Ratio:
        """A ratio by the names of the schema."""
        table, parent = self._table(wish.table), self._table(wish.parent)
        return wish if table is None or parent is None else replace(wish, table=table.id, parent=parent.id)

    def rule(self, rule: Rule) -> Rule:
        """A rule of a table of the schema."""
        table = self._table(rule.table)
        return rule if table is None else replace(rule, table=table.id)

    def validator(self, wish: Validator) -> Validator:
        """A validator of a table of the schema."""
        if wish.name not in (known := names(VALIDATORS)):
            self._unknown("validator", wish.name, known, (wish.table,))
        table = self._table(wish.table)
        return wish if table is None else replace(wish, table=table.id)

    def machine(self, machine: StateMachine) -> StateMachine:
        """A state machine by the names of the schema, whose states follow each other as far as it says."""
        table = self._table(machine.table)
        names = {state.name: None for state in machine.states}
        for state in machine.states:
            for after in state.follows:
                if after not in names:
                    self._unknown(f"state of {machine.table}.{machine.column}", after, names)
        self._sound(machine)
        if table is None:
            return machine
        states = tuple(self._state(table, state) for state in machine.states)
        return replace(
            machine, table=table.id, column=self._column(table, machine.column, machine.table), states=states
        )

    def _sound(self, machine: StateMachine) -> None:
        """Notes weights that are none, and states that no way leads to from the first one."""
        where = f"{machine.table}.{machine.column}"
        if any(state.weight < 0 for state in machine.states) or not any(state.weight for state in machine.states):
            self.problems.append(Problem("the weights of its states are none", where, help="ask for weights above 0"))
        if not any(state.follows for state in machine.states):
            return
        follows = {state.name: state.follows for state in machine.states}
        reached, waiting = set[str](), [machine.states[0].name]
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += follows.get(name, ())
        for name in follows:
            if name not in reached:
                why = f"no way leads there from {machine.states[0].name}, the first"
                help = f"say which state {name} follows"
                self.problems.append(Problem(f"the state {name} cannot be reached", where, why, help))

    def _state(self, table: Table, state: State) -> State:
        return replace(state, implies=tuple(self._column(table, name) for name in state.implies))

    def kinds(self, personas: Personas) -> Personas:
        """Personas by the names of the schema."""
        numbers = [number for persona in personas.personas for number in (persona.share, persona.activity)]
        if min(numbers, default=-1.0) < 0 or not sum(persona.share for persona in personas.personas):
            help = "give each a share of the rows and an activity, 0 or more"
            self.problems.append(Problem("the shares of the personas are none", personas.table, help=help))
        table = self._table(personas.table)
        if table is None:
            return personas
        column = self._column(table, personas.column, personas.table) if personas.column else ""
        return replace(personas, table=table.id, column=column)

    def _table(self, name: str) -> Table | None:
        id = id_of(name, self.schema)
        if id is None:
            self._unknown("table", name, {table.id: None for table in self.schema}, (name,))
        return None if id is None else self.schema.table(id)

    def _column(self, table: Table | None, name: str, written: str = "") -> str:
        """The column of a table, which was written so."""
        names = {} if table is None else {column.name: None for column in table.columns}
        same = [other for other in names if other == name] or [
            other for other in names if other.lower() == name.lower()
        ]
        if len(same) == 1:
            return same[0]
        if table is not None:
            self._unknown(f"column of {table.id}", name, names, (written or table.id, name))
        return name

    def _unknown(self, what: str, name: str, known: Iterable[str], place: tuple[str, ...] = ()) -> None:
        self.problems.append(unknown(what, name, known, self.places.get(place, RECIPE)))


def unknown(what: str, name: str, known: Iterable[str], where: str) -> Problem:
    """That nothing is called so, and what may be meant."""
    folded = {other.lower(): other for other in known}
    near = get_close_matches(name.lower(), folded, 1)
    help = f"did you mean {folded[near[0]]}?" if near else f"there are {', '.join(list(folded.values())[:10])}"
    return Problem(f"there is no {what} {name}", where, help=help)


def _over(wish: ColumnWish, below: ColumnWish | None, table: str, column: str) -> ColumnWish:
    """A wish of one column, with what a wider one says where this one is silent."""
    if below is None:
        return replace(wish, table=table, column=column)
    said = {field.name: getattr(wish, field.name) for field in fields(wish)}
    told = {name: value for name, value in said.items() if value not in (None, "", True)}
    return replace(below, **{**told, "table": table, "column": column})
