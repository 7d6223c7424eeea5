"""The report as one HTML file: no script, no network; for a phone, for paper, by day and by night."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.plan.edges.index import SKIPPED
from seedbed.plan.explain import ColumnStory, TableStory
from seedbed.report import page_code
from seedbed.report.account import SAMPLE, Account
from seedbed.report.column import Figures, children_of, figures_of
from seedbed.report.diagram import diagram
from seedbed.report.plot import Plot, plot_of
from seedbed.report.told import broken, edges_of, kept, rulings, spoken
from seedbed.schema.model import ForeignKey, Table
from seedbed.validate.spread.shapes import Shape
from seedbed.validate.verdict import Checked, Verdict

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["code", "made_of", "page"]

SHOWN = 5
"""Rows of a table that are shown."""

OPEN = 8
"""So few tables are all unfolded, and so few notes shown."""


def page(account: Account) -> str:
    """The HTML text of a report."""
    told = {id: f"{count:,} row{'' if count == 1 else 's'}" for id, count in account.rows.items()}
    asked = account.asked()
    tables = [_table(table, account, asked.get(table.id, ())) for table in account.schema]
    return _template().render(
        account=account,
        verdict=account.verdict,
        kinds=_kinds(account.verdict),
        drawing=diagram(account.schema, told),
        tables=tables,
        broken=[one for table in tables for one in table["broken"]],
        wrong={breach.table for breach in account.verdict.breaches} if account.verdict else set(),
        tests=_tests(account.verdict),
        edges=edges_of(account.edges),
        rulings=rulings(account.recipe, account.verdict),
        few=OPEN,
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
    plot: Plot | None
    declared: str = ""


@dataclass(frozen=True, slots=True)
class _Test:
    """What was declared of columns and what came of it: an outcome of good, bad or dim, in words, and figures."""

    table: str
    columns: tuple[str, ...]
    said: str
    plot: Plot | None
    mark: str
    outcome: str
    figures: str = ""


def _table(table: Table, account: Account, asked: Sequence[Checked]) -> dict[str, Any]:
    sample = account.samples.get(table.id)
    story = account.stories.get(table.id)
    verdict = account.verdict
    return {
        "id": table.id,
        "anchor": _anchor(table.id),
        "rows": account.rows.get(table.id, 0),
        "cap": story.cap if story else "",
        "notes": [note for note in account.notes if note.table == table.id and note.what != SKIPPED],
        "columns": [_column(table, column.name, story, sample, account) for column in table.columns],
        "asked": len(asked),
        "kept": kept(table, asked),
        "broken": broken(table, verdict.breaches if verdict else ()),
        "skipped": [skipped for skipped in verdict.skipped if skipped.table == table.id] if verdict else [],
        "names": [] if sample is None else list(sample.column_names),
        "sample": _shown(sample),
    }


def _column(table: Table, name: str, story: TableStory | None, sample: pa.Table | None, account: Account) -> _Column:
    column = table.column(name)
    told = next((told for told in story.columns if told.name == name), None) if story else None
    cells = sample.column(name).combine_chunks() if sample is not None and name in sample.column_names else None
    figures = None if cells is None else figures_of(cells)
    shape = next((shape for shape in _shapes(account.verdict, table.id) if shape.columns == (name,)), None)
    plot = None if figures is None else _plot(table, name, figures, cells, account)
    if shape is not None:
        plot = plot_of(shape)
    elif figures is not None and (_counts_up(told) or _numbers(table, name, figures)):
        plot = None  # each number once: bars of that tell nothing
    about = (name, column.type.raw or column.type.kind, tuple(_marks(table, name)), told, figures, plot)
    return _Column(*about, "" if shape is None or not shape.expected else shape.said)


def _counts_up(story: ColumnStory | None) -> bool:
    return story is not None and story.generator == "counted"


def _numbers(table: Table, name: str, figures: Figures) -> bool:
    """Whether a column is a key of its own whose whole numbers are all different."""
    own = table.primary is not None and table.primary.columns == (name,)
    return own and table.column(name).type.kind == "integer" and figures.distinct == figures.cells


def _plot(table: Table, name: str, figures: Figures, cells: pa.Array, account: Account) -> Plot:
    """What a column looks like: of a reference to one table, where all rows are known, the rows of each parent."""
    parent = next((key.table for key in table.foreign_keys if key.columns == (name,)), None)
    if parent is None or len(cells) < account.rows.get(table.id, 0) or not account.rows.get(parent):
        return figures.plot
    return children_of(cells, account.rows[parent])


def _shapes(verdict: Verdict | None, table: str) -> list[Shape]:
    return [shape for shape in (verdict.shapes if verdict else ()) if shape.table == table]


def _marks(table: Table, name: str) -> list[str]:
    """What the schema says of a column, in as few letters as people know it by."""
    marks = ["key"] if any(name in unique.columns and unique.primary for unique in table.uniques) else []
    marks += ["unique"] if any((name,) == unique.columns and not unique.primary for unique in table.uniques) else []
    marks += [f"→\N{NO-BREAK SPACE}{key.table}" for key in _keys(table) if name in key.columns]
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
    return [(spoken(kind), count, broken[kind]) for kind, count in asked.items()]


def _tests(verdict: Verdict | None) -> list[_Test]:
    """Every declared distribution, alarms first."""
    if verdict is None:
        return []
    plots: dict[tuple[str, tuple[str, ...], str], list[Plot]] = defaultdict(list)
    for shape in verdict.shapes:
        plots[shape.table, shape.columns, shape.said].append(plot_of(shape))
    found = []
    for test in sorted(verdict.compared, key=lambda test: (not test.alarm, bool(test.bent))):
        mark, outcome = ("bad", "unlike it") if test.alarm else ("good", "as declared")
        if test.bent:
            mark, outcome = "dim", "not judged"
        outcome += f": {test.why or test.bent}" if test.why or test.bent else ""
        numbers = f"{test.test} {test.statistic:.4g}, p {test.p:.3g}"
        numbers += "" if test.bent else f", corrected {test.corrected:.3g}"
        numbers += f", {test.rows:,} rows" + (f" of {test.sampled_of:,}" if test.sampled_of else "")
        plot = next(iter(plots[test.table, test.columns, test.said]), None)
        found.append(_Test(test.table, test.columns, test.said, plot, mark, outcome, numbers))
    for one in verdict.uncompared:
        plot = next(iter(plots[one.table, one.columns, one.said]), None)
        found.append(_Test(one.table, one.columns, one.said, plot, "dim", f"not tested: {one.reason}"))
    return found


def _shown(sample: pa.Table | None) -> list[list[str | None]]:
    rows = [] if sample is None else sample.slice(0, SHOWN).to_pylist()
    return [[None if cell is None else _cell(cell) for cell in row.values()] for row in rows]


def _cell(cell: object) -> str:
    text = cell.hex() if isinstance(cell, bytes) else str(cell)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _anchor(id: str) -> str:
    return "t-" + "".join(letter if letter.isalnum() or letter == "_" else f"-{ord(letter):x}-" for letter in id)


@lru_cache(maxsize=1)
def _template() -> Template:
    import jinja2  # only where a page is wanted

    room = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    room.filters["count"] = lambda number: f"{number:,}"
    room.filters["anchor"] = _anchor
    room.filters["percent"] = lambda share: f"{share:.0f} %" if share >= 9.5 or not share else f"{share:.2g} %"
    text = _text("page.html")
    if made_of(text) != page_code.MADE_OF:
        return room.from_string(text)
    return jinja2.Template.from_module_dict(room, vars(page_code), room.globals)


def made_of(text: str) -> str:
    """What the code of a page is made of: its template, and the library that wrote the code."""
    import jinja2

    return f"{jinja2.__version__} {blake2b(text.encode(), digest_size=8).hexdigest()}"


def code() -> str:
    """The text of page_code.py: the template as the library's own code, which takes longer to write than to run."""
    room, text = _template().environment, _text("page.html")
    head = "# Written by `python -m seedbed.report.page` from page.html, for a start that need not write it itself."
    written = room.compile(text, raw=True, defer_init=True).replace("from __future__ import generator_stop\n", "")
    return f"{head}\n# ruff: noqa\n# mypy: ignore-errors\nMADE_OF = {made_of(text)!r}\n{written}\n"


def _text(name: str) -> str:
    return files("seedbed.report").joinpath(name).read_text(encoding="utf-8")


if __name__ == "__main__":
    files("seedbed.report").joinpath("page_code.py").write_text(code(), encoding="utf-8")  # type: ignore[attr-defined]
