"""Calls as the types of a repository ask for them: what becomes what, and which cheats under that cover are refused."""

from __future__ import annotations

import ast

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.forms.fitted import refitted
from seedbed.testgen.plan.heal.lock.grants import Grants, grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals

DEPOT = """
from enum import Enum
from pathlib import Path

class Stage(Enum):
    OPEN = "open"
    CLOSED = "closed"

class Depot:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
    @classmethod
    def opened(cls, folder: Path) -> "Depot": ...
    def open(self) -> None: ...
    def wait(self, stage: Stage) -> None: ...
    def crates(self) -> list[str]: ...

class Crate:
    def __init__(self, depot: Depot, label: str) -> None:
        self.depot = depot
        self.label = label
    @property
    def weight(self) -> int: ...

def pack(depot: Depot, label: str, weight: int = 1) -> Crate: ...
def same(first: Crate, second: Crate) -> bool: ...
def find(depot: Depot, crate_label): ...
"""

CONFTEST = """
import pytest
from depot import Crate, Depot

@pytest.fixture
def depot() -> Depot: ...

@pytest.fixture
def crate(depot: Depot) -> Crate: ...
"""


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("depot")
    (root / "depot.py").write_text(DEPOT, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return known(scan(root))


@pytest.fixture(scope="module")
def grants(around: Known) -> Grants:
    return grants_of(around, around.fixtures_for("test_depot.py"))


def _of(code: str, grants: Grants) -> str | None:
    function = ast.parse(f"def test(depot, crate, tmp_path):\n    label = 'a'\n    {code}\n").body[0]
    call = next(each for each in ast.walk(function) if isinstance(each, ast.Call))
    assert grants.kinds is not None
    right = refitted(call, function, grants.kinds)
    return None if right is None else ast.unparse(right)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("pack(label, depot)", "pack(depot, label)"),
        ("pack(3, 'b', depot)", "pack(depot, 'b', 3)"),
        ("pack(depot, weight='b', label=3)", "pack(depot, weight=3, label='b')"),
        ("pack(crate.depot.folder, 'b')", "pack(crate.depot, 'b')"),
        ("same(crate.label, crate)", None),  # both would be one
        ("pack(depot, crate)", "pack(depot, crate.label)"),
        ("find(depot, crate)", "find(depot, crate.label)"),
        ("Depot(str(tmp_path))", "Depot(tmp_path)"),
        ("Depot.wait(Stage.OPEN)", "depot.wait(Stage.OPEN)"),
        ("Depot.wait(depot, Stage.OPEN)", None),
        ("Depot('here')", "Depot(Path('here'))"),
        ("depot.wait('closed')", "depot.wait(Stage.CLOSED)"),
        ("depot.wait('gone')", None),
        ("depot.pack('b')", "pack(depot, 'b')"),
        ("open(depot)", None),  # Python has one of its own
        ("crates(depot)", "depot.crates()"),
        ("Depot.crates()", "depot.crates()"),
        ("Depot.opened(tmp_path)", None),
        ("pack(depot, 'b', weight=2)", None),
        ("unknown(label, depot)", None),
    ],
)
def test_a_call_becomes_what_types_ask_for(grants: Grants, wrong: str, right: str | None) -> None:
    assert _of(wrong, grants) == right


BEFORE = '''"""Crates."""

import pytest

from depot import Depot, find, pack, same


class TestCrates:
    """Crates."""

    def setup_method(self, depot):
        self.depot = depot

    def test_packed(self, depot, crate):
        """Test that a crate is packed."""
        other = pack("b", depot)
        assert same(other, crate.label)
        assert other.weight == 2

    def test_refused(self, depot, crate):
        """[NEGATIVE] Test that a crate is no label."""
        with pytest.raises(TypeError):
            pack(depot, crate)
'''

PREPARED = "    @pytest.fixture(autouse=True)\n    def _prepared(self, depot):\n        self.depot = depot\n"
SET_UP = "    def setup_method(self, depot):\n        self.depot = depot\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [('pack("b", depot)', 'pack(depot, "b")'), (SET_UP, PREPARED)],
)
def test_what_was_meant_may_be_written(grants: Grants, old: str, new: str) -> None:
    assert refusals(BEFORE, BEFORE.replace(old, new), grants) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('pack("b", depot)', 'pack(depot, "c")'),
        ('pack("b", depot)', 'pack(depot, "b", 2)'),
        ('pack("b", depot)', 'pack(depot, "b") or crate'),
        ('pack("b", depot)', "crate"),
        ('pack("b", depot)', "find(depot, crate.label)"),
        ("same(other, crate.label)", "same(crate, crate)"),
        ("same(other, crate.label)", "same(other, other)"),
        ("other.weight == 2", "crate.weight == 2"),
        ("other.weight == 2", "other.weight == other.weight"),
        ("            pack(depot, crate)", "            pack(depot, crate.label)"),
        (SET_UP, PREPARED.replace("self.depot = depot", "self.depot = object()")),
        (SET_UP, PREPARED.replace("self.depot = depot", "self.depot = depot\n        depot.wait = print")),
        (SET_UP, PREPARED.replace("autouse=True", "autouse=True, params=[]")),
        (SET_UP, PREPARED.replace("self, depot", "self, depot, monkeypatch")),
        (SET_UP, PREPARED.replace("        self.depot", "        return\n        self.depot")),
        (SET_UP, SET_UP + PREPARED),
        (SET_UP, ""),
    ],
)
def test_nothing_else_passes_under_that_cover(grants: Grants, old: str, new: str) -> None:
    assert old in BEFORE
    assert refusals(BEFORE, BEFORE.replace(old, new), grants)
