"""Every example: its database takes the schema, then the rows that we make for it, and the referee agrees."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from seedbed import api
from seedbed.schema.model import Schema
from seedbed.validate.question import short
from seedbed.validate.verdict import Checked, Skipped, Verdict
from tests.servers import MariaDB, Postgres, Server, Sqlite

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.sql"))
SEEDBED = str(Path(sys.executable).with_name("seedbed"))
FIXTURES = {"postgres": "postgres", "mysql": "mariadb", "sqlite": "sqlite"}
TABLE = re.compile(r"^CREATE TABLE ([\w.`]+) \(", re.MULTILINE)  # partitions have no list of columns

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)


def dialect_of(example: Path) -> str:
    return example.stem.rpartition(".")[2]


def tables_of(example: Path) -> list[str]:
    return TABLE.findall(example.read_text(encoding="utf-8"))


def seedbed(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([SEEDBED, *map(str, words)], capture_output=True, text=True, check=False)


def asked_of(verdict: Verdict) -> set[tuple[str, str, str]]:
    """The constraints that were asked, but for types, which a database mostly keeps by itself."""
    asked: tuple[Checked | Skipped, ...] = (*verdict.checked, *verdict.skipped)
    return {(one.kind, one.table, one.constraint) for one in asked if one.kind != "DATA_TYPE"}


def generated(schema: Schema) -> set[str]:
    """The questions about generated columns, which files do not hold."""
    columns = [column for table in schema for column in table.columns]
    return {f"{column.name} GENERATED AS ({short(column.generated)})" for column in columns if column.generated}


@pytest.fixture
def server(example: Path, request: pytest.FixtureRequest) -> Server:
    given: Postgres | MariaDB | Sqlite = request.getfixturevalue(FIXTURES[dialect_of(example)])
    return given


def test_the_promised_examples_are_there() -> None:
    kinds = {path.name.split(".")[0] for path in EXAMPLES}
    assert kinds == {"shop", "blog", "saas", "timeseries", "geospatial", "employees", "circle"}
    assert {dialect_of(path) for path in EXAMPLES} == set(FIXTURES)


def test_each_example_is_in_the_table_of_the_readme() -> None:
    text = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\(([\w.]+\.sql)\)", text)) == {path.name for path in EXAMPLES}


@each_example
def test_the_database_takes_schema_and_rows(example: Path, server: Server, tmp_path: Path) -> None:
    db = server.fresh()
    loaded = server.load(db, example)
    assert loaded.returncode == 0, loaded.stderr

    made = seedbed("generate", example, "--count", "60", "--seed", "7", "--output", tmp_path / "data.sql")
    assert made.returncode == 0, made.stderr + made.stdout
    filled = server.load(db, tmp_path / "data.sql")
    assert filled.returncode == 0, filled.stderr
    for table in tables_of(example):
        [(rows,)] = server.execute(db, f"SELECT count(*) FROM {table}")
        assert int(rows) > 0, f"{table} is empty"

    schema = api.read_schema(example).schema
    verdicts = [api.validate(where, schema) for where in (server.dsn(db), tmp_path / "data.sql")]
    living, court = (asked_of(verdict) for verdict in verdicts)
    assert [verdict.breaches for verdict in verdicts] == [(), ()]
    assert verdicts[0].skipped == ()
    assert court <= living
    assert {name for kind, _, name in living - court if kind != "PRIMARY_KEY"} == generated(schema)


@each_example
def test_the_referee_agrees_about_every_format(example: Path, tmp_path: Path) -> None:
    made = seedbed("generate", example, "--count", "60", "--format", "all", "--output", tmp_path / "data")
    assert made.returncode == 0, made.stderr + made.stdout
    judged = seedbed("validate", tmp_path / "data", example)
    assert judged.returncode == 0, judged.stderr + judged.stdout
