from __future__ import annotations

import pytest

from seedbed.errors import Note
from seedbed.read.postgres.ddl import read
from seedbed.schema.expression import Call, Literal, Ref
from seedbed.schema.files import dump, load
from seedbed.schema.model import Column, Exclusion, ForeignKey, Schema, Table, Unique


def schema(text: str) -> Schema:
    reading = read(text, "shop.sql")
    assert not [note for note in reading.notes if note.grave]
    assert load(dump(reading.schema)) == reading.schema
    return reading.schema


def only(text: str) -> Table:
    return schema(text).tables[-1]


def notes(text: str) -> tuple[Note, ...]:
    return read(text, "shop.sql").notes


def test_columns_keep_their_order_default_and_place() -> None:
    table = only("CREATE TABLE t (\n  id int,\n  n text DEFAULT 'a' || 'b' NOT NULL,\n  d date DEFAULT NULL\n);")
    assert [column.name for column in table.columns] == ["id", "n", "d"]
    assert table.column("n") == Column("n", table.column("n").type, nullable=False, default="'a' || 'b'")
    assert table.column("d").default is None
    assert str(table.column("n").origin) == "shop.sql:3"
    assert str(table.origin) == "shop.sql:1"


def test_names_fold_unless_quoted() -> None:
    table = only(
        'CREATE TABLE MyTable (ID int, "Order" int, "sel ect" int, "ü""x" int, "select" int, UNIQUE ("Order", iD));'
    )
    assert table.name == "mytable"
    assert [column.name for column in table.columns] == ["id", "Order", "sel ect", 'ü"x', "select"]
    assert table.uniques[0].columns == ("Order", "id")


def test_keys_of_columns_and_tables() -> None:
    table = only(
        "CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE DEFERRABLE INITIALLY DEFERRED, b int,"
        " UNIQUE NULLS NOT DISTINCT (a, b), CONSTRAINT u UNIQUE (b) DEFERRABLE)"
    )
    assert table.primary == Unique(("id",), primary=True)
    assert table.uniques[1:] == (
        Unique(("a",), deferrable="deferred"),
        Unique(("a", "b"), nulls_distinct=False),
        Unique(("b",), deferrable="immediate"),
    )
    assert [unique.name for unique in table.uniques] == ["t_pkey", "t_a_key", "t_a_b_key", "u"]
    assert not table.column("id").nullable


def test_not_null_as_a_constraint_of_the_table() -> None:
    table = only("CREATE TABLE t (a int, b int, CONSTRAINT n NOT NULL a); ALTER TABLE t ADD NOT NULL b;")
    assert [column.nullable for column in table.columns] == [False, False]


def test_attributes_of_constraints() -> None:
    table = only(
        "CREATE TABLE t (a int UNIQUE NOT DEFERRABLE INITIALLY IMMEDIATE NULL, b int UNIQUE INITIALLY DEFERRED,"
        " c int DEFAULT 3 CHECK (c > 0) NULL, UNIQUE (c) INITIALLY DEFERRED)"
    )
    assert [unique.deferrable for unique in table.uniques] == ["no", "deferred", "deferred"]
    assert all(column.nullable for column in table.columns)


def test_long_names_are_cut_as_the_server_cuts_them() -> None:
    table = only(f"CREATE TABLE {'t' * 40} ({'c' * 50} int UNIQUE, d int UNIQUE, CHECK (d > 0), CHECK (d > 1))")
    assert [unique.name for unique in table.uniques] == [f"{'t' * 29}_{'c' * 29}_key", f"{'t' * 40}_d_key"]
    assert [check.name for check in table.checks] == [f"{'t' * 40}_d_check", f"{'t' * 40}_d_check1"]


def test_members_of_a_table_level_primary_key_are_not_null() -> None:
    table = only("CREATE TABLE t (a int, b int NULL, c int, PRIMARY KEY (a, b) INCLUDE (c))")
    assert [column.nullable for column in table.columns] == [False, False, True]


def test_a_unique_over_the_primary_key_adds_nothing() -> None:
    assert len(only("CREATE TABLE t (a int UNIQUE PRIMARY KEY, b int UNIQUE, UNIQUE (b))").uniques) == 2


