"""A rehearsal of a seed in TypeScript: it runs against a client that keeps rows in memory, and is asked for rules.

No database is touched, and the network is shut where the system allows that. What only a database knows, and what its
client turns values into, is not asked.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from seedbed.process.fence import Ran, run
from seedbed.read.prisma.models import PrismaClient, PrismaField, PrismaModel
from seedbed.scaffold.typescript.model import client_name, parents, skipped
from seedbed.scaffold.verify.checks import Check
from seedbed.scaffold.verify.failure import failure_of

__all__ = ["rehearsed"]

_SECONDS = 300
_MEMORY = 64 << 30
"""Node reserves far more addresses than it uses."""

_IN_MEMORY = "in memory, not in a database"


def rehearsed(folder: Path, place: str, client: PrismaClient) -> Iterator[Check]:
    """The checks of the least and of the edge scenario, each taken back again."""
    runner = folder / "node_modules" / ".bin" / "tsx"
    if not runner.is_file():
        yield _skipped(place, "tsx is not installed: npm install")
        return
    with tempfile.TemporaryDirectory(prefix="seedbed-") as scratch:
        script = Path(scratch) / "rehearsal.mjs"
        script.write_text(
            files("seedbed").joinpath("scaffold/typescript/rehearsal.mjs.txt").read_text("utf-8"), "utf-8"
        )
        words = [str(runner), str(script), str(folder / place), json.dumps(_models(client))]
        ran = run(words, folder, seconds=_SECONDS, memory=_MEMORY, isolated=True)
    runs = _runs(ran)
    if runs is None:
        last = (
            next((line.strip() for line in ran.errors.splitlines() if "Error" in line), "")
            or f"it ended with {ran.code}"
        )
        yield _skipped(place, f"it does not run by itself: {last}")
        return
    for each in runs:
        yield _check(each, place, folder)


def _skipped(place: str, why: str) -> Check:
    return Check("seed minimal", f"npx tsx {place} --scenario minimal", "skipped", why)


def _runs(ran: Ran) -> list[Mapping[str, Any]] | None:
    """What became of each run, as the script says in its last line."""
    last = next((line for line in reversed(ran.output.splitlines()) if line.strip()), "")
    if ran.code != 0 or not last.startswith("["):
        return None
    told: list[Mapping[str, Any]] = json.loads(last)
    return told


def _check(told: Mapping[str, Any], place: str, folder: Path) -> Check:
    words = told["words"]
    name = f"seed {words[1]}" if words[0] == "--scenario" else "clean"
    command = " ".join(["npx", "tsx", place, *words])
    if told["code"] == 0:
        return Check(name, command, "passed", f"{told['told']}, {_IN_MEMORY}")
    return Check(name, command, "failed", "", (failure_of(name, told["told"], folder),))


def _models(client: PrismaClient) -> Mapping[str, Any]:
    left = skipped(client)
    return {client_name(each.name): _model(each, client) for each in client.models if each.name not in left}


def _model(model: PrismaModel, client: PrismaClient) -> Mapping[str, Any]:
    """What the script has to know of a model."""
    return {
        "fields": {each.name: _field(each, client) for each in model.fields if not each.relation},
        "links": [each.name for each in model.fields if each.relation],
        "uniques": [list(unique) for unique in model.uniques],
        "parents": [
            {
                "local": list(each.local),
                "remote": list(each.remote),
                "to": client_name(each.type),
                "needed": not any(model.field(name).optional for name in each.local),
            }
            for each in parents(model)
        ],
    }


def _field(field: PrismaField, client: PrismaClient) -> Mapping[str, Any]:
    return {
        "type": field.type,
        "many": field.many,
        "optional": field.optional or field.type == "Unsupported",
        "filled": field.filled,
        "members": client.enums.get(field.type),
        "most": field.numbers[0] if field.native in ("VarChar", "Char") and field.numbers else None,
    }
