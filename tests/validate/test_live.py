"""A living database is asked in its own words: what it does not enforce is found, and good rows pass."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pytest

from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import parse_dsn
from seedbed.database.transaction import in_transaction
from seedbed.errors import DatabaseError
from seedbed.read.open import read_text
from seedbed.schema.model import Dialect
from seedbed.validate.live.judge import judge_database
from seedbed.validate.verdict import Verdict
from tests.servers import MariaDB, Postgres, Server, Sqlite

Found = list[tuple[str, str, int, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """A schema, tables that do not enforce it, rows, and what is to be found: kind, table, count, examples."""

    schema: str
    loose: str
    rows: str
    found: Found


@contextlib.contextmanager
def living(server: Server, ddl: str, *, read_only: bool = True) -> Iterator[Connection]:
    """A session with a new database that these statements have filled."""
    db = server.fresh()
    for statement in filter(str.strip, ddl.split(";")):
        server.execute(db, statement)
    with connect(parse_dsn(server.dsn(db)), read_only=read_only) as connection:
        yield connection


def judged(
    server: Server, dialect: Dialect, schema: str, rows: str, loose: str = "", counts: dict[str, int] | None = None
) -> Verdict:
    """The verdict about rows in tables that are `loose`, or as the schema says, by the words of the schema."""
    with living(server, f"{loose or schema}; {rows}") as connection:
        return judge_database(connection, read_text(schema, "x.sql", dialect).schema, counts)


def found(verdict: Verdict) -> Found:
    return [(b.kind, b.table, b.count, " | ".join(b.examples)) for b in verdict.breaches]


POSTGRES: dict[str, Case] = {
    "primary key": Case(
        "CREATE TABLE t (a int, b text, PRIMARY KEY (a, b))",
        "CREATE TABLE t (a int, b text)",
        "INSERT INTO t VALUES (1, 'x'), (1, 'x'), (1, 'x'), (2, NULL), (2, NULL)",
        [
            ("PRIMARY_KEY", "t", 2, "a='2', b=NULL | a='2', b=NULL"),
            ("PRIMARY_KEY", "t", 2, "a='1', b='x' | a='1', b='x'"),
        ],
    ),
    "NULLs are alike": Case(
        "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE NULLS NOT DISTINCT)",
        "CREATE TABLE t (id int PRIMARY KEY, a int)",
        "INSERT INTO t VALUES (1, NULL), (2, NULL), (3, 3)",
        [("UNIQUE", "t", 1, "id='2', a=NULL")],
    ),
    "NULLs differ": Case(
        "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE)",
        "CREATE TABLE t (id int PRIMARY KEY, a int)",
        "INSERT INTO t VALUES (1, NULL), (2, NULL), (3, 3), (4, 3)",
        [("UNIQUE", "t", 1, "id='4', a='3'")],
    ),
    "partial expression": Case(
        "CREATE TABLE t (id int PRIMARY KEY, a text, ok boolean); CREATE UNIQUE INDEX u ON t (lower(a) DESC) WHERE ok",
        "CREATE TABLE t (id int PRIMARY KEY, a text, ok boolean)",
        "INSERT INTO t VALUES (1, 'x', true), (2, 'X', true), (3, 'x', false)",
        [("UNIQUE", "t", 1, "id='2', a='X'")],
    ),
    "not null": Case(
        "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL)",
        "CREATE TABLE t (id int PRIMARY KEY, a int)",
        "INSERT INTO t SELECT n, nullif(n, 2) FROM generate_series(1, 5) AS n",
        [("NOT_NULL", "t", 1, "id='2', a=NULL")],
    ),
    "references": Case(
        "CREATE TABLE p (id int PRIMARY KEY, up int REFERENCES p); CREATE TABLE c (id int, p int REFERENCES p)",
        "CREATE TABLE p (id int PRIMARY KEY, up int); CREATE TABLE c (id int, p int)",
        "INSERT INTO p VALUES (1, NULL), (2, 1), (3, 9); INSERT INTO c VALUES (1, 7), (2, NULL), (3, 2), (4, 8)",
        [("FOREIGN_KEY", "p", 1, "id='3', up='9'"), ("FOREIGN_KEY", "c", 2, "p='7' | p='8'")],
    ),
    "match simple": Case(
        "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));"
        "CREATE TABLE c (a int, b int, FOREIGN KEY (a, b) REFERENCES p)",
        "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE c (a int, b int)",
        "INSERT INTO p VALUES (1, 1); INSERT INTO c VALUES (1, NULL), (1, 2), (1, 1)",
        [("FOREIGN_KEY", "c", 1, "a='1', b='2'")],
    ),
    "match full": Case(
        "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));"
        "CREATE TABLE c (a int, b int, FOREIGN KEY (a, b) REFERENCES p MATCH FULL)",
        "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE c (a int, b int)",
        "INSERT INTO p VALUES (1, 1); INSERT INTO c VALUES (1, NULL), (NULL, NULL), (1, 1)",
        [("FOREIGN_KEY", "c", 1, "a='1', b=NULL")],
    ),
    "a partitioned parent": Case(
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE TABLE c (p int REFERENCES p)",
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);"
        "CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE TABLE c (p int)",
        "INSERT INTO p VALUES (1), (10); INSERT INTO c VALUES (1), (2)",
        [("CHECK", "p", 1, "id='10'"), ("FOREIGN_KEY", "c", 1, "p='2'")],
    ),
    "heirs are not of the key": Case(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE h () INHERITS (p); CREATE TABLE c (p int REFERENCES p)",
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE h () INHERITS (p); CREATE TABLE c (p int)",
        "INSERT INTO p VALUES (1); INSERT INTO h VALUES (1), (2); INSERT INTO c VALUES (1), (2)",
        [("FOREIGN_KEY", "c", 1, "p='2'")],
    ),
    "check": Case(
        "CREATE TABLE t (a int, b text, CHECK (t.a > 0 -- more than nothing\n), CHECK (b ~ '^x' OR a IN (1, 2)))",
        "CREATE TABLE t (a int, b text)",
        "INSERT INTO t VALUES (NULL, 'x'), (0, 'x'), (-1, 'x'), (-2, 'y'), (-3, 'xyz')",
        [("CHECK", "t", 4, "a='0' | a='-1' | a='-2'"), ("CHECK", "t", 1, "a='-2', b='y'")],
    ),
    "domains": Case(
        "CREATE DOMAIN pct AS int NOT NULL CHECK (VALUE BETWEEN 0 AND 100);"
        "CREATE DOMAIN word AS text CHECK (VALUE ~ '^[a-z]+$');"
        'CREATE TABLE t (id int PRIMARY KEY, value pct, words word[], "Word" word)',
        'CREATE TABLE t (id int PRIMARY KEY, value int, words text[], "Word" text)',
        "INSERT INTO t VALUES (1, 100, '{a,b}', 'a'), (2, 101, '{a,B}', 'B'), (3, NULL, NULL, NULL)",
        [
            ("NOT_NULL", "t", 1, "id='3', value=NULL"),
            ("CHECK", "t", 1, "id='2', value='101'"),
            ("CHECK", "t", 1, "id='2', words='{a,B}'"),
            ("CHECK", "t", 1, "id='2', Word='B'"),
        ],
    ),
    "exclusion": Case(
        "CREATE TABLE t (id int PRIMARY KEY, r int4range, at int4range,"
        " EXCLUDE USING gist (r WITH =, at WITH &&) WHERE (id < 9))",
        "CREATE TABLE t (id int PRIMARY KEY, r int4range, at int4range)",
        "INSERT INTO t VALUES (1, '[1,2)', '[1,5)'), (2, '[1,2)', '[4,6)'), (3, '[1,2)', '[6,7)'), (4, '[2,3)',"
        " '[1,9)'), (9, '[1,2)', '[1,9)')",
        [("EXCLUDE", "t", 1, "id='2', r='[1,2)', at='[4,6)'")],
    ),
    "generated": Case(
        "CREATE TABLE t (a numeric(6,2), b numeric(6,1) GENERATED ALWAYS AS (a / 3) STORED)",
        "CREATE TABLE t (a numeric(6,2), b numeric(6,1))",
        "INSERT INTO t VALUES (1, 0.3), (1, 0.4), (NULL, NULL)",
        [("CHECK", "t", 1, "b='0.4', a='1.00'")],
    ),
    "types": Case(
        "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood, v varchar(3), s smallint, n numeric(4,1))",
        "CREATE TABLE t (m text, v text, s int, n numeric)",
        "INSERT INTO t VALUES ('ok', 'abc', 1, 999.9), ('glad', 'abcd', 40000, 1000), (NULL, NULL, NULL, 0.25)",
        [
            ("DATA_TYPE", "t", 1, "m='glad'"),
            ("DATA_TYPE", "t", 1, "v='abcd'"),
            ("DATA_TYPE", "t", 1, "s='40000'"),
            ("DATA_TYPE", "t", 2, "n='1000' | n='0.25'"),
        ],
    ),
}

MYSQL: dict[str, Case] = {
    "keys": Case(
        "CREATE TABLE t (a int, b varchar(9), c text, PRIMARY KEY (a), UNIQUE (b), UNIQUE (c(2)))",
        "CREATE TABLE t (a int, b varchar(9), c text)",
        "INSERT INTO t VALUES (1, 'x', 'abc'), (4, 'X', 'abd'), (2, NULL, 'ac'), (2, NULL, NULL), (NULL, 'y', NULL)",
        [
            ("PRIMARY_KEY", "t", 1, "a=NULL"),
            ("PRIMARY_KEY", "t", 1, "a='2'"),
            ("UNIQUE", "t", 1, "a='4', b='X'"),
            ("UNIQUE", "t", 1, "a='4', c='abd'"),
        ],
    ),
    "references": Case(
        "CREATE TABLE p (id int PRIMARY KEY, up int, FOREIGN KEY (up) REFERENCES p (id));"
        "CREATE TABLE c (p int NOT NULL, q int, FOREIGN KEY (p) REFERENCES p (id))",
        "CREATE TABLE p (id int PRIMARY KEY, up int); CREATE TABLE c (p int, q int)",
        "INSERT INTO p VALUES (1, NULL), (2, 1), (3, 9); INSERT INTO c VALUES (1, 7), (NULL, 1), (5, 2)",
        [
            ("FOREIGN_KEY", "p", 1, "id='3', up='9'"),
            ("NOT_NULL", "c", 1, "p=NULL"),
            ("FOREIGN_KEY", "c", 1, "p='5'"),
        ],
    ),
    "checks and types": Case(
        "CREATE TABLE t (a int, b varchar(3) CHECK (b <> 'no'), e enum('x', 'y'), s set('a', 'b'), n decimal(4,1),"
        " u tinyint unsigned, g int GENERATED ALWAYS AS (a * 2) STORED, CHECK (a > 0))",
        "CREATE TABLE t (a int, b varchar(9), e varchar(9), s varchar(9), n decimal(9,3), u int, g int)",
        "INSERT INTO t VALUES (1, 'ab', 'X', 'a', 999.9, 255, 2), (0, 'NO', 'z', 'c', 0.25, 256, 1),"
        " (NULL, 'abcd', NULL, 'a,b', 1000, -1, NULL)",
        [
            ("DATA_TYPE", "t", 1, "b='abcd'"),
            ("DATA_TYPE", "t", 1, "e='z'"),
            ("DATA_TYPE", "t", 1, "s='c'"),
            ("DATA_TYPE", "t", 2, "n='0.250' | n='1000.000'"),
            ("DATA_TYPE", "t", 2, "u='256' | u='-1'"),
            ("CHECK", "t", 1, "b='NO'"),
            ("CHECK", "t", 1, "a='0'"),
            ("CHECK", "t", 1, "g='1', a='0'"),
        ],
    ),
}

SQLITE: dict[str, Case] = {
    "keys": Case(
        "CREATE TABLE t (a int, b text COLLATE NOCASE UNIQUE, c text, PRIMARY KEY (a));"
        "CREATE UNIQUE INDEX u ON t (c COLLATE NOCASE DESC) WHERE a > 0",
        "CREATE TABLE t (a int, b text COLLATE NOCASE, c text)",
        "INSERT INTO t VALUES (1, 'x', 'x'), (4, 'X', 'X'), (-2, NULL, 'x'), (-2, NULL, NULL), (NULL, 'y', NULL)",
        [
            ("PRIMARY_KEY", "t", 1, "a=NULL"),
            ("UNIQUE", "t", 1, "a='4', b='X'"),
            ("PRIMARY_KEY", "t", 1, "a='-2'"),
            ("UNIQUE", "t", 1, "a='4', c='X'"),
        ],
    ),
    "references": Case(
        "CREATE TABLE p (id int PRIMARY KEY, up int REFERENCES p);"
        "CREATE TABLE c (p int NOT NULL, q, FOREIGN KEY (p) REFERENCES p (id))",
        "CREATE TABLE p (id int PRIMARY KEY, up int); CREATE TABLE c (p int, q)",
        "INSERT INTO p VALUES (1, NULL), (2, 1), (3, 9); INSERT INTO c VALUES (1, 7), (NULL, 1), (5, 2)",
        [
            ("FOREIGN_KEY", "p", 1, "id='3', up='9'"),
            ("NOT_NULL", "c", 1, "p=NULL"),
            ("FOREIGN_KEY", "c", 1, "p='5'"),
        ],
    ),
    "checks and types": Case(
        "CREATE TABLE t (a int CHECK (a > 0 -- positive\n), b text CHECK (b <> \"no\" AND b GLOB '[a-z]*'), n real,"
        " d date, g AS (a * 2), h int GENERATED ALWAYS AS (a + 1) STORED, raw blob CHECK (length(raw) < 3))",
        "CREATE TABLE t (a int, b text, n real, d date, g, h int, raw blob)",
        "INSERT INTO t VALUES (1, 'ab', 1.5, '2024-02-29', 2, 2, x'00ff'), (0, 'no', 'x', '2024-02-30x', 1, 2,"
        " x'00ff00'), ('z', NULL, NULL, 5, 0, NULL, NULL)",
        [
            ("DATA_TYPE", "t", 1, "a='z'"),
            ("DATA_TYPE", "t", 1, "n='x'"),
            ("DATA_TYPE", "t", 1, "d='2024-02-30x'"),
            ("CHECK", "t", 1, "a='0'"),
            ("CHECK", "t", 1, "b='no'"),
            ("CHECK", "t", 1, "raw='00FF00'"),
            ("CHECK", "t", 1, "g='1', a='0'"),
            ("CHECK", "t", 2, "h='2', a='0' | h=NULL, a='z'"),
        ],
    ),
}


@pytest.mark.parametrize("case", POSTGRES)
def test_postgres_finds_what_it_does_not_enforce(postgres: Postgres, case: str) -> None:
    one = POSTGRES[case]
    verdict = judged(postgres, "postgres", one.schema, one.rows, one.loose)
    assert found(verdict) == one.found
    assert verdict.skipped == ()


@pytest.mark.parametrize("case", MYSQL)
def test_mariadb_finds_what_it_does_not_enforce(mariadb: MariaDB, case: str) -> None:
    one = MYSQL[case]
    verdict = judged(mariadb, "mysql", one.schema, one.rows, one.loose)
    assert found(verdict) == one.found
    assert verdict.skipped == ()


@pytest.mark.parametrize("case", SQLITE)
def test_sqlite_finds_what_it_does_not_enforce(sqlite: Sqlite, case: str) -> None:
    one = SQLITE[case]
    verdict = judged(sqlite, "sqlite", one.schema, one.rows, one.loose)
    assert found(verdict) == one.found
    assert verdict.skipped == ()


SERVERS = {"postgres": "postgres", "mariadb": "mysql", "sqlite": "sqlite"}


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> tuple[Server, Dialect]:
    """Each of the three databases, with the name of its dialect."""
    return request.getfixturevalue(request.param), cast("Dialect", SERVERS[request.param])


def test_rows_of_an_open_transaction_are_judged_and_stay_open(server: tuple[Server, Dialect]) -> None:
    database, dialect = server
    text = "CREATE TABLE t (a int PRIMARY KEY, b int, CHECK (b > 0), CHECK (own_fn(b)), CHECK (b < 9))"
    schema = read_text(text, "x.sql", dialect).schema
    with living(database, "CREATE TABLE t (a int PRIMARY KEY, b int)", read_only=False) as connection:
        connection.run("BEGIN")
        connection.run("INSERT INTO t VALUES (1, 0), (2, 10), (3, 11), (4, 5)")
        verdict = judge_database(connection, schema, {"t": 5})
        assert in_transaction(connection)
        assert [(item.kind, item.breaches) for item in verdict.checked if item.kind in ("CHECK", "ROW_COUNT")] == [
            ("CHECK", 1),
            ("CHECK", 2),
            ("ROW_COUNT", 1),
        ]
        assert [item.kind for item in verdict.skipped] == ["CHECK"]
        assert "own_fn" in verdict.skipped[0].reason.lower()
        connection.run("ROLLBACK")
        assert connection.rows("SELECT count(*) FROM t") == [(0,)]
        assert not in_transaction(connection)


def test_missing_tables_and_columns_are_breaches(server: tuple[Server, Dialect]) -> None:
    database, dialect = server
    text = "CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL, c int CHECK (c > 0)); CREATE TABLE u (a int UNIQUE)"
    mark = "`" if dialect == "mysql" else '"'
    verdict = judged(
        database, dialect, text, "INSERT INTO t VALUES (1, 0)", 'CREATE TABLE t ("A" int, c int)'.replace('"', mark)
    )
    by_table = {(one.table, one.constraint): one.count for one in verdict.breaches if one.kind == "DATA_TYPE"}
    lost = ("t", "column a") if dialect == "postgres" else None
    assert by_table == {key: 1 for key in (("t", "column b"), ("u", "the table"), lost) if key}
    assert {(item.table, item.kind) for item in verdict.skipped} >= {("t", "NOT_NULL"), ("u", "UNIQUE")}
    assert any(item.kind == "CHECK" and item.breaches == 1 for item in verdict.checked)


def test_what_a_role_may_not_see_is_said(postgres: Postgres) -> None:
    text = "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (a int NOT NULL)"
    rows = "INSERT INTO t VALUES (1); INSERT INTO u VALUES (1)"
    rights = "ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT ON t TO pg_signal_backend"
    with living(postgres, f"{text}; {rows}; {rights}") as connection:
        connection.run("SET ROLE pg_signal_backend")
        verdict = judge_database(connection, read_text(text, "x.sql", "postgres").schema, {"u": 1})
    assert [(note.table, note.grave) for note in verdict.notes] == [("t", True)]
    told = [(item.table, item.kind, "permission denied for table u" in item.reason) for item in verdict.skipped]
    assert told == [("u", "ROW_COUNT", True), ("u", "DATA_TYPE", True), ("u", "NOT_NULL", True)]
    assert verdict.ok


def test_an_example_that_cannot_be_shown_leaves_the_count(sqlite: Sqlite) -> None:
    text = "CREATE TABLE t (a text CHECK (length(a) < 3))"
    verdict = judged(sqlite, "sqlite", text, "INSERT INTO t VALUES (CAST(x'ff414243' AS text))", "CREATE TABLE t (a)")
    assert [(breach.kind, breach.count, breach.examples) for breach in verdict.breaches] == [("CHECK", 1, ())]


def test_a_lost_session_is_an_error(postgres: Postgres) -> None:
    schema = read_text("CREATE TABLE t (a int PRIMARY KEY)", "x.sql", "postgres").schema
    with living(postgres, "CREATE TABLE t (a int)") as connection:
        connection.run("SET idle_session_timeout = 1")
        connection.close()
        with pytest.raises(DatabaseError):
            judge_database(connection, schema)
