"""The report as one HTML file: no script, no network; for a phone, for paper, by day and by night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from seedbed.errors import Note
from seedbed.plan.explain import ColumnStory, TableStory
from seedbed.report.column import Figures, figures_of
from seedbed.report.diagram import diagram
from seedbed.schema.model import ForeignKey, Schema, Table
from seedbed.validate.verdict import Breach, Checked, Verdict

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["SAMPLE", "Account", "page"]

SAMPLE = 2000
"""Rows of a table that its figures are taken from."""

SHOWN = 5
"""Rows of a table that are shown."""

OPEN = 8
"""So few tables are all unfolded."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a report tells of: a schema, a sample of the rows of each table by id, and what was found.

    `rows` are all rows of each table; `stories` tell, where the rows are ours, what fills each column and why;
    `reproduce` is the command that makes the same data again.
    """

    title: str
    schema: Schema
    rows: Mapping[str, int]
    samples: Mapping[str, pa.Table]
    verdict: Verdict | None = None
    stories: Mapping[str, TableStory] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[Note, ...] = ()
    reproduce: str = ""


def page(account: Account) -> str:
    """The HTML text of a report."""
    told = {id: f"{count:,} row{'' if count == 1 else 's'}" for id, count in account.rows.items()}
    return _template().render(
        account=account,
        verdict=account.verdict,
        kinds=_kinds(account.verdict),
        drawing=diagram(account.schema, told),
        tables=[_table(table, account) for table in account.schema],
        unfolded=len(account.schema.tables) <= OPEN,
        total=sum(account.rows.values()),
        style=_text("page.css"),
        sample=SAMPLE,
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """One line of a table's columns."""

    name: str
    type: str
    marks: tuple[str, ...]
    story: ColumnStory | None
    figures: Figures | None

    @property
    def is_plotted(self) -> bool:
        """Whether its bars tell anything: those of a key that counts up do not."""
        counted = self.story is not None and self.story.generator == "counted"
        return self.figures is not None and self.figures.tells and not counted


def _table(table: Table, account: Account) -> dict[str, Any]:
    sample = account.samples.get(table.id)
    story = account.stories.get(table.id)
    verdict = account.verdict
    asked = [asked for asked in verdict.checked if asked.table == table.id] if verdict else []
    return {
        "id": table.id,
        "anchor": _anchor(table.id),
        "rows": account.rows.get(table.id, 0),
        "cap": story.cap if story else "",
        "notes": [note for note in account.notes if note.table == table.id],
        "columns": [_column(table, name, story, sample) for name in (column.name for column in table.columns)],
        "asked": sorted(asked, key=lambda asked: -asked.breaches),
        "breaches": _examples(verdict, table.id),
        "skipped": [skipped for skipped in verdict.skipped if skipped.table == table.id] if verdict else [],
        "sample": _shown(sample),
    }


def _column(table: Table, name: str, story: TableStory | None, sample: pa.Table | None) -> _Column:
    column = table.column(name)
    told = next((told for told in story.columns if told.name == name), None) if story else None
    figures = figures_of(sample.column(name).combine_chunks()) if sample and name in sample.column_names else None
    return _Column(name, column.type.raw or column.type.kind, tuple(_marks(table, name)), told, figures)


def _marks(table: Table, name: str) -> list[str]:
    """What the schema says of a column, in as few letters as people know it by."""
    marks = ["key"] if any(name in unique.columns and unique.primary for unique in table.uniques) else []
    marks += ["unique"] if any((name,) == unique.columns and not unique.primary for unique in table.uniques) else []
    marks += [f"→ {key.table}" for key in _keys(table) if name in key.columns]
    marks += ["optional"] if table.column(name).nullable and "key" not in marks else []
    marks += ["worked out"] if table.column(name).generated is not None else []
    return marks


def _keys(table: Table) -> list[ForeignKey]:
    """One key for each parent and set of columns."""
    return list({(key.columns, key.table): key for key in table.foreign_keys}.values())


def _kinds(verdict: Verdict | None) -> list[tuple[str, int, int]]:
    """Each kind of constraint with how many were asked and how many of them are broken."""
    if verdict is None:
        return []
    asked: Counter[str] = Counter(asked.kind for asked in verdict.checked)
    broken: Counter[str] = Counter(asked.kind for asked in verdict.checked if asked.breaches)
    return [(kind.replace("_", " ").lower(), count, broken[kind]) for kind, count in asked.items()]


def _examples(verdict: Verdict | None, table: str) -> dict[tuple[str, str], Breach]:
    found = verdict.breaches if verdict else ()
    return {(breach.kind, breach.constraint): breach for breach in found if breach.table == table}


def _shown(sample: pa.Table | None) -> list[list[str | None]]:
    rows = [] if sample is None else sample.slice(0, SHOWN).to_pylist()
    return [[None if cell is None else _cell(cell) for cell in row.values()] for row in rows]


def _cell(cell: object) -> str:
    text = cell.hex() if isinstance(cell, bytes) else str(cell)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _anchor(id: str) -> str:
    return "t-" + "".join(letter if letter.isalnum() else "-" for letter in id)


def _kept(asked: Checked) -> bool:
    return asked.breaches == 0


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # only where a page is wanted: its import takes a tenth of a second

    room = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    room.filters["count"] = lambda number: f"{number:,}"
    room.filters["anchor"] = _anchor
    room.tests["kept"] = _kept
    return room.from_string(_text("page.html"))


def _text(name: str) -> str:
    return files("seedbed.report").joinpath(name).read_text(encoding="utf-8")
