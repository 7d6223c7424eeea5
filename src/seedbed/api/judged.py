"""The files of a run, judged; where there is a second process, it makes itself ready for that while rows are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from seedbed.read.rows.found import read_rows
from seedbed.schema.declared import Declared
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.validate.court import judge, opened
from seedbed.validate.spread.gather import Apart
from seedbed.validate.verdict import Verdict

__all__ = ["judged", "ready"]


def ready() -> None:
    """Loads what judges: half of its work where rows are few."""
    with opened():
        pass


def judged(
    data: Path,
    schema: Schema,
    expected: Mapping[str, int] | None,
    recipe: Recipe,
    declared: Sequence[Declared],
    apart: Apart,
) -> Verdict:
    """Asks every constraint of the rows in a file or a folder, and the rules of a settled recipe.

    How columns spread is tested against what is `declared` of them, but for the rows that stand `apart`. Raises
    ReadError.
    """
    return judge(schema, read_rows(data, schema), expected, recipe, declared, apart)
