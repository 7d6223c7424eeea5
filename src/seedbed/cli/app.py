"""The command line itself: every command, its words, and how errors become exit codes."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from seedbed.cli import plans, unit
from seedbed.cli.chain import chain
from seedbed.cli.clustered import spark
from seedbed.cli.coerce import Command, Commands
from seedbed.cli.collecting import rare, settled
from seedbed.cli.lessons import lessons
from seedbed.cli.options import (
    Config,
    Count,
    CustomGenerator,
    Debug,
    Dialect,
    EdgeCases,
    Locale,
    SchemaSource,
    Seed,
    Spread,
    Strict,
    Today,
    Without,
)
from seedbed.cli.project import project
from seedbed.cli.server import mcp
from seedbed.errors import Interrupted, Problem, SeedbedError, UsageError, out_of_memory

__all__ = ["app", "main"]

app = typer.Typer(
    name="seedbed",
    cls=Commands,
    help="""Test data grown from what a project already says about itself.

    One command reads a schema, fills it, and proves the rows with a referee that did not make them:

        seedbed generate shop.sql --count 1000 --format sql

    Exit codes: 0 all is well, 1 a breach was found or rows are missing (under --strict also where rows spread
    unlike what was declared), 2 the words of the command are wrong, 3 the plan is impossible, 4 a file or database
    refused.""",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(said: bool) -> None:
    """Prints which version this is, and ends."""
    if said:
        from importlib.metadata import version

        typer.echo(f"seedbed {version('seedbed')}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Takes what is said before any command."""


