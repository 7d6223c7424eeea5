"""The sieve: what it keeps, what it drops and why, what it reports; on real runs of pytest in a small project."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.sieve import Sifted, sift
from seedbed.testgen.sieve.place import place
from seedbed.testgen.sieve.sift import untried
from seedbed.testgen.sieve.tests import suite

MODULE = '''"""Prices."""


def price(count, each=3):
    """The price of so many; never below zero."""
    if count > 10:
        return count * each - 5
    return count * each


def label(count):
    return f"{count} pieces"
'''
TESTS = '''"""Tests by hand."""

import itertools
import os

import pytest

from shop.prices import label, price

def test_few():
    assert price(2) == 6


def test_few_again():
    assert price(2) == 6


@pytest.mark.parametrize(("count", "money"), [(10, 30), (11, 28), (12, 31)])
def test_many(count, money):
    assert price(count) == money


def test_label_is_other_than_said():
    """The label says how many there are, in the singular for one."""
    assert label(1) == "1 piece"


def test_of_its_own_making():
    assert prize(2) == 6


def test_unsteady():
    assert price(2) == 6
    assert os.environ["PYTHONHASHSEED"] != "2"


class TestLabel:
    def test_two(self):
        assert label(2) == "2 pieces"

    def test_uses_a_fixture(self, capsys):
        print(label(3))
        assert capsys.readouterr().out == "3 pieces\\n"


def test_that_hangs():
    while True:
        price(1)


def test_that_ends_everything():
    os._exit(0)
'''


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "shop").mkdir()
    (folder / "shop" / "__init__.py").write_text("")
    (folder / "shop" / "prices.py").write_text(MODULE)
    (folder / "tests").mkdir()
    (folder / "tests" / "conftest.py").write_text("")
    return folder


def _sifted(project: Path, text: str) -> Sifted:
    target = project / "shop" / "prices.py"
    return sift(text, target, project, test_path=project / "tests" / "test_prices.py", seed=1, seconds=8)


@pytest.fixture(scope="module")
def sifted(project: Path) -> Sifted:
    return _sifted(project, TESTS)


def _why(sifted: Sifted, name: str) -> tuple[bool, str]:
    return next((each.kept, each.why) for each in sifted.verdicts if each.name == name)


def test_a_test_that_notices_something_is_kept_with_what_it_adds(sifted: Sifted) -> None:
    kept, why = _why(sifted, "test_many")
    assert kept
    assert "mutant" in why
    assert "def test_many" in sifted.text


def test_of_two_that_notice_the_same_one_is_dropped(sifted: Sifted) -> None:
    both = [_why(sifted, name) for name in ("test_few", "test_few_again")]
    assert any(why == "it notices nothing that the others do not" for kept, why in both if not kept)


def test_a_test_that_says_other_than_the_code_is_a_finding_and_not_bent(sifted: Sifted) -> None:
    (finding,) = sifted.findings
    assert finding.name == "test_label_is_other_than_said"
    assert "1 piece" in finding.why
    assert 'assert label(1) == "1 piece"' in sifted.text
    assert "xfail" in sifted.text
    assert "strict=True" in sifted.text


def test_a_test_with_a_mistake_of_its_own_is_dropped(sifted: Sifted) -> None:
    kept, why = _why(sifted, "test_of_its_own_making")
    assert not kept
    assert "prize" in why


def test_one_that_does_not_come_to_the_same_each_time_is_dropped(sifted: Sifted) -> None:
    assert _why(sifted, "test_unsteady") == (False, "unsteady: failed, passed in three runs")


def test_one_whose_parameters_cannot_be_made_takes_no_other_with_it(project: Path) -> None:
    text = (
        "import pytest\n\nfrom shop.prices import price\n\n\ndef test_few():\n    assert price(2) == 6\n\n\n"
        '@pytest.mark.parametrize("count", [int(None)])\ndef test_none(count):\n    assert price(count) == 6\n'
    )
    sifted = _sifted(project, text)
    assert _why(sifted, "test_none") == (False, "its parameters cannot be made")
    assert _why(sifted, "test_few")[0]


def test_tests_in_classes_and_with_fixtures_are_tried_too(sifted: Sifted) -> None:
    assert any(_why(sifted, name)[0] for name in ("TestLabel.test_two", "TestLabel.test_uses_a_fixture"))


def test_one_that_hangs_and_one_that_ends_the_process_are_dropped(sifted: Sifted) -> None:
    assert not _why(sifted, "test_that_hangs")[0]
    assert _why(sifted, "test_that_ends_everything") == (False, "it ended the process, or took all of the time")


def test_the_figures_are_those_of_what_is_left(sifted: Sifted) -> None:
    assert sifted.coverage == 100.0
    assert 0 < sifted.killed <= sifted.mutants


def test_mutants_that_a_short_time_allows_are_told_with_how_many_there_are() -> None:
    assert [note.what.partition(":")[0] for note in untried(12, 40)] == ["12 of 40 mutants were tried"]
    assert [note.what.partition(":")[0] for note in untried(0, 40)] == ["no mutants were tried"]
    assert list(untried(39, 40)) == []


def test_nothing_is_written_into_the_project(project: Path, sifted: Sifted) -> None:
    assert sifted.text
    assert sorted(path.name for path in project.rglob("*") if path.is_file()) == [
        "__init__.py",
        "conftest.py",
        "prices.py",
    ]


def test_a_text_that_is_no_python_or_holds_no_test_is_told(project: Path) -> None:
    broken, empty = _sifted(project, "def test_x(:\n"), _sifted(project, "x = 1\n")
    assert (broken.text, empty.text) == ("", "")
    assert "no Python" in broken.notes[0].what
    assert "no test" in empty.notes[0].what


def test_a_text_that_cannot_be_collected_is_told(project: Path) -> None:
    told = _sifted(project, "import shop.nothing\n\ndef test_x():\n    assert True\n")
    assert told.text == ""
    assert "nothing" in told.notes[0].why


@pytest.mark.parametrize(
    ("file", "name", "root"),
    [
        ("shop/prices.py", "shop.prices", "."),
        ("src/app/deep/part.py", "app.deep.part", "src"),
        ("plain.py", "plain", "."),
        ("tools/one.py", "tools.one", "."),
        ("shop/__init__.py", "shop", "."),
    ],
)
def test_a_module_is_named_as_the_project_imports_it(file: str, name: str, root: str, tmp_path: Path) -> None:
    for folder in ("shop", "src/app/deep", "src/app", "tools"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    for package in ("shop", "src/app", "src/app/deep"):
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / file).touch()
    found = place(tmp_path / file, tmp_path)
    assert (found.name, found.root) == (name, (tmp_path / root).resolve())


def test_a_text_without_a_class_s_only_test_is_without_the_class() -> None:
    tests = suite(
        "import os\n\nclass TestA:\n    def test_one(self):\n        os.getcwd()\n\ndef test_two():\n    pass\n"
    )
    left = tests.without({"TestA.test_one"}, {"test_two": "it is wrong"})
    assert "TestA" not in left
    assert "import os" not in left
    assert '@pytest.mark.xfail(reason="it is wrong", strict=True)\ndef test_two' in left
