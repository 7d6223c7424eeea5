"""A number that is given is shared among those that make it, within what their columns hold."""

from __future__ import annotations

from pathlib import Path

from seedbed.api.projecting import Request, apply, project
from tests.scaffold.projects import ran

MODELS = """
from sqlalchemy import CheckConstraint, Column, Integer, Numeric
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Item(Base):
    __tablename__ = "items"
    id = Column(Integer, primary_key=True)
    quantity = Column(Integer, CheckConstraint("quantity > 0"), nullable=False)
    unit_price = Column(Numeric(8, 2), nullable=False)
    total = Column(Numeric(12, 2), nullable=False)


class Bill(Base):
    __tablename__ = "bills"
    id = Column(Integer, primary_key=True)
    net = Column(Numeric(7, 2), CheckConstraint("net >= 0"), nullable=False)
    tax = Column(Numeric(7, 2), CheckConstraint("tax > 0"), nullable=False)
    rebate = Column(Numeric(7, 2), CheckConstraint("rebate >= 0"), nullable=False)
    gross = Column(Numeric(9, 2), nullable=False)


class Crate(Base):
    __tablename__ = "crates"
    id = Column(Integer, primary_key=True)
    rows = Column(Integer, CheckConstraint("rows between 1 and 50"), nullable=False)
    columns = Column(Integer, CheckConstraint("columns between 1 and 50"), nullable=False)
    places = Column(Integer, nullable=False)
"""
PLANNING = """# Domain

## Item total
Formula: total = quantity × unit_price

## Gross
Formula: gross = net + tax - rebate

## Places
Formula: places = rows × columns

## Edge cases
- Half a crate: places is 1250
- A prime: places is 1249
- Free item: the unit_price of an item is 0
"""
ASKED = """
from decimal import Decimal
from factories import *
import seed

def checked(row):
    if hasattr(row, "total"):
        assert row.quantity > 0 and abs(row.unit_price) <= Decimal("999999.99"), vars(row)
        assert row.total == row.quantity * row.unit_price and abs(row.total) <= Decimal("9999999999.99"), vars(row)
    if hasattr(row, "gross"):
        assert row.gross == row.net + row.tax - row.rebate, vars(row)
        assert 0 <= row.net <= Decimal("99999.99") and 0 < row.tax <= Decimal("99999.99"), vars(row)
        assert 0 <= row.rebate <= Decimal("99999.99"), vars(row)
    if hasattr(row, "places"):
        assert row.places == row.rows * row.columns and 1 <= row.rows <= 50 and 1 <= row.columns <= 50, vars(row)
    return row

for each in ("50.00", "-50.00", "1000000.00", "9999999999.99", "-9999999999.99", "0"):
    assert checked(ItemFactory.build(total=Decimal(each))).total == Decimal(each)
assert checked(ItemFactory.build(total=Decimal("50"), quantity=4)).unit_price == Decimal("12.50")
for each in ("10", "0", "-70000.50", "150000", "199999.98"):
    assert checked(BillFactory.build(gross=Decimal(each))).gross == Decimal(each)
for each in (1, 50, 51, 2500, 1250):
    assert checked(CrateFactory.build(places=each)).places == each
shown = [checked(one.factory.build(**edge)) for one in seed.SEEDS for edge in one.edges]
assert any(getattr(row, "total", 0) == Decimal("9999999999.99") for row in shown)
assert any(getattr(row, "unit_price", 0) == Decimal("999999.99") for row in shown)
assert any(getattr(row, "places", 0) == 1250 for row in shown)
print(len(shown))
"""


def test_what_is_given_is_shared_within_the_columns(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("")
    (tmp_path / "app" / "models.py").write_text(MODELS)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0"\ndependencies = ["sqlalchemy"]\n')
    (tmp_path / ".workflow").mkdir()
    (tmp_path / ".workflow" / "domain-knowledge.md").write_text(PLANNING)
    outcome = project(Request(tmp_path, only=("factories", "seed")))
    apply(outcome, tmp_path)
    assert int(ran(tmp_path, ASKED)) > 8
    found = {each.subject: each.done for each in outcome.coverage if each.kind == "domain cases"}
    assert found["Half a crate"] == found["Free item"] == 1
    assert found["A prime"] == 0  # no crate has 1249 places
