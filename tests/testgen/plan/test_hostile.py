"""Ways to make a test pass that does not hold, thought of by one who knows the lock: each is refused.

Names are granted as they would be where an error elsewhere in the file has shown them to be missing.
"""
# ruff: noqa: E501 - what stood there and what stands there now is best read in one line

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.evidence import learned
from seedbed.testgen.plan.heal.lock.grants import Grants, grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.outcome import Failure
from tests.testgen.plan.test_lock import BEFORE, KNOWN, healed

HOST = '''"""Hostile."""

import pytest

from shop.errors import ConflictError
from testlib.orders import make_order, total_of
from testlib.waiting import wait_for_status

LIMIT = 3
EXPECTED_TOTAL = 20


def check_total(order, wanted):
    """Looks at a total."""
    assert order.total == wanted


class TestHost:
    """Hosts."""

    wanted = 20

    def test_flow(self, client):
        """Test that a total is right.

        Expected:
            - the total is 20
        """
        order = make_order(client, quantity=2)
        seen = order.discount_total
        assert seen == 20

    def test_call(self, client, paid_order):
        """Test that a stock is right.

        Expected:
            - the reserved stock is 8
        """
        left = client.stock_reserved("tea")
        assert left == 8
        assert client.stock_reserved("tea") == 8

    def test_alive(self, client, paid_order):
        """Test that it is open.

        Expected:
            - it is open
        """
        assert client.is_open()
        assert not paid_order.closed()
        with pytest.raises(ConflictError, match="paid"):
            client.cancel_order(paid_order.id)

    def test_loop(self, client, status):
        """Test that orders come.

        Expected:
            - three orders
        """
        state = "shipped"
        orders = client.list_orders(limit=3)
        check_total(orders[0], 20)
        assert len(orders) == LIMIT
        assert all(each.status == state for each in orders)
        assert [each.total for each in orders] == [20, 20, EXPECTED_TOTAL]
        assert total_of(orders) == self.wanted

    def test_wait(self, client, paid_order):
        """Test that it never ships.

        Expected:
            - it raises TimeoutError within 0.1 seconds
        """
        with pytest.raises(TimeoutError):
            wait_for_status(client, paid_order.id, status="shipped", timeout=0.1)
        deadline = 3
        assert client.elapsed(timeout=1) < deadline
'''


def _with(**more: frozenset[str] | frozenset[tuple[str, str]]) -> Grants:
    """What is known of the shop, and what errors have shown."""
    offered = ["total", "discount", "stock", "list_orders", "elapsed", "is_open", "closed", "total_of", "limit"]
    return KNOWN.with_(known=frozenset(offered)).with_(**more)


