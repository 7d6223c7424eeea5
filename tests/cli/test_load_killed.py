"""Loads that are killed at a few moments; bench/kill_load.py does it twenty times each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kills import KINDS, cut_short, moments, world
from tests.servers import MariaDB, Postgres, Sqlite, Unavailable, start_mariadb, start_postgres

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
