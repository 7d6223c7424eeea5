"""`seedbed validate` and `profile`: the words of what is asked of anyone's rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedbed.api.said import Words
from seedbed.cli.options import Debug, Dialect, Strict

__all__ = ["profile", "validate"]


def validate(
    data: Annotated[
        str,
        typer.Argument(
            help="SQL, CSV, JSON or Parquet, a file or a folder, or the address of a live database; filled by anyone."
        ),
    ],
    schema: Annotated[
        str | None, typer.Argument(help="A schema, as for generate; leave it away for a live database's own.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A recipe: its rules, and how rows spread.")] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(help="Of a living database: the manifest.json of the load that filled it; tells how rows spread."),
    ] = None,
    dialect: Dialect = None,
    json: Annotated[Path | None, typer.Option(help="Write the report, as JSON, to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the report, as a page for a browser, to this file.")] = None,
    strict: Strict = None,
    debug: Debug = False,
) -> None:
    """Ask every constraint of a schema of anyone's data.

    seedbed validate data.sql schema.sql

    seedbed validate data/ schema.sql --json report.json --html report.html

    seedbed validate postgresql://localhost/shop

    seedbed validate shop.db schema.sql

    seedbed validate shop.db --manifest shop-load/manifest.json

    seedbed validate data/ --config seedbed.yaml
    """
    from seedbed.api import wishes
    from seedbed.cli import commands

    wished = wishes.wished(Words(config))
    known, sure = wished.dialect(dialect), wished.strict(strict)
    raise typer.Exit(commands.validate(data, schema, known, wished, commands.Reports(json, html), sure, manifest))


def profile(
    source: Annotated[
        str, typer.Argument(help="Real rows: a live database, or CSV, Parquet, JSON or SQL in a file or a folder.")
    ],
    schema: Annotated[
        str | None, typer.Argument(help="A schema, as for generate; leave it away for a live database's own.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the recipe to this file; left out, it is printed.")
    ] = None,
    crowd: Annotated[int, typer.Option(help="Nothing is told that fewer rows than this share.")] = 10,
    values: Annotated[
        list[str] | None,
        typer.Option(help="TABLE.COLUMN of a text whose frequent values may be told. Repeatable."),
    ] = None,
    sample: Annotated[int, typer.Option(help="Rows of a table that are read from a live database.")] = 200_000,
    compare: Annotated[
        str | None, typer.Option(help="Other rows, as SOURCE: tells how like they are, in place of a recipe.")
    ] = None,
    dialect: Dialect = None,
    force: Annotated[bool, typer.Option(help="Overwrite the output.")] = False,
    debug: Debug = False,
) -> None:
    """Describe real rows as a recipe: shapes, never values, unless allowed.

    seedbed profile postgresql://localhost/prod --output recipe.yaml

    seedbed profile exports/ schema.sql --values users.country

    seedbed profile exports/ schema.sql --compare data/
    """
    from seedbed.cli import profiling

    wanted = profiling.Wanted(source, schema, dialect, output, crowd, values or (), sample, compare, force)
    raise typer.Exit(profiling.profile(wanted))
