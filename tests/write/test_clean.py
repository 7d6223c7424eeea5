"""Taking back what was loaded: exactly those rows, whatever else is in the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import parse_dsn
from seedbed.errors import DatabaseError, ReadError, UsageError
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Column, Dialect, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type
from seedbed.write.database.clean import clean
from seedbed.write.database.load import LoadOptions, open_database
from seedbed.write.database.record import Record, Recorder, described, forget, read_record
from seedbed.write.files.staging import Staging
from seedbed.write.manifest import Run, manifest
from tests.servers import MariaDB, Postgres, Server, Sqlite

WHOLE = Type("integer", bits=64)
TEXT = Type("varchar", length=20)
PRIMARY = (Unique(("id",), primary=True),)


# Every way to tell rows apart, a circle, and a reference of a table to itself.
def _table(name: str, *columns: Column, uniques: tuple[Unique, ...] = PRIMARY, refers: str = "") -> Table:
    """A table; its last column refers to the `id` of `refers`."""
    keys = (ForeignKey((columns[-1].name,), refers, ("id",)),) if refers else ()
    return Table(name, columns, uniques, keys)


ID = Column("id", WHOLE, nullable=False)
TABLES = (
    _table("plain", ID, Column("name", TEXT)),
    _table("named", Column("name", TEXT, nullable=False), Column("n", WHOLE), uniques=(Unique(("name",)),)),
    _table("keyless", Column("n", WHOLE), Column("name", TEXT), Column("p", WHOLE), uniques=(), refers="plain"),
    _table("tree", ID, Column("up", WHOLE), refers="tree"),
    _table("a", ID, Column("b", WHOLE), refers="b"),
    _table("b", ID, Column("a", WHOLE), refers="a"),
)
DDL = (
    "CREATE TABLE plain (id bigint PRIMARY KEY, name varchar(20))",
    "CREATE TABLE named (name varchar(20) NOT NULL UNIQUE, n bigint)",
    "CREATE TABLE keyless (n bigint, name varchar(20), p bigint, FOREIGN KEY (p) REFERENCES plain (id))",
    "CREATE TABLE tree (id bigint PRIMARY KEY, up bigint, FOREIGN KEY (up) REFERENCES tree (id))",
)
CIRCLE = {
    "sqlite": (
        "CREATE TABLE a (id bigint PRIMARY KEY, b bigint, FOREIGN KEY (b) REFERENCES b (id))",
        "CREATE TABLE b (id bigint PRIMARY KEY, a bigint, FOREIGN KEY (a) REFERENCES a (id))",
    ),
    "other": (
        "CREATE TABLE a (id bigint PRIMARY KEY, b bigint)",
        "CREATE TABLE b (id bigint PRIMARY KEY, a bigint, FOREIGN KEY (a) REFERENCES a (id))",
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id)",
    ),
}
ROWS: dict[str, list[tuple[object, ...]]] = {
    "plain": [(1, "one"), (2, None)],
    "named": [("x", 1), ("y", None)],
    "keyless": [(1, "e", 1), (1, "e", 1), (None, None, 2)],
    "tree": [(1, None), (2, 1), (3, 2)],
    "a": [(1, 2), (2, 1)],
    "b": [(1, 1), (2, 2)],
}


@dataclass(frozen=True, slots=True)
class World:
    """A database whose tables hold the rows of one load, and the record of it."""

    server: Server
    db: str
    connection: Connection
    folder: Path

    @property
    def record(self) -> Record:
        return read_record(self.folder)

    def execute(self, *statements: str) -> list[tuple[str, ...]]:
        return [row for statement in statements for row in self.server.execute(self.db, statement)]

    def counts(self) -> dict[str, int]:
        return {table.id: int(self.execute(f"SELECT count(*) FROM {table.id}")[0][0]) for table in TABLES}


@pytest.fixture(params=["postgres", "mysql", "sqlite"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    dialect: Dialect = request.param
    server: Postgres | MariaDB | Sqlite = request.getfixturevalue({"mysql": "mariadb"}.get(dialect, dialect))
    db = server.fresh()
    for statement in (*DDL, *CIRCLE.get(dialect, CIRCLE["other"])):
        server.execute(db, statement)
    with connect(parse_dsn(server.dsn(db)), bulk=True) as connection:
        recorded(connection, Schema(TABLES, dialect), tmp_path / "record")
        yield World(server, db, connection, tmp_path / "record")


def recorded(connection: Connection, schema: Schema, folder: Path) -> None:
    """Loads the rows and keeps a record of it."""
    options = LoadOptions(append=True, forward_references=frozenset({"tree"}))
    with Staging(folder) as staging, open_database(schema, connection, options) as sink:
        recorder = Recorder(schema, staging.home)
        for table in schema:
            arrow = pa.schema([(column.name, arrow_type(column.type)) for column in table.columns])
            columns = zip(*ROWS[table.id], strict=True)
            batch = pa.record_batch(
                [pa.array(cells, type) for cells, type in zip(columns, arrow.types, strict=True)], schema=arrow
            )
            for one in (sink, recorder):
                one.begin(table, arrow)
                one.batch(batch)
                one.end()
        sink.finish()
        sink.close()
        rows = {id: len(found) for id, found in ROWS.items()}
        run = Run(schema, 1, rows, {}, recorder.files, load=described(connection.dsn, recorder.identities))
        staging.publish(recorder.close(), lambda stored, earlier: manifest(run, stored, earlier))


OWN = (
    "INSERT INTO plain VALUES (9, 'one')",
    "INSERT INTO named VALUES ('z', 1)",
    "INSERT INTO keyless VALUES (1, NULL, 9)",
    "INSERT INTO tree VALUES (9, NULL), (10, 9)",
    "INSERT INTO a VALUES (9, NULL)",
    "INSERT INTO b VALUES (9, 9)",
    "UPDATE a SET b = 9 WHERE id = 9",
)


def test_exactly_the_loaded_rows_go(world: World) -> None:
    world.execute(*OWN)
    done = clean(world.record, world.connection)
    assert done.deleted == {id: len(rows) for id, rows in ROWS.items()}
    assert (done.gone, done.untold) == ({}, {})
    assert world.counts() == {"plain": 1, "named": 1, "keyless": 1, "tree": 2, "a": 1, "b": 1}
    assert world.execute("SELECT up FROM tree WHERE id = 10", "SELECT b FROM a") == [("9",), ("9",)]


def test_rows_that_are_gone_are_told(world: World) -> None:
    world.execute("DELETE FROM keyless WHERE n = 1", "DELETE FROM named WHERE n = 1", "DELETE FROM tree WHERE id = 3")
    done = clean(world.record, world.connection)
    assert done.gone == {"keyless": 2, "named": 1, "tree": 1}
    assert sum(world.counts().values()) == 0
    assert clean(world.record, world.connection).deleted == {}


def test_a_table_that_is_gone_is_told(world: World) -> None:
    world.execute("DROP TABLE keyless")
    assert clean(world.record, world.connection).gone == {"keyless": 3}


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (("INSERT INTO keyless VALUES (7, NULL, 1)",), r"keyless: 1 rows that were not loaded\n.*of plain"),
        (("INSERT INTO tree VALUES (9, 3)",), r"tree: 1 rows that were not loaded\n.*of tree"),
        (("INSERT INTO b VALUES (9, 1)",), r"b: 1 rows that were not loaded\n.*of a"),
        (("INSERT INTO keyless VALUES (1, 'e', 1)",), r"keyless: 1 loaded rows cannot be told from others"),
    ],
    ids=["child", "itself", "circle", "equal"],
)
def test_rows_of_others_stop_it(world: World, statements: tuple[str, ...], words: str) -> None:
    world.execute(*statements)
    before = world.counts()
    with pytest.raises(DatabaseError, match=words):
        clean(world.record, world.connection)
    assert world.counts() == before


@pytest.mark.parametrize("action", ["CASCADE", "SET NULL", "NO ACTION"])
def test_rows_of_tables_outside_stop_it(world: World, action: str) -> None:
    world.execute(
        f"CREATE TABLE outside (p bigint, FOREIGN KEY (p) REFERENCES plain (id) ON DELETE {action})",
        "INSERT INTO outside VALUES (2), (NULL)",
    )
    with pytest.raises(DatabaseError, match=r"outside\W*: 1 rows that were not loaded[^$]*no row was deleted"):
        clean(world.record, world.connection)
    assert world.execute("SELECT p FROM outside WHERE p IS NOT NULL") == [("2",)]
    assert world.counts() == {id: len(rows) for id, rows in ROWS.items()}


def test_rows_that_a_trigger_keeps_stop_it(postgres: Postgres, tmp_path: Path) -> None:
    db = postgres.fresh()
    for statement in (*DDL, *CIRCLE["other"]):
        postgres.execute(db, statement)
    with connect(parse_dsn(postgres.dsn(db)), bulk=True) as connection:
        recorded(connection, Schema(TABLES), tmp_path / "record")
        postgres.execute(
            db,
            "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
            "CREATE TRIGGER keeper BEFORE DELETE ON named FOR EACH ROW EXECUTE FUNCTION keep()",
        )
        with pytest.raises(DatabaseError, match=r"named: 2 rows cannot be deleted[^$]*no row was deleted"):
            clean(read_record(tmp_path / "record"), connection)
    assert postgres.execute(db, "SELECT count(*) FROM plain") == [("2",)]


def test_tables_without_transactions_need_a_word(mariadb: MariaDB, tmp_path: Path) -> None:
    db = mariadb.fresh()
    for statement in (*DDL, *CIRCLE["other"]):
        mariadb.execute(db, statement)
    with connect(parse_dsn(mariadb.dsn(db)), bulk=True) as connection:
        recorded(connection, Schema(TABLES, "mysql"), tmp_path / "record")
        mariadb.execute(db, "ALTER TABLE named ENGINE = MyISAM")
        record = read_record(tmp_path / "record")
        with pytest.raises(DatabaseError, match="named: a load into this table cannot be taken back"):
            clean(record, connection)
        assert clean(record, connection, partial=True).deleted["named"] == 2


def test_another_database_is_refused(world: World) -> None:
    name = world.server.fresh()
    world.server.execute(name, "CREATE TABLE plain (id bigint)")
    with (
        connect(parse_dsn(world.server.dsn(name)), bulk=True) as other,
        pytest.raises(UsageError, match="the record is of the database"),
    ):
        clean(world.record, other)


def test_a_record_is_whole_or_none(world: World, tmp_path: Path) -> None:
    file = world.folder / "plain.parquet"
    content = file.read_bytes()
    file.write_bytes(content[:-1] + b"x")
    with pytest.raises(ReadError, match=r"plain\.parquet"):
        read_record(world.folder)
    file.write_bytes(content)
    (tmp_path / "manifest.json").write_text("{}")
    for none in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ReadError, match="no record of a load"):
            read_record(none)
    (world.folder / "note.txt").write_text("mine")
    forget(world.record)
    assert [path.name for path in world.folder.iterdir()] == ["note.txt"]
