"""`seedbed load`: the words of rows that go straight into a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedbed.api.said import Words
from seedbed.cli.bundles import taking
from seedbed.cli.options import Debug, Dialect, Strict, words

__all__ = ["load"]


@taking(words)
def load(
    schema: Annotated[
        str | None, typer.Argument(help="A schema, as for generate; leave it away to read the database's own.")
    ] = None,
    database: Annotated[str | None, typer.Argument(help="The address of the database whose tables are filled.")] = None,
    *,
    words: Words,
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
