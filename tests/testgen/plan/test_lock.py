"""The intent lock: what healing may change passes, and every way to weaken a test that we could think of is refused."""
# ruff: noqa: E501 - what stood there and what stands there now is best read in one line

from __future__ import annotations

import pytest

from seedbed.testgen.plan.heal.forms.slips import is_near, is_typo
from seedbed.testgen.plan.heal.lock.grants import Grants, stated
from seedbed.testgen.plan.heal.lock.refusals import refusals

BEFORE = '''"""Orders."""

import pytest

from shop.errors import ConflictError, NotFoundError
from testlib.orders import make_order
from testlib.waiting import wait_for_status

LIMIT = 3


@pytest.fixture(scope="session")
def big(client):
    """A big order."""
    return make_order(client, quantity=9)


@pytest.mark.tier1
class TestOrders:
    """Orders."""

    @pytest.mark.parametrize("quantity", [1, 2, 3])
    def test_totals(self, client, quantity):
        """Test that a total is right.

        Steps:
            1. Create an order with quantity 2

        Expected:
            - the order total is right
        """
        expected = 10 * quantity
        order = make_order(client, quantity=quantity)
        assert order.total == expected, "the total is wrong"
        for each in [1, 2]:
            assert order.quantity >= each

    def test_shipping(self, client, paid_order):
        """Test that an order is shipped.

        Expected:
            - the order status is shipped
        """
        client.ship_order(paid_order.id)
        order = wait_for_status(client, paid_order.id, status="shipped", timeout=0.1)
        assert order.status == "shipped"

    def test_cancel(self, client, paid_order):
        """[NEGATIVE] Test that a paid order stays.

        Expected:
            - it raises ConflictError
        """
        with pytest.raises(NotFoundError):
            client.cancel_order(paid_order.id)
        assert client.stock("tea") == 8
'''

KNOWN = Grants(
    known=frozenset(
        [
            "make_order",
            "wait_for_status",
            "cancel_order",
            "ship_order",
            "get_order",
            "stock",
            "total",
            "status",
            "quantity",
            "ConflictError",
            "id",
            "NotFoundError",
            "ShopClient",
            "restock",
            "client",
            "errors",
            "orders",
            "waiting",
            "MISSING_ORDER",
        ]
    ),
    fixtures=frozenset(["client", "paid_order", "new_order", "sku", "tmp_path", "monkeypatch", "request"]),
)


def healed(*pairs: tuple[str, str], before: str = BEFORE) -> str:
    for old, new in pairs:
        assert old in before, old
        before = before.replace(old, new, 1)
    return before


CHECKED = '''"""Orders, looked at by a helper and a fixture of the file."""

import pytest

from shop.errors import ConflictError
from testlib.orders import make_order

LIMIT = 3


def check_total(order, wanted):
    """Looks at a total."""
    assert order.total == wanted


@pytest.fixture
def filled(client):
    """A shelf that is looked at."""
    made = make_order(client, quantity=2)
    assert made.total == 20
    return made


@pytest.mark.parametrize("quantity", [1, 2], ids=["one", "two"])
def test_totals(client, quantity):
    """Test that a total is right.

    Expected:
        - the total is right
    """
    order = make_order(client, quantity=quantity)
    check_total(order, 10 * quantity)
    assert order.total == pytest.approx(10 * quantity, rel=0.01)
    with pytest.raises(ConflictError, match="paid"):
        client.cancel_order(order.id)
    if order.paid:
        assert order.status == "paid"
    else:
        raise ValueError
    try:
        client.ship_order(order.id)
    finally:
        assert client.stock("tea") == 8
'''

