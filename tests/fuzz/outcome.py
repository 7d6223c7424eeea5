"""What becomes of one random schema: `clean`, or which promise it breaks."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from seedbed import api
from seedbed.errors import PlanError, SeedbedError
from seedbed.plan.plan import Plan
from seedbed.read.open import read_text
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import Recipe
from seedbed.write.sink import Options
from tests.fuzz.sessions import Refused, Session
from tests.fuzz.world import World

__all__ = ["BUGS", "Case", "Outcome", "case_of", "filled", "outcome_of"]

Word = Literal["clean", "refused", "capped", "loads not", "short", "misjudged", "unread", "crash", "no witness"]

BUGS: tuple[Word, ...] = ("loads not", "short", "misjudged", "crash")
"""Outcomes that there must be none of, whatever the schema."""


@dataclass(frozen=True, slots=True)
class Case:
    """A schema, and how many rows of each table there are known to be."""

    dialect: Dialect
    ddl: str
    least: Mapping[str, int]

    def text(self, outcome: Outcome) -> str:
        """The case as a file: what happened, how many rows, the schema."""
        told = "".join(f"-- {line}\n" for line in f"{outcome.word}: {outcome.told}".strip().splitlines())
        rows = ", ".join(f"{name} {count}" for name, count in self.least.items())
        return f"{told}-- rows in {self.dialect}: {rows}\n\n{self.ddl}"


def case_of(text: str) -> Case:
    """The case that a file holds."""
    (line,) = [line for line in text.splitlines() if line.startswith("-- rows in ")]
    dialect, _, rows = line.removeprefix("-- rows in ").partition(": ")
    least = {name: int(count) for name, count in (pair.split(" ") for pair in rows.split(", "))}
    known: dict[str, Dialect] = {"postgres": "postgres", "mysql": "mysql", "sqlite": "sqlite"}
    return Case(known[dialect], text.partition(line)[2].strip() + "\n", least)


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
    return filled(Case(world.dialect, world.ddl(), world.counts), session, seed, judged=judged)


def filled(case: Case, session: Session, seed: int = 1, *, judged: bool = False) -> Outcome:
    """Fills the empty tables of a case, which are there already, with Seedbed's rows."""
    try:
        return _filled(case, session, seed, judged)
    except Exception:  # noqa: BLE001 - whatever escapes is the finding
        return Outcome("crash", traceback.format_exc())


def _filled(case: Case, session: Session, seed: int, judged: bool) -> Outcome:
    try:
        reading = read_text(case.ddl, "schema.sql", case.dialect)
        plan = api.plan(reading.schema, Recipe(seed=seed, rows=max(case.least.values()), edge_cases=5.0))
    except PlanError as error:
        return Outcome("refused", _words(error))
    except SeedbedError as error:
        return Outcome("unread", _words(error))
    with tempfile.TemporaryDirectory() as folder:
        made = api.generate(plan, ["sql"], Path(folder) / "out", Options(), judged=judged)
        script = (Path(folder) / "out" / "data.sql").read_text(encoding="utf-8")
    try:
        session.run(script)
        session.judge()
    except Refused as error:
        return Outcome("loads not", str(error))
    if made.verdict is not None and made.verdict.breaches:
        return Outcome("misjudged", "\n".join(str(breach) for breach in made.verdict.breaches[:5]))
    grave = [note for note in reading.notes if note.grave]
    return Outcome("unread", str(grave[:3])) if grave else _counted(case, session, plan)


def _counted(case: Case, session: Session, plan: Plan) -> Outcome:
    capped = []
    for name, least in case.least.items():
        planned, there = plan.table(name), session.count(name)
        if there != planned.rows:
            return Outcome("short", f"{name}: {planned.rows} planned, {there} there")
        if there < least:
            capped.append(f"{name}: {there} rows instead of {least}: {planned.cap}")
    return Outcome("capped", "\n".join(capped)) if capped else Outcome("clean")


def _words(error: SeedbedError) -> str:
    return "\n".join(f"{problem.what} [{problem.where}] {problem.why}" for problem in error.problems)
