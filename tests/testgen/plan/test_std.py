"""Descriptions of tests: written from a plan, read back, and every departure from the form told."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.errors import ReadError
from seedbed.testgen.plan.std.check import check_std
from seedbed.testgen.plan.std.make import describe, path_of
from seedbed.testgen.plan.std.read import read_std
from seedbed.testgen.plan.std.write import std_text
from seedbed.testgen.plan.stp.read import open_stp
from tests.cli.program import run

PLANS = Path(__file__).parent / "shop" / "stps"
NAMES = sorted(path.stem for path in PLANS.glob("*.md"))


def text_of(name: str) -> str:
    return std_text(describe(open_stp(PLANS / f"{name}.md"), "2026-01-01", f"stps/{name}.md"))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_has_no_departure_and_reads_back_the_same(name: str) -> None:
    plan = open_stp(PLANS / f"{name}.md")
    described, text = describe(plan, "2026-01-01", f"stps/{name}.md"), text_of(name)
    assert not check_std(text, "std.md", plan)
    back = read_std(text, "std.md")
    assert (back.feature, back.reference, back.generated) == (plan.feature, f"stps/{name}.md", "2026-01-01")
    pairs = zip(described.files[0].tests(), back.files[0].tests(), strict=True)
    for (_, wanted), (_, test) in pairs:
        assert (wanted.name, wanted.steps, wanted.expected) == (test.name, test.steps, test.expected)
        assert (wanted.negative, wanted.scenario, wanted.criteria) == (test.negative, test.scenario, test.criteria)


def test_its_path_and_its_stubs() -> None:
    assert path_of(open_stp(PLANS / "cancel.md")) == "tests/std/cancelling_orders/std_shop_41.md"
    text = text_of("cancel")
    assert "### File: `tests/cancelling_orders/test_cancelling_orders.py`" in text
    assert "[NEGATIVE] Test that it raises ConflictError." in text
    assert '"""\nCancelling orders\n\nSTP Reference: stps/cancel.md\n' in text


def test_a_scenario_with_two_expected_results_becomes_two_tests() -> None:
    plan = PLANS.parent / "stps" / "shipping.md"
    text = plan.read_text(encoding="utf-8").replace(
        '- **Expected Result:** The order status is "shipped"',
        '- **Expected Result:**\n  - The order status is "shipped"\n  - The order has a parcel number',
    )
    from seedbed.testgen.plan.stp.read import read_stp

    found = read_std(std_text(describe(read_stp(text, "p.md"), "2026-01-01", "p.md")), "std.md")
    tests = [test for _, test in found.files[0].tests() if test.scenario == "Scenario 1"]
    assert [test.expected for test in tests] == ['The order status is "shipped"', "The order has a parcel number"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("## Summary", "## Sum", "the section Summary is missing"),
        ("**Generated:** 2026-01-01", "", "there is no Generated"),
        ("## Feature: Cancelling orders", "", "there is no feature"),
        ("# Software Test Description (STD)", "", "there is no title"),
        ("STP Reference: stps/cancel.md\n", "", "no STP Reference"),
        (
            "            - it raises NotFoundError\n",
            "            - it raises NotFoundError\n            - nothing else\n",
            "2 Expected",
        ),
        ("        Expected:\n            - it raises NotFoundError\n", "", "has no Expected"),
        ("            1. Cancel an order that does not exist\n", "", "has no Steps"),
        ("            1. Cancel an order that does not exist\n", "            2. Cancel it\n", "not numbered"),
        ("[NEGATIVE] Test that it raises NotFoundError", "It raises NotFoundError", "does not begin with"),
        ("        pass\n", "        assert True\n", "has a body with code"),
        ("    __test__ = False\n", "    limit = 3\n", "has code beside its stubs"),
        ("```\n\n---\n\n## Test Cov", "```\n\n```python\npass\n```\n\n---\n\n## Test Cov", "2 python blocks"),
        ("### File: `tests/", "### File: `../tests/", "no path of a test file"),
        ("| TS-06 | `test_", "| TS-06 | `test_no", "which is not described"),
        (
            "| TS-05 | `test_cancel_the_paid_order",
            "| TS-99 | `test_cancel_the_paid_order",
            "the scenario TS-05 has no test",
        ),
    ],
)
def test_every_departure_is_told(old: str, new: str, what: str) -> None:
    text = text_of("cancel")
    assert old in text
    found = check_std(text.replace(old, new, 1), "std.md", open_stp(PLANS / "cancel.md"))
    assert any(what in problem.what for problem in found), [problem.what for problem in found]
    assert all(problem.where.startswith("std.md:") for problem in found)


def test_stubs_that_are_no_python_are_told_with_their_line() -> None:
    text = text_of("cancel").replace("        pass\n", "        pass pass\n", 1)
    line = text[: text.index("pass pass")].count("\n") + 1
    assert f"std.md:{line}" in {problem.where for problem in check_std(text, "std.md")}
    with pytest.raises(ReadError) as told:
        read_std(text, "std.md")
    assert told.value.problems[0].where == f"std.md:{line}"


def test_the_command_writes_and_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stps").mkdir()
    (tmp_path / "stps" / "3.md").write_text((PLANS / "cancel.md").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = run("std", "stps/3.md")
    assert (ran.code, ran.out.split(":")[1]) == (0, " 4 tests for 4 scenarios, 140 lines\n"), ran.err
    assert "TS-03 to TS-04 are not in the plan" in ran.err
    path = tmp_path / "tests" / "std" / "cancelling_orders" / "std_shop_41.md"
    assert run("std", "check", path).code == 0
    path.write_text(path.read_text(encoding="utf-8").replace("| TS-05 |", "| TS-04 |"), encoding="utf-8")
    checked = run("std", "check", path)
    assert checked.code == 1
    assert "the scenario TS-05 has no test" in checked.out
    assert run("std", "stps/3.md").code == 4  # a person changed it
    assert run("std", "stps/3.md", "--force").code == 0
    assert run("std", "a", "b").code == 2
    assert run("std", "stps/3.md", "--today", "tomorrow").code == 2
