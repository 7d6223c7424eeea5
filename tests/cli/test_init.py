"""`seedbed init`: a recipe that changes nothing until a person does."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from seedbed.read.recipe.editor import json_schema
from seedbed.read.recipe.open import read_recipe
from seedbed.schema.recipe import Recipe
from tests.cli.program import run

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """A recipe for the shop, in a folder beside that of its schema."""
    (tmp_path / "db").mkdir()
    (tmp_path / "conf").mkdir()
    shutil.copy(EXAMPLES / "shop.postgres.sql", tmp_path / "db" / "shop.sql")
    path = tmp_path / "conf" / "seedbed.yaml"
    assert run("init", tmp_path / "db" / "shop.sql", "--output", path).code == 0
    return path


def uncommented(text: str) -> str:
    """The same recipe with all that it only suggests."""
    text = re.sub(r"^    #   #.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^    #   ", "      ", text, flags=re.MULTILINE)
    return re.sub(r"^(    )?# (\w+:)", r"\1\2", text, flags=re.MULTILINE)


def test_it_says_what_is_so_anyway(recipe: Path) -> None:
    read = read_recipe(recipe)
    assert read.recipe == Recipe()
    assert read.schema == "../db/shop.sql"
    assert "# birth_date, from its name" in recipe.read_text()
    assert max(len(line) for line in recipe.read_text().splitlines() if not line.startswith("#")) <= 120


def test_it_runs_and_makes_what_is_made_without_it(recipe: Path, tmp_path: Path) -> None:
    words = ("--format", "csv", "--no-validate", "--output")
    assert run("generate", "--config", recipe, *words, tmp_path / "with").code == 0
    assert run("generate", tmp_path / "db" / "shop.sql", *words, tmp_path / "without").code == 0
    tables = [json.loads((tmp_path / name / "manifest.json").read_text())["tables"] for name in ("with", "without")]
    assert tables[0] == tables[1]


def test_all_that_it_suggests_can_be_done(recipe: Path, tmp_path: Path) -> None:
    text = uncommented(recipe.read_text())
    recipe.write_text(text)
    read = read_recipe(recipe)
    assert len(read.recipe.columns) > 20
    assert dict(read.recipe.table_rows)["customers"] == 100
    ran = run("generate", "--config", recipe, "--count", 30, "--output", tmp_path / "out")
    assert (ran.code, ran.err.count("!")) == (0, 0), ran.err


def test_editors_find_the_form_beside_it(recipe: Path) -> None:
    assert recipe.read_text().startswith("# yaml-language-server: $schema=seedbed.schema.json\n")
    form = json.loads((recipe.parent / "seedbed.schema.json").read_text())
    assert form == json_schema()
    Draft202012Validator.check_schema(form)
    assert json.loads(run("init", "--json-schema").out) == form


def test_nothing_is_written_over(recipe: Path, tmp_path: Path) -> None:
    schema = tmp_path / "db" / "shop.sql"
    recipe.write_text("seed: 9\n")
    ran = run("init", schema, "--output", recipe)
    assert ran.code == 2
    assert "is there already" in ran.err
    assert "--force" in ran.err
    assert recipe.read_text() == "seed: 9\n"
    assert run("init", schema, "--output", recipe, "--force").code == 0
    assert read_recipe(recipe).recipe == Recipe()
    mine = tmp_path / "other.schema.json"
    mine.write_text("{}")
    assert run("init", schema, "--output", tmp_path / "other.yaml").code == 2
    assert mine.read_text() == "{}"
    assert not (tmp_path / "other.yaml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "there is no schema"), (("x.sql", "--output", "recipe.toml"), "no name of a YAML file")],
)
def test_wrong_words(words: tuple[str, ...], said: str) -> None:
    ran = run("init", *words)
    assert ran.code == 2
    assert said in ran.err


def test_a_database_is_named_without_its_secret(tmp_path: Path) -> None:
    import sqlite3

    base = sqlite3.connect(tmp_path / "shop.db")
    base.executescript((EXAMPLES / "shop.sqlite.sql").read_text())
    base.close()
    output = tmp_path / "seedbed.yaml"
    assert run("init", tmp_path / "shop.db", "--output", output).code == 0
    assert read_recipe(output).schema == "shop.db"
