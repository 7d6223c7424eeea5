"""Test plans in their four dialects, and what is said where they are untidy or cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.errors import ReadError
from seedbed.testgen.plan.stp.model import TestPlan
from seedbed.testgen.plan.stp.read import open_stp, read_stp

PLANS = Path(__file__).parent / "shop" / "stps"


def plan(name: str) -> TestPlan:
    return read_stp((PLANS / f"{name}.md").read_text(encoding="utf-8"), f"{name}.md")


def told(found: TestPlan) -> list[str]:
    return [f"{note.where}: {note.what}" for note in found.notes]


def test_a_table_of_scenarios() -> None:
    found = plan("cancel")
    assert (found.feature, found.jira) == ("Cancelling orders", "SHOP-41")
    assert [(each.id, each.line) for each in found.scenarios] == [
        ("TS-01", 32),
        ("TS-02", 33),
        ("TS-05", 34),
        ("TS-06", 35),
    ]
    first = found.scenarios[0]
    assert first.title == 'Cancel the new order and verify the order status is "cancelled"'
    assert (first.tier, first.automated, first.priority, first.criteria) == (
        "Tier 2 (End-to-End)",
        "Yes",
        "P0",
        ("AC-1",),
    )
    assert [(each.id, each.scenarios) for each in found.criteria][1] == ("AC-2", ("TS-01",))


def test_ids_that_skip_and_tables_that_disagree_are_told_with_their_lines() -> None:
    assert told(plan("cancel")) == [
        "cancel.md:34: TS-03 to TS-04 are not in the plan",
        "cancel.md:33: TS-02 names AC-2, which does not name it",
        "cancel.md:35: TS-06 names AC-4, which is no criterion of the plan",
        "cancel.md:17: AC-2 names TS-01, which does not name it",
    ]


def test_scenarios_under_headings_of_tiers() -> None:
    found = plan("shipping")
    first, second, last = found.scenarios
    assert (first.id, first.title, first.line) == ("Scenario 1", "Ship a paid order", 19)
    assert first.steps == ("Ship the paid order", 'Wait until the order status is "shipped"')
    assert first.expected == ('The order status is "shipped"',)
    assert (first.tier, second.tier, second.priority) == ("Tier 2 (End-to-End)", "Tier 1 (Functional)", "P1")
    assert last.requirement == "SHOP-58"  # traced by the words that its row shares with it
    assert "Scenario 3 is not in the plan" in told(found)[0]


def test_a_table_keyed_by_tickets_with_descriptions_below() -> None:
    found = plan("stock")
    assert [each.id for each in found.scenarios] == ["SHOP-63 #1", "SHOP-63 #2", "SHOP-64"]
    first = found.scenarios[0]
    assert first.title == "Verify stock goes down with an order"
    assert first.steps == ("Create order with quantity 2", "Read the stock")
    assert first.expected == ('the stock of sku "tea" is 8',)
    assert "only" in told(found)[0]


def test_tickets_as_users_say_them() -> None:
    found = plan("coupons")
    assert [each.id for each in found.scenarios] == ["SHOP-70", "SHOP-71", "TS-01", "TS-02"]
    assert [each.requirement for each in found.scenarios][2:] == ["SHOP-74", "SHOP-74"]
    assert found.scenarios[0].expected == ("the order total is 18",)
    assert (found.scenarios[1].tier, found.scenarios[1].priority) == ("Tier 1", "P1")


def test_a_row_without_a_ticket_goes_on_with_the_one_above() -> None:
    text = "# Plan\n\n| Requirement ID | Requirement Summary | Test Scenario(s) | Tier | Priority |\n"
    text += "|:-|:-|:-|:-|:-|\n"
    text += "| [ID-1] | Log in | Log in with a password → Verify a session is there | 1 | P0 |\n"
    text += "| | | Log in without one | 2 | P1 |\n"
    found = read_stp(text, "p.md").scenarios
    assert [(each.id, each.tier, each.priority) for each in found] == [
        ("ID-1 #1", "Tier 1", "P0"),
        ("ID-1 #2", "Tier 2", "P1"),
    ]
    assert (found[0].steps, found[0].expected) == (("Log in with a password",), ("a session is there",))


def test_names_and_their_approach_inside_cells() -> None:
    text = "# Plan\n\n| ID | Test Scenarios |\n|-|-|\n"
    text += "| [ID-123] | - **Copy a file** Test Approach (Make a file → Copy it → Verify both are equal)<br>"
    text += "- **Copy nothing** Test Approach (Copy it → Verify it raises CopyError) |\n"
    first, second = read_stp(text, "p.md").scenarios
    assert (first.id, first.title, first.steps) == ("ID-123 #1", "Copy a file", ("Make a file", "Copy it"))
    assert (second.title, second.expected) == ("Copy nothing", ("it raises CopyError",))


def test_what_cannot_be_read_is_told_at_once_with_lines() -> None:
    text = "# Plan\n\n| Test ID | Scenario Description |\n|-|-|\n"
    text += "| TS-01 | |\n| | Verify this |\n| TS-03 | Verify that |\n\n"
    text += "**Scenario 4:**\n- **Steps:** 1. a\n\n**Scenario 5: Empty**\n\n"
    text += "- **[ID-9]** — As a user, I want\n  - *Priority:* P0\n"
    with pytest.raises(ReadError) as told_of:
        read_stp(text, "p.md")
    assert [problem.where for problem in told_of.value.problems] == ["p.md:5", "p.md:6", "p.md:9", "p.md:12", "p.md:14"]


@pytest.mark.parametrize("text", ["", "# Plan\n\nNothing here.\n", "| Risk | Text |\n|-|-|\n| R-01 | It rains |\n"])
def test_a_plan_without_scenarios_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match="no scenario"):
        read_stp(text, "p.md")


def test_the_same_id_twice_is_told_and_neither_is_lost() -> None:
    text = "# P\n\n| Test ID | Scenario Description |\n|-|-|\n"
    text += "| TS-01 | Verify this |\n| TS-01 | Verify that |\n| TS-01 | Verify that |\n"
    found = read_stp(text, "p.md")
    assert [each.title for each in found.scenarios][:2] == ["Verify this", "Verify that"]
    assert told(found)[0] == "p.md:6: TS-01 stands twice, with different texts"


def test_a_plan_of_ten_thousand_lines() -> None:
    rows = "".join(
        f"| TS-{number:05d} | Verify thing {number} works | Tier 1 | Yes | P1 | AC-1 |\n" for number in range(1, 10_001)
    )
    found = read_stp(
        f"# P\n\n| Test ID | Scenario | Tier | Automated | Priority | ACs |\n|-|-|-|-|-|-|\n{rows}", "p.md"
    )
    assert (len(found.scenarios), found.scenarios[-1].line, found.notes) == (10_000, 10_004, ())


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "p.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReadError, match="UTF-8"):
        open_stp(tmp_path / "p.md")
    with pytest.raises(ReadError, match="No such file"):
        open_stp(tmp_path / "none.md")
