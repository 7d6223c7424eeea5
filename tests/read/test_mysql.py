from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.errors import Note, ReadError
from seedbed.read.mysql.ddl import read
from seedbed.schema.expression import Call, Literal, Ref
from seedbed.schema.files import dump, load
from seedbed.schema.model import Check, Column, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type

FILE = Path(__file__).with_name("mysql.sql").read_text()


def schema(text: str) -> Schema:
    reading = read(text, "shop.sql")
    assert not [note for note in reading.notes if note.grave]
    assert load(dump(reading.schema)) == reading.schema
    return reading.schema


def only(text: str) -> Table:
    return schema(text).tables[-1]


def typed(words: str) -> Type:
    return only(f"CREATE TABLE t (c {words})").column("c").type


def grave(text: str) -> list[Note]:
    return [note for note in read(text, "shop.sql").notes if note.grave]


def test_columns_keep_their_order_default_and_place() -> None:
    table = only(
        "CREATE TABLE t (\n  id int AUTO_INCREMENT PRIMARY KEY,\n  n varchar(5) NOT NULL DEFAULT 'a' COMMENT 'it''s',\n"
        "  d datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,\n  x int DEFAULT NULL,\n"
        "  e int default -5, f bit(2) default b'10', g date default (now() + interval 1 day), h char default"
        " _utf8mb4'x',"
        " i int default next value for app.sq)"
    )
    defaults = {column.name: column.default for column in table.columns}
    assert defaults == {
        "id": None,
        "n": "'a'",
        "d": "CURRENT_TIMESTAMP",
        "x": None,
        "e": "-5",
        "f": "b'10'",
        "g": "(now() + interval 1 day)",
        "h": "_utf8mb4'x'",
        "i": "next value for app.sq",
    }
    assert (table.column("id").identity, table.column("id").nullable) == ("by default", False)
    assert table.column("n").comment == "it's"
    assert str(table.column("n").origin) == "shop.sql:3"


@pytest.mark.parametrize(
    ("words", "type"),
    [
        ("tinyint(2)", Type("integer", bits=8)),
        ("tinyint(1)", Type("boolean")),
        ("tinyint(1) default '1'", Type("boolean")),
        ("tinyint(1) default 3", Type("integer", bits=8)),
        ("tinyint(1) unique", Type("integer", bits=8)),
        ("tinyint(1) unsigned", Type("integer", bits=8, unsigned=True)),
        ("bool", Type("boolean")),
        ("int(11) unsigned", Type("integer", bits=32, unsigned=True)),
        ("mediumint zerofill", Type("integer", bits=24, unsigned=True)),
        ("decimal", Type("decimal", precision=10, scale=0)),
        ("numeric(12,4) unsigned", Type("decimal", precision=12, scale=4, unsigned=True)),
        ("float(30)", Type("float", bits=64)),
        ("float(7,3)", Type("float", bits=32, precision=7, scale=3)),
        ("double precision", Type("float", bits=64)),
        ("bit", Type("bit", length=1, fixed=True)),
        ("year(4)", Type("year")),
        ("char", Type("char", length=1, fixed=True, folds_case=True)),
        ("varchar(9) binary", Type("varchar", length=9)),
        ("varchar(9) character set latin1 collate latin1_general_cs", Type("varchar", length=9, charset="latin1")),
        ("varchar(9) character set utf8", Type("varchar", length=9, folds_case=True, charset="utf8mb3")),
        ("char(4) byte", Type("bytes", length=4, fixed=True)),
        ("varchar(4) charset binary", Type("bytes", length=4)),
        ("national character varying(4)", Type("varchar", length=4, folds_case=True)),
        ("tinytext", Type("text", length=255, folds_case=True)),
        ("text(300)", Type("text", length=65535, folds_case=True)),
        ("text(70000)", Type("text", length=16777215, folds_case=True)),
        ("long varbinary", Type("bytes", length=16777215)),
        ("blob(9)", Type("bytes", length=255)),
        ("binary(16)", Type("bytes", length=16, fixed=True)),
        ("enum('a','b''c','d\\'e ')", Type("enum", values=("a", "b'c", "d'e"))),
        ("set('x','y')", Type("set", values=("x", "y"))),
        ("datetime", Type("timestamp", precision=0)),
        ("timestamp(3)", Type("timestamp", precision=3, zone=True)),
        ("time(6)", Type("time", precision=6)),
        ("json", Type("json")),
        ("point srid 4326", Type("geometry", name="point", length=4326)),
        ("inet6", Type("inet", name="inet6")),
        ("vector(3)", Type("vector", length=3)),
        ("serial", Type("integer", bits=64, unsigned=True)),
    ],
)
def test_types(words: str, type: Type) -> None:
    found = typed(words)
    assert dump(found).replace(f',"raw":{dump(found.raw)}', "") == dump(type)


