"""Calls and names that a harbour takes otherwise: what becomes of them without a run, and what may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.forms.slips import is_typo
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

HARBOUR = """
from datetime import date, datetime

class Ship:
    def __init__(self, name, *flags, home="Cork"): ...

def berth(ship, **wishes): ...
def log(path):
    path.write_text("")
def arrive(day, at=datetime(2030, 1, 1)):
    return day.weekday()
def told(day):
    return day if isinstance(day, str) else day.isoformat()
"""

CONFTEST = """
import pytest

@pytest.fixture
def make_ship():
    def make(name, *, built: "date"): ...
    return make
"""

HEAD = "import datetime\nfrom harbour import Ship, arrive, berth, log, told\n\n\n"


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("docks")
    (root / "harbour.py").write_text(HARBOUR, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return known(scan(root))


def _healed(around: Known, line: str, kind: str = "AttributeError", message: str = "'str' object") -> str:
    text = f"{HEAD}def test_x(make_ship, tmp_path):\n    {line}\n    assert one\n"
    failure = Failure("test_x.py::test_x", "call", kind, (), message, "", "", (), (("test_x.py", 6, ""),))
    fixtures = around.fixtures_for("test_x.py")
    made = mended(
        Path("/tests/test_x.py"), text, text, [failure], (around, fixtures, grants_of(around, fixtures)), None, []
    )
    return made[0].splitlines()[-2].strip() if made else ""


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('one = Ship("A", flags=["ie", "uk"])', "one = Ship('A', 'ie', 'uk')"),
        ('one = Ship("A", flags=("ie",), home="Hull")', "one = Ship('A', 'ie', home='Hull')"),
        ('one = berth(two, {"deep": True})', "one = berth(two, deep=True)"),
        ('one = log(f"{tmp_path}/log")', "one = log(Path(f'{tmp_path}/log'))"),
        ('one = arrive("2030-01-08")', "one = arrive(date(2030, 1, 8))"),
        ('one = arrive(day, at="2030-01-08T10:30")', "one = arrive(day, at=datetime(2030, 1, 8, 10, 30))"),
        ('one = make_ship("A", built="1999-02-28")', 'one = make_ship("A", built=date(1999, 2, 28))'),
    ],
)
def test_what_is_given_is_what_is_asked_for(around: Known, wrong: str, right: str) -> None:
    assert _healed(around, wrong) == right


@pytest.mark.parametrize(
    "line",
    [
        'one = arrive("tomorrow")',
        'one = told("2030-01-08")',  # it takes both
        'one = Ship(flags=["ie"])',  # the name would be the flag
        'one = berth(two, {"not a name": 1})',
        'one = berth(two, {"ship": 1})',
    ],
)
def test_what_may_be_meant_as_it_is_stays(around: Known, line: str) -> None:
    assert _healed(around, line) == ""


def test_a_variable_that_hides_what_makes_it_gets_a_name_of_its_own(around: Known) -> None:
    error = ("UnboundLocalError", "cannot access local variable 'arrive' where it is not associated with a value")
    assert _healed(around, "arrive = one = 3", *error) == ""
    assert _healed(around, "arrive = arrive(day)", *error) == "arrive_ = arrive(day)"


def test_a_module_is_called_by_its_class(around: Known) -> None:
    error = ("TypeError", "'module' object is not callable")
    assert _healed(around, "one = datetime(2030, 1, 8)", *error) == "one = datetime.datetime(2030, 1, 8)"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("arrive = arrive(day)\n    assert arrive == 1", "arrive_ = arrive(day)\n    assert arrive == 1"),
        ("arrive = arrive(day)\n    assert arrive == 1", "arrive_ = 1\n    assert arrive_ == 1"),
        ('one = arrive("2030-01-08")', "one = arrive(date(2030, 1, 9))"),
        ('one = Ship("A", flags=["ie", "uk"])', 'one = Ship("A", "ie")'),
        ('one = berth(two, {"deep": True})', "one = berth(two, deep=False)"),
        ("one = datetime(2030, 1, 8)", "one = datetime.date(2030, 1, 8)"),
    ],
)
def test_under_that_cover_nothing_else_changes(around: Known, old: str, new: str) -> None:
    grants = grants_of(around, around.fixtures_for("test_x.py")).with_(plain=frozenset({"datetime"}))
    head = f"{HEAD}def test_x(make_ship):\n    "
    assert refusals(head + old, f"from datetime import date\n{head}{new}", grants)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Catalog", "Catalogue"), ("color", "colour"), ("normalize", "normalise"), ("center_of", "centre_of")],
)
def test_both_sides_of_the_ocean_spell_one_word(one: str, other: str) -> None:
    assert is_typo(one, other)
    assert is_typo(other, one)


def test_a_test_that_fails_later_with_the_same_words_has_got_further() -> None:
    first = Failure("a::b", "call", "TypeError", (), "'module' object is not callable", "", "", (), (), 3)
    later = Failure("a::b", "call", "TypeError", (), "'module' object is not callable", "", "", (), (), 1)
    assert first.mark != later.mark
