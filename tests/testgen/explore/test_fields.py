"""What constructors of models take: bounds become the values at and beside them, columns and keys their types."""

from __future__ import annotations

import re
from typing import Literal, TypedDict, get_args

from pydantic import BaseModel, Field
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from seedbed.testgen.explore.values.fields import fields


class Customer(BaseModel):
    name: str = Field(min_length=2, max_length=9)
    age: int = Field(ge=18, lt=121)
    code: str = Field(pattern=r"^[A-Z]{3}\d{4}$")
    kind: Literal["new", "old"] = "new"


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(3))
    note: Mapped[str | None]


class Named(TypedDict):
    name: str


class Line(Named, total=False):
    pieces: int


def test_fields_with_bounds_are_told_by_values_that_they_allow() -> None:
    told = {name: (required, kind) for name, required, kind in fields(Customer)}
    assert get_args(told["age"][1]) == (18, 19, 69, 120)
    assert all(2 <= len(text) <= 9 for text in get_args(told["name"][1]))
    assert all(re.fullmatch(r"[A-Z]{3}\d{4}", text) for text in get_args(told["code"][1]))
    assert told["kind"] == (False, Literal["new", "old"])


def test_columns_are_required_where_the_database_asks_for_them() -> None:
    told = {name: (required, kind) for name, required, kind in fields(Book)}
    assert told["id"] == (False, int)
    assert told["title"][0] is True
    assert max(map(len, get_args(told["title"][1]))) == 3
    assert told["note"] == (False, str)


def test_typed_dicts_tell_their_keys() -> None:
    assert [each[:2] for each in fields(Line)] == [("name", True), ("pieces", False)]


def test_other_classes_tell_nothing() -> None:
    assert fields(int) == []
