"""`seedbed plan-tests` and its phases, each a command of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seedbed.cli.coerce import Command
from seedbed.cli.options import Debug
from seedbed.errors import Problem, UsageError

__all__ = ["register"]

Root = Annotated[Path, typer.Option("--root", help="The repository.")]
Day = Annotated[str, typer.Option(help="The day that stands in what is written, YYYY-MM-DD; never the clock.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that Seedbed did not write.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command("std", cls=Command)(std)


def std(
    words: Annotated[list[str], typer.Argument(metavar="[check] FILE", help="A plan; or check and a description.")],
    plan: Annotated[
        Path | None, typer.Option("--plan", help="check: the plan; by default the one the description refers to.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The description to write. Default tests/std/<feature>/std_<id>.md.")
    ] = None,
    root: Root = Path(),
    today: Day = "2026-01-01",
    force: Force = False,
    debug: Debug = False,
) -> None:
    """Write the test description (STD) of a test plan (STP), or check one.

    seedbed std stps/3.md

    seedbed std check tests/std/cancelling_orders/std_shop_41.md --plan stps/3.md
    """
    from seedbed.cli import planned

    if words[0] == "check" and len(words) == 2:
        raise typer.Exit(planned.check(Path(words[1]), root, plan))
    if len(words) != 1:
        raise UsageError(Problem(f"{' '.join(words)}: one file is wanted", "FILE", help="seedbed std stps/3.md"))
    raise typer.Exit(planned.std(Path(words[0]), root, output, today, force=force))
