"""The run that made somebody's data, from the manifest that it left beside them: its words, rows and promises."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from seedbed.api.planning import promised
from seedbed.api.wishes import Wished, Words, wished
from seedbed.classes import dataclass
from seedbed.errors import SeedbedError, UsageError
from seedbed.plan.promise import Promise
from seedbed.read.recipe.open import recipe_in
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe

__all__ = ["MadeBy", "promised_by", "run_of", "run_told"]


@dataclass(frozen=True, slots=True)
class MadeBy:
    """What a run was asked, and how many rows of each table it made."""

    wished: Wished
    rows: Mapping[str, int]


def run_of(data: Path) -> MadeBy | None:
    """The run that made a file or a folder; None where no manifest of ours says so, or it says too little."""
    path = data / "manifest.json" if data.is_dir() else data.with_name(f"{data.name}.manifest.json")
    if not path.exists():
        path = min(data.glob("manifest.part-*.json"), default=path)  # all parts were asked the same
    return run_told(path, {"load"})


def run_told(manifest: Path, others: Collection[str] = ()) -> MadeBy | None:
    """The run that a manifest tells of; None where it says too little, or where it has one of the `others`."""
    try:
        facts = json.loads(manifest.read_bytes())
        if facts["made_by"] != "seedbed" or {"since", "violate"} & set(facts["options"]) or set(others) & set(facts):
            return None
        rows = {str(id): int(told["rows"]) for id, told in facts["tables"].items()}
        rows = facts["part"]["rows"] if "part" in facts else rows
        return MadeBy(_wished(facts["options"], int(facts["seed"])), rows)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SeedbedError):
        return None


def promised_by(run: MadeBy | None, wished: Wished, schema: Schema) -> tuple[Recipe | None, Promise | None]:
    """The recipe of the run that made the data, and what it promised, where that run had the recipe that is named."""
    named, used = wished.file, run.wished.file if run is not None else None
    if run is None or (named is not None and (used is None or used.digest != named.digest)):
        return None, None
    try:
        recipe = run.wished.fitted(schema)
    except UsageError:  # another schema
        return None, None
    promise = promised(schema, recipe, run.rows)
    return (None, None) if promise is None else (recipe, promise)


def _wished(told: Mapping[str, Any], seed: int) -> Wished:
    """The same wishes again."""
    counts = {**told["counts"], **told.get("ratios", {})}
    words = Words(
        count=(str(told["count"]), *(f"{table}={count}" for table, count in counts.items())),
        seed=seed,
        today=told["today"],
        locale=told["locale"],
        distribution=told.get("distribution", ()),
        custom_generator=told.get("custom_generator", ()),
        edge_cases=told.get("edge_cases", 0.0),
        without=told.get("without", ()),
    )
    return wished(words, recipe_in(told["config_text"], told["config"]) if "config_text" in told else None)
