"""Which values of a meaning a column gets, and when it gets none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pytest

from seedbed.generators.domain import Domain
from seedbed.generators.domains.skewed import Skewed
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import catalog
from seedbed.generators.meanings.fit import domain_for
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain

_TODAY = date(2026, 1, 1)
_FREE = Limits()
_INT = Type("integer", bits=32)
_TEXT = Type("text")
_TYPES = (
    _TEXT,
    Type("text", length=255),
    Type("varchar", length=255),
    Type("varchar", length=20),
    Type("varchar", length=10),
    Type("char", length=2),
    Type("char", length=3),
    Type("varchar", length=40, folds_case=True),
    _INT,
    Type("integer", bits=8, unsigned=True),
    Type("decimal", precision=10, scale=2),
    Type("decimal", precision=9, scale=6),
    Type("decimal", precision=4, scale=0),
    Type("decimal"),
    Type("float", bits=32),
    Type("float", bits=64),
    Type("money"),
    Type("year"),
    Type("date"),
    Type("timestamp", precision=0),
    Type("timestamp", precision=6, zone=True),
    Type("integer", bits=64),
    Type("time"),
    Type("json"),
)


@dataclass(frozen=True)
class _Named:
    name: str


def _varchar(length: int) -> Type:
    return Type("varchar", length=length)


def _domain(
    meaning: str, type: Type, limits: Limits = _FREE, *, unique: bool = False, locale: str = "us", least: int = 10**6
) -> Domain | None:
    return domain_for(_Named(meaning), type, limits, locale=locale, today=_TODAY, unique=unique, least=least)


def _values(domain: Domain | None, count: int = 2000) -> list[object]:
    assert domain is not None
    step = max(domain.size // count, 1)
    index = np.arange(min(count, domain.size), dtype=np.uint64) * np.uint64(step)
    found: list[object] = domain.at(index).to_pylist()
    return [*found, *domain.at(np.array([domain.size - 1], dtype=np.uint64)).to_pylist()]


@pytest.mark.parametrize("name", list(catalog()))
def test_the_kit_passes_every_meaning_in_every_type_that_it_fits(name: str) -> None:
    made = 0
    for type in _TYPES:
        for unique in (False, True):
            domain = _domain(name, type, unique=unique) if catalog()[name].fits(type) else None
            if domain is not None:
                made += 1
                check_domain(domain, type, samples=40)
                assert not unique or domain.size >= 10**6
                texts = [value for value in _values(domain, 50) if isinstance(value, str)]
                assert all(0 < len(text) <= (type.length or 10**6) for text in texts)
    assert made, name


@pytest.mark.parametrize("length", [12, 16, 20, 30, 50, 100, 255, 4000])
@pytest.mark.parametrize(
    "name", ["full_name", "email", "description", "paragraph", "comment", "url", "product", "title"]
)
def test_every_length_is_kept(name: str, length: int) -> None:
    for limits in (Limits(max_length=length), Limits()):
        domain = _domain(name, _varchar(length) if limits == Limits() else _TEXT, limits)
        if domain is not None:
            assert max(len(str(value)) for value in _values(domain)) <= length


# ---------------------------------------------------------------- limits of text


@pytest.mark.parametrize(
    ("meaning", "limits"),
    [
        ("email", Limits(patterns=(r"^[^@]+@[^@]+\.[^@]+$",))),
        ("email", Limits(patterns=(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,4}",), min_length=5)),
        ("phone", Limits(patterns=(r"[0-9]{10}",))),
        ("slug", Limits(patterns=(r"[a-z0-9]+(-[a-z0-9]+)*",), rejected=(r".*--.*",))),
        ("user_name", Limits(min_length=3, excluded=("admin", ""))),
        ("status", Limits(excluded=("deleted",))),
        ("full_name", Limits(low="", low_open=True)),
    ],
)
def test_limits_that_all_texts_obey_change_nothing(meaning: str, limits: Limits) -> None:
    texts = _values(_domain(meaning, _TEXT, limits))

    for text in map(str, texts):
        assert all(re.fullmatch(pattern.strip("^$"), text) for pattern in limits.patterns)
        assert not any(re.fullmatch(pattern, text) for pattern in limits.rejected)
        assert text not in limits.excluded


@pytest.mark.parametrize(
    ("meaning", "limits"),
    [
        ("email", Limits(patterns=(r".*@gmail\.com",))),
        ("email", Limits(rejected=(r".*example.*",))),
        ("email", Limits(patterns=(r"(?P<x>a)(?P=x)",))),
        ("country", Limits(excluded=("Germany",), patterns=("A.*",))),
        ("status", Limits(values=("a", "b"))),
        ("status", Limits(null=True)),
        ("status", Limits(min_length=7)),
        ("full_name", Limits(low="M")),
        ("full_name", Limits(high="M")),
        ("paragraph", Limits(patterns=(r".*x.*",))),
        ("past", Limits(patterns=(r"2.*",))),
        ("past", Limits(min_length=30)),
    ],
)
def test_limits_that_some_texts_break_leave_nothing(meaning: str, limits: Limits) -> None:
    assert _domain(meaning, _TEXT, limits) is None


def test_excluded_texts_are_left_out_of_the_few_that_a_meaning_has() -> None:
    two = Type("char", length=2)
    every, some = _domain("country", two), _domain("country", two, Limits(excluded=("DE", "fr")))

    assert set(_values(every)) - set(_values(some)) == {"DE", "FR"}
    assert "active" not in _values(_domain("status", _TEXT, Limits(excluded=("ACTIVE",))))
    assert "AccountAdded" in _values(_domain("event_type", _TEXT, Limits(patterns=("^[A-Z][A-Za-z]+$",))), 100_000)


def test_codes_follow_the_length_of_the_column() -> None:
    assert {len(str(value)) for value in _values(_domain("country", Type("char", length=2)))} == {2}
    assert {len(str(value)) for value in _values(_domain("country", Type("char", length=3)))} == {3}
    assert "Germany" in _values(_domain("country", _varchar(60)))
    assert {len(str(value)) for value in _values(_domain("hash", Type("char", length=40)))} == {40}
    assert {len(str(value)) for value in _values(_domain("hash", Type("char", length=32), unique=True))} == {32}
    assert set(_values(_domain("gender", Type("char", length=1)))) == {"F", "M", "X"}
    assert _domain("gender", Type("char")) == _domain("gender", Type("char", length=1))


def test_a_length_in_bytes_leaves_room_for_any_letter() -> None:
    domain = _domain("full_name", Type("text", length=40))

    assert domain is None or max(len(str(value)) for value in _values(domain)) <= 10
    assert domain is not None


def test_an_unknown_locale_gets_the_words_of_the_usual_one() -> None:
    assert _domain("city", _TEXT, locale="xx") == _domain("city", _TEXT)


# ---------------------------------------------------------------- unique


def test_a_unique_column_gets_many_values_or_none() -> None:
    email, few = _domain("email", _varchar(255), unique=True), _domain("country", _varchar(60), unique=True)

    assert email is not None
    assert email.size >= 2**40
    assert few is None
    assert _domain("country", _varchar(60), unique=True, least=200) is not None
    assert _domain("age", _INT, unique=True) is None


# ---------------------------------------------------------------- numbers


def test_bounds_are_intersected() -> None:
    assert set(_values(_domain("age", _INT, Limits(low=21, high=150)))) == set(range(21, 91))
    assert set(_values(_domain("age", _INT, Limits(low=30, low_open=True, high=Decimal("60.5"))))) == set(range(31, 61))
    assert set(_values(_domain("rating", Type("decimal", precision=3, scale=0)))) == {Decimal(n) for n in range(1, 6)}


@pytest.mark.parametrize(
    ("meaning", "type", "limits"),
    [
        ("percent", Type("decimal", precision=5, scale=2), Limits(low=0, high=1)),
        ("percent", Type("decimal", precision=3, scale=2), Limits()),
        ("age", _INT, Limits(low=100)),
        ("age", _INT, Limits(step=(5, 0))),
        ("age", _INT, Limits(excluded=(42,))),
        ("age", _INT, Limits(low="young")),
        ("age", _INT, Limits(low=Decimal("Infinity"))),
        ("salary", Type("integer", bits=8), Limits()),
        ("latitude", Type("decimal", precision=2, scale=1), Limits()),
        ("http_status", _INT, Limits(high=99)),
        ("price", _TEXT, Limits()),
    ],
)
def test_numbers_that_do_not_fit_are_not_offered(meaning: str, type: Type, limits: Limits) -> None:
    assert _domain(meaning, type, limits) is None


def test_numbers_keep_the_precision_of_their_type() -> None:
    prices = _values(_domain("price", Type("decimal", precision=5, scale=2), Limits(low=0)))
    places = _values(_domain("latitude", Type("float", bits=32), Limits(low=-90, high=90)))

    assert all(isinstance(value, Decimal) and 0 < value < 1000 for value in prices)
    assert all(25 <= value <= 49 and value == round(value, 4) for value in places)  # type: ignore[operator, call-overload]
    assert set(_values(_domain("http_status", _INT, Limits(low=500)))) == {500, 502, 503, 504}


def test_amounts_are_small_more_often_than_large() -> None:
    domain = _domain("amount", Type("decimal", precision=12, scale=2))
    assert isinstance(domain, Skewed)
    values = _values(domain, domain.size)

    assert values == sorted(values)  # type: ignore[type-var]
    middle = values[len(values) // 2]
    assert isinstance(middle, Decimal)
    assert middle < 1000
    assert max(values) > 4900  # type: ignore[type-var, operator]


# ---------------------------------------------------------------- dates


def test_dates_follow_today_and_the_bounds() -> None:
    births = _values(_domain("birth_date", Type("date"), Limits(low="1990-01-01", high="2007-01-01", high_open=True)))
    created = _values(_domain("past", Type("timestamp", precision=0)))
    updated = _values(_domain("recent", Type("timestamp", precision=0)))

    assert min(births) == date(1990, 1, 1)  # type: ignore[type-var]
    assert max(births) < date(2007, 1, 1)  # type: ignore[type-var, operator]
    assert max(created) <= min(updated)  # type: ignore[type-var, operator]
    assert max(updated) < datetime(2026, 1, 2)  # type: ignore[type-var, operator]
    assert _domain("birth_date", Type("date"), Limits(low="2020-01-01")) is None
    assert _domain("birth_date", Type("date"), Limits(low="soon")) is None
    assert _domain("birth_date", Type("date"), Limits(low="infinity")) is None


def test_dates_in_text_are_iso() -> None:
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", str(v)) for v in _values(_domain("past", _TEXT)))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", str(v)) for v in _values(_domain("past", _varchar(10))))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", str(v)) for v in _values(_domain("birth_date", _TEXT)))
    assert _domain("past", _varchar(9)) is None


def test_years_are_counted_from_today() -> None:
    assert set(_values(_domain("year", Type("year")))) == set(range(1996, 2027))
    assert set(_values(_domain("birth_year", _INT))) == set(range(1946, 2009))
