from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from seedbed.database.connection import connect
from seedbed.database.dsn import parse_dsn
from seedbed.errors import ReadError, UsageError
from seedbed.read.live.database import read_database
from seedbed.read.reading import Reading
from seedbed.schema.expression import Call, Literal, Ref
from seedbed.schema.model import ForeignKey, Unique
from tests.servers import MariaDB, Postgres


def live(dsn: str) -> Reading:
    with connect(parse_dsn(dsn), read_only=True) as connection:
        return read_database(connection)


def test_postgres(postgres: Postgres, tmp_path: Path) -> None:
    script = tmp_path / "shop.sql"
    script.write_text(
        """
        CREATE SCHEMA "Other One";
        CREATE TYPE mood AS ENUM ('sad', 'it''s fine');
        CREATE DOMAIN "Other One".price AS numeric(10, 2) NOT NULL CHECK (VALUE >= 0) CHECK (VALUE < 1000);
        CREATE TABLE "Other One"."Item" (id serial PRIMARY KEY, cost "Other One".price, feel mood DEFAULT 'sad',
          status varchar(10) CHECK (status IN ('a', 'b')), code citext UNIQUE NULLS NOT DISTINCT);
        CREATE TABLE line (item int REFERENCES "Other One"."Item" ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
          no int GENERATED ALWAYS AS IDENTITY, double int GENERATED ALWAYS AS (no * 2) STORED, span int4range,
          label text,
          PRIMARY KEY (item, no), EXCLUDE USING gist (item WITH =, span WITH &&));
        CREATE UNIQUE INDEX once ON line (lower(label)) WHERE no > 3;
        COMMENT ON COLUMN line.no IS 'of the line';
        CREATE TABLE event (day date NOT NULL, what text) PARTITION BY RANGE (day);
        CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
        CREATE VIEW seen AS SELECT 1;
        CREATE TABLE guarded (a int);
        ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
        ALTER TABLE guarded FORCE ROW LEVEL SECURITY;
        CREATE TRIGGER t BEFORE INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
        """
    )
    db = postgres.fresh(extensions=True)
    loaded = postgres.load(db, script)
    assert not loaded.returncode, loaded.stderr
    reading = live(postgres.dsn(db))
    schema = reading.schema
    assert [table.id for table in schema] == ["Other One.Item", "line", "event", "guarded"]
    item = schema.table("Other One.Item")
    assert item.column("id").identity == "by default"
    assert item.column("feel").type.values == ("sad", "it's fine")
    assert [check.expression for check in item.column("cost").type.checks] == [
        Call(">=", (Ref("VALUE"), Literal(0))),
        Call("<", (Ref("VALUE"), Literal(1000))),
    ]
    assert not item.column("cost").nullable
    assert [check.expression for check in item.checks] == [Call("in", (Ref("status"), Literal("a"), Literal("b")))]
    assert item.uniques == (Unique(("id",), primary=True), Unique(("code",), nulls_distinct=False))
    assert item.column("code").type.folds_case
    line = schema.table("line")
    key = ForeignKey(("item",), "Other One.Item", ("id",), deferrable="deferred", on_delete="cascade")
    assert line.foreign_keys == (key,)
    assert line.column("no").identity == "always"
    assert line.column("no").comment == "of the line"
    assert line.column("double").generated == "(no * 2)"
    assert line.exclusions[0].parts == (("item", "="), ("span", "&&"))
    assert line.uniques[-1].where is not None
    assert line.uniques[-1].where.expression == Call(">", (Ref("no"), Literal(3)))
    assert schema.table("event").partition_by == "range (day)"
    assert len(schema.table("event").checks) == 1
    told = [note.what for note in reading.notes]
    assert told == ["skipped 1 view", "triggers of the database may change or refuse rows of guarded"]


def test_mariadb(mariadb: MariaDB, tmp_path: Path) -> None:
    script = tmp_path / "shop.sql"
    script.write_text(
        """
        CREATE TABLE item (id int AUTO_INCREMENT PRIMARY KEY, name varchar(10) COLLATE utf8mb4_bin UNIQUE, doc json,
          n int, half int AS (n DIV 2) STORED, kind enum('a', 'it''s') DEFAULT 'a', CHECK (half > 0));
        CREATE TABLE line (item int NOT NULL, no int, FOREIGN KEY (item) REFERENCES item (id) ON DELETE CASCADE,
          UNIQUE (item, no));
        CREATE VIEW seen AS SELECT 1;
        CREATE SEQUENCE s;
        CREATE TRIGGER t BEFORE INSERT ON line FOR EACH ROW SET NEW.no = 1;
        """
    )
    db = mariadb.fresh()
    loaded = mariadb.load(db, script)
    assert not loaded.returncode, loaded.stderr
    reading = live(mariadb.dsn(db))
    assert {table.id for table in reading.schema} == {"item", "line"}
    item = reading.schema.table("item")
    assert item.column("doc").type.kind == "json"
    assert item.column("kind").type.values == ("a", "it's")
    assert item.column("id").identity
    assert not item.column("name").type.folds_case
    assert reading.schema.table("line").foreign_keys == (ForeignKey(("item",), "item", ("id",), on_delete="cascade"),)
    told = [note.what for note in reading.notes]
    assert told == ["skipped 1 view, 1 sequence", "triggers of the database may change or refuse rows of line"]


