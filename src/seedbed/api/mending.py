"""Verify and fix: what `project` makes is written, run, mended by rule and run again."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from seedbed.api.projecting import Change, Outcome, Request, apply, project
from seedbed.classes import dataclass
from seedbed.database.connection import connect
from seedbed.database.dsn import parse_dsn
from seedbed.errors import Problem, UsageError
from seedbed.project.facts import Plain
from seedbed.project.layout import MARK
from seedbed.project.planning.open import read_planning
from seedbed.scaffold.factories.overrides import Override
from seedbed.scaffold.mend.fix import Block, Edit
from seedbed.scaffold.mend.refused import CLASH, Tries, first, mended_by, tries_of
from seedbed.scaffold.mend.rules import diagnose, unmended
from seedbed.scaffold.mend.scene import Scene
from seedbed.scaffold.mend.source import applied
from seedbed.scaffold.stacks.kit import kit_of
from seedbed.scaffold.typescript.checks import seed_checks
from seedbed.scaffold.verify.checks import Check, run_checks, taken, workflow_checks
from seedbed.scaffold.verify.failure import Failure
from seedbed.scaffold.verify.ground import Ground, ground
from seedbed.scaffold.verify.stage import Stage, stage_of
from seedbed.scaffold.workflow.check import check_workflow
from seedbed.scaffold.workflow.places import FILES
from seedbed.write.files.together import write_together

__all__ = ["CYCLES", "Course", "check_database", "mended"]

CYCLES = 3
"""How often something is mended before it is left to a person."""

ROWS = 3
"""Rows of each factory that are created to try it, where its table holds so many."""

_LOCAL = ("", "localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Course:
    """How verification went: the last checks, what was mended in which cycle, and what was not, with why."""

    outcome: Outcome
    checks: tuple[Check, ...]
    fixes: tuple[tuple[int, Block], ...] = ()
    cycles: int = 0
    escalated: tuple[tuple[Failure, str], ...] = ()

    @property
    def is_green(self) -> bool:
        """Whether every check that ran passed."""
        return not self.escalated and all(check.status != "failed" for check in self.checks)


def check_database(address: str, *, allow_remote: bool) -> None:
    """Raises UsageError for an address on another machine, DatabaseError for one where no database answers."""
    dsn = parse_dsn(address)
    if dsn.host not in _LOCAL and not dsn.host.startswith("/") and not allow_remote:
        help = "name a database on this machine, or say --allow-remote if you mean this one"
        raise UsageError(Problem(f"{dsn.host} is another machine", "--database", help=help))
    with connect(dsn):
        pass


def mended(request: Request, outcome: Outcome, *, database: str = "") -> Course:
    """Writes an outcome, runs every check, and mends what fails; at most `CYCLES` times.

    Raises DatabaseError, before anything is written, where there is no database to run it in.
    """
    with ground(outcome.facts, request.folder, database) as there:
        return _Mending(request, outcome, there).run()


class _Mending:
    """One course: what was fixed so far, and the signs of failures that came up before."""

    def __init__(self, request: Request, outcome: Outcome, ground: Ground) -> None:
        self.request, self.outcome, self.ground = request, outcome, ground
        self.fixes: list[tuple[int, Block]] = []
        self.seen: set[tuple[str, ...]] = set()

    def run(self) -> Course:
        cycle = self._as_it_stands()
        apply(self.outcome, self.request.folder)
        while True:
            checks = tuple(self._checks())
            failures = [failure for check in checks for failure in check.failures]
            if not failures:
                return Course(self.outcome, checks, tuple(self.fixes), cycle)
            blocks, left = self._diagnosed(failures, {})
            blocks += self._tried([failure for failure, _ in left])
            if not blocks or cycle == CYCLES:
                known = {id(failure): why for failure, why in left}
                rest = f"{CYCLES} cycles did not mend it"
                told = [(failure, known.get(id(failure), rest)) for failure in failures]
                return Course(self.outcome, checks, tuple(self.fixes), cycle, tuple(told))
            cycle += 1
            self._mend(blocks, cycle)

    def _as_it_stands(self) -> int:
        """Runs what is there before it is written again, where it is ours and not what it would be now."""
        stale = {each.path: (each.before, each.text) for each in self.outcome.changes if _ours(each)}
        if not stale:
            return 0
        failures = [failure for check in self._checks() for failure in check.failures]
        blocks, _ = self._diagnosed(failures, {path: (a or "", b) for path, (a, b) in stale.items()})
        again = [block for block in blocks if block.how == "again"]
        self.fixes += [(1, block) for block in again]
        self.seen = set()
        return int(bool(again))

    def _diagnosed(
        self, failures: list[Failure], stale: dict[str, tuple[str, str]]
    ) -> tuple[list[Block], list[tuple[Failure, str]]]:
        """A fix for each failure, one for those that share a cause; and those that are left to a person, with why."""
        outcome = self.outcome
        scene = Scene(outcome.facts, self.request.folder.resolve(), outcome.made.factories, self.request.today, stale)
        blocks: dict[tuple[object, ...], Block] = {}
        left: list[tuple[Failure, str]] = []
        signs: set[tuple[str, ...]] = set()
        for failure in failures:
            if failure.sign in self.seen:
                left.append((failure, "it came back after it was mended"))
            elif (block := diagnose(failure, scene)) is None:
                left.append((failure, unmended(failure)))
            else:
                blocks.setdefault((block.diagnosis, block.done), block)
                signs.add(failure.sign)
        self.seen |= signs
        return list(blocks.values()), left

    def _tried(self, left: list[Failure]) -> list[Block]:
        """A fix for each factory whose rows its model refuses, where it takes other values of one attribute."""
        facts, folder = self.outcome.facts, self.request.folder.resolve()
        names = {self._maker(failure): failure for failure in left if failure.check == "factories"}
        if not names:
            return []
        made = {each.name: each for each in first(self.outcome.made.factories, names)}
        asked = {name: each for name, each in names.items() if name in made and each.sign not in self.seen}
        bare = kit_of(facts.stack.orm).bare
        told = ((name, tries_of(each, made[name], folder, facts.schema, bare=bare)) for name, each in asked.items())
        tries = {name: some for name, some in told if some}
        found = self._taken(tries) if tries else {}
        self.seen |= {asked[name].sign for name in found}
        return [mended_by(asked[name], made[name], facts.schema, *pair) for name, pair in found.items()]

    def _taken(self, tries: Mapping[str, Tries]) -> Mapping[str, tuple[str, list[Plain]]]:
        """What the models take, with a base that can make rows past their code for as long as that is tried."""
        apply(project(replace(self.request, bare=True)), self.request.folder)
        try:
            return taken(self._stage(self.outcome), tries)
        finally:
            apply(project(self.request), self.request.folder)

    def _maker(self, failure: Failure) -> str:
        """The factory of the rows that a failure is about: where rows clash it may be another than was tried."""
        table = failure.named("table") if failure.symptom == CLASH else ""
        found = (each.name for each in self.outcome.made.factories if table and each.model.table == table)
        return next(found, failure.named("factory"))

    def _mend(self, blocks: list[Block], cycle: int) -> None:
        """Applies fixes: what generation is told, and lines of people; then everything is made again."""
        self.fixes += [(cycle, block) for block in blocks]
        folder = self.request.folder
        edits: dict[str, list[Edit]] = {}
        for block in blocks:
            if isinstance(block.how, Edit):
                edits.setdefault(block.how.path, []).append(block.how)
        texts = {path: _edited(folder / path, some) for path, some in edits.items()}
        write_together(folder, texts)
        told = tuple(block.how for block in blocks if isinstance(block.how, Override))
        kept = tuple(each for each in self.request.overrides if not _replaced(each, told))
        self.request = replace(self.request, overrides=(*kept, *told))
        before = self.outcome
        self.outcome = project(self.request)
        apply(self.outcome, folder)
        self.outcome = replace(self.outcome, changes=_together(before, self.outcome))

    def _checks(self) -> Iterator[Check]:
        folder = self.request.folder.resolve()
        if self.outcome.facts.stack.orm == "prisma":
            yield from seed_checks(folder)
        else:
            yield from run_checks(self._stage(self.outcome))
        if any((folder / ".workflow" / name).is_file() for name in FILES):
            yield from workflow_checks(check_workflow(folder, read_planning(folder)))

    def _stage(self, outcome: Outcome) -> Stage:
        folder = self.request.folder.resolve()
        there = set(_classes(folder / outcome.facts.layout.tests))
        made = outcome.made
        factories = tuple(
            (each.name, ROWS if each.most is None else min(each.most, ROWS))
            for each in made.factories
            if each.name in there
        )
        return stage_of(outcome.facts, folder, factories, self.ground, self.request.variables)


def _ours(change: Change) -> bool:
    """Whether a file is ours that changes: our entries in workflow files do so only where all of them are ours."""
    return bool(change.before) and ((change.before or "").startswith(MARK) or change.path.startswith(".workflow/"))


def _replaced(one: Override, others: tuple[Override, ...]) -> bool:
    return any((one.factory, one.field) == (each.factory, each.field) for each in others)


def _together(before: Outcome, after: Outcome) -> tuple[Change, ...]:
    """The changes of both, each file once, with the text that it has now."""
    found = {change.path: change for change in before.changes}
    for change in after.changes:
        first = found.get(change.path)
        found[change.path] = replace(change, before=first.before if first is not None else change.before)
    return tuple(found.values())


def _edited(path: Path, edits: list[Edit]) -> str:
    """The text of a file after edits, the last place first."""
    text = path.read_text(encoding="utf-8")
    done: list[Edit] = []
    for edit in sorted(edits, key=lambda each: each.first, reverse=True):
        if not any(edit.first <= other.last and other.first <= edit.last for other in done):
            text = applied(text, edit)
            done.append(edit)
    return text


def _classes(tests: Path) -> Iterator[str]:
    """The classes in the files of factories that are ours."""
    for path in (tests / "factories.py", *sorted((tests / "factories").glob("*.py"))):
        if path.is_file():
            try:
                tree = ast.parse(path.read_text(encoding="utf-8"))
            except SyntaxError:
                continue
            yield from (node.name for node in tree.body if isinstance(node, ast.ClassDef))
