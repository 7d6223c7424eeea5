"""`seedbed load`: rows straight into a database."""

from __future__ import annotations

import contextlib
import sys
from itertools import count
from pathlib import Path

from rich.console import Console

from seedbed import api
from seedbed.api.again import command
from seedbed.api.wishes import Wished
from seedbed.api.words import dialect_of
from seedbed.classes import dataclass
from seedbed.cli.commands import progress_bar, show_verdict, tell
from seedbed.cli.show import show_notes, show_plan
from seedbed.database.connection import Connection
from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.errors import Problem, ReadError, UsageError
from seedbed.plan.explain import explain as explained
from seedbed.plan.plan import Plan
from seedbed.read.reading import Reading
from seedbed.report.terminal import many
from seedbed.write.database.load import LoadOptions
from seedbed.write.database.rebuild import rebuildable
from seedbed.write.database.record import read_record

__all__ = ["Request", "clean", "database", "load"]


@dataclass(frozen=True, slots=True)
class Request:
    """The words of `load`; without a `schema` that of the database itself is read."""

    schema: str | None
    database: str
    dialect: str | None
    wished: Wished
    strict: bool
    validate: bool
    explain: bool
    replace: bool
    append: bool
    rebuild: bool
    yes: bool
    manifest: Path | None
    allow_partial: bool
    allow_remote: bool


def database(first: str | None, second: str | None) -> str:
    """The address among the words of `load`: the last of them. Raises UsageError where there is none."""
    if first is None:
        help = "seedbed load schema.sql postgresql://localhost/shop"
        raise UsageError(Problem("there is no database to fill", "DATABASE", help=help))
    return second or first


def load(request: Request) -> int:
    """Reads, plans, fills, judges; the exit code."""
    _sure(request)
    with api.session(request.database, remote=request.allow_remote) as connection:
        return _loaded(request, connection)


def _loaded(request: Request, connection: Connection) -> int:
    console, notes = Console(), Console(stderr=True)
    reading = _read(request, connection)
    there = api.rows_there(reading.schema, connection) if request.append else {}
    plan = api.plan(reading.schema, request.wished.fitted(reading.schema), request.strict, there)
    if request.explain:
        show_plan(console, explained(plan))
    used = tell(notes, reading.notes, plan)
    folder = request.manifest or _folder(connection, plan, kept=request.append)
    options = LoadOptions(request.replace, request.append, request.allow_partial, rebuild=request.rebuild)
    with progress_bar(sum(table.rows for table in plan.tables)) as progress:
        wanted = {"judged": request.validate, "strict": request.strict}
        done = api.load(plan, connection, options, record=folder, words=_words(request), progress=progress, **wanted)
    show_notes(notes, done.notes)
    if done.verdict.ok:
        rows = sum(done.rows.values())
        where = f"{connection.dsn} (recorded in {folder})"
        told = f"{many(rows, 'row')} in {many(len(done.rows), 'table')} -> {where}"
        console.print(told, highlight=False, soft_wrap=True)
    else:
        notes.print(done.aftermath, soft_wrap=True)
    return show_verdict(console, done.verdict, used + 1)


def clean(record: Path, database: str, remote: bool, partial: bool) -> int:
    """Takes the rows of a record back; the exit code."""
    console, notes = Console(), Console(stderr=True)
    with api.session(database, remote=remote) as connection:
        done = api.clean(record, connection, partial=partial)
    for id, rows in done.untold.items():
        notes.print(f"! {id}: {rows:,} rows were made by the database alone: nothing tells them apart, they are left")
    if done.gone:
        told = ", ".join(f"{id} ({rows:,})" for id, rows in done.gone.items())
        notes.print(f"· rows that were gone already: {told}", soft_wrap=True)
    rows = sum(done.deleted.values())
    console.print(f"{rows:,} rows deleted from {len(done.deleted)} tables of {connection.dsn}", highlight=False)
    return 0


def _folder(connection: Connection, plan: Plan, *, kept: bool) -> Path:
    """Where the record goes by default: an earlier one is replaced only if its rows cannot be there any more."""
    name = f"{connection.dsn.name or 'database'}-load"
    ours = {table.id for table in plan.schema}
    for number in count(1):
        folder = Path(name if number == 1 else f"{name}-{number}")
        if not (folder / "manifest.json").exists():
            return folder
        if kept:
            continue
        with contextlib.suppress(ReadError):
            earlier = read_record(folder)
            same = (earlier.dialect, earlier.database) == (connection.dialect, connection.dsn.name)
            if same and {id for id, rows in earlier.rows.items() if rows} <= ours:
                return folder
    raise AssertionError("numbers do not end")


def _words(request: Request) -> dict[str, object]:
    flags = {
        "--strict": request.strict,
        "--replace": request.replace,
        "--append": request.append,
        "--rebuild-constraints": request.rebuild,
    }
    own = [flag for flag, said in flags.items() if said]
    first = request.schema if request.schema != request.wished.own_schema else None
    if first is not None:
        own.insert(0, str(parse_dsn(request.database)))
    return {
        **request.wished.told(),
        "replace": request.replace,
        "append": request.append,
        "command": command("load", first or request.database, request.wished, own),
    }


def _read(request: Request, connection: Connection) -> Reading:
    """The schema; a file that could be of several dialects is of the one that the database speaks."""
    source, dialect = request.schema or request.database, dialect_of(request.dialect)
    reading = api.read_schema(source, dialect, request.strict)
    if dialect is None and reading.schema.dialect != connection.dialect:
        with contextlib.suppress(ReadError):
            other = api.read_schema(source, connection.dialect, strict=True)
            return other if len(other.notes) <= len(reading.notes) else reading
    return reading


def _sure(request: Request) -> None:
    """Asks before rows are deleted. Raises UsageError where nobody can answer, or the answer is no."""
    if not is_dsn(request.database):
        help = "seedbed load schema.sql postgresql://localhost/shop; of SQLite, a file that is a database already"
        raise UsageError(Problem(f"{request.database!r} is no address of a database", help=help))
    if request.rebuild:
        rebuildable(parse_dsn(request.database))
    if request.replace and request.append:
        raise UsageError(
            Problem("--replace deletes the rows that are there, --append keeps them", help="say one of them")
        )
    if not request.replace or request.yes:
        return
    if not sys.stdin.isatty():
        why = "it deletes rows, and there is no terminal to ask"
        raise UsageError(Problem("--replace was not confirmed", why=why, help="say --yes if you mean it"))
    sys.stderr.write(f"Delete all rows in the tables of {parse_dsn(request.database)} that are filled? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise UsageError(Problem("nothing was done", why="you did not say yes"))