MORE_CHEATS: list[tuple[str, list[tuple[str, str]]]] = [
    ("the helper's assertion", [("assert order.total == wanted", "assert order.total")]),
    (
        "the helper returns early",
        [("    assert order.total == wanted", "    return\n    assert order.total == wanted")],
    ),
    ("the helper has a default", [("order, wanted)", "order, wanted=None)")]),
    ("the fixture's assertion", [("made.total == 20", "made.total >= 0")]),
    ("the fixture gives another", [("return made", "return make_order(client, quantity=1)")]),
    ("the fixture has no case", [("@pytest.fixture\n", "@pytest.fixture(params=[])\n")]),
    ("the fixture has another's name", [("@pytest.fixture\n", '@pytest.fixture(name="client")\n')]),
    ("the product is set by a function", [("    order = make", "    setattr(client, 'stock', len)\n    order = make")]),
    ("the module skips", [("LIMIT = 3", "LIMIT = 3\npytest.skip('x', allow_module_level=True)")]),
    ("the module needs what is not there", [("LIMIT = 3", "LIMIT = 3\nnone = pytest.importorskip('none')")]),
    ("a hook turns outcomes", [("LIMIT = 3", "LIMIT = 3\n\n\ndef pytest_runtest_makereport(item, call):\n    yield")]),
    ("a plug-in", [("LIMIT = 3", "LIMIT = 3\npytest_plugins = ['testlib.fakes']")]),
    ("names of the module's own making", [("LIMIT = 3", "LIMIT = 3\n\n\ndef __getattr__(name):\n    return None")]),
    (
        "what equals everything",
        [("LIMIT = 3", "LIMIT = 3\n\n\nclass Same:\n    def __eq__(self, other):\n        return 1")],
    ),
    (
        "ANY",
        [("import pytest\n", "import pytest\nfrom unittest.mock import ANY\n"), ("10 * quantity, rel", "ANY, rel")],
    ),
    ("warnings are hidden", [("import pytest\n", "import pytest\nimport warnings\nwarnings.simplefilter('ignore')\n")]),
    ("other names of cases", [('ids=["one", "two"]', 'ids=["a", "b"]')]),
    ("no names of cases", [(', ids=["one", "two"]', "")]),
    ("wider about", [("rel=0.01", "rel=100")]),
    ("another kind of about", [("rel=0.01", "rel=0.01, abs=1000")]),
    ("no words of the exception", [(', match="paid"', "")]),
    ("any words of the exception", [('match="paid"', 'match=".*"')]),
    ("an exception more", [("raises(ConflictError,", "raises((ConflictError, Exception),")]),
    ("a warning for an exception", [("pytest.raises", "pytest.warns")]),
    (
        "under a condition",
        [('        assert order.status == "paid"', '        if order.id:\n            assert order.status == "paid"')],
    ),
    ("the condition turned", [("if order.paid:", "if not order.paid:")]),
    ("no raising", [("    else:\n        raise ValueError\n", "")]),
    ("caught", [("    finally:", "    except Exception:\n        pass\n    finally:")]),
    ("only where all is well", [("    finally:", "    except OSError:\n        return\n    else:")]),
    (
        "within a function that nobody calls",
        [("    check_total(order, 10", "    def later():\n        check_total(order, 10")],
    ),
    ("what is looked at is what is wanted", [("(order, 10 * quantity)", "(order, order.total)")]),
    ("a helper that looks at nothing", [("    check_total(order", "    make_order(order")]),
    ("never awaited", [("def test_totals", "async def test_totals")]),
    ("never run", [("    check_total(order, 10", "    yield\n    check_total(order, 10")]),
    ("a helper of another module", [("from testlib.orders", "from testlib.fakes")]),
    ("an exception of another module", [("from shop.errors", "from testlib.fakes")]),
    ("run again until it passes", [("@pytest.mark.para", "@pytest.mark.flaky(reruns=9)\n@pytest.mark.para")]),
    (
        "expected to fail within",
        [
            (
                "    check_total(order, 10 * quantity)",
                "    with pytest.raises(AssertionError):\n        check_total(order, 10 * quantity)",
            )
        ],
    ),
    ("the message does it", [('== "paid"\n', '== "paid", pytest.skip("x")\n')]),
    (
        "the annotation does it",
        [
            (
                "order = make_order(client, quantity=quantity)\n    check",
                'order: print("x") = make_order(client, quantity=quantity)\n    check',
            )
        ],
    ),
]