def test_collations_of_column_table_and_database() -> None:
    text = (
        "CREATE DATABASE d DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin; USE d;"
        "CREATE TABLE a (x text, y text COLLATE utf8mb4_general_ci, z text CHARACTER SET latin1);"
        "CREATE TABLE b (x text) COLLATE=utf8mb4_general_ci; CREATE TABLE c (x text) CHARSET=binary;"
        "CREATE TABLE e LIKE b; ALTER TABLE e CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;"
        "ALTER DATABASE d COLLATE = utf8mb4_general_ci;"
    )
    tables = schema(text.replace("ALTER DATABASE d COLLATE = utf8mb4_general_ci;", ""))
    assert [column.type.folds_case for column in tables.table("a").columns] == [False, True, True]
    assert tables.table("b").column("x").type.folds_case
    assert tables.table("c").column("x").type.kind == "bytes"
    assert not tables.table("e").column("x").type.folds_case
    assert schema(text).table("a").column("x").type.folds_case


def test_keys_with_prefixes_and_expressions() -> None:
    table = only(
        "CREATE TABLE t (id int, `a b` varchar(20), c text, n int, PRIMARY KEY (ID),"
        " UNIQUE KEY whole USING BTREE (`a b`(20)), UNIQUE part (`a b`(10), n) COMMENT 'x',"
        " CONSTRAINT fn UNIQUE INDEX ((lower(c)), (n + 1) DESC), UNIQUE (n ASC), KEY k (c(5)), FULLTEXT KEY f (c))"
    )
    assert table.uniques == (
        Unique(("id",), primary=True),
        Unique(("a b",)),
        Unique(("a b", "n"), keys=("left(`a b`, 10)", "`n`")),
        Unique(("c", "n"), keys=("lower(c)", "n + 1")),
        Unique(("n",)),
    )
    assert [unique.name for unique in table.uniques] == ["PRIMARY", "whole", "part", "fn", "n"]
    assert not table.column("id").nullable


def test_an_expression_that_is_not_read_still_names_its_columns() -> None:
    table = only("CREATE TABLE t (a int, b int, UNIQUE ((match (`a`) against ('x'))))")
    assert table.uniques[0].columns == ("a",)


def test_foreign_keys_everywhere() -> None:
    tables = schema(
        "CREATE TABLE kid (id int PRIMARY KEY REFERENCES par (id) ON DELETE CASCADE ON UPDATE SET NULL, p int, q int,"
        " FOREIGN KEY ix (p, q) REFERENCES par (x, y) MATCH FULL ON DELETE NO ACTION);"
        "CREATE TABLE Par (ID int PRIMARY KEY, x int, y int, UNIQUE (x, y));"
        "ALTER TABLE kid ADD CONSTRAINT late FOREIGN KEY (q) REFERENCES par (id) ON DELETE RESTRICT;"
        "ALTER TABLE kid ADD CONSTRAINT FOREIGN KEY (p) REFERENCES Par (id);"
    )
    assert tables.table("kid").foreign_keys == (
        ForeignKey(("id",), "Par", ("ID",), on_delete="cascade", on_update="set null"),
        ForeignKey(("p", "q"), "Par", ("x", "y")),
        ForeignKey(("q",), "Par", ("ID",), on_delete="restrict"),
        ForeignKey(("p",), "Par", ("ID",)),
    )
    assert [key.name for key in tables.table("kid").foreign_keys] == ["kid_ibfk_1", "ix", "late", "kid_ibfk_4"]


