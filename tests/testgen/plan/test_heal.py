"""Broken tests are mended where the fault is their own, and told where it is the product's."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.lessons.book import open_book
from seedbed.testgen.plan.explore.known import known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.graveyard.verify import granted, verify
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.mend import Ask, Healed, heal_tests
from seedbed.testgen.plan.heal.outcome import Failure, run_tests
from tests.testgen.plan.repository import GARAGE, LAB, made

BROKEN = Path(__file__).parent / "broken"
BARE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""Without the plug-ins of the machine a run of pytest starts in a quarter of the time."""

SAMPLE = [path for path in sorted(BROKEN.glob("*.txt")) if not path.stem.startswith("contra")][2::10]
"""One of ten; `python -m tests.testgen.plan` heals all of them."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return made(tmp_path)


def healed(repository: Path, text: str, ask: Ask | None = None, iterations: int = 3) -> tuple[Healed, str]:
    """As a run does: held against the lessons, then run and mended."""
    file = repository / "tests" / "test_case.py"
    file.write_text(text, encoding="utf-8")
    found = known(scan(repository, {"tests/test_case.py"}))
    fixtures = found.fixtures_for("tests/test_case.py")
    lessons = open_book(repository / "GRAVEYARD.md").lessons
    file.write_text(verify(text, file, lessons, found, fixtures).text, encoding="utf-8")
    came = heal_tests(
        file,
        found,
        fixtures,
        lambda: run_tests(repository, file, seconds=60, also=BARE),
        iterations=iterations,
        grants=granted(lessons, grants_of(found, fixtures)),
        ask=ask,
        original=text,
    )
    return came, file.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_what_is_its_own_fault_is_mended_by_rules(repository: Path, path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    came, after = healed(repository, before)
    assert came.outcomes.passed
    assert not came.outcomes.failures, came.findings
    assert after != before


@pytest.mark.parametrize("path", sorted(BROKEN.glob("contra*.txt")), ids=lambda path: path.stem)
def test_where_the_product_contradicts_the_plan_nothing_passes(repository: Path, path: Path) -> None:
    came, text = healed(repository, path.read_text(encoding="utf-8"))
    assert [each.what for each in came.findings] == ["the product contradicts the plan"]
    assert "assert" in text or "pytest.raises" in text
    assert not came.missing


UNSEEN = sorted((GARAGE / "broken").glob("*.txt"))


@pytest.mark.parametrize("path", UNSEEN[5::8], ids=lambda path: path.stem)
def test_another_repository_is_mended_and_contradicted_alike(tmp_path: Path, path: Path) -> None:
    came, _ = healed(made(tmp_path, GARAGE), path.read_text(encoding="utf-8"))
    if path.stem.startswith("contra"):
        assert came.findings
        assert not came.outcomes.passed
    else:
        assert (bool(came.outcomes.passed), came.findings) == (True, ())


LATER = ("exceptions-35", "fixtures-33", "imports-35", "keywords-34")
"""Two wrong expectations, setup that wants a fixture, a helper as a method, an argument that only a step names."""


@pytest.mark.parametrize(
    "path", [path for each in LATER for path in (LAB / "later").glob(f"{each}-*.txt")], ids=lambda path: path.stem
)
def test_what_types_and_steps_say_is_written(tmp_path: Path, path: Path) -> None:
    came, _ = healed(made(tmp_path, LAB), path.read_text(encoding="utf-8"))
    assert (bool(came.outcomes.passed), came.findings) == (True, ())


CONTRADICTION = (BROKEN / "contradictions-01-another_total.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("== 15", "== 20"),
        ("assert order.total == 15", "assert order.total"),
        ("assert order.total == 15", "assert True"),
        ("        order = make_order", "        return\n        order = make_order"),
        ("    def test_a_total", "    @pytest.mark.skip\n    def test_a_total"),
        ("== 15", "== 15  # type: ignore"),
        ("quantity=2", "quantity=1"),
        ("order.total == 15", "order.total == 15 or order"),
        ("order = make_order(client, quantity=2)", "order = type('O', (), {'total': 15})()"),
    ],
)
def test_a_model_that_cheats_is_refused(repository: Path, old: str, new: str) -> None:
    def cheats(text: str, failures: object) -> str:
        assert old in text
        return text.replace(old, new)

    came, text = healed(repository, CONTRADICTION, cheats)
    assert came.refused
    assert text == CONTRADICTION
    assert [each.what for each in came.findings] == ["the product contradicts the plan"]


def test_a_model_may_mend_what_rules_do_not(repository: Path) -> None:
    broken = (BROKEN / "imports-16-method_with_another_verb.txt").read_text(encoding="utf-8")
    broken = broken.replace("client.fetch_order", "client.lookup")
    asked: list[str] = []

    def mends(text: str, failures: list[Failure]) -> str:
        asked.append(failures[0].message)
        return text.replace("client.lookup(order.id)", "client.get_order(order.id)")

    came, _ = healed(repository, broken, mends)  # type: ignore[arg-type]
    assert "lookup" in asked[0]
    assert came.refused  # `lookup` may mean anything: that it is `get_order` is a guess
    assert came.findings


def test_it_stops_when_the_same_errors_come_back(repository: Path) -> None:
    asked: list[int] = []

    def idles(text: str, failures: object) -> str:
        asked.append(1)
        return text.replace('"""Orders of the shop."""\n\n    def', '"""Orders of the shop."""\n\n\n    def')

    came, text = healed(repository, CONTRADICTION, idles, iterations=9)
    assert len(asked) == 1
    assert [step.kept for step in came.steps] == [False]
    assert text == CONTRADICTION


def test_a_file_that_hangs_is_told(repository: Path) -> None:
    file = repository / "tests" / "test_hangs.py"
    file.write_text("import time\n\ntime.sleep(600)\n", encoding="utf-8")
    came = run_tests(repository, file, seconds=1.5, also=BARE)
    assert (came.code, [each.type for each in came.failures]) == (None, ["Hangs"])


def test_what_pytest_cannot_start_is_told(repository: Path) -> None:
    file = repository / "tests" / "test_new.py"
    file.write_text("def test_a():\n    pass\n", encoding="utf-8")
    came = run_tests(repository, file, ["--no-such-flag"], also=BARE)
    assert [each.type for each in came.failures] == ["NotRun"]
    assert "--no-such-flag" in came.output


def test_flags_and_variables_reach_the_tests(repository: Path) -> None:
    file = repository / "tests" / "test_new.py"
    text = "import os\n\n\ndef test_one():\n    assert os.environ['CLUSTER'] == 'dev'\n\n\ndef test_two():\n    pass\n"
    file.write_text(text, encoding="utf-8")
    came = run_tests(repository, file, ["-k", "one"], also={**BARE, "CLUSTER": "dev"})
    assert came.passed == ("tests/test_new.py::test_one",)


def test_a_wait_goes_before_what_takes_a_moment(repository: Path) -> None:
    text = '''"""Shipping."""


def test_shipping(client, paid_order):
    """Test that a paid order is shipped.

    Expected:
        - the order status is "shipped"
    """
    client.ship_order(paid_order.id)
    order = client.get_order(paid_order.id)
    assert order.status == "shipped"
'''
    came, after = healed(repository, text)
    assert not came.findings
    assert "    wait_for_status(client, paid_order.id, status='shipped')\n    order = client.get_order" in after
