"""Rows as text, the quick way, against the plain way of one cell after the other."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from functools import partial
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.schema.model import Column
from seedbed.schema.types import Type
from seedbed.write.text.forms import Field, Form
from seedbed.write.text.rows import TILE, RowText, Template
from seedbed.write.text.words import local, words

PLAIN = Form(b"")
QUOTED = Form(b"NULL", b"'", b"'", escapes=(("'", "''"),))
CSV = Form(b"", special=",\n\r", escapes=(('"', '""'),), on_need=True)


def lines(array: pa.Array, form: Form = PLAIN, *, trim: bool = False, tile: int | None = None) -> list[str]:
    """The text of one column, a line for each row."""
    column = Column("c", Type("text"))
    plain = local if pa.types.is_temporal(array.type) else partial(words, trim=trim)
    field = Field(column, form, words=plain, trim=trim)
    rows = RowText([field], [array.type], Template((b"",), b"\x02"))
    batch = pa.record_batch([array], names=["c"])
    step = tile or max(1, len(array))
    text = b"".join(rows.of(batch.slice(start, step)) for start in range(0, len(array), step))
    return text.decode().split("\x02")[:-1]


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.one_of(st.none(), values), max_size=40)


@given(maybe(st.integers(-(2**63), 2**63 - 1) | st.integers(-20_000, 20_000)), st.integers(1, 9))
def test_integers(values: list[int | None], tile: int) -> None:
    assert lines(pa.array(values, pa.int64()), tile=tile) == ["" if v is None else str(v) for v in values]


@given(maybe(st.integers(0, 2**64 - 1)))
def test_unsigned_integers(values: list[int | None]) -> None:
    assert lines(pa.array(values, pa.uint64())) == ["" if v is None else str(v) for v in values]


@given(st.data(), st.sampled_from([(1, 0), (5, 2), (9, 9), (12, 2), (18, 18), (20, 12), (38, 10), (38, 20), (50, 3)]))
def test_decimals(data: st.DataObject, shape: tuple[int, int]) -> None:
    precision, scale = shape
    limit = 10**precision - 1
    unscaled = data.draw(maybe(st.integers(-limit, limit) | st.integers(max(-limit, -999), min(limit, 999))))
    values = [None if v is None else _scaled(v, scale) for v in unscaled]
    kind = pa.decimal128(precision, scale) if precision <= 38 else pa.decimal256(precision, scale)
    array = pa.array(values, kind)
    assert lines(array) == ["" if v is None else format(v, "f") for v in values]
    trimmed = ["" if v is None else format(v, "f") for v in values]
    assert lines(array, trim=True) == [t.rstrip("0").rstrip(".") if "." in t else t for t in trimmed]


def _scaled(value: int, scale: int) -> Decimal:
    digits = tuple(map(int, str(abs(value))))
    return Decimal((int(value < 0), digits, -scale))


@given(maybe(st.dates()))
def test_dates(values: list[dt.date | None]) -> None:
    assert lines(pa.array(values, pa.date32()), QUOTED) == [
        "NULL" if v is None else f"'{v.isoformat()}'" for v in values
    ]


@given(maybe(st.datetimes() | st.datetimes().map(lambda v: v.replace(microsecond=0))), st.integers(1, 9))
def test_timestamps(values: list[dt.datetime | None], tile: int) -> None:
    expected = ["NULL" if v is None else f"'{v.isoformat(sep=' ')}'" for v in values]
    assert lines(pa.array(values, pa.timestamp("us")), QUOTED, tile=tile) == expected


@given(maybe(st.times()))
def test_times(values: list[dt.time | None]) -> None:
    assert lines(pa.array(values, pa.time64("us"))) == ["" if v is None else v.isoformat() for v in values]


@given(maybe(st.booleans()))
def test_booleans(values: list[bool | None]) -> None:
    words = {None: "NULL", True: "yes", False: "no"}
    assert lines(pa.array(values, pa.bool_()), Form(b"NULL", true=b"yes", false=b"no")) == [words[v] for v in values]


TEXT = st.text(st.characters(exclude_characters="\x02", exclude_categories=["Cs"]), max_size=30)
EDGY = st.text("ab ,'\"\n\r\0é", max_size=6)


@settings(max_examples=300)
@given(st.lists(st.one_of(st.none(), TEXT, EDGY, EDGY.map(lambda t: t * 60)), max_size=60), st.integers(1, 70))
def test_texts_in_quotes(values: list[str | None], tile: int) -> None:
    expected = ["NULL" if v is None else "'" + v.replace("'", "''") + "'" for v in values]
    assert lines(pa.array(values, pa.string()), QUOTED, tile=tile) == expected


@settings(max_examples=300)
@given(st.lists(st.one_of(st.none(), TEXT, EDGY, EDGY.map(lambda t: t * 60)), max_size=60), st.integers(1, 70))
def test_texts_with_quotes_on_need(values: list[str | None], tile: int) -> None:
    def expected(text: str | None) -> str:
        if text is None:
            return ""
        needy = not text or text.strip(" ") != text or set(text) & set(',"\n\r\0')
        return '"' + text.replace('"', '""') + '"' if needy else text

    assert lines(pa.array(values, pa.string()), CSV, tile=tile) == [expected(v) for v in values]


def test_no_row_forgets_its_marks_after_nulls_and_odd_cells() -> None:
    values = ["it's", None, "plain", "x" * 400, None, "plain"]
    rows = RowText([Field(Column("c", Type("text")), QUOTED)], [pa.string()], Template((b"(",), b")\n"))
    first = rows.of(pa.record_batch([pa.array(values)], names=["c"]))
    second = rows.of(pa.record_batch([pa.array(["fine"] * 6)], names=["c"]))
    assert first == f"('it''s')\n(NULL)\n('plain')\n('{'x' * 400}')\n(NULL)\n('plain')\n".encode()
    assert second == b"('fine')\n" * 6


def test_nulls_wider_than_their_cells_leave_no_trace() -> None:
    rows = RowText(
        [Field(Column("c", Type("boolean")), Form(b"NULL", true=b"1", false=b"0"))],
        [pa.bool_()],
        Template((b"",), b"\n"),
    )
    assert rows.of(pa.record_batch([pa.array([None, True])], names=["c"])) == b"NULL\n1\n"
    assert rows.of(pa.record_batch([pa.array([True, None])], names=["c"])) == b"1\nNULL\n"
    assert rows.of(pa.record_batch([pa.array([False, False])], names=["c"])) == b"0\n0\n"


def test_leads_stand_where_they_are_asked_for() -> None:
    count = 2 * TILE + 3
    rows = RowText([Field(Column("c", Type("integer")), PLAIN)], [pa.int64()], Template((b"",), b"", b","))
    batch = pa.record_batch([pa.array(range(count))], names=["c"])
    text = rows.of(batch, {0: b"<", TILE: b"|", count - 1: b">"}).decode()
    expected = "".join({0: "<", TILE: "|", count - 1: ">"}.get(n, ",") + str(n) for n in range(count))
    assert text == expected


@pytest.mark.parametrize("tile", [1, 7, 1000])
def test_a_file_is_the_same_however_rows_are_cut(tile: int) -> None:
    texts = [None if n % 11 == 0 else "" if n % 13 == 0 else f"n{n}, " + "x" * (n % 400) for n in range(1000)]
    numbers = [None if n % 7 == 0 else 10 ** (n % 18) * (-1) ** n for n in range(1000)]
    columns = {"t": pa.array(texts), "n": pa.array(numbers)}
    fields = [Field(Column("t", Type("text")), CSV), Field(Column("n", Type("integer")), PLAIN)]
    batch = pa.record_batch(columns)
    template = Template((b"", b","), b"\n")
    rows = RowText(fields, batch.schema.types, template)
    text = b"".join(rows.of(batch.slice(start, tile)) for start in range(0, 1000, tile)).decode()
    assert text == RowText(fields, batch.schema.types, template).of(batch).decode()
    read = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in read] == [text or "" for text in texts]
    assert [row[1] for row in read] == ["" if n is None else str(n) for n in numbers]