def test_checks_keep_their_text() -> None:
    table = only(
        "CREATE TABLE t (a int CONSTRAINT pos CHECK (a > 0), b text CHECK (json_valid(`b`)),"
        " CONSTRAINT ab CHECK (a <> 3 /* why */), CHECK (b <> ')') ENFORCED)"
    )
    assert [(check.name, check.sql) for check in table.checks] == [
        ("pos", "a > 0"),
        (None, "json_valid(`b`)"),
        ("ab", "a <> 3 /* why */"),
        (None, "b <> ')'"),
    ]
    assert table.checks[0] == Check("a > 0", Call(">", (Ref("a"), Literal(0))))
    assert table.column("b").type.kind == "json"


def test_a_check_that_is_not_enforced_is_told_of() -> None:
    reading = read("CREATE TABLE t (a int, CHECK (a > 0) NOT ENFORCED, b int CHECK (b > 1) NOT ENFORCED)", "s.sql")
    assert reading.schema.tables[0].checks == ()
    assert [note.what for note in reading.notes] == [
        "the check a > 0 is not enforced",
        "the check b > 1 is not enforced",
    ]


def test_generated_columns() -> None:
    table = only(
        "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + (1)) STORED NOT NULL, c int AS (a) VIRTUAL UNIQUE,"
        " d int AS (a * 2) PERSISTENT COMMENT 'x', s timestamp GENERATED ALWAYS AS ROW START)"
    )
    assert [column.generated for column in table.columns] == [None, "a + (1)", "a", "a * 2", "ROW START"]


@pytest.mark.parametrize(
    ("partitions", "sql"),
    [
        (
            "RANGE (YEAR(d)) (PARTITION p VALUES LESS THAN (2000), PARTITION q VALUES LESS THAN (2010))",
            "YEAR(d) < 2010",
        ),
        ("RANGE (a) (PARTITION p VALUES LESS THAN (1), PARTITION q VALUES LESS THAN MAXVALUE)", None),
        ("RANGE COLUMNS (a, b) (PARTITION p VALUES LESS THAN (1, 5))", "(a, b) < (1, 5)"),
        ("RANGE COLUMNS (a, b) (PARTITION p VALUES LESS THAN (1, MAXVALUE))", "a <= 1"),
        ("RANGE COLUMNS (d) (PARTITION p VALUES LESS THAN ('2020-01-01') ENGINE = InnoDB)", "d < '2020-01-01'"),
        ("LIST (a) (PARTITION p VALUES IN (1, 2), PARTITION q VALUES IN (NULL, 7))", "a IN (1, 2, 7) OR a IS NULL"),
        ("LIST (a) (PARTITION p VALUES IN (1, 2))", "a IS NOT NULL AND a IN (1, 2)"),
        ("LIST COLUMNS (a, b) (PARTITION p VALUES IN ((1, 2), (3, 4)))", "(a, b) IN ((1, 2), (3, 4))"),
        ("LIST (a) (PARTITION p VALUES IN (1), PARTITION q DEFAULT)", None),
        ("HASH (a) PARTITIONS 4", None),
        ("LINEAR KEY ALGORITHM=2 (a) PARTITIONS 4", None),
        (
            "RANGE (a) SUBPARTITION BY HASH (b) (PARTITION p VALUES LESS THAN (9) (SUBPARTITION s, SUBPARTITION r))",
            "a < 9",
        ),
    ],
)
def test_partitions_are_a_check_of_the_table(partitions: str, sql: str | None) -> None:
    table = only(f"CREATE TABLE t (a int, b int, d date) PARTITION BY {partitions}")
    assert [check.sql for check in table.checks] == ([sql] if sql else [])
    assert all(check.expression for check in table.checks)
    assert table.partition_by is not None


