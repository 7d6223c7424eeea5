"""`run_plan`: from a test plan to tests that have run, phase by phase; what did not change is not done again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Problem, UsageError
from seedbed.testgen.plan.draft.by_model import Ask
from seedbed.testgen.plan.heal.rules import Fix
from seedbed.testgen.plan.kept import digest, inside, put, source
from seedbed.testgen.plan.run.folder import RunFolder
from seedbed.testgen.plan.run.phases import (
    Bench,
    Settings,
    draft_tests,
    explored,
    heal_by_run,
    heal_by_types,
    mend_by_lessons,
)
from seedbed.testgen.plan.std.make import describe, path_of
from seedbed.testgen.plan.std.read import read_std
from seedbed.testgen.plan.std.write import std_text
from seedbed.testgen.plan.stp.read import read_stp

__all__ = ["PHASES", "Summary", "run_plan"]

PHASES = ("STD", "explore", "pytest", "graveyard", "types", "tests")
_FORM = "1"
"""Counts up where the same input would be made into something else."""

Tell = Callable[[int, str, str], None]
"""Told of a phase by its number: pending, in progress, completed or unchanged, and what happened."""


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


class _Run:
    def __init__(self, plan: Path, root: Path, settings: Settings, ask: Ask | None, tell: Tell, start: int) -> None:
        self.plan, self.root, self.settings, self.ask, self.tell = plan, root, settings, ask, tell
        self.folder = RunFolder(root, _name(plan, root))
        self.ran: list[int] = []
        self.lines: list[str] = []
        if start > 1:
            missing = [each for each in range(1, start) if str(each) not in self.folder.done]
            if missing:
                what = f"phase {start} cannot be the first: phase {missing[0]} ({PHASES[missing[0] - 1]}) is not done"
                raise UsageError(Problem(what, "--from", help="run it without --from"))
            self.folder.forget(start)

    def phase(
        self, number: int, given: Sequence[str], work: Callable[[], tuple[dict[str, Any], str | None]]
    ) -> dict[str, Any]:
        """One phase: as it was where its input is the same, else done."""
        key = digest(json.dumps([_FORM, number, *given]))
        done = self.folder.finished(number, key)
        if done is None:
            self.tell(number, "in progress", "")
            said, text = work()
            done = self.folder.finish(number, key, said, text)
            self.ran.append(number)
            self.tell(number, "completed", done["line"])
        else:
            self.tell(number, "unchanged", done["line"])
        self.lines.append(f"{number} {PHASES[number - 1]}: {done['line']}")
        return done


def run_plan(
    plan: Path,
    root: Path,
    settings: Settings | None = None,
    *,
    ask: Ask | None = None,
    tell: Tell = lambda number, state, line: None,
    start: int = 1,
    model: str = "",
    force: bool = False,
) -> Summary:
    """All phases. Raises ReadError, PlanError, UsageError, WriteError, ModelError where a phase has to stop."""
    run = _Run(plan, root, settings or Settings(), ask, tell, start)
    for number in range(1, len(PHASES) + 1):
        tell(number, "pending", "")
    text = source(plan)
    described = _describe(run, text, force=force)
    path = described["path"]
    std = source(root / path)
    (file,) = read_std(std, path).files[:1]
    known, lessons, found = explored(root, run.settings.graveyard, file.path)
    target, offered = inside(root, file.path), _of_others(found, file.path)
    run.phase(2, [offered], lambda: _explored(run, found))
    bench = Bench(root, known, lessons, run.folder, run.settings, ask)
    given = [digest(std), offered, model]
    drafted = run.phase(3, given, lambda: _drafted(run, file.path, std, found, bench, force=force))
    told = json.dumps([[each.wrong, each.correct] for each in lessons])
    mended = run.phase(4, [drafted["file"], digest(told)], lambda: _mended(run, file.path, bench, target))
    typed = run.phase(
        5, [mended["file"], str(run.settings.type_iterations)], lambda: _typed(run, file.path, bench, target)
    )
    words = [*run.settings.pytest_args, str(run.settings.test_iterations)]
    tested = run.phase(6, [typed["file"], *words], lambda: _tested(run, file.path, bench, target, typed))
    _restore(run, target)
    return _summary(run, path, file.path, drafted, mended, typed, tested)


def _name(plan: Path, root: Path) -> str:
    """What the runs of a plan are called: by its path in the repository."""
    whole = plan.resolve()
    if whole.is_relative_to(root.resolve()):
        return whole.relative_to(root.resolve()).with_suffix("").as_posix().replace("/", "-")
    return f"{plan.stem}-{digest(whole.as_posix())[:8]}"


def _of_others(found: dict[str, Any], own: str) -> str:
    """The digest of what a context says, but for the fixtures of the plan's own tests, which come and go."""
    fixtures = [each for each in found["fixtures"] if each["file"] != own]
    markers = found["conventions"]["markers"]["declared"]
    return digest(json.dumps([found["utilities"], found["classes"], fixtures, found["lessons"], markers]))


