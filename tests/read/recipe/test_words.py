"""The small languages of options."""

from __future__ import annotations

import pytest

from seedbed.read.recipe.words import (
    Unclear,
    column_named,
    count_of,
    did_you_mean,
    distribution_of,
    locales_of,
    number_of,
    ratio_of,
)
from seedbed.schema.recipe import Distribution, Ratio


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("zipf", Distribution("zipf")),
        ("zipf:1.5", Distribution("zipf", (("s", 1.5),))),
        ("zipf:s=1.5", Distribution("zipf", (("s", 1.5),))),
        ("zipf:a=1.5", Distribution("zipf", (("s", 1.5),))),
        ("Normal: 50, 15", Distribution("normal", (("mean", 50.0), ("std", 15.0)))),
        ("gaussian:mu=50,sigma=15", Distribution("normal", (("mean", 50.0), ("std", 15.0)))),
        ("exponential:rate=0.25", Distribution("exponential", (("mean", 4.0),))),
        ("exponential:4", Distribution("exponential", (("mean", 4.0),))),
        ("uniform:1,6", Distribution("uniform", (("low", 1.0), ("high", 6.0)))),
        ("beta:2,b=5", Distribution("beta", (("a", 2.0), ("b", 5.0)))),
        ("choice:new=3,paid", Distribution("choice", weights=(("new", 3.0), ("paid", 1.0)))),
        ("weighted:new=3,paid=1", Distribution("choice", weights=(("new", 3.0), ("paid", 1.0)))),
    ],
)
def test_distributions(text: str, made: Distribution) -> None:
    assert distribution_of(text) == made


@pytest.mark.parametrize("text", ["", "nrml", "normal:x", "normal:1,2,3", "beta:a=-1", "choice", "zipf:s=1,a=2", "x:1"])
def test_what_is_no_distribution(text: str) -> None:
    with pytest.raises(Unclear):
        distribution_of(text)


def test_counts_and_ratios() -> None:
    assert (count_of("1000"), count_of("1_000")) == (1000, 1000)
    assert ratio_of("orders", "5 per users") == Ratio("orders", 5.0, "users")
    assert ratio_of("orders", " 0.5  for each shop.users ") == Ratio("orders", 0.5, "shop.users")
    for text in ("5", "per users", "-1 per users", "1e3", "1,5"):
        with pytest.raises(Unclear):
            ratio_of("orders", text)
    for text in ("1e3", "1,5", "-3", "", "٣"):
        with pytest.raises(Unclear):
            count_of(text)


def test_locales() -> None:
    assert locales_of("uk") == (("uk", 1.0),)
    assert locales_of("uk=3, de=1") == (("uk", 3.0), ("de", 1.0))
    for text in ("", "=3", "uk=-1", "uk=x"):
        with pytest.raises(Unclear):
            locales_of(text)


def test_columns() -> None:
    assert column_named("email") == ("", "email")
    assert column_named("users.email") == ("users", "email")
    assert column_named("shop.users.email") == ("shop.users", "email")
    for text in ("", ".email", "users."):
        with pytest.raises(Unclear):
            column_named(text)


def test_numbers() -> None:
    assert (number_of("1e3"), number_of(" -0.5 "), number_of("1_000")) == (1000.0, -0.5, 1000.0)
    for text in ("nan", "inf", "1e999", "0x10", ""):
        with pytest.raises(Unclear):
            number_of(text)


def test_what_helps() -> None:
    assert did_you_mean("Eamil", ["id", "email"], "there are") == "did you mean email?"
    assert did_you_mean("zzz", ["id", "email"], "there are") == "there are id, email"
    assert did_you_mean("zzz", [str(n) for n in range(20)], "there are").endswith("11, ...")
    assert did_you_mean("zzz", [], "there are") == ""