def test_partitions_by_alter() -> None:
    text = "CREATE TABLE t (a int); ALTER TABLE t PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (5));"
    assert only(text).checks == (Check("a < 5", Call("<", (Ref("a"), Literal(5)))),)
    assert only(text + "ALTER TABLE t REMOVE PARTITIONING").checks == ()
    assert grave(text + "ALTER TABLE t ADD PARTITION (PARTITION q VALUES LESS THAN (9))")
    assert grave(text + "ALTER TABLE t DROP PARTITION p")


def test_alter_table() -> None:
    table = only(
        "CREATE TABLE t (a int, b int, c int, UNIQUE ub (b), UNIQUE bc (b, c), CONSTRAINT ck CHECK (a > 0),"
        " CHECK (b > 0));"
        "ALTER TABLE t ADD COLUMN z int NOT NULL FIRST, ADD (y int, x int UNIQUE), ADD w int AFTER a,"
        " MODIFY c bigint unsigned AFTER z, CHANGE COLUMN b bb smallint NOT NULL, ALTER COLUMN a SET DEFAULT 9,"
        " RENAME COLUMN y TO yy, DROP CONSTRAINT ck, ADD UNIQUE INDEX un (yy), RENAME INDEX un TO un2, DISABLE KEYS;"
        "ALTER IGNORE TABLE t DROP INDEX un2, DROP COLUMN IF EXISTS x, ENGINE=InnoDB, COMMENT 'new', AUTO_INCREMENT 7,"
        " ADD PRIMARY KEY (z), ORDER BY a;"
        "ALTER TABLE IF EXISTS nowhere DROP COLUMN a; ALTER TABLE t ALTER a DROP DEFAULT, ALTER INDEX bc INVISIBLE"
    )
    assert [column.name for column in table.columns] == ["z", "c", "a", "w", "bb", "yy"]
    assert table.column("c").type.bits == 64
    assert table.uniques == (Unique(("bb",)), Unique(("bb", "c")), Unique(("z",), primary=True))
    assert table.column("a").default is None
    assert (table.comment, table.options) == ("new", ("engine=InnoDB",))
    assert [check.sql for check in table.checks] == ["b > 0"]


def test_alter_drops_what_it_names() -> None:
    base = (
        "CREATE TABLE t (a int PRIMARY KEY, b int, UNIQUE u (a, b), CONSTRAINT f FOREIGN KEY (b) REFERENCES t (a),"
        " CONSTRAINT c CHECK (a > 0));"
    )
    table = only(base + "ALTER TABLE t DROP PRIMARY KEY, DROP FOREIGN KEY f, ALTER CHECK c NOT ENFORCED, DROP b")
    assert (table.uniques, table.foreign_keys, table.checks) == ((Unique(("a",)),), (), ())
    assert only(base + "DROP INDEX u ON t; ALTER TABLE t DROP CHECK c").uniques == (Unique(("a",), primary=True),)


def test_references_follow_new_names() -> None:
    tables = schema(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE k (a int REFERENCES p (id));"
        "RENAME TABLE p TO parents, k TO kids; ALTER TABLE parents RENAME COLUMN id TO pid;"
        "ALTER TABLE kids CHANGE a aa int; ALTER TABLE kids RENAME TO children;"
    )
    assert tables.table("children").foreign_keys == (ForeignKey(("aa",), "parents", ("pid",)),)


def test_tables_are_copied_replaced_and_dropped() -> None:
    tables = schema(
        "CREATE TABLE a (x int UNIQUE, CHECK (x > 0)); CREATE TABLE b LIKE a; CREATE TABLE c (LIKE a);"
        "CREATE TABLE IF NOT EXISTS a (nothing int); CREATE OR REPLACE TABLE b (y int); CREATE TEMPORARY"
        " TABLE tmp (q int);"
        "CREATE TABLE gone (q int); DROP TABLE IF EXISTS gone, never; DROP TEMPORARY TABLE tmp;"
    )
    assert [table.name for table in tables] == ["a", "b", "c"]
    assert [column.name for column in tables.table("b").columns] == ["y"]
    assert tables.table("c").uniques == (Unique(("x",)),)