def _describe(run: _Run, text: str, *, force: bool) -> dict[str, Any]:
    plan = read_stp(text, str(run.plan))
    path = path_of(plan)
    target = inside(run.root, path)

    def work() -> tuple[dict[str, Any], str | None]:
        here = run.plan.resolve()
        inner = here.is_relative_to(run.root.resolve())
        reference = here.relative_to(run.root.resolve()).as_posix() if inner else run.plan.name
        description = describe(plan, run.settings.today, reference)
        notes = tuple(f"line {each.origin.line if each.origin else 0}: {each.what}" for each in plan.notes)
        made = std_text(description, notes)
        before = run.folder.done.get("1", {}).get("std", "")
        put(target, made, known=before, force=force)
        tests = sum(len(group.tests) for each in description.files for group in each.classes)
        line = f"{tests} tests for {len(plan.scenarios)} scenarios, {made.count(chr(10))} lines, {path}"
        return {"line": line, "path": path, "std": digest(made), "notes": list(notes)}, None

    if not target.exists():
        run.folder.forget(1)
    return run.phase(1, [digest(text), run.settings.today], work)


def _explored(run: _Run, found: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    run.folder.keep("context.json", json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    line = f"{len(found['utilities'])} helpers, {len(found['fixtures'])} fixtures, {len(found['lessons'])} lessons"
    return {"line": line}, None


def _drafted(
    run: _Run, path: str, std: str, found: dict[str, Any], bench: Bench, *, force: bool
) -> tuple[dict[str, Any], str | None]:
    (file,) = read_std(std, path).files[:1]
    target = run.root / path
    if target.exists() and digest(target.read_bytes()) not in run.folder.ours() and not force:
        put(target, "", known="")  # refuses, and says why
    draft, refused = draft_tests(file, found, bench)
    if force and target.exists():
        target.unlink()
    run.folder.write(target, draft.text)
    tests = len(list(file.tests()))
    line = f"{tests - len(draft.missing)} of {tests} tests written, {draft.text.count(chr(10))} lines"
    line += f", {len(draft.missing)} not implemented" if draft.missing else ""
    line += f", {len(refused)} refusals of the model's answers" if refused else ""
    return {"line": line, "refused": refused, "gaps": [list(each) for each in draft.missing]}, draft.text


def _mended(run: _Run, path: str, bench: Bench, target: Path) -> tuple[dict[str, Any], str | None]:
    text, said = mend_by_lessons(run.folder.text(3), path, bench)
    run.folder.write(target, text)
    run.folder.log(
        "phase 4: lessons",
        "\n".join([*said["violations"], *(f"not checkable: {each}" for each in said["not_checkable"])]),
    )
    said["line"] = f"{said['fixed']} violations of lessons fixed, {len(said['not_checkable'])} lessons not checkable"
    return said, text


def _begun(run: _Run, target: Path, phase: int) -> str:
    """The file as the phase before left it; healing that was cut short goes on with what it had mended."""
    before = run.folder.text(phase - 1)
    begun = f"begun-{phase}"
    ours = target.exists() and digest(target.read_bytes()) in run.folder.ours()
    goes_on = (run.folder.path / begun).is_file() and (run.folder.path / begun).read_text(encoding="utf-8") == digest(
        before
    )
    if not (ours and goes_on):
        run.folder.write(target, before)
    run.folder.keep(begun, digest(before))
    return before


def _typed(run: _Run, path: str, bench: Bench, target: Path) -> tuple[dict[str, Any], str | None]:
    text, said, fixes = heal_by_types(path, _begun(run, target, 5), bench)
    said["learnt"] = [[fix.what, fix.category, fix.wrong, fix.correct] for fix in fixes]
    first, last = said["errors"]
    line = f"{said['iterations']} iterations, {len(said['fixes'])} fixes, {first} errors before, {last} left"
    said["line"] = line if said["ran"] else "types were not checked"
    return said, text


def _tested(
    run: _Run, path: str, bench: Bench, target: Path, typed: dict[str, Any]
) -> tuple[dict[str, Any], str | None]:
    earlier = [Fix(what, kind, (), wrong, correct) for what, kind, wrong, correct in typed["learnt"]]
    text, said = heal_by_run(path, _begun(run, target, 6), bench, earlier)
    counts = [f"{len(said['passed'])} passed", f"{len(said['findings'])} findings", f"{len(said['missing'])} missing"]
    said["line"] = f"{said['iterations']} iterations, {len(said['fixes'])} fixes; {', '.join(counts)}"
    return said, text


def _restore(run: _Run, target: Path) -> None:
    """The test file as the last phase left it, where it was lost."""
    if not target.exists():
        run.folder.write(target, run.folder.text(6))


def _summary(
    run: _Run,
    std: str,
    path: str,
    drafted: dict[str, Any],
    mended: dict[str, Any],
    typed: dict[str, Any],
    tested: dict[str, Any],
) -> Summary:
    return Summary(
        str(run.plan),
        (std, path),
        tuple(run.lines),
        tuple(run.ran),
        len(tested["passed"]),
        tuple(dict.fromkeys([*tested["missing"], *(name for name, _ in drafted["gaps"])])),
        tuple((test, what, why, line) for test, what, why, line in tested["findings"]),
        tuple(dict.fromkeys([*drafted["refused"], *typed["refused"], *tested["refused"]])),
        tuple(tested["lessons"]) if 6 in run.ran else (),
        mended["fixed"],
        f"pytest {PurePosixPath(path)}",
        str(run.folder.path),
    )
