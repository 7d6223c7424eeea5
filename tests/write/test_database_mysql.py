"""Rows straight into MariaDB, judged by the server."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest

from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import parse_dsn
from seedbed.errors import DatabaseError, WriteError
from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.types import Type
from seedbed.write.database.load import LoadOptions, open_database
from tests.servers import MariaDB
from tests.write.circles import circle, circle_rows
from tests.write.loads import PAIR, load, numbers
from tests.write.samples import ID, MYSQL, TEXTS, arrow_of, batch_of, table_of
from tests.write.test_sql_mysql import CIRCLE

WHOLE = Type("integer", bits=32)


@pytest.fixture
def db(mariadb: MariaDB) -> str:
    return mariadb.fresh()


@pytest.fixture(params=["load data", "inserts"])
def session(mariadb: MariaDB, db: str, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A session with a server that takes LOAD DATA LOCAL, and with one that does not."""
    off = request.param == "inserts"
    if off:
        mariadb.execute("", "SET GLOBAL local_infile = 0")
    with connect(parse_dsn(mariadb.dsn(db)), bulk=True) as connection:
        yield connection
    if off:
        mariadb.execute("", "SET GLOBAL local_infile = 1")


@pytest.fixture
def bulk(mariadb: MariaDB, db: str) -> Iterator[Connection]:
    """A session for LOAD DATA LOCAL."""
    with connect(parse_dsn(mariadb.dsn(db)), bulk=True) as connection:
        yield connection


def test_every_type_arrives_as_it_was(mariadb: MariaDB, db: str, session: Connection) -> None:
    declared = {name: kind.sql for name, kind in MYSQL.items()}
    shown = {name: f"`{name}`" for name in MYSQL}
    for name in ("raw", "bits", "place", "area"):  # written `function(type)`: how the value is shown
        function, _, rest = MYSQL[name].sql.partition("(")
        declared[name], shown[name] = rest[:-1], f"{function}(`{name}`)"
    columns = ", ".join(f"`{name}` {sql}" for name, sql in declared.items())
    mariadb.execute(db, f"CREATE TABLE odd (id bigint, {columns})")
    schema = table_of("mysql", {name: kind.type for name, kind in MYSQL.items()})
    load(session, schema, {"odd": [batch_of(schema, {name: kind.values for name, kind in MYSQL.items()})]})
    for name, kind in MYSQL.items():
        rows = mariadb.execute(db, f"SELECT id, coalesce({shown[name]}, 'NULL') FROM odd ORDER BY id")
        values = tuple(row[1] for row in rows)
        assert values[: len(kind.shown)] == kind.shown, name
        assert set(values[len(kind.shown) :]) <= {"NULL"}, name


@pytest.mark.parametrize("many", [1, 40])
def test_every_text_arrives_as_it_was(mariadb: MariaDB, db: str, session: Connection, many: int) -> None:
    mariadb.execute(db, "CREATE TABLE odd (id bigint, words text)")
    texts = (*TEXTS, "\\N", "nul \0 here", "\0", "sub \x1a here", *["quoted 'text'\\\r\n\t"] * many)
    schema = table_of("mysql", {"words": Type("text")})
    load(session, schema, {"odd": [batch_of(schema, {"words": texts})]})
    rows = mariadb.execute(db, "SELECT id, coalesce(hex(words), '-') FROM odd ORDER BY id")
    assert [None if row[1] == "-" else bytes.fromhex(row[1]).decode() for row in rows] == list(texts)


def test_identity_generated_columns_and_defaults(mariadb: MariaDB, db: str, session: Connection) -> None:
    mariadb.execute(
        db, "CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, n int, twice int AS (n * 2) STORED, d int DEFAULT 3)"
    )
    a = Table(
        "a",
        (Column("id", WHOLE, identity="by default"), Column("n", WHOLE), Column("twice", WHOLE, generated="n * 2")),
    )
    load(session, Schema((a,), "mysql"), {"a": numbers(a, 0, 7)})
    assert mariadb.execute(db, "SELECT * FROM a ORDER BY id") == [("0", "0", "0", "3"), ("7", "7", "14", "3")]
    mariadb.execute(db, "INSERT INTO a (n) VALUES (1)")
    assert mariadb.execute(db, "SELECT max(id) FROM a") == [("8",)]


