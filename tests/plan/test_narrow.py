"""A condition becomes limits and a remainder."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from seedbed.generators.limits import Limits
from seedbed.plan.conditions.narrow import MOST_BRANCHES, branches, conjuncts, constant, limits_of, merge
from seedbed.sampling.regex import like
from seedbed.schema.expression import Call, Cast, Expression, Literal, Ref
from seedbed.schema.types import Type

TODAY = date(2026, 1, 1)
X, Y = Ref("x"), Ref("y")
ONE, TWO = Call("=", (X, Literal(1))), Call("=", (X, Literal(2)))


def call(name: str, *args: Expression | int | str | bool | Decimal | None) -> Call:
    """A call whose plain arguments are literals."""
    ready = (arg if isinstance(arg, Ref | Cast | Call | Literal) else Literal(arg) for arg in args)
    return Call(name, tuple(ready))


@pytest.mark.parametrize(
    ("condition", "limits"),
    [
        (call(">=", X, 3), Limits(low=3)),
        (call(">", 3, X), Limits(high=3, high_open=True)),
        (call("<", X, call("neg", 3)), Limits(high=-3, high_open=True)),
        (call("=", X, "a"), Limits(values=("a",))),
        (call("<>", X, "a"), Limits(excluded=("a",))),
        (call("in", X, "a", "b"), Limits(values=("a", "b"))),
        (call("not", call("in", X, "a", "b")), Limits(excluded=("a", "b"))),
        (call("is_null", X), Limits(null=True)),
        (call("not", call("is_null", X)), Limits(null=False)),
        (X, Limits(values=(True,))),
        (call("not", X), Limits(values=(False,))),
        (call("is_true", X), Limits(values=(True,), null=False)),
        (call("is_false", X), Limits(values=(False,), null=False)),
        (call("regex", X, "^a+$"), Limits(patterns=("^a+$",))),
        (call("not", call("regex", X, "^a+$")), Limits(rejected=("^a+$",))),
        (call("=", call("length", X), 4), Limits(min_length=4, max_length=4)),
        (call(">", call("length", X), 4), Limits(min_length=5)),
        (call("<", call("length", X), 4), Limits(max_length=3)),
        (call("<>", call("length", X), 0), Limits(min_length=1)),
        (call("<>", call("trim", X), ""), Limits(min_length=1)),
        (call("=", call("%", X, 5), 0), Limits(step=(5, 0))),
        (call("<=", call("length", X), 4), Limits(max_length=4)),
        (call("similar", X, "a%|b_"), Limits(patterns=("^(?:a.*|b.)$",))),
        (call("like", X, "a%"), Limits(patterns=(like("a%"),))),
        (call("in", call("upper", X), "A", "B"), Limits(values=("A", "B"))),
        (call("=", call("lower", X), "a"), Limits(values=("a",))),
        (call("=", call("upper", X), X), Limits(patterns=("^[^a-z]*$",))),
        (call("not", call("ilike", X, "a%")), Limits(rejected=("[aA].*",))),
        (call("<", call("abs", X), 3), Limits(low=-3, high=3, low_open=True, high_open=True)),
        (call("<", X, call("-", 4, Decimal("0.5"))), Limits(high=Decimal("3.5"), high_open=True)),
        (call("<=", X, call("current_date")), Limits(high="2026-01-01")),
        (call("<=", X, call("*", 4, call("+", 1, 1))), Limits(high=8)),
        (
            call(">", Cast(X, Type("date")), Cast(Literal("2020-02-03"), Type("date"))),
            Limits(low="2020-02-03", low_open=True),
        ),
    ],
)
def test_a_simple_condition_is_a_limit(condition: Expression, limits: Limits) -> None:
    assert limits_of((condition,), TODAY) == ({"x": limits}, ())


@pytest.mark.parametrize(
    "condition",
    [
        call("<", X, Y),
        call("in", call("upper", X), "a"),
        call("=", call("lower", X), "A"),
        call("=", call("%", X, Decimal("1.5")), 0),
        call("<>", call("length", X), 3),
        call(">", call("abs", X), 3),
        call("=", call("lower", X), X),
        call("not", call("iregex", X, "a")),
        call("<", call("+", X, Y), 3),
        call("<", call("pi"), 3),
        Literal(True),
        call("<", X, None),
        call("=", call("%", X, Y), 0),
        call("in", X, Y),
        call("regex", X, Y),
        call("not", call("<", X, Y)),
        call("odd"),
    ],
)
def test_the_rest_is_the_remainder(condition: Expression) -> None:
    assert limits_of((condition,), TODAY) == ({}, (condition,))


def test_conjuncts_push_not_to_the_leaves() -> None:
    condition = call("not", call("or", call("<", X, 3), call("not", call("=", Y, 1))))
    assert conjuncts(condition) == (call(">=", X, 3), call("=", Y, 1))


def test_a_choice_has_a_branch_for_each_way() -> None:
    card = call("and", call("=", X, "card"), call("is_null", Y))
    bank = call("and", call("=", X, "bank"), call("not", call("is_null", Y)))
    assert branches(call("or", card, bank)) == (card.args, bank.args)


def test_a_flag_that_equals_a_condition_is_true_with_it_or_false_without() -> None:
    null = call("is_null", Y)

    both, neither = (X, null), (call("not", X), call("not", null))
    assert branches(call("=", X, null)) == (both, neither)
    assert {frozenset(branch) for branch in branches(call("=", null, X))} == {frozenset(both), frozenset(neither)}
    assert branches(call("=", X, Y)) == ((call("=", X, Y),),)


def test_exactly_one_of_chooses_the_column() -> None:
    some, none = call("not", call("is_null", X)), call("is_null", X)
    others = call("not", call("is_null", Y)), call("is_null", Y)
    assert branches(call("=", call("num_nonnulls", X, Y), 1)) == ((some, others[1]), (none, others[0]))


def test_an_equivalence_is_both_or_neither() -> None:
    shipped, dated = call("=", X, "shipped"), call("not", call("is_null", Y))
    assert branches(call("=", shipped, dated)) == ((shipped, dated), (call("<>", X, "shipped"), call("is_null", Y)))


def test_case_is_a_choice() -> None:
    condition = call("case", call("=", X, 1), call("is_null", Y), call("=", Y, 2))
    assert branches(condition) == (
        (call("=", X, 1), call("is_null", Y)),
        (call("<>", X, 1), call("=", Y, 2)),
    )


def test_a_case_may_end_in_else() -> None:
    condition = call("case", call("=", X, 1), call("is_null", Y), call("=", X, 2), call("=", Y, 3), call("=", Y, 2))
    assert branches(condition) == (
        (call("=", X, 1), call("is_null", Y)),
        (call("<>", X, 1), call("=", X, 2), call("=", Y, 3)),
        (call("<>", X, 1), call("<>", X, 2), call("=", Y, 2)),
    )


@pytest.mark.parametrize(
    ("condition", "parts"),
    [
        (call("is_null", call("coalesce", X, Y)), (call("is_null", X), call("is_null", Y))),
        (call("is_null", call("+", X, Y)), (call("is_null", call("+", X, Y)),)),
        (
            call("not", call("is_null", call("coalesce", X, Y))),
            (call("or", call("not", call("is_null", X)), call("not", call("is_null", Y))),),
        ),
        (call("or", call("is_null", X), ONE, TWO), (call("or", ONE, TWO),)),
        (call("or", call("is_null", X), call("and", call(">", X, 1), TWO)), (call(">", X, 1), TWO)),
        (call("or", call("is_null", X), call("=", Y, 1)), (call("or", call("is_null", X), call("=", Y, 1)),)),
        (call("not", call("and", X, Y)), (call("or", call("not", X), call("not", Y)),)),
    ],
)
def test_what_must_hold(condition: Expression, parts: tuple[Expression, ...]) -> None:
    assert conjuncts(condition) == parts


def test_other_counts_are_no_choice() -> None:
    for condition in (call("=", call("num_nonnulls", X, Y), 2), call("=", call("num_nulls", X, Y), 1)):
        assert branches(condition) == ((condition,),)


def test_too_many_branches_stay_one_condition() -> None:
    pairs = [call("or", call("=", X, number), call("=", Y, number)) for number in range(10)]
    condition = call("and", *pairs)
    assert MOST_BRANCHES < 2**10
    assert branches(condition) == ((condition,),)


def test_merged_limits_are_the_tighter_ones() -> None:
    left = Limits(low=1, high=9, values=("a", "b"), min_length=2, excluded=("x",))
    right = Limits(low=1, low_open=True, high=7, values=("b", "c"), min_length=3, max_length=5, excluded=("x", "y"))
    assert merge(left, right) == Limits(
        low=1, low_open=True, high=7, values=("b",), min_length=3, max_length=5, excluded=("x", "y")
    )


def test_null_and_not_null_leave_nothing() -> None:
    assert merge(Limits(null=True), Limits(null=False)) == Limits(null=False, values=())


def test_bounds_that_cannot_be_compared_keep_the_first() -> None:
    assert merge(Limits(low=1), Limits(low="a")).low == 1


@pytest.mark.parametrize(
    "expression", [X, call("+", X, 1), call("*", "a", 2), Cast(Literal("1 day"), Type("interval"))]
)
def test_only_constants_are_constant(expression: Expression) -> None:
    assert constant(expression, TODAY) is None