@pytest.mark.parametrize("pairs", [each[1] for each in MORE_CHEATS], ids=[each[0] for each in MORE_CHEATS])
def test_helpers_fixtures_and_hooks_are_held_too(pairs: list[tuple[str, str]]) -> None:
    known = KNOWN.with_(known=frozenset({"paid", "testlib.fakes", "fakes"}))
    assert not refusals(CHECKED, CHECKED, known)
    assert refusals(CHECKED, healed(*pairs, before=CHECKED), known)


CHEATS: list[tuple[str, list[tuple[str, str]]]] = [
    ("an assertion is deleted", [('        assert order.status == "shipped"\n', "")]),
    ("an assertion is made true", [('assert order.status == "shipped"', "assert True")]),
    (
        "an assertion is widened by or",
        [('assert order.status == "shipped"', 'assert order.status == "shipped" or True')],
    ),
    ("another operator", [("order.total == expected", "order.total >= expected")]),
    ("another value", [('client.stock("tea") == 8', 'client.stock("tea") == 10')]),
    ("in a set of values", [('order.status == "shipped"', 'order.status in {"shipped", "shipping"}')]),
    ("not", [('assert order.status == "shipped"', 'assert not order.status == "nothing"')]),
    ("a truth in place of a value", [('assert order.status == "shipped"', "assert order.status")]),
    ("another message", [('"the total is wrong"', '"never mind"')]),
    ("the value by way of a variable", [("expected = 10 * quantity", "expected = order_total = 20")]),
    (
        "the value from the product",
        [
            (
                "expected = 10 * quantity\n        order = make_order(client, quantity=quantity)\n",
                "order = make_order(client, quantity=quantity)\n        expected = order.total\n",
            )
        ],
    ),
    (
        "the value rebound",
        [("        assert order.total", "        expected = order.total\n        assert order.total")],
    ),
    (
        "the subject rebound",
        [
            (
                '        assert order.status == "shipped"',
                '        order.status = "shipped"\n        assert order.status == "shipped"',
            )
        ],
    ),
    (
        "the subject is a fake",
        [("order = make_order(client, quantity=quantity)", "order = type('O', (), {'total': 10})()")],
    ),
    ("the helper is shadowed", [("LIMIT = 3", "LIMIT = 3\n\n\ndef make_order(client, quantity):\n    return None")]),
    ("the helper is shadowed by a lambda", [("LIMIT = 3", "LIMIT = 3\nmake_order = lambda *a, **k: None")]),
    ("the helper is shadowed within", [("        expected = 10", "        make_order = print\n        expected = 10")]),
    (
        "caught and passed",
        [
            (
                '        assert order.status == "shipped"',
                '        try:\n            assert order.status == "shipped"\n        except AssertionError:\n            pass',
            )
        ],
    ),
    (
        "suppressed",
        [
            (
                '        assert order.status == "shipped"',
                '        with contextlib.suppress(AssertionError):\n            assert order.status == "shipped"',
            )
        ],
    ),
    (
        "an early return",
        [("        client.ship_order(paid_order.id)\n", "        return\n        client.ship_order(paid_order.id)\n")],
    ),
    (
        "under a condition that is false",
        [
            (
                '        assert order.status == "shipped"',
                '        if False:\n            assert order.status == "shipped"',
            )
        ],
    ),
    ("skipped by a marker", [("    def test_shipping", "    @pytest.mark.skip\n    def test_shipping")]),
    ("expected to fail", [("    def test_shipping", '    @pytest.mark.xfail(reason="flaky")\n    def test_shipping')]),
    (
        "skipped within",
        [
            (
                "        client.ship_order(paid_order.id)\n",
                "        pytest.skip()\n        client.ship_order(paid_order.id)\n",
            )
        ],
    ),
    ("skipped by the module", [("LIMIT = 3", "LIMIT = 3\npytestmark = pytest.mark.skip")]),
    (
        "switched off",
        [('    """Orders."""\n\n    @pytest', '    """Orders."""\n\n    __test__ = False\n\n    @pytest')],
    ),
    ("the class is renamed", [("class TestOrders", "class Orders")]),
    ("a test is renamed", [("def test_shipping", "def check_shipping")]),
    ("a test is deleted", [(BEFORE[BEFORE.index("    def test_cancel") :], "")]),
    (
        "a test is defined again",
        [("    def test_cancel", "    def test_shipping(self):\n        pass\n\n    def test_cancel")],
    ),
    ("a test is new", [("    def test_cancel", "    def test_more(self):\n        pass\n\n    def test_cancel")]),
    ("a marker is taken away", [("@pytest.mark.tier1\n", "")]),
    ("fewer cases", [("[1, 2, 3]", "[1, 2]")]),
    ("other cases", [("[1, 2, 3]", "[1, 2, 4]")]),
    ("no case", [("[1, 2, 3]", "[]")]),
    ("a case marked", [("[1, 2, 3]", "[1, 2, pytest.param(3, marks=pytest.mark.skip)]")]),
    ("a loop is emptied", [("for each in [1, 2]", "for each in []")]),
    ("the docstring is changed", [("- the order status is shipped", "- the order status is anything")]),
    (
        "the docstring is taken away",
        [
            (
                '        """Test that an order is shipped.\n\n        Expected:\n            - the order status is shipped\n        """\n',
                "",
            )
        ],
    ),
    ("any exception", [("pytest.raises(NotFoundError)", "pytest.raises(Exception)")]),
    (
        "any exception, called by another name",
        [
            (
                "from shop.errors import ConflictError, NotFoundError",
                "from shop.errors import ConflictError\nfrom builtins import Exception as NotFoundError",
            )
        ],
    ),
    ("any exception, by a name of one's own", [("LIMIT = 3", "LIMIT = 3\nNotFoundError = Exception")]),
    ("several exceptions", [("pytest.raises(NotFoundError)", "pytest.raises((NotFoundError, ConflictError))")]),
    ("an exception that nobody names", [("pytest.raises(NotFoundError)", "pytest.raises(ValueError)")]),
    (
        "an exception of the test's own",
        [("            client.cancel_order(paid_order.id)\n", "            raise NotFoundError\n")],
    ),
    (
        "an exception of the test's own before the call",
        [
            (
                "            client.cancel_order(paid_order.id)\n",
                "            raise NotFoundError\n            client.cancel_order(paid_order.id)\n",
            )
        ],
    ),
    (
        "another call within raises",
        [("            client.cancel_order(paid_order.id)\n", "            client.get_order(0)\n")],
    ),
    (
        "one more call within raises",
        [
            (
                "            client.cancel_order(paid_order.id)\n",
                "            client.get_order(0)\n            client.cancel_order(paid_order.id)\n",
            )
        ],
    ),
    (
        "no more raises",
        [
            (
                "        with pytest.raises(NotFoundError):\n            client.cancel_order(paid_order.id)\n",
                "        client.cancel_order(paid_order.id)\n",
            )
        ],
    ),
    (
        "the stock is put right by a helper",
        [
            (
                '        assert client.stock("tea") == 8',
                '        client.restock("tea")\n        assert client.stock("tea") == 8',
            )
        ],
    ),
    ("an argument is changed", [("quantity=quantity)\n        assert", "quantity=3)\n        assert")]),
    (
        "an argument that nobody misses",
        [("quantity=quantity)\n        assert", 'quantity=quantity, sku="cup")\n        assert')],
    ),
    ("another helper", [("client.ship_order(paid_order.id)", "client.get_order(paid_order.id)")]),
    ("a step is deleted", [("        client.ship_order(paid_order.id)\n", "")]),
    ("a shorter wait", [("timeout=0.1", "timeout=0.01")]),
    ("a wait without end", [("timeout=0.1", "timeout=86400")]),
    ("a sleep without end", [("        client.ship_order", "        time.sleep(86400)\n        client.ship_order")]),
    (
        "the product is patched",
        [
            (
                "def test_shipping(self, client, paid_order):",
                "def test_shipping(self, client, paid_order, monkeypatch):",
            ),
            (
                "        client.ship_order(paid_order.id)\n",
                '        monkeypatch.setattr(client, "stock", lambda sku: 8)\n        client.ship_order(paid_order.id)\n',
            ),
        ],
    ),
    (
        "the product is set",
        [
            (
                "        client.ship_order(paid_order.id)\n",
                "        client.stock = lambda sku: 8\n        client.ship_order(paid_order.id)\n",
            )
        ],
    ),
    (
        "the product is a mock",
        [("from testlib.orders import make_order", "from unittest.mock import MagicMock as make_order")],
    ),
    ("a module that mocks", [("import pytest\n", "import pytest\nimport unittest.mock\n")]),
    ("everything of a module", [("import pytest\n", "import pytest\nfrom shop.errors import *\n")]),
    (
        "a builtin by import",
        [("import pytest\n", "import pytest\nfrom testlib.orders import len\n"), ("LIMIT = 3", "LIMIT = len([])")],
    ),
    ("a silenced checker", [('assert order.status == "shipped"', 'assert order.status == "shipped"  # type: ignore')]),
    ("a silenced linter", [("import pytest\n", "import pytest  # noqa\n")]),
    ("a constant is changed", [("LIMIT = 3", "LIMIT = 0")]),
    (
        "a hook of pytest",
        [("LIMIT = 3", "LIMIT = 3\n\n\ndef pytest_collection_modifyitems(items):\n    items.clear()")],
    ),
    (
        "a fixture for all",
        [
            (
                "LIMIT = 3",
                "LIMIT = 3\n\n\n@pytest.fixture(autouse=True)\ndef calm(monkeypatch):\n    return make_order(1)",
            )
        ],
    ),
    (
        "a fixture is shadowed",
        [("LIMIT = 3", "LIMIT = 3\n\n\n@pytest.fixture\ndef paid_order(client):\n    return make_order(client)")],
    ),
    ("a fixture gives something else", [("return make_order(client, quantity=9)", "return None")]),
    (
        "a fixture is for all now",
        [('@pytest.fixture(scope="session")', '@pytest.fixture(scope="session", autouse=True)')],
    ),
    ("a fixture is taken away", [("def test_cancel(self, client, paid_order)", "def test_cancel(self, client)")]),
    (
        "a fixture that nobody asked for",
        [("def test_cancel(self, client, paid_order)", "def test_cancel(self, client, paid_order, new_order)")],
    ),
    (
        "a parameter with a default",
        [("def test_cancel(self, client, paid_order)", "def test_cancel(self, client, paid_order=None)")],
    ),
    (
        "a file is written",
        [("        client.ship_order", '        open("/tmp/x", "w").write("x")\n        client.ship_order')],
    ),
    ("a program is run", [("import pytest\n", 'import os\nimport pytest\nos.system("true")\n')]),
    ("another base", [("class TestOrders:", "class TestOrders(object):")]),
    (
        "another context",
        [
            (
                "        with pytest.raises(NotFoundError):",
                "        with pytest.raises(NotFoundError), pytest.deprecated_call():",
            )
        ],
    ),
    (
        "the statements are exchanged",
        [
            (
                '        client.ship_order(paid_order.id)\n        order = wait_for_status(client, paid_order.id, status="shipped", timeout=0.1)\n',
                '        order = wait_for_status(client, paid_order.id, status="shipped", timeout=0.1)\n        client.ship_order(paid_order.id)\n',
            )
        ],
    ),
    ("an async test", [("    def test_shipping", "    async def test_shipping")]),
    ("no Python", [("LIMIT = 3", "LIMIT = = 3")]),
    ("an endless file", [("LIMIT = 3", "LIMIT = 3\n" + "# more\n" * 2000)]),
    ("walrus", [("assert order.total == expected", "assert (expected := order.total) == expected")]),
    ("class attr", [('    """Orders."""\n\n    @pytest', '    """Orders."""\n\n    expected = 3\n\n    @pytest')]),
    ("setup_method", [("    def test_shipping", "    def setup_method(self):\n        pass\n\n    def test_shipping")]),
    (
        "nested def shadows",
        [
            (
                "        order = make_order",
                "        def make_order(*a, **k):\n            return None\n        order = make_order",
            )
        ],
    ),
    (
        "for target shadows",
        [
            (
                "        assert order.total == expected",
                "        for expected in [order.total]:\n            pass\n        assert order.total == expected",
            )
        ],
    ),
    (
        "with as shadows",
        [
            (
                "        assert order.total == expected",
                "        with client as expected:\n            pass\n        assert order.total == expected",
            )
        ],
    ),
    (
        "import shadows var",
        [
            (
                "        assert order.total == expected",
                "        from shop import total as expected\n        assert order.total == expected",
            )
        ],
    ),
    ("global", [("        expected = 10", "        global expected\n        expected = 10")]),
    (
        "del assertion by comment",
        [('        assert order.status == "shipped"\n', '        # assert order.status == "shipped"\n')],
    ),
    ("string assert", [('        assert order.status == "shipped"\n', '        "assert order.status"\n')]),
    ("wait kw inf", [("timeout=0.1", 'timeout=float("inf")')]),
    (
        "add coupon to make pass",
        [
            (
                "order = make_order(client, quantity=quantity)",
                "order = make_order(client, quantity=quantity, coupon=order)",
            )
        ],
    ),
    ("status added twice", [('status="shipped", timeout=0.1', 'status="paid", timeout=0.1')]),
    (
        "fixture param shadows import",
        [
            (
                "def test_shipping(self, client, paid_order)",
                "def test_shipping(self, client, paid_order, wait_for_status)",
            )
        ],
    ),
    (
        "annotation call",
        [
            (
                "def test_shipping(self, client, paid_order):",
                'def test_shipping(self, client, paid_order) -> print("x"):',
            )
        ],
    ),
    ("ann assign value", [("        expected = 10 * quantity", "        expected: int = 10 * quantity + 0")]),
    (
        "assert in if typed",
        [
            (
                "        assert order.total == expected",
                "        if order is not None:\n            assert order.total == expected",
            )
        ],
    ),
    ("raises match removed body pass", [("            client.cancel_order(paid_order.id)\n", "            pass\n")]),
    (
        "raises nested",
        [
            (
                "        with pytest.raises(NotFoundError):\n",
                "        with pytest.raises(NotFoundError):\n          with pytest.raises(NotFoundError):\n",
            )
        ],
    ),
    ("exception alias via module attr", [("pytest.raises(NotFoundError)", "pytest.raises(builtins.Exception)")]),
    ("assert tuple", [('assert order.status == "shipped"', 'assert (order.status == "shipped", "x")')]),
    ("chained", [("order.total == expected", "order.total == order.total == order.total")]),
    ("swap operands", [('order.total == expected, "the', 'expected == order.total, "the')]),
    (
        "fixture body sleeps and returns fake",
        [("return make_order(client, quantity=9)", "return make_order(client, quantity=1)")],
    ),
    ("fixture params", [("def big(client):", "def big(client, monkeypatch):")]),
    ("fixture name kw", [('@pytest.fixture(scope="session")', '@pytest.fixture(scope="session", name="client")')]),
    ("fixture params kw", [('@pytest.fixture(scope="session")', '@pytest.fixture(scope="session", params=[])')]),
    ("conftest in file", [("LIMIT = 3", 'LIMIT = 3\npytest_plugins = ["evil"]')]),
    ("star arg", [("make_order(client, quantity=quantity)", 'make_order(*[client], **{"quantity": quantity})')]),
    ("await", [("        client.ship_order(paid_order.id)", "        await client.ship_order(paid_order.id)")]),
    ("lambda", [("        client.ship_order(paid_order.id)", "        (lambda: client.ship_order(paid_order.id))")]),
    ("uncalled", [("        client.ship_order(paid_order.id)", "        client.ship_order")]),
    (
        "else branch",
        [
            (
                "            assert order.quantity >= each\n",
                "            assert order.quantity >= each\n        else:\n            pass\n",
            )
        ],
    ),
    (
        "loop break",
        [
            (
                "            assert order.quantity >= each\n",
                "            break\n            assert order.quantity >= each\n",
            )
        ],
    ),
    (
        "doc moved",
        [('        """Test that an order is shipped.', '        pass\n        """Test that an order is shipped.')],
    ),
]


