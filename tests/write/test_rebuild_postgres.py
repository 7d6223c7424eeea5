"""Indexes and keys that are dropped for a load into PostgreSQL are there again, as they were, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import parse_dsn
from seedbed.errors import DatabaseError
from seedbed.schema.model import Column, ForeignKey, Schema, Table
from seedbed.schema.types import Type
from seedbed.write.database.load import Database, LoadOptions, open_database
from tests.cli.program import run
from tests.servers import Postgres
from tests.write.catalogs import POSTGRES
from tests.write.circles import circle, circle_rows
from tests.write.loads import load, numbers
from tests.write.samples import ID, arrow_of
from tests.write.test_sql_postgres import CIRCLE

REBUILD = LoadOptions(rebuild=True)
WHOLE = Type("integer", bits=64)
PARENT = Table("a", tuple(Column(name, WHOLE) for name in ("id", "n", "m")))
CHILD = Table("b", (ID, Column("a_id", WHOLE)), foreign_keys=(ForeignKey(("a_id",), "a", ("id",)),))
PAIR = Schema((PARENT, CHILD))

# One of each thing that hangs on an index or a key.
ODD = """
CREATE TABLE a (id bigint, n bigint, m bigint);
ALTER TABLE a ADD CONSTRAINT "a's ""key"" of" PRIMARY KEY (id) INCLUDE (m) WITH (fillfactor = 70);
ALTER TABLE a ADD CONSTRAINT late UNIQUE (n) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE a ADD CONSTRAINT soon UNIQUE (m, n) DEFERRABLE;
ALTER TABLE a ADD CONSTRAINT one_null UNIQUE NULLS NOT DISTINCT (m);
ALTER TABLE a ADD CHECK (n >= 0);
CREATE INDEX "odd one" ON a USING btree ((n + m) DESC NULLS LAST, id) WITH (fillfactor = 60) WHERE n > 0;
CREATE INDEX ranges ON a USING brin (id) WITH (pages_per_range = 16);
CREATE UNIQUE INDEX whole ON a (n, id);
ALTER INDEX "odd one" ALTER COLUMN 1 SET STATISTICS 500;
ALTER TABLE a CLUSTER ON one_null;
ALTER TABLE a ALTER n SET NOT NULL;
ALTER TABLE a REPLICA IDENTITY USING INDEX whole;
COMMENT ON INDEX "odd one" IS 'why; it''s "odd"';
COMMENT ON CONSTRAINT late ON a IS 'it waits';
COMMENT ON INDEX late IS 'an index too';
CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint);
ALTER TABLE b ADD CONSTRAINT to_a FOREIGN KEY (a_id) REFERENCES a (id)
    MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
