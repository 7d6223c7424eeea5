"""A first recipe for a schema: everything in it is as it would be without it, and says what can be changed."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.generators.cases import Cases
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.plan.across.loom import FOLLOWING
from seedbed.plan.explain import ColumnStory, TableStory, explain
from seedbed.plan.plan import Plan
from seedbed.schema.inferences import INFERENCES
from seedbed.schema.model import Column, Table
from seedbed.write.recipe import yaml_word

__all__ = ["sketch"]

FEW = 6
"""Columns of each table that are shown."""

BESIDE = 52
"""Where comments begin beside what they are about."""

WIDE = 120
"""Letters of a line beyond which comments are cut."""

_TIMES = {"date", "timestamp", "time"}
_NUMBERS = {"integer", "decimal", "float", "money"}
_FOLLOWING = {generator.__name__.lower() for generator in (Cases, *FOLLOWING)}


def sketch(plan: Plan, source: str, file: str, *, dialect: str = "", editor: str = "") -> str:
    """The text of a recipe file for the schema of a plan, which was made without wishes.

    `source` is the schema as seen from the file, `editor` the JSON Schema beside it, "" where there is none.
    """
    lines = [*_head(plan, source, file, dialect, editor)]
    for story in explain(plan):
        lines += ["", *_table(plan.schema.table(story.table), story)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _head(plan: Plan, source: str, file: str, dialect: str, editor: str) -> Iterator[str]:
    recipe = plan.recipe
    if editor:
        yield f"# yaml-language-server: $schema={editor}"
    yield "# What Seedbed makes for this schema. Whatever is left out is inferred: every line here may go."
    yield "#"
    yield f"#     seedbed generate --config {file}"
    yield f"#     seedbed explain --config {file}     shows every column, and why it is filled as it is"
    yield ""
    yield f"schema: {yaml_word(source)}"
    if dialect:
        yield f"dialect: {dialect}"
    yield _beside(f"seed: {recipe.seed}", "the same seed gives the same values, on any day and machine")
    yield _beside(f"today: {recipe.today.isoformat()}", "the last day that events may fall on")
    yield _beside(f"locale: {recipe.locale}", "or several by weight: {uk: 3, de: 1}")
    yield _beside(f"count: {recipe.rows}", "rows of every table that has no count of its own")
    yield _beside("# edge_cases: 10", "the percentage of rows with an edge case; else 5")
    yield _beside("# format: [sql, csv]", "sql, csv, json, jsonl, parquet, django, rails, prisma, or all")
    yield _beside("# output: data/", "a folder, or one file that ends in the format's suffix")
    yield _beside("# without: [totals]", f"what shall not be inferred: {', '.join(INFERENCES)}")
    yield ""
    yield _beside("tables:", "in the order in which they can be loaded")


def _table(table: Table, story: TableStory) -> Iterator[str]:
    yield f"  {yaml_word(table.id)}:"
    parents = [key.table for key in table.foreign_keys if key.table != table.id]
    ratio = f"or as many for each row of another table: 5 per {parents[0]}" if parents else ""
    yield _beside(f"    # count: {story.rows}", story.cap or ratio)
    shown = [(told, wish) for told in story.columns if (wish := _wish(table, told))]
    if not shown:
        return
    yield "    # columns:"
    for told, wish in shown[:FEW]:
        yield _beside(f"    #   {yaml_word(told.name)}: {wish}", told.reason)
    if len(shown) > FEW:
        yield f"    #   # and {len(shown) - FEW} more"


def _wish(table: Table, told: ColumnStory) -> str:
    """What a user may want to say of a column, "" where nothing comes to mind."""
    column = table.column(told.name)
    if any(told.name in unique.columns and unique.primary for unique in table.uniques):
        return ""
    if any(key.columns == (told.name,) for key in table.foreign_keys):
        return "{distribution: zipf}"
    meaning = meaning_of(table.name, column.name, column.type)
    if meaning is not None and told.reason.startswith(f"{meaning.name}, from its name"):
        return f"{{generator: {meaning.name}}}"
    return _of_type(column, told) if _is_alone(table, column) else ""


def _of_type(column: Column, told: ColumnStory) -> str:
    if column.type.values:
        return yaml_word({"values": list(column.type.values)})
    if column.nullable:
        return "{null_rate: 0.1}"
    if told.generator in _FOLLOWING:
        return ""  # what spreads as it has to
    if column.type.kind in _TIMES:
        return "{times: {weekdays: business}}"
    return "{distribution: normal}" if column.type.kind in _NUMBERS else ""


def _is_alone(table: Table, column: Column) -> bool:
    """Whether the database does not fill the column, and no key holds it."""
    keyed = {name for unique in table.uniques for name in unique.columns}
    keyed |= table.referring
    return column.generated is None and column.identity is None and column.name not in keyed


def _beside(text: str, comment: str) -> str:
    """A line with a comment, of which no more is kept than fits."""
    line = f"{text:<{BESIDE - 1}} # {comment}" if comment else text
    if len(line) <= WIDE:
        return line
    return f"{line[: WIDE - 4].rstrip()} ..." if len(text) < WIDE - 8 else text