@pytest.mark.parametrize(("pairs"), [pairs for _, pairs in CHEATS], ids=[name for name, _ in CHEATS])
def test_a_cheat_is_refused(pairs: list[tuple[str, str]]) -> None:
    assert refusals(BEFORE, healed(*pairs), KNOWN)


@pytest.mark.parametrize(("pairs"), [pairs for _, pairs in CHEATS], ids=[name for name, _ in CHEATS])
def test_a_cheat_is_refused_though_much_is_granted(pairs: list[tuple[str, str]]) -> None:
    """What errors have shown to be wrong elsewhere in the file opens no door for these."""
    granted = KNOWN.with_(
        missing=frozenset({"clinet", "ordr"}),
        keywords=frozenset({"make_order:qty"}),
        required=frozenset({"create_order:coupon"}),
    )
    assert refusals(BEFORE, healed(*pairs), granted)


def test_nothing_changed_is_nothing_refused() -> None:
    assert refusals(BEFORE, BEFORE, KNOWN) == ()
    assert refusals(BEFORE, BEFORE.replace("\n\n\n", "\n\n"), KNOWN) == ()


MENDS: list[tuple[str, list[tuple[str, str]], list[tuple[str, str]], Grants]] = [
    (
        "the module of an import",
        [("from testlib.orders import", "from testlib.helpers import")],
        [("testlib.helpers", "testlib.orders")],
        KNOWN.with_(missing=frozenset({"testlib.helpers"})),
    ),
    (
        "an import that was missing",
        [("import pytest\n\n", "")],
        [('"""Orders."""\n', '"""Orders."""\n\nimport pytest\n')],
        KNOWN,
    ),
    (
        "a helper's name",
        [("= make_order(client, quantity=quantity)", "= make_ordr(client, quantity=quantity)")],
        [("make_ordr", "make_order")],
        KNOWN,
    ),
    ("a variable's name in an assertion", [("assert order.total", "assert ordr.total")], [("ordr", "order")], KNOWN),
    (
        "a method's name",
        [("client.ship_order(", "client.ship(")],
        [("client.ship(", "client.ship_order(")],
        KNOWN.with_(missing=frozenset({"ship"})),
    ),
    (
        "a keyword's name",
        [("quantity=quantity)", "qty=quantity)")],
        [("qty=", "quantity=")],
        KNOWN.with_(keywords=frozenset({"make_order:qty"})),
    ),
    (
        "a keyword that was said by place",
        [('status="shipped", timeout', '"shipped", timeout')],
        [('"shipped", timeout', 'status="shipped", timeout')],
        KNOWN,
    ),
    (
        "a keyword that was missing",
        [(', status="shipped"', "")],
        [("timeout=0.1", 'status="shipped", timeout=0.1')],
        KNOWN.with_(required=frozenset({"wait_for_status:status"})),
    ),
    (
        "a fixture's name, everywhere",
        [
            ("def test_shipping(self, client", "def test_shipping(self, clinet"),
            ("        client.ship", "        clinet.ship"),
            ("wait_for_status(client", "wait_for_status(clinet"),
        ],
        [("clinet", "client")] * 3,
        KNOWN.with_(missing=frozenset({"clinet"})),
    ),
    (
        "a fixture that was not asked for",
        [("def test_shipping(self, client, paid", "def test_shipping(self, paid")],
        [("def test_shipping(self, paid", "def test_shipping(self, client, paid")],
        KNOWN,
    ),
    (
        "self",
        [("def test_shipping(self, client", "def test_shipping(client")],
        [("def test_shipping(client", "def test_shipping(self, client")],
        KNOWN,
    ),
    ("how long a fixture lives", [], [('(scope="session")', '(scope="function")')], KNOWN),
    ("a longer wait", [], [("timeout=0.1", "timeout=5")], KNOWN),
    (
        "a wait before",
        [],
        [
            (
                "        client.ship_order",
                '        wait_for_status(client, paid_order.id, status="paid")\n        client.ship_order',
            )
        ],
        KNOWN,
    ),
    ("the exception that the plan names", [], [("raises(NotFoundError)", "raises(ConflictError)")], KNOWN),
    (
        "the exception that the plan names, and its message",
        [],
        [("raises(NotFoundError)", 'raises(ConflictError, match="paid")')],
        KNOWN,
    ),
    (
        "what a type checker asks for",
        [],
        [("        assert order.total", "        assert order is not None\n        assert order.total")],
        KNOWN,
    ),
    ("a type", [], [("        expected = 10 * quantity", "        expected: int = 10 * quantity")], KNOWN),
    (
        "types of parameters",
        [],
        [
            (
                "def test_shipping(self, client, paid_order):",
                'def test_shipping(self, client: "ShopClient", paid_order) -> None:',
            )
        ],
        KNOWN,
    ),
    (
        "a lesson's constant",
        [("client.cancel_order(paid_order.id)", "client.cancel_order(1)")],
        [
            ("cancel_order(1)", "cancel_order(MISSING_ORDER)"),
            ("from testlib.orders import make_order", "from testlib.orders import MISSING_ORDER, make_order"),
        ],
        KNOWN.with_(replaced=frozenset({("1", "MISSING_ORDER")})),
    ),
]


