"""`Trial`: which rules one more row would break, each row asked by itself against rows that break none."""

# ruff: noqa: S608 - the queries are made here; foreign text comes through sqlglot, into a locked court

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.schema.model import Check, Column, Dialect, Exclusion, ForeignKey, Schema, Table, Unique
from seedbed.validate import duck
from seedbed.validate.cell import Cell, Unasked, first_line
from seedbed.validate.court import opened
from seedbed.validate.exclusions import exclusion_questions
from seedbed.validate.load import FAULT, Held, load
from seedbed.validate.question import Predicate, Search
from seedbed.validate.questions import condition, foreign_key, item_check, pairs, parts
from seedbed.validate.rules import Rule, rules
from seedbed.validate.verdict import Skipped

if TYPE_CHECKING:
    import duckdb

__all__ = ["Outcome", "Trial", "trial"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """For each row the numbers of the rules that it breaks, and the rules that could not be asked, with the reason."""

    broken: tuple[frozenset[int], ...]
    unasked: Mapping[int, str]


@contextmanager
def trial(schema: Schema, world: Mapping[str, pa.Table]) -> Iterator[Trial]:
    """A court that holds the rows of a whole schema, ready to be asked about one row more."""
    with opened() as court:
        held = {
            table.id: load(court, table, f"t{number}", (world[table.id],), schema.dialect, {})
            for number, table in enumerate(schema)
        }
        court.execute("SET enable_external_access = false")
        court.execute("SET lock_configuration = true")
        yield Trial(court, schema.dialect, held, {table.id: rules(table, schema.dialect) for table in schema})


@dataclass(slots=True)
class Trial:
    """A court over rows that break nothing; `rules` are those of each table."""

    court: duckdb.DuckDBPyConnection
    dialect: Dialect
    held: Mapping[str, Held]
    rules: Mapping[str, tuple[Rule, ...]]
    _ways: dict[tuple[str, tuple[str, ...]], dict[int, tuple[str, ...] | str]] = field(default_factory=dict)

    def ask(self, table: Table, rows: pa.Table, before: pa.Table | None = None) -> Outcome:
        """What each of the rows (texts, as a file would hold them) would break; `before` are there as well."""
        there = self.held[table.id]
        if before is not None:
            load_into = load(self.court, table, "earlier", (before,), self.dialect, {})
            self.court.execute(f"INSERT INTO earlier SELECT * FROM {there.name}")
            there = replace(there, name=load_into.name)
        try:
            tried = load(self.court, table, "tried", (rows,), self.dialect, {})
            return self._asked(table, tried, there, tuple(rows.column_names), rows.num_rows)
        finally:
            self.court.execute("DROP TABLE IF EXISTS tried")
            self.court.execute("DROP TABLE IF EXISTS earlier")

    def _asked(self, table: Table, tried: Held, there: Held, given: tuple[str, ...], count: int) -> Outcome:
        broken: list[set[int]] = [set() for _ in range(count)]
        unasked: dict[int, str] = {}
        ways = self._ways.get((table.id, given))
        if ways is None:
            ways = self._ways[table.id, given] = self._predicates(table, tried)
        for number, found in self._answered(tried, ways, unasked):
            for row in found:
                broken[row].add(number)
        for rule in self.rules[table.id]:
            if rule.kind in ("PRIMARY_KEY", "UNIQUE", "FOREIGN_KEY", "EXCLUDE"):
                try:
                    rows = self._searched(rule, tried, there, count)
                except (Unasked, duck.Error) as error:
                    unasked[rule.number] = first_line(error)
                    continue
                for row in rows:
                    broken[row].add(rule.number)
        return Outcome(tuple(frozenset(found) for found in broken), unasked)

    def _predicates(self, table: Table, tried: Held) -> dict[int, tuple[str, ...] | str]:
        """The ways to ask each rule about a row by itself, or why there is none."""
        found: dict[int, tuple[str, ...] | str] = {}
        for rule in self.rules[table.id]:
            try:
                if (ways := self._predicate(rule, tried)) is not None:
                    found[rule.number] = ways
            except Unasked as error:
                found[rule.number] = str(error)
        return found

    def _predicate(self, rule: Rule, tried: Held) -> tuple[str, ...] | None:
        if isinstance(rule.source, Column):
            return (_of_column(rule, rule.source, tried),)
        if not isinstance(rule.source, Check):
            return None
        if rule.items:
            return self._of_items(rule, rule.source, tried)
        cells: Mapping[str, Cell] = tried.cells
        if rule.domain:
            cells = {"VALUE": cells[rule.domain]}
            _present(cells["VALUE"])
        ways = condition(rule.source, self.dialect, cells)
        if rule.bounds and self.dialect == "postgres":  # no partition takes what is neither within nor without
            return tuple(f"({sql}) IS NOT TRUE" for sql in ways)
        return tuple(f"NOT ({sql})" for sql in ways)

    def _of_items(self, rule: Rule, check: Check, tried: Held) -> tuple[str, ...]:
        column = tried.table.column(rule.domain)
        assert column.type.element is not None, "an array has items"
        asked = item_check(tried, column, check, column.type.element, self.dialect)
        if isinstance(asked, Predicate):
            return asked.broken
        raise Unasked(asked.reason if isinstance(asked, Skipped) else "it cannot be asked")

    def _answered(
        self, tried: Held, ways: Mapping[int, tuple[str, ...] | str], unasked: dict[int, str]
    ) -> Iterator[tuple[int, list[int]]]:
        """For each rule of single rows the rows that break it: all in one pass where that goes."""
        unasked.update({number: way for number, way in ways.items() if isinstance(way, str)})
        asked = {number: way for number, way in ways.items() if not isinstance(way, str)}
        first = ", ".join(f"coalesce({way[0]}, false)" for way in asked.values())
        try:
            answers = self.court.execute(f"SELECT {first or 'NULL'} FROM {tried.name} ORDER BY rowid").fetchall()
            for place, number in enumerate(asked):
                yield number, [row for row, flags in enumerate(answers) if flags[place]]
        except duck.Error:  # one of them: each is asked alone
            for number, way in asked.items():
                yield number, self._alone(number, way, tried, unasked)

    def _alone(self, number: int, ways: Iterable[str], tried: Held, unasked: dict[int, str]) -> list[int]:
        why = ""
        for way in ways:
            try:
                return self._rows(f"SELECT rowid FROM {tried.name} WHERE {way}")
            except duck.Error as error:
                why = why or first_line(error)
        unasked[number] = why
        return []

    def _searched(self, rule: Rule, tried: Held, there: Held, count: int) -> list[int]:
        if isinstance(rule.source, Unique):
            return self._rows(self._alike(rule.source, tried, there))
        if isinstance(rule.source, ForeignKey):
            return self._orphans(rule.source, tried, there)
        assert isinstance(rule.source, Exclusion), "nothing else is searched for"
        place = tried.table.exclusions.index(rule.source)
        return [row for row in range(count) if self._excluded(place, tried, there, row)]

    def _alike(self, unique: Unique, tried: Held, there: Held) -> str:
        """The rows whose key is there already."""
        sides = []
        for held in (tried, there):
            keys = parts(held, unique, self.dialect)
            given = [f"{sql} IS NOT NULL" for sql in keys] if unique.nulls_distinct else []
            given += [f"({condition(unique.where, self.dialect, held.cells)[0]})"] if unique.where else []
            columns = ", ".join(["rowid AS row", *(f"{sql} AS k{number}" for number, sql in enumerate(keys))])
            sides.append(f"(SELECT {columns} FROM {held.name} WHERE {' AND '.join(given) or 'true'})")
        count = len(unique.keys or unique.columns)
        same = " AND ".join(f"p.k{number} IS NOT DISTINCT FROM c.k{number}" for number in range(count))
        return f"SELECT c.row FROM {sides[0]} AS c SEMI JOIN {sides[1]} AS p ON {same or 'true'}"

    def _orphans(self, key: ForeignKey, tried: Held, there: Held) -> list[int]:
        """The rows that refer to none; a row may refer to itself."""
        court = self.held if key.table != tried.table.id else {**self.held, key.table: there}
        asked = foreign_key(tried, key, court, self.dialect)
        if not isinstance(asked, Search):
            raise Unasked(asked.reason if isinstance(asked, Skipped) else "it cannot be asked")
        found = self._rows(asked.rows)
        if not found or key.table != tried.table.id:
            return found
        child, other = pairs(tried, tried, key, self.dialect)
        same = " AND ".join(f"{mine} = {theirs}" for mine, theirs in zip(child, other, strict=True))
        own = set(self._rows(f"SELECT rowid FROM {tried.name} WHERE {same}"))
        return [row for row in found if row not in own]

    def _excluded(self, place: int, tried: Held, there: Held, row: int) -> bool:
        self.court.execute(
            f"CREATE OR REPLACE TEMP TABLE both_of_them AS SELECT * FROM {there.name}"
            f" UNION ALL SELECT * FROM {tried.name} WHERE rowid = {row}"
        )
        asked = list(exclusion_questions(replace(tried, name="both_of_them"), self.dialect))[place]
        if isinstance(asked, Skipped):
            raise Unasked(asked.reason)
        assert isinstance(asked, Search), "exclusions are searched for"
        return bool(self._rows(asked.count)[0])

    def _rows(self, sql: str) -> list[int]:
        return [int(found[0]) for found in self.court.execute(sql).fetchall()]


def _of_column(rule: Rule, column: Column, tried: Held) -> str:
    """What makes a cell none of its type, or NULL where there must be a value."""
    cell, number = tried.cells[column.name], tried.numbers[column.name]
    if rule.kind == "DATA_TYPE":
        return f"contains(coalesce({FAULT}, ''), '|{number}:')"
    _present(cell)
    return f"({cell.sql} IS NULL AND NOT regexp_matches(coalesce({FAULT}, ''), '[|?]{number}:'))"


def _present(cell: Cell) -> None:
    if cell.missing:
        raise Unasked(cell.missing)