COMMENT ON CONSTRAINT to_a ON b IS 'upwards';
ALTER TABLE b ADD CONSTRAINT unasked FOREIGN KEY (id) REFERENCES a (m) NOT VALID;
CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE CONSTRAINT TRIGGER watches AFTER INSERT OR DELETE ON b DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION seen();
"""


@pytest.fixture
def db(postgres: Postgres) -> str:
    return postgres.fresh()


@pytest.fixture
def session(postgres: Postgres, db: str) -> Iterator[Connection]:
    with connect(parse_dsn(postgres.dsn(db))) as connection:
        yield connection


def definitions(postgres: Postgres, db: str) -> list[str]:
    with connect(parse_dsn(postgres.dsn(db))) as another:
        return [row for query in POSTGRES for row in sorted(map(str, another.rows(query)))]


def indexes(session: Connection) -> set[str]:
    """The names of all indexes as the session sees them now."""
    return {name for (name,) in session.rows("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")}


def begun(sink: Database) -> Database:
    """A load that has taken rows of both tables."""
    for table in PAIR:
        sink.begin(table, arrow_of(table))
        sink.batch(numbers(table, 1, 2, 3)[0])
        sink.end()
    return sink


def left_on(sink: Database) -> dict[str, str]:
    """What stays on, and why."""
    return {note.what.removeprefix("left on: "): note.why for note in sink.notes if note.what.startswith("left on")}


def test_everything_is_there_again_as_it_was(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, ODD)
    before = definitions(postgres, db)
    for options in (REBUILD, LoadOptions(replace=True, rebuild=True), LoadOptions(append=True, rebuild=True)):
        shift = 10 if options.append else 0
        rows = {table.id: numbers(table, *range(1 + shift, 6 + shift)) for table in PAIR}
        assert load(session, PAIR, rows, options) == {"a": 5 + shift // 2, "b": 5 + shift // 2}
        assert definitions(postgres, db) == before


def test_it_is_away_meanwhile_and_what_must_stay_is_told(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, ODD)
    with open_database(PAIR, session, REBUILD) as sink:
        assert indexes(session) == {"one_null"}
        assert left_on(sink) == {
            "one_null": "the foreign key unasked of b leans on it",
            "unasked": "it is NOT VALID: only while it is on are new rows asked",
        }
        assert "4 keys, 1 foreign keys and 3 more indexes" in sink.notes[1].what


OTHERS = """
CREATE TABLE a (id bigint PRIMARY KEY, n bigint CONSTRAINT grouped UNIQUE, m bigint);
CREATE VIEW v AS SELECT a.id, a.n FROM a GROUP BY a.id;
CREATE TABLE b (id bigint, a_id bigint CONSTRAINT silent REFERENCES a, EXCLUDE USING btree (id WITH =));
ALTER TABLE b DISABLE TRIGGER ALL;
CREATE SCHEMA far; CREATE TABLE far.c (n bigint REFERENCES a (n));
CREATE TABLE p (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
CREATE TABLE q (id bigint CONSTRAINT to_parts REFERENCES p);
CREATE INDEX bad ON q (id); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'bad'::regclass;
CREATE INDEX with_it ON q (id, (id + 1)); CREATE EXTENSION citext; ALTER INDEX with_it DEPENDS ON EXTENSION citext;
"""


def test_what_others_lean_on_stays(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, OTHERS)
    before = definitions(postgres, db)
    parts, last = Table("p", (ID,)), Table("q", (ID,), foreign_keys=(ForeignKey(("id",), "p", ("id",)),))
    schema = Schema((*PAIR.tables, parts, last))
    with open_database(schema, session, REBUILD) as sink:
        assert left_on(begun(sink)) == {
            "a_pkey": "a view or a function depends on it",
            "grouped": "the foreign key c_n_fkey of far.c leans on it",
            "b_id_excl": "exclusions are not faster that way",
            "silent": "its triggers are not as they were made",
            "p_pkey": "it is partitioned",
            "bad": "it is not valid",
            "with_it": "an extension has to do with it",
            "to_parts": "it leads to a partitioned table",
        }
        sink.close()
    assert definitions(postgres, db) == before


def test_a_table_without_new_rows_is_left_alone(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, "CREATE TABLE a (id bigint UNIQUE, n bigint, m bigint); CREATE TABLE b (id bigint UNIQUE)")
    schema = Schema((PARENT, Table("b", (ID,))))
    with open_database(schema, session, LoadOptions(rebuild=True, unfilled=frozenset({"b"}))):
        assert indexes(session) == {"b_id_key"}
    with open_database(schema, session, LoadOptions(rebuild=True, unfilled=frozenset({"a", "b"}))) as sink:
        assert sink.notes[0].what.startswith("0 keys, 0 foreign keys and 0 more")


def test_a_role_that_owns_nothing_fills_all_the_same(postgres: Postgres, db: str) -> None:
    postgres.execute(db, ODD)
    before = definitions(postgres, db)
    postgres.execute(db, f"CREATE ROLE guest_{db} LOGIN; GRANT SELECT, INSERT ON a, b TO guest_{db}")
    guest = parse_dsn(postgres.dsn(db).replace("postgres@", f"guest_{db}@"))
    with connect(guest) as connection, open_database(PAIR, connection, REBUILD) as sink:
        assert set(left_on(begun(sink)).values()) == {"the role does not own the table"}
        sink.close()
    assert definitions(postgres, db) == before
    assert postgres.execute(db, "SELECT count(*) FROM b") == [("3",)]


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ({"a": (1, 2, 2), "b": (1, 2, 2)}, r"rows of a do not go with a's \"key\" of[^$]*duplicated"),
        ({"a": (1, 2, 3), "b": (1, 2, 4)}, r"rows of b do not go with to_a[^$]*not present"),
        ({"a": (1, 2, -3), "b": (1, 2)}, r"rows of a:?[^$]*check constraint"),
    ],
)
def test_rows_that_break_something_leave_all_as_it_was(
    postgres: Postgres, db: str, session: Connection, ids: dict[str, tuple[int, ...]], said: str
) -> None:
    postgres.execute(db, ODD.replace("ALTER TABLE b ADD CONSTRAINT unasked", "-- "))
    postgres.execute(db, "INSERT INTO a VALUES (900, 900, 900); INSERT INTO b VALUES (900, 900)")
    before = definitions(postgres, db)
    rows = {table.id: numbers(table, *ids[table.id]) for table in PAIR}
    with pytest.raises(DatabaseError, match=rf"{said}[^$]*left as it was"):
        load(session, PAIR, rows, LoadOptions(append=True, rebuild=True))
    assert definitions(postgres, db) == before
    assert postgres.execute(db, "SELECT a.id, b.id FROM a FULL JOIN b USING (id)") == [("900", "900")]


def test_a_connection_lost_between_dropping_and_adding(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, ODD)
    before = definitions(postgres, db)
    [(pid,)] = session.rows("SELECT pg_backend_pid()")

    def cut(sink: Database) -> None:
        with sink:
            begun(sink)
            postgres.execute("postgres", f"SELECT pg_terminate_backend({pid})")
            sink.finish()

    with pytest.raises(DatabaseError, match="the database takes all rows of this load back"):
        cut(open_database(PAIR, session, REBUILD))
    assert definitions(postgres, db) == before
    assert postgres.execute(db, "SELECT count(*) FROM a") == [("0",)]


@pytest.mark.parametrize("how", ["", " DEFERRABLE INITIALLY DEFERRED"])
def test_a_circle_needs_no_waiting_then(postgres: Postgres, db: str, session: Connection, how: str) -> None:
    postgres.execute(db, CIRCLE + how)
    before = definitions(postgres, db)
    schema = circle("postgres")
    for again in (False, True):
        options = LoadOptions(replace=again, rebuild=True, forward_references=frozenset({"a"}))
        load(session, schema, circle_rows(schema), options)
        assert definitions(postgres, db) == before
    with pytest.raises(DatabaseError, match=r"do not go with[^$]*left as it was"):
        load(session, schema, circle_rows(schema, b_of_a=99), LoadOptions(replace=True, rebuild=True))
    assert definitions(postgres, db) == before


@pytest.mark.parametrize("name", ["pagila", "chinook", "hard"])
def test_real_schemas_are_as_they_were(postgres: Postgres, corpus: Path, tmp_path: Path, name: str) -> None:
    path, db = corpus / "sql-postgres" / f"{name}.sql", postgres.fresh(extensions=True)
    done = postgres.load(db, path)
    assert done.returncode == 0, done.stderr
    before = definitions(postgres, db)
    words = ("--count", 30, "--manifest", tmp_path / "record", "--replace", "--yes", "--rebuild-constraints")
    ran = run("load", postgres.dsn(db), *words)
    assert ran.code == 0, ran.err + ran.out
    assert "are dropped and added again" in ran.err
    assert definitions(postgres, db) == before
