"""`seedbed profile`: what real rows are like, as a recipe, and how like made rows are to them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from seedbed import api, observe
from seedbed.api.words import dialect_of
from seedbed.classes import dataclass
from seedbed.cli.show import show_notes
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.errors import Problem, UsageError
from seedbed.observe import Caution, Likeness
from seedbed.schema.model import Schema
from seedbed.write.files.temporary import refusals
from seedbed.write.recipe import recipe_text

__all__ = ["Wanted", "profile"]

MOST = 20
"""Comparisons that a screen has room for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of `profile`."""

    source: str
    schema: str | None
    dialect: str | None
    output: Path | None
    crowd: int
    values: Sequence[str]
    sample: int
    compare: str | None
    force: bool


def profile(wanted: Wanted) -> int:
    """Reads the rows, and writes the recipe or compares them with others; the exit code."""
    source, schema_source = _sources(wanted)
    if wanted.output is not None and wanted.output.exists() and not wanted.force:
        why = "what you wrote in it would be lost"
        raise UsageError(Problem(f"{wanted.output} is there already", "--output", why, "name another, or say --force"))
    reading = api.read_schema(schema_source, dialect_of(wanted.dialect))
    show_notes(Console(stderr=True), reading.notes)
    seen = observe.observe(source, reading.schema, wanted.sample)
    if wanted.compare is not None:
        other = observe.observe(wanted.compare, reading.schema, wanted.sample)
        return _compared(observe.compare(reading.schema, seen, other))
    caution = Caution(wanted.crowd, _allowed(wanted.values, reading.schema))
    told = str(parse_dsn(schema_source)) if is_dsn(schema_source) else _from(schema_source, wanted.output)
    text = recipe_text(observe.profiled(reading.schema, seen, caution), {"schema": told})
    if wanted.output is None:
        sys.stdout.write(text)
        return 0
    _written(text, wanted.output)
    rows = sum(found.rows for found in seen.values())
    Console().print(f"{wanted.output}: what {rows:,} rows in {len(seen)} tables are like", highlight=False)
    return 0


def _sources(wanted: Wanted) -> tuple[str, str]:
    """Where the rows are, and where the schema is."""
    if wanted.schema is None and not is_dsn(wanted.source):
        help = "seedbed profile DATA schema.sql"
        raise UsageError(Problem("there is no schema to read the rows by", "SCHEMA", help=help))
    if wanted.crowd < 2:
        raise UsageError(
            Problem(f"{wanted.crowd} rows are no crowd", "--crowd", "single rows would be told", "2 or more")
        )
    if wanted.sample < 1:
        raise UsageError(Problem(f"{wanted.sample} rows tell nothing", "--sample", help="1 or more"))
    return wanted.source, wanted.schema or wanted.source


def _allowed(names: Sequence[str], schema: Schema) -> frozenset[tuple[str, str]]:
    """The columns whose values may be told. Raises UsageError for those that are none."""
    known = {f"{table.id}.{column.name}": (table.id, column.name) for table in schema for column in table.columns}
    problems = [
        Problem(f"there is no column {name}", "--values", help="write table.column")
        for name in names
        if name not in known
    ]
    if problems:
        raise UsageError(*problems)
    return frozenset(known[name] for name in names)


def _from(schema: str, output: Path | None) -> str:
    """The path of the schema as seen from the recipe."""
    return Path(os.path.relpath(schema, output.parent if output else ".")).as_posix()


def _written(text: str, output: Path) -> None:
    """Under its final name only when it is whole."""
    passing = output.with_name(f".{output.name}.partial")
    with refusals(output):
        passing.write_text(text, encoding="utf-8")
        passing.replace(output)


def _compared(found: Sequence[Likeness]) -> int:
    console = Console()
    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("distance", "measure", "table", "columns"):
        grid.add_column(name, justify="right" if name == "distance" else "left", overflow="fold")
    worst = sorted(found, key=lambda each: (-each.distance, each.table, each.columns))
    for each in worst[:MOST]:
        grid.add_row(f"{each.distance:.3f}", each.measure, each.table, ", ".join(each.columns))
    console.print(f"{len(found)} comparisons, the farthest apart first (0 is alike)", highlight=False)
    console.print(grid)
    if len(found) > MOST:
        console.print(f"… and {len(found) - MOST} more, none farther apart", style="dim")
    return 0
