"""`seedbed generate`, `introspect` and `explain`: rows in files, and why they are as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from seedbed.api.said import Words
from seedbed.cli.bundles import taking
from seedbed.cli.coerce import Command
from seedbed.cli.options import Debug, Dialect, SchemaSources, Strict, words
from seedbed.errors import Problem, UsageError
from seedbed.read.early import begun

__all__ = ["register"]

_INTROSPECT = """Read a live database and make rows for it.

The database is only read; the options are those of generate.

seedbed introspect postgresql://localhost/shop --count 1000

seedbed introspect mysql://root@localhost/shop --format csv,json --output data/

seedbed introspect shop.db --seed 7 --explain
"""


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(cls=Command)(generate)
    app.command("introspect", cls=Command, help=_INTROSPECT)(generate)
    app.command(cls=Command)(explain)


@taking(words)
def generate(
    schema: SchemaSources = None,
    *,
    words: Words,
    dialect: Dialect = None,
    strict: Strict = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="sql, csv, json, jsonl, parquet, django, rails, prisma, several with commas, or all. Default sql.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="A folder, or one file if it ends in the format's suffix. Default ./<schema>-data/."
        ),
    ] = None,
    validate: Annotated[bool, typer.Option(help="Let the referee ask every constraint of the output.")] = True,
    report: Annotated[
        bool | None,
        typer.Option(
            help="The verdict as report.html and report.json: in a folder by default; beside one file if asked for, as"
            " data.sql.report.html.",
            show_default=False,
        ),
    ] = None,
    split: Annotated[bool, typer.Option(help="SQL: one numbered file per table, in load order.")] = False,
    one_per_row: Annotated[bool, typer.Option(help="SQL: one INSERT per row, for reading.")] = False,
    explain: Annotated[bool, typer.Option(help="Show the plan before the rows are made.")] = False,
    save_plan: Annotated[Path | None, typer.Option(help="Write the plan, as JSON, to this file.")] = None,
    violate: Annotated[
        bool, typer.Option(help="Instead of much data: a few valid rows, and for each constraint one that breaks it.")
    ] = False,
    since: Annotated[
        Path | None,
        typer.Option(help="After a migration: the manifest.json of the old rows; makes only what they lack."),
    ] = None,
    force: Annotated[bool, typer.Option(help="Overwrite files that Seedbed did not write.")] = False,
    workers: Annotated[
        int, typer.Option(help="So many make rows at once; the values are the same for any number.")
    ] = 2,
    part: Annotated[
        str | None, typer.Option(help="I/N: only the I-th of N parts of every table, as one of N machines makes it.")
    ] = None,
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Ask one question after another, show ten rows, then make them all.")
    ] = False,
    streaming: Annotated[bool, typer.Option(help="Accepted; rows always stream.", hidden=True)] = True,
    debug: Debug = False,
) -> None:
    """Make rows for a schema: valid, realistic, the same every time.

    seedbed generate schema.sql --count 1000 --format sql

    seedbed generate schema.sql --count 10000 --count orders=1000000 --format csv,parquet --output data/

    seedbed generate schema.sql --format all --seed 7 --explain

    seedbed generate schema.sql --interactive

    pg_dump --schema-only shop | seedbed generate -

    seedbed generate schema.sql --violate

    seedbed generate new.sql --since data/manifest.json --output delta/
    """
    first, beside = _sources(schema)
    early = None if beside or interactive or since is not None else begun(first, dialect)
    from seedbed.api import wishes
    from seedbed.cli import commands

    if part is not None and (violate or since is not None):
        what = "--part makes a part of many rows, and there are none"
        raise UsageError(Problem(what, "--part", help="leave --part out"))
    if violate and words.config is None:
        words = replace(words, count=("10", *words.count))
    wished = wishes.wished(words)
    request = commands.Request(
        first or "" if interactive else wished.schema(first),
        wished.dialect(dialect),
        wished,
        wished.formats(format),
        wished.output(output),
        validate,
        wished.strict(strict),
        split,
        one_per_row,
        force,
        explain,
        save_plan,
        report,
        workers,
        part,
        early,
        beside,
    )
    if interactive:
        from seedbed.cli.interactive import interview

        raise typer.Exit(interview(request, first))
    if since is not None:
        from seedbed.cli import migrating

        raise typer.Exit(migrating.since(request, since))
    raise typer.Exit(commands.violate(request) if violate else commands.generate(request))


@taking(words)
def explain(
    schema: SchemaSources = None,
    *,
    words: Words,
    dialect: Dialect = None,
    strict: Strict = None,
    debug: Debug = False,
) -> None:
    """Show what would be made and why, without making it.

    seedbed explain schema.sql --count 1000
    """
    from seedbed.api import wishes
    from seedbed.cli import commands

    wished = wishes.wished(words)
    first, beside = _sources(schema)
    source, known = wished.schema(first), wished.dialect(dialect)
    raise typer.Exit(commands.explain(source, known, wished, wished.strict(strict), beside))


def _sources(schema: Sequence[str] | None) -> tuple[str | None, tuple[str, ...]]:
    """The first word of a schema in several files, and those beside it."""
    words = tuple(schema or ())
    return next(iter(words), None), words[1:]