CHEATS: list[tuple[str, str, list[tuple[str, str]], Grants]] = [
    (
        "flow: attribute by way of a variable",
        HOST,
        [("order.discount_total", "order.total")],
        _with(missing=frozenset({"discount_total"})),
    ),
    (
        "call: another method by way of a variable",
        HOST,
        [
            ('left = client.stock_reserved("tea")', 'left = client.stock("tea")'),
            ('assert client.stock_reserved("tea")', 'assert client.stock_reserved("tea")'),
        ],
        _with(missing=frozenset({"stock_reserved"})),
    ),
    (
        "call: another method in an assertion",
        HOST,
        [('assert client.stock_reserved("tea")', 'assert client.stock("tea")')],
        _with(missing=frozenset({"stock_reserved"})),
    ),
    (
        "a method becomes itself by its plain name elsewhere",
        HOST,
        [("assert client.is_open()", "assert client.is_open")],
        _with(),
    ),
    ("not closed() to not closed", HOST, [("not paid_order.closed()", "not paid_order.closed")], _with()),
    (
        "a bound variable renamed as an attribute of its name is missing",
        HOST,
        [("each.status == state", "each.status == status")],
        _with(missing=frozenset({"state"}), fixtures=frozenset({"status"})),
    ),
    (
        "constant renamed since LIMIT missing elsewhere",
        HOST,
        [("== LIMIT", "== LIMITS")],
        _with(missing=frozenset({"LIMIT"}), known=frozenset({"LIMITS"})),
    ),
    ("the wait in raises longer", HOST, [('status="shipped", timeout=0.1', 'status="shipped", timeout=60')], _with()),
    ("the wait in an assertion", HOST, [("client.elapsed(timeout=1)", "client.elapsed(timeout=100)")], _with()),
    ("swap args by name", HOST, [("check_total(orders[0], 20)", "check_total(20, wanted=orders[0])")], _with()),
    ("class attribute", HOST, [("wanted = 20", "wanted = 30")], _with()),
    (
        "lesson constant in expected",
        HOST,
        [("EXPECTED_TOTAL = 20", "EXPECTED_TOTAL = total")],
        _with(replaced=frozenset({("20", "total")})),
    ),
    (
        "lesson constant in assertion via variable",
        HOST,
        [('state = "shipped"', "state = status")],
        _with(replaced=frozenset({('"shipped"', "status"), ("'shipped'", "status")})),
    ),
    (
        "lesson constant in a check",
        HOST,
        [("orders[0], 20)", "orders[0], total)")],
        _with(replaced=frozenset({("20", "total")})),
    ),
    (
        "required: limit given to another call",
        HOST,
        [("total_of(orders) ==", "total_of(orders, limit=0) ==")],
        _with(required=frozenset({"total_of:limit"})),
    ),
    (
        "required arg added to check, by name",
        HOST,
        [("check_total(orders[0], 20)", "check_total(orders[0], 20, client)")],
        _with(required=frozenset({"check_total:x"})),
    ),
    (
        "stock's argument",
        HOST,
        [('assert client.stock_reserved("tea")', 'assert client.stock_reserved("tea", status)')],
        _with(required=frozenset({"stock_reserved:status"})),
    ),
    ("self dropped", HOST, [("def test_flow(self, client)", "def test_flow(client)")], _with()),
    (
        "fixture renamed though bound",
        HOST,
        [("def test_call(self, client, paid_order)", "def test_call(self, client, new_order)")],
        _with(missing=frozenset({"paid_order"})),
    ),
    (
        "duplicate param",
        HOST,
        [("def test_call(self, client, paid_order)", "def test_call(self, client, paid_order, sku)")],
        _with(required=frozenset({"f:sku"})),
    ),
    (
        "an import of a fake under the same name",
        HOST,
        [("from testlib.orders import make_order, total_of", "from testlib.fakes import make_order, total_of")],
        _with(missing=frozenset({"make_order"}), known=frozenset({"testlib.fakes"})),
    ),
    (
        "an import moved as testlib missing",
        HOST,
        [
            (
                "from testlib.orders import make_order, total_of",
                "from os import path as make_order\nfrom testlib.orders import total_of",
            )
        ],
        _with(missing=frozenset({"make_order"})),
    ),
    (
        "import moves to unittest mock ANY",
        HOST,
        [("from shop.errors import ConflictError", "from builtins import Exception as ConflictError")],
        _with(missing=frozenset({"ConflictError"})),
    ),
    (
        "import of BaseException when module missing",
        HOST,
        [("from shop.errors import ConflictError", "from builtins import BaseException as ConflictError")],
        _with(missing=frozenset({"shop.errors", "errors"})),
    ),
    (
        "import of another exception as the missing one",
        HOST,
        [("from shop.errors import ConflictError", "from shop.errors import ShopError as ConflictError")],
        _with(missing=frozenset({"ConflictError"}), known=frozenset({"ShopError"})),
    ),
    (
        "parent exception as alias",
        HOST,
        [("from shop.errors import ConflictError", "from shop.errors import Exception as ConflictError")],
        _with(missing=frozenset({"shop.errors", "errors"}), known=frozenset({"Exception"})),
    ),
    (
        "what is asserted by the name of another function",
        HOST,
        [
            (
                "from testlib.orders import make_order, total_of",
                "from testlib.orders import make_order, subtotal_of as total_of",
            )
        ],
        _with(missing=frozenset({"total_of"}), known=frozenset({"subtotal_of"})),
    ),
    (
        "LIMIT deleted and imported",
        HOST,
        [("from testlib.orders import make_order, total_of", "from testlib.orders import LIMIT, make_order, total_of")],
        _with(known=frozenset({"LIMIT"})),
    ),
    (
        "late import shadows LIMIT",
        HOST,
        [
            (
                "        assert len(orders) == LIMIT",
                "        from testlib.orders import LIMIT\n        assert len(orders) == LIMIT",
            )
        ],
        _with(known=frozenset({"LIMIT"})),
    ),
    (
        "late import shadows when missing",
        HOST,
        [
            (
                "        assert len(orders) == LIMIT",
                "        from testlib.orders import LIMIT\n        assert len(orders) == LIMIT",
            )
        ],
        _with(known=frozenset({"LIMIT"}), missing=frozenset({"LIMIT"})),
    ),
    (
        "late import of an imported name",
        HOST,
        [
            (
                "        order = make_order(client, quantity=2)\n",
                "        from testlib.fakes import make_order\n        order = make_order(client, quantity=2)\n",
            )
        ],
        _with(known=frozenset({"testlib.fakes"})),
    ),
    (
        "late import of an imported name, first",
        HOST,
        [
            (
                "from testlib.orders import make_order, total_of",
                "from testlib.fakes import make_order\nfrom testlib.orders import make_order, total_of",
            )
        ],
        _with(known=frozenset({"testlib.fakes"})),
    ),
    (
        "late import of total_of as other",
        HOST,
        [("        assert total_of", "        from testlib.fakes import total_of\n        assert total_of")],
        _with(known=frozenset({"testlib.fakes"})),
    ),
    (
        "import moved to the end, and shadowing",
        HOST,
        [("EXPECTED_TOTAL = 20\n", "EXPECTED_TOTAL = 20\nfrom testlib.orders import EXPECTED_TOTAL\n")],
        _with(known=frozenset({"EXPECTED_TOTAL"})),
    ),
    (
        "import dropped and fixture of that name",
        HOST,
        [
            ("from testlib.orders import make_order, total_of", "from testlib.orders import total_of"),
            ("def test_flow(self, client)", "def test_flow(self, client, make_order)"),
        ],
        _with(fixtures=frozenset({"make_order"})),
    ),
    (
        "fixture shadows an import",
        HOST,
        [("def test_flow(self, client)", "def test_flow(self, client, make_order)")],
        _with(fixtures=frozenset({"make_order"}), required=frozenset({"x:y"})),
    ),
    (
        "fixture shadows a helper of the file",
        HOST,
        [("def test_loop(self, client, status)", "def test_loop(self, client, status, check_total)")],
        _with(fixtures=frozenset({"check_total"}), required=frozenset({"x:y"})),
    ),
    (
        "fixture shadows a constant",
        HOST,
        [("def test_loop(self, client, status)", "def test_loop(self, client, status, LIMIT)")],
        _with(fixtures=frozenset({"LIMIT"}), required=frozenset({"x:y"})),
    ),
    (
        "fixture shadows a local",
        HOST,
        [("def test_loop(self, client, status)", "def test_loop(self, client, status, state)")],
        _with(fixtures=frozenset({"state"}), required=frozenset({"x:y"})),
    ),
    (
        "usefixtures another",
        '''import pytest


@pytest.mark.usefixtures("filled")
def test_a(client):
    """A."""
    assert client.stock("tea") == 8
''',
        [('"filled"', '"new_order"')],
        _with(missing=frozenset({"filled"})),
    ),
    (
        "autouse fixture new",
        HOST,
        [
            (
                "class TestHost",
                "@pytest.fixture(autouse=True)\ndef sku2(client):\n    return make_order(client)\n\n\nclass TestHost",
            )
        ],
        _with(missing=frozenset({"sku2"})),
    ),
    (
        "new fixture that shadows helper",
        HOST,
        [
            (
                "class TestHost",
                "@pytest.fixture\ndef total_of(client):\n    return make_order(client)\n\n\nclass TestHost",
            )
        ],
        _with(missing=frozenset({"total_of"})),
    ),
    (
        "new fixture fakes",
        HOST,
        [
            (
                "class TestHost",
                "@pytest.fixture\ndef filled(client):\n    make_order(client)\n    return 20\n\n\nclass TestHost",
            )
        ],
        _with(missing=frozenset({"filled"})),
    ),
    (
        "new fixture with default",
        HOST,
        [
            (
                "class TestHost",
                "@pytest.fixture\ndef filled(client, x=make_order(None)):\n    return make_order(client)\n\n\nclass TestHost",
            )
        ],
        _with(missing=frozenset({"filled"})),
    ),
    (
        "new fixture named otherwise",
        HOST,
        [
            (
                "class TestHost",
                '@pytest.fixture(name="client")\ndef filled(sku):\n    return make_order(sku)\n\n\nclass TestHost',
            )
        ],
        _with(missing=frozenset({"filled"})),
    ),
    (
        "new fixture assigns over import",
        HOST,
        [
            (
                "class TestHost",
                "@pytest.fixture\ndef filled(client):\n    make_order = total_of(client)\n    return make_order\n\n\nclass TestHost",
            )
        ],
        _with(missing=frozenset({"filled"})),
    ),
    (
        "new fixture decorated",
        HOST,
        [
            (
                "class TestHost",
                "@pytest.fixture\n@total_of\ndef filled(client):\n    return make_order(client)\n\n\nclass TestHost",
            )
        ],
        _with(missing=frozenset({"filled"})),
    ),
    (
        "new fixture stores into subscripts",
        HOST,
        [
            (
                "class TestHost",
                "@pytest.fixture\ndef filled(client):\n    client['x'] = make_order(client)\n    return client\n\n\nclass TestHost",
            )
        ],
        _with(missing=frozenset({"filled"})),
    ),
    (
        "assigned missing subject from expected",
        BEFORE.replace("expected = 10 * quantity\n        ", ""),
        [("        assert order.total", "        expected = order.total(client)\n        assert order.total")],
        KNOWN.with_(missing=frozenset({"expected"})),
    ),
    (
        "assigned missing subject by helper",
        BEFORE.replace("expected = 10 * quantity\n        ", ""),
        [("        assert order.total", "        expected = make_order(client).total\n        assert order.total")],
        KNOWN.with_(missing=frozenset({"expected"})),
    ),
    (
        "assigned missing expected by call",
        BEFORE.replace("expected = 10 * quantity\n        ", ""),
        [("        assert order.total", "        expected = total(order)\n        assert order.total")],
        KNOWN.with_(missing=frozenset({"expected"})),
    ),
    (
        "bound name assigned as it is missing elsewhere",
        HOST,
        [
            (
                "        assert len(orders) == LIMIT",
                "        orders = make_order(client)\n        assert len(orders) == LIMIT",
            )
        ],
        _with(missing=frozenset({"orders"})),
    ),
    (
        "bound expected assigned, missing as attribute",
        HOST,
        [("        assert seen == 20", "        seen = make_order(client)\n        assert seen == 20")],
        _with(missing=frozenset({"seen"})),
    ),
    (
        "bound module constant rebound",
        HOST,
        [
            (
                "        assert len(orders) == LIMIT",
                "        LIMIT = total_of(orders)\n        assert len(orders) == LIMIT",
            )
        ],
        _with(missing=frozenset({"LIMIT"})),
    ),
    (
        "wait that changes",
        HOST,
        [("        left = client", "        client.wait_and_restock(client)\n        left = client")],
        _with(known=frozenset({"wait_and_restock"})),
    ),
    (
        "wait helper with wrong effect",
        HOST,
        [("        left = client", "        make_wait_order(client)\n        left = client")],
        _with(known=frozenset({"make_wait_order"})),
    ),
    ("sleep of other", HOST, [("        left = client", "        client.sleep(3)\n        left = client")], _with()),
    (
        "in raises: wait before",
        HOST,
        [
            (
                "            client.cancel_order(paid",
                "            wait_for_status(client, paid_order.id, status='x')\n            client.cancel_order(paid",
            )
        ],
        _with(),
    ),
    (
        "nested raises attr slip",
        HOST,
        [("            client.cancel_order(paid_order.id)", "            client.cancel(paid_order.id)")],
        _with(missing=frozenset({"cancel_order"}), known=frozenset({"cancel"})),
    ),
    (
        "raises body near method",
        HOST,
        [("            client.cancel_order(paid_order.id)", "            client.get_order(paid_order.id)")],
        _with(missing=frozenset({"cancel_order"})),
    ),
    (
        "raises body renamed variable",
        HOST,
        [("            client.cancel_order(paid_order.id)", "            client.cancel_order(new_order.id)")],
        _with(missing=frozenset({"paid_order"})),
    ),
    (
        "raises: module alias to parent",
        HOST.replace("TimeoutError)", "errors.TimeoutError)"),
        [("errors.TimeoutError", "orders.TimeoutError")],
        _with(missing=frozenset({"errors"})),
    ),
    ("raises: fake root", HOST, [("raises(TimeoutError)", "raises(client.TimeoutError)")], _with()),
    ("raises: call result", HOST, [("raises(TimeoutError)", "raises(pytest.TimeoutError)")], _with()),
    (
        "raises: shadow raises func",
        HOST,
        [
            ("import pytest\n", "import pytest\nfrom contextlib import suppress as raises\n"),
        ],
        _with(),
    ),
    ("encoding cookie", HOST, [('"""Hostile."""', '# -*- coding: utf-7 -*-\n"""Hostile."""')], _with()),
    ("noqa hidden as nosec", HOST, [("        assert seen == 20", "        assert seen == 20  # nosec")], _with()),
    ("type: ignore upper", HOST, [("        assert seen == 20", "        assert seen == 20  # TYPE:IGNORE")], _with()),
    ("pyright comment basic", HOST, [("LIMIT = 3", "LIMIT = 3  #pyright:basic")], _with()),
    (
        "exchange one silencer for another line",
        HOST.replace("LIMIT = 3", "LIMIT = 3  # noqa"),
        [("  # noqa", ""), ("assert seen == 20", "assert seen == 20  # type: ignore")],
        _with(),
    ),
    ("unicode lookalike name", HOST, [("assert seen == 20", "assert ѕeen == 20")], _with()),
    (
        "annotation comp",
        HOST,
        [("def test_flow(self, client)", "def test_flow(self, client: [x for x in make_order])")],
        _with(),
    ),
    (
        "annotation setcomp",
        HOST,
        [("def test_flow(self, client)", "def test_flow(self, client: {x for x in make_order})")],
        _with(),
    ),
    (
        "annotation yield",
        HOST,
        [("        order = make_order(client, quantity=2)", "        order: (yield) = make_order(client, quantity=2)")],
        _with(),
    ),
    (
        "ann assign without value",
        HOST,
        [("        assert seen == 20", "        seen: int\n        assert seen == 20")],
        _with(),
    ),
    ("type params", HOST, [("def test_flow(self", "def test_flow[T: print](self")], _with()),
    ("class type params", HOST, [("class TestHost:", "class TestHost[T: print]:")], _with()),
    ("f-string replaced", HOST.replace('"tea") == 8', 'f"{3}") == 8'), [('f"{3}"', 'f"{3!r}"')], _with()),
    ("bytes", HOST, [('state = "shipped"', 'state = b"shipped"')], _with()),
    ("1 to True", HOST, [("client.elapsed(timeout=1)", "client.elapsed(timeout=True)")], _with()),
    ("20 to 20.0", HOST, [("seen == 20", "seen == 20.0")], _with()),
    ("-0.0", HOST.replace("seen == 20", "seen == 0.0"), [("seen == 0.0", "seen == -0.0")], _with()),
    (
        "attribute of module moved",
        HOST.replace("total_of(orders) ==", "orders_of.total_of(orders) =="),
        [("orders_of.total_of(orders)", "total_of(orders)")],
        _with(missing=frozenset({"total_of", "orders_of"})),
    ),
    (
        "self.client to a fixture of other value",
        HOST,
        [
            ("== self.wanted", "== wanted"),
            ("def test_loop(self, client, status)", "def test_loop(self, client, status, wanted)"),
        ],
        _with(missing=frozenset({"wanted"}), fixtures=frozenset({"wanted"})),
    ),
    ("docstring f", HOST, [('        """Test that it never ships.', '        f"""Test that it never ships.')], _with()),
    (
        "module docstring after import",
        HOST,
        [('"""Hostile."""\n\nimport pytest\n', 'import pytest\n"""Hostile."""\n')],
        _with(),
    ),
    ("future import", HOST, [("import pytest\n", "from __future__ import annotations\nimport pytest\n")], _with()),
    ("async with", HOST, [("with pytest.raises(TimeoutError)", "async with pytest.raises(TimeoutError)")], _with()),
    (
        "decorator order",
        BEFORE,
        [('    @pytest.mark.parametrize("quantity", [1, 2, 3])', '    @pytest.fixture("quantity", [1, 2, 3])')],
        KNOWN,
    ),
    (
        "fixture autouse removed",
        BEFORE.replace('scope="session"', 'scope="session", autouse=True'),
        [('scope="session", autouse=True', 'scope="session"')],
        KNOWN,
    ),
    ("method taken from class via order", HOST, [("class TestHost", "class TestHost(check_total)")], _with()),
    (
        "delete a test by moving it inside another",
        HOST,
        [("    def test_wait", "    def helper(self):\n      def test_wait")],
        _with(),
    ),
]


