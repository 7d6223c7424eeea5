"""Names that a bakery has otherwise: by the members, the type, or the plan by which they are told; without a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.evidence import unimportable
from seedbed.testgen.plan.heal.lock.grants import grants_of, names
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

BAKERY = """
from enum import Enum

class State(Enum):
    RAW = "raw"
    BAKED = "baked"

class Mood(Enum):
    RAW = "raw"
    HAPPY = "happy"

class Loaf:
    state: State

class Oven:
    def bake(self, name): ...

def bake(oven: Oven, *, name: str) -> Loaf: ...
"""

CONFTEST = """
import pytest
from pathlib import Path
from bakery import Loaf

@pytest.fixture
def rye() -> Loaf: ...

@pytest.fixture
def rye_loaf_file(tmp_path) -> Path: ...
"""


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("bakery")
    for name, text in (("bakery.py", BAKERY), ("conftest.py", CONFTEST)):
        (root / name).write_text(text, encoding="utf-8")
    return known(scan(root))


def _healed(around: Known, text: str, kind: str, message: str, line: int, name: str = "") -> str:
    """The text as rules and lock leave it after one failure."""
    failure = Failure("test_x.py::test_x", "call", kind, (), message, name, "", (), (("test_x.py", line, ""),))
    fixtures = around.fixtures_for("test_x.py")
    grants = grants_of(around, fixtures).with_(missing=unimportable(text, around))
    made = mended(Path("/tests/test_x.py"), text, text, [failure], (around, fixtures, grants), None, [])
    return made[0] if made else ""


def _imported(around: Known, name: str, use: str) -> str:
    text = f"from bakery import {name}\n\n\ndef test_x(rye):\n    {use}\n"
    return _healed(around, text, "ImportError", f"cannot import name '{name}' from 'bakery'", 1, name)


def test_an_enumeration_is_told_by_its_members(around: Known) -> None:
    healed = _imported(around, "LoafState", "assert rye.state == LoafState.BAKED")
    assert healed == "from bakery import State\n\n\ndef test_x(rye):\n    assert rye.state == State.BAKED\n"


@pytest.mark.parametrize("use", ["LoafState.BURNT", "LoafMood.BAKED", "OvenHeat.RAW", "LoafState"])
def test_an_enumeration_that_lacks_a_member_or_a_word_is_another_one(around: Known, use: str) -> None:
    assert _imported(around, use.partition(".")[0], f"assert rye.state == {use}") == ""


def test_a_function_is_not_taken_for_the_method_of_its_name(around: Known) -> None:
    healed = _imported(around, "bake_loaf", "rye.eat(bake_loaf(rye, name='A'))")
    assert healed.endswith("rye.eat(bake(rye, name='A'))\n")
    assert _imported(around, "bake_loaf", "rye.eat(bake_loaf('A'))") == ""


def test_a_fixture_gives_the_type_that_is_written(around: Known) -> None:
    text = "def test_x({}):\n    assert {}\n"
    error = ("FixtureLookupError", "fixture 'rye_loaf' not found", 0, "rye_loaf")
    assert _healed(around, text.format("rye_loaf: Loaf", "rye_loaf"), *error) == text.format("rye: Loaf", "rye")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("It fails with an error for the unknown flour", True),
        ("It raises unknown flour.", True),
        ("The flour is unknown flour", False),
        ("It fails with an error, the flour is unknown", False),
    ],
)
def test_a_plan_names_an_exception_in_its_own_words(said: str, *, told: bool) -> None:
    assert names(said, "UnknownFlourError") is told
