"""SQL for MySQL and MariaDB, judged by the mariadb client and the server."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from seedbed.errors import WriteError
from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.types import Type
from seedbed.write.options import Options
from tests.servers import MariaDB
from tests.write.circles import circle, circle_rows
from tests.write.samples import MYSQL, TEXTS, arrow_of, batch_of, table_of, written


def load(server: MariaDB, db: str, files: list[Path]) -> None:
    for file in files:
        done = server.load(db, file)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""


@pytest.fixture
def db(mariadb: MariaDB) -> str:
    return mariadb.fresh()


@pytest.mark.parametrize("single", [False, True])
def test_every_type_arrives_as_it_was(mariadb: MariaDB, db: str, tmp_path: Path, single: bool) -> None:
    declared = {name: kind.sql for name, kind in MYSQL.items()}
    shown = {name: f"`{name}`" for name in MYSQL}
    for name in ("raw", "bits", "place", "area"):  # written `function(type)`: how the value is shown
        function, _, rest = MYSQL[name].sql.partition("(")
        declared[name], shown[name] = rest[:-1], f"{function}(`{name}`)"
    columns = ", ".join(f"`{name}` {sql}" for name, sql in declared.items())
    mariadb.execute(db, f"CREATE TABLE odd (id bigint, {columns})")
    schema = table_of("mysql", {name: kind.type for name, kind in MYSQL.items()})
    batch = batch_of(schema, {name: kind.values for name, kind in MYSQL.items()})
    load(mariadb, db, written("sql", schema, {"odd": [batch]}, tmp_path, Options(one_per_row=single)))
    for name, kind in MYSQL.items():
        rows = mariadb.execute(db, f"SELECT id, coalesce({shown[name]}, 'NULL') FROM odd ORDER BY id")
        values = tuple(row[1] for row in rows)
        assert values[: len(kind.shown)] == kind.shown, name
        assert set(values[len(kind.shown) :]) <= {"NULL"}, name


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("many", [1, 40])
def test_every_text_arrives_as_it_was(mariadb: MariaDB, db: str, tmp_path: Path, single: bool, many: int) -> None:
    mariadb.execute(db, "CREATE TABLE odd (id bigint, words text)")
    texts = (*TEXTS, "nul \0 here", "sub \x1a here", *["quoted 'text'\\\r\n"] * many)
    schema = table_of("mysql", {"words": Type("text")})
    batch = batch_of(schema, {"words": texts})
    load(mariadb, db, written("sql", schema, {"odd": [batch]}, tmp_path, Options(one_per_row=single)))
    rows = mariadb.execute(db, "SELECT id, coalesce(hex(words), '-') FROM odd ORDER BY id")
    assert [None if row[1] == "-" else bytes.fromhex(row[1]).decode() for row in rows] == list(texts)


def test_zero_stays_zero_and_settings_come_back(mariadb: MariaDB, db: str, tmp_path: Path) -> None:
    mariadb.execute(db, "CREATE TABLE odd (id bigint AUTO_INCREMENT PRIMARY KEY, n int)")
    schema = Schema((Table("odd", (Column("id", Type("integer", bits=64), identity="by default"),)),), "mysql")
    batch = pa.record_batch([pa.array([0, 5])], schema=arrow_of(schema.tables[0]))
    (file,) = written("sql", schema, {"odd": [batch]}, tmp_path)
    settings = "SELECT @@sql_mode, @@time_zone, @@foreign_key_checks"
    file.write_text(f"{settings};\n{file.read_text()}{settings};\n")
    done = mariadb.load(db, file)
    before, after = done.stdout.splitlines()
    assert before == after
    mariadb.execute(db, "INSERT INTO odd (n) VALUES (1)")
    assert mariadb.execute(db, "SELECT id FROM odd ORDER BY id") == [("0",), ("5",), ("6",)]


def test_infinity_is_refused_by_name(tmp_path: Path) -> None:
    schema = table_of("mysql", {"size": Type("float", bits=64)})
    with pytest.raises(WriteError, match=r"odd\.size: Infinity"):
        written("sql", schema, {"odd": [batch_of(schema, {"size": (1.0, float("inf"))})]}, tmp_path)


CIRCLE = (
    "CREATE TABLE a (id bigint PRIMARY KEY, b_id bigint NOT NULL, other bigint, FOREIGN KEY (other) REFERENCES a (id));"
    "CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint NOT NULL, FOREIGN KEY (a_id) REFERENCES a (id));"
    "ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b (id)"
)


@pytest.mark.parametrize("split", [False, True])
def test_a_circle_loads(mariadb: MariaDB, db: str, tmp_path: Path, split: bool) -> None:
    mariadb.execute(db, CIRCLE)
    schema = circle("mysql")
    options = Options(forward_references=frozenset({"a"}), split=split)
    load(mariadb, db, written("sql", schema, circle_rows(schema), tmp_path, options))
    assert mariadb.execute(db, "SELECT count(*) FROM a NATURAL JOIN b") == [("2",)]


def test_a_broken_circle_leaves_nothing(mariadb: MariaDB, db: str, tmp_path: Path) -> None:
    mariadb.execute(db, CIRCLE)
    schema = circle("mysql")
    options = Options(forward_references=frozenset({"a"}))
    (file,) = written("sql", schema, circle_rows(schema, b_of_a=99), tmp_path, options)
    assert "a_reference_to_no_row" in mariadb.load(db, file).stderr
    assert mariadb.execute(db, "SELECT count(*) FROM a") == [("0",)]


def test_checks_stay_on_without_a_circle(tmp_path: Path) -> None:
    schema = circle("mysql")
    (file,) = written("sql", Schema(schema.tables[1:], "mysql"), {"b": []}, tmp_path)
    assert "foreign_key_checks" not in file.read_text()


def test_tables_without_columns_get_their_rows(mariadb: MariaDB, db: str, tmp_path: Path) -> None:
    mariadb.execute(db, "CREATE TABLE odd (id int AUTO_INCREMENT PRIMARY KEY)")
    schema = Schema((Table("odd", ()),), "mysql")
    two = pa.record_batch([pa.array([1, 2])], names=["x"]).select([])
    load(mariadb, db, written("sql", schema, {"odd": [two]}, tmp_path))
    assert mariadb.execute(db, "SELECT id FROM odd") == [("1",), ("2",)]


def test_long_texts_stay_below_the_packet(mariadb: MariaDB, db: str, tmp_path: Path) -> None:
    mariadb.execute(db, "CREATE TABLE odd (id bigint, words longtext)")
    schema = table_of("mysql", {"words": Type("text")})
    batch = batch_of(schema, {"words": tuple("x\n" * 20_000 for _ in range(500))})
    (file,) = written("sql", schema, {"odd": [batch]}, tmp_path)
    load(mariadb, db, [file])
    assert mariadb.execute(db, "SELECT count(*), sum(length(words)) FROM odd") == [("500", str(500 * 40_000))]
    assert max(map(len, file.read_text().split(";\n"))) < 1_500_000