@pytest.mark.parametrize(("before", "pairs", "grants"), [each[1:] for each in CHEATS], ids=[each[0] for each in CHEATS])
def test_what_errors_elsewhere_grant_weakens_nothing(before: str, pairs: list[tuple[str, str]], grants: Grants) -> None:
    assert not refusals(before, before, grants)
    assert refusals(before, healed(*pairs, before=before), grants)


ALLOWED: list[tuple[str, str, list[tuple[str, str]], Grants]] = [
    (
        "a method that asks for the same by another verb",
        HOST,
        [("left = client.stock_reserved", "left = client.get_stock_reserved")],
        _with(missing=frozenset({"stock_reserved"}), known=frozenset({"get_stock_reserved"})),
    ),
    (
        "a property that was called, as an error has shown",
        HOST,
        [("assert client.is_open()", "assert client.is_open")],
        _with(plain=frozenset({"is_open"})),
    ),
    (
        "a fixture in the state that the test speaks of",
        HOST.replace("Test that it never ships.", "Test that what is paid never ships.").replace("paid_order", "order"),
        [
            ("def test_wait(self, client, order)", "def test_wait(self, client, paid_order)"),
            ("wait_for_status(client, order.id", "wait_for_status(client, paid_order.id"),
        ],
        _with(missing=frozenset({"order"})),
    ),
    (
        "a longer wait than the plan's own words leave open",
        HOST.replace("within 0.1 seconds", "within 5 seconds"),
        [("timeout=0.1", "timeout=5")],
        _with(),
    ),
    (
        "a fixture that was missing, made by helpers",
        HOST,
        [
            (
                "class TestHost",
                "@pytest.fixture\ndef filled(client):\n    made = make_order(client)\n    return made\n\n\nclass TestHost",
            )
        ],
        _with(missing=frozenset({"filled"})),
    ),
]


