"""What a class of tests takes from the repository's base is found there; nothing else becomes its base or setup."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.grants import Grants, grants_of
from seedbed.testgen.plan.heal.lock import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

CASES = """
import unittest

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

class Crew:
    def __init__(self):
        self.captain = "Ahab"
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("harbour")
    (root / "cases.py").write_text(CASES, encoding="utf-8")
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
    ],
    ids=["based", "handed_on", "kept", "awaited"],
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


GRANTED = {"missing": frozenset({"leave", "berths"}), "required": frozenset({"test_boat:boat"})}


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (BARE, "class TestBoats", "from cases import NetCase\n\nclass TestBoats(NetCase)"),
        (BARE, "class TestBoats", "from cases import HarbourCase\n\nclass TestBoats(HarbourCase, metaclass=type)"),
        (SET_UP, '"""\n        self.b', '"""\n        super().tearDown()\n        self.b'),
        (SET_UP, "self.assertEqual", "super().setUp()\n        self.assertEqual"),
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
    grants = grants_of(harbour, {})
    made = mended(Path("/tests/test_boats.py"), text, text, [failure], (harbour, {}, grants), None, [])
    return made[0] if made else None
