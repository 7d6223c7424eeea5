"""Arrays, composites, ranges, templates and shapes: values made of other values."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest

from seedbed.generators.domains.choice import Choice
from seedbed.generators.domains.document import documents, json_arrays
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.nested import Braces, Lists, braced
from seedbed.generators.domains.ranges import Ranges, ranges
from seedbed.generators.domains.template import Quoted, Template, digits, radices
from seedbed.generators.domains.typed import NoValue, Unreadable, disjoint_ranges, domain_of
from seedbed.generators.domains.words import Words
from seedbed.generators.limits import Limits
from seedbed.generators.want import Want
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain
from tests.generators.kinds import INTEGER, TEXT, TODAY, index_of
from tests.servers import Postgres


def test_a_product_that_is_too_large_uses_part_of_each_factor() -> None:
    sizes = (2**40, 3, 2**40)
    used = radices(sizes)
    assert 2**60 < used[0] * used[1] * used[2] <= 2**63
    last = np.array([used[0] * used[1] * used[2] - 1], dtype=np.uint64)
    found = [int(index[0]) for index in digits(last, used, sizes)]
    assert all(
        0.9 * size < index + size // radix <= size for index, size, radix in zip(found, sizes, used, strict=True)
    )
    assert radices((5, 7)) == (5, 7)
    assert [int(index[0]) for index in digits(np.array([34], dtype=np.uint64), (5, 7), (5, 7))] == [4, 6]


def test_a_template_counts_its_first_part_most() -> None:
    template = Template(("<", Grid(INTEGER, 1, 1, 2), "-", Choice(Type("boolean"), (False, True)), ">"))
    assert template.at(np.arange(4, dtype=np.uint64)).to_pylist() == ["<1-false>", "<1-true>", "<2-false>", "<2-true>"]
    check_domain(template, TEXT)


def test_quotes_and_backslashes_are_escaped() -> None:
    odd = Choice(TEXT, ('say "hi"', "back\\slash", "a,b", ""))
    every = np.arange(4, dtype=np.uint64)
    assert Quoted(odd).at(every).to_pylist() == [r'"say \"hi\""', r'"back\\slash"', '"a,b"', '""']
    nested = Type("array", element=Type("array", element=TEXT))
    text = braced(pa.array([[['say "hi"'], ["a\\b"]], [["c", "d"]]], pa.list_(pa.list_(pa.string()))))
    assert text.to_pylist() == [r'{{"say \"hi\""},{"a\\b"}}', '{{"c","d"}}']
    assert braced(pa.array([[["x"]], [["y"]]]).slice(1)).to_pylist() == ['{{"y"}}']
    check_domain(Braces(Lists(nested, Lists(Type("array", element=TEXT), odd, 2, 2), 1, 2)), TEXT)


def test_postgres_reads_back_what_a_composite_says(postgres: Postgres) -> None:
    db = postgres.fresh()
    postgres.execute(db, "CREATE TYPE inner_part AS (label text, days date[])")
    postgres.execute(db, "CREATE TYPE whole AS (n int, part inner_part, raw bytea, at timestamptz, price numeric(6,2))")
    part = Type("composite", fields=(("label", Type("char", length=1)), ("days", Type("array", element=Type("date")))))
    fields = (
        ("n", INTEGER),
        ("part", part),
        ("raw", Type("bytes", length=2)),
        ("at", Type("timestamp", zone=True)),
        ("price", Type("decimal", precision=6, scale=2)),
    )
    whole = Type("composite", fields=fields)
    domain = domain_of(whole, today=TODAY)
    check_domain(domain, whole, samples=300)
    rows = ", ".join(f"('{text}'::whole)" for text in domain.at(index_of(domain.size, 100)).to_pylist())
    parts = ("count(DISTINCT v)", "min((v).n)", "max(length(((v).part).label))", "min(octet_length((v).raw))")
    asked = ", ".join((*parts, "min(date_part('year', (v).at))"))
    found = postgres.execute(db, f"SELECT {asked} FROM (VALUES {rows}) AS t(v)")
    assert found == [(str(len(index_of(domain.size, 100))), "1", "1", "2", "2020")]


def test_json_is_json() -> None:
    want = Want(Type("json"), Limits(), TODAY)
    for builder, kind in ((documents, dict), (json_arrays, list)):
        domain = builder(want)
        check_domain(domain, Type("json"), samples=300)
        assert all(isinstance(json.loads(text), kind) for text in domain.at(index_of(domain.size, 100)).to_pylist())


def test_ranges_begin_before_they_end() -> None:
    grid = Grid(INTEGER, 0, 1, 10)
    assert Ranges(grid, 2, 2).at(np.arange(4, dtype=np.uint64)).to_pylist() == ["[0,2)", "[0,4)", "[1,3)", "[1,5)"]
    assert Ranges(grid, 2, 2).size == 12
    assert Ranges(grid, 3, 1, 3, multi=True).at(np.arange(2, dtype=np.uint64)).to_pylist() == ["{[0,3)}", "{[3,6)}"]
    check_domain(Ranges(Grid(Type("date"), 0, 1, 2)), Type("range"))


def test_ranges_within_limits() -> None:
    ints = Type("range", element=INTEGER)
    listed = domain_of(ints, Limits(values=("[1,2)", "[3,4)"), excluded=("[3,4)",)), today=TODAY)
    assert listed.at(np.zeros(1, dtype=np.uint64)).to_pylist() == ["[1,2)"]
    assert domain_of(ints, Limits(excluded=("empty",)), today=TODAY) == domain_of(ints, today=TODAY)
    with pytest.raises(Unreadable):
        domain_of(ints, Limits(excluded=("[1,2)",)), today=TODAY)
    with pytest.raises(NoValue, match="two values"):
        ranges(Want(ints, Limits(), TODAY), Grid(INTEGER, 0))
    with pytest.raises(NoValue, match="ranges of text"):
        disjoint_ranges(Type("range", element=TEXT), today=TODAY)


@pytest.mark.parametrize(
    "name", ["pointm", "POINT ZM", "curvepolygonz", "tin", "triangle", "polyhedralsurface", "multisurface"]
)
def test_shapes_name_their_dimensions(name: str) -> None:
    domain = domain_of(Type("geometry", name=name, length=3857), today=TODAY)
    text = domain.at(np.zeros(1, dtype=np.uint64))[0].as_py()
    head, _, coordinates = text.removeprefix("SRID=3857;").partition("(")
    shape, _, more = head.strip().partition(" ")
    assert f"{shape}{more}".lower() == name.lower().replace(" ", "")
    assert coordinates.count("(") + 1 == coordinates.count(")")
    first = coordinates.strip("(").split(",")[0].rstrip(")").split(" ")
    assert len(first) == 2 + len(more)
    check_domain(domain, Type("geometry"), samples=100)


def test_shapes_of_mysql_are_well_known_text_within_the_latitudes() -> None:
    domain = domain_of(Type("point"), today=TODAY, dialect="mysql")
    points = domain.at(index_of(domain.size, 100)).to_pylist()
    assert all(text.startswith("POINT(") for text in points)
    assert all(abs(float(text[6:].split(" ")[0])) <= 85 for text in points)
    with pytest.raises(NoValue, match="shape hypercube"):
        domain_of(Type("geometry", name="hypercube"), today=TODAY)


def test_lists_of_no_rows_and_too_many_rows() -> None:
    lists = Lists(Type("array", element=INTEGER), Grid(INTEGER, 0, 1, 10), 1, 3)
    assert len(lists.at(np.empty(0, dtype=np.uint64))) == 0
    long = Lists(Type("array", element=INTEGER), Grid(INTEGER, 0, 1, 10), 2**31, 2**31)
    with pytest.raises(OverflowError, match="more than one array holds"):
        long.at(np.zeros(1, dtype=np.uint64))


def test_words_are_sorted_and_plain() -> None:
    words = Words(3, 4).at(np.arange(Words(3, 4).size, dtype=np.uint64)).to_pylist()
    assert words == sorted(set(words))
    assert {len(word) for word in words} == {3, 4}
    assert all(word.isascii() and word.islower() for word in words)