def test_foreign_keys_in_all_their_forms() -> None:
    table = only(
        "CREATE TABLE p (a int, b int, c text UNIQUE, PRIMARY KEY (a, b));"
        "CREATE TABLE t (x int, y int, z text REFERENCES p (c) ON DELETE SET NULL ON UPDATE CASCADE,"
        " me int UNIQUE, you int REFERENCES t (me) DEFERRABLE INITIALLY DEFERRED,"
        " FOREIGN KEY (x, y) REFERENCES p MATCH FULL ON DELETE RESTRICT ON UPDATE SET DEFAULT)"
    )
    assert table.foreign_keys == (
        ForeignKey(("z",), "p", ("c",), on_delete="set null", on_update="cascade"),
        ForeignKey(("you",), "t", ("me",), deferrable="deferred"),
        ForeignKey(("x", "y"), "p", ("a", "b"), match="full", on_delete="restrict", on_update="set default"),
    )
    assert [key.name for key in table.foreign_keys] == ["t_z_fkey", "t_you_fkey", "t_x_y_fkey"]


def test_a_foreign_key_may_stand_before_its_table() -> None:
    tables = schema("CREATE TABLE a (b int REFERENCES b); CREATE TABLE b (id int PRIMARY KEY);")
    assert tables.table("a").foreign_keys == (ForeignKey(("b",), "b", ("id",)),)


def test_a_key_that_nothing_makes_unique_is_noted() -> None:
    found = notes("CREATE TABLE a (x int); CREATE TABLE b (y int REFERENCES a (x));")
    assert "no key makes unique" in found[0].what


def test_checks_keep_their_text_without_comments() -> None:
    table = only(
        "CREATE TABLE t (a int CONSTRAINT pos CHECK (a > (0)), b text,\n"
        " CHECK (b <> ')' AND b <> E'\\')' /* not ) this */ AND a < 9 -- nor ) this\n ),"
        ' CONSTRAINT "odd (name" CHECK (b <> $$)$$) NOT VALID)'
    )
    assert [check.sql for check in table.checks] == [
        "a > (0)",
        "b <> ')' AND b <> E'\\')' AND a < 9",
        "b <> $$)$$",
    ]
    assert [check.name for check in table.checks] == ["pos", "t_check", "odd (name"]
    assert str(table.checks[1].origin) == "shop.sql:2"


def test_checks_are_read_into_expressions() -> None:
    check = only("CREATE TABLE t (n int CHECK (n > 0))").checks[0]
    assert check.expression == Call(">", (Ref("n"), Literal(0)))
    assert check.name == "t_n_check"


def test_text_beyond_ascii_does_not_move_the_slices() -> None:
    table = only("CREATE TABLE t (ä text /* ü€😀 */ CHECK (ä <> 'ß'), b numeric(7,2) CHECK (b > 1))")
    assert [check.sql for check in table.checks] == ["ä <> 'ß'", "b > 1"]
    assert table.column("b").type.raw == "numeric(7,2)"


@pytest.mark.parametrize("word", ["serial", "bigserial", "smallserial", "serial4"])
def test_serials_are_identities(word: str) -> None:
    column = only(f"CREATE TABLE t (id {word})").column("id")
    assert (column.identity, column.nullable, column.default) == ("by default", False, None)
    assert "serial" not in column.type.raw


def test_identities_and_sequences() -> None:
    table = only(
        "CREATE SEQUENCE s; CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY, b int GENERATED BY DEFAULT AS IDENTITY"
        " (START 5), c int DEFAULT nextval('s'::regclass), d text DEFAULT nextval('s'), e text DEFAULT 'x' || "
        "nextval('s'));"
        "ALTER SEQUENCE s OWNED BY t.c;"
    )
    assert [column.identity for column in table.columns] == ["always", "by default", "by default", None, None]
    assert [column.nullable for column in table.columns] == [False, False, True, True, True]
    assert table.column("d").default == "nextval('s')"


def test_generated_columns() -> None:
    table = only("CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * (2 + 1)) STORED)")
    assert table.column("b").generated == "a * (2 + 1)"


def test_unique_indexes() -> None:
    table = only(
        'CREATE TABLE t (a int, b text, "C" text);'
        'CREATE UNIQUE INDEX ON t (a DESC, b text_pattern_ops) INCLUDE ("C");'
        'CREATE UNIQUE INDEX i ON ONLY t USING btree (lower(b), "C", (a + 1)) NULLS NOT DISTINCT WHERE (a > 3 '
        "AND b IS NOT NULL);"
        'CREATE INDEX j ON t (a); CREATE UNIQUE INDEX k ON t ("C"); DROP INDEX k;'
    )
    plain, partial = table.uniques
    assert plain == Unique(("a", "b"))
    assert plain.name == "t_a_b_idx"
    assert (partial.columns, partial.keys) == (("b", "C", "a"), ("lower(b)", '"C"', "a + 1"))
    assert not partial.nulls_distinct
    assert partial.where is not None
    assert partial.where.sql == "a > 3 AND b IS NOT NULL"
    assert partial.where.expression is not None


