"""Questions about the rules of a recipe: to DuckDB about anyone's rows, and to a living database."""

# ruff: noqa: S608 - names are quoted, and the texts of a recipe are asked in a locked court or a session that only reads

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from seedbed.schema.model import ForeignKey, Schema
from seedbed.schema.recipe import Rule
from seedbed.validate.cell import Cell, Unasked
from seedbed.validate.live.table import Living
from seedbed.validate.load import Held
from seedbed.validate.question import ORIGINAL, Question, Search, read_by
from seedbed.validate.questions import pairs
from seedbed.validate.ruled import Ruled, Unruly, titled, understood
from seedbed.validate.translate.text import translated
from seedbed.validate.verdict import Skipped

__all__ = ["living_rules", "rule_questions"]


def rule_questions(rules: Iterable[Rule], schema: Schema, court: Mapping[str, Held]) -> Iterator[Question | Skipped]:
    """Every rule, as a question to the court or as skipped with the reason."""
    for rule in rules:
        try:
            yield _asked(understood(rule, schema), court, schema)
        except (Unasked, Unruly) as error:
            yield Skipped("RULE", rule.table, titled(rule), str(error))


def _asked(ruled: Ruled, court: Mapping[str, Held], schema: Schema) -> Question:
    held = court[ruled.rule.table]
    cells = {name: _named(cell, f"o{number}") for number, (name, cell) in enumerate(held.cells.items())}
    selected = [f"{cell.sql} AS o{number}" for number, cell in enumerate(held.cells.values()) if not cell.missing]
    columns, joins = ["rowid AS row_of", *selected], []
    for number, path in enumerate(ruled.paths):
        parent = court[path[-1].table]
        origin = court[path[-2].table] if len(path) > 1 else held
        child, other = pairs(origin, parent, path[-1], schema.dialect)
        seen = [lookup for lookup in ruled.lookups if lookup.path == path]
        for lookup in seen:
            cell = parent.cells[lookup.column]
            cells[lookup.name] = Cell(lookup.name, cell.type, cell.duck, cell.missing)
        inner = [f"{parent.cells[lookup.column].sql} AS {lookup.name}" for lookup in seen]
        inner += [f"{sql} AS p{number}_{place}" for place, sql in enumerate(other)]
        inner += _onward(ruled, path, court, schema)
        if len(path) == 1:
            columns += [f"{sql} AS k{number}_{place}" for place, sql in enumerate(child)]
        same = " AND ".join(f"p{number}_{place} = k{number}_{place}" for place in range(len(child)))
        joins.append(f"LEFT JOIN (SELECT {', '.join(inner)} FROM {parent.name}) AS p{number} ON {same}")
    condition = translated(ruled.sql, schema.dialect, cells)
    broken = f"FROM (SELECT {', '.join(columns)} FROM {held.name}) AS child {' '.join(joins)} WHERE NOT ({condition})"
    return _search(ruled, schema, f"SELECT count(*) {broken}", f"SELECT row_of {broken} ORDER BY row_of")


def _onward(ruled: Ruled, path: tuple[ForeignKey, ...], court: Mapping[str, Held], schema: Schema) -> list[str]:
    """The keys by which a table on the way refers to the next ones."""
    found = []
    for number, further in enumerate(ruled.paths):
        if further[:-1] == path:
            child, _ = pairs(court[path[-1].table], court[further[-1].table], further[-1], schema.dialect)
            found += [f"{sql} AS k{number}_{place}" for place, sql in enumerate(child)]
    return found


def _named(cell: Cell, name: str) -> Cell:
    return Cell(name, cell.type, cell.duck, cell.missing)


def _search(ruled: Ruled, schema: Schema, count: str, rows: str) -> Search:
    columns = read_by(ruled.rule.sql, schema.table(ruled.rule.table))
    return Search("RULE", ruled.rule.table, titled(ruled.rule), columns, ORIGINAL, count, rows)


def living_rules(
    rules: Iterable[Rule], schema: Schema, living: Living, tables: Mapping[str, Living]
) -> Iterator[Question | Skipped]:
    """The rules of one table of a living database, asked in its own SQL."""
    for rule in rules:
        if rule.table == living.table.id:
            try:
                yield _living(understood(rule, schema), schema, living, tables)
            except Unruly as error:
                yield Skipped("RULE", rule.table, titled(rule), error.why)


def _living(ruled: Ruled, schema: Schema, living: Living, tables: Mapping[str, Living]) -> Question | Skipped:
    """Every column of a table that is looked up has a name that no column of the row under test has."""
    joins = []
    for number, path in enumerate(ruled.paths):
        parent = tables[path[-1].table]
        if not parent.present.issuperset(path[-1].references):
            return Skipped("RULE", ruled.rule.table, titled(ruled.rule), f"the database has no {path[-1].table}")
        inner = [f"{parent.name(look.column)} AS {look.name}" for look in ruled.lookups if look.path == path]
        inner += [f"{parent.name(name)} AS seedbed_p{number}_{place}" for place, name in enumerate(path[-1].references)]
        for other, further in enumerate(ruled.paths):
            if further[:-1] == path:
                keys = enumerate(further[-1].columns)
                inner += [f"{parent.name(name)} AS seedbed_k{other}_{place}" for place, name in keys]
        mine = [
            f"seedbed_k{number}_{place}" if len(path) > 1 else f"child.{living.name(name)}"
            for place, name in enumerate(path[-1].columns)
        ]
        same = " AND ".join(f"seedbed_p{number}_{place} = {name}" for place, name in enumerate(mine))
        joins.append(f"LEFT JOIN (SELECT {', '.join(inner)} FROM {parent.source}) AS seedbed_{number}t ON {same}")
    broken = f"FROM {living.source} AS child {' '.join(joins)} WHERE NOT (\n{ruled.sql}\n)"
    names = living.shown(read_by(ruled.rule.sql, living.table))
    rows = f"SELECT {living.texts(names)} {broken}{living.ordered()}"
    return _search(ruled, schema, f"SELECT count(*) {broken}", rows)
