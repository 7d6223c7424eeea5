"""What becomes of one random schema: `clean`, or which promise it breaks."""

from __future__ import annotations

import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from seedbed import api
from seedbed.errors import PlanError, SeedbedError
from seedbed.plan.plan import Plan
from seedbed.read.open import read_text
from seedbed.schema.recipe import Recipe
from seedbed.write.sink import Options
from tests.fuzz.sessions import Refused, Session
from tests.fuzz.world import World

__all__ = ["BUGS", "Outcome", "outcome_of"]

Word = Literal["clean", "refused", "capped", "loads not", "short", "misjudged", "unread", "crash", "no witness"]

BUGS: tuple[Word, ...] = ("loads not", "short", "misjudged", "crash")
"""Outcomes that there must be none of, whatever the schema."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One word, and what was said.

    `no witness`: the database refuses the schema's own rows, a mistake of the generator; `unread`: a table or a
    constraint was hidden while reading; `capped`: fewer rows planned than the witness has; `short`: another number
    of rows arrived than planned; `misjudged`: our referee finds fault with rows that the database took.
    """

    word: Word
    told: str = ""


def outcome_of(world: World, session: Session, seed: int = 1, *, judged: bool = False) -> Outcome:
    """Proves the schema by its own rows, then fills it with Seedbed's."""
    session.fresh()
    try:
        session.proves(world)
    except Refused as error:
        return Outcome("no witness", str(error))
    try:
        return _filled(world, session, seed, judged)
    except Exception:  # noqa: BLE001 - whatever escapes is the finding
        return Outcome("crash", traceback.format_exc())


def _filled(world: World, session: Session, seed: int, judged: bool) -> Outcome:
    try:
        reading = read_text(world.ddl(), "schema.sql", world.dialect)
        plan = api.plan(reading.schema, Recipe(seed=seed, rows=world.most))
    except PlanError as error:
        return Outcome("refused", _words(error))
    except SeedbedError as error:
        return Outcome("unread", _words(error))
    with tempfile.TemporaryDirectory() as folder:
        made = api.generate(plan, ["sql"], Path(folder) / "out", Options(), judged=judged)
        script = (Path(folder) / "out" / "data.sql").read_text(encoding="utf-8")
    try:
        session.loads(script)
    except Refused as error:
        return Outcome("loads not", str(error))
    if made.verdict is not None and made.verdict.breaches:
        return Outcome("misjudged", "\n".join(str(breach) for breach in made.verdict.breaches[:5]))
    grave = [note for note in reading.notes if note.grave]
    return Outcome("unread", str(grave[:3])) if grave else _counted(world, session, plan)


def _counted(world: World, session: Session, plan: Plan) -> Outcome:
    for table in world.tables:
        planned = plan.table(table.name)
        if session.count(table.name) != planned.rows:
            return Outcome("short", f"{table.name}: {planned.rows} planned, {session.count(table.name)} there")
    capped = [
        f"{table.name}: {plan.table(table.name).rows} rows instead of {table.rows}: {plan.table(table.name).cap}"
        for table in world.tables
        if plan.table(table.name).rows < table.rows
    ]
    return Outcome("capped", "\n".join(capped)) if capped else Outcome("clean")


def _words(error: SeedbedError) -> str:
    return "\n".join(f"{problem.what} [{problem.where}] {problem.why}" for problem in error.problems)
