"""`seedbed load`: rows straight into a database."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass

from rich.console import Console

from seedbed import api
from seedbed.cli.commands import dialect_of, progress_bar, show_verdict, tell
from seedbed.cli.show import show_notes, show_plan
from seedbed.database.connection import Connection
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.errors import Problem, ReadError, UsageError
from seedbed.plan.explain import explain as told
from seedbed.read.reading import Reading
from seedbed.schema.recipe import Recipe
from seedbed.write.database import LoadOptions

__all__ = ["Request", "load"]


@dataclass(frozen=True, slots=True)
class Request:
    """The words of `load`; without a `schema` that of the database itself is read."""

    schema: str | None
    database: str
    dialect: str | None
    recipe: Recipe
    strict: bool
    validate: bool
    explain: bool
    replace: bool
    yes: bool
    allow_partial: bool
    allow_remote: bool


def load(request: Request) -> int:
    """Reads, plans, fills, judges; the exit code."""
    _sure(request)
    with api.session(request.database, remote=request.allow_remote) as connection:
        return _loaded(request, connection)


def _loaded(request: Request, connection: Connection) -> int:
    console, notes = Console(), Console(stderr=True)
    reading = _read(request, connection)
    plan = api.plan(reading.schema, request.recipe, request.strict)
    if request.explain:
        show_plan(console, told(plan))
    tell(notes, reading.notes, plan)
    options = LoadOptions(replace=request.replace, partial=request.allow_partial)
    with progress_bar(sum(table.rows for table in plan.tables)) as progress:
        done = api.load(plan, connection, options, judged=request.validate, progress=progress)
    show_notes(notes, done.notes)
    if done.verdict.ok:
        rows = sum(done.rows.values())
        console.print(f"{rows:,} rows in {len(done.rows)} tables -> {connection.dsn}", highlight=False, soft_wrap=True)
    else:
        notes.print(done.aftermath, soft_wrap=True)
    return show_verdict(console, done.verdict)


def _read(request: Request, connection: Connection) -> Reading:
    """The schema; a file that could be of several dialects is of the one that the database speaks."""
    source, dialect = request.schema or request.database, dialect_of(request.dialect)
    reading = api.read_schema(source, dialect, request.strict)
    if dialect is None and reading.schema.dialect != connection.dialect:
        with contextlib.suppress(ReadError):
            return api.read_schema(source, connection.dialect, strict=True)
    return reading


def _sure(request: Request) -> None:
    """Asks before rows are deleted. Raises UsageError where nobody can answer, or the answer is no."""
    if not is_dsn(request.database):
        help = "seedbed load schema.sql postgresql://localhost/shop"
        raise UsageError(Problem(f"{request.database!r} is no address of a database", help=help))
    if not request.replace or request.yes:
        return
    if not sys.stdin.isatty():
        why = "it deletes rows, and there is no terminal to ask"
        raise UsageError(Problem("--replace was not confirmed", why=why, help="say --yes if you mean it"))
    sys.stderr.write(f"Delete all rows in the tables of {parse_dsn(request.database)} that are filled? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise UsageError(Problem("nothing was done", why="you did not say yes"))
