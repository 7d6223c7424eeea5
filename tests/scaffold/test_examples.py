"""Worked examples of formulas: rows that show them, and formulas that they contradict."""

from __future__ import annotations

from decimal import Decimal

import pytest

from seedbed.errors import Note
from seedbed.project.facts import Model, Sum, Worked
from seedbed.project.planning.domain import formulas_in
from seedbed.project.planning.text import statements
from seedbed.read.markdown import lines_of
from seedbed.scaffold.examples import worked_in

RENTAL = Model("app.models", "Rental", "rentals", ())
FEE = Sum("fee", ("days", "day_rate"))
TOTAL = Sum("total", ("net", "tax", "rebate"), (1, 1, -1))


def worked(text: str, one: Sum) -> tuple[list[Worked], list[Note]]:
    """The examples that are followed of a text with one formula, and the notes of the others."""
    (formula,) = formulas_in("Fees", statements(lines_of(text), "fees.md"))
    notes: list[Note] = []
    return list(worked_in(formula, one, RENTAL, notes)), notes


@pytest.mark.parametrize(
    "example",
    [
        "Example: 8 × €12.50 = €100.00",
        "Example:\n- Given: days = 8, day rate = $12.50\n- Result: $100",
        "Example:\n- Given: 8 days, day_rate: 12.50\n- Step 1: 12.50 × 8 = 100\n- Result: 90.00 with a voucher",
        "Example:\n- Given: 8 days\n- Step 1: 12.50 * 8 = 100.00",
        "Example:\n- Given: rental days of 8, rental.day_rate is 12.5",
    ],
)
def test_examples_of_a_product_are_read(example: str) -> None:
    made, notes = worked(f"Formula: fee = days × day_rate\n\n{example}\n", FEE)
    assert [each.parts for each in made] == [(("days", Decimal(8)), ("day_rate", Decimal("12.5")))]
    assert made[0].name == "worked example of Fees"
    assert notes == []


def test_examples_of_a_sum_are_read() -> None:
    text = "Formula: total = net + tax - rebate\n\nExample: $1,000.00 + 190 − 90 = $1,100.00\n"
    made, notes = worked(text, TOTAL)
    assert dict(made[0].parts) == {"net": 1000, "tax": 190, "rebate": 90}
    assert notes == []


def test_a_rounded_result_agrees() -> None:
    made, _ = worked("Formula: fee = days × day_rate\n\nExample: 3 × 3.333 = 10.00\n", FEE)
    assert len(made) == 1


def test_what_contradicts_its_formula_or_cannot_be_read_is_told() -> None:
    text = "Formula: fee = days × day_rate\n\nExample: 3 × 10.00 = 31.00\n\nExample: three days of a drill\n"
    made, notes = worked(text, FEE)
    assert made == []
    assert [note.what for note in notes] == [
        "the worked example 1 of Fees makes 31.00, and the formula 30",
        "the worked example 2 of Fees is not followed",
    ]
    assert notes[1].why == "it tells no number of days, day_rate"
    assert [str(note.origin) for note in notes] == ["fees.md:3", "fees.md:5"]
