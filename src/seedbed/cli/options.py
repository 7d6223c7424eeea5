"""The options that mean the same in every command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedbed.api.said import Words

__all__ = ["Debug", "Dialect", "SchemaSource", "SchemaSources", "Strict", "words"]

_SCHEMA = (
    "A schema: SQL DDL or a dump of PostgreSQL, MySQL/MariaDB or SQLite, a Prisma schema, JSON Schema or OpenAPI,"
    " models of SQLAlchemy, Django, Tortoise or Pydantic (a file or a folder), - for what is piped in; or the address"
    " of a live database. It may stand in the recipe instead."
)
SchemaSource = Annotated[str | None, typer.Argument(help=_SCHEMA)]
SchemaSources = Annotated[
    list[str] | None,
    typer.Argument(help=f"{_SCHEMA} Several files of SQL, or of Prisma, are one schema."),
]
Config = Annotated[Path | None, typer.Option(help="A recipe: YAML, JSON or TOML. The command line beats it.")]
Count = Annotated[
    list[str] | None,
    typer.Option(
        "--count",
        "-n",
        help='Rows per table: N for every table, TABLE=N for one, "TABLE=5 per PARENT" for a ratio. Default 100.'
        " Repeatable.",
    ),
]
Spread = Annotated[
    list[str] | None,
    typer.Option(
        "--distribution",
        help="How values spread: [TABLE.]COLUMN:KIND[:PARAMS], as orders.product_id:zipf or age:normal:mean=35,std=12."
        " Repeatable.",
    ),
]
CustomGenerator = Annotated[
    list[str] | None,
    typer.Option(
        "--custom-generator", help="A pattern for a column: [TABLE.]COLUMN:PATTERN, as code:EMP-#####. Repeatable."
    ),
]
Locale = Annotated[
    str | None,
    typer.Option(help="Where people, places and formats come from: uk, or several by weight: uk=3,de=1. Default us."),
]
EdgeCases = Annotated[float | None, typer.Option(help="The percentage of rows with an edge case. Default 5.")]
Without = Annotated[
    list[str] | None, typer.Option("--without", help="What shall not be inferred: totals, times, ... Repeatable.")
]
Seed = Annotated[int | None, typer.Option(help="The same seed gives the same values, on any day. Default 42.")]
Today = Annotated[
    str | None,
    typer.Option(help="The last day that events may fall on, YYYY-MM-DD; never the clock. Default 2026-01-01."),
]
Dialect = Annotated[str | None, typer.Option(help="postgres, mysql or sqlite; guessed from the file by default.")]
Strict = Annotated[bool | None, typer.Option(help="Whatever cannot be honoured exactly is an error.")]
Debug = Annotated[bool, typer.Option(help="Show the traceback of an error.", hidden=True)]


def words(
    config: Config = None,
    count: Count = None,
    distribution: Spread = None,
    custom_generator: CustomGenerator = None,
    edge_cases: EdgeCases = None,
    without: Without = None,
    locale: Locale = None,
    seed: Seed = None,
    today: Today = None,
) -> Words:
    """What is wished of the rows."""
    return Words(
        config=config,
        count=count or (),
        seed=seed,
        today=today,
        locale=locale,
        distribution=distribution or (),
        custom_generator=custom_generator or (),
        edge_cases=edge_cases,
        without=without or (),
    )
