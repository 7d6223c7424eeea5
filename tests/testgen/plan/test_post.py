"""Calls, classes and exceptions that a post office has otherwise: what becomes of them, and what may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.evidence import unimportable
from seedbed.testgen.plan.heal.findings import finding_of
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

CARRIERS = """
from abc import ABC, abstractmethod
from decimal import Decimal

class Carrier(ABC):
    @abstractmethod
    def carry(self, letter): ...

class BikeCarrier(Carrier):
    def __init__(self): ...
    def carry(self, letter): ...

class Flown(Carrier):
    def carry(self, letter): ...

class Line(ABC):
    @abstractmethod
    def send(self, text): ...

class Wire(Line):
    def __init__(self, *, speed=1): ...
    def send(self, text): ...

class Told(Exception):
    def __init__(self, message):
        self.message = message

class Lost(Exception):
    code: int

class Letter:
    def __init__(self, sender: str, text: str = "", *, price: Decimal = Decimal(1)): ...
    @classmethod
    def draft(cls, name: str, text: str) -> "Letter": ...
    def filled(self, **values) -> str: ...

class Counter:
    @property
    def closed(self) -> bool: ...
    @property
    def empty(self) -> bool: ...
    def close(self) -> None: ...

def eventually(true: "Callable[[], bool]", *, timeout=3.0): ...
def weigh(letter, grams: int): ...
def a_letter(text="") -> Letter: ...
def a_pile_of(*texts): ...
"""

CONFTEST = """
import pytest
from post import Counter

@pytest.fixture
def counter() -> Counter: ...
"""

HELPERS = """
from post import Counter, Letter