@pytest.mark.parametrize(
    ("before", "pairs", "grants"), [each[1:] for each in ALLOWED], ids=[each[0] for each in ALLOWED]
)
def test_what_is_meant_is_let_through(before: str, pairs: list[tuple[str, str]], grants: Grants) -> None:
    assert [str(each) for each in refusals(before, healed(*pairs, before=before), grants)] == []


FIXTURES = """import pytest


def test_order({0}order, client):
    \"\"\"
    Test that an order cannot be shipped.

    Preconditions:
        - A {1} order
    \"\"\"
    assert {0}order.id
"""


@pytest.mark.parametrize(
    ("asked", "there", "said", "allowed"),
    [
        ("cancelled_", "paid_order", "cancelled", False),
        ("cancelled_", "new_order", "cancelled", False),
        ("", "paid_order", "shipped", False),
        ("", "paid_order", "paid", True),
        ("payed_", "paid_order", "paid", False),
        ("paied_", "paid_order", "paid", True),
    ],
)
def test_a_fixture_in_another_state_is_not_what_was_meant(asked: str, there: str, said: str, *, allowed: bool) -> None:
    before = FIXTURES.format(asked, said)
    after = before.replace(f"({asked}order", f"({there}").replace(f"assert {asked}order", f"assert {there}")
    grants = replace(_with(missing=frozenset({f"{asked}order"})), described={there: f"{there} An order."})
    assert (refusals(before, after, grants) == ()) is allowed