def test_an_index_becomes_a_constraint() -> None:
    table = only(
        "CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a); CREATE UNIQUE INDEX j ON t (b);"
        "ALTER TABLE t ADD PRIMARY KEY USING INDEX i, ADD CONSTRAINT k UNIQUE USING INDEX j DEFERRABLE;"
    )
    assert table.uniques == (Unique(("a",), primary=True), Unique(("b",), deferrable="immediate"))
    assert [unique.name for unique in table.uniques] == ["i", "k"]
    assert not table.column("a").nullable


def test_exclusions() -> None:
    table = only(
        "CREATE TABLE t (room int, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (room > 0),"
        " CONSTRAINT lone EXCLUDE (lower(during) WITH =))"
    )
    first, second = table.exclusions
    assert (first.parts, first.using, first.name) == ((("room", "="), ("during", "&&")), "gist", "t_room_during_excl")
    assert first.where is not None
    assert first.where.expression == Call(">", (Ref("room"), Literal(0)))
    assert (second.parts, second.name) == ((("lower(during)", "="),), "lone")


def test_like_takes_what_it_is_told_to() -> None:
    source = (
        "CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n text DEFAULT 'x' NOT NULL CHECK (n <> ''),"
        " g text GENERATED ALWAYS AS (n || 'y') STORED, s serial); COMMENT ON COLUMN a.n IS 'name';"
    )
    bare = only(source + "CREATE TABLE b (LIKE a, more int);")
    assert [column.name for column in bare.columns] == ["id", "n", "g", "s", "more"]
    assert [(column.default, column.generated, column.identity) for column in bare.columns] == [(None, None, None)] * 5
    assert not bare.column("n").nullable
    assert (bare.uniques, bare.checks) == ((), ())
    full = only(source + "CREATE TABLE b (LIKE a INCLUDING ALL);")
    assert full.primary == Unique(("id",), primary=True)
    assert full.primary.name == "b_pkey"
    assert [check.sql for check in full.checks] == ["n <> ''"]
    assert (full.column("id").identity, full.column("s").identity) == ("always", "by default")
    assert (full.column("g").generated, full.column("n").comment) == ("n || 'y'", "name")


def test_heirs_have_columns_and_checks_of_their_parents() -> None:
    tables = schema(
        "CREATE TABLE a (id serial PRIMARY KEY, n int CHECK (n > 0), o int, CHECK (n <> 5) NO INHERIT);"
        "CREATE TABLE b (n int CHECK (n < 9) NOT NULL, extra text) INHERITS (a);"
        "ALTER TABLE a ADD COLUMN late int CHECK (late > 1), ADD CHECK (o > 0);"
        "ALTER TABLE ONLY a ALTER COLUMN o SET NOT NULL; ALTER TABLE a DROP CONSTRAINT a_n_check;"
    )
    heir = tables.table("b")
    assert [column.name for column in heir.columns] == ["id", "n", "o", "extra", "late"]
    assert [check.sql for check in heir.checks] == ["n < 9", "late > 1", "o > 0"]
    assert heir.uniques == ()
    assert (heir.column("id").identity, heir.column("n").nullable, heir.column("o").nullable) == (
        "by default",
        False,
        True,
    )
    assert [check.sql for check in tables.table("a").checks] == ["n <> 5", "late > 1", "o > 0"]


def test_tables_of_a_type() -> None:
    table = only("CREATE TYPE c AS (a int, b text); CREATE TABLE t OF c (b WITH OPTIONS NOT NULL, PRIMARY KEY (a));")
    assert [(column.name, column.nullable) for column in table.columns] == [("a", False), ("b", False)]


def test_comments_of_tables_and_columns() -> None:
    table = only(
        "CREATE TABLE t (a int); COMMENT ON TABLE t IS 'it''s'; COMMENT ON COLUMN t.a IS 'x'; COMMENT ON TABLE "
        "t IS 'new';"
        "COMMENT ON COLUMN public.t.a IS NULL;"
    )
    assert (table.comment, table.column("a").comment) == ("new", None)


