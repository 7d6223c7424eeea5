"""What the docs say of recipes is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedbed.read.recipe.form import FORM
from seedbed.read.recipe.open import recipe_in
from seedbed.read.recipe.shape import Either, Many, Named, Record, Shape

DOCS = Path(__file__).parents[3] / "docs"
BLOCK = re.compile(r"^```(yaml|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def keys(shape: Shape) -> Iterator[str]:
    """Every key that a shape has, at any depth."""
    match shape:
        case Record():
            yield from shape.fields
            for inner in shape.fields.values():
                yield from keys(inner)
        case Named():
            yield from keys(shape.value)
        case Many():
            yield from keys(shape.item)
        case Either():
            for one in shape.shapes:
                yield from keys(one)


def test_every_key_is_in_the_reference() -> None:
    text = (DOCS / "reference.md").read_text(encoding="utf-8")
    assert not [key for key in set(keys(FORM)) if f"`{key}`" not in text]


@pytest.mark.parametrize(
    ("language", "text"), BLOCK.findall((DOCS / "how-to" / "write-a-recipe.md").read_text(encoding="utf-8"))
)
def test_every_example_can_be_read(language: str, text: str) -> None:
    recipe_in(text, f"example.{language}")