def stamped(letter: Letter, counter: Counter) -> Letter: ...
def sealed(letter: Letter) -> Letter: ...
"""

OTHERS = "from post import Letter\n\ndef test_other():\n    assert Letter('A')\n"
HEAD = "import pytest\nfrom post import Letter, Lost, weigh\n\n\n"


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("post")
    (root / "post").mkdir()
    names = "BikeCarrier, Carrier, Counter, Flown, Letter, Line, Lost, Told, Wire, a_letter, a_pile_of, weigh"
    (root / "post" / "__init__.py").write_text(f"from post.carriers import {names}\n", encoding="utf-8")
    (root / "post" / "carriers.py").write_text(CARRIERS, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (root / "tests").mkdir()
    (root / "tests" / "helpers.py").write_text(HELPERS, encoding="utf-8")
    (root / "test_others.py").write_text(OTHERS, encoding="utf-8")
    return known(scan(root))


def _healed(around: Known, text: str, kind: str, message: str, *, owner: str = "", line: int = 0) -> str:
    where = line or text.count("\n")
    failure = Failure("test_x.py::test_x", "call", kind, (), message, "", owner, (), (("test_x.py", where, ""),))
    fixtures = around.fixtures_for("test_x.py")
    grants = grants_of(around, fixtures).with_(missing=unimportable(text, around))
    made = mended(Path("/tests/test_x.py"), text, text, [failure], (around, fixtures, grants), None, [])
    return made[0] if made else text


CAUGHT = "    with pytest.raises(Lost) as lost:\n        weigh(one, 3)\n    assert {} == 7\n"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("lost.code", "lost.value.code"),
        ("lost.exception.code", "lost.value.code"),
        ("len(lost.args)", "len(lost.value.args)"),
    ],
)
def test_what_was_caught_is_asked_of_the_exception(around: Known, wrong: str, right: str) -> None:
    text = f"{HEAD}def test_x(one):\n{CAUGHT}"
    error = ("AttributeError", "'ExceptionInfo' object has no attribute 'code'")
    assert _healed(around, text.format(wrong), *error, owner="ExceptionInfo") == text.format(right)


def test_its_message_is_that_of_the_exception(around: Known) -> None:
    text = f"{HEAD}def test_x(one):\n{CAUGHT}"
    assert _healed(around, text.format("str(lost)"), "AssertionError", "assert") == text.format("str(lost.value)")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('one = Letter.draft("Hi", name="A")', "one = Letter.draft(text='Hi', name='A')"),
        ('one = Letter("Hi", sender="A")', "one = Letter(text='Hi', sender='A')"),
        ("two = {1: 2}\n    one = Letter('A').filled(two)", "two = {1: 2}\n    one = Letter('A').filled(**two)"),
        ('one = Letter("A", price=0.85)', "one = Letter(\"A\", price=Decimal('0.85'))"),
        ('one = Letter("A", price="1.50")', "one = Letter(\"A\", price=Decimal('1.50'))"),
    ],
)
def test_what_is_given_is_what_is_asked_for(around: Known, wrong: str, right: str) -> None:
    text = f"{HEAD}def test_x():\n    {{}}\n    assert one\n"
    made = _healed(around, text.format(wrong), "TypeError", "", line=5 + wrong.count("\n") + 1)
    assert made.replace("from decimal import Decimal\n", "") == text.format(right)


@pytest.mark.parametrize(
    "line",
    [
        'one = Letter("Hi", "Ho", sender="A")',  # one of them has no place
        'one = weigh(3, grams="heavy", letter=one)',  # nor has this, which is no text
        "one = Letter('A').filled(given)",  # it may be anything
        'one = Letter("A", price=1)',
        'one = Letter("A", price="cheap")',
    ],
)
def test_what_may_be_meant_as_it_is_stays(around: Known, line: str) -> None:
    text = f"{HEAD}def test_x(given):\n    {line}\n    assert one\n"
    assert _healed(around, text, "TypeError", "", line=6) == text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("CarrierByBike", "BikeCarrier"),  # and not what no object can be made of
        ("InBikeCarrier", "BikeCarrier"),
        ("FlowCarrier", "Flown"),
        ("make_letter", "a_letter"),
        ("create_pile", "a_pile_of"),
    ],
)
def test_an_import_is_what_can_be_made(around: Known, wrong: str, right: str) -> None:
    text = "from post import {0}\n\n\ndef test_x():\n    one = {0}()\n    one.carry()\n"
    error = ("ImportError", f"cannot import name '{wrong}' from 'post'")
    assert _healed(around, text.format(wrong), *error, line=1) == text.format(right)


def test_two_names_stay_two_things(around: Known) -> None:
    head = "from post import CarrierOfBike, CarrierWithBike\n\n\n"
    text = f"{head}def test_x():\n    assert CarrierOfBike() != CarrierWithBike()\n"
    assert "!= BikeCarrier()" not in _healed(
        around, text, "ImportError", "cannot import name 'CarrierOfBike' from 'post'"
    )
    merged = "from post import BikeCarrier\n\n\ndef test_x():\n    assert BikeCarrier() != BikeCarrier()\n"
    assert refusals(text, merged, grants_of(around, {}).with_(missing=unimportable(text, around)))


def test_an_import_comes_by_the_door_that_tests_use(around: Known) -> None:
    text = "from post.letters import Letter, Flown\n\n\ndef test_x():\n    assert Letter('A'), Flown\n"
    made = _healed(around, text, "ModuleNotFoundError", "No module named 'post.letters'", line=1)
    assert made.startswith("from post import Letter\nfrom post.carriers import Flown\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (CAUGHT.format("lost.code"), CAUGHT.format("lost.value.codes")),
        (CAUGHT.format("lost.value"), CAUGHT.format("lost.value.args")),
        (CAUGHT.format("one.code"), CAUGHT.format("one.value.code")),
        ('    one = Letter.draft("Hi", name="A")\n', '    one = Letter.draft("Hi", "A")\n'),
        ('    one = Letter("A", price=0.85)\n', '    one = Letter("A", price=Decimal("0.86"))\n'),
        ("    one = Letter('A').filled(two)\n", "    one = Letter('A').filled(**two)\n"),
    ],
)
def test_under_that_cover_nothing_else_changes(around: Known, old: str, new: str) -> None:
    head = f"{HEAD}def test_x(one, two):\n"
    assert refusals(head + old, head + new, grants_of(around, {}))


FILLED = """import pytest


