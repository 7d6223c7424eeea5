"""Names that a bakery has otherwise: by the members, the type, or the plan by which they are told; without a run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.evidence import unimportable
from seedbed.testgen.plan.heal.forms.literals import scaled
from seedbed.testgen.plan.heal.lock.grants import grants_of, names
from seedbed.testgen.plan.heal.lock.refusals import refusals
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
    price: int

class Mill:
    async def __aenter__(self): ...
    async def __aexit__(self, *error): ...

async def grind(mill: Mill): ...

class Tray:
    def find(self, key): ...
    def all(self): ...
    def bake(self): ...
    def rye(self): ...
    def wait(self, *, seconds=5): ...

class Oven:
    def __init__(self):
        self.tray = Tray()

    def bake(self, name): ...
    def heat_up(self, degrees): ...
    def put_in(self, loaf): ...
    def sign(self, loaf): ...

def bake(oven: Oven, *, name: str) -> Loaf: ...
def crust_for(loaf): ...
def read_recipe(path) -> Loaf: ...
def write_recipe(recipe, path): ...
"""

CONFTEST = """
import pytest
from pathlib import Path
from bakery import Loaf, Oven

@pytest.fixture
def rye() -> Loaf:
    '''A loaf of rye.'''

@pytest.fixture
def oven():
    return Oven()

@pytest.fixture
def loaf_file(tmp_path) -> Path:
    '''A file about a loaf of rye.'''
"""


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("bakery")
    for name, text in (("bakery.py", BAKERY), ("conftest.py", CONFTEST)):
        (root / name).write_text(text, encoding="utf-8")
    return known(scan(root))


def _healed(
    around: Known, text: str, kind: str, message: str, line: int, name: str = "", owner: str = "", inner: bool = False
) -> str:
    """The text as rules and lock leave it after one failure; `inner` where it happened in the bakery."""
    members = tuple(around.members(owner))
    trace = (("test_x.py", line, ""), *((("bakery.py", 1, ""),) if inner else ()))
    failure = Failure("test_x.py::test_x", "call", kind, (), message, name, owner, members, trace)
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
    error = ("FixtureLookupError", "fixture 'loaf_of_rye' not found", 0, "loaf_of_rye")
    assert _healed(around, text.format("loaf_of_rye: Loaf", "loaf_of_rye"), *error) == text.format("rye: Loaf", "rye")


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


SAID = """
    \"\"\"Test that it rises.

    Steps:
        1. Heat the oven up to 200 degrees
        2. Wait for the tray

    Expected:
        - It rises
    \"\"\"
"""


def _absent(around: Known, line: str, name: str, owner: str, said: str = "\n") -> str:
    text = f"def test_x(oven, rye):{said}    {line}\n    assert one\n"
    number = text.splitlines().index(f"    {line}") + 1
    message = f"'{owner}' object has no attribute '{name}'"
    healed = _healed(around, text, "AttributeError", message, number, name, owner)
    return healed.splitlines()[number - 1].strip() if healed else ""


def test_the_same_is_asked_for_by_another_verb(around: Known) -> None:
    assert _absent(around, "one = oven.tray.get('rye')", "get", "Tray") == "one = oven.tray.find('rye')"
    assert _absent(around, "one = oven.tray.list()", "list", "Tray") == "one = oven.tray.all()"
    assert _absent(around, "one = oven.tray.get('rye', 2)", "get", "Tray") == ""
    assert _absent(around, "one = oven.tray.throw('rye')", "throw", "Tray") == ""


def test_a_function_of_another_verb_of_asking_is_imported(around: Known) -> None:
    text = "from bakery import load_recipe, save_recipe\n\n\ndef test_x(rye, loaf_file):\n{}    assert one == rye\n"
    wrong = "    path = save_recipe(rye, loaf_file)\n    one = load_recipe(path)\n"
    text = text.format(wrong)
    error = ("ImportError", "cannot import name 'load_recipe' from 'bakery'", 1, "load_recipe")
    assert _healed(around, text, *error) == text.replace("save", "write").replace("load", "read")


def test_a_step_that_one_method_is_told_by_counts_beside_those_that_tell_none(around: Known) -> None:
    said = SAID.replace("Wait for the tray", "See what becomes of it")
    assert _absent(around, "oven.start(200)", "start", "Oven", said) == "oven.heat_up(200)"
    assert _absent(around, "oven.see(200)", "see", "Oven", said) == ""


