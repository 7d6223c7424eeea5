"""Setup comes in the order of the plan's steps, waits as they say, and starts what they start; nothing else moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

KITCHEN = """
from enum import Enum
from typing import Self

class Stage(Enum):
    RAW = "raw"
    BAKED = "baked"
    COLD = "cold"

class Burnt(Exception): ...

class Cake:
    number: int
    stage: Stage
    def __init__(self, flour: int = 1) -> None: ...
    def bake(self) -> Self: ...
    def ice(self, colour: str) -> None: ...
    def slice(self, pieces: int) -> None: ...

class Kitchen:
    def order(self, cake: Cake) -> Cake: ...

def wait_for_cake(kitchen: Kitchen, cake_number: int, *, stage: Stage = Stage.BAKED) -> Cake: ...
def wait_for_stage(cake: Cake, stage: Enum) -> None: ...
def wait_until_sold(cake: Cake) -> None: ...
"""

CONFTEST = """
import pytest
from kitchen import Cake, Kitchen

@pytest.fixture
def kitchen() -> Kitchen: ...

@pytest.fixture
def cake() -> Cake: ...
"""

TEST = '''import time

import pytest

from kitchen import Burnt, Cake, Stage


def test_x(kitchen, cake):
    """Test that it is good.

    Steps:
{steps}

    Expected:
        - It is good
    """
{body}
'''


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("kitchen")
    (root / "kitchen.py").write_text(KITCHEN, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return known(scan(root))


def _text(steps: list[str], body: str) -> str:
    told = "\n".join(f"        {at}. {step}" for at, step in enumerate(steps, 1))
    return TEST.format(steps=told, body="\n".join(f"    {line}" for line in body.splitlines()))


def _healed(around: Known, text: str, kind: str = "Burnt") -> str:
    """The text mended of a failure in its last line."""
    line = len(text.splitlines())
    failure = Failure("test_x.py::test_x", "call", kind, (kind,), "", "", "", (), (("test_x.py", line, ""),))
    fixtures = around.fixtures_for("test_x.py")
    grants = grants_of(around, fixtures)
    made = mended(Path("/tests/test_x.py"), text, text, [failure], (around, fixtures, grants), None, [])
    return made[0] if made else text


@pytest.mark.parametrize(
    ("steps", "wrong", "right"),
    [
        (["Bake the cake", "Ice it"], 'cake.ice("red")\ncake.bake()', 'cake.bake()\ncake.ice("red")'),
        (
            ["Bake the cake", "Ice it", "Slice it"],
            "cake.slice(3)\ncake.ice(\n    'red'\n)\ncake.bake()",
            "cake.bake()\ncake.ice(\n    'red'\n)\ncake.slice(3)",
        ),
        (["Bake the cake", "Ice it"], 'cake.bake()\ncake.ice("red")', ""),
        (["Ice and bake it", "Bake it again"], 'cake.ice("red")\ncake.bake()', ""),  # whose step is it?
        (["Slice the cake", "Bake it"], "baked = cake.bake()\nbaked.slice(3)", ""),  # it needs what that makes
        (["Bake the cake", "Ice it"], 'cake.ice("red")\nassert cake.stage\ncake.bake()', ""),
        (["Bake the cake", "Ice it"], 'with pytest.raises(Burnt):\n    cake.ice("red")\n    cake.bake()', ""),
    ],
)
def test_setup_comes_in_the_order_of_the_steps(around: Known, steps: list[str], wrong: str, right: str) -> None:
    text = _text(steps, f"{wrong}\nassert cake.number == 3")
    assert _healed(around, text) == _text(steps, f"{right or wrong}\nassert cake.number == 3")


@pytest.mark.parametrize(
    ("step", "waits"),
    [
        ("Wait until the cake is baked", "wait_for_cake(kitchen, cake.number)"),
        ("Wait for stage cold", "wait_for_stage(cake, Stage.COLD)"),
        ("Wait until the cake is sold", "wait_until_sold(cake)"),
        ("Bake it", ""),
        ("Look at it without waiting", ""),
        ("Wait a moment", ""),
    ],
)
def test_a_sleep_gives_way_to_the_wait_that_the_step_names(around: Known, step: str, waits: str) -> None:
    text = _text([step, "Order it"], "time.sleep(0.1)\nkitchen.order(cake)\nassert cake.number == 3")
    healed = _healed(around, text)
    assert (f"    {waits}\n    kitchen.order" in healed) if waits else healed == text
    assert ("time.sleep" in healed) is not bool(waits)
    assert ("import time" in healed) is not bool(waits)
    forgotten = text.replace("    time.sleep(0.1)\n", "").replace("import time\n\n", "")
    assert _healed(around, forgotten) == healed if waits else forgotten


@pytest.mark.parametrize(
    ("step", "wrong", "right"),
    [
        ("Bake a cake", "with pytest.raises(Burnt):\n    Cake(9)", "with pytest.raises(Burnt):\n    Cake(9).bake()"),
        ("Bake a cake", "one = Cake(9)\nassert one.stage", "one = Cake(9).bake()\nassert one.stage"),
        ("Make a cake", "with pytest.raises(Burnt):\n    Cake(9)", ""),
        ("Bake it", "with pytest.raises(Burnt):\n    Cake(9)", ""),
        ("Ice a cake", "with pytest.raises(Burnt):\n    Cake(9)", ""),  # that takes a colour
        ("Bake a cake", "cake.bake()\nwith pytest.raises(Burnt):\n    Cake(9)", ""),
    ],
)
def test_what_a_step_starts_is_not_only_made(around: Known, step: str, wrong: str, right: str) -> None:
    text = _text([step], wrong)
    assert _healed(around, text, "Failed") == text.replace(wrong, right or wrong).replace(
        wrong.replace("\n", "\n    "), (right or wrong).replace("\n", "\n    ")
    )


HOST = """time.sleep(0.1)
cake.bake()
cake.ice("red")
assert cake.stage is Stage.BAKED
cake.slice(3)
with pytest.raises(Burnt):
    Cake(9)
    kitchen.order(cake)"""


@pytest.mark.parametrize(
    ("steps", "old", "new"),
    [
        # an assertion that is made before what it is about
        (
            ["Bake it"],
            'cake.ice("red")\n    assert cake.stage is Stage.BAKED',
            'assert cake.stage is Stage.BAKED\n    cake.ice("red")',
        ),
        (
            ["Slice it", "Ice it"],
            "assert cake.stage is Stage.BAKED\n    cake.slice(3)",
            "cake.slice(3)\n    assert cake.stage is Stage.BAKED",
        ),
        (["Bake it", "Ice it"], 'cake.bake()\n    cake.ice("red")', 'cake.ice("red")\n    cake.bake()'),
        (["Ice it", "Bake it"], 'cake.bake()\n    cake.ice("red")', 'cake.ice("red")'),
        (["Ice it", "Bake it"], 'cake.bake()\n    cake.ice("red")', 'cake.ice("blue")\n    cake.bake()'),
        (["Order it", "Make one"], "Cake(9)\n        kitchen.order(cake)", "kitchen.order(cake)\n        Cake(9)"),
        # a wait for something else, none at all, or none that the plan speaks of
        (["Wait until the cake is baked"], "time.sleep(0.1)", "wait_for_cake(kitchen, cake.number, stage=Stage.RAW)"),
        (["Wait until the cake is baked"], "time.sleep(0.1)\n    ", ""),
        (
            ["See that nothing happens at once", "Wait until the cake is baked"],
            "time.sleep(0.1)",
            "wait_for_cake(kitchen, cake.number)",
        ),
        (["Bake it"], "time.sleep(0.1)", "wait_for_cake(kitchen, cake.number)"),
        # what has to fail is made to fail by something else
        (["Bake a cake"], "Cake(9)", "Cake(9).slice(0)"),
        (["Slice a cake"], "Cake(9)", "Cake(9).bake()"),
        (["Ice a cake"], "Cake(9)", "Cake(8).ice('red')"),
    ],
)
def test_no_other_step_is_taken(around: Known, steps: list[str], old: str, new: str) -> None:
    text = _text(steps, HOST).replace("import Burnt", "import wait_for_cake, Burnt")
    grants = grants_of(around, around.fixtures_for("test_x.py"))
    assert old in text
    assert refusals(text, text.replace(old, new), grants)
