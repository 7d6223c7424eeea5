"""Expressions over columns, in three-valued logic."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from seedbed.generators.evaluate.predicate import Unsupported, holds, understood
from seedbed.generators.evaluate.rowwise import ROWWISE
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref
from seedbed.schema.types import Type

TODAY = date(2026, 1, 1)
COLUMNS = {
    "n": pa.array([1, None, 5]),
    "m": pa.array([1, 2, 3]),
    "d": pa.array([Decimal("1.50")] * 3, pa.decimal128(10, 2)),
    "t": pa.array([datetime(2020, 1, 1)] * 3, pa.timestamp("us", "UTC")),
    "s": pa.array(["ab", " x ", None]),
    "b": pa.array([True, False, None]),
    "y": pa.array([b"ab", b"", None]),
    "f": pa.array([1.5, 2.0, None]),
}
N, M, D, T, S, B = (Ref(name) for name in "nmdtsb")


def c(name: str, *args: object) -> Call:
    """A call whose plain arguments are literals."""
    return Call(name, tuple(a if isinstance(a, Ref | Cast | Call | Literal) else Literal(a) for a in args))  # type: ignore[arg-type]


DAYS = Cast(Literal("3 days"), Type("interval"))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (c(">", N, 2), [False, True, True]),
        (c("<=", M, 2**64 - 1), [True, True, True]),
        (c("<=", N, M), [True, True, False]),
        (c("=", D, Decimal("1.5")), [True, True, True]),
        (c(">", D, N), [True, True, False]),
        (c("<", T, "2021-01-01"), [True, True, True]),
        (c(">", "2021-01-01", T), [True, True, True]),
        (c("<=", T, c("now")), [True, True, True]),
        (c("<", Cast(T, Type("date")), c("current_date")), [True, True, True]),
        (c("in", S, "ab", "zz"), [True, False, True]),
        (c("is_null", S), [False, False, True]),
        (B, [True, False, True]),
        (c("not", B), [False, True, True]),
        (c("is_true", B), [True, False, False]),
        (c("is_false", B), [False, True, False]),
        (c("and", B, c(">", N, 0)), [True, False, True]),
        (c("or", B, c(">", N, 4)), [True, True, True]),
        (c("like", S, "a%"), [True, False, True]),
        (c("ilike", S, "A_"), [True, False, True]),
        (c("regex", S, "^[[:alpha:]]+$"), [True, False, True]),
        (c("iregex", S, "^A"), [True, False, True]),
        (c("similar", S, "a(b|c)"), [True, False, True]),
        (c("=", c("length", S), 2), [True, False, True]),
        (c("=", c("length", Ref("y")), 2), [True, False, True]),
        (c("=", c("trim", S), "x"), [False, True, True]),
        (c("=", c("upper", S), "AB"), [True, False, True]),
        (c("=", c("num_nonnulls", N, S), 1), [False, True, True]),
        (c("=", c("num_nulls", N, S), 0), [True, False, False]),
        (c("=", c("/", D, Decimal("0.5")), 3), [True, True, True]),
        (c("=", c("+", N, M), 2), [True, True, False]),
        (c("=", c("%", M, 2), 1), [True, False, True]),
        (c("=", c("neg", M), -2), [False, True, False]),
        (c("=", c("coalesce", N, 0), 0), [False, True, False]),
        (c("=", c("||", S, "!"), "ab!"), [True, False, True]),
        (c("is_not_distinct", N, M), [True, False, False]),
        (c("case", c("is_null", S), False, True), [True, True, False]),
        (c("case", c("is_null", S), False), [True, True, False]),
        (c("=", Cast(N, Type("text")), "5"), [False, True, True]),
        (c("=", Cast(N, Type("decimal")), Cast(Literal("5"), Type("decimal"))), [False, True, True]),
        (c("=", B, 1), [True, False, True]),
        (c(">", Ref("f"), D), [False, True, True]),
        (c("=", N, None), [True, True, True]),
        (Literal(True), [True, True, True]),
        (c("<=", c("*", D, -1), c("greatest", D, 0)), [True, True, True]),
        (c("<=", c("least", 0, M), -1), [False, False, False]),
        (c(">", c("/", 6, c("-", M, 2)), 0), [False, False, True]),
        (c("or", c("=", M, 2), c("=", c("%", M, c("-", M, 2)), 0)), [True, False, True]),
        (c("<", T, c("+", Cast(Literal("2019-12-31"), Type("timestamp")), DAYS)), [True, True, True]),
        (c("<", c("-", T, DAYS), "2019-12-30"), [True, True, True]),
        (c("=", Cast(Literal(None), Type("date")), Cast(T, Type("date"))), [True, True, True]),
        (c("=", Cast(T, Type("date")), "2020-01-01"), [True, True, True]),
        (c("=", D, "1.5"), [True, True, True]),
        (c("=", Cast(D, Type("interval")), D), [True, True, True]),
        (c("=", None, S), [True, True, True]),
        (c("=", c("num_nulls", N), c("num_nulls", None)), [False, True, False]),
    ],
)
def test_true_or_unknown_is_accepted(expression: Expression, expected: list[bool]) -> None:
    assert holds(expression, COLUMNS, TODAY).to_pylist() == expected


def test_what_no_row_can_be_asked() -> None:
    with pytest.raises(Unsupported, match="not understood"):
        holds(c("<", T, c("+", T, Cast(Literal("soon"), Type("interval")))), COLUMNS, TODAY)


def test_a_row_for_which_a_database_would_stop_is_not_accepted() -> None:
    cells = {"s": pa.array(["4", "2", "four", None]), "n": pa.array([0, 1, 2, None])}
    assert holds(c(">", Cast(S, Type("integer")), 3), cells, TODAY).to_pylist() == [True, False, False, True]
    assert holds(c("<>", c("/", 6, N), 6), cells, TODAY).to_pylist() == [False, False, True, True]


@pytest.mark.parametrize("expression", [c("soundex", S), c("=", S, c("+", N, S)), Ref("nowhere"), c("=", N, "many")])
def test_what_has_no_vectorised_form_says_so(expression: Expression) -> None:
    with pytest.raises(Unsupported):
        holds(expression, COLUMNS, TODAY)


def test_understood_needs_no_cells() -> None:
    understood(c("<", N, S), {"n": Type("integer"), "s": Type("integer")}, TODAY)
    with pytest.raises(Unsupported, match="soundex"):
        understood(c("soundex", S), {"s": Type("text")}, TODAY)


DOCUMENTS = ['{"a": "x"}', None, "no document", '{"a": null}', '{"b": 2}', '{"a": "x"}', "no document", None]


def test_of_equal_texts_a_function_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    function, type = ROWWISE["json_text"]

    def watched(document: str, path: str) -> object:
        asked.append(document)
        return function(document, path)

    monkeypatch.setitem(ROWWISE, "json_text", (watched, type))
    text = c("json_text", Ref("j"), "a")
    found = holds(c("or", c("=", text, "x"), c("=", text, "y")), {"j": pa.array(DOCUMENTS * 50)}, TODAY)
    assert found.to_pylist() == [True, True, False, True, True, True, False, True] * 50
    assert sorted(asked) == sorted({text for text in DOCUMENTS if text})


def test_rows_are_refused_one_by_one_as_they_are_together() -> None:
    whole = holds(c("is_null", c("json_text", Ref("j"), "a")), {"j": pa.array(DOCUMENTS)}, TODAY)
    single = [
        holds(c("is_null", c("json_text", Ref("j"), "a")), {"j": pa.array([text], pa.string())}, TODAY)[0]
        for text in DOCUMENTS
    ]
    assert whole.to_pylist() == [one.as_py() for one in single]
