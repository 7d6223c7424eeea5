"""Types are checked by pyright and mended by rules; nothing is silenced."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.types import check
from seedbed.testgen.plan.types.heal import Typed, heal_types
from tests.testgen.plan.repository import made

pytestmark = pytest.mark.skipif(check.pyright() is None, reason="no pyright: pip install 'seedbed[check]'")

FILE = '''"""Types."""

from typing import Optional

from shop.client import ShopClient
from shop.model import Order


def found(client: ShopClient, order_id: int) -> Optional[Order]:
    """An order, or none."""
    return client.get_order(order_id) if order_id else None


class TestTypes:
    """Types."""

    def test_all(self, client: ShopClient) -> None:
        """Test that all is well.

        Steps:
            1. Create an order with quantity 3

        Expected:
            - the order total is 30
        """
        order = client.create_order("tea", qty=3)
        seen = found(client, order.id)
        wait_for_status(client, seen.id, state="new")
        assert order.total == 30
        assert client.get_ordr(order.id) == order
'''


def typed(tmp_path: Path, text: str, iterations: int = 10) -> tuple[Typed, str]:
    repository = made(tmp_path)
    file = repository / "tests" / "test_types.py"
    file.write_text(text, encoding="utf-8")
    found = known(scan(repository))
    came = heal_types(repository, file, found, found.fixtures_for("tests/test_types.py"), iterations=iterations)
    return came, file.read_text(encoding="utf-8")


def test_errors_are_mended_in_place_and_nothing_is_silenced(tmp_path: Path) -> None:
    came, text = typed(tmp_path, FILE)
    assert (len(came.before), came.after, came.refused) == (5, (), ())
    assert "quantity=3" in text
    assert 'status="new"' in text
    assert "        assert seen is not None\n        wait_for_status" in text
    assert "client.get_order(order.id) == order" in text
    assert "ignore" not in text


def test_what_no_rule_mends_is_left_and_told(tmp_path: Path) -> None:
    text = 'def test_a() -> None:\n    """Test that a."""\n    number: int = "one"\n    assert number\n'
    came, after = typed(tmp_path, text)
    assert (after, came.steps) == (text, ())
    assert "2:" in came.after[0] or "3:" in came.after[0]


def test_without_iterations_nothing_is_asked(tmp_path: Path) -> None:
    came, _ = typed(tmp_path, FILE, 0)
    assert not came.ran
