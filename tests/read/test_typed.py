"""Texts of databases and files as the Arrow values that they mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest

from seedbed.read.rows.typed import typed
from seedbed.schema.types import Type

INT = Type("integer", bits=32)
TEXT = Type("text")
MATRIX = Type("array", element=Type("array", element=INT))


@pytest.mark.parametrize(
    ("type", "texts", "cells"),
    [
        (INT, ["1", None, "-2"], [1, None, -2]),
        (INT, ["1", "2.0"], [1, 2]),
        (Type("decimal", precision=9, scale=2), ["1.5", "1e2"], [Decimal("1.50"), Decimal("100.00")]),
        (Type("decimal", precision=9, scale=2), ["1.555", "2"], [Decimal("1.56"), Decimal("2.00")]),
        (Type("money"), ["$1,200.50", "3"], [Decimal("1200.50"), Decimal("3.00")]),
        (Type("float", bits=64), ["1.5", "Infinity"], [1.5, float("inf")]),
        (Type("boolean"), ["t", "false", "1", None], [True, False, True, None]),
        (Type("bytes"), ["\\x00ff", "ab", None], [b"\x00\xff", b"ab", None]),
        (Type("date"), ["2024-02-29"], [date(2024, 2, 29)]),
        (Type("time"), ["12:30:00.5", "01:02:03"], [time(12, 30, 0, 500_000), time(1, 2, 3)]),
        (Type("time", zone=True), ["12:30:00+02:00"], [time(10, 30)]),
        (Type("timestamp"), ["2024-01-01 10:00:00", "2024-01-01"], [datetime(2024, 1, 1, 10), datetime(2024, 1, 1)]),
        (Type("timestamp", zone=True), ["2024-01-01 10:00:00+02"], [datetime(2024, 1, 1, 8, tzinfo=UTC)]),
        (TEXT, ["a", None], ["a", None]),
        (Type("array", element=INT), ["{1,NULL,3}", "{}", None], [[1, None, 3], [], None]),
        (Type("array", element=TEXT), ['{"a,\\"b\\"",c}', '["x", null]'], [['a,"b"', "c"], ["x", None]]),
        (MATRIX, ["{{1,2},{3,4}}", "[[5], null]"], [[[1, 2], [3, 4]], [[5], None]]),
        (Type("array", element=Type("boolean")), ["[true, false]"], [[True, False]]),
    ],
)  # fmt: skip
def test_texts_become_values(type: Type, texts: list[str | None], cells: list[object]) -> None:
    assert (typed(pa.array(texts, pa.string()), type)[0].to_pylist(), typed(pa.array(texts), type)[1]) == (cells, ())


@pytest.mark.parametrize(
    ("type", "text"),
    [
        (INT, "one"),
        (Type("boolean"), "maybe"),
        (Type("timestamp", zone=True), "infinity"),
        (Type("decimal", precision=4, scale=1), "NaN"),
        (Type("decimal", precision=4, scale=1), "123456"),
        (Type("array", element=INT), "{1,x}"),
        (Type("array", element=INT), "{1,2}}"),
        (Type("array", element=TEXT), '{"a"b}'),
        (Type("array", element=TEXT), '{"a'),
    ],
)
def test_what_is_no_value_of_the_type_is_told(type: Type, text: str) -> None:
    found, wrong = typed(pa.array([None, text], pa.string()), type)
    assert (found.to_pylist(), wrong) == ([None, None], (text,))


def test_native_columns_keep_their_values() -> None:
    assert typed(pa.array([1, 2], pa.int32()), INT)[0] == pa.array([1, 2], pa.int64())
    assert typed(pa.array([1, 0]), Type("boolean"))[0].to_pylist() == [True, False]
    assert typed(pa.array([1, None]), TEXT)[0].to_pylist() == ["1", None]
    assert typed(pa.array([1.0, 2.5]), INT) == (pa.array([1, None], pa.int64()), ("2.5",))
    assert typed(pa.chunked_array([["1"], ["2"]]), INT)[0].to_pylist() == [1, 2]
    assert typed(pa.chunked_array([], pa.string()), INT)[0].to_pylist() == []