OFF = '''from testlib.orders import make_order


def test_order(client):
    """
    Test that an order {}.
    """
    order = make_order(client, express={})
    assert order.total == 20
'''


@pytest.mark.parametrize(
    ("said", "value", "allowed"),
    [
        ("is made", "False", True),
        ("is made", "True", False),
        ("is made", "0", False),
        ("is not express", "False", False),
    ],
)
def test_only_what_turns_off_what_nobody_speaks_of_is_left_out(said: str, value: str, *, allowed: bool) -> None:
    before = OFF.format(said, value)
    after = before.replace(f", express={value}", "")
    assert refusals(before, after, _with())
    assert (refusals(before, after, _with(keywords=frozenset({"make_order:express"}))) == ()) is allowed


@pytest.mark.parametrize("words", ["unexpected field(s): express", "an unexpected keyword argument 'express'"])
def test_what_the_product_refuses_in_its_own_words_is_kept_where_the_plan_speaks_of_it(words: str) -> None:
    failure = Failure("x", "call", "TypeError", (), f"make_order() got {words}", "", "", (), ())
    grants = learned(_with(), failure)
    before = OFF.format("is express", "True")
    assert grants.keywords == {"make_order:express"}
    for cheat in ("", ", express=None", ", quantity=1", ", fast=False"):
        assert refusals(before, before.replace(", express=True", cheat), grants)


