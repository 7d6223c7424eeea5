"""Conditions of each dialect are true and false of the values that their database says."""

from __future__ import annotations

import pyarrow as pa
import pytest

from seedbed.read.open import read_text
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref
from seedbed.schema.model import Check, Column, Dialect, Schema, Table
from seedbed.schema.types import Type
from seedbed.validate.cell import Cell, Unasked
from seedbed.validate.court import judge
from seedbed.validate.translate.spoken import spoken
from seedbed.validate.translate.text import plain, translated
from seedbed.validate.verdict import Verdict


def judged(dialect: Dialect, type: str, check: str, values: list[str | None]) -> Verdict:
    """The verdict on one column with one check."""
    schema = read_text(f"CREATE TABLE t (a {type}, CHECK ({check}))", "t.sql", dialect).schema
    return judge(schema, {"t": pa.table({"a": pa.array(values, pa.string())})})


@pytest.mark.parametrize(
    ("dialect", "type", "check", "good", "bad"),
    [
        ("postgres", "text", r"a ~ '^\w+$'", ["aé_1", None], ["a b"]),
        ("postgres", "text", r"a ~ '^[\w-]+$'", ["é-1"], ["a b"]),
        ("postgres", "text", "a ~ '^[[:alpha:]]+$'", ["é"], ["1"]),
        ("postgres", "text", "a ~* '^ab'", ["ABc"], ["ba"]),
        ("postgres", "text", "a !~ 'x'", ["ab"], ["axb"]),
        ("postgres", "text", "a ~ '^(?=.*[0-9])(?!.*x)'", ["a1"], ["a", "x1"]),
        ("postgres", "text", r"a LIKE 'a\_%'", ["a_b"], ["axb"]),
        ("postgres", "char(4)", "a ~ '^[0-9]{4}$'", ["1234"], ["12"]),
        ("postgres", "char(4)", "a = 'ab  ' OR a IN ('cd ', 'ef')", ["ab", "cd"], ["x"]),
        ("postgres", "bytea", "length(a) = 2 AND octet_length(a) = 2", ["\\x00ff"], ["\\x00"]),
        ("postgres", "text", "octet_length(a) = 2", ["é"], ["e"]),
        ("postgres", "int", "a / 2 = 1", ["3"], ["4"]),
        ("postgres", "numeric", "a <> 'NaN'", ["1"], []),
        ("postgres", "numeric(6,2)", "a / 2 = 1.5", ["3"], ["2"]),
        ("postgres", "text", "num_nonnulls(a) = 1", ["x"], [None]),
        ("postgres", "text", "pg_catalog.length(a) = 1", ["x"], ["xx"]),
        ("postgres", "text", "substring(a from '[0-9]+') = '12'", ["a12"], ["a13"]),
        ("postgres", "text", "btrim(a) = a", ["x"], [" x"]),
        ("postgres", "jsonb", "jsonb_typeof(a) = 'object'", ["{}"], ["[]"]),
        ("postgres", "text[]", "array_length(a, 1) > 1", ['{a,"b,c"}', "{}"], ["{a}"]),
        ("postgres", "text[]", "a <@ ARRAY['x', 'y z']", ['{"y z",x}'], ["{q}"]),
        ("postgres", "timestamptz", "a < '2020-01-01 00:00:00+02'", ["2019-12-31 21:00:00Z"], ["2019-12-31 22:00:00Z"]),
        ("postgres", "int4range", "lower(a) > 1", [], []),
        ("mysql", "varchar(9)", "a IN ('On', 'off')", ["on", "OFF"], ["x"]),
        ("mysql", "varchar(9)", "a REGEXP '^x'", ["Xy"], ["yx"]),
        ("mysql", "varchar(9)", "LENGTH(a) = 2 AND CHAR_LENGTH(a) = 1", ["é"], ["e"]),
        ("mysql", "varchar(9)", "a LIKE 'X%'", ["xy"], ["y"]),
        ("mysql", "int", "a DIV 2 = 1 AND a / 2 > 1", ["3"], ["2"]),
        ("mysql", "tinyint(1)", "a IN (0, 1)", ["0", "1"], ["2"]),
        ("sqlite", "text", "typeof(a) = 'text' AND a LIKE 'x%'", ["Xy"], ["y"]),
        ("sqlite", "text", "a GLOB '[0-9]*'", ["1a"], ["a"]),
        ("sqlite", "int", "a / 2 = 1", ["3"], ["4"]),
        ("sqlite", "text", "date(a) IS NOT NULL", ["2020-01-01"], ["never"]),
    ],
)  # fmt: skip
def test_a_condition_holds_of_the_right_values(
    dialect: Dialect, type: str, check: str, good: list[str | None], bad: list[str | None]
) -> None:
    verdict = judged(dialect, type, check, good + bad)
    if not good + bad:
        assert [item.kind for item in verdict.skipped] == ["CHECK"]
        return
    assert verdict.skipped == ()
    assert [(breach.kind, breach.count) for breach in verdict.breaches] == ([("CHECK", len(bad))] if bad else [])