def test_tables_without_columns_get_their_rows(mariadb: MariaDB, db: str, session: Connection) -> None:
    mariadb.execute(db, "CREATE TABLE odd (id int AUTO_INCREMENT PRIMARY KEY)")
    schema = Schema((Table("odd", ()),), "mysql")
    many = pa.record_batch([pa.array(range(1500))], names=["x"]).select([])
    assert load(session, schema, {"odd": [many, many]}) == {"odd": 3000}


def test_a_circle_loads_and_is_replaced(mariadb: MariaDB, db: str, session: Connection) -> None:
    mariadb.execute(db, CIRCLE)
    schema = circle("mysql")
    for again in (False, True):
        options = LoadOptions(replace=again, forward_references=frozenset({"a"}))
        load(session, schema, circle_rows(schema), options)
        assert mariadb.execute(db, "SELECT count(*) FROM a NATURAL JOIN b") == [("2",)]
    assert session.rows("SELECT @@foreign_key_checks") == [(1,)]


def test_a_broken_circle_leaves_nothing(mariadb: MariaDB, db: str, session: Connection) -> None:
    mariadb.execute(db, CIRCLE)
    schema = circle("mysql")
    options = LoadOptions(forward_references=frozenset({"a"}))
    with pytest.raises(DatabaseError, match=r"a_reference_to_no_row[^$]*left as it was"):
        load(session, schema, circle_rows(schema, b_of_a=99), options)
    assert mariadb.execute(db, "SELECT count(*) FROM a") == [("0",)]


def pair(mariadb: MariaDB, db: str) -> Schema:
    """Two tables, the second with a constraint that only the database knows."""
    rest = "FOREIGN KEY (id) REFERENCES a (id), CONSTRAINT odd_one CHECK (id <> 7000)"
    mariadb.execute(db, f"CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (id bigint, {rest})")
    return Schema(PAIR, "mysql")


def test_a_refusal_in_the_middle_leaves_all_as_it_was(mariadb: MariaDB, db: str, session: Connection) -> None:
    schema = pair(mariadb, db)
    many = [batch for start in range(0, 40_000, 5_000) for batch in numbers(PAIR[0], *range(start, start + 5_000))]
    with pytest.raises(DatabaseError, match=r"rows of b[^$]*odd_one[^$]*left as it was"):
        load(session, schema, {"a": many, "b": many})
    assert mariadb.execute(db, "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)") == [("0", "0")]
    small = numbers(PAIR[0], 1)
    assert load(session, schema, {"a": small, "b": small}) == {"a": 1, "b": 1}  # the session is fit for another try


