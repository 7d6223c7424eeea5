"""`Summary`: what a run came to, over all of its phases and files."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from seedbed.classes import dataclass
from seedbed.testgen.plan.run.progress import Run, Told

__all__ = ["Summary", "summary_of"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to, phase by phase; `ran` are the phases that were done, the others were as before."""

    plan: str
    output: tuple[str, ...]
    lines: tuple[str, ...]
    ran: tuple[int, ...]
    passed: int
    missing: tuple[str, ...]
    findings: tuple[tuple[str, str, str, int], ...]
    refused: tuple[str, ...]
    lessons: tuple[str, ...]
    prevented: int
    command: str
    folder: str

    @property
    def complete(self) -> bool:
        """Whether every scenario has a test that passes."""
        return not self.missing and not self.findings and self.passed > 0


def summary_of(
    run: Run, plan: str, std: str, phases: Sequence[Mapping[str, Told]], pytest_args: Sequence[str]
) -> Summary:
    """The summary of phases 3 to 6, each with what it came to by file."""
    drafted, mended, typed, tested = phases
    files = list(drafted)

    def named(file: str, name: str) -> str:
        return name if len(files) == 1 else f"{file}::{name}"

    def each(key: str, *steps: Mapping[str, Told]) -> Iterable[tuple[str, Any]]:
        return ((file, found) for file in files for step in steps for found in step[file][key])

    missing = [named(file, name) for file, (name, _) in each("gaps", drafted)]
    missing += [named(file, str(name)) for file, name in each("missing", tested)]
    return Summary(
        plan,
        (std, *files),
        tuple(run.lines),
        tuple(run.ran),
        sum(len(tested[file]["passed"]) for file in files),
        tuple(dict.fromkeys(missing)),
        tuple((named(file, test), what, why, line) for file, (test, what, why, line) in each("findings", tested)),
        tuple(dict.fromkeys(str(said) for _, said in each("refused", drafted, typed, tested))),
        tuple(str(title) for _, title in each("lessons", tested)) if 6 in run.ran else (),
        sum(mended[file]["fixed"] for file in files),
        shlex.join(["pytest", *files, *pytest_args]),
        str(run.folder.path),
    )
