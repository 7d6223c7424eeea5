"""The command line itself: every command, its words, and how errors become exit codes."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Annotated, NoReturn

import typer

from seedbed.cli import making, plans, unit
from seedbed.cli.asked import asked
from seedbed.cli.chain import chain
from seedbed.cli.clustered import spark
from seedbed.cli.coerce import Command, Commands
from seedbed.cli.collecting import rare, settled
from seedbed.cli.filling import load
from seedbed.cli.judging import profile, validate
from seedbed.cli.lessons import lessons
from seedbed.cli.project import project
from seedbed.cli.server import mcp
from seedbed.cli.starting import init
from seedbed.errors import Interrupted, Problem, SeedbedError, out_of_memory
from seedbed.version import __version__

__all__ = ["app", "run"]

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
        typer.echo(f"seedbed {__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Takes what is said before any command."""


making.register(app)
for command in (validate, load, init, profile, spark, project):
    app.command(cls=Command)(command)
plans.register(app)
app.command(cls=Command)(mcp)
app.add_typer(lessons)
app.add_typer(chain)
unit.register(app)


def run() -> None:
    """Runs the program; every error of Seedbed becomes words on standard error and its exit code."""
    signal.signal(signal.SIGINT, _interrupted)
    rare()
    try:
        asked(app, sys.argv[1:])()
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
