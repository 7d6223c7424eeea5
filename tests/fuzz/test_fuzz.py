"""Random schemas around rows that satisfy them: what the plan accepts, the database takes."""

from __future__ import annotations

import pytest

from seedbed.schema.model import Dialect
from tests.fuzz.grow import grown
from tests.fuzz.sessions import SqliteSession


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite"])
def test_the_same_seed_grows_the_same_schema(dialect: Dialect) -> None:
    assert grown(dialect, 7).ddl() == grown(dialect, 7).ddl()
    assert grown(dialect, 7).inserts() == grown(dialect, 7).inserts()
    assert grown(dialect, 7).ddl() != grown(dialect, 8).ddl()


def test_a_schema_holds_the_rows_it_was_grown_around() -> None:
    session = SqliteSession()
    for seed in range(40):
        session.fresh()
        session.proves(grown("sqlite", seed))
    session.close()