@pytest.mark.parametrize(
    ("check", "why"),
    [("soundex9(a) = 'x'", "soundex9"), ("(SELECT 1) = 1", "a query"), ("b > 0", "no column"), ("a >", "translate")],
)
def test_what_cannot_be_asked_says_why(check: str, why: str) -> None:
    table = Table("t", (Column("a", Type("text")),), checks=(Check(check),))
    verdict = judge(Schema((table,)), {"t": pa.table({"a": ["x"]})})
    assert verdict.ok
    assert len(verdict.skipped) == 1
    assert why in verdict.skipped[0].reason


def test_our_reading_is_asked_where_the_text_cannot_be() -> None:
    check = Check("own.fn(a) > 3", Call(">", (Ref("a"), Literal(3))))
    table = Table("t", (Column("a", Type("integer", bits=32)),), checks=(check,))
    verdict = judge(Schema((table,)), {"t": pa.table({"a": ["3", "4"]})})
    assert [breach.count for breach in verdict.breaches] == [1]


A = Ref("a")


@pytest.mark.parametrize(
    ("tree", "sql"),
    [
        (Call("and", (Call("not", (Call("is_null", (A,)),)), Literal(True))), "((NOT (c0 IS NULL)) AND true)"),
        (Call("in", (A, Literal("x"), Literal(None))), "(lower(c0) IN (lower('x'), lower(NULL)))"),
        (Call("case", (Literal(True), Literal(1), Literal(2))), "(CASE WHEN true THEN 1 ELSE 2 END)"),
        (Call("num_nulls", (A, A)), "(CAST(c0 IS NULL AS INTEGER) + CAST(c0 IS NULL AS INTEGER))"),
        (Cast(A, Type("integer")), "CAST(c0 AS BIGINT)"),
        (Call("length", (A,)), "(length(c0))"),
    ],
)
def test_a_tree_is_spoken(tree: Expression, sql: str) -> None:
    assert spoken(tree, "postgres", {"a": Cell("c0", Type("text", folds_case=True))}) == sql


@pytest.mark.parametrize("tree", [Ref("z"), Ref("gone"), Call("soundex9", (A,))])
def test_a_tree_without_words_is_refused(tree: Expression) -> None:
    with pytest.raises(Unasked):
        spoken(tree, "postgres", {"a": Cell("c0", Type("text")), "gone": Cell("", Type("text"), missing="not there")})


NUMBER = Cell("c0", Type("integer", bits=32), "INTEGER")
AMOUNT = Cell("c1", Type("decimal", precision=8, scale=2), "DECIMAL(8,2)")
TEXT = Cell("c2", Type("varchar", length=9))
CELLS = {"a": NUMBER, "b": AMOUNT, "Kind": TEXT, "folded": Cell("c3", Type("text", folds_case=True))}


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("a > 0", "(c0 > 0)"),
        ("A NOT BETWEEN 1 AND b", "(c0 NOT BETWEEN 1 AND c1)"),
        ("(a = 1 OR (b <= 2.50)) AND a IS NOT NULL", "(( c0 = 1 OR ( c1 <= 2.50 ) ) AND c0 IS NOT NULL)"),
        ("kind IN ('x', 'it''s')", "(c2 IN ( 'x' , 'it''s' ))"),
        ("kind <> '' AND kind IS NOT NULL", "(c2 <> '' AND c2 IS NOT NULL)"),
    ],
)
def test_a_plain_condition_is_asked_as_it_stands(sql: str, said: str) -> None:
    assert plain(sql, CELLS) == said
    assert translated(sql, "postgres", CELLS) == said


@pytest.mark.parametrize(
    "sql",
    [
        "a = 'x'", "kind > 1", "folded = 'x'", "a < b < 3", "NOT a > 1", "a > 1 a", "none > 1", "length(kind) > 1",
        "a > 1 AND kind = 'x'", "1 = 1", "a", "a + 1 > 2", "a = -1", "kind LIKE 'a'", "a IN (b)",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_sqlglot(sql: str) -> None:
    assert plain(sql, CELLS) is None


def test_columns_that_are_not_held_as_they_are_are_not_plain() -> None:
    integer = Type("integer", bits=64)
    for cell in (
        Cell("CAST(c0 AS BIGINT)", integer, "BIGINT"),
        Cell("c0", integer, "BIGINT", "it is made by the database"),
        Cell("c0", Type("decimal"), "VARCHAR"),
        Cell("c0", Type("char", length=3)),
    ):
        assert plain("a > 0", {"a": cell}) is None
