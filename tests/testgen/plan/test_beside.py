"""What a line of the plan, a protocol, a signature or an only choice tells of a slip; and what stays under lock."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.lock.grants import Grants, grants_of, names
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

AVIARY = """
import enum
from dataclasses import KW_ONLY, dataclass
from typing import Protocol

MOST_BIRDS = 9
LEAST_SEED = 2

class NoSuchBird(Exception): ...

class Singer(Protocol):
    def sing(self, tune: str) -> str: ...

class Lark:
    def sing(self, tune: str) -> str: ...

class Stone:
    def fall(self) -> None: ...

@dataclass(frozen=True, kw_only=True)
class Food:
    seed: int = 1
    water: str = ""

@dataclass
class Perch:
    height: int
    _: KW_ONLY
    wood: str = "oak"

@dataclass
class Ring:
    number: int
    @classmethod
    def engraved(cls, text: str) -> "Ring": ...

class Cage:
    def __init__(self, name: str) -> None:
        self.escaped = []
        self.open = False
    def bird(self, name: str) -> Lark: ...
    def fed(self) -> bool: ...
    def make(self, kind, /, **options): ...

def concert(place: str, *, by: Singer) -> int: ...
async def calls(cage: Cage):
    yield cage
"""

CONFTEST = """
import pytest
from aviary import Cage

@pytest.fixture
def cage() -> Cage:
    return Cage("big")
"""

HEAD = "import pytest\nfrom aviary import Cage, Food, Lark, NoSuchBird, Perch, Ring, Stone, calls, concert\n\n\n"
TEST = '{asyncly}def test_x(cage):\n    """\n    Test that it is so.\n\n    Expected:\n{said}\n    """\n{lines}\n'


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("garden")
    (root / "aviary.py").write_text(AVIARY, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return known(scan(root))


def _test(*lines: str, said: tuple[str, ...] = ("It is so",), waits: bool = False) -> str:
    body, told = ("\n".join(f"    {each}" for each in lines), "\n".join(f"    - {each}" for each in said))
    return HEAD + TEST.format(asyncly="async " if waits else "", said=told, lines=body)


def _grants(around: Known, **more: frozenset[str]) -> Grants:
    return grants_of(around, around.fixtures_for("test_x.py")).with_(**more)


def _healed(around: Known, text: str, kind: str, message: str, owner: str = "", when: str = "call") -> str:
    """The first line that healing changed."""
    body = text.index('"""\n    ', text.index("Expected"))
    line = text[:body].count("\n") + 2
    failure = Failure("test_x.py::test_x", when, kind, (), message, "", owner, (), (("test_x.py", line, ""),))
    made = mended(
        Path("/tests/test_x.py"),
        text,
        text,
        [failure],
        (around, around.fixtures_for("test_x.py"), _grants(around)),
        None,
        [],
    )
    lines = made[0].splitlines() if made else []
    return next((each.strip() for each in lines if each not in text.splitlines()), "")


NO_KIND = "Cage.make() missing 1 required positional argument: 'kind'"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ('one = concert("hall", Lark())', "concert() takes 1 positional argument but 2 were given", "by=Lark()"),
        ('one = concert("hall", Stone())', "concert() takes 1 positional argument but 2 were given", ""),
        ('one = Food(3, "rain")', "Food.__init__() takes 1 positional argument but 3 were given", 'water="rain"'),
        ('one = Perch(3, "ash")', "Perch.__init__() takes 2 positional arguments but 3 were given", 'wood="ash"'),
        ('one = cage.make(kind="nest", wide=3)', NO_KIND, "make('nest', wide=3)"),
        ("one = cage.make(wide=3)", NO_KIND, ""),
    ],
)  # fmt: skip
def test_a_call_is_put_right_by_the_signature(around: Known, wrong: str, message: str, right: str) -> None:
    made = _healed(around, _test(wrong, "assert one"), "TypeError", message)
    assert right in made if right else made == ""


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ("one = [each for each in calls(cage)]", "'async_generator' object is not iterable", "[each async for each"),
        ("one = [each async for each in [1]]", "'async for' requires an object with __aiter__ method", "[each for"),
        ("for each in calls(cage):\n        cage = each", "'async_generator' object is not iterable", "async for each"),
        ("one = [each for each in cage]", "'Cage' object is not iterable", ""),
    ],
)
def test_what_gives_by_waiting_is_gone_over_so(around: Known, wrong: str, message: str, right: str) -> None:
    made = _healed(around, _test(wrong, "assert cage", waits=True), "TypeError", message)
    assert right in made if right else made == ""
    if right and not wrong.startswith("for"):
        assert not refusals(
            _test(wrong, waits=True), _test(wrong.replace("each for", "each async for"), waits=True), _grants(around)
        )


