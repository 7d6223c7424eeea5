"""A plan in words: per table its rows and what capped them, per column what fills it and why."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.generators.domain import Generator
from seedbed.generators.edged import Edged
from seedbed.generators.keys.known import Clear
from seedbed.plan.plan import Plan

__all__ = ["ColumnStory", "TableStory", "explain"]


@dataclass(frozen=True, slots=True)
class ColumnStory:
    """One column: its type as the schema wrote it, its generator, and the reason."""

    name: str
    type: str
    generator: str
    reason: str


@dataclass(frozen=True, slots=True)
class TableStory:
    """One table: its rows, what capped them ("" where nothing did), its columns and notes."""

    table: str
    rows: int
    cap: str
    columns: tuple[ColumnStory, ...]
    notes: tuple[Note, ...]


def explain(plan: Plan) -> Iterator[TableStory]:
    """The story of each table, in load order."""
    for planned in plan.tables:
        table = plan.schema.table(planned.table)
        told = {
            column: (_name(group.generator), group.why(column)) for group in planned.groups for column in group.columns
        }
        columns = tuple(
            ColumnStory(column.name, column.type.raw or column.type.kind, *told.get(column.name, _UNTOLD))
            for column in table.columns
        )
        notes = tuple(note for note in plan.notes if note.table == table.id)
        yield TableStory(table.id, planned.rows, planned.cap, columns, notes)


def _name(generator: Generator) -> str:
    return type(generator.generator if isinstance(generator, Clear | Edged) else generator).__name__.lower()


_UNTOLD = ("database", "left out: the database fills it")
