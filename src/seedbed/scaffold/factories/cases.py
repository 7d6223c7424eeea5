"""Cases: what columns that checks hold together may hold at once, taken from rows that meet the checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from seedbed.classes import dataclass
from seedbed.scaffold.factories.known import Known, Tie
from seedbed.scaffold.factories.literal import NoLiteral, literal, only_where, value_for
from seedbed.scaffold.factories.parts import Line
from seedbed.scaffold.factories.value import Told

__all__ = ["Cases", "cases_of"]

MOST = 12
"""Cases that a factory lists, for each state where they depend on one."""


@dataclass(frozen=True, slots=True)
class _Table:
    """One tie: the parameter that holds the case, the attributes it decides, and those of which only the presence."""

    name: str
    valued: frozenset[str]
    flagged: frozenset[str]
    key: str = ""
    filled: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """The states in which there is an attribute, of those of which only the presence is decided."""


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a model; `source` are the parameters that choose them, one for each tie."""

    tables: tuple[_Table, ...] = ()
    source: tuple[str, ...] = ()

    def line(self, name: str) -> Line | None:
        """The declaration of an attribute whose value a case decides."""
        for table in self.tables:
            if name in table.valued:
                code = f'factory.LazyAttribute(lambda o: o.{table.name}["{name}"])'
                return Line(name, code, "a check ties these")
        return None

    def present(self, name: str, line: Line) -> Line | None:
        """The declaration of an attribute of which a case decides only whether it is there."""
        for table in self.tables:
            if name in table.flagged:
                code = only_where(f'o.{table.name}["{name}"]', line.code)
                return Line(name, code, "a check ties these", line.imports)
        return None

    def states(self, name: str) -> tuple[str, tuple[Any, ...]]:
        """The column of states with which an attribute comes and goes, and the states in which it is there."""
        found = ((table.key, table.filled[name]) for table in self.tables if table.key and name in table.filled)
        return next(found, ("", ()))

    def decides(self, name: str) -> bool:
        """Whether a case decides an attribute, or whether it is there."""
        return any(name in table.valued | table.flagged for table in self.tables)

    def when(self, names: tuple[str, ...]) -> str:
        """The source that tells whether there is a reference, "" where no case decides it."""
        for table in self.tables:
            for name in names:
                if name in table.flagged:
                    return f'lambda o: o.{table.name}["{name}"]'
        return ""


def cases_of(
    tables: list[Known], told: Mapping[str, Told], linked: Iterable[str], unique: Iterable[str], states: list[str]
) -> Cases:
    """The cases of a model's columns; `linked` attributes are references, `states` columns that decide others."""
    found: list[_Table] = []
    source: list[str] = []
    names = {each.field.column: name for name, each in told.items()}
    ties = [(known, tie) for known in tables if known.rows for tie in known.tied]
    for number, (known, tie) in enumerate(ties):
        name = "case" if len(ties) == 1 else f"case{number + 1}"
        made = _tied(tie, known, told, names, set(linked), set(unique), states)
        if made is not None:
            valued, flagged, rows, key = made
            filled = {each: tuple(dict.fromkeys(s for s, row in rows if row.get(each))) for each in flagged}
            found.append(_Table(name, valued, flagged, key, filled))
            source.append(_source(name, rows, key))
    return Cases(tuple(found), tuple(source))


_Found = tuple[frozenset[str], frozenset[str], list[tuple[Any, dict[str, Any]]], str]


def _tied(
    tie: Tie,
    known: Known,
    told: Mapping[str, Told],
    names: Mapping[str, str],
    linked: set[str],
    unique: set[str],
    states: list[str],
) -> _Found | None:
    key = next((column for column in states if column in tie.columns and column in names), "")
    flagged = {names.get(column, column) for column in tie.columns if column in tie.absent or column in linked}
    flagged |= {names[column] for column in tie.columns if names.get(column) in unique}
    valued = {names[column] for column in tie.columns if column in names} - flagged - {names.get(key, "")}
    columns = [column for column in tie.columns if column != key and names.get(column, column) in flagged | valued]
    columns = [column for column in columns if column in known.rows]
    rows: list[tuple[Any, dict[str, Any]]] = []
    counts: dict[Any, int] = {}
    for place in range(len(known.rows[columns[0]]) if columns else 0):
        state = value_for(told[names[key]].field, known.rows[key][place]) if key else None
        row = {}
        for column in columns:
            cell, name = known.rows[column][place], names.get(column, column)
            row[name] = cell is not None if name in flagged else value_for(told[name].field, cell)
        if counts.get(state, 0) < MOST and (state, row) not in rows and _writes(row):
            counts[state] = counts.get(state, 0) + 1
            rows.append((state, row))
    if not rows or not (valued or any(not all(row[name] for name in row) for _, row in rows)):
        return None
    enum = told[names[key]].field.enum if key else None
    if enum is not None and enum.module:
        stored = dict(zip(enum.stored, (name for name, _ in enum.members), strict=False))
        rows = [(stored.get(state, state), row) for state, row in rows]
    return frozenset(valued), frozenset(flagged), rows, names.get(key, "")


def _writes(row: Mapping[str, Any]) -> bool:
    try:
        return bool([literal(value) for value in row.values()])
    except NoLiteral:
        return False


def _source(name: str, rows: list[tuple[Any, dict[str, Any]]], key: str) -> str:
    """The parameter that chooses one of the cases, of those of its state where they depend on one."""
    if not key:
        shown = ", ".join(literal(row) for _, row in rows)
        return f"{name} = Case([{shown}])"
    states = dict.fromkeys(state for state, _ in rows)
    parts = (
        f"{literal(state)}: [{', '.join(literal(row) for each, row in rows if each == state)}]" for state in states
    )
    return f'{name} = Case({{{", ".join(parts)}}}, "{key}")'
