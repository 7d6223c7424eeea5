"""Loads that are killed at a few moments; bench/kill_load.py does it twenty times each."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kills import KINDS, cut_short, moments, world
from tests.servers import MariaDB, Postgres, Sqlite, Unavailable, start_mariadb, start_postgres
from tests.write import catalogs

ROWS = 8_000
LOOKS = 6


@pytest.fixture(scope="module", params=["postgres", "mariadb"])
def durable(request: pytest.FixtureRequest) -> Iterator[Postgres | MariaDB]:
    """A server of its own, which may die and keeps what it has committed."""
    try:
        server = start_postgres(durable=True) if request.param == "postgres" else start_mariadb(durable=True)
    except Unavailable as reason:
        pytest.skip(f"no server: {reason}")
    yield server
    server.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_a_load_leaves_everything_or_nothing(durable: Postgres | MariaDB, kind: str, tmp_path: Path) -> None:
    if durable.crash is None:
        pytest.skip("a service that others use is not killed")
    one = world(durable, tmp_path, ROWS)
    [moment] = moments(kind, LOOKS, 1)
    cut_short(one, kind, moment, tmp_path)


def test_a_killed_load_into_sqlite_leaves_everything_or_nothing(sqlite: Sqlite, tmp_path: Path) -> None:
    one = world(sqlite, tmp_path, ROWS)
    for kind in KINDS[:2]:
        [moment] = moments(kind, LOOKS, 1)
        cut_short(one, kind, moment, tmp_path)


# Dies by SIGKILL when the first thing of that kind has been added again, nothing after it.
DIES = """
import os, signal
from itertools import islice
from seedbed.write.database import {room}
from seedbed.cli import main
added = {room}.{what}.added
def dies(self):
    yield from islice(added(self), {steps})
    os.kill(os.getpid(), signal.SIGKILL)
{room}.{what}.added = dies
main()
"""


@pytest.mark.parametrize(
    ("kind", "what", "steps"), [("postgres", "_Index", 2), ("postgres", "_Key", 1), ("sqlite", "_Index", 1)]
)
def test_a_rebuild_that_is_killed_leaves_all_as_it_was(
    request: pytest.FixtureRequest, kind: str, what: str, steps: int, tmp_path: Path
) -> None:
    server: Postgres | Sqlite = request.getfixturevalue(kind)
    one, db = world(server, tmp_path, 500), server.fresh()
    assert server.load(db, one.schema).returncode == 0
    queries = catalogs.POSTGRES if kind == "postgres" else catalogs.SQLITE
    before = [sorted(server.execute(db, query)) for query in queries]
    code = DIES.format(room=f"rebuild_{kind}", what=what, steps=steps)
    words = ["load", str(one.schema), server.dsn(db), "--count", "500", "--rebuild-constraints"]
    ran = subprocess.run([sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, check=False)
    assert ran.returncode == -signal.SIGKILL, ran.stderr.decode()
    assert server.execute(db, "SELECT count(*) FROM a") == [("0",)]
    assert [sorted(server.execute(db, query)) for query in queries] == before
