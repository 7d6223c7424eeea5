"""Lessons are looked for by structure, and mended; what only the environment can show is told as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.lessons.book import open_book
from seedbed.lessons.record import Lesson
from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.graveyard.pattern import patterns
from seedbed.testgen.plan.graveyard.verify import Verified, verify
from tests.testgen.plan.repository import made


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Known]:
    folder = made(tmp_path_factory.mktemp("shop"))
    return folder, known(scan(folder))


def held(shop: tuple[Path, Known], text: str, *lessons: Lesson) -> Verified:
    folder, found = shop
    told = lessons or open_book(folder / "GRAVEYARD.md").lessons
    return verify(text, folder / "tests" / "test_x.py", told, found, found.fixtures_for("tests/test_x.py"))


FILE = '''"""Orders."""

import pytest

from shop import ShopClient
from shop.errors import InvalidOrderError
from testlib.wait import wait_for_status


class TestOrders:
    """Orders."""

    def test_all(self, client: ShopClient, new_order, paid_order):
        """Test that all is well.

        Steps:
            1. Create an order with quantity 5

        Expected:
            - the shop refuses
        """
        order = client.create_order("cup")
        with pytest.raises(InvalidOrderError):
            client.cancel_order(paid_order.id)
        wait_for_status(client, order.id, timeout=0.1)
        client.get_order(1)
'''


def test_ten_lessons_of_which_one_is_not_checkable(shop: tuple[Path, Known]) -> None:
    found = held(shop, FILE)
    assert [each.mended for each in found.violations] == [True] * 8
    assert found.not_checkable == ("The server was out of ports",)
    for line in (
        "from shop.client import ShopClient",
        "from testlib.waiting import wait_for_status",
        "from testlib.orders import MISSING_ORDER",
        "    def test_all(self, client: ShopClient, paid_order):",
        '        order = client.create_order("cup", quantity=5)',
        "        with pytest.raises(ConflictError):",
        "        wait_for_status(client, order.id, timeout=5, status='shipped')",
        "        client.get_order(MISSING_ORDER)",
    ):
        assert line in found.text
    assert not held(shop, found.text).violations


def test_a_fixture_that_is_used_is_told_and_left(shop: tuple[Path, Known]) -> None:
    text = "def test_a(client, new_order, paid_order):\n    assert new_order.total == paid_order.total\n"
    found = held(shop, text)
    assert (found.text, [each.mended for each in found.violations]) == (text, [False])
    assert "a person" in found.violations[0].why


def test_what_the_plan_names_outweighs_a_lesson(shop: tuple[Path, Known]) -> None:
    text = FILE.replace("- the shop refuses", "- it raises InvalidOrderError")
    found = held(shop, text)
    assert "pytest.raises(InvalidOrderError)" in found.text
    assert [each.mended for each in found.violations].count(False) == 1


def test_nothing_to_find_and_no_python_change_nothing(shop: tuple[Path, Known]) -> None:
    clean = "def test_a(client):\n    assert client.stock('tea') == 10\n"
    assert held(shop, clean) == Verified(clean, (), ("The server was out of ports",))
    assert held(shop, "def test_a(:\n").text == "def test_a(:\n"


def lesson(wrong: str, correct: str) -> Lesson:
    return Lesson(title="t", wrong=wrong, correct=correct)


@pytest.mark.parametrize(
    ("wrong", "correct", "before", "after"),
    [
        ("f(qty=1)", "f(quantity=1)", "client.f(qty=3)", "client.f(quantity=3)"),
        (
            "wait_for_status(a, b, 's')",
            "wait_for_status(a, b, status='s')",
            "wait_for_status(c, d, 'x')",
            "wait_for_status(c, d, status='x')",
        ),
        ("client.cancel(1)", "client.cancel_order(1)", "client.cancel(9)", "client.cancel_order(9)"),
        ("json", "import json", "json.dumps(1)", "import json"),
        ("def test(clinet):\n    pass", "def test(client):\n    pass", "client = 0", "client = 0"),
        ("f(timeout=1)", "f(timeout=9)", "f(timeout=1)", "f(timeout=9)"),
        ("f(timeout=1)", "f(timeout=9)", "f(timeout=2)", "f(timeout=2)"),
        (
            "a = client.get_order(1)",
            "wait_for_status(client, 1, status='x')\na = client.get_order(1)",
            "a = client.get_order(1)",
            "wait_for_status(client, 1, status='x')\n    a = ",
        ),
    ],
)
def test_each_kind_of_difference(shop: tuple[Path, Known], wrong: str, correct: str, before: str, after: str) -> None:
    text = f"from testlib.waiting import wait_for_status\n\n\ndef test_a(client, new_order):\n    {before}\n"
    assert after in held(shop, text, lesson(wrong, correct)).text


@pytest.mark.parametrize(
    ("wrong", "correct"),
    [("a = 1", "a = 1"), ("this is no Python", "x = 1"), ("", ""), ("f()\nwait(1)", "f()"), ("server = Server()",) * 2],
)
def test_what_is_not_checkable(wrong: str, correct: str) -> None:
    assert patterns(wrong, correct) == ()


def test_an_optional_keyword_is_asked_for_only_where_the_call_says_the_same(shop: tuple[Path, Known]) -> None:
    told = lesson("run(command=['reset', vm], space=s)", "run(command=['reset', vm], space=s, strict=False)")
    assert "strict=False" in held(shop, "def test_a():\n    run(command=['reset', x], space=y)\n", told).text
    assert "strict" not in held(shop, "def test_a():\n    run(command=['start', x], space=y)\n", told).text


def test_a_missing_file_of_lessons_is_no_failure(tmp_path: Path) -> None:
    assert open_book(tmp_path / "GRAVEYARD.md").lessons == ()