# What LOAD DATA LOCAL lets pass with a warning, or without the row: column of the table, values, words of the refusal.
SILENT = {
    "a key twice": ("bigint PRIMARY KEY", Type("integer", bits=64), (1, 1), "Duplicate entry"),
    "a unique value twice": ("varchar(5) UNIQUE", Type("varchar", length=5), ("a", "A"), "Duplicate entry"),
    "no parent": ("bigint, FOREIGN KEY (x) REFERENCES parent (id)", Type("integer", bits=64), (1, 2), "foreign key"),
    "a check": ("int CHECK (x > 1)", WHOLE, (2, 1), "CONSTRAINT"),
    "a number too large": ("tinyint", WHOLE, (1, 1000), "Out of range"),
    "a text too long": ("varchar(3)", Type("varchar", length=9), ("abc", "abcd"), "truncated|too long"),
    "a NULL": ("int NOT NULL", WHOLE, (1, None), "NULL"),
    "no member": ("enum('a')", Type("enum", values=("a", "b")), ("a", "b"), "truncated"),
    "no date": ("date", Type("text"), ("2024-02-28", "2024-02-30"), "Incorrect date|truncated"),
    "no number": ("int", Type("text"), ("1", "x"), "Incorrect integer"),
    "no JSON": ("json", Type("json"), ("{}", "{"), "CONSTRAINT"),
    "cents too fine": ("decimal(5,1)", Type("decimal", precision=5, scale=2), ("1.10", "1.11"), "truncated"),
    "too many bits": ("bit(2)", Type("bit", length=3), ("011", "111"), "too long|Out of range"),
}


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_bent_or_left_out_in_silence(mariadb: MariaDB, db: str, bulk: Connection, name: str) -> None:
    sql, type, values, words = SILENT[name]
    mariadb.execute(
        db,
        "CREATE TABLE parent (id bigint PRIMARY KEY); INSERT INTO parent VALUES (1);"
        f"CREATE TABLE odd (id int, x {sql})",
    )
    schema = Schema((Table("odd", (ID, Column("x", type))),), "mysql")
    arrow = arrow_of(schema.tables[0])
    batch = pa.record_batch([pa.array([1, 2]), pa.array(values).cast(arrow.types[1])], schema=arrow)
    with pytest.raises(DatabaseError, match=words):
        load(bulk, schema, {"odd": [batch]})
    assert mariadb.execute(db, "SELECT count(*) FROM odd") == [("0",)]


def test_infinity_is_refused_by_name(mariadb: MariaDB, db: str, session: Connection) -> None:
    mariadb.execute(db, "CREATE TABLE odd (id bigint, size double)")
    schema = table_of("mysql", {"size": Type("float", bits=64)})
    with pytest.raises(WriteError, match=r"odd\.size: Infinity"):
        load(session, schema, {"odd": [batch_of(schema, {"size": (1.0, float("inf"))})]})


def test_rows_that_are_there_are_named(mariadb: MariaDB, db: str, session: Connection) -> None:
    schema = pair(mariadb, db)
    mariadb.execute(db, "INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES (2)")
    with pytest.raises(DatabaseError, match=r"a: 2 rows are there already[^$]*b: 1 rows"):
        load(session, schema, {})
    rows = {"a": numbers(PAIR[0], 3), "b": numbers(PAIR[1], 1, 3)}
    assert load(session, schema, rows, LoadOptions(append=True)) == {"a": 3, "b": 3}
    rows = {"a": numbers(PAIR[0], 3), "b": numbers(PAIR[1], 3)}
    assert load(session, schema, rows, LoadOptions(replace=True)) == {"a": 1, "b": 1}


def test_replacing_does_not_reach_other_tables(mariadb: MariaDB, db: str, bulk: Connection) -> None:
    schema = pair(mariadb, db)
    mariadb.execute(
        db,
        "CREATE TABLE c (a_id bigint, FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE);"
        "INSERT INTO a VALUES (1); INSERT INTO c VALUES (1), (NULL)",
    )
    with pytest.raises(DatabaseError, match=r"`c`: 1 rows of a table outside"):
        load(bulk, schema, {"a": numbers(PAIR[0], 3)}, LoadOptions(replace=True))
    assert mariadb.execute(db, "SELECT count(*) FROM c") == [("2",)]