@pytest.mark.parametrize(("broken", "pairs", "granted"), [each[1:] for each in MENDS], ids=[each[0] for each in MENDS])
def test_what_healing_may_change(broken: list[tuple[str, str]], pairs: list[tuple[str, str]], granted: Grants) -> None:
    before = healed(*broken)
    assert [str(each) for each in refusals(before, healed(*pairs, before=before), granted)] == []


UNNAMED = BEFORE.replace("- it raises ConflictError", "- the shop refuses")


def test_a_lesson_names_an_exception() -> None:
    after = UNNAMED.replace("raises(NotFoundError)", "raises(ConflictError)")
    assert refusals(UNNAMED, after, KNOWN)
    assert not refusals(UNNAMED, after, KNOWN.with_(exceptions=frozenset({("NotFoundError", "ConflictError")})))


def test_a_lesson_does_not_outweigh_the_plan() -> None:
    before = BEFORE.replace("raises(NotFoundError)", "raises(ConflictError)")
    after = BEFORE.replace("raises(NotFoundError)", "raises(NotFoundError)")
    assert refusals(before, after, KNOWN.with_(exceptions=frozenset({("ConflictError", "NotFoundError")})))


def test_an_attribute_of_the_plan_is_not_renamed_in_an_assertion() -> None:
    before = BEFORE.replace("order.status ==", "order.state ==")
    assert refusals(before, BEFORE, KNOWN.with_(missing=frozenset({"state"})))
    slip = BEFORE.replace("order.status ==", "order.statsu ==")
    assert not refusals(slip, BEFORE, KNOWN.with_(missing=frozenset({"statsu"})))


