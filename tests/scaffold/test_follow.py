"""What is given in the call of a factory is followed by what hangs together with it."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.projecting import Request, apply, project
from tests.scaffold.projects import ran

MODELS = """
from sqlalchemy import CheckConstraint, Column, Date, DateTime, Integer, Numeric, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Customer(Base):
    __tablename__ = "customers"
    id = Column(Integer, primary_key=True)
    first_name = Column(String(40), nullable=False)
    last_name = Column(String(40), nullable=False)
    email = Column(String(80), nullable=False, unique=True)


class Article(Base):
    __tablename__ = "articles"
    id = Column(Integer, primary_key=True)
    title = Column(String(80), nullable=False)
    slug = Column(String(40), nullable=False, unique=True)


class Item(Base):
    __tablename__ = "items"
    id = Column(Integer, primary_key=True)
    quantity = Column(Integer, nullable=False)
    unit_price = Column(Numeric(8, 2), nullable=False)
    total = Column(Numeric(12, 2), nullable=False)


class Invoice(Base):
    __tablename__ = "invoices"
    id = Column(Integer, primary_key=True)
    subtotal = Column(Numeric(10, 2), nullable=False)
    tax = Column(Numeric(10, 2), nullable=False)
    total = Column(Numeric(10, 2), nullable=False)
    __table_args__ = (CheckConstraint("total = subtotal + tax"),)


class Job(Base):
    __tablename__ = "jobs"
    id = Column(Integer, primary_key=True)
    status = Column(String(20), nullable=False)
    created_at = Column(DateTime, nullable=False)
    started_at = Column(DateTime)
    completed_at = Column(DateTime)
    low = Column(Integer, nullable=False)
    high = Column(Integer, nullable=False)
    __table_args__ = (
        CheckConstraint("status in ('queued', 'running', 'completed')"),
        CheckConstraint("status = 'completed' or completed_at is null"),
        CheckConstraint("low < high"),
    )
"""
ASKED = """
import datetime as dt
from decimal import Decimal
from factories import *

for n in range(20):
    one = CustomerFactory.build(first_name="Zoë", last_name="de la Cruz")
    assert one.email.startswith("zoe.de.la.cruz.") and one.email.endswith("@example.com"), one.email
    assert ArticleFactory.build(title="Ten Years, Later").slug.startswith("ten-years-later-")
    item = ItemFactory.build()
    assert item.total == item.quantity * item.unit_price
    item = ItemFactory.build(quantity=3, unit_price=9.99)
    assert item.total == Decimal("29.97")
    item = ItemFactory.build(total=Decimal("50.00"))
    assert item.quantity * item.unit_price == 50
    item = ItemFactory.build(total=Decimal("50.00"), quantity=4)
    assert item.unit_price == Decimal("12.50")
    bill = InvoiceFactory.build(subtotal=Decimal("10"), tax=Decimal("2.5"))
    assert bill.total == Decimal("12.50")
    bill = InvoiceFactory.build(total=Decimal("10"))
    assert bill.subtotal + bill.tax == 10
    day = dt.datetime(2020, 5, 1)
    job = JobFactory.build(completed_at=day)
    assert job.created_at <= (job.started_at or job.created_at) <= day and job.status == "completed", vars(job)
    job = JobFactory.build(created_at=dt.datetime(2025, 12, 30), status="completed")
    assert dt.datetime(2025, 12, 30) < job.completed_at
    job = JobFactory.build(started_at=dt.datetime(2020, 4, 1), completed_at=day)
    assert job.status == "completed" and job.created_at <= job.started_at
    assert JobFactory.build(status="queued").completed_at is None
print("followed")
"""


def test_what_is_given_is_followed(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("")
    (tmp_path / "app" / "models.py").write_text(MODELS)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0"\ndependencies = ["sqlalchemy"]\n')
    apply(project(Request(tmp_path, only=("factories",))), tmp_path)
    assert ran(tmp_path, ASKED) == "followed\n"
