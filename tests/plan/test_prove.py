"""A sample of rows, tried before any file is opened."""

from __future__ import annotations

from datetime import date

from seedbed.engine.cells import Cells
from seedbed.generators.cases import Cases
from seedbed.generators.choose import Null
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.plan.prove import Starved, starved
from seedbed.schema.expression import Call, Expression, Literal, Ref
from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.recipe import Recipe
from seedbed.schema.types import Type

TEXT = Type("text")
SCHEMA = Schema((Table("t", (Column("s", TEXT), Column("u", TEXT))),))
ODD = Call("soundex", (Ref("s"),))


def tried(condition: Expression, unsteered: tuple[Expression, ...] = (), rows: int = 5) -> tuple[Starved, ...]:
    """What a sample says of one column under a condition, and of conditions that nobody steers."""
    cases = Cases("t", ("s",), (), ((Null((TEXT,)),),), (condition,), date(2026, 1, 1))
    groups = (Group(("s",), cases, ""), Group(("u",), Null((TEXT,)), ""))
    plan = Plan(SCHEMA, Recipe(), (TablePlan("t", rows, "", groups, (), unsteered),))
    return starved(plan, Cells(plan))


def test_what_holds_starves_nothing() -> None:
    assert tried(Call("is_null", (Ref("s"),)), (Call("is_null", (Ref("u"),)),)) == ()


def test_no_rows_starve_nothing() -> None:
    assert tried(Literal(False), (Literal(False),), rows=0) == ()


def test_what_no_row_meets_is_told_with_its_conditions() -> None:
    present = Call("not", (Call("is_null", (Ref("s"),)),))
    (found,) = tried(present)
    assert (found.table, found.columns, found.conditions) == ("t", ("s",), (present,))
    assert "no values were found that meet the checks over s" in str(found.problems[0])


def test_what_cannot_be_asked_is_told() -> None:
    (first, second) = tried(ODD, (Call("soundex", (Ref("u"),)),))
    assert str(first.problems[0]).startswith("t: a check over s cannot be asked of the rows\n  why: soundex()")
    assert second.columns == ("u",)
