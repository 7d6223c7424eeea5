"""The run that made somebody's data, from the manifest that it left beside them: its words, and its rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.cli.wishes import Wished, Words, wished
from seedbed.errors import SeedbedError
from seedbed.read.recipe.open import recipe_in

__all__ = ["MadeBy", "run_of", "run_told"]


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
