"""Ranges, limits, formulas, cases and rules, as planning documents put them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedbed.errors import Origin
from seedbed.project.planning.decisions import read_decisions
from seedbed.project.planning.domain import formulas_in
from seedbed.project.planning.facts import Decision, Planning, Statement
from seedbed.project.planning.limits import read_limits
from seedbed.project.planning.open import read_planning
from seedbed.project.planning.ranges import ranges_in
from seedbed.project.planning.roles import read_roles
from seedbed.project.planning.rules import rules_in
from seedbed.project.planning.text import Document, statements, tables
from seedbed.read.markdown import lines_of

HERE = Origin("f.md", 1)


@pytest.fixture(scope="module")
def rental() -> Planning:
    """The facts of a project with a library of its domain."""
    return read_planning(Path(__file__).with_name("folders") / "rental")


@pytest.mark.parametrize(
    ("text", "subject", "low", "high", "unit"),
    [
        ("Age: 18–65 years", "Age", 18, 65, "years"),
        ("Age is between 18 and 65", "Age", 18, 65, ""),
        ("Rates range from 0.12% to 1.32%", "Rates", "0.12", "1.32", "%"),
        ("TOB tax applies at 0.12%-1.32% depending on type", "TOB tax", "0.12", "1.32", "%"),
        ("Price: $1,000 – $250,000", "Price", 1000, 250000, "$"),
        ("quantity: min 1, max 99", "quantity", 1, 99, ""),
        ("Volume ≥ 0.5 l", "Volume", "0.5", None, "l"),
        ("Weight must be at least 3 kg", "Weight", 3, None, "kg"),
        ("Uploads: up to 25 MB", "Uploads", None, 25, "MB"),
        ("Income: $609,351+: 37%", "Income", 609351, None, "$"),
        ("0 <= score <= 1", "0 <= score <= 1", 0, 1, ""),
        ("temperature: -18..4 °C", "temperature", -18, 4, "°C"),
        ("score in 0...1", "score", 0, 1, ""),
    ],
)
def test_ranges(text: str, subject: str, low: object, high: object, unit: str) -> None:
    (found,) = ranges_in(Statement(text, HERE))
    wanted = tuple(None if value is None else Decimal(str(value)) for value in (low, high))
    assert (found.subject, found.low, found.high, found.unit) == (subject, *wanted, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Last researched: 2025-10-01",
        "IRS Revenue Procedure 2023-34",
        "see BACK-01 - BACK-03",
        "versions 1.2.3 - 1.2.4",
        "open 09:00-17:00",
        "https://example.org/a-1-2",
        "Step 1: do it",
        "10 - 2",
        "nothing here",
        "the years 2019-2024",
    ],
)
def test_what_is_no_range(text: str) -> None:
    assert not list(ranges_in(Statement(text, HERE)))


def test_the_library_gives_realistic_values(rental: Planning) -> None:
    found = {each.subject: f"{each.low} {each.high} {each.unit}" for each in rental.ranges}
    assert found["Daily rate"] == "4 180 €"
    assert found["age of a guest"] == "18 99 years"
    assert found["battery voltage"] == "10.8 54 V"
    assert found["Power drills"] == "400 None W"
    assert found["Rental fee"] == "14 None days"
    assert [str(each.origin) for each in rental.ranges if each.subject == "Deposit"] == [
        ".workflow/domain-knowledge.md:9"
    ]


def test_limits_in_tables_and_bullets(rental: Planning) -> None:
    found = [(each.subject, each.sense, each.number, each.unit) for each in rental.limits]
    assert found == [
        ("running bookings per guest", "most", 3, "running"),
        ("Photo size", "most", 5, "MB"),
        ("No limit on notes", "most", None, ""),
        ("Search", "most", 200, "ms"),
        ("Uptime", "least", Decimal("99.5"), "%"),
        ("Tools per depot", "most", 2500, ""),
        ("Photos kept", "most", 10, ""),
        ("Notes length", "most", None, ""),
    ]
    assert rental.limits[3].text == "< 200ms"
    assert rental.limits[3].origin.line == 18


def test_formulas_with_worked_examples(rental: Planning) -> None:
    late, fee, worked = rental.formulas
    assert (late.name, late.text) == ("Late fee", "daily_rate × days_late × 1.5")
    assert fee.name == "Rental fee"
    assert fee.text.split("\n")[1] == "Step 2: fee = days × daily_rate"
    (example,) = fee.examples
    assert example.given == "daily_rate = €12.50, 8 days"
    assert example.steps[0] == "Step 1: 8 × €12.50 = €100.00"
    assert example.result == "€90.00"
    assert worked.examples[0].result == "30"


def test_a_form_that_is_filled_in() -> None:
    text = """CALCULATION: Income tax
Formula:
  Step 1: taxable = gross - deductions
  Step 2: Apply brackets:
    - $0–$11,600: 10%
Edge cases:
  - Negative income: tax is $0
Worked example:
  Given: gross = $60,000
  Bracket 1: $11,600 × 10% = $1,160
  Result: $1,160
  WRONG: $60,000 × 10%