@pytest.mark.parametrize(
    ("wrong", "said", "owner", "right"),
    [
        ("assert cage.runaways == [1]", ("Bird 1 has escaped",), "Cage", "cage.escaped == [1]"),
        ("assert cage.runaways", ("It is fed",), "Cage", ""),  # a method would always be true
        ("assert cage.runaways == [1]", ("Runaways and escaped are told",), "Cage", ""),
        ("assert cage.runaways == [1]", ("It sings", "One escaped"), "Cage", ""),
        ("assert cage.runaways == [1]", ("It is open and one escaped",), "Cage", ""),
        ('one = cage.birds["Tom"]', ("It sings",), "Cage", "one = cage.bird('Tom')"),
        ('one = cage.nests["Tom"]', ("It sings",), "Cage", ""),
        ('one = Ring.parse("A-7")', ("It is so",), "Ring", 'one = Ring.engraved("A-7")'),
        ("one = Ring.parse()", ("It is so",), "Ring", ""),
    ],
)
def test_what_is_not_there_is_what_is_told_or_offered(
    around: Known, wrong: str, said: tuple[str, ...], owner: str, right: str
) -> None:
    gone = ["runaways", "birds", "nests", "parse"]
    name = next(each for each in gone if f".{each}" in wrong)
    message = f"'{owner}' object has no attribute '{name}'"
    text = _test(wrong, *([] if wrong.startswith("assert") else ["assert one"]), said=said)
    made = _healed(around, text, "AttributeError", message, owner)
    assert right in made if right else made == ""


@pytest.mark.parametrize(
    ("name", "said", "right"),
    [
        ("MAX_BIRDS", "There are most birds", "MOST_BIRDS"),
        ("MAX_BIRDS", "There are many birds", ""),
        ("Bird", "It is a lark", "Lark"),
        ("Bird", "It is a lark on a perch", ""),
    ],
)
def test_a_name_is_the_one_that_the_line_of_its_assertion_has(around: Known, name: str, said: str, right: str) -> None:
    text = _test(f"assert cage is {name}", said=(said,)).replace(HEAD, f"from aviary import {name}\n\n\n")
    made = _healed(around, text, "ImportError", f"cannot import name '{name}' from 'aviary'", when="collect")
    assert made == (f"from aviary import {right}" if right else "")


WORDS = 'with pytest.raises(NoSuchBird, match="{}"):\n        cage.bird("Tom")'
SAID = ("NoSuchBird is raised: \"no Tom (yet)\"", "The cage is open")  # fmt: skip


def test_the_words_of_an_exception_are_those_that_the_plan_quotes(around: Known) -> None:
    told = "Regex pattern did not match.\n  Expected regex: 'gone'\n  Actual message: 'there is no Tom (yet)'"
    assert r'match=r"no Tom \(yet\)"' in _healed(around, _test(WORDS.format("gone"), said=SAID), "AssertionError", told)
    other = told.replace("no Tom", "nobody")
    assert _healed(around, _test(WORDS.format("gone"), said=SAID), "AssertionError", other) == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("gone", "", SAID),
        ("gone", "no", SAID),
        ("no Tom", "gone", SAID),
        ("Tom", r"no Tom \\(yet\\)", SAID),  # the plan says what the test expects
        ("gone", "Tom", ('NoSuchBird is raised: "Tom", "gone away"',)),
        ("gone", "Tom", ("NoSuchBird is raised", 'It says "Tom"')),
    ],
)
def test_other_words_are_refused(around: Known, old: str, new: str, said: tuple[str, ...]) -> None:
    before, after = (_test(WORDS.format(each), said=said) for each in (old, new))
    assert refusals(before, after, _grants(around))
    assert refusals(before, before.replace(f'match="{old}"', "match=None"), _grants(around))


NEST = '''def nest():
    return 1


def test_x(nest):
    """It.

    Expected:
    - So
    """
    assert nest
'''


def test_a_function_of_which_pytest_says_that_it_is_no_fixture_becomes_one(around: Known) -> None:
    plain = f"{HEAD}{NEST}"
    made = plain.replace("def nest", "@pytest.fixture\ndef nest")
    assert _healed(around, plain, "FixtureLookupError", "fixture 'nest' not found", when="setup") == "@pytest.fixture"
    assert not refusals(plain, made, _grants(around, missing=frozenset({"nest"})))
    assert refusals(plain, made, _grants(around))
    assert refusals(plain, made.replace("fixture", "mark.skip"), _grants(around, missing=frozenset({"nest"})))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("assert cage.runaways == [1]", "assert cage.open == [1]"),
        ("assert cage.runaways == [1]", "assert cage.escaped == [2]"),
        ('assert cage.birds["Tom"] == 1', 'assert cage.bird("Kit") == 1'),
        ('assert cage.birds["Tom"] == 1', 'assert cage.fed("Tom") == 1'),
        ('one = Ring.parse("A-7")', 'one = Ring.engraved("A-8")'),
        ('one = Ring.parse("A-7")', 'one = Ring("A-7")'),
        ('one = cage.make(kind="nest")', 'one = cage.make("egg", kind="nest")'),
        ('one = cage.make(kind="nest")', 'one = cage.make("egg")'),
    ],
)
def test_under_that_cover_nothing_else_changes(around: Known, old: str, new: str) -> None:
    grants = _grants(around, missing=frozenset({"runaways", "birds", "parse"}))
    said = ("Bird 1 has escaped",)
    assert refusals(_test(old, said=said), _test(new, said=said), grants)


def test_an_exception_is_named_by_its_words_where_something_fails() -> None:
    assert names("It fails, as there is no such bird", "NoSuchBird")
    assert not names("There is no such bird in the cage", "NoSuchBird")
    assert not names("It fails, as there is no bird", "NoSuchBird")