@pytest.mark.parametrize("said", ["at once", "immediately", "without waiting"])
def test_what_happens_at_once_is_not_waited_for(said: str) -> None:
    before = OFF.format(f"is shipped {said}", "False")
    wait = '    wait_for_status(client, order.id, status="paid")\n    assert order.total'
    assert refusals(before, before.replace("    assert order.total", wait), _with())
    later = before.replace(said, "some day")
    assert not refusals(later, later.replace("    assert order.total", wait), _with())


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ("a `conflict error` is raised", True),
        ("a conflict, and no error", False),
        ("a not found error is raised", False),
        ("it raises NotFoundError, no conflict error", False),
    ],
)
def test_an_exception_is_named_in_all_of_its_words_or_not_at_all(said: str, *, allowed: bool) -> None:
    before = BEFORE.replace("it raises ConflictError", said)
    after = before.replace("pytest.raises(NotFoundError)", "pytest.raises(ConflictError)")
    assert (refusals(before, after, KNOWN) == ()) is allowed


MILL = """
class Miller:
    def ask(self): ...

class Wheel:
    number = 1

class Cog(Wheel):
    number = 2

def turn(miller, wheel, times=1): ...
def same(wheel, cog): ...
"""

TURNED = '''import pytest

from mill import Cog, Miller, Wheel, same, turn


def test_turned():
    """Test that a wheel turns."""
    miller = Miller()
    wheel = Wheel()
    cog = Cog()
    turn({})
    turn(miller, wheel, times=2)
    same(cog, wheel)
    with pytest.raises(AttributeError):
        turn(wheel, miller)
    assert turn(miller, wheel) == 1
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("turn(miller, wheel, times=2)", "turn(wheel, miller, times=2)"),
        ("same(cog, wheel)", "same(wheel, cog)"),  # both are wheels
        ("        turn(wheel, miller)", "        turn(miller, wheel)"),  # that it fails is what is tested
        ("turn(miller, wheel) == 1", "turn(wheel, miller) == 1"),
        ("turn(wheel, miller)\n    turn", "turn(miller, cog)\n    turn"),
        ("turn(wheel, miller)\n    turn", "turn(miller, miller)\n    turn"),
        ("turn(wheel, miller)\n    turn", "turn(miller, wheel, 3)\n    turn"),
    ],
)
def test_only_objects_in_each_others_place_change_places(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "mill.py").write_text(MILL, encoding="utf-8")
    grants = grants_of(known(scan(tmp_path)), {})
    text = TURNED.format("wheel, miller")
    assert not refusals(text, TURNED.format("miller, wheel"), grants)
    assert old in text
    assert refusals(text, text.replace(old, new), grants)