@pytest.mark.parametrize(("grams", "price"), [(20, 1), (50, 2)])
def test_x({}):
    assert {} == price
"""


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (("counter, weight: int, price", "weight"), ("counter, grams: int, price", "grams")),
        (("counter, price", "grams"), ("counter, price, grams", "grams")),
    ],
)
def test_a_parameter_is_called_as_its_values_are(around: Known, wrong: tuple[str, str], right: tuple[str, str]) -> None:
    error = ("Failed", "In test_x: function uses no argument 'grams'")
    assert _healed(around, FILLED.format(*wrong), *error, line=4) == FILLED.format(*right)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (("weight, price", "weight"), ("grams, price", "3")),
        (("weight, price", "weight"), ("grams, price", "price")),
        (("weight, height, price", "weight"), ("grams, height, price", "grams")),
        (("price, weight=20", "weight"), ("price, grams=20", "grams")),
    ],
)
def test_values_stay_what_they_fill(around: Known, wrong: tuple[str, str], right: tuple[str, str]) -> None:
    assert refusals(FILLED.format(*wrong), FILLED.format(*right), grants_of(around, {}))


WAITING = """import pytest
from time import sleep


def test_x(counter):
    \"\"\"
    Test that a counter closes.

    Steps:
        1. Close it
        2. {}

    Expected:
        - It is closed
    \"\"\"
    counter.close()
    {}
    assert counter.closed
"""
SLEPT = WAITING.replace("from time import sleep\n", "from post import eventually\n")


def test_a_sleep_becomes_the_wait_for_what_a_step_says(around: Known) -> None:
    step, wait = "Wait until the counter is empty", "eventually(lambda: counter.empty)"
    made = _healed(around, WAITING.format(step, "sleep(0.1)"), "AssertionError", "assert False", line=18)
    assert made == SLEPT.format(step, wait).replace("from post", "from post.carriers")


@pytest.mark.parametrize(
    ("step", "wait"),
    [
        ("Wait until the counter is not empty", "eventually(lambda: counter.empty)"),
        ("Wait a moment", "eventually(lambda: counter.closed)"),
        ("Wait until the counter is empty", "eventually(lambda: counter.closed)"),
        ("Wait until the counter is empty", "eventually(lambda: counter.empty or counter.close())"),
    ],
)
def test_it_waits_for_nothing_else(around: Known, step: str, wait: str) -> None:
    grants = grants_of(around, around.fixtures_for("test_x.py"))
    assert refusals(WAITING.format(step, "sleep(0.1)"), SLEPT.format(step, wait), grants)


@pytest.mark.parametrize(
    ("kind", "message", "owner"),
    [
        ("Failed", "'test_x' requested an async fixture 'line', with no plugin or hook that handled it", ""),
        ("Failed", "async def functions are not natively supported.", ""),
        ("AttributeError", "'coroutine' object has no attribute 'closed'", "coroutine"),
    ],
)
def test_the_product_is_not_blamed_for_what_it_does_not_give(kind: str, message: str, owner: str) -> None:
    failure = Failure("test_x.py::test_x", "call", kind, (), message, "", owner, (), (("test_x.py", 18, ""),))
    text = WAITING.format("Wait until it is closed", "sleep(1)")
    assert "the test is broken" in finding_of(failure, Path("/tests/test_x.py"), text, None).what


@pytest.mark.parametrize("wrong", ["lost.message", "lost.value.message"])
def test_a_message_is_the_text_of_an_exception_that_keeps_none(around: Known, wrong: str) -> None:
    text = f"{HEAD}def test_x(one):\n{CAUGHT}"
    error = ("AttributeError", "'Lost' object has no attribute 'message'")
    assert _healed(around, text.format(wrong), *error) == text.format("str(lost.value)")
    told = text.replace("Lost", "Told")
    grants = grants_of(around, {})
    assert refusals(told.format("lost.value.message"), told.format("str(lost.value)"), grants)


LINED = "import pytest\nfrom post import {0}\n\n\ndef test_x():\n    one = {0}({1})\n    assert one\n"
ABSTRACT = ("TypeError", "Can't instantiate abstract class Line with abstract method send")


def test_an_object_is_of_the_one_class_that_has_some(around: Known) -> None:
    text, made = (LINED.format(each, "speed=2") for each in ("Line", "Wire"))
    assert _healed(around, text, *ABSTRACT, line=6).replace("post.carriers", "post") == made
    of_many = LINED.format("Carrier", "")
    assert _healed(around, of_many, *ABSTRACT, line=6) == of_many
    unfit = LINED.format("Line", "height=2")
    assert _healed(around, unfit, *ABSTRACT, line=6) == unfit


def test_what_is_expected_to_have_no_objects_has_none(around: Known) -> None:
    text = "import pytest\nfrom post import {0}\n\n\ndef test_x():\n    with pytest.raises(TypeError):\n        {0}()\n"
    assert refusals(text.format("Line"), text.format("Wire"), grants_of(around, {}))
    planned = LINED.replace("    one =", '    """Test that a Line is made."""\n    one =')
    assert refusals(planned.format("Line", "speed=2"), planned.format("Wire", "speed=2"), grants_of(around, {}))
    assert refusals(LINED.format("Line", "speed=2"), LINED.format("Flown", "speed=2"), grants_of(around, {}))


PREPARED = """from post import Letter
from tests.helpers import sealed


