"""The tool `explain`: the plan, before any row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seedbed.plan.explain import TableStory, explain
from seedbed.plan.plan import Plan
from seedbed.server import brief, told
from seedbed.server.asked import asked, tables_of
from seedbed.server.here import Here

__all__ = ["call", "planned"]

TABLES = 60
"""Tables that are listed."""

COLUMNS = 80
"""Columns that are told of in one answer."""


def call(words: Mapping[str, Any], here: Here) -> dict[str, Any]:
    """The tables with what fills each column and why, as many as there is room for."""
    found = asked(words, here)
    wanted = tables_of(words, found.plan.schema)
    return (
        planned(found.plan)
        | brief.few("columns", list(_columns(list(explain(found.plan)), wanted)), COLUMNS)
        | told.notes(found.notes)
        | {"command": found.command("generate")}
    )


def planned(plan: Plan) -> dict[str, Any]:
    """How many rows each table would have."""
    tables = [f"{table.table}: {table.rows}{_capped(table.cap)}" for table in plan.tables]
    seed = {"dialect": plan.schema.dialect, "seed": plan.recipe.seed}
    return seed | {"rows": sum(table.rows for table in plan.tables)} | brief.few("tables", tables, TABLES)


def _capped(why: str) -> str:
    return f", capped: {brief.cut(why)}" if why else ""


def _columns(stories: Sequence[TableStory], wanted: Sequence[str]) -> Iterator[dict[str, str]]:
    for story in stories:
        if wanted and story.table not in wanted:
            continue
        for column in story.columns:
            yield {
                "column": f"{story.table}.{column.name}",
                "type": brief.cut(column.type, brief.WIDE),
                "by": column.generator,
                "why": brief.cut(column.reason),
            }
