"""One session with each database for all random schemas of a test run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from seedbed.schema.model import Dialect
from tests.fuzz.sessions import Session, session_of

Opened = Callable[[Dialect], Session]


@pytest.fixture(scope="session")
def session(request: pytest.FixtureRequest) -> Iterator[Opened]:
    """Opens the session with a database; skips where that is not to be had."""
    opened: dict[Dialect, Session] = {}

    def of(dialect: Dialect) -> Session:
        if dialect not in opened:
            opened[dialect] = session_of(dialect, _address(dialect, request))
        return opened[dialect]

    yield of
    for one in opened.values():
        one.close()


def _address(dialect: Dialect, request: pytest.FixtureRequest) -> str:
    if dialect == "sqlite":
        return ""
    server = request.getfixturevalue("postgres" if dialect == "postgres" else "mariadb")
    return str(server.dsn(server.fresh()) if dialect == "postgres" else server.dsn(""))