def test_schemas_and_the_search_path() -> None:
    found = read(
        "CREATE SCHEMA a; CREATE SCHEMA b CREATE TABLE inside (id int PRIMARY KEY) CREATE TABLE too (x int "
        "REFERENCES inside);"
        "SET search_path TO nowhere, a, public; CREATE TABLE t (id int PRIMARY KEY);"
        "CREATE TABLE public.t (id int PRIMARY KEY REFERENCES t);"
        "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE a.u (id int REFERENCES a.t, "
        "other int REFERENCES public.t);"
        "SET search_path = DEFAULT; BEGIN; SET LOCAL search_path = a; CREATE TABLE v (id int); COMMIT; CREATE "
        "TABLE w (id int);"
        'RESET search_path; SET search_path = "$user", public; CREATE TABLE x (id int);',
        "x",
    ).schema
    assert [table.id for table in found] == ["b.inside", "b.too", "a.t", "t", "a.u", "a.v", "w", "x"]
    assert found.table("b.too").foreign_keys[0].table == "b.inside"
    assert found.table("t").foreign_keys[0].table == "a.t"
    assert [key.table for key in found.table("a.u").foreign_keys] == ["a.t", "t"]
    assert found.table("a.t").namespace == "a"
    assert found.table("t").namespace is None


def test_a_second_creation_is_passed_over_where_the_file_says_so() -> None:
    assert [
        column.name for column in only("CREATE TABLE t (a int); CREATE TABLE IF NOT EXISTS t (b int);").columns
    ] == ["a"]


def test_what_says_nothing_of_rows_is_counted() -> None:
    text = (
        "SET statement_timeout = 0; CREATE EXTENSION citext; CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1;"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE no (x int); END $$;"
        "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); CREATE INDEX i ON t (a);"
        "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); GRANT ALL ON t TO me; ALTER SEQUENCE s RESTART;"
        "COPY t FROM stdin;\n1\n\\.\nCOMMENT ON VIEW v IS 'x'; SELECT setval('s', 1); DO $$ BEGIN PERFORM 1; END $$;"
        "BEGIN; COMMIT; ALTER TABLE t OWNER TO me; CREATE RULE r AS ON UPDATE TO v DO INSTEAD NOTHING;"
    )
    found = notes(text)
    assert [note.grave for note in found] == [False, False]
    assert found[0].what == "1 row trigger of the database may change or refuse rows"
    assert found[1].what == (
        "skipped 2 INSERTs, 1 ALTER SEQUENCE, 1 COPY block, 1 DO block, 1 comment, 1 extension, 1 function, 1 grant,"
        " 1 plain index, 1 query, 1 rule, 1 setting, 1 trigger, 1 view"
    )


def test_nothing_skipped_is_nothing_said() -> None:
    assert notes("CREATE TABLE t (a int);") == ()


def test_temporary_and_foreign_tables_are_left_out_and_noted() -> None:
    reading = read(
        "CREATE TEMP TABLE a (x int); CREATE UNLOGGED TABLE b (x int); CREATE FOREIGN TABLE c (x int) SERVER s;"
        "CREATE TEMP TABLE d AS SELECT 1; ALTER TABLE a ADD UNIQUE (x);",
        "x",
    )
    assert [table.name for table in reading.schema] == ["b"]
    assert [note.what for note in reading.notes] == ["temporary table a is left out", "foreign table c is left out"]


def test_tables_made_by_queries_are_grave_while_they_last() -> None:
    text = "CREATE TABLE a (x int); CREATE TABLE b AS SELECT * FROM a; SELECT x INTO c FROM a;"
    found = notes(text + "CREATE UNIQUE INDEX i ON b (x); ALTER TABLE c ADD PRIMARY KEY (x);")
    assert [(note.what, note.grave) for note in found] == [
        ("table b is made by a query and left out", True),
        ("table c is made by a query and left out", True),
    ]
    assert notes(text + "DROP TABLE b; DROP TABLE IF EXISTS c;") == ()


def test_definitions_in_do_blocks_are_read() -> None:
    text = (
        "CREATE TYPE e AS ENUM ('a');\n"
        "DO $$ BEGIN CREATE TYPE e AS ENUM ('b'); EXCEPTION WHEN duplicate_object THEN null; END $$;\n"
        "DO $x$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type) THEN CREATE TYPE f AS ENUM ('c'); END IF; END $x$;\n"
        "CREATE TABLE t (e e, f f);\n"
        "DO $$\nBEGIN\n ALTER TABLE t ADD CONSTRAINT c CHECK (e <> 'b');\nEXCEPTION WHEN duplicate_object THEN "
        "null;\nEND $$;\n"
        "DO $$ BEGIN ALTER TABLE t ADD CONSTRAINT c CHECK (e <> 'b'); EXCEPTION WHEN duplicate_object THEN "
        "null; END $$;"
    )
    table = only(text)
    assert [column.type.values for column in table.columns] == [("a",), ("c",)]
    assert [check.sql for check in table.checks] == ["e <> 'b'"]
    assert str(table.checks[0].origin) == "shop.sql:7"