@app.command(cls=Command)
def generate(
    schema: SchemaSource = None,
    config: Config = None,
    count: Count = None,
    distribution: Spread = None,
    custom_generator: CustomGenerator = None,
    edge_cases: EdgeCases = None,
    without: Without = None,
    locale: Locale = None,
    seed: Seed = None,
    today: Today = None,
    dialect: Dialect = None,
    strict: Strict = None,
    format: Annotated[
        str | None,
        typer.Option(
            help="sql, csv, json, jsonl, parquet, django, rails, prisma, several with commas, or all. Default sql."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="A folder, or one file if it ends in the format's suffix. Default ./<schema>-data/."),
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

    seedbed generate schema.sql --violate

    seedbed generate new.sql --since data/manifest.json --output delta/
    """
    from seedbed.api import wishes
    from seedbed.cli import commands

    if part is not None and (violate or since is not None):
        what = "--part makes a part of many rows, and there are none"
        raise UsageError(Problem(what, "--part", help="leave --part out"))
    few = ["10"] if violate and config is None else []
    spread, patterns = distribution or (), custom_generator or ()
    words = wishes.Words(
        config, (*few, *(count or ())), seed, today, locale, spread, patterns, edge_cases, without or ()
    )
    wished = wishes.wished(words)
    request = commands.Request(
        schema or "" if interactive else wished.schema(schema),
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
    )
    if interactive:
        from seedbed.cli.interactive import interview

        raise typer.Exit(interview(request, schema))
    if since is not None:
        from seedbed.cli import migrating

        raise typer.Exit(migrating.since(request, since))
    raise typer.Exit(commands.violate(request) if violate else commands.generate(request))


app.command(
    "introspect",
    cls=Command,
    help="""Read a live database and make rows for it.

    The database is only read; the options are those of generate.

    seedbed introspect postgresql://localhost/shop --count 1000

    seedbed introspect mysql://root@localhost/shop --format csv,json --output data/

    seedbed introspect shop.db --seed 7 --explain
    """,
)(generate)


@app.command(cls=Command)
def explain(
    schema: SchemaSource = None,
    config: Config = None,
    count: Count = None,
    distribution: Spread = None,
    custom_generator: CustomGenerator = None,
    edge_cases: EdgeCases = None,
    without: Without = None,
    locale: Locale = None,
    seed: Seed = None,
    today: Today = None,
    dialect: Dialect = None,
    strict: Strict = None,
    debug: Debug = False,
) -> None:
    """Show what would be made and why, without making it.

    seedbed explain schema.sql --count 1000
    """
    from seedbed.api import wishes
    from seedbed.cli import commands

    words = wishes.Words(
        config, count or (), seed, today, locale, distribution or (), custom_generator or (), edge_cases, without or ()
    )
    wished = wishes.wished(words)
    source, known = wished.schema(schema), wished.dialect(dialect)
    raise typer.Exit(commands.explain(source, known, wished, wished.strict(strict)))


@app.command(cls=Command)
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

    wished = wishes.wished(wishes.Words(config))
    known, sure = wished.dialect(dialect), wished.strict(strict)
    raise typer.Exit(commands.validate(data, schema, known, wished, commands.Reports(json, html), sure, manifest))


@app.command(cls=Command)
def load(
    schema: Annotated[
        str | None, typer.Argument(help="A schema, as for generate; leave it away to read the database's own.")
    ] = None,
    database: Annotated[str | None, typer.Argument(help="The address of the database whose tables are filled.")] = None,
    config: Config = None,
    count: Count = None,
    distribution: Spread = None,
    custom_generator: CustomGenerator = None,
    edge_cases: EdgeCases = None,
    without: Without = None,
    locale: Locale = None,
    seed: Seed = None,
    today: Today = None,
    dialect: Dialect = None,
    strict: Strict = None,
    validate: Annotated[bool, typer.Option(help="Ask every constraint of the database before the commit.")] = True,
    explain: Annotated[bool, typer.Option(help="Show the plan before the rows are made.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Delete the rows that are there first; asks.")] = False,
    append: Annotated[
        bool, typer.Option("--append", help="Keep the rows that are there; keys and uniques stay clear of them.")
    ] = False,
    rebuild_constraints: Annotated[
        bool,
        typer.Option(
            "--rebuild-constraints",
            help="Drop indexes, keys and foreign keys of these tables, and add them again before the commit.",
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Answer yes to what is asked.")] = False,
    manifest: Annotated[
        Path | None, typer.Option(help="The folder that remembers what was loaded. Default ./<database>-load/.")
    ] = None,
    clean: Annotated[
        Path | None, typer.Option(help="Take back what this manifest says was loaded, and nothing else.")
    ] = None,
    allow_partial: Annotated[
        bool, typer.Option("--allow-partial", help="Fill tables without transactions too (MyISAM, ...).")
    ] = False,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Write to a database on another machine.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Make rows and put them into a live database: all of them or none.

    seedbed load schema.sql postgresql://localhost/shop --count 1000

    seedbed load postgresql://localhost/shop --count 1000 --count orders=20000

    seedbed load schema.sql shop.db --replace

    seedbed load shop.db --clean shop-load/manifest.json

    seedbed load schema.sql shop.db --append --count 500

    seedbed load schema.sql postgresql://localhost/shop --count 1000000 --rebuild-constraints
    """
    from seedbed.api import wishes
    from seedbed.cli import loading

    if clean is not None:
        raise typer.Exit(loading.clean(clean, loading.database(schema, database), allow_remote, allow_partial))
    words = wishes.Words(
        config, count or (), seed, today, locale, distribution or (), custom_generator or (), edge_cases, without or ()
    )
    wished = wishes.wished(words)
    request = loading.Request(
        schema if database else wished.own_schema,
        loading.database(schema, database),
        wished.dialect(dialect),
        wished,
        wished.strict(strict),
        validate,
        explain,
        replace,
        append,
        rebuild_constraints,
        yes,
        manifest,
        allow_partial,
        allow_remote,
    )
    raise typer.Exit(loading.load(request))


@app.command(cls=Command)
def init(
    schema: Annotated[str | None, typer.Argument(help="A schema, as for generate.")] = None,
    output: Annotated[Path, typer.Option(help="The recipe to write.")] = Path("seedbed.yaml"),
    dialect: Dialect = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a recipe that is there.")] = False,
    json_schema: Annotated[
        bool, typer.Option("--json-schema", help="Only print the JSON Schema of recipes, for editors.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Write a recipe for a schema: what would be made without one, and what can be changed.

    seedbed init schema.sql

    seedbed init postgresql://localhost/shop --output shop.yaml
    """
    from seedbed.cli import init as starting

    if json_schema:
        raise typer.Exit(starting.print_json_schema())
    if schema is None:
        raise UsageError(Problem("there is no schema", "SCHEMA", help="seedbed init schema.sql"))
    raise typer.Exit(starting.init(schema, output, dialect, force=force))


app.command(cls=Command)(spark)
app.command(cls=Command)(project)
plans.register(app)
app.command(cls=Command)(mcp)
app.add_typer(lessons)
app.add_typer(chain)
unit.register(app)


def main() -> None:
    """Runs the program; every error of Seedbed becomes words on standard error and its exit code."""
    signal.signal(signal.SIGINT, _interrupted)
    rare()
    try:
        app()
    except SeedbedError as error:
        if "--debug" in sys.argv:
            raise
        _complain(error)
        raise SystemExit(error.exit_code) from error
    except MemoryError as error:
        refused = out_of_memory(error)
        _complain(refused)
        raise SystemExit(refused.exit_code) from error
    finally:
        settled()


def _interrupted(number: int, frame: FrameType | None) -> NoReturn:
    """Ctrl-C unwinds like any error, so that whatever was begun is taken back and said."""
    raise Interrupted(Problem("interrupted", help="nothing was left under a final name; run it again to finish"))


def _complain(error: SeedbedError) -> None:
    problems = error.problems
    for problem in problems:
        sys.stderr.write(f"error: {problem}\n")
    if len(problems) > 1:
        sys.stderr.write(f"{len(problems)} problems; nothing was written\n")


@app.command(cls=Command)
def profile(
    source: Annotated[
        str, typer.Argument(help="Real rows: a live database, or CSV, Parquet, JSON or SQL in a file or a folder.")
    ],
    schema: Annotated[
        str | None, typer.Argument(help="A schema, as for generate; leave it away for a live database's own.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Write the recipe to this file; left out, it is printed.")] = None,
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