def test_databases_are_namespaces_beyond_the_first() -> None:
    tables = schema(
        "CREATE SCHEMA `a`; USE a; CREATE TABLE t (id int PRIMARY KEY);"
        "CREATE TABLE b.t (id int REFERENCES a.t (id)); USE b; CREATE TABLE u (id int REFERENCES t (id));"
    )
    assert [table.id for table in tables] == ["t", "b.t", "b.u"]
    assert tables.table("b.t").foreign_keys[0].table == "t"
    assert tables.table("b.u").foreign_keys[0].table == "b.t"
    assert tables.database == "a"


def test_rows_go_to_the_database_that_the_file_turns_to() -> None:
    reading = read("CREATE DATABASE shop; USE shop; CREATE TABLE t (id int PRIMARY KEY);", "s.sql")
    assert (reading.schema.database, reading.schema.tables[0].id) == ("shop", "t")
    assert "rows go to the database shop" in [note.what for note in reading.notes]
    assert read("CREATE TABLE t (id int PRIMARY KEY); USE shop;", "s.sql").schema.database == ""


def test_myisam_keeps_no_foreign_keys() -> None:
    text = "CREATE TABLE t (a int PRIMARY KEY, b int, FOREIGN KEY (b) REFERENCES t (a))"
    by_set = read(f"SET default_storage_engine=MyISAM; {text}", "s.sql")
    for reading in (read(f"{text} ENGINE=MyISAM", "s.sql"), by_set):
        assert reading.schema.tables[0].foreign_keys == ()
        assert reading.schema.tables[0].options == ("engine=MyISAM",)
        assert any("1 foreign key of t left out" in note.what for note in reading.notes)


def test_what_is_skipped_is_counted() -> None:
    reading = read(
        "SET NAMES utf8mb4; CREATE TABLE t (a int); INSERT INTO t VALUES (1),(2); LOCK TABLES t WRITE; UNLOCK TABLES;"
        "CREATE VIEW v AS SELECT 1; CREATE SEQUENCE s; CREATE INDEX i USING BTREE ON t (a);"
        "DELIMITER $$\nCREATE PROCEDURE p() BEGIN CREATE TABLE inner1 (a int); END$$\nDELIMITER ;\n",
        "s.sql",
    )
    assert [table.name for table in reading.schema] == ["t"]
    assert len(reading.notes) == 1
    for words in ("1 INSERT", "2 locks", "1 view", "1 procedure", "1 plain index", "1 setting"):
        assert words in reading.notes[0].what


def test_conditional_comments_are_read() -> None:
    table = only(
        "/*!40101 SET NAMES utf8 */; CREATE TABLE t (a int /*!80023 INVISIBLE */ NOT NULL) /*!50100 ENGINE=InnoDB */"
    )
    assert table.columns == (Column("a", table.column("a").type, nullable=False),)
    assert table.options == ("engine=InnoDB",)


def test_mariadb_notes() -> None:
    reading = read(
        "CREATE TABLE v (a int) WITH SYSTEM VERSIONING;"
        "CREATE TABLE p (a int, d1 date, d2 date, PERIOD FOR pd (d1, d2), UNIQUE (a, pd WITHOUT OVERLAPS));"
        "ALTER TABLE p ADD SYSTEM VERSIONING",
        "s.sql",
    )
    assert sum("system-versioned" in note.what for note in reading.notes) == 2
    assert any("WITHOUT OVERLAPS" in note.what for note in reading.notes)
    assert [check.sql for check in reading.schema.table("p").checks] == ["`d1` < `d2`"]
    assert not reading.schema.table("p").column("d1").nullable


