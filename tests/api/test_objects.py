"""Rows as objects of models: each value under the name, and of the type, that the class takes."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import JSON, ForeignKey, Uuid, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

import seedbed

SQL = """
CREATE TABLE users (id INTEGER PRIMARY KEY, code CHAR(32) NOT NULL UNIQUE
    CHECK (length(code) = 32 AND code NOT GLOB '*[^0-9a-f]*'), metadata JSON NOT NULL);
CREATE TABLE tasks (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL REFERENCES users(id));
"""


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[UUID] = mapped_column(Uuid)
    meta: Mapped[dict[str, Any]] = mapped_column("metadata", JSON)


class Task(Base):
    __tablename__ = "tasks"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


def test_models_of_sqlalchemy_are_stored_as_they_are() -> None:
    source = seedbed.read(SQL, dialect="sqlite")
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([*source.objects("users", User), *source.objects("tasks", Task, rows=5)])
        session.commit()
        users = session.scalars(select(User)).all()
        assert len(users) == 100
        assert {type(user.code) for user in users} == {UUID}
        texts = source.make("users")["metadata"].to_pylist()
        assert [user.meta for user in users] == [json.loads(text) for text in texts]
        assert session.scalars(select(Task)).first() is not None
    engine.dispose()


def test_models_of_django_have_names_and_types_of_their_own() -> None:
    class Field:
        def __init__(self, column: str, attname: str, kind: str) -> None:
            self.column, self.attname, self.kind = column, attname, kind

        def get_internal_type(self) -> str:
            return self.kind

    class Book:
        class _meta:  # noqa: N801 - as Django calls it
            concrete_fields = (Field("btitle", "title", "CharField"), Field("took", "took", "DurationField"))

        def __init__(self, title: str, took: timedelta) -> None:
            self.title, self.took = title, took

    source = seedbed.read("CREATE TABLE book (btitle TEXT NOT NULL, took BIGINT NOT NULL CHECK (took BETWEEN 0 AND 9))")
    assert all(isinstance(book.took, timedelta) for book in source.objects("book", Book, rows=3))


MODELS = """
from decimal import Decimal
from typing import Literal, Optional
from uuid import UUID
from pydantic import BaseModel, Field

class Place(BaseModel):
    city: str
    zip: str = Field(pattern="^[0-9]{5}$")

class Customer(BaseModel):
    id: UUID
    name: str = Field(alias="fullName", min_length=2)
    level: Literal["x", "y"]
    balance: Decimal = Field(ge=0, max_digits=8, decimal_places=2)
    tags: list[str] = []
    home: Place
    other: Optional[Place] = None

class Order(BaseModel):
    id: int
    customer: Customer
"""


def test_models_of_pydantic_are_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wares.py").write_text(MODELS)
    monkeypatch.syspath_prepend(tmp_path)
    wares = import_module("wares")

    source = seedbed.read(tmp_path / "wares.py")
    customers = {customer.id: customer for customer in source.objects("Customer", wares.Customer)}
    assert len(customers) == 100
    assert {type(customer.other) for customer in customers.values()} == {wares.Place, type(None)}
    orders = source.objects("Order", wares.Order, rows=20)
    assert all(order.customer == customers[order.customer.id] for order in orders)
    del sys.modules["wares"]


def test_a_class_that_does_not_take_the_rows_is_told() -> None:
    source = seedbed.read(SQL, dialect="sqlite")
    with pytest.raises(seedbed.SeedbedError, match="does not take its rows"):
        source.objects("users", lambda id: id, rows=2)


@pytest.mark.parametrize("rows", [-1, 1.5, "5", True])
def test_what_is_no_number_of_rows_is_told(rows: Any) -> None:
    source = seedbed.read(SQL, dialect="sqlite")
    for make in (
        lambda: source.make("users", rows),
        lambda: source.tables(rows),
        lambda: source.tables({"users": rows}),
    ):
        with pytest.raises(seedbed.SeedbedError, match="is no number of rows"):
            make()
