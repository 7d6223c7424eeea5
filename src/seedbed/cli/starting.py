"""`seedbed init`: the words of a first recipe."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedbed.cli.options import Debug, Dialect
from seedbed.errors import Problem, UsageError

__all__ = ["init"]


def init(
    schema: Annotated[str | None, typer.Argument(help="A schema, as for generate.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The recipe to write.")] = Path("seedbed.yaml"),
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
    from seedbed.cli import init as first

    if json_schema:
        raise typer.Exit(first.print_json_schema())
    if schema is None:
        raise UsageError(Problem("there is no schema", "SCHEMA", help="seedbed init schema.sql"))
    raise typer.Exit(first.init(schema, output, dialect, force=force))
