"""What a call gives is given to the parameter that takes it, as its class, its name or the plan tells; or to none."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

MILL = """
DEFAULTS = {"grain": "rye", "sacks": 3}

class Grade:
    FINE = "F"
    COARSE = "C"

class Miller:
    def ask(self): ...

class Wheel:
    number = 1

def grind(sacks, grade=Grade.FINE, *, stone=1): ...
def turn(miller, wheel, times=1): ...
def pay(grams): ...
def reject(miller, reason): ...
def deliver(miller: Miller, *, sacks: int, grade: str = "F", late: bool = False): ...
def farm(miller, **fields):
    return {**DEFAULTS, **fields}
def barn(miller, **fields):
    return fields
"""

CONFTEST = """
import pytest
from mill import Miller, Wheel

@pytest.fixture
def miller():
    return Miller()

@pytest.fixture
def wheel():
    return Wheel()
"""

TEST = '''from mill import *


def test_x(miller, wheel):
    """Test that it is good.

    Steps:
        1. {}
    """
    {}
'''


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("mill")
    (root / "mill.py").write_text(MILL, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return known(scan(root))


def _healed(
    around: Known, call: str, message: str, step: str = "Work", trace: tuple[str, ...] = (), kind: str = "TypeError"
) -> tuple[str, str]:
    """The call as it is mended, and by what it was guessed."""
    text = TEST.format(step, call)
    where = (("test_x.py", 10, "test_x"), *(("/mill.py", 30, each) for each in trace))
    failure = Failure("test_x.py::test_x", "call", kind, (kind,), message, "", "", (), where)
    fixtures = around.fixtures_for("test_x.py")
    made = mended(
        Path("/tests/test_x.py"), text, text, [failure], (around, fixtures, grants_of(around, fixtures)), None, []
    )
    return (made[0].splitlines()[-1].strip(), made[1][0].guess) if made else (call, "")


UNEXPECTED = "{}() got an unexpected keyword argument '{}'"


@pytest.mark.parametrize(
    ("call", "right"),
    [
        ("grind(3, kind=Grade.COARSE)", "grind(3, grade=Grade.COARSE)"),
        ("grind(3, kind=Other.COARSE)", "grind(3, kind=Other.COARSE)"),
        ("grind(3, Grade.FINE, kind=Grade.COARSE)", "grind(3, Grade.FINE, kind=Grade.COARSE)"),
    ],
)
def test_a_constant_is_for_what_has_another_of_its_class(around: Known, call: str, right: str) -> None:
    assert _healed(around, call, UNEXPECTED.format("grind", "kind"), "Grind it of some kind")[0] == right


def test_a_number_for_what_is_required_is_a_guess_since_units_differ(around: Known) -> None:
    assert _healed(around, "pay(amount=3)", UNEXPECTED.format("pay", "amount")) == (
        "pay(grams=3)",
        "the type of its value",
    )
    assert _healed(around, "pay(amount=3)", UNEXPECTED.format("pay", "amount"), "Pay grams 3") == ("pay(grams=3)", "")


@pytest.mark.parametrize(
    ("call", "right"),
    [
        ("farm(miller, sacks_of_it=4)", "farm(miller, sacks=4)"),
        ("farm(miller, wood=4)", "farm(miller, wood=4)"),
        ("barn(miller, sacks_of_it=4)", "barn(miller, sacks_of_it=4)"),
    ],
)
def test_keys_of_a_table_of_defaults_are_keywords(around: Known, call: str, right: str) -> None:
    name, keyword = call.partition("(")[0], call.partition(", ")[2].partition("=")[0]
    message = f"{name}() got unexpected field(s): {keyword}"
    assert _healed(around, call, message, trace=(name,))[0] == right
    assert _healed(around, call, message, trace=(name, "other"))[0] == call


@pytest.mark.parametrize(
    ("call", "right"),
    [
        ("deliver(miller, 3, 'C', True)", "deliver(miller, sacks=3, grade='C', late=True)"),
        ("deliver(miller, 3)", "deliver(miller, sacks=3)"),
        ("deliver(miller, 3, True)", "deliver(miller, 3, True)"),  # a grade is a text
    ],
)
def test_what_is_given_by_place_gets_its_names_in_order(around: Known, call: str, right: str) -> None:
    message = "deliver() takes 1 positional argument but 4 were given"
    assert _healed(around, call, message)[0] == right


@pytest.mark.parametrize(
    ("step", "right"),
    [
        ('Reject the flour for "mould"', 'reject(miller, reason="mould")'),
        ('Reject the flour for "mould" or "dust"', "reject(miller)"),
        ('Sell the flour for "mould"', "reject(miller)"),
    ],
)
def test_what_is_missing_is_what_the_step_has_in_quotes(around: Known, step: str, right: str) -> None:
    message = "reject() missing 1 required positional argument: 'reason'"
    assert _healed(around, "reject(miller)", message, step)[0] == right


@pytest.mark.parametrize(
    ("call", "right"),
    [
        ("turn(wheel, miller, 2)", "turn(miller, wheel, 2)"),
        ("turn(wheel, Miller())", "turn(wheel, Miller())"),  # that it has no name tells nothing
        ("turn(wheel, 3)", "turn(wheel, 3)"),
    ],
)
def test_objects_stand_where_their_names_belong(around: Known, call: str, right: str) -> None:
    message = "'Wheel' object has no attribute 'ask'"
    assert _healed(around, call, message, trace=("turn",), kind="AttributeError")[0] == right
