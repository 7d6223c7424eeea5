"""What the plan, a class or a module says of what a test calls otherwise: what becomes of it, and what may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.findings import BROKEN, finding_of
from seedbed.testgen.plan.heal.lock.grants import Grants, grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure

FARM = """
class Sort:
    COX = "Cox"
    ELSTAR = "Elstar"

class Field:
    name: str

class Crop:
    class State:
        READY = "Ready"
        GROWN = "Grown"

class Weight:
    @classmethod
    def read(cls, text: str): ...

def plant(field: Field, *, sort: str, rows: int = 1): ...
def store(crop, *, overwrite: bool = False, cellar: str = ""): ...
"""

CONFTEST = """
import pytest
from farm import Field

@pytest.fixture
def field() -> Field:
    return Field()

@pytest.fixture
def make_barn(tmp_path):
    with tmp_path:
        def make(name: str = "barn", *, max_tons: int = 0): ...
        yield make
"""

HEAD = "from datetime import datetime\nfrom conftest import make_barn\nfrom farm import Crop, Sort, plant, store\n\n\n"


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("county")
    (root / "farm.py").write_text(FARM, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return known(scan(root))


def _test(said: str, line: str, asked: str = "field") -> str:
    return f'{HEAD}def test_x({asked}):\n    """Test that {said}."""\n    {line}\n    assert field\n'


def _failure(kind: str, message: str, owner: str = "", members: tuple[str, ...] = ()) -> Failure:
    line = len(HEAD.splitlines()) + 3
    return Failure("test_x.py::test_x", "call", kind, (), message, "", owner, members, (("test_x.py", line, ""),))


def _healed(around: Known, text: str, failure: Failure) -> str:
    fixtures = around.fixtures_for("test_x.py")
    bench = (around, fixtures, grants_of(around, fixtures))
    made = mended(Path("/tests/test_x.py"), text, text, [failure], bench, None, [])
    return made[0] if made else ""


NO_REPLACE = _failure("TypeError", "store() got an unexpected keyword argument 'replace'")
NO_LIMIT = _failure("TypeError", "make_barn.<locals>.make() got an unexpected keyword argument 'limit'")
NO_SORT = _failure("TypeError", "plant() missing 1 required keyword-only argument: 'sort'")
NO_DONE = _failure("AttributeError", "type object 'State' has no attribute 'DONE'", "State", ("GROWN", "READY"))
NO_DELTA = _failure("AttributeError", "type object 'datetime.datetime' has no attribute 'timedelta'", "datetime")
NO_PATCH = _failure("NameError", "name 'monkeypatch' is not defined")


@pytest.mark.parametrize(
    ("said", "wrong", "failure", "right"),
    [
        ("it is overwritten", "one = store(1, replace=True)", NO_REPLACE, "one = store(1, overwrite=True)"),
        ("it is put away", "one = store(1, replace=True)", NO_REPLACE, "one = store(1)"),
        ("tabs are seen", 'one = store(1, replace="\\t")', NO_REPLACE, 'one = store(1, cellar="\\t")'),
        ("lines are seen", 'one = store(1, replace="\\t")', NO_REPLACE, "one = store(1)"),
        ("8 tons fit", "one = make_barn(limit=8)", NO_LIMIT, "one = make_barn(max_tons=8)"),
        ("a Cox grows", "one = plant(field)", NO_SORT, "one = plant(field, sort=Sort.COX)"),
        ("a tree grows", "one = plant(field)", NO_SORT, ""),
        ("a Cox and an Elstar grow", "one = plant(field)", NO_SORT, ""),
        ("it is ready", "one = wait(Crop.State.DONE)", NO_DONE, "one = wait(Crop.State.READY)"),
        ("it is done", "one = wait(Crop.State.DONE)", NO_DONE, ""),
        ("an hour is long", "one = datetime.timedelta(hours=1)", NO_DELTA, "one = timedelta(hours=1)"),
    ],
)
def test_what_was_meant_is_what_the_plan_says(
    around: Known, said: str, wrong: str, failure: Failure, right: str
) -> None:
    made = _healed(around, _test(said, wrong), failure)
    assert (made.splitlines()[-2].strip() if made else "") == right


def test_a_fixture_of_pytest_is_asked_for(around: Known) -> None:
    made = _healed(around, _test("it is set", 'one = monkeypatch.setenv("A", "b")'), NO_PATCH)
    assert "def test_x(field, monkeypatch):" in made


def test_a_fixture_that_gives_a_function_is_asked_for_and_not_imported(around: Known) -> None:
    direct = _failure("Failed", 'Fixture "make_barn" called directly. Fixtures are not meant to be called directly')
    text = _test("it stands", 'one = make_barn("red")')
    made = _healed(around, text, direct)
    assert "def test_x(field, make_barn):" in made
    assert "import make_barn" not in made
    assert finding_of(direct, Path("/tests/test_x.py"), text, None).what == BROKEN


def _grants(around: Known, **more: frozenset[str] | frozenset[tuple[str, str]]) -> Grants:
    return grants_of(around, around.fixtures_for("test_x.py")).with_(**more)


STATES = frozenset({("State", "GROWN"), ("State", "READY")})


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("it is overwritten", "one = store(1, replace=True)", "one = store(1)"),
        ("it is put away", 'one = store(field, into="x")', 'one = store(field, cellar="y")'),
        ("a Cox grows", "one = plant(field)", "one = plant(field, sort=Sort.ELSTAR)"),
        ("it is ready", "one = wait(Crop.State.DONE)", "one = wait(Crop.State.GROWN)"),
        ("it is done", "one = wait(Crop.State.DONE)", "one = wait(Crop.State.READY)"),
        ("it is ready", "one = wait(Crop.State.DONE)", "one = wait(Crop.State.READY_OR_NOT)"),
        ("it is long", "one = datetime.timedelta(hours=1)", "one = timedelta(hours=2)"),
        ("it is long", "one = datetime.timedelta(hours=1)", "one = timezone(hours=1)"),
        ("it is planted", "one = plant(field_name=field.name)", "one = plant(field=field.other)"),
    ],
)
def test_under_that_cover_nothing_else_changes(around: Known, said: str, old: str, new: str) -> None:
    grants = _grants(
        around,
        missing=frozenset({"DONE", "timedelta"}),
        keywords=frozenset({"store:replace", "store:into", "plant:field_name"}),
        required=frozenset({"plant:sort"}),
        constants=STATES,
    )
    assert not refusals(_test(said, old), _test(said, old), grants)
    assert refusals(_test(said, old), _test(said, new), grants)


def test_what_a_keyword_was_meant_as_may_be_given_as_its_type_asks(around: Known) -> None:
    old, new = 'one = plant(field_name=field.name, sort="Cox")', 'one = plant(field=field, sort="Cox")'
    assert refusals(_test("it is planted", old), _test("it is planted", new), _grants(around))
    granted = _grants(around, keywords=frozenset({"plant:field_name"}))
    assert not refusals(_test("it is planted", old), _test("it is planted", new), granted)