def test_names_of_all_kinds() -> None:
    table = only(
        "CREATE TABLE `sel``ect` (`key` int, `weird; --` int, `ü b` int, comment varchar(3), UNIQUE (`weird; --`))"
    )
    assert table.name == "sel`ect"
    assert [column.name for column in table.columns] == ["key", "weird; --", "ü b", "comment"]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE t (a int, b)",
        "CREATE TABLE t (a int, , b int)",
        "CREATE TABLE t (a int NONSENSE)",
        "CREATE TABLE t (a int, CONSTRAINT x NONSENSE (a))",
        "CREATE TABLE t (a int CONSTRAINT x NONSENSE)",
        "CREATE TABLE t (a int",
        "CREATE TABLE t (a int, a int)",
        "CREATE TABLE t AS SELECT 1",
        "CREATE TABLE t (a int) PARTITION BY NONSENSE (a)",
        "CREATE TABLE fine (a int)",
        "ALTER TABLE nowhere ADD a int",
        "ALTER TABLE fine MODIFY nowhere int",
        "ALTER TABLE fine ADD COLUMN 'x",
        "CREATE UNIQUE INDEX i ON nowhere (a)",
    ],
)
def test_a_broken_statement_is_a_grave_note_with_its_line(statement: str) -> None:
    reading = read(f"CREATE TABLE fine (a int);\n\n{statement};\nCREATE TABLE after_it (b int);", "shop.sql")
    notes = [note for note in reading.notes if note.grave]
    assert [note.origin.line for note in notes if note.origin] == [3]
    assert notes[0].what.startswith("could not read: ")
    assert "fine" in [table.name for table in reading.schema]


def test_a_note_has_the_place_of_what_was_not_understood() -> None:
    (note,) = grave("CREATE TABLE a (x int);\n  CREATE TABLE b (x int,\n  y int wrong);\n")
    assert str(note.origin) == "shop.sql:3:9"


def test_statements_after_a_broken_one_are_read() -> None:
    reading = read("CREATE TABLE a (x int);\nCREATE TABLE b (x int y);\nCREATE TABLE c (x int);\n%&/;", "s.sql")
    assert [table.name for table in reading.schema] == ["a", "c"]
    assert [str(note.origin) for note in reading.notes] == ["s.sql:2:23", "s.sql:4"]


def test_an_unknown_type_is_grave() -> None:
    reading = read("CREATE TABLE t (a int,\n b flurb(3))", "s.sql")
    assert reading.schema.tables[0].column("b").type == Type("unknown", "flurb(3)", name="flurb")
    assert [(note.where, note.grave, str(note.origin)) for note in reading.notes] == [("t.b", True, "s.sql:2")]


def test_all_contradictions_are_told_at_once() -> None:
    with pytest.raises(ReadError) as caught:
        read(
            "CREATE TABLE p (a int PRIMARY KEY);\nCREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES nowhere (x),\n"
            " FOREIGN KEY (b) REFERENCES p (a), FOREIGN KEY (a) REFERENCES p (z), UNIQUE (q),"
            " CONSTRAINT two FOREIGN KEY (a) REFERENCES p (a, a));\nCREATE TABLE broken (x);",
            "s.sql",
        )
    whats = [problem.what for problem in caught.value.problems]
    assert whats == [
        "key q names column q, which t does not have",
        "foreign key t_ibfk_1 of t refers to an unknown table nowhere",
        "foreign key t_ibfk_2 names column b, which t does not have",
        "foreign key t_ibfk_3 names column z, which p does not have",
        "foreign key two of t does not fit p",
    ]
    assert "s.sql:4" in caught.value.problems[1].why
    assert caught.value.problems[1].where == "s.sql:2"


def test_less_common_words_of_columns() -> None:
    table = only(
        "CREATE TABLE t (a varchar(3) NOT NULL COLLATE utf8mb4_bin COLUMN_FORMAT DYNAMIC STORAGE DISK,"
        " b varchar(3) NULL CHARACTER SET binary COMPRESSED, c bigint SERIAL DEFAULT VALUE, d point REF_SYSTEM_ID=4326,"
        " e int REFERENCES t (c) ON UPDATE NO ACTION, f int CONSTRAINT CHECK (f > 0), g text UNICODE) UNION=(x, y)"
    )
    assert not table.column("a").type.folds_case
    assert table.column("b").type.kind == "bytes"
    assert (table.column("c").identity, table.uniques) == ("by default", (Unique(("c",)),))
    assert table.column("d").type.length == 4326
    assert table.foreign_keys == (ForeignKey(("e",), "t", ("c",)),)
    assert [check.sql for check in table.checks] == ["f > 0"]


