"""What a class says has to be entered, and was not: entered where the product refused it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

CELLAR = """
class Cellar:
    \"\"\"Keeps wine. It is open within a `with` block only.\"\"\"
    def __enter__(self): ...
    def __exit__(self, kind, error, trace): ...
    def put(self, bottles): ...

class Door:
    \"\"\"Opens and closes.\"\"\"
    def __enter__(self): ...
    def __exit__(self, kind, error, trace): ...
    def put(self, bottles): ...
"""

TEST = """import pytest
from cellar import Cellar, Door


def test_x():
    \"\"\"Test that {said}.\"\"\"
    one = {kind}(8)
    {first}
    with Cellar(9) as other:
        assert one.count == other.count
"""

ENTERED = """    with Cellar(8) as one:
        one.put(3)
        with Cellar(9) as other:
            assert one.count == other.count
"""


CONFTEST = """
import pytest
from cellar import Cellar

@pytest.fixture
def cellar():
    return Cellar(7)
"""

GIVEN = """import pytest


class TestCellars:
    \"\"\"
    Preconditions:
        - {said}
    \"\"\"

    def test_x(self, cellar):
        \"\"\"Test that wine is kept.\"\"\"
        cellar.put(3)

        assert cellar.count == 3
"""


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("hill")
    (root / "cellar.py").write_text(CELLAR, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return known(scan(root))


def _text(said: str = "both are full", kind: str = "Cellar", first: str = "one.put(3)") -> str:
    return TEST.format(said=said, kind=kind, first=first)


def _healed(around: Known, text: str, line: int = 8, kind: str = "CellarShut") -> str:
    trace = (("test_x.py", line, ""), ("cellar.py", 6, "put"))
    failure = Failure("test_x.py::test_x", "call", kind, (), "it is shut", "", "", (), trace)
    made = mended(Path("/tests/test_x.py"), text, text, [failure], (around, {}, grants_of(around, {})), None, [])
    return made[0] if made else ""


def test_it_is_entered_for_all_that_comes_after(around: Known) -> None:
    assert _healed(around, _text()) == _text().partition("    one =")[0] + ENTERED


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        (_text("nothing is put into a closed cellar"), 8, "CellarShut"),
        (_text("a cellar that was left refuses"), 8, "CellarShut"),
        (_text("it cannot be used"), 8, "CellarShut"),
        (_text(kind="Door"), 8, "CellarShut"),
        (_text(first="one.open(); one.put(3)").replace("; ", "\n    "), 9, "CellarShut"),  # it was used before
        (_text(), 8, "AssertionError"),
        (_text(first="with pytest.raises(ValueError):\n        one.put(3)"), 9, "CellarShut"),
    ],
)
def test_what_may_be_meant_as_it_is_stays(around: Known, text: str, line: int, kind: str) -> None:
    assert _healed(around, text, line, kind) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("one.put(3)", "one.put(4)"),
        ("        one.put(3)\n", ""),
        ("Cellar(8) as one", "Cellar(7) as one"),
        ("Cellar(8) as one", "Door(8) as one"),
        ("Cellar(8) as one:", "Cellar(8) as one, pytest.raises(Exception):"),
        ("one.count == other.count", "other.count == other.count"),
        ("            assert one.count == other.count", "            pass"),
    ],
)
def test_under_that_cover_nothing_else_changes(around: Known, old: str, new: str) -> None:
    grants = grants_of(around, {}).with_(unentered=frozenset({"test_x:one"}))
    head = _text().partition("    one =")[0]
    assert not refusals(_text(), head + ENTERED, grants)
    assert refusals(_text(), head + ENTERED.replace(old, new), grants)
    assert refusals(_text(), head + ENTERED, grants_of(around, {}).with_(unentered=frozenset({"test_y:one"})))


def _given(around: Known, text: str) -> str:
    trace = (("test_x.py", 12, ""), ("cellar.py", 6, "put"))
    failure = Failure("test_x.py::TestCellars::test_x", "call", "CellarShut", (), "it is shut", "", "", (), trace)
    fixtures = around.fixtures_for("test_x.py")
    grants = grants_of(around, fixtures)
    made = mended(Path("/tests/test_x.py"), text, text, [failure], (around, fixtures, grants), None, [])
    return made[0] if made else ""


def test_what_a_fixture_gives_is_entered_for_all_of_a_test_that_wants_it_open(around: Known) -> None:
    text = GIVEN.format(said="A cellar that is open")
    head, body = text.partition("        cellar.put")[0], "cellar.put(3)\n\n            assert cellar.count == 3\n"
    assert _given(around, text) == f"{head}        with cellar:\n            {body}"


@pytest.mark.parametrize("said", ["A cellar", "A cellar that is not open", "A cellar that is open, then closed"])
def test_what_no_plan_wants_open_stays(around: Known, said: str) -> None:
    assert _given(around, GIVEN.format(said=said)) == ""


def test_under_that_cover_too_nothing_else_changes(around: Known) -> None:
    text = GIVEN.format(said="A cellar that is open")
    made = _given(around, text)
    grants = grants_of(around, around.fixtures_for("test_x.py"))
    granted = grants.with_(unentered=frozenset({"test_x:cellar"}))
    assert not refusals(text, made, granted)
    assert refusals(text, made, grants)
    assert refusals(text, made.replace("put(3)", "put(4)"), granted)
    assert refusals(text, made.replace("assert cellar.count == 3", "pass"), granted)