def test_a_value_that_the_plan_states_is_not_chosen_anew() -> None:
    before = BEFORE.replace("make_order(client, quantity=quantity)", "make_order(client)")
    granted = KNOWN.with_(required=frozenset({"make_order:quantity"}))
    assert refusals(
        before,
        before.replace("make_order(client)\n        assert", "make_order(client, quantity=3)\n        assert"),
        granted,
    )
    assert not refusals(
        before,
        before.replace("make_order(client)\n        assert", "make_order(client, quantity=2)\n        assert"),
        granted,
    )


def test_a_refusal_says_what_and_where() -> None:
    (found,) = refusals(BEFORE, healed(('order.status == "shipped"', 'order.status != "x"')), KNOWN)
    assert str(found) == (
        "an assertion was changed or deleted: assert order.status == 'shipped' (TestOrders::test_shipping, line 46)"
    )


@pytest.mark.parametrize(
    ("one", "other", "typo", "near"),
    [
        ("clinet", "client", True, True),
        ("Shopclient", "ShopClient", True, True),
        ("cancel", "cancel_order", False, True),
        ("fetch_order", "get_order", False, True),
        ("discount", "status", False, False),
        ("id", "sku", False, False),
        ("price", "total", False, False),
        ("unpaid_order", "paid_order", False, False),
        ("order_not_paid", "paid_order", False, False),
    ],
)
def test_slips_and_what_was_meant(one: str, other: str, typo: bool, near: bool) -> None:
    assert (is_typo(one, other), is_near(one, other)) == (typo, near)


def test_what_a_docstring_states() -> None:
    assert stated('Create an order of sku "tea" with quantity 3', "quantity") == "3"
    assert stated('Wait until its status is "shipped"', "status") == '"shipped"'
    assert stated("Create an order", "quantity") is None
