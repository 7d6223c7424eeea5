"""`seedbed chain`: whether the entries of a state chain are as they were written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedbed.cli.coerce import Command, Commands
from seedbed.cli.options import Debug

__all__ = ["chain"]

chain = typer.Typer(
    name="chain",
    cls=Commands,
    help="Check the state chain of a project's workflow.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@chain.callback()
def group() -> None:
    """Check the state chain of a project's workflow."""


@chain.command(cls=Command)
def verify(
    source: Annotated[Path, typer.Argument(help="A project, its .workflow folder, or the chain.json itself.")] = Path(),
    debug: Debug = False,
) -> None:
    """Tell each fault of a chain: broken links, edited entries, missing ones; exit code 1 where there is one.

    seedbed chain verify

    seedbed chain verify .workflow/state-chain/chain.json
    """
    from seedbed.api.chain import verify as judged

    _, _, problems = judged(source)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        typer.echo(f"Chain integrity broken — {len(problems)} {'fault' if len(problems) == 1 else 'faults'}.")
        raise typer.Exit(1)
    typer.echo("Chain integrity verified — no broken links.")
