"""The promise of teeth, with the databases as the oracles: each counter-example is refused as was foretold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seedbed import api
from seedbed.schema.recipe import Recipe
from tests.plan.violating import disagreements
from tests.servers import MariaDB, Postgres, Server, Sqlite

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.sql"))
FIXTURES = {"postgres": "postgres", "mysql": "mariadb", "sqlite": "sqlite"}


@pytest.fixture
def server(example: Path, request: pytest.FixtureRequest) -> Server:
    given: Postgres | MariaDB | Sqlite = request.getfixturevalue(FIXTURES[example.stem.rpartition(".")[2]])
    return given


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_database_refuses_each_as_foretold(example: Path, server: Server, tmp_path: Path) -> None:
    made = api.violate(api.read_schema(example).schema, Recipe(rows=10), tmp_path)
    db = server.fresh()
    loaded = server.load(db, example)
    assert loaded.returncode == 0, loaded.stderr

    assert disagreements(server, db, tmp_path) == []
    found = made.violations.found
    assert len(found) >= 0.98 * (len(found) + len(made.violations.unbroken))
    assert sum(not each.also for each in found) >= 0.9 * len(found)
    assert json.loads((tmp_path / "violations.json").read_text())["constraints"] == len(found) + len(
        made.violations.unbroken
    )