@pytest.mark.parametrize("engine", ["MyISAM", "MEMORY", "Aria"])
def test_tables_without_transactions_need_a_word(mariadb: MariaDB, db: str, bulk: Connection, engine: str) -> None:
    mariadb.execute(db, f"CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (id bigint) ENGINE = {engine}")
    schema = Schema((PAIR[0], Table("b", (ID,))), "mysql")
    with pytest.raises(DatabaseError, match=rf"b: a load into this table cannot be taken back\n  why: {engine}"):
        open_database(schema, bulk)
    options = LoadOptions(partial=True)
    rows = {"b": numbers(PAIR[1], 3), "a": numbers(PAIR[0], 3, 3)}
    with pytest.raises(DatabaseError, match=rf"rows of these tables stay[^$]*b \({engine}\)"):
        load(bulk, schema, rows, options)
    assert mariadb.execute(db, "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)") == [("0", "1")]
    mariadb.execute(db, "DELETE FROM b")
    assert load(bulk, schema, {"a": numbers(PAIR[0], 3), "b": numbers(PAIR[1], 3)}, options) == {"a": 1, "b": 1}


def test_all_that_is_missing_is_named_at_once(mariadb: MariaDB, db: str, bulk: Connection) -> None:
    mariadb.execute(
        db,
        "CREATE TABLE a (ID bigint, name text NOT NULL, kept int NOT NULL DEFAULT 0, n int,"
        " made int AS (n) STORED, own int NOT NULL AUTO_INCREMENT PRIMARY KEY)",
    )
    there = Table("a", (ID, Column("gone", WHOLE)))
    with pytest.raises(DatabaseError) as caught:
        open_database(Schema((there, Table("b", (ID,))), "mysql"), bulk)
    assert [problem.where for problem in caught.value.problems] == ["a.gone", "a.name", "b"]


def test_the_database_that_a_file_turns_to_is_named(bulk: Connection) -> None:
    with pytest.raises(DatabaseError, match="its file turns to the database elsewhere"):
        open_database(Schema(PAIR, "mysql", "elsewhere"), bulk)


def test_one_load_at_a_time(mariadb: MariaDB, db: str, bulk: Connection) -> None:
    schema = pair(mariadb, db)
    with (
        connect(parse_dsn(mariadb.dsn(db)), bulk=True) as other,
        open_database(schema, other),
        pytest.raises(DatabaseError, match="another load"),
    ):
        open_database(schema, bulk)


def test_others_who_hold_a_row_are_not_waited_for_forever(mariadb: MariaDB, db: str, session: Connection) -> None:
    schema = pair(mariadb, db)
    with connect(parse_dsn(mariadb.dsn(db))) as other:
        other.run("START TRANSACTION")
        other.run("INSERT INTO a VALUES (3)")
        with pytest.raises(DatabaseError, match="Lock wait timeout"):
            load(session, schema, {"a": numbers(PAIR[0], 3)}, LoadOptions(wait=1))


def test_triggers_are_told(mariadb: MariaDB, db: str, bulk: Connection) -> None:
    schema = pair(mariadb, db)
    mariadb.execute(db, "CREATE TRIGGER changer BEFORE INSERT ON b FOR EACH ROW SET NEW.id = NEW.id")
    with open_database(schema, bulk) as sink:
        assert [(note.table, "changer" in note.what) for note in sink.notes] == [("b", True)]
    with pytest.raises(DatabaseError, match=r"triggers ran that may be the cause: b \(changer\)"):
        load(bulk, schema, {"b": numbers(PAIR[1], 9)})


def test_a_lost_connection_is_told(mariadb: MariaDB, db: str, session: Connection) -> None:
    schema = pair(mariadb, db)
    [(number,)] = session.rows("SELECT connection_id()")

    def cut() -> None:
        with open_database(schema, session) as sink:
            sink.begin(PAIR[0], arrow_of(PAIR[0]))
            sink.batch(numbers(PAIR[0], *range(1000))[0])
            mariadb.execute("", f"KILL {number}")
            for start in range(1000, 10_000_000, 1000):
                sink.batch(numbers(PAIR[0], *range(start, start + 1000))[0])

    with pytest.raises(DatabaseError, match="the connection was lost; the database takes all rows of this load back"):
        cut()
    assert mariadb.execute(db, "SELECT count(*) FROM a") == [("0",)]