def test_a_wait_is_called_on_what_is_there_under_the_name_of_a_method(around: Known) -> None:
    text = f"def test_x(oven):{SAID}    rye = oven.tray\n    one = rye.bake()\n    assert one\n"
    healed = _healed(around, text, "Unready", "not yet", 12, inner=True)
    assert healed == text.replace("    one =", "    rye.wait()\n    one =")


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("Bake a loaf of 500 g", 500),
        ("Bake a loaf of 500 grams", 500),
        ("Bake a loaf of 500", 500_000),
        ("Bake a loaf of 500 kg", 500_000),
        ("Bake 1500 g", 500_000),
    ],
)
def test_a_number_that_the_plan_says_in_the_unit_of_a_keyword_is_not_scaled(said: str, number: int) -> None:
    assert scaled(ast.Constant(500), 1000, "grams", said) == number


PLANNED = """
    \"\"\"Test that a loaf is {}.

    Steps:
        1. Ask for the {}

    Expected:
        - It is {}
    \"\"\"
"""


@pytest.mark.parametrize(
    ("line", "said", "right"),
    [
        ("one = rye.price_cents", ("cheap", "price", "low"), "one = rye.price"),
        ("one = rye.price_cents", ("cheap", "weight", "low"), ""),
        ("one = rye.price_cents", ("cheap", "price in cents", "low"), ""),
        ("one = rye.price_cents", ("cheap", "price_cents", "low"), ""),
        ("assert rye.price_cents == 3", ("cheap", "price", "low"), ""),
        ("one = rye.price_before", ("cheap", "price", "low"), ""),
    ],
)
def test_what_is_kept_is_an_attribute_that_the_plan_speaks_of(
    around: Known, line: str, said: tuple[str, str, str], right: str
) -> None:
    name = line.partition("rye.")[2].partition(" ")[0]
    assert _absent(around, line, name, "Loaf", PLANNED.format(*said)) == right


@pytest.mark.parametrize(
    ("said", "opens"), [("an open mill", True), ("a mill", False), ("an open mill, close it", False)]
)
def test_what_the_plan_asks_for_open_is_entered(around: Known, said: str, *, opens: bool) -> None:
    head = "from bakery import Mill, grind\n\n\nasync def test_x():" + PLANNED.format("ground", said, "ground")
    text = head + "    mill = Mill()\n    one = await grind(mill)\n    assert one\n"
    right = head + "    async with Mill() as mill:\n        one = await grind(mill)\n        assert one\n"
    healed = _healed(around, text, "ShutError", "not open", text.count("\n") - 1, inner=True)
    assert healed == (right if opens else "")


def test_what_markers_name_keeps_its_name_and_is_imported_by_another(around: Known) -> None:
    text = (
        "import pytest\nfrom bakery import LoafState, get_bakery_crust\n\n\n"
        '@pytest.mark.parametrize("state", [LoafState.RAW, LoafState.BAKED])\ndef test_x(state, rye):\n'
        "    assert get_bakery_crust(rye) is state\n"
    )
    error = ("ImportError", "cannot import name 'LoafState' from 'bakery'", 2, "LoafState")
    right = text.replace("import LoafState,", "import State as LoafState,").replace("get_bakery_crust", "crust_for")
    assert _healed(around, text, *error) == right


def test_what_markers_name_is_not_exchanged_by_way_of_an_import(around: Known) -> None:
    before = (
        "import pytest\nfrom bakery import MoodState\n\n\n"
        '@pytest.mark.parametrize("state", [MoodState.RAW])\ndef test_x(state):\n    assert state\n'
    )
    grants = grants_of(around, {}).with_(missing=unimportable(before, around))
    assert refusals(
        before, before.replace("import MoodState", "import Mood as MoodState"), grants
    )  # or State: who knows
    assert not refusals(before, before.replace("import MoodState", "import MoodStates as MoodState"), grants)


@pytest.mark.parametrize(("settings", "home"), [("[pytest]\npythonpath = tests\n", "mill"), ("", "tests.mill")])
def test_a_fixture_of_another_folder_is_imported_as_its_tests_would(tmp_path: Path, settings: str, home: str) -> None:
    (tmp_path / "tests" / "mill").mkdir(parents=True)
    (tmp_path / "pytest.ini").write_text(settings, encoding="utf-8")
    (tmp_path / "tests" / "mill" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    text = "import pytest\n\n\ndef test_x(rye):\n    assert rye\n"
    healed = _healed(known(scan(tmp_path)), text, "FixtureLookupError", "fixture 'rye' not found", 0, "rye")
    assert healed == text.replace("pytest\n", f"pytest\nfrom {home}.conftest import rye\n", 1)