@given(st.data())
def test_no_broken_text_raises_anything_of_its_own(data: st.DataObject) -> None:
    """A file cut short, or with a piece missing anywhere: notes or ReadError, nothing else."""
    start = data.draw(st.integers(0, len(FILE)))
    end = data.draw(st.integers(start, min(start + 40, len(FILE))))
    tail = data.draw(st.booleans())
    with contextlib.suppress(ReadError):
        read(FILE[:start] + (FILE[end:] if tail else ""), "s.sql")


def test_what_mysql_8_shows_of_a_table() -> None:
    table = only(
        """CREATE TABLE `t` (
  `id` int NOT NULL AUTO_INCREMENT,
  `hidden` int DEFAULT NULL /*!80023 INVISIBLE */,
  `doc` json DEFAULT (json_object()),
  `name` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs NOT NULL,
  `full` varchar(100) GENERATED ALWAYS AS (concat(`name`,_utf8mb4' x')) STORED,
  `p` point NOT NULL /*!80003 SRID 4326 */,
  PRIMARY KEY (`id`),
  UNIQUE KEY `f` ((lower(`name`))),
  KEY `k` (`hidden`) /*!80000 INVISIBLE */,
  KEY `mv` ((cast(json_extract(`doc`,_utf8mb4'$.a') as unsigned array))),
  CONSTRAINT `c1` CHECK (((`id` > 0) and (`name` in (_utf8mb4'a',_utf8mb3'b')))),
  CONSTRAINT `c2` CHECK (regexp_like(`name`,_utf8mb4'^[a-z]+$')),
  CONSTRAINT `c3` CHECK ((`id` < 5)) /*!80016 NOT ENFORCED */
) /*!50100 TABLESPACE `innodb_system` */ ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4
/*!50100 PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB) */;
"""
    )
    assert [column.name for column in table.columns] == ["id", "hidden", "doc", "name", "full", "p"]
    assert table.column("p").type.length == 4326
    assert [unique.keys for unique in table.uniques] == [(), ("lower(`name`)",)]
    assert [check.expression for check in table.checks[:2]] == [
        Call("and", (Call(">", (Ref("id"), Literal(0))), Call("in", (Ref("name"), Literal("a"), Literal("b"))))),
        Call("regex", (Ref("name"), Literal("^[a-z]+$"))),
    ]
    assert len(table.checks) == 3  # and the bounds of the partition
    assert table.partition_by == "RANGE (`id`)"


def test_the_end_of_a_row_s_time_is_no_part_of_its_key() -> None:
    table = only(
        "CREATE TABLE t (a int, s timestamp(6) GENERATED ALWAYS AS ROW START,"
        " e timestamp(6) GENERATED ALWAYS AS ROW END, PRIMARY KEY (a, e),"
        " PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING"
    )
    assert [unique.columns for unique in table.uniques] == [("a",)]


PROCEDURE = "DELIMITER $$\nCREATE PROCEDURE p() BEGIN\n -- keys\n ALTER TABLE t ADD UNIQUE (a);\nEND $$\nDELIMITER ;\n"


def test_definitions_in_a_procedure_that_is_called_are_read() -> None:
    table = only(f"CREATE TABLE t (a int);\n{PROCEDURE}CALL p();")
    assert [unique.columns for unique in table.uniques] == [("a",)]
    assert str(table.uniques[0].origin) == "shop.sql:5"
    assert only(f"CREATE TABLE t (a int);\n{PROCEDURE}").uniques == ()


def test_a_procedure_that_composes_definitions_is_grave() -> None:
    body = "SET @q = 'ALTER TABLE t ADD UNIQUE (a)'; PREPARE s FROM @q; EXECUTE s;"
    (note,) = grave(f"CREATE TABLE t (a int);\nCREATE PROCEDURE p() BEGIN {body} END;\nCALL p;")
    assert "the procedure p may create more than is read" in note.what
