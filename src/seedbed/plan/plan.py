"""`Plan`: pure data that answers every question of a run; it can be dumped, compared and shipped to a worker."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import replace

from seedbed import plugins
from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.generators import cases, choose, edged, lengthy, mixed, outside, pattern, shaped, spread, units
from seedbed.generators.domain import Generator
from seedbed.generators.domains.registry import DOMAINS
from seedbed.generators.factors import facets, factor, joint, local, personas
from seedbed.generators.keys import fellow, first, joined, known, ledger, linked, turns
from seedbed.generators.keys.known import Known
from seedbed.generators.row import above, after, copy, coupled, happened, look, machine, slugged, tally, ties, worked
from seedbed.schema import files
from seedbed.schema.declared import Declared
from seedbed.schema.expression import Expression
from seedbed.schema.model import Check, Schema
from seedbed.schema.recipe import Recipe

__all__ = ["VERSION", "Group", "Plan", "TablePlan", "dump_plan", "known_classes", "load_plan"]

VERSION = 1

_ROOMS = (
    above,
    after,
    cases,
    choose,
    copy,
    coupled,
    edged,
    facets,
    factor,
    fellow,
    first,
    happened,
    joined,
    joint,
    known,
    ledger,
    lengthy,
    linked,
    local,
    look,
    machine,
    mixed,
    outside,
    pattern,
    personas,
    shaped,
    slugged,
    spread,
    tally,
    ties,
    turns,
    units,
    worked,
)
"""The files whose classes stand in plans."""


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that one generator fills together, and why that one: `reasons` for each column where they differ.

    Chance depends on the columns' names, or on `key` where there is one, so that a further column changes no other.
    """

    columns: tuple[str, ...]
    generator: Generator
    reason: str
    reasons: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    def why(self, column: str) -> str:
        """The reason of one column."""
        return self.reasons[self.columns.index(column)] if self.reasons else self.reason


@dataclass(frozen=True, slots=True)
class Unread:
    """A condition that nobody here can evaluate, the check that it comes from, and the column whose domain has it."""

    condition: Expression
    check: Check
    domain: str = ""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table: how many rows are made, what capped them ("" where nothing did), and its groups.

    `left_out` are columns that the database fills itself; `unsteered` are conditions over columns that other
    rules fill: a sample of rows is tried against them before anything is made. The first `known` rows are there
    already, and `there` holds what others need of their cells: the rows that are made are numbered from `known` on.
    `unread` are conditions that only DuckDB can be asked, of the same sample.
    """

    table: str
    rows: int
    cap: str
    groups: tuple[Group, ...]
    left_out: tuple[str, ...] = ()
    unsteered: tuple[Expression, ...] = ()
    known: int = 0
    there: tuple[Known, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def total(self) -> int:
        """All rows, those that are there and those that are made."""
        return self.known + self.rows


@dataclass(frozen=True, slots=True)
class Plan:
    """The tables in load order, the notes of what was decided for the user, and how cells ought to spread."""

    schema: Schema
    recipe: Recipe
    tables: tuple[TablePlan, ...]
    notes: tuple[Note, ...] = ()
    version: int = VERSION
    declared: tuple[Declared, ...] = ()

    def table(self, id: str) -> TablePlan:
        """The plan of the table of that id; KeyError where there is none."""
        for table in self.tables:
            if table.table == id:
                return table
        raise KeyError(id)

    def regrouped(self, id: str, groups: Iterable[Group]) -> Plan:
        """The plan with other groups for the table of that id."""
        new = replace(self.table(id), groups=tuple(groups))
        return replace(self, tables=tuple(new if table.table == id else table for table in self.tables))


def dump_plan(plan: Plan) -> str:
    """Canonical JSON of a plan."""
    return files.dump(plan)


def load_plan(text: str) -> Plan:
    """The plan that `dump_plan` wrote."""
    plan: Plan = files.load(text, known_classes())
    return plan


class _Classes(dict[str, type]):
    """Classes by name; those of plug-ins are looked for when one is asked for."""

    def __missing__(self, tag: str) -> type:
        found = next(plugins.classes(tag), None)
        if found is None:
            raise KeyError(f"no class is called {tag}: is the package of its plug-in installed?")
        return found


def known_classes() -> Mapping[str, type]:
    """The classes that stand in the file of a plan, by name."""
    own = {cls.__name__: cls for cls in (Group, TablePlan, Plan, Unread)}
    # what a file imports from elsewhere may have the name of a class of ours
    named = (pair for room in _ROOMS for pair in inspect.getmembers(room, inspect.isclass))
    found = {name: cls for name, cls in named if cls.__module__.startswith("seedbed.")}
    return _Classes({**files.SCHEMA_CLASSES, **DOMAINS, **found, **own})
