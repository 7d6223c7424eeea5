"""The pytest plug-in: databases that are filled once in a run, and copied for each test.

def test_report(seedbed_database):
    address = seedbed_database("schema.sql", recipe="shop.yaml")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from seedbed.schema.recipe import Recipe

__all__ = ["seedbed_database"]


@pytest.fixture
def seedbed_database(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[..., str]]:
    """A function of a schema that gives the address of a database with its tables and rows, for this test alone.

    `recipe` is a Recipe or its file, `server` the address of a PostgreSQL server for a schema of its kind; any
    other has to be one of SQLite. Workers of pytest-xdist share what is copied.
    """
    from seedbed.errors import SeedbedError
    from seedbed.testing.databases import postgres_copy, read_for, sqlite_copy

    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if hasattr(request.config, "workerinput") else shared
    with ExitStack() as stack:

        def database(
            source: str | Path, *, recipe: str | Path | Recipe | None = None, server: str | None = None
        ) -> str:
            __tracebackhide__ = True
            try:
                found = read_for(server, source, recipe)
                if server is not None:
                    return stack.enter_context(postgres_copy(found, server))
                number = len([*tmp_path.glob("seedbed-*.db")]) + 1
                return sqlite_copy(found, shared, tmp_path / f"seedbed-{number}.db")
            except SeedbedError as error:
                raise error.with_traceback(None) from None  # what it says is enough: our own calls tell a test nothing

        yield database
