"""A plan made from SQL text, and the rows that it stands for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from seedbed.engine.cells import Cells
from seedbed.errors import PlanError
from seedbed.plan.passes import plan
from seedbed.plan.plan import Group, Plan
from seedbed.read.sql import read_sql
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import Recipe

__all__ = ["Grown", "distinct", "grown", "refused"]


@dataclass(frozen=True)
class Grown:
    """A plan; its rows are made when they are asked for."""

    plan: Plan

    def rows(self, table: str, *columns: str) -> list[tuple[object, ...]]:
        """The given columns of all rows of a table."""
        batch = Cells(self.plan).tile(table, columns, 0, self.plan.table(table).rows)
        return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))

    def cells(self, table: str, column: str) -> list[object]:
        """One column of all rows of a table."""
        return [cell for (cell,) in self.rows(table, column)]

    def whole(self, table: str, column: str) -> list[int]:
        """A column of whole numbers, none of them NULL."""
        cells = self.cells(table, column)
        found = [cell for cell in cells if isinstance(cell, int)]
        assert len(found) == len(cells)
        return found

    def group(self, table: str, column: str) -> Group:
        """The group that fills a column."""
        return next(group for group in self.plan.table(table).groups if column in group.columns)

    def kind(self, table: str, column: str) -> str:
        """The name of the generator that fills a column."""
        return type(self.group(table, column).generator).__name__

    def count(self, table: str) -> int:
        """The planned rows of a table."""
        return self.plan.table(table).rows

    @property
    def notes(self) -> str:
        """All notes, a line for each."""
        return "\n".join(f"{note.where}: {note.what} ({note.why})" for note in self.plan.notes)


def grown(
    sql: str, dialect: Dialect = "postgres", rows: int = 100, *counts: tuple[str, int], strict: bool = False
) -> Grown:
    """The plan of the tables that a text creates."""
    schema = read_sql(sql, "s.sql", dialect).schema
    return Grown(plan(schema, Recipe(rows=rows, table_rows=counts), Cells, strict))


def refused(sql: str, *counts: tuple[str, int], rows: int = 100, strict: bool = False) -> str:
    """What planning says of tables that it must refuse."""
    with pytest.raises(PlanError) as caught:
        grown(sql, "postgres", rows, *counts, strict=strict)
    assert all(problem.what and problem.where for problem in caught.value.problems)
    return str(caught.value)


def distinct(rows: list[tuple[object, ...]]) -> bool:
    """Whether no two rows without a NULL are equal."""
    whole = [row for row in rows if None not in row]
    return len(set(whole)) == len(whole)
