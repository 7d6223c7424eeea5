"""`propose`: a test module for a source file, from what the file says and does, without a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.testgen.local.write import module_text
from seedbed.testgen.sieve.fenced import apartness, fenced
from seedbed.testgen.sieve.place import place

__all__ = ["Proposed", "propose"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A whole pytest module, and what is to be said of it."""

    text: str
    notes: Sequence[Note]
    facts: dict[str, Any]


def propose(target: Path, project: Path, *, seed: int, seconds: float) -> Proposed:
    """Tests of a Python file: equal text for an equal seed, unless the limit of time is met.

    The file is imported and its functions are called, in the project's interpreter behind the fence.
    """
    where = place(target, project)
    job = {"name": where.name, "file": str(target.resolve()), "roots": where.roots, "seed": seed}
    found = fenced("explore.work", {**job, "phase": "search"}, project, seconds=seconds * 0.45, hashing=1)
    if "failed" in found:
        why = f"importing it failed: {found['failed']}"
        return Proposed(
            "", (Note(f"no test was made for {target.name}", why, "make the file import", grave=True),), found
        )
    told = fenced("explore.work", {**job, "phase": "judge", "found": found}, project, seconds=seconds * 0.55, hashing=2)
    if "failed" in told:
        return Proposed("", (Note(f"no test was made for {target.name}", str(told["failed"]), grave=True),), told)
    notes = [Note("the code was run to see what it does", apartness())]
    notes += [
        Note(f"{label} could not be explored", "it ended its process, or took too long") for label in found["lost"]
    ]
    return Proposed(module_text(where.name, found, told), tuple(notes), told)
