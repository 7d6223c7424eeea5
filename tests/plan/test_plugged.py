"""Generators and validators of other packages: made, judged, carried in plans, and refused with their name."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

from seedbed import api
from seedbed.engine.cells import Cells
from seedbed.errors import ReadError, UsageError
from seedbed.plan.plan import dump_plan, load_plan
from seedbed.plugins import GENERATORS, loaded, names
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import ColumnWish, Recipe, Validator
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain, check_generator
from tests.plan.wishing import unwilling, wished
from tests.plugging import installed

CARS = """
CREATE TABLE cars (id integer PRIMARY KEY, plate varchar(10) NOT NULL UNIQUE, spare varchar(10) CHECK (spare LIKE '%7'),
    mood text, number int);
"""


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed package."""
    folder = installed(tmp_path, "car-plates")
    monkeypatch.syspath_prepend(str(folder))
    return folder


def _asked(column: str, generator: str) -> Recipe:
    return Recipe(columns=(ColumnWish("cars", column, generator=generator),))


def test_plug_ins_are_found_by_both_names() -> None:
    assert {"plates", "car-plates:plates"} <= set(names(GENERATORS))
    assert loaded(GENERATORS, "plates") is loaded(GENERATORS, "car-plates:plates")


@pytest.mark.parametrize("name", ["plates", "car-plates:plates"])
def test_a_domain_fills_a_unique_column(name: str) -> None:
    made = wished(CARS, _asked("plate", name))
    cells = made.cells("cars", "plate")
    assert len(set(cells)) == 100
    assert all(str(cell).startswith("ABC-") for cell in cells)
    assert f"plug-in {name}, by the recipe" in made.group("cars", "plate").reason


def test_a_domain_with_few_values_caps_a_unique_column() -> None:
    assert wished(CARS, _asked("plate", "few")).count("cars") == 7


def test_a_check_is_asked_of_what_a_plug_in_gives() -> None:
    cells = wished(CARS, _asked("spare", "plates")).cells("cars", "spare")
    assert all(cell is None or str(cell).endswith("7") for cell in cells)
    assert any(cells)


def test_a_generator_fills_a_column() -> None:
    recipe = Recipe(columns=(ColumnWish("cars", "mood", generator="mood", nulls=0.0),))
    made = wished(CARS, recipe)
    assert made.cells("cars", "mood") == ["glad", "sad"] * 50
    assert "plug-in mood, by the recipe" in made.group("cars", "mood").reason
    assert "cannot fill it" in unwilling(CARS, _asked("spare", "mood"))
    assert "a key or a check" in unwilling(CARS, _asked("plate", "mood"))


def test_plans_with_plug_ins_need_their_package(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = wished(CARS, _asked("plate", "plates")).plan
    text = dump_plan(made)
    assert Cells(load_plan(text)).tile("cars", ["plate"], 0, 9) == Cells(made).tile("cars", ["plate"], 0, 9)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != str(package)])
    with pytest.raises(ReadError, match="no class is called Plates"):
        load_plan(text)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("broken", "the plug-in broken cannot be loaded"),
        ("taken", "has a class Choice, as Seedbed itself"),
        ("text", "no domain or generator"),
        ("fails", "ValueError: out of plates"),
        ("plats", "did you mean plates?"),
    ],
)
def test_what_a_plug_in_cannot_do_is_told_with_its_name(name: str, why: str) -> None:
    assert why in unwilling(CARS, _asked("plate", name), UsageError)


@pytest.mark.parametrize(("name", "why"), [("plates", "has nothing for a column of the type"), ("few", "gives values")])
def test_a_plug_in_that_does_not_fit_the_column_is_refused(name: str, why: str) -> None:
    assert why in unwilling(CARS, _asked("number", name))
    short = CARS.replace("varchar(10) NOT NULL", "varchar(3) NOT NULL")
    assert "letters, and the column takes 3" in unwilling(short, _asked("plate", name))


def test_two_packages_with_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.syspath_prepend(str(installed(tmp_path / "other", "more-plates")))
    told = unwilling(CARS, _asked("plate", "plates"), UsageError)
    assert "write car-plates:plates or more-plates:plates" in told
    assert wished(CARS, _asked("plate", "more-plates:few")).count("cars") == 7


def test_plug_ins_pass_the_kit() -> None:
    module = __import__("car_plates")
    check_domain(module.Plates("ABC"), Type("text"), classes={"Plates": module.Plates})
    check_generator(module.Mood(("glad", "sad")), (Type("text"),))


VALIDATORS = tuple(Validator(name, "cars") for name in ("good_plates", "no_booleans", "breaks"))


def test_validators_judge_files_and_databases(tmp_path: Path) -> None:
    schema = read_sql(CARS, "s.sql", "sqlite").schema
    path = tmp_path / "cars.db"
    with sqlite3.connect(path) as connection:
        connection.execute(CARS)
        connection.execute("INSERT INTO cars VALUES (1, 'ABC-1', NULL, NULL, 1), (2, 'XYZ-2', NULL, 'sad', 2)")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cars.csv").write_text("id,plate,spare,mood,number\n1,ABC-1,,,1\n2,XYZ-2,,sad,2\n")
    for data in (f"sqlite:///{path}", tmp_path / "data"):
        verdict = api.validate(data, schema, recipe=Recipe(validators=VALIDATORS))
        (breach,) = verdict.breaches
        assert (breach.kind, breach.constraint, breach.count) == ("RULE", "validator good_plates", 1)
        assert "2" in breach.examples[0]
        skipped = {one.constraint: one.reason for one in verdict.skipped}
        assert "it gave 2 of int64 for 2 rows" in skipped["validator no_booleans"]
        assert "it failed: KeyError" in skipped["validator breaks"]


def test_a_validator_that_is_not_there_is_told() -> None:
    schema = read_sql(CARS, "s.sql", "sqlite").schema
    with pytest.raises(UsageError, match="did you mean good_plates"):
        api.validate("nowhere", schema, recipe=Recipe(validators=(Validator("good_plate", "cars"),)))