def test_a_do_block_that_composes_statements_is_grave() -> None:
    found = notes("DO $$ BEGIN FOR i IN 1..3 LOOP EXECUTE 'CREATE TABLE t' || i || ' (a int)'; END LOOP; END $$;")
    assert found[0].grave
    assert "DO block" in found[0].what


ROUTINE = "CREATE FUNCTION keys() RETURNS void AS $$\n ALTER TABLE t ADD CHECK (a > 0);\n$$ LANGUAGE sql;\n"


def test_definitions_in_a_function_that_is_called_are_read() -> None:
    table = only(f"CREATE TABLE t (a int);\n{ROUTINE}SELECT keys();")
    assert [check.sql for check in table.checks] == ["a > 0"]
    assert str(table.checks[0].origin) == "shop.sql:3"
    assert only(f"CREATE TABLE t (a int);\n{ROUTINE}").checks == ()


def test_psql_variables_are_filled_in_and_noted() -> None:
    reading = read(
        '\\set home shop\nCREATE SCHEMA :home;\nCREATE TABLE :home.t (a text DEFAULT :\'word\', "b" :"kind");', "x"
    )
    table = reading.schema.table("shop.t")
    assert table.column("a").default == "'word'"
    assert any("psql's variables" in note.what for note in reading.notes)


def test_included_files_are_grave() -> None:
    found = notes("\\i more.sql\n\\ir other.sql\n\\pset pager off\n")
    assert [note.grave for note in found] == [True, True, False]
    assert "more.sql" in found[0].what


def test_words_of_other_dialects_are_read_and_noted() -> None:
    reading = read(
        "CREATE TABLE `t` (id INT AUTO_INCREMENT PRIMARY KEY, n VARCHAR(10) NOT NULL, f TINYINT(1) DEFAULT 0, "
        "CHECK (n <> ''),"
        " INDEX i (n), UNIQUE KEY u (n, f)) ENGINE=InnoDB;\n"
        "CREATE TABLE s (id INTEGER PRIMARY KEY AUTOINCREMENT, at DATETIME);\n"
        "CREATE TABLE m (id serial PRIMARY KEY, at datetime, b nvarchar(20), c double, INDEX i (at), KEY j (b, c));",
        "x",
    )
    first, second, third = reading.schema.tables
    assert first.column("id").identity == second.column("id").identity == "by default"
    assert [unique.columns for unique in first.uniques] == [("id",), ("n", "f")]
    assert [check.sql for check in first.checks] == ["n <> ''"]
    assert [(c.name, c.type.kind) for c in third.columns] == [
        ("id", "integer"),
        ("at", "timestamp"),
        ("b", "varchar"),
        ("c", "float"),
    ]
    assert third.column("b").type.length == 20
    assert not any(note.grave for note in reading.notes)
    assert sum("another dialect's" in note.what for note in reading.notes) == 2
    assert sum("no type of PostgreSQL" in note.what for note in reading.notes) == 3


def test_what_is_not_enforced_is_told_and_left_out() -> None:
    reading = read(
        "CREATE TABLE t (a int PRIMARY KEY, b int CHECK (b > 0) NOT ENFORCED, c int CHECK (c > 0) ENFORCED,"
        " CONSTRAINT d CHECK (a > 0) NOT ENFORCED);"
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES t NOT ENFORCED;",
        "shop.sql",
    )
    assert [note.what for note in reading.notes] == [
        "the constraint over b is not enforced",
        "the constraint d is not enforced",
        "the constraint f is not enforced",
    ]
    assert [check.sql for check in reading.schema.tables[0].checks] == ["c > 0"]
    assert not reading.schema.tables[0].foreign_keys


def test_a_key_without_overlaps_excludes_them() -> None:
    table = only("CREATE TABLE t (a int, v int4range, PRIMARY KEY (a, v WITHOUT OVERLAPS))")
    assert table.primary is not None
    assert table.exclusions == (Exclusion((("a", "="), ("v", "&&"))),)
