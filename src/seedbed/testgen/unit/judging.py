"""What of a draft survives: for Python by the sieve, for JavaScript and Ruby by the project's own runner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.testgen.sieve import Sifted, Verdict, sift
from seedbed.testgen.unit.engines import Target
from seedbed.testgen.unit.foreign import Runs, run_foreign
from seedbed.testgen.unit.options import TestGeneratorOptions

__all__ = ["Judged", "judged"]

_LEAST = 15.0
"""As many seconds a draft is judged at least, however long it took."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The text that is left ("" where none is, `why` says for what reason), and what is told of each test.

    The last line of the report sums it up; `kept` names the tests that are left, where they are told apart.
    """

    text: str
    report: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    why: str = ""
    kept: frozenset[str] = frozenset()


def judged(text: str, target: Target, options: TestGeneratorOptions, *, spent: float) -> Judged:
    """The verdict on a draft, which runs in a copy of the project; `spent` are the seconds that drafting it took."""
    project = target.project
    if project.target.suffix != ".py":
        return _foreign(
            run_foreign(text, target.path, target.framework, project.root, seconds=2 * options.seconds), target
        )
    seconds = max(options.seconds - spent, _LEAST)
    told = sift(text, project.target, project.root, test_path=target.path, seed=options.seed, seconds=seconds)
    kept = [verdict for verdict in told.verdicts if verdict.kept]
    reasons = Counter(verdict.why for verdict in told.verdicts if not verdict.kept).most_common(3)
    why = "; ".join(f"{number} of {len(told.verdicts)}: {reason}" for reason, number in reasons)
    return Judged(
        told.text,
        (*map(_line, told.verdicts), _summary(told, kept)),
        tuple(f"{verdict.name}: {verdict.why.removeprefix('finding: ')}" for verdict in told.findings),
        tuple(map(_helped, told.notes)),
        why,
        frozenset(verdict.name for verdict in kept),
    )


def _helped(note: Note) -> Note:
    """A note that says what would help where the programs that run tests are missing."""
    missing = re.search(r"No module named '(pytest|_pytest|pluggy|coverage)'", note.why)
    return replace(note, help="pip install 'seedbed[check]'") if missing else note


def _line(verdict: Verdict) -> str:
    state = "finding" if verdict.finding else "kept" if verdict.kept else "dropped"
    return f"{state:8}{verdict.name} ({verdict.basis}): {verdict.why.removeprefix('finding: ')}"


def _summary(told: Sifted, kept: Sequence[Verdict]) -> str:
    bases = Counter(verdict.basis for verdict in kept if not verdict.finding)
    said = ", ".join(f"{number} {basis}" for basis, number in sorted(bases.items()))
    parts = [f"{len(kept)} of {len(told.verdicts)} tests kept{f' ({said})' if said else ''}"]
    if told.findings:
        parts.append(f"{len(told.findings)} of them findings, marked xfail")
    parts.append(f"lines {told.lines:g} %, branches {told.branches:g} %")
    if told.mutants:
        parts.append(f"{told.killed} of {told.mutants} mutants noticed")
    return "; ".join(parts)


def _foreign(runs: Runs, target: Target) -> Judged:
    """The verdict of a project's own runner."""
    name = target.test
    if runs.unknown:
        note = Note(f"{name}: the tests were not run", runs.unknown, "run them before you trust them", grave=True)
        return Judged(runs.text, (f"{name}: not run",), notes=(note,))
    findings = tuple(f"{title}: {' '.join(why.split())}" for title, why in runs.findings)
    parts = [f"{runs.passed} of {runs.passed + len(findings)} tests pass in three runs of {target.framework.runner}"]
    parts += [f"{len(findings)} fail, and are marked so"] if findings else []
    note = Note(f"{name}: what the tests notice was not measured", "coverage and mutants are asked of Python only")
    return Judged(runs.text, ("; ".join(parts),), findings, (note,)) if runs.text else Judged("", why=runs.why)
