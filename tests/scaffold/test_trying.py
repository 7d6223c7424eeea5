"""What scripts that try factories share, and rows that only some of are refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from seedbed.api.mending import mended
from seedbed.api.projecting import Request, project
from seedbed.scaffold.stacks import trying

SELDOM = """
from sqlalchemy import Column, Integer, String, bindparam, func, select
from sqlalchemy.orm import column_property, declarative_base, validates

Base = declarative_base()


class Ticket(Base):
    __tablename__ = "tickets"
    id = Column(Integer, primary_key=True)
    title = Column(String(40), nullable=False)
    made = []

    @validates("title")
    def _titled(self, key, value):
        Ticket.made.append(value)
        if len(Ticket.made) == 9:
            raise ValueError(f"a title that is refused seldom: {value}")
        return value


# what only a query can tell, which gives it a word
Ticket.after = column_property(
    select(func.count()).where(Ticket.__table__.alias().c.id > bindparam("last")).scalar_subquery(), deferred=True
)
"""


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("abc", True),
        ("abcd", False),
        (Decimal("9.99"), True),
        (Decimal("9.999"), False),
        (Decimal(100), False),
        (7, True),
    ],
)
def test_a_value_fits_by_its_length_or_its_digits(value: object, *, held: bool) -> None:
    assert trying.holds(value, 3, 3, 2) is held


def test_a_table_of_one_row_gets_no_more() -> None:
    assert trying.more(1) == 0
    assert trying.more(3) > 3


def test_what_is_refused_seldom_is_found_among_rows_that_do_not_stay(tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(SELDOM)
    (tmp_path / "requirements.txt").write_text("sqlalchemy\n")
    request = Request(tmp_path, ("factories",))
    course = mended(request, project(request))
    failures = [failure for failure, _ in course.escalated] + [block.failure for _, block in course.fixes]
    assert any("refused seldom" in each.text + each.message for each in failures)
