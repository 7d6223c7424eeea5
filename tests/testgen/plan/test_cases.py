"""What a class of tests takes from the repository's base is found there; nothing else becomes its base or setup."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.lock.grants import Grants, grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

CASES = """
import unittest

async def eventually(condition, within=1.0): ...

class Boat:
    async def sail(self, course: int) -> None: ...

class HarbourCase(unittest.TestCase):
    def setUp(self):
        self.boat = Boat()
        self.berths = [self.boat]

    def leave(self): ...

class NetCase(unittest.TestCase):
    def setUp(self):
        self.net = "net"

class Ferry:
    def __enter__(self):
        return self

    def __exit__(self, *error): ...

    def carry(self): ...

class Crew:
    def __init__(self):
        self.captain = "Ahab"
"""

DAY = """
import pytest
from cases import Ferry

@pytest.fixture
def ferry():
    \"\"\"A ferry that sails.\"\"\"
    with Ferry() as sailing:
        yield sailing
"""
NIGHT = """
import pytest

@pytest.fixture
def lantern(ferry):
    return "lit"

@pytest.fixture
def watchman(lantern): ...
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("harbour")
    (root / "tests" / "night").mkdir(parents=True)
    for name, text in (("cases", CASES), ("tests/conftest", DAY), ("tests/night/conftest", NIGHT)):
        (root / f"{name}.py").write_text(text, encoding="utf-8")
    return known(scan(root))


BARE = """class TestBoats:
    def test_leaves(self):
        self.leave()
        self.assertEqual(self.berths, [])
"""
SET_UP = """from cases import HarbourCase

class TestBoats(HarbourCase):
    def setUp(self):
        \"\"\"Two boats.\"\"\"
        self.berths.append("another")

    def test_berths(self):
        self.assertEqual(len(self.berths), 2)
"""
ASKED = """from cases import HarbourCase

class TestBoats(HarbourCase):
    def test_boat(self, boat):
        self.assertIn(boat, self.berths)
"""
UNAWAITED = """import pytest
from cases import Boat

async def test_boat():
    boat = Boat()
    with pytest.raises(ValueError):
        boat.sail(400)
"""
ELSEWHERE = """def test_lantern(lantern):
    assert lantern == "lit"
"""
UNSTARTED = """from cases import Ferry

def test_ferry():
    \"\"\"Test that a ferry carries.

    Preconditions:
        - A ferry that sails
    \"\"\"
    ferry = Ferry()
    assert ferry.carry()
"""
MOORED = """from cases import Boat

async def test_boat(boat):
    \"\"\"Test that a boat is moored.

    Steps:
        1. Wait until it is moored
    \"\"\"
    boat.moor()
    assert boat.moored
"""
WAIT = "await eventually(lambda: boat.moored)\n    assert"
FULL = """import pytest
from cases import Boat

@pytest.fixture
async def sailed():
    boat = Boat()
    await boat.sail(90)
    return boat

async def test_boat(sailed):
    assert sailed.course == 90
"""


def _lacks(name: str) -> Failure:
    message = f"'TestBoats' object has no attribute '{name}'"
    return _failure("TestBoats::test_x", "AttributeError", message, 6, name, "TestBoats")


def _failure(test: str, kind: str, message: str, line: int, name: str = "", owner: str = "") -> Failure:
    node = f"test_boats.py::{test}"
    return Failure(node, "call", kind, (), message, name, owner, (), (("test_boats.py", line, ""),))


MISSING = _failure(
    "TestBoats::test_boat", "TypeError", "TestBoats.test_boat() missing 1 required positional argument: 'boat'", 0
)


@pytest.mark.parametrize(
    ("text", "failure", "changes"),
    [
        (BARE, _lacks("leave"), (("class TestBoats", "from cases import HarbourCase\nclass TestBoats(HarbourCase)"),)),
        (SET_UP, _lacks("berths"), (('boats."""\n', 'boats."""\n        super().setUp()\n'),)),
        (ASKED, MISSING, ((", boat)", ")"), ("assertIn(boat", "assertIn(self.boat"))),
        (
            UNAWAITED,
            _failure("test_boat", "Failed", "DID NOT RAISE ValueError", 6),
            (("boat.sail", "await boat.sail"),),
        ),
        (
            ELSEWHERE,
            _failure("test_lantern", "FixtureLookupError", "fixture 'lantern' not found", 0, "lantern"),
            (("def", "from tests.night.conftest import lantern\ndef"),),
        ),
        (
            UNSTARTED,
            _failure("test_ferry", "TimeoutError", "", 10),
            (("ferry = Ferry()", "with Ferry() as ferry:"), ("    assert", "        assert")),
        ),
        (
            MOORED,
            _failure("test_boat", "AssertionError", "assert False", 10),
            (("import Boat\n", "import Boat\nfrom cases import eventually\n"), ("assert", WAIT)),
        ),
        (
            FULL,
            _failure("test_boat", "AttributeError", "'coroutine' object has no attribute 'course'", 11, "course"),
            (
                ("import Boat\n", "import Boat\nimport asyncio\n"),
                ("async def sailed", "def sailed"),
                ("await boat.sail(90)", "asyncio.run(boat.sail(90))"),
            ),
        ),
    ],
    ids=["based", "handed_on", "kept", "awaited", "elsewhere", "started", "until", "plainly"],
)
def test_the_base_tells(harbour: Known, text: str, failure: Failure, changes: tuple[tuple[str, str], ...]) -> None:
    right = text
    for old, new in changes:
        right = right.replace(old, new, 1)
    assert _mended(harbour, text, failure) == right


