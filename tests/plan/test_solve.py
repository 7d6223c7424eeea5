"""A comparison solved for one of its columns."""

from __future__ import annotations

from typing import get_args

import pytest

from seedbed.plan.conditions.solve import isolated, slope, solved
from seedbed.read.check.parse import parse_check
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref
from seedbed.schema.model import Dialect


def read(sql: str, dialect: Dialect = "postgres") -> Expression:
    """The tree of a condition."""
    found = parse_check(sql, dialect)
    assert found is not None
    return found


def shown(expression: Expression) -> str:
    """A tree in few letters."""
    match expression:
        case Literal(value):
            return str(value)
        case Ref(column):
            return column
        case Cast(value, _):
            return shown(value)
        case Call(name, (only,)):
            return f"{name}({shown(only)})"
        case Call(name, args):
            return f"({f' {name} '.join(map(shown, args))})"
    raise AssertionError(get_args(Expression))


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("x = y", ("=", "y")),
        ("y > x", ("<", "y")),
        ("x + y <= z", ("<=", "(z - y)")),
        ("y + x <= z", ("<=", "(z - y)")),
        ("y - x <= z", (">=", "(y - z)")),
        ("x - y <= z", ("<=", "(z + y)")),
        ("-x < y", (">", "neg(y)")),
        ("x * 2 > y", (">", "(y ratio 2)")),
        ("x * -2 > y", ("<", "(y ratio -2)")),
        ("x * y = z", ("=", "(z ratio y)")),
        ("x / y = z", ("=", "(z * y)")),
        ("x::bigint + 1 = y", ("=", "(y - 1)")),
        ("datediff(x, y) >= 3", (">=", "(y + 3)")),
        ("x * y > z", None),
        ("x / 2 > z", None),
        ("y / x = z", None),
        ("x * x = z", None),
        ("x = x + z", None),
        ("abs(x) = z", None),
        ("x like y", None),
    ],
)
def test_the_column_alone_on_its_side(sql: str, expected: tuple[str, str] | None) -> None:
    found = isolated(read(sql), "x")
    assert (found and (found[0], shown(found[1]))) == expected


def test_only_an_equality_gives_a_value() -> None:
    assert shown(solved(read("x - 1 is not distinct from y"), "x") or Literal(None)) == "(y + 1)"
    assert solved(read("x > y"), "x") is None


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("x", 1),
        ("y", 0),
        ("x + y", 1),
        ("y - x", -1),
        ("x - y", 1),
        ("x + x", 1),
        ("x - x", 0),
        ("x * 3", 1),
        ("-2 * x", -1),
        ("x * 0", 0),
        ("x * y", 0),
        ("-x", -1),
        ("floor(x / 10.0)", 1),
        ("extract(year from x)", 1),
        ("extract(day from x)", 0),
        ("date_trunc('month', x)", 1),
        ("greatest(x, y)", 1),
        ("greatest(x, -x)", 0),
        ("coalesce(x, 3)", 1),
        ("age(y, x)", -1),
        ("timestampdiff('day', x, y)", -1),
        ("x::text", 0),
        ("x::numeric(5,2)", 1),
        ("abs(x)", 0),
    ],
)
def test_which_way_an_expression_goes_with_the_column(sql: str, expected: int) -> None:
    assert slope(read(sql), "x") == expected
