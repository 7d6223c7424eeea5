"""A recipe that is written is read back equal."""

from __future__ import annotations

import string
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.read.recipe.open import recipe_in
from seedbed.schema.recipe import ColumnWish, Distribution, FanOut, Ratio, Recipe, TimeProfile
from seedbed.write.recipe import recipe_text, yaml_word
from tests.read.recipe.test_open import RECIPE

ODD = [
    "yes",
    "no",
    "null",
    "~",
    "",
    " ",
    "a: b",
    "#x",
    "- x",
    "x #y",
    "é",
    "😀",
    "\n",
    "\x85",
    "\u2028",
    "\ufeff",
    "1e3",
]
ODD += ["007", "a\\b", '"', "'", "{d:3}", "[a,b]", "*a", "&a", "!x", "%x", "@x", "`x", "a:", ":a", "null rate", "true"]


def again(recipe: Recipe) -> Recipe:
    return recipe_in(recipe_text(recipe), "r.yaml").recipe


def in_order(recipe: Recipe) -> list[object]:
    wishes = sorted(recipe.columns, key=lambda wish: (wish.table, wish.column))
    return [wishes, sorted(recipe.rules, key=repr), sorted(recipe.validators, key=repr)]


def test_a_recipe_with_everything() -> None:
    assert again(RECIPE) != Recipe()
    assert in_order(again(RECIPE)) == in_order(RECIPE)
    rest = ("seed", "rows", "table_rows", "today", "locales", "ratios", "edge_cases", "fan_outs", "pairs", "machines")
    for name in (*rest, "personas", "without"):
        assert getattr(again(RECIPE), name) == getattr(RECIPE, name)


def test_a_recipe_that_wishes_nothing() -> None:
    assert recipe_text(Recipe()) == "edge_cases: 0\n"
    assert again(Recipe()) == Recipe()


def test_what_is_written_is_for_people() -> None:
    recipe = Recipe(
        today=date(2026, 5, 1),
        ratios=(Ratio("orders", 2.5, "users"),),
        columns=(
            ColumnWish("orders", "status", distribution=Distribution("choice", weights=(("new", 3.0), ("paid", 0.5)))),
            ColumnWish("orders", "user_id", distribution=Distribution("zipf"), nulls=0.25),
        ),
    )
    assert recipe_text(recipe, {"schema": "shop.sql"}) == (
        "schema: shop.sql\n"
        "today: 2026-05-01\n"
        "edge_cases: 0\n"
        "tables:\n"
        "  orders:\n"
        "    count: 2.5 per users\n"
        "    columns:\n"
        "      status: {values: {new: 3, paid: 0.5}}\n"
        "      user_id: {distribution: zipf, null_rate: 0.25}\n"
    )


@pytest.mark.parametrize("text", ODD)
def test_odd_words_stay_what_they_are(text: str) -> None:
    assert yaml.safe_load(f"a: {yaml_word(text)}") == {"a": text}
    if text:
        wish = ColumnWish(text, text, distribution=Distribution("choice", weights=((text, 1.0),)))
        assert again(Recipe(columns=(wish,))).columns == (wish,)


_words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
_numbers = st.floats(0, 1e12, allow_nan=False)
_spreads = st.one_of(
    st.just(Distribution("zipf")),
    st.builds(lambda s: Distribution("normal", (("mean", s), ("std", s + 1))), _numbers),
    st.builds(
        lambda v: Distribution("choice", weights=tuple(v.items())), st.dictionaries(_words, st.just(1.5), min_size=1)
    ),
    st.builds(lambda n: Distribution("empirical", edges=("1", str(n + 2)), shares=(n + 1,)), _numbers),
)
_wishes = st.builds(
    ColumnWish,
    st.text(string.ascii_letters, min_size=1, max_size=3),
    _words,
    distribution=st.none() | _spreads,
    lengths=st.none() | _spreads.filter(lambda spread: spread.kind != "choice"),
    nulls=st.none() | st.floats(0, 1),
    times=st.none() | st.builds(TimeProfile, hours=st.just((1.0,) * 24), growth=st.floats(0.01, 1)),
    edge_cases=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_wishes, max_size=4, unique_by=lambda wish: (wish.table, wish.column)))
def test_any_wishes_come_back(wishes: list[ColumnWish]) -> None:
    read = again(Recipe(columns=tuple(wishes), fan_outs=(FanOut("t", ("a", "b"), 1, 5, 0.5, Distribution("zipf")),)))
    assert sorted(map(repr, read.columns)) == sorted(map(repr, wishes))
    assert read.fan_outs == (FanOut("t", ("a", "b"), 1, 5, 0.5, Distribution("zipf")),)
