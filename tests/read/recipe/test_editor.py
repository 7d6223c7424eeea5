"""The form of recipes for editors: current, and of one mind with the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from seedbed.errors import UsageError
from seedbed.read.recipe.editor import json_schema, json_schema_text
from seedbed.read.recipe.open import recipe_in
from tests.read.recipe.test_open import YAML

ROOT = Path(__file__).parents[3]
FLAT = '{"count": 5, "seed": 9, "locale": "uk", "format": "csv", "distributions": {"orders.total": "normal:50,15"}}'
WRONG = [
    "seeed: 7",
    "seed: many",
    "count: -2",
    "tables: {t: {colums: {}}}",
    "tables: {t: {count: five per users}}",
    "tables: {t: {columns: {c: {null_rate: 1.5}}}}",
    "tables: {t: {columns: {c: {distribution: 'normall:1'}}}}",
    "tables: {t: {columns: {c: {distribution: {kind: normall}}}}}",
    "tables: {t: {columns: {c: {times: {months: [1, 2]}}}}}",
    "tables: {t: {pairs: [{columns: [a, b]}]}}",
    "without: [totls]",
    "strict: perhaps",
    "locale: [uk]",
]


@pytest.fixture(scope="module")
def judge() -> Draft202012Validator:
    """The judge of plain data."""
    Draft202012Validator.check_schema(json_schema())
    return Draft202012Validator(json_schema())


def plain(text: str) -> Any:
    """What an editor sees: days are texts to it."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def test_the_published_form_is_current() -> None:
    """`seedbed init --json-schema > docs/recipe.schema.json` makes it so."""
    assert (ROOT / "docs" / "recipe.schema.json").read_text(encoding="utf-8") == json_schema_text()


@pytest.mark.parametrize("text", [YAML, FLAT, "", "tables: {users: }", *(ROOT / "examples").glob("*.recipe.yaml")])
def test_good_files_pass(judge: Draft202012Validator, text: str | Path) -> None:
    said = text if isinstance(text, str) else text.read_text(encoding="utf-8")
    recipe_in(said, "r.yaml")
    assert [error.message for error in judge.iter_errors(plain(said))] == []


@pytest.mark.parametrize("text", WRONG)
def test_what_the_reader_refuses_is_refused(judge: Draft202012Validator, text: str) -> None:
    with pytest.raises(UsageError):
        recipe_in(text, "r.yaml")
    assert list(judge.iter_errors(plain(text)))
