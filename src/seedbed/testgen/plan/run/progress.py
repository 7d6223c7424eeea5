"""`Run`: the steps of one run: what is done is not done again, and each phase is told of in one line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from seedbed.errors import Problem, UsageError
from seedbed.testgen.plan.kept import digest
from seedbed.testgen.plan.run.folder import RunFolder

__all__ = ["PHASES", "Run", "Tell", "Told"]

PHASES = ("STD", "explore", "pytest", "graveyard", "types", "tests")
_FORM = "2"
"""Counts up where the same input would be made into something else."""

Tell = Callable[[int, str, str], None]
"""Told of a phase by its number: pending, in progress, completed or unchanged, and what happened."""
Told = Mapping[str, Any]
"""What a step came to, as it is recorded."""


class Run:
    """The run of a plan: which phases were done in it, and a line for each."""

    def __init__(self, root: Path, plan: Path, tell: Tell, start: int) -> None:
        self.folder = RunFolder(root, _name(plan, root))
        self.tell = tell
        self.ran: list[int] = []
        self.lines: list[str] = []
        if start > 1:
            there = {phase for phase, _ in self.folder.done}
            missing = [each for each in range(1, start) if each not in there]
            if missing:
                what = f"phase {start} cannot be the first: phase {missing[0]} ({PHASES[missing[0] - 1]}) is not done"
                raise UsageError(Problem(what, "--from", help="run it without --from"))
            self.folder.forget(start)
        for number in range(1, len(PHASES) + 1):
            tell(number, "pending", "")

    def phase(
        self, number: int, given: Mapping[str, Sequence[str]], work: Callable[[str], tuple[Told, str | None]]
    ) -> dict[str, Told]:
        """One phase for each file: as it was where its input is the same, else done."""
        keys = {file: digest(json.dumps([_FORM, number, *said])) for file, said in given.items()}
        done = {file: found for file, key in keys.items() if (found := self.folder.finished(number, file, key))}
        if len(done) < len(keys):
            self.tell(number, "in progress", "")
            self.ran.append(number)
        for file, key in keys.items():
            if file not in done:
                done[file] = self.folder.finish(number, file, key, *work(file))
        line = line_of(number, [done[file] for file in keys])
        self.tell(number, "completed" if number in self.ran else "unchanged", line)
        self.lines.append(f"{number} {PHASES[number - 1]}: {line}")
        return {file: done[file] for file in keys}


def _name(plan: Path, root: Path) -> str:
    """What the runs of a plan are called: by its path in the repository."""
    whole = plan.resolve()
    if whole.is_relative_to(root.resolve()):
        return whole.relative_to(root.resolve()).with_suffix("").as_posix().replace("/", "-")
    return f"{plan.stem}-{digest(whole.as_posix())[:8]}"


def line_of(phase: int, steps: Sequence[Told]) -> str:
    """What happened in a phase, of what it came to for each file."""

    def many(key: str) -> int:
        return sum(each[key] if isinstance(each[key], int) else len(each[key]) for each in steps)

    if phase in {1, 2}:
        return str(steps[0]["line"])
    if phase == 3:
        line = f"{many('tests') - many('gaps')} of {many('tests')} tests written, {many('lines')} lines"
        line += f" in {len(steps)} files" if len(steps) > 1 else ""
        line += f", {many('gaps')} not implemented" if many("gaps") else ""
        return line + (f", {many('refused')} refusals of the model's answers" if many("refused") else "")
    if phase == 4:
        beyond = {title for each in steps for title in each["not_checkable"]}
        return f"{many('fixed')} violations of lessons fixed, {len(beyond)} lessons not checkable"
    iterations = f"{many('iterations')} iterations, {many('fixes')} fixes"
    if phase == 5:
        first, last = (sum(each["errors"][at] for each in steps) for at in (0, 1))
        ran = any(each["ran"] for each in steps)
        return f"{iterations}, {first} errors before, {last} left" if ran else "types were not checked"
    return f"{iterations}; {many('passed')} passed, {many('findings')} findings, {many('missing')} missing"