Source: somewhere
"""
    (tax,) = formulas_in("", statements(lines_of(text), "f.md"))
    assert tax.name == "Income tax"
    assert "Step 1: taxable = gross - deductions" in tax.text
    assert tax.examples[0].steps == ("Bracket 1: $11,600 × 10% = $1,160",)


def test_edge_cases_and_gotchas(rental: Planning) -> None:
    found = {each.name: (each.kind, each.topic) for each in rental.cases}
    assert found == {
        "Summer time": ("gotcha", "Time"),
        "Return after closing counts for the next day": ("gotcha", "Time"),
        "Returned the same day": ("edge case", ""),
        "Negative days": ("edge case", ""),
        "common mistake": ("gotcha", ""),
        "Deposit above the fee": ("edge case", ""),
    }
    later = next(each for each in rental.cases if each.name.startswith("Return after"))
    assert later.text.endswith("compare with the opening hours of the depot")


def test_rules_of_decisions(rental: Planning) -> None:
    found = [(each.kind, each.entity, each.left, each.sense, each.right) for each in rental.rules]
    assert found == [
        ("rule", "Booking", "ends_on", ">", "starts_on"),
        ("rule", "Booking", "deposit", ">=", "fee"),
        ("computed", "Booking", "fee", "=", "daily_rate × days"),
    ]
    assert {each.decision for each in rental.rules} == {"BACK-04"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("end_at > start_at", ("end_at", ">", "start_at")),
        ("`end_at` must be on or after `start_at`", ("end_at", ">=", "start_at")),
        ("end_at cannot be before start_at", ("end_at", ">=", "start_at")),
        ("discount_pct must not exceed 100", ("discount_pct", "<=", "100")),
        ("paid_total must equal invoice_total", ("paid_total", "=", "invoice_total")),
        ("Order.total ≥ 0", ("Order.total", ">=", "0")),
        ("min_price ≤ max_price", ("min_price", "<=", "max_price")),
        ("buyer_id != seller_id", ("buyer_id", "!=", "seller_id")),
    ],
)
def test_comparisons(text: str, wanted: tuple[str, str, str]) -> None:
    said = statements(lines_of(f"Business rules:\n- {text} | enforced at: service"), "f.md")
    (rule,), _ = rules_in(said, "BACK-01")
    assert (rule.left, rule.sense, rule.right) == wanted


@pytest.mark.parametrize(
    ("text", "names", "ranked"),
    [
        ("Role hierarchy: chief > lead > worker", "chief lead worker", True),
        ("Role hierarchy: Chief → Team Lead → Worker", "Chief Team Lead Worker", True),
        ("Ranks: CHIEF(3) > LEAD(2) > WORKER(1)", "CHIEF LEAD WORKER", True),
        ("Roles: chief ⊇ lead ⊇ worker for reading", "chief lead worker", True),
        ("worker < lead < chief", "chief lead worker", True),
        ("Roles are `chief`, `lead` and `worker`", "chief lead worker", False),
        ("Roles: Chief (all), Lead (own team), Worker (own rows)", "Chief Lead Worker", False),
        ("Access levels: guest, member", "guest member", False),
        ("A user has one role: chief/lead", "chief lead", False),
        ("Tokens live 15 min, refresh > 7 days", "", False),
    ],
)
def test_roles(text: str, names: str, ranked: bool) -> None:
    roles = read_roles(Decision("SEC-01", text, text, HERE), ())
    assert " ".join(role.name for role in roles) == names
    assert [role.rank for role in roles] == [at if ranked else None for at in range(len(roles))]


def test_roles_of_bullets_and_matrices() -> None:
    text = """### SEC-01: Permissions
Roles:
- **chief**: may do all
- **worker**: own rows

| Action | Chief | Worker |
|--------|-------|--------|
| Delete | ✅ | ❌ |

### SEC-02: Other
| Role | May |
|------|-----|
| auditor | read |
"""
    document = Document("f.md", lines_of(text))
    found = []
    for decision in read_decisions(document)[0]:
        lines = [line for line in document.lines if decision.origin.line < line.number <= decision.last]
        found += [(role.name, role.text) for role in read_roles(decision, tuple(tables(lines)))]
    assert found == [("chief", "may do all"), ("worker", "own rows"), ("auditor", "read")]


@pytest.mark.parametrize("text", ["Response time < 200ms", "a -> b", "Users > 100 are many", "x is before noon"])
def test_what_compares_no_fields(text: str) -> None:
    assert rules_in((Statement(text, HERE),), "")[0] == ()


def test_checks_of_fields_are_ranges_and_rules_in_words_are_kept() -> None:
    text = """ENTITY: Order
Fields:
- quantity: int | required: yes | validation: 1..99
Business rules:
- Issued orders cannot be edited | enforced at: service
"""
    rules, ranges = rules_in(statements(lines_of(text), "f.md"), "BACK-02")
    assert [f"{each.subject} {each.low} {each.high}" for each in ranges] == ["Order.quantity 1 99"]
    assert [(each.text, each.left) for each in rules] == [("Issued orders cannot be edited", "")]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "-",
                "|",
                ":",
                ".",
                ",",
                ";",
                "1",
                "2.5",
                "$3",
                "4%",
                "–",
                "to",
                "between",
                "and",
                "min",
                "max",
                ">=",
                "Formula:",
                "=",
                "×",
                "Example:",
                "edge",
                "cases",
                "a_b",
                "\n",
            ]
        )
    )
)
def test_no_document_crashes(pieces: list[str]) -> None:
    text = " ".join(pieces)
    said = statements(lines_of(text), "f.md")
    formulas_in("x", said)
    rules_in(said, "")
    list(read_limits(Document("f.md", lines_of(text))))
    for each in said:
        list(ranges_in(each))