def test_x(counter):
    \"\"\"
    Test that a letter leaves.

    Preconditions:
        - {}

    Expected:
        - The counter is empty
    \"\"\"
    one = {}
    counter.take(one)
    assert counter.empty
"""


def test_what_a_precondition_says_of_an_object_is_brought_about(around: Known) -> None:
    text = PREPARED.format("A letter from Ada, stamped", "Letter('Ada')")
    failure = Failure(
        "test_x.py::test_x", "call", "NotStamped", (), "A", "", "", (), (("test_x.py", 16, ""), ("p.py", 1, ""))
    )
    fixtures = around.fixtures_for("test_x.py")
    grants = grants_of(around, fixtures)
    made = mended(Path("/tests/test_x.py"), text, text, [failure], (around, fixtures, grants), None, [])
    assert made is not None
    assert "    one = stamped(Letter('Ada'), counter)\n" in made[0]
    assert made[1][0].guess


@pytest.mark.parametrize(
    ("told", "old", "new"),
    [
        ("A letter, not stamped", "Letter('A')", "stamped(Letter('A'), counter)"),
        ("A letter, unstamped", "Letter('A')", "stamped(Letter('A'), counter)"),
        ("A letter, stamped", "Letter('A')", "stamped(Letter('B'), counter)"),
        ("A letter, stamped", "Letter('A')", "sealed(Letter('A'))"),
        ("A letter, sealed, and stamped", "Letter('A')", "sealed(Letter('A'))"),  # or in which order?
        ("A letter, stamped", "sealed(Letter('A')).stamp()", "stamped(sealed(Letter('A')).stamp(), counter)"),
        ("Something stamped", "Letter('A')", "stamped(Letter('A'), counter)"),
    ],
)
def test_and_nothing_else_is(around: Known, told: str, old: str, new: str) -> None:
    grants = grants_of(around, around.fixtures_for("test_x.py"))
    after = PREPARED.format(told, new).replace("import sealed", "import sealed, stamped")
    assert refusals(PREPARED.format(told, old), after, grants)
