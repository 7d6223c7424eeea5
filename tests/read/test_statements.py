from __future__ import annotations

import pytest

from seedbed.read.statements import Statement, statements
from seedbed.schema.model import Dialect


def cut(text: str, dialect: Dialect = "postgres") -> list[tuple[str, int, str]]:
    return [(item.text, item.line, item.kind) for item in statements(text, dialect)]


def kinds(text: str, dialect: Dialect = "postgres") -> list[str]:
    return [item.kind for item in statements(text, dialect)]


def test_statements_carry_their_line_and_leave_comments_before_them_out() -> None:
    text = "\n-- one\n/* two; */\nCREATE TABLE a (x int);\n\n  SELECT 1 ;;\n;SELECT 2"
    assert cut(text) == [
        ("CREATE TABLE a (x int)", 4, "create table"),
        ("SELECT 1", 6, "select"),
        ("SELECT 2", 7, "select"),
    ]


@pytest.mark.parametrize("text", ["", "  \n", ";;;", "-- nothing\n", "/* nothing */", "\ufeff"])
@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite"])
def test_nothing_gives_nothing(text: str, dialect: Dialect) -> None:
    assert cut(text, dialect) == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 'a;b'",
        "SELECT 'it''s; so'",
        "SELECT E'\\';'",
        'SELECT \';\' AS "a;""b"',
        "SELECT $$a;b$$",
        "SELECT $x$ a; $$ ; $y$ $x$",
        "SELECT 1 -- a;b\n + 2",
        "SELECT 1 /* a; /* b; */ c; */ + 2",
        "SELECT e'it\\'s;', name'x;'",
        "SELECT (a)\n  /\n  (b)",
        "SELECT 'a\\'",
    ],
)
def test_postgres_semicolons_that_end_nothing(text: str) -> None:
    assert [item[0] for item in cut(text + ";SELECT 2")] == [text, "SELECT 2"]


@pytest.mark.parametrize(
    "text",
    ["SELECT 'a\\';b'", 'SELECT "a\\";b"', "SELECT `a;``b`", "SELECT 1 # a;b\n+ 2", "SELECT 1 -- a;b\n", "SELECT 2--1"],
)
def test_mysql_semicolons_that_end_nothing(text: str) -> None:
    assert [item[0] for item in cut(text + ";SELECT 2", "mysql")] == [text.strip(), "SELECT 2"]


@pytest.mark.parametrize(
    "text", ["SELECT 'a\\'", "SELECT [a;b]", "SELECT `a;b`", 'SELECT "a;b"', "SELECT 1 --a;b\n+ 2"]
)
def test_sqlite_semicolons_that_end_nothing(text: str) -> None:
    assert [item[0] for item in cut(text + ";SELECT 2", "sqlite")] == [text, "SELECT 2"]


def test_copy_data_is_left_out_and_lines_go_on() -> None:
    text = "COPY t (a, b) FROM stdin;\n1\tit's; CREATE TABLE no (x int);\n\\N\t\\.\n\\.\n\nSELECT 1;"
    assert cut(text) == [("COPY t (a, b) FROM stdin", 1, "copy"), ("SELECT 1", 6, "select")]


def test_copy_without_an_end_mark_hides_nothing() -> None:
    assert kinds("COPY t FROM stdin;\nCREATE TABLE a (x int);") == ["copy", "create table"]


def test_copy_from_a_file_has_no_data() -> None:
    assert kinds("COPY t FROM '/x';\nSELECT 1;\n\\.\n") == ["copy", "select", "client"]


def test_psql_lines_are_statements_of_the_client() -> None:
    text = "\\set x 1\n\\connect db\nSELECT 1 \\gset\nSELECT :x, :'y;';\n"
    assert cut(text) == [
        ("\\set x 1", 1, "client"),
        ("\\connect db", 2, "client"),
        ("SELECT 1", 3, "select"),
        ("SELECT :x, :'y;'", 4, "select"),
    ]


def test_sql_bodies_and_rules_of_postgres_stay_whole() -> None:
    text = (
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;"
        "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);"
        "CREATE OR REPLACE FUNCTION g() RETURNS void AS 'begin; end' LANGUAGE plpgsql;SELECT 3"
    )
    assert kinds(text) == ["create function", "create rule", "create function", "select"]