def test_sqlite(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.executescript(
            """
            CREATE TABLE "a b" (id INTEGER PRIMARY KEY AUTOINCREMENT, c TEXT CHECK (c LIKE 'x%') -- why
            );
            CREATE UNIQUE INDEX i ON "a b" (c) WHERE c IS NOT NULL;
            CREATE VIRTUAL TABLE found USING fts5(body);
            CREATE VIEW seen AS SELECT 1;
            CREATE TRIGGER t AFTER INSERT ON "a b" BEGIN SELECT 1; END;
            """
        )
    connection.close()
    reading = live(f"sqlite:///{tmp_path}/x.db")
    assert [table.id for table in reading.schema] == ["a b", "found"]
    assert reading.schema.table("a b").uniques[-1].where is not None
    told = [note.what for note in reading.notes]
    assert told == ["skipped 1 view", "triggers of the database may change or refuse rows of a b"]


def test_what_contradicts_itself_is_said_of_the_database(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("CREATE TABLE t (a INT REFERENCES nowhere)")
    connection.close()
    with pytest.raises(ReadError) as caught:
        live(f"sqlite:///{tmp_path}/x.db")
    assert str(caught.value) == (
        f"sqlite:///{tmp_path}/x.db: foreign key (a) of t refers to an unknown table nowhere\n"
        "  why: the database has no table nowhere\n"
        "  help: add the CREATE TABLE of nowhere, or remove the foreign key"
    )


def test_a_database_without_tables_says_so(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x.db").execute("CREATE VIEW v AS SELECT 1").connection.close()
    with pytest.raises(ReadError, match="the database holds no table"):
        live(f"sqlite:///{tmp_path}/x.db")


def test_mariadb_names_the_databases_that_hold_tables(mariadb: MariaDB) -> None:
    empty = mariadb.fresh()
    mariadb.execute("", "CREATE OR REPLACE DATABASE `0_full`")  # before the names of other tests: few are told
    mariadb.execute("0_full", "CREATE TABLE t (a int)")
    with pytest.raises(ReadError, match=r"holds no table(.|\n)*tables are in 0_full"):
        live(mariadb.dsn(empty))
    with pytest.raises(UsageError, match=r"names no database(.|\n)*tables are in 0_full"):
        live(mariadb.dsn(""))


def test_a_role_that_may_not_fill_is_told(postgres: Postgres) -> None:
    db = postgres.fresh()
    role = f"reader_{db}"
    postgres.execute(
        db,
        f"CREATE TABLE open (a int); CREATE TABLE shut (a int); CREATE TABLE kept (a int); CREATE ROLE {role} LOGIN;"
        f"GRANT SELECT, INSERT ON open, kept TO {role}; ALTER TABLE kept ENABLE ROW LEVEL SECURITY;"
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;"
        "CREATE FOREIGN TABLE far (a int) SERVER s; CREATE TEMP TABLE passing (a int)",
    )
    reading = live(postgres.dsn(db).replace("postgres@", f"{role}@"))
    assert [table.id for table in reading.schema] == ["open", "shut", "kept"]
    assert [note.what for note in reading.notes] == [
        "skipped 1 foreign table",
        "row security is on for this user and may refuse rows of kept",
        "this user may not both read and fill shut",
    ]


def test_constraints_that_were_never_asked_of_old_rows_are_told(postgres: Postgres) -> None:
    db = postgres.fresh()
    postgres.execute(
        db,
        "CREATE TABLE t (a int CONSTRAINT sure CHECK (a > 0), b text); INSERT INTO t VALUES (1, NULL);"
        "ALTER TABLE t ADD CONSTRAINT there CHECK (b IS NOT NULL) NOT VALID",
    )
    assert [note.what for note in live(postgres.dsn(db)).notes] == ["rows that were there before may break t.there"]


def test_the_session_keeps_its_search_path(postgres: Postgres) -> None:
    db = postgres.fresh()
    postgres.execute(db, "CREATE TABLE t (a int)")
    with connect(parse_dsn(postgres.dsn(db))) as connection:
        connection.run('SET search_path TO "it\'s", public')
        read_database(connection)
        assert connection.rows("SHOW search_path") == [('"it\'s", public',)]


def test_partitions_say_what_their_parents_do_not(postgres: Postgres) -> None:
    db = postgres.fresh()
    postgres.execute(
        db,
        "CREATE TABLE late (id int NOT NULL, kind text, note text, CHECK (id > 10));"
        "CREATE TABLE log (id int NOT NULL, kind text, note text) PARTITION BY LIST (kind);"
        "ALTER TABLE log ATTACH PARTITION late FOR VALUES IN ('late');"
        "CREATE TABLE early PARTITION OF log FOR VALUES IN ('early') PARTITION BY RANGE (id);"
        "CREATE TABLE early_1 PARTITION OF early FOR VALUES FROM (1) TO (10);"
        "ALTER TABLE early_1 ALTER note SET NOT NULL; ALTER TABLE log ADD UNIQUE (id, kind);"
        "CREATE TABLE hop (log_id int, kind text, FOREIGN KEY (log_id, kind) REFERENCES log (id, kind))",
    )
    schema = live(postgres.dsn(db)).schema
    log = schema.table("log")
    assert [table.id for table in schema] == ["log", "hop"]
    assert not log.column("note").nullable
    assert log.uniques == (Unique(("id", "kind")),)
    assert schema.table("hop").foreign_keys == (ForeignKey(("log_id", "kind"), "log", ("id", "kind")),)
    assert [check.sql for check in log.checks] == [
        "NOT (kind IN ('late')) OR ((id > 10))",
        "(kind IN ('late')) OR ((kind IN ('early')) AND (id >= 1 AND id < 10))",
    ]
