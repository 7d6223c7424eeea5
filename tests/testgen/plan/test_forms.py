"""What types, keywords and steps say for sure is written; and what looks like it and weakens a test is refused."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.heal.lock.grants import grants_of
from seedbed.testgen.plan.heal.lock.refusals import refusals
from seedbed.testgen.plan.heal.mend import mended
from seedbed.testgen.plan.heal.outcome import Failure
from seedbed.testgen.plan.heal.rules.library import library_line

CELLAR = '''
from enum import Enum

class Colour(Enum):
    RED = "rouge"
    WHITE = "blanc"

class Refused(Exception):
    """The cellar does not take it."""

class Cask:
    def __init__(self, *, litres: int, colour: Colour = Colour.RED, tags: list[str] = []) -> None: ...
    @property
    def total(self) -> int: ...

class CellarClient:
    def __init__(self, address: str) -> None: ...
    def balance_of(self, number: int) -> int: ...
    def pour(self, litres: int, *, note: str = "") -> Cask: ...
    def name(self, label: str) -> Cask: ...
    def seal(self, *, tight: bool) -> Cask: ...
'''

CONFTEST = """
import pytest
from cellar import CellarClient

@pytest.fixture
def client() -> CellarClient: ...
"""

TEST = '''"""Casks."""

import pytest

from cellar import CellarClient, Cask, Refused


def test_x(client):
    """Test that {said}."""
{body}
'''


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Known:
    root = tmp_path_factory.mktemp("cellar")
    (root / "cellar.py").write_text(CELLAR, encoding="utf-8")
    (root / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    return known(scan(root))


def _text(said: str, body: str) -> str:
    return TEST.format(said=said, body="\n".join(f"    {line}" for line in body.splitlines()))


def _healed(around: Known, text: str, failed: str, message: str, kind: str = "TypeError") -> str:
    line = next(at for at, each in enumerate(text.splitlines(), 1) if failed in each and "Test that" not in each)
    failure = Failure("test_x.py::test_x", "call", kind, (kind,), message, "", "", (), (("test_x.py", line, ""),))
    fixtures = around.fixtures_for("test_x.py")
    grants = grants_of(around, fixtures)
    made = mended(Path("/tests/test_x.py"), text, text, [failure], (around, fixtures, grants), None, [])
    return made[0] if made else text


@pytest.mark.parametrize(
    ("said", "wrong", "right"),
    [
        ("it pours", 'client.pour("3")', "client.pour(3)"),
        ("it pours", 'client.pour("three")', ""),
        ("it pours", 'client.pour("03")', ""),
        ("it pours", "client.pour(3.0)", "client.pour(3)"),
        ("it pours", "client.pour(2.5)", ""),
        ('"3" litres are taken', 'client.pour("3")', ""),  # the plan's word against the product's
        ("litres may be given as text", 'client.pour("3")', ""),
        ("it has a name", "client.name(7)", 'client.name("7")'),
        ("it is sealed", "client.seal(tight='true')", "client.seal(tight=True)"),
        ("it is white", 'Cask(litres=3, colour="blanc")', "Cask(litres=3, colour=Colour.WHITE)"),
        ("it is white", 'Cask(litres=3, colour="white")', "Cask(litres=3, colour=Colour.WHITE)"),
        ("a colour is given as text", 'Cask(litres=3, colour="blanc")', ""),
        ("it is dry", 'Cask(litres=3, tags="dry")', 'Cask(litres=3, tags=["dry"])'),
    ],
)
def test_a_literal_is_of_the_type_that_is_asked_for(around: Known, said: str, wrong: str, right: str) -> None:
    text = _text(said, f"cask = {wrong}\nassert cask.total == 3")
    healed = _healed(around, text, "cask =", "unsupported operand")
    assert ast.dump(ast.parse(healed).body[-1]) == ast.dump(ast.parse(text.replace(wrong, right or wrong)).body[-1])


@pytest.mark.parametrize(
    ("said", "error", "value", "right"),
    [
        ("an amount of -5 is refused", "Refused", '"-5"', "-5"),
        ("an amount of -5 is refused", "TypeError", '"-5"', '"-5"'),  # that is what is tried
        ("an amount of -5 is refused", "Exception", '"-5"', '"-5"'),
        ('an amount of "-5" is refused', "Refused", '"-5"', '"-5"'),
        ("an amount below zero is refused", "Refused", '"-5"', '"-5"'),
        ("an amount of 5 is refused", "Refused", '"-5"', '"-5"'),
    ],
)
def test_what_has_to_fail_is_given_what_the_plan_names(
    around: Known, said: str, error: str, value: str, right: str
) -> None:
    text = _text(said, f"with pytest.raises({error}):\n    client.pour({value})")
    assert _healed(around, text, "client.pour", "unsupported operand") == text.replace(f"({value})", f"({right})")


@pytest.mark.parametrize(
    ("said", "body", "allowed"),
    [
        ("it pours", "cask = client.pour(3, cork=True)\nassert cask.total == 3", True),
        ("it pours", "cask = client.pour(3, country='FR')\nassert cask.total == 3", True),
        ("it pours a corked wine", "cask = client.pour(3, cork=True)\nassert cask.total == 3", False),
        ("it pours what comes from FR", "cask = client.pour(3, country='FR')\nassert cask.total == 3", False),
        ("it pours", "cask = client.pour(3, cork=True)\nassert cask.cork", False),
        ("it pours", "cask = client.pour(3, country='FR')\nassert cask.total == 'FR'", False),
        ("it pours", "cask = client.pour(3, cork=client.name('a'))\nassert cask.total == 3", False),
        ("it pours", "assert client.pour(3, cork=True).total == 3", False),
        ("it pours", "with pytest.raises(Refused):\n    client.pour(3, cork=True)", False),
    ],
)
def test_a_keyword_goes_where_nothing_tested_hangs_on_it(around: Known, said: str, body: str, *, allowed: bool) -> None:
    text = _text(said, body)
    keyword = (
        ", cork=True" if "cork=True" in body else ", country='FR'" if "country" in body else ", cork=client.name('a')"
    )
    message = f"CellarClient.pour() got an unexpected keyword argument '{keyword[2:].partition('=')[0]}'"
    healed = _healed(around, text, "client.pour", message)
    assert (healed == text.replace(keyword, "")) is allowed
    grants = grants_of(around, around.fixtures_for("test_x.py"))
    granted = grants.with_(keywords=frozenset({"pour:cork", "pour:country"}))
    assert refusals(text, text.replace(keyword, ""), grants)
    assert (refusals(text, text.replace(keyword, ""), granted) == ()) is allowed


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("it pours", 'assert client.name("7").total == 3', 'assert client.name("8").total == 3'),
        ("it pours", 'assert client.balance_of("3") == 3', "assert client.balance_of(3) == 3"),  # its form is asserted
        ("it pours", "assert client.pour(3).total == 3", 'assert client.pour(3).total == "3"'),
        (
            "it pours 5",
            "cask = client.pour('4')\nassert cask.total == 3",
            "cask = client.pour(5)\nassert cask.total == 3",
        ),
        ("it is", "cask = Cask(litres=3, colour='blanc')", "cask = Cask(litres=3, colour=Colour.RED)"),
    ],
)
def test_no_other_literal_is_let_through(around: Known, said: str, old: str, new: str) -> None:
    text = _text(said, old)
    grants = grants_of(around, around.fixtures_for("test_x.py"))
    assert refusals(text, text.replace(old.splitlines()[0], new.splitlines()[0]), grants)


def test_a_class_of_another_first_name_is_the_one_that_there_is(around: Known) -> None:
    text = _text("it pours", "api = HttpClient('a')\nassert api.balance_of(1) == 3").replace(
        "CellarClient, Cask, Refused", "HttpClient"
    )
    healed = _healed(around, text, "import HttpClient", "cannot import name 'HttpClient' from 'cellar'", "ImportError")
    assert healed == text.replace("HttpClient", "CellarClient")
    other = text.replace("HttpClient('a')", "HttpClient(port=1)")
    assert (
        _healed(around, other, "import HttpClient", "cannot import name 'HttpClient' from 'cellar'", "ImportError")
        == other
    )


@pytest.mark.parametrize(
    ("name", "used", "line"),
    [
        ("ExitStack", "ExitStack()", "from contextlib import ExitStack"),
        ("datetime", "datetime.now()", "from datetime import datetime"),
        ("datetime", "datetime.timedelta(1)", "import datetime"),
        ("urllib", "urllib.parse.quote('a')", "import urllib.parse"),
        ("copy", "copy(3)", "from copy import copy"),
        ("Iterator", "Iterator", "from collections.abc import Iterator"),
        ("product", "product.price", None),  # a variable, as far as anyone can tell
        ("token", "token.value", None),
        ("run", "run()", None),
    ],
)
def test_the_library_has_one_home_for_a_name(name: str, used: str, line: str | None) -> None:
    assert library_line(name, ast.parse(used)) == line