def test_triggers_of_sqlite_stay_whole() -> None:
    text = (
        "CREATE TEMP TRIGGER t AFTER INSERT ON x BEGIN\n  UPDATE x SET a = CASE WHEN b THEN 1 ELSE 2 END;\n"
        "  DELETE FROM y;\nEND;\nCREATE TABLE z (a);"
    )
    assert [(item[1], item[2]) for item in cut(text, "sqlite")] == [(1, "create trigger"), (5, "create table")]


def test_a_body_that_never_closes_swallows_nothing() -> None:
    text = "CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1;\nCREATE TABLE z (a);\nCREATE TABLE y (a);"
    assert kinds(text, "sqlite") == ["create trigger", "create table", "create table"]


def test_mysql_delimiters() -> None:
    text = (
        "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; IF a THEN SELECT 2; END IF; END//\nDELIMITER ;\n"
        "delimiter $$\nSELECT ';' $$\nDELIMITER ;\nSELECT 3;"
    )
    assert kinds(text, "mysql") == ["client", "create procedure", "client", "client", "select", "client", "select"]


def test_mysql_bodies_without_a_delimiter() -> None:
    text = (
        "CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN\n"
        "  WHILE a DO CASE b WHEN 1 THEN SET c = 2; END CASE; END WHILE;\nEND;\nSELECT 1;"
    )
    assert kinds(text, "mysql") == ["create trigger", "select"]


def test_mysql_conditional_comments_are_opened() -> None:
    text = (
        "/*!40101 SET NAMES utf8 */;\nCREATE TABLE `a` (x int /* note */ /*!80000 INVISIBLE */, y text DEFAULT '/*!1');"
    )
    first, second = statements(text, "mysql")
    assert (first.text, first.kind) == ("SET NAMES utf8", "set")
    assert " INVISIBLE" in second.text
    assert "/*!80000" not in second.text
    assert "DEFAULT '/*!1'" in second.text
    assert "/* note */" in second.text


def test_mariadbs_sandbox_line_is_a_comment() -> None:
    assert kinds("/*M!999999\\- enable the sandbox mode */ \nSELECT 1;", "mysql") == ["select"]


def test_sqlite_shell_lines() -> None:
    assert kinds(".mode csv\n.import a b\nSELECT 1;", "sqlite") == ["client", "client", "select"]


def test_lines_of_other_tools_end_statements() -> None:
    assert [item[0] for item in cut("CREATE TABLE a (x int)\nGO\nCREATE TABLE b (x int)\n/\n", "mysql")] == [
        "CREATE TABLE a (x int)",
        "CREATE TABLE b (x int)",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("create unlogged table a (x int)", "create table"),
        ("CREATE GLOBAL TEMPORARY TABLE a (x int)", "create table"),
        ("CREATE /* why */ TABLE a (x int)", "create table"),
        ("CREATE UNIQUE INDEX i ON a (x)", "create index"),
        ("CREATE OR REPLACE VIEW v AS SELECT 1", "create view"),
        ("CREATE MATERIALIZED VIEW v AS SELECT 1", "create view"),
        ("CREATE CONSTRAINT TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()", "create trigger"),
        ("CREATE FOREIGN TABLE a (x int) SERVER s", "create table"),
        ("CREATE FOREIGN DATA WRAPPER w", "create foreign"),
        ("ALTER TABLE IF EXISTS ONLY a ADD x int", "alter table"),
        ("DROP TABLE a", "drop table"),
        ("insert into a values (1)", "insert"),
        ("CREATE", "create"),
        ("(SELECT 1)", ""),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_an_open_quote_loses_no_text() -> None:
    text = "SELECT 'open;\nSELECT 2"
    assert "".join(item[0] for item in cut(text)).replace(" ", "") == text.replace(" ", "").replace(";\n", "")


def test_a_large_text_is_cut_whole() -> None:
    one = "CREATE TABLE t (a int CHECK (a <> ';'), b text DEFAULT $$;$$); -- ;\nINSERT INTO t VALUES ('it''s;');\n"
    assert len(list(statements(one * 5000, "postgres"))) == 10_000


def test_statements_are_values() -> None:
    assert Statement("SELECT 1", 1, "select") == next(statements("SELECT 1", "postgres"))
