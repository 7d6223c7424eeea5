"""Classes that stand in others, and are asked for by their bare names."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.lock.grants import Grants, grants_of, told_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

HARBOUR = """
class Ship:
    class Flag:
        IRISH = "ie"

class Berth:
    FREE = "free"
    TAKEN = "taken"
    def __init__(self):
        self.state = Berth.FREE
    @classmethod
    def of_number(cls, number): ...
    def leave(self): ...

class Crane:
    IDLE = "idle"
    LIFTS = "lifts"
"""


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("quay")
    (root / "harbour.py").write_text(HARBOUR, encoding="utf-8")
    return known(scan(root))


def _text(name: str, use: str) -> str:
    return f"from harbour import {name}\n\n\ndef test_x(berth):\n    assert berth.state == {use}\n"


@pytest.mark.parametrize(
    ("name", "use", "owner", "right"),
    [
        ("Flag", "Flag.IRISH", "Ship", "Ship.Flag.IRISH"),
        ("State", "State.FREE", "Berth", "Berth.FREE"),
        ("State", "State.LOST", "", ""),
        ("State", "State", "", ""),
        ("Load", "Load.IDLE", "", ""),  # a crane has that, but no load
        ("berth_of_number", "berth_of_number(3)", "Berth", "Berth.of_number(3)"),
        ("leave_berth", "leave_berth()", "", ""),  # it needs a berth
    ],
)
def test_it_is_asked_of_the_class_around_it(around: Known, name: str, use: str, owner: str, right: str) -> None:
    text, message = _text(name, use), f"cannot import name '{name}' from 'harbour'"
    failure = Failure("test_x.py", "collect", "ImportError", (), message, name, "", (), (("test_x.py", 1, ""),))
    made = mended(Path("/tests/test_x.py"), text, text, [failure], (around, {}, grants_of(around, {})), None, [])
    assert (made[0].split() if made else []) == (_text(owner, right).split() if owner else [])


def test_another_constant_is_refused(around: Known) -> None:
    grants: Grants = grants_of(around, {}).with_(missing=frozenset({"State"}))
    assert not refusals(_text("State", "State.FREE"), _text("Berth", "Berth.FREE"), grants)
    assert refusals(_text("State", "State.FREE"), _text("Berth", "Berth.TAKEN"), grants)
    assert refusals(_text("State", "State.FREE"), _text("Crane", "Crane.FREE"), grants)


def test_another_method_is_refused(around: Known) -> None:
    grants = grants_of(around, {}).with_(missing=frozenset({"berth_of_number", "leave_berth"}))
    before = _text("berth_of_number", "berth_of_number(3)")
    assert not refusals(before, _text("Berth", "Berth.of_number(3)"), grants)
    assert refusals(before, _text("Berth", "Berth.of_number(4)"), grants)
    assert refusals(before, _text("Berth", "Berth.leave(3)"), grants)
    assert refusals(_text("leave_berth", "leave_berth()"), _text("Berth", "Berth.leave()"), grants)


def test_more_than_one_of_a_kind_names_it() -> None:
    assert told_of("a doctor for hearts", ["HEART", "DENTAL"]) == "HEART"
    assert told_of("hearts and dental", ["HEART", "DENTAL"]) is None
