"""What is called otherwise is what the plan names and the repository takes; nothing that it speaks against."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

QUARRY = '''
from enum import Enum

class Spent(Exception): ...

class Stage(Enum):
    LOOSE = "loose"
    HEWN = "hewn"
    SOLD = "sold"

class Yard:
    def hew(self, stone, *, edge=1): ...
    def sell(self, stone): ...

class Saw:
    """What saws."""

class IronSaw:
    def __init__(self, teeth): ...

def wait_for(yard, stage): ...
def make_cart(wheels): ...
def load_stone(yard, cart, layers="A"): ...
'''

CONFTEST = '''
import pytest
from quarry import Yard

@pytest.fixture
def yard() -> Yard:
    """A yard."""

@pytest.fixture
def yard_of_seven() -> Yard:
    """A yard with seven stones."""
'''

TEST = '''import pytest
{imports}

class TestStones:
    """Stones.

    Preconditions:
        - {condition}
    """

    def test_x({names}):
        """Test that it is good after it was sold.

        Steps:
{steps}

        Expected:
            - {expected}
        """
{body}
'''
"""Its body begins in line 21 where there is one step."""


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("quarry")
    (root / "quarry.py").write_text(QUARRY, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return known(scan(root))


def _text(
    *body: str,
    imports: str = "from quarry import Stage",
    names: str = "self, yard",
    steps: tuple[str, ...] = ("Hew it",),
    condition: str = "A yard",
    expected: str = "It is good",
) -> str:
    lines = (
        "\n".join(f"{margin}{each}" for each in some) for margin, some in (("            - ", steps), (" " * 8, body))
    )
    said, done = lines
    return TEST.format(imports=imports, names=names, steps=said, body=done, condition=condition, expected=expected)


def _healed(around: Known, text: str, at: str, kind: str, message: str) -> str:
    line = next(number for number, each in enumerate(text.splitlines(), 1) if at in each)
    where = (("test_x.py", line, ""),)
    failure = Failure("test_x.py::TestStones::test_x", "call", kind, (kind,), message, "", "", (), where)
    fixtures = around.fixtures_for("test_x.py")
    made = mended(
        Path("/tests/test_x.py"), text, text, [failure], (around, fixtures, grants_of(around, fixtures)), None, []
    )
    return made[0] if made else text


@pytest.mark.parametrize(
    ("steps", "right"),
    [
        (("Wait until it is hewn", "Sell it"), "HEWN"),
        (("Wait until it is hewn, or loose",), "GONE"),
        (("Wait for it",), "SOLD"),  # of which alone the plan speaks
    ],
)
def test_a_member_is_the_one_that_the_steps_name(around: Known, steps: tuple[str, ...], right: str) -> None:
    text = _text("wait_for(yard, Stage.GONE)", steps=steps)
    assert _healed(around, text, "GONE", "AttributeError", "GONE") == text.replace("GONE", right)


def test_what_is_asserted_is_not_what_only_a_step_names(around: Known) -> None:
    text = _text("assert yard.stage is Stage.GONE", steps=("Wait until it is hewn",))
    grants = grants_of(around, around.fixtures_for("test_x.py")).with_(missing=frozenset({"GONE"}))
    assert refusals(text, text.replace("GONE", "HEWN"), grants)


TWICE = ("yard.cut(1)", "yard.cut(2, edge=3)")


def test_every_step_has_its_call(around: Known) -> None:
    text = _text(*TWICE, steps=("Hew a stone", "Hew another"))
    message = "'Yard' object has no attribute 'cut'"
    assert _healed(around, text, "cut(1)", "AttributeError", message) == text.replace("cut", "hew")
    once = _text(*TWICE, steps=("Hew a stone",))
    assert _healed(around, once, "cut(1)", "AttributeError", message) == once


@pytest.mark.parametrize(
    ("steps", "after"),
    [
        (("Hew a stone", "Hew another"), ("yard.hew(1)", "yard.sell(2)")),
        (("Hew a stone", "Sell another"), ("yard.sell(1)", "yard.hew(2)")),
        (("Hew a stone",), ("yard.hew(1)", "yard.hew(2)")),
    ],
)
def test_calls_of_the_same_do_not_become_others(around: Known, steps: tuple[str, ...], after: tuple[str, ...]) -> None:
    text = _text("yard.cut(1)", "yard.cut(2)", steps=steps)
    grants = grants_of(around, around.fixtures_for("test_x.py")).with_(missing=frozenset({"cut"}))
    assert refusals(text, _text(*after, steps=steps), grants)


@pytest.mark.parametrize(
    ("wrong", "call", "right"),
    [
        ("WoodenSaw", "WoodenSaw(3)", "IronSaw"),
        ("fetch_stone", "fetch_stone(yard, 1, layers='B')", "load_stone"),
        ("fetch_stone", "fetch_stone(yard, 1, depth=2)", "fetch_stone"),
    ],
)
def test_of_those_that_share_a_word_one_takes_what_is_given(around: Known, wrong: str, call: str, right: str) -> None:
    text = _text(f"made = {call}", imports=f"from quarry import {wrong}")
    message = f"cannot import name '{wrong}' from 'quarry'"
    assert _healed(around, text, "import " + wrong, "ImportError", message) == text.replace(wrong, right)


def test_a_fixture_is_what_the_class_needs(around: Known) -> None:
    text = _text("place.hew(1)", names="self, place", condition="A yard with seven stones")
    came = _healed(around, text, "place.hew", "FixtureLookupError", "fixture 'place' not found")
    assert came == text.replace("place", "yard_of_seven")


def test_an_exception_of_what_is_not_installed_is_the_one_of_the_plan(around: Known) -> None:
    body = ("with pytest.raises(granite.errors.Gone):", "    yard.hew(1)")
    text = _text(*body, imports="import granite", expected="Spent is raised")
    came = _healed(around, text, "import granite", "ModuleNotFoundError", "No module named 'granite'")
    assert came == text.replace("import granite", "from quarry import Spent").replace("granite.errors.Gone", "Spent")
    for other in (
        _text(*body, imports="import granite", expected="It is refused"),
        _text(*body, "granite.dust()", imports="import granite", expected="Spent is raised"),
    ):
        assert "Spent)" not in _healed(around, other, "import", "ModuleNotFoundError", "No module named 'granite'")
