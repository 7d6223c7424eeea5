"""`propose`: a test module for a source file, from what the file says and does, without a model."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.testgen.local.hindrance import hindrance
from seedbed.testgen.local.pages import pages
from seedbed.testgen.local.write import module_text
from seedbed.testgen.sieve.fenced import apartness, fenced
from seedbed.testgen.sieve.place import place
from seedbed.testgen.sieve.settings import settings_of

__all__ = ["Proposed", "propose"]


_AGAIN = "another run may find other tests; with more time it finds the same ones each time: --seconds"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A whole pytest module, and what is to be said of it."""

    text: str
    notes: Sequence[Note]
    facts: dict[str, Any]


def _unjudged(found: dict[str, Any]) -> dict[str, Any]:
    """The choice without mutants: what is documented, and each case that runs something new."""
    choices: list[Any] = [[one[0], one[7], 0, False, 0, _loose(one[0])] for one in found["examples"] if not one[6]]
    seen: set[tuple[int, int]] = set()
    for case, said, meant, arcs, *_ in found["cases"]:
        new = {(arc[0], arc[1]) for arc in arcs} - seen
        if new and said:
            seen |= new
            choices.append([case, dict(list(said.items())[:5]), 2, meant, 0, _loose(case)])
    return {"choices": choices, "cut": 0, "mutants": 0, "killed": 0, "alive": []}


def _loose(case: list[Any]) -> dict[str, Any]:
    """The texts of a case as they are."""
    return {"receiver": case[1], "prior": case[2], "given": case[3], "act": case[4]}


def propose(target: Path, project: Path, *, seed: int, seconds: float) -> Proposed:
    """Tests of a Python file: equal text for an equal seed, unless the limit of time is met.

    The file is imported and its functions are called, in the project's interpreter behind the fence.
    """
    where, settings = place(target, project), settings_of(target, project)
    roots = list(dict.fromkeys([*where.roots, *filter(None, [settings.folder])]))
    job = {"name": where.name, "file": str(target.resolve()), "roots": roots, "seed": seed}
    job |= {"pages": pages(target, project), "settings": settings.name}
    until = time.monotonic() + seconds
    found = fenced("explore.work", {**job, "phase": "search"}, project, seconds=seconds * 0.45, hashing=1)
    if "failed" in found:
        return Proposed("", (hindrance(target.name, str(found["failed"])),), found)
    if not found["callees"]:
        why = "it defines no function and no class that can be called from outside"
        return Proposed("", (Note(f"no test was made for {target.name}", why, grave=True),), found)
    left = max(until - time.monotonic(), seconds * 0.2)
    told = fenced("explore.work", {**job, "phase": "judge", "found": found}, project, seconds=left, hashing=2)
    notes = [Note("the code was run to see what it does", apartness())]
    if "failed" in told:
        notes.append(Note("no mutants were tried: the tests are those that run the most", str(told["failed"])))
        told = _unjudged(found)
    if told.get("unfinished"):
        why, help = "the time was over", "allow more of it: --seconds"
        notes.append(Note("no mutants were tried: the tests are those that run the most", why, help))
    if found["late"]:
        much = f"{found['late']} of its functions and methods could not be explored"
        notes.append(Note(much, "the time was over", "allow more of it: --seconds"))
    elif found["cut"] or told["cut"]:
        notes.append(Note("not all was tried that could be", "the time was over", _AGAIN))
    notes += [
        Note(f"{label} could not be explored", "it ended its process, or took too long") for label in found["lost"]
    ]
    text = module_text(where.name, found, told, settings="" if settings.known else settings.name)
    return Proposed(text, tuple(notes), told)