@pytest.mark.parametrize("asked", ["captain", "net + self.boat", "anchor"])
def test_what_no_one_class_of_tests_has_makes_no_base(harbour: Known, asked: str) -> None:
    text = f"class TestBoats:\n    def test_x(self):\n        assert self.{asked}\n"
    assert _mended(harbour, text, _lacks(asked.partition(" ")[0])) is None


@pytest.mark.parametrize("step", ["Look at it", "Look at it, without waiting", "Wait: it is moored at once"])
def test_what_the_plan_does_not_wait_for_is_not_waited_for(harbour: Known, step: str) -> None:
    text = MOORED.replace("Wait until it is moored", step)
    assert _mended(harbour, text, _failure("test_boat", "AssertionError", "assert False", 10)) is None
    brought = text.replace("import Boat", "import Boat, eventually")
    assert refusals(text, brought.replace("assert", WAIT), grants_of(harbour, {}))


def test_what_the_plan_does_not_want_started_is_not_entered(harbour: Known) -> None:
    text = UNSTARTED.replace("A ferry that sails", "A ferry on land")
    assert _mended(harbour, text, _failure("test_ferry", "TimeoutError", "", 10)) is None


def test_a_fixture_that_needs_one_of_another_folder_is_not_imported(harbour: Known) -> None:
    failure = _failure("test_lantern", "FixtureLookupError", "fixture 'watchman' not found", 0, "watchman")
    assert "import" not in (_mended(harbour, ELSEWHERE.replace("lantern", "watchman"), failure) or "")


GRANTED = {"missing": frozenset({"leave", "berths"}), "required": frozenset({"test_boat:boat"})}


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (BARE, "class TestBoats", "from cases import NetCase\n\nclass TestBoats(NetCase)"),
        (BARE, "class TestBoats", "from cases import HarbourCase\n\nclass TestBoats(HarbourCase, metaclass=type)"),
        (SET_UP, '"""\n        self.b', '"""\n        super().tearDown()\n        self.b'),
        (SET_UP, "self.assertEqual", "super().setUp()\n        self.assertEqual"),
        (FULL, "async def sailed", "def sailed"),
        (FULL, "async def test_boat", "def test_boat"),
        (FULL, "    await boat.sail(90)\n", ""),
        (MOORED, "assert", "from cases import eventually\n    await eventually(lambda: boat.sink())\n    assert"),
        (MOORED, "assert", "from cases import eventually\n    eventually(lambda: boat.moored)\n    assert"),
        (MOORED, "assert boat.moored", "from cases import eventually\n    await eventually(lambda: boat.moored)"),
        (ASKED, "boat):\n        self.assertIn(boat,", "):\n        self.assertIn(self.berths[0],"),
    ],
)
def test_under_that_cover_nothing_is_weakened(harbour: Known, text: str, old: str, new: str) -> None:
    assert old in text
    assert refusals(text, text.replace(old, new), grants_of(harbour, {}).with_(**GRANTED))


def test_without_an_error_that_asks_for_it_no_base_changes(harbour: Known) -> None:
    based = f"from cases import HarbourCase\n{BARE.replace('TestBoats', 'TestBoats(HarbourCase)')}"
    assert refusals(BARE, based, grants_of(harbour, {}))
    assert refusals(BARE, based, Grants())


def _mended(harbour: Known, text: str, failure: Failure) -> str | None:
    fixtures = harbour.fixtures_for("tests/test_boats.py")
    grants = grants_of(harbour, fixtures)
    made = mended(Path("/tests/test_boats.py"), text, text, [failure], (harbour, fixtures, grants), None, [])
    return made[0] if made else None
