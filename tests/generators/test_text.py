"""Texts: lengths, bounds, lists and patterns, judged by Python, SQLite and PostgreSQL."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.generators.arrays import text_of_width
from seedbed.generators.domain import Domain
from seedbed.generators.domains.codes import Codes
from seedbed.generators.domains.matching import Matching
from seedbed.generators.domains.shape import described, fits, holds
from seedbed.generators.domains.template import Template
from seedbed.generators.domains.typed import NoValue, Unreadable, domain_of
from seedbed.generators.domains.uuids import Uuids
from seedbed.generators.domains.words import Words
from seedbed.generators.limits import Limits
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain
from tests.generators.kinds import TODAY, index_of
from tests.servers import MariaDB, Postgres

TEXT, CITEXT = Type("text"), Type("text", folds_case=True)


def varchar(length: int, *, folds_case: bool = False) -> Type:
    return Type("varchar", length=length, folds_case=folds_case)


def texts(domain: Domain, count: int = 200) -> list[str]:
    return [str(value) for value in domain.at(index_of(domain.size, count)).to_pylist()]


def domain(type: Type, limits: Limits = Limits(), *, unique: bool = False) -> Domain:  # noqa: B008
    return domain_of(type, limits, today=TODAY, unique=unique)


@given(
    kind=st.sampled_from(["char", "varchar", "text"]),
    length=st.none() | st.integers(0, 300),
    least=st.none() | st.integers(0, 300),
    most=st.none() | st.integers(0, 300),
    unique=st.booleans(),
    folds=st.booleans(),
)
def test_every_length_can_be_had(
    kind: str, length: int | None, least: int | None, most: int | None, unique: bool, folds: bool
) -> None:
    type = Type(kind, length=length, folds_case=folds)  # type: ignore[arg-type]
    limits = Limits(min_length=least, max_length=most)
    longest = min([bound for bound in (length, most) if bound is not None], default=1 if kind == "char" else 10**6)
    if kind == "char" and length is None:
        longest = min(1, longest) if most is None else most
    try:
        found = domain(type, limits, unique=unique)
    except NoValue:
        assert (least or 0) > longest
        return
    for text in texts(found, 30):
        assert (least or 0) <= len(text) <= longest
        assert text == text.strip()
    check_domain(found, type, samples=60)


@pytest.mark.parametrize("length", range(1, 40))
def test_unique_texts_are_as_many_as_the_length_allows(length: int) -> None:
    for type in (varchar(length), varchar(length, folds_case=True), Type("char", length=length)):
        found = domain(type, unique=True)
        assert found.size >= min(36**length, 10**11)
        check_domain(found, type, samples=300)


@pytest.mark.parametrize(
    ("type", "shape"),
    [
        (Type("char", length=2), "[A-Z]{2}"),
        (Type("char", length=8), "[0-9A-Z]{8}"),
        (Type("char", length=36), "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        (Type("char", length=64), "[0-9a-f]{64}"),
        (Type("char", length=50), "[a-z]{3,8} [a-z]{3,8}"),
        (varchar(100), "[a-z]{3,8} [a-z]{3,8}"),
        (varchar(6), "[a-z]{3,6}"),
        (varchar(2), "[a-z]{2}"),
        (TEXT, "[a-z]{3,8}( [a-z]{3,8}){3}"),
    ],
    ids=str,
)
def test_what_texts_look_like(type: Type, shape: str) -> None:
    assert all(re.fullmatch(shape, text) for text in texts(domain(type)))


@pytest.mark.parametrize(
    "limits",
    [
        Limits(patterns=("[A-Z]{3}-[0-9]+",)),
        Limits(patterns=(".*@.*[.].*", ".{5,}", "(?i)[a-z].*")),
        Limits(patterns=("a.*|b.*", ".*z")),
        Limits(rejected=(".* .*",)),
        Limits(rejected=(".*[a-z].*",)),
        Limits(patterns=(".+",), rejected=(".*@.*", r"\s.*", "")),
        Limits(excluded=("", "acorn acorn")),
        Limits(patterns=("[a-c]{1,3}",), excluded=("a", "ABC"), min_length=1),
        Limits(patterns=("[0-9]*",)),
        Limits(patterns=("x?",), max_length=0),
        Limits(patterns=("[^a-zA-Z0-9]{2,}",), max_length=4),
        Limits(min_length=150, patterns=("[a-z]+",)),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "type", [varchar(200), varchar(200, folds_case=True), TEXT], ids=["varchar", "folding", "text"]
)
@pytest.mark.parametrize("unique", [False, True])
def test_patterns_and_exclusions_hold(limits: Limits, type: Type, unique: bool) -> None:
    found = domain(type, limits, unique=unique)
    for text in texts(found):
        assert all(re.fullmatch(pattern, text, re.DOTALL) for pattern in limits.patterns)
        assert not any(re.fullmatch(pattern, text, re.DOTALL) for pattern in limits.rejected)
        assert text not in limits.excluded
        assert (limits.min_length or 0) <= len(text) <= (200 if limits.max_length is None else limits.max_length)
        assert not type.folds_case or text.lower() not in [str(value).lower() for value in limits.excluded]
    check_domain(found, type, samples=300)


def test_plain_words_are_kept_where_the_pattern_allows_them() -> None:
    usual = domain(varchar(50))
    for limits in (
        Limits(patterns=(".+",)),
        Limits(rejected=(".*@.*",)),
        Limits(patterns=("[a-z ]+",)),
        Limits(excluded=("no",)),
    ):
        assert domain(varchar(50), limits) == usual
    assert domain(varchar(50), Limits(rejected=(".* .*",))) == Words()
    assert domain(varchar(50), Limits(patterns=("[A-Z0-9]+",), min_length=4)) == Codes(
        (("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 8),)
    )


def test_texts_that_differ_by_case_alone_are_one_where_case_is_folded() -> None:
    for pattern in ("[A-Z][a-z]+", "[A-Za-z]{2}", "([A-Z][a-z]){1,2}", "([A-Z]|[a-z]{2}){1,4}[A-Z][a-z][A-Z]{0,2}"):
        found = domain(CITEXT, Limits(patterns=(pattern,)), unique=True)
        folded = [text.casefold() for text in texts(found, 5000)]
        assert len(set(folded)) == len(folded) >= 26
    # Five places of upper case are not enough here: the texts are told apart one by one.
    mixed = domain(CITEXT, Limits(patterns=("[a-z][A-Z][a-z][A-Z][a-z]?",)), unique=True)
    assert len({text.casefold() for text in texts(mixed, 5000)}) == mixed.size


def test_a_pattern_fills_a_fixed_width_where_it_can() -> None:
    assert {len(text) for text in texts(domain(Type("char", length=6), Limits(patterns=("[A-Z]+",))))} == {6}
    assert set(texts(domain(Type("char", length=6), Limits(patterns=("ab|cd",))))) == {"ab", "cd"}


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        (Limits(patterns=(r"(a)\1",)), "patterns"),
        (Limits(rejected=(r"(a)\1",)), "rejected"),
        (Limits(low=5), "low"),
        (Limits(low="m", patterns=("[a-z]+@",)), "low"),
        (Limits(high="m", values=("a",)), "high"),
        (Limits(low="m", values=("a",)), "low"),
        (Limits(values=("a",), patterns=("(",)), "patterns"),
        (Limits(step=(2, 0)), "step"),
        (Limits(low="äb"), "low"),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_named(limits: Limits, field: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        domain(varchar(20), limits)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "limits",
    [
        Limits(min_length=30),
        Limits(min_length=5, max_length=4),
        Limits(patterns=("[A-Z]{30}",)),
        Limits(patterns=("a", "b")),
        Limits(patterns=("a",), rejected=("a",)),
        Limits(values=("a",), patterns=("b",)),
        Limits(values=("a" * 30,)),
        Limits(low="b", high="a"),
        Limits(low="a", high="a", low_open=True),
    ],
    ids=str,
)
def test_limits_that_clash_leave_no_value(limits: Limits) -> None:
    with pytest.raises(NoValue):
        domain(varchar(20), limits)


def test_a_list_keeps_its_order_and_loses_what_equals_another() -> None:
    limits = Limits(values=("new", "New", "paid ", "done", "paid"), excluded=("done",))
    assert texts(domain(CITEXT, limits)) == ["new", "paid "]
    assert texts(domain(TEXT, limits)) == ["new", "New", "paid ", "paid"]
    patterns = Limits(values=("ab", "cd", "ef"), patterns=("[a-d]+",), rejected=("c.*",))
    assert texts(domain(TEXT, patterns)) == ["ab"]


BOUNDS = [
    Limits(low="A"),
    Limits(low="m", low_open=True),
    Limits(high="M"),
    Limits(high="m", high_open=True),
    Limits(high="a5"),
    Limits(high="A"),
    Limits(low="A", high="Z", high_open=True),
    Limits(low="100", high="999"),
    Limits(low="ab", high="ad"),
    Limits(low="abc", high="abd", high_open=True),
    Limits(low="abc", high="abc"),
    Limits(low="a", high="b", low_open=True),
]


@pytest.mark.parametrize("limits", BOUNDS, ids=lambda limits: f"{limits.low}-{limits.high}")
@pytest.mark.parametrize("length", [3, 20])
def test_bounds_hold_in_every_collation(limits: Limits, length: int, postgres: Postgres, mariadb: MariaDB) -> None:
    found = domain(varchar(length), limits)
    check_domain(found, varchar(length), samples=300)
    rows = " UNION ALL ".join(f"SELECT '{text}' AS v" for text in texts(found, 90))
    low = f"v {'>' if limits.low_open else '>='} '{limits.low}'" if limits.low else "1 = 1"
    high = f"v {'<' if limits.high_open else '<='} '{limits.high}'" if limits.high else "1 = 1"
    for collation in ('"C"', '"en-x-icu"', '"de-x-icu"'):
        asked = (
            f"SELECT v FROM (SELECT v COLLATE {collation} AS v FROM ({rows}) AS r) AS t WHERE NOT ({low} AND {high})"
        )
        assert postgres.execute("postgres", asked) == []
    for collation in ("utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_bin"):
        asked = (
            f"SELECT v FROM (SELECT v COLLATE {collation} AS v FROM ({rows}) AS r) AS t WHERE NOT ({low} AND {high})"
        )
        assert mariadb.execute("", asked) == []


def test_a_bound_as_long_as_the_column_leaves_itself() -> None:
    assert texts(domain(varchar(3), Limits(low="abc"))) == ["abc"]
    with pytest.raises(Unreadable):
        domain(varchar(3), Limits(low="abc", low_open=True))
    with pytest.raises(Unreadable):
        domain(varchar(9), Limits(high="!", high_open=True))
    assert texts(domain(varchar(1), Limits(low="A", high="F"))) == list("ABCDEF")


def test_the_shape_of_a_domain_describes_all_of_it() -> None:
    for found in (
        domain(varchar(50)),
        domain(varchar(50), unique=True),
        domain(Type("char", length=36)),
        Codes((("-]^", 2),)),
    ):
        shape = described(found)
        assert shape is not None
        assert all(re.fullmatch(shape, text) for text in texts(found))
        assert all(holds(found, text, folds=False) for text in texts(found, 20))
        assert not holds(found, "no such text", folds=True)
    assert described(Matching("a")) is None
    assert not fits(Matching("a"), ("a",), ())
    assert not fits(Codes((("ab", 400),)), (".*",), ())
    assert holds(Words(), "ACORN", folds=True)
    assert not holds(Words(), "ACORN", folds=False)
    assert described(Template((Words(), Matching("a")))) is None
    assert holds(Uuids(), "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f", folds=False)


def test_codes_count_like_numbers_as_far_as_an_index_reaches() -> None:
    codes = Codes((("AB", 1), ("-", 1), ("0123456789", 2)))
    assert codes.size == 200
    assert codes.at(np.array([0, 7, 100, 199], dtype=np.uint64)).to_pylist() == ["A-00", "A-07", "B-00", "B-99"]
    assert [codes.place(text) for text in ("A-07", "B-99", "C-00", "A-0", "A 07")] == [7, 199, None, None, None]
    long = Codes((("0123456789abcdef", 20),))
    assert long.size == 2**60
    text = long.at(np.array([123], dtype=np.uint64))[0].as_py()
    assert text.startswith("00000000000007b")
    assert long.place(text) == 123
    assert long.place("0" * 20) is None


def test_an_array_of_texts_beyond_its_offsets_is_refused() -> None:
    # Four gigabytes of letters that take one byte of memory.
    wide = np.broadcast_to(np.zeros(1, dtype=np.uint8), (2**16, 2**16))
    with pytest.raises(OverflowError, match="more than one array holds"):
        text_of_width(wide, pa.string())
