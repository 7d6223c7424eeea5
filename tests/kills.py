"""Loads that are cut short: the program, its connection, or the server dies while rows go in, or the user stops them.

Afterwards the database must hold everything or nothing of the load, its definitions must be as they were, and what the
program said must be true. A moment is counted in looks at the server, not in seconds.
"""

from __future__ import annotations

import contextlib
import random
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers import MariaDB, Postgres, Server, Sqlite
from tests.write import catalogs

__all__ = ["KINDS", "Outcome", "World", "cut_short", "looks", "moments", "world"]

KINDS = ("program", "user", "connection", "server")
PROGRAM = "from seedbed.cli import main; main()"
TABLES = ("a", "b", "c")
SCHEMA = """\
CREATE TABLE a (id bigint PRIMARY KEY, b_id bigint NOT NULL, name varchar(40) NOT NULL UNIQUE{to_b});
CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint NOT NULL, FOREIGN KEY (a_id) REFERENCES a (id));
{alter}CREATE TABLE c (
    id bigint PRIMARY KEY, a_id bigint NOT NULL, words text NOT NULL, FOREIGN KEY (a_id) REFERENCES a (id)
);
CREATE INDEX c_by_a ON c (a_id, id);
CREATE INDEX a_by_name ON a (name, b_id);
"""
CLAIMS = re.compile(r"left as it was|takes all rows of this load back")


@dataclass(frozen=True, slots=True)
class World:
    """A server, how to find the session of a load in it, and how its definitions read."""

    server: Server
    schema: Path
    rows: int
    sessions: str
    kill: str
    definitions: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load that was cut short left: whether `everything` is there (else nothing), and how it ended."""

    everything: bool
    exit: int
    hit: bool


def world(server: Postgres | MariaDB | Sqlite, folder: Path, rows: int, words: tuple[str, ...] = ()) -> World:
    """The world of a server; the schema file goes into the folder, `words` are said to every load."""
    key = "FOREIGN KEY (b_id) REFERENCES b (id)"
    inside = isinstance(server, Sqlite)
    text = SCHEMA.format(to_b=f", {key}" if inside else "", alter="" if inside else f"ALTER TABLE a ADD {key};\n")
    (folder / "schema.sql").write_text(text)
    if isinstance(server, Postgres):
        which = "application_name = 'seedbed' AND datname = '{db}' AND xact_start IS NOT NULL"
        sessions = f"SELECT pid FROM pg_stat_activity WHERE {which}"
        end = "SELECT pg_terminate_backend({id})"
        return World(server, folder / "schema.sql", rows, sessions, end, catalogs.POSTGRES, words)
    if isinstance(server, MariaDB):
        # not innodb_trx: what that shows stays as it was while it is asked more often than ten times a second
        sessions = "SELECT id FROM information_schema.processlist WHERE db = '{db}'"
        shape = tuple(f"SHOW CREATE TABLE {table}" for table in TABLES)
        return World(server, folder / "schema.sql", rows, sessions, "KILL {id}", shape, words)
    return World(server, folder / "schema.sql", rows, "", "", catalogs.SQLITE, words)


def looks(world: World, folder: Path) -> int:
    """How many looks at the server a load takes that nobody cuts short."""
    db, process = _begun(world, folder)
    count = sum(1 for _ in _looking(world, db, process))
    process.communicate()
    assert process.returncode == 0
    assert _counts(world, db) == [world.rows] * len(TABLES)
    return count


def cut_short(world: World, kind: str, moment: int, folder: Path) -> Outcome:
    """A load that dies after so many looks; raises AssertionError where it leaves a part, or tells what is not so."""
    db, process = _begun(world, folder)
    before = _definitions(world, db)
    for number, _ in enumerate(_looking(world, db, process)):
        if number >= moment:
            break
    hit = process.poll() is None and _CUTS[kind](world, db, process)
    _, said = process.communicate()
    counts = _counts(world, db)
    assert counts in ([0] * len(TABLES), [world.rows] * len(TABLES)), (kind, moment, counts)
    assert _definitions(world, db) == before
    everything = counts[0] > 0
    assert "Traceback" not in said, said
    if process.returncode == 0:
        assert everything, said
    if CLAIMS.search(said):
        assert not everything, said
    return Outcome(everything, process.returncode, hit)


def moments(seed: str, most: int, count: int) -> list[int]:
    """Seeded moments from the first look to a little after the last."""
    draw = random.Random(seed)  # noqa: S311 - moments of a test
    return [draw.randrange(most + 2) for _ in range(count)]


def _begun(world: World, folder: Path) -> tuple[str, subprocess.Popen[str]]:
    """A new database, and a load into it in a process of its own."""
    db = world.server.fresh()
    done = world.server.load(db, world.schema)
    assert done.returncode == 0, done.stderr
    words = [
        "load",
        str(world.schema),
        world.server.dsn(db),
        "--count",
        str(world.rows),
        "--manifest",
        str(folder / db),
        *world.words,
    ]
    command = [sys.executable, "-c", PROGRAM, *words]
    return db, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)


def _looking(world: World, db: str, process: subprocess.Popen[str]) -> Iterator[None]:
    """One look after the other, from the first sign of the transaction in the database to the program's end."""
    begun = False
    while process.poll() is None:
        begun = begun or bool(_found(world, db))
        if begun:
            yield


def _found(world: World, db: str) -> list[tuple[str, ...]]:
    """The sessions of the load; an SQLite file has a journal beside it while it is written."""
    if not world.sessions:
        assert isinstance(world.server, Sqlite)
        path = world.server.path(db)
        return [("journal",)] if path.with_name(f"{path.name}-journal").exists() else []
    return world.server.execute(_home(world, db), world.sessions.format(db=db))


def _home(world: World, db: str) -> str:
    return "postgres" if isinstance(world.server, Postgres) else ""


def _end_program(world: World, db: str, process: subprocess.Popen[str]) -> bool:
    process.kill()
    return True


def _interrupt(world: World, db: str, process: subprocess.Popen[str]) -> bool:
    """Ctrl-C."""
    process.send_signal(signal.SIGINT)
    return True


def _end_connection(world: World, db: str, process: subprocess.Popen[str]) -> bool:
    """Every session of the load: the one that fills, and none other once the schema is read."""
    hit = False
    for (id,) in _found(world, db):
        with contextlib.suppress(AssertionError):  # it has just ended by itself
            world.server.execute(_home(world, db), world.kill.format(id=id))
            hit = True
    return hit


def _end_server(world: World, db: str, process: subprocess.Popen[str]) -> bool:
    assert isinstance(world.server, Postgres | MariaDB)
    assert world.server.crash is not None, "the server is ours"
    world.server.crash()
    return True


_CUTS: dict[str, Callable[[World, str, subprocess.Popen[str]], bool]] = {
    "program": _end_program,
    "user": _interrupt,
    "connection": _end_connection,
    "server": _end_server,
}


def _counts(world: World, db: str) -> list[int]:
    return [int(world.server.execute(db, f"SELECT count(*) FROM {table}")[0][0]) for table in TABLES]


def _definitions(world: World, db: str) -> list[tuple[str, ...]]:
    return [row for query in world.definitions for row in sorted(world.server.execute(db, query))]
