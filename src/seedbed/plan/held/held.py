"""Tables whose rows are all there, after a migration: planned around the columns that they have already.

Such a table is planned for as many rows as it has. What its rows hold is no part of it any more: a check over
it and a new column ties the new one alone, a reference of which a part is there follows that part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from seedbed.errors import Problem
from seedbed.plan.facts import Distinct, Facts
from seedbed.plan.held.existing import Existing
from seedbed.plan.parts import Part
from seedbed.schema.expression import references

__all__ = ["around"]


def around(facts: Facts, there: Existing) -> Facts:
    """What is left to plan of a table whose rows are all there; any other table as it is."""
    held = there.held.get(facts.table.id)
    if held is None:
        return facts
    whole = held.whole
    problems = list(facts.problems)
    parts = tuple(_parts(facts, whole, problems))
    quiet = whole | {first.name for first in facts.firsts}
    conditions = tuple(found for found in facts.conditions if not set(references(found)) <= quiet)
    asked = {name for condition in conditions for name in references(condition)}
    return replace(
        facts,
        parts=parts,
        conditions=conditions,
        distinct=tuple(_left(wanted, whole) for wanted in facts.distinct if not _kept(wanted, whole, held.rows)),
        partial=tuple((name, wanted) for name, wanted in facts.partial if not wanted.reads & whole),
        firsts=tuple(first for first in facts.firsts if first.name in asked),
        most=None if facts.most is None else max(facts.most, held.rows.num_rows),
        problems=tuple(problems),
    )


def _parts(facts: Facts, whole: frozenset[str], problems: list[Problem]) -> Iterator[Part]:
    for part in facts.parts:
        free = tuple(column for column in part.columns if column.name not in whole)
        if len(free) == len(part.columns):
            yield part
        elif free and part.key is not None and not part.also:
            yield replace(part, columns=free, role="null" if part.role == "null" else "fellow")
        elif free:
            names = ", ".join(column.name for column in free)
            what = "references that share columns with each other cannot be filled beside columns that are there"
            problems.append(Problem(what, f"{facts.table.id}.{names}", help="leave them NULL, or fill them by hand"))


def _kept(wanted: Distinct, whole: frozenset[str], rows: pa.Table) -> bool:
    """Whether the columns that are there keep a set distinct by themselves."""
    names = sorted(wanted.columns & whole)
    if wanted.reads <= whole or not names:
        return wanted.reads <= whole
    tuples = rows.select(names)
    if wanted.nulls_distinct:
        tuples = tuples.drop_null()
    return bool(tuples.group_by(names).aggregate([]).num_rows == tuples.num_rows)


def _left(wanted: Distinct, whole: frozenset[str]) -> Distinct:
    """The set over what is not there yet: stricter than asked, as what is there could tell rows apart too."""
    mixed = [one for one in wanted.computed if set(references(one)) & whole]
    free = wanted.columns.union(*map(references, mixed)) - whole
    computed = tuple(one for one in wanted.computed if one not in mixed)
    reads_held = wanted.where is not None and set(references(wanted.where)) & whole
    return replace(wanted, columns=free, computed=computed, where=None if reads_held else wanted.where)
