"""Dates, times, timestamps, years and intervals within their limits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.generators.domains.intervals import duration
from seedbed.generators.domains.time import moment
from seedbed.generators.domains.typed import NoValue, Unreadable, domain_of
from seedbed.generators.limits import Limits
from seedbed.schema.expression import Scalar
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain
from tests.generators.kinds import TODAY, index_of
from tests.servers import Postgres

DATE, TIME, STAMP, ZONED = Type("date"), Type("time"), Type("timestamp"), Type("timestamp", zone=True)
INTERVAL = Type("interval")
DATES = st.dates(date(1950, 1, 1), date(2050, 1, 1))
STAMPS = st.datetimes(datetime(1950, 1, 1), datetime(2050, 1, 1))


def ends(type: Type, limits: Limits = Limits(), **setting: object) -> tuple[object, object, int]:  # noqa: B008
    domain = domain_of(type, limits, **({"today": TODAY} | setting))  # type: ignore[arg-type]
    values = domain.at(np.array([0, domain.size - 1], dtype=np.uint64))
    if type.kind == "timestamp":
        values = values.view("int64").view("timestamp[us]")
    first, last = values.to_pylist()
    return first, last, domain.size


@given(DATES, DATES, st.booleans(), st.booleans(), st.lists(DATES, max_size=3))
def test_dates_between_two_bounds_are_all_of_them(
    one: date, other: date, low_open: bool, high_open: bool, excluded: list[date]
) -> None:
    low, high = min(one, other), max(one, other)
    limits = Limits(
        low=low.isoformat(),
        high=high.isoformat(),
        low_open=low_open,
        high_open=high_open,
        excluded=tuple(day.isoformat() for day in excluded),
    )
    first, last = low + timedelta(days=low_open), high - timedelta(days=high_open)
    expected = (last - first).days + 1 - len({day for day in excluded if first <= day <= last})
    try:
        domain = domain_of(DATE, limits, today=TODAY)
    except NoValue:
        assert expected <= 0
        return
    assert domain.size == expected
    found = domain.at(index_of(domain.size, 50)).to_pylist()
    assert found == sorted(found)
    assert all(first <= day <= last and day not in excluded for day in found)


@given(STAMPS, STAMPS, st.booleans(), st.integers(0, 6))
def test_timestamps_obey_their_bounds_and_their_precision(
    one: datetime, other: datetime, high_open: bool, precision: int
) -> None:
    low, high = min(one, other), max(one, other)
    type = Type("timestamp", precision=precision)
    limits = Limits(low=low.isoformat(sep=" "), high=high.isoformat(), high_open=high_open)
    try:
        domain = domain_of(type, limits, today=TODAY)
    except NoValue:
        assert high - low < timedelta(microseconds=10 ** (6 - precision))
        return
    for value in domain.at(index_of(domain.size, 30)).to_pylist():
        assert low <= value < high if high_open else low <= value <= high
        assert value.microsecond % 10 ** (6 - precision) == 0
    check_domain(domain, type, samples=30)


def test_usual_events_lie_between_2020_and_today() -> None:
    assert ends(DATE) == (date(2020, 1, 1), TODAY, 2193)
    assert ends(STAMP)[:2] == (datetime(2020, 1, 1), datetime(2026, 1, 1, 23, 59, 59))
    assert ends(DATE, today=date(2019, 6, 1))[:2] == (date(2018, 6, 1), date(2019, 6, 1))
    assert ends(TIME) == (time(0), time(23, 59, 59), 86_400)
    assert ends(Type("year")) == (2000, 2026, 27)
    assert ends(Type("year"), unique=True) == (1901, 2155, 255)


@pytest.mark.parametrize(
    ("limits", "unique", "first", "last"),
    [
        (Limits(low="1990-01-01"), False, date(1990, 1, 1), TODAY),
        (Limits(low="2030-01-01", low_open=True), False, date(2030, 1, 2), date(2036, 1, 3)),
        (Limits(high="2010-01-01"), False, date(2004, 1, 1), date(2010, 1, 1)),
        (Limits(high="2090-01-01"), False, date(2020, 1, 1), TODAY),
        (Limits(high="2090-01-01"), True, date(1970, 1, 1), date(2090, 1, 1)),
        (Limits(low="-infinity", high="infinity"), False, date(2020, 1, 1), TODAY),
        (Limits(low="epoch", high="1970-1-2 23:00:00"), False, date(1970, 1, 1), date(1970, 1, 2)),
        (Limits(low="2020-02-01T12:00", high="20200301"), False, date(2020, 2, 2), date(2020, 3, 1)),
    ],
    ids=str,
)
def test_bounds_of_dates(limits: Limits, unique: bool, first: date, last: date) -> None:
    assert ends(DATE, limits, unique=unique)[:2] == (first, last)


def test_a_zone_counts_only_where_the_type_has_one() -> None:
    limits = Limits(low="2020-01-01 00:00:00+02:30", high="2020-01-01T00:00:05Z")
    assert ends(ZONED, limits)[0] == datetime(2019, 12, 31, 21, 30)
    assert ends(STAMP, limits)[0] == datetime(2020, 1, 1)
    assert moment("low", "1970-01-01 00:00:00 -01", zoned=True) == 3_600_000_000


def test_timestamps_of_mysql_fit_into_its_range() -> None:
    early, late = Limits(low="1900-01-01", high="1975-01-01"), Limits(low="2037-01-01")
    assert ends(ZONED, early, dialect="mysql")[0] == datetime(1970, 1, 2)
    assert ends(ZONED, late, dialect="mysql")[1] == datetime(2038, 1, 17, 23, 59, 59)
    assert ends(STAMP, Limits(low="0001-01-01", high="1000-01-02"), dialect="mysql")[0] == datetime(1000, 1, 1)


def test_finer_than_seconds_only_where_needed() -> None:
    limits = Limits(low="2020-01-01 00:00:00", high="2020-01-01 00:00:00.000005")
    assert ends(STAMP, limits)[2] == 6
    with pytest.raises(NoValue):
        domain_of(
            Type("timestamp", precision=0),
            Limits(low="2020-01-01 00:00:00.2", high="2020-01-01 00:00:00.4"),
            today=TODAY,
        )
    assert ends(Type("time", precision=3), unique=True)[2] == 86_400_000
    assert ends(TIME, Limits(low="08:30", high="08:30:01", high_open=True))[2] == 1000
    assert ends(TIME, Limits(low="23:59:59", high="24:00"))[1] == time(23, 59, 59, 999_000)


@pytest.mark.parametrize("type", [DATE, TIME, STAMP, ZONED, INTERVAL], ids=lambda type: type.kind)
@pytest.mark.parametrize("bound", ["now", "today", "soon", "2020-13-01", "25:00", 5])
def test_words_of_the_clock_and_nonsense_are_unreadable(type: Type, bound: Scalar) -> None:
    if type is INTERVAL and bound in ("25:00", 5):
        pytest.skip("an interval may be that")
    with pytest.raises(Unreadable, match="it is not a"):
        domain_of(type, Limits(low=bound), today=TODAY)


def test_lists_of_dates_and_times() -> None:
    listed = Limits(values=("2021-02-03", "2020-01-01", "2020-01-01 00:00:00"), excluded=("2021-02-03",))
    assert ends(DATE, listed) == (date(2020, 1, 1), date(2020, 1, 1), 1)
    assert ends(TIME, Limits(values=("12:00:00.5", "09:00"))) == (time(9), time(12, 0, 0, 500_000), 2)
    zoned = Limits(values=("2020-01-01 10:00:00+02",))
    assert ends(ZONED, zoned)[0] == datetime(2020, 1, 1, 8)
    check_domain(domain_of(ZONED, zoned, today=TODAY), ZONED)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1 day", 86_400),
        ("1 mon", 30 * 86_400),
        ("2 weeks 1 day 03:04:05.5", 15 * 86_400 + 11_045.5),
        ("-01:30", -5400),
        ("3 hours ago", -10_800),
        ("@ 90 minutes", 5400),
        ("P1Y2M3DT4H5M6S", (14 * 30 + 3) * 86_400 + 14_706),
        ("PT0.5S", 0.5),
        ("P-1D", -86_400),
        ("45", 45),
        ("1.5 hours", 5400),
    ],
)
def test_intervals_are_read_as_postgres_compares_them(text: str, seconds: float, postgres: Postgres) -> None:
    assert duration("low", text) == Fraction(seconds)
    assert postgres.execute("postgres", f"SELECT interval '{text}' = interval '{seconds} seconds'") == [("t",)]


@pytest.mark.parametrize(
    "limits",
    [
        Limits(low="0", low_open=True),
        Limits(low="1 day", high="7 days"),
        Limits(low="-2 hours", high="30 minutes", high_open=True),
        Limits(high="1 hour"),
        Limits(low="1 hour", high="2 hours", excluded=("90 minutes",)),
        Limits(low="10 seconds", high="00:00:20"),
        Limits(values=("2 days", "1 day", "24:00:00", "1 mon"), high="2 days"),
    ],
    ids=str,
)
@pytest.mark.parametrize("unique", [False, True])
def test_postgres_agrees_with_the_bounds_of_intervals(limits: Limits, unique: bool, postgres: Postgres) -> None:
    domain = domain_of(INTERVAL, limits, today=TODAY, unique=unique)
    check_domain(domain, INTERVAL, samples=200)
    rows = ", ".join(f"('{value}'::interval)" for value in domain.at(index_of(domain.size, 200)).to_pylist())
    low = f"v {'>' if limits.low_open else '>='} '{limits.low}'::interval" if limits.low else "true"
    high = f"v {'<' if limits.high_open else '<='} '{limits.high}'::interval" if limits.high else "true"
    asked = f"SELECT bool_and({low}), bool_and({high}), count(DISTINCT v) = count(*) FROM (VALUES {rows}) AS t(v)"
    assert postgres.execute("postgres", asked) == [("t", "t", "t")]


@pytest.mark.parametrize("text", ["P1X", "1 fortnight", "", "ago", "1 day and more"])
def test_what_is_no_interval_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match="it is not an interval"):
        duration("low", text)


def test_excluded_intervals_are_left_out() -> None:
    limits = Limits(low="1 hour", high="24 hours", excluded=("2 hours", "1 day"))
    found = domain_of(INTERVAL, limits, today=TODAY)
    assert found.size == 22
    assert "P0DT2H" not in found.at(np.arange(22, dtype=np.uint64)).to_pylist()
    check_domain(found, INTERVAL)


def test_intervals_that_clash_leave_no_value() -> None:
    for limits in (Limits(low="2 days", high="1 day"), Limits(values=("1 day",), excluded=("24 hours",))):
        with pytest.raises(NoValue):
            domain_of(INTERVAL, limits, today=TODAY)
