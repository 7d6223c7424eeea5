"""Canonical JSON: what is dumped is loaded again, equal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from seedbed.errors import Note, Origin, ReadError
from seedbed.schema.expression import Call, Cast, Literal, Ref
from seedbed.schema.files import dump, load
from seedbed.schema.model import Check, Column, Exclusion, ForeignKey, Schema, Table, Unique
from seedbed.schema.recipe import Recipe
from seedbed.schema.types import Type

TOTAL = Check(
    "total >= 0.5", Call(">=", (Cast(Ref("total"), Type("decimal", precision=8, scale=2)), Literal(Decimal("0.5"))))
)
SCHEMA = Schema(
    (
        Table(
            "orders",
            (Column("id", Type("integer", bits=64), False, identity="always"), Column("total", Type("decimal"))),
            (Unique(("id",), primary=True), Unique(("total",), where=TOTAL, keys=("abs(total)",))),
            (ForeignKey(("id",), "shop.users", ("id",), deferrable="deferred"),),
            (TOTAL,),
            (Exclusion((("span", "&&"),)),),
            namespace="shop",
        ),
    ),
    "mysql",
)


def test_a_schema_survives() -> None:
    assert load(dump(SCHEMA)) == SCHEMA


def test_equal_schemas_have_equal_text() -> None:
    assert dump(SCHEMA) == dump(load(dump(SCHEMA)))


def test_dates_notes_and_recipes_survive() -> None:
    things = (Recipe(today=date(2024, 2, 29), table_rows=(("a", 3),)), Note("left out", origin=Origin("a.sql", 3, 1)))
    assert load(dump(things)) == things


@pytest.mark.parametrize("text", ["", "{", '{"$": "Nothing"}', '{"$": "Table", "colour": 1}', '{"name": 1}'])
def test_other_files_are_refused(text: str) -> None:
    with pytest.raises(ReadError, match="not a file that Seedbed wrote"):
        load(text)


def test_what_has_no_place_in_a_file_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no place"):
        dump(object())
