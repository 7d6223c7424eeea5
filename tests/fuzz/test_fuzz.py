"""Random schemas around rows that satisfy them: what the plan accepts, the database takes, and it accepts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from seedbed.schema.model import Dialect
from tests.fuzz.grow import FACTS, grown
from tests.fuzz.outcome import Case, Outcome, case_of, filled, outcome_of
from tests.fuzz.sessions import Session, SqliteSession
from tests.fuzz.shrink import shrunk
from tests.fuzz.world import World

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.sql"))
SCHEMAS = 60
DIALECTS: tuple[Dialect, ...] = ("postgres", "mysql", "sqlite")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_the_plan_accepts_loads(session: Callable[[Dialect], Session], dialect: Dialect) -> None:
    database = session(dialect)
    found = {seed: outcome_of(grown(dialect, seed), database, judged=seed % 20 == 0) for seed in range(SCHEMAS)}
    told = [f"seed {seed}: {one.word}: {one.told}" for seed, one in found.items() if one.word != "clean"]
    assert all(outcome.word in ("clean", "refused") for outcome in found.values()), "\n".join(told)
    assert len(told) <= 0.02 * SCHEMAS, "\n".join(told)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_what_once_failed_loads(session: Callable[[Dialect], Session], path: Path) -> None:
    case = case_of(path.read_text(encoding="utf-8"))
    database = session(case.dialect)
    database.fresh()
    database.run(case.ddl)
    assert filled(case, database, judged=True) == Outcome("clean")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_kind_is_in_a_tenth_of_the_schemas(dialect: Dialect) -> None:
    kinds = Counter(kind for seed in range(1000) for kind in grown(dialect, seed).kinds)
    assert {kind for kind, (_, dialects) in FACTS.items() if dialect in dialects} <= set(kinds)
    assert {kind: count for kind, count in kinds.items() if count < 100} == {}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_seed_grows_the_same_schema(dialect: Dialect) -> None:
    assert grown(dialect, 7).ddl() == grown(dialect, 7).ddl()
    assert grown(dialect, 7).inserts() == grown(dialect, 7).inserts()
    assert grown(dialect, 7).ddl() != grown(dialect, 8).ddl()


def test_a_failing_schema_is_made_small() -> None:
    world = grown("sqlite", 3)
    kind = world.tables[-1].rules[-1].kind

    def fails(smaller: World) -> Outcome:
        return Outcome("capped" if kind in smaller.kinds else "clean")

    small = shrunk(world, fails, "capped")
    assert kind in small.kinds
    assert sum(len(table.rules) for table in small.tables) <= 2 < sum(len(table.rules) for table in world.tables)


def test_a_finding_is_read_as_it_was_written() -> None:
    world = grown("sqlite", 3)
    case = Case("sqlite", world.ddl(), world.counts)
    assert case_of(case.text(Outcome("refused", "no values"))) == case


def test_the_session_finds_broken_references() -> None:
    """The oracle has teeth: SQLite alone would not tell of rows that were there before."""
    session = SqliteSession()
    session.fresh()
    session.run("CREATE TABLE a (x INTEGER REFERENCES a (x), y INTEGER PRIMARY KEY); INSERT INTO a VALUES (1, 2);")
    with pytest.raises(Exception, match="mismatch"):
        session.judge()
    session.close()
