"""`run_plan`: from a test plan to tests that have run, phase by phase; what did not change is not done again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedbed.testgen.plan.draft.by_model import Ask
from seedbed.testgen.plan.heal.rules import Fix
from seedbed.testgen.plan.kept import digest, inside, put, source
from seedbed.testgen.plan.run.phases import (
    Bench,
    Explored,
    Settings,
    draft_tests,
    explored,
    heal_by_run,
    heal_by_types,
    mend_by_lessons,
)
from seedbed.testgen.plan.run.progress import PHASES, Run, Tell, Told
from seedbed.testgen.plan.run.summary import Summary, summary_of
from seedbed.testgen.plan.std.check import check_std
from seedbed.testgen.plan.std.make import describe, path_of
from seedbed.testgen.plan.std.model import DescribedFile
from seedbed.testgen.plan.std.read import read_std
from seedbed.testgen.plan.std.write import std_text
from seedbed.testgen.plan.stp.read import read_stp

__all__ = ["PHASES", "Summary", "Tell", "run_plan"]

Came = tuple[Told, str | None]
"""What a step came to, and the test file that it left."""


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
    said = settings or Settings()
    text = source(plan)
    run = Run(root, plan, tell, start)
    path = _described(run, plan, root, text, said.today, force=force)
    std = source(root / path)
    files = {file.path: file for file in read_std(std, path).files}
    for file in files:
        inside(root, file)
    found = explored(root, said.graveyard, frozenset(files), without=run.folder.learning)
    offered = _offered(found.context)
    run.phase(2, {"": [offered]}, lambda _: _explored(run, found))
    work = _Work(run, Bench(root, found, run.folder, said, ask, model), force=force)
    asked = (digest(std), offered, model)
    drafted = run.phase(3, dict.fromkeys(files, asked), lambda file: work.drafted(files[file]))
    lessons = digest(json.dumps([[each.wrong, each.correct] for each in found.lessons]))
    mended = run.phase(4, {file: [drafted[file]["text"], lessons] for file in files}, work.mended)
    types = [str(said.type_iterations), model]
    typed = run.phase(5, {file: [mended[file]["text"], *types] for file in files}, work.typed)
    words = [*said.pytest_args, str(said.test_iterations), str(said.seconds), found.sources, model]
    tested = run.phase(6, {file: [typed[file]["text"], *words] for file in files}, work.tested)
    run.folder.end()
    for file in files:
        if not (root / file).exists():  # it was lost
            run.folder.write(root / file, run.folder.text(6, file))
    return summary_of(run, str(plan), path, (drafted, mended, typed, tested), said.pytest_args)


def _described(run: Run, plan: Path, root: Path, text: str, today: str, *, force: bool) -> str:
    """Phase 1: the path of the description."""
    read = read_stp(text, str(plan))
    target = inside(root, path_of(read))

    def work(_: str) -> Came:
        here = plan.resolve()
        inner = here.is_relative_to(root.resolve())
        description = describe(read, today, here.relative_to(root.resolve()).as_posix() if inner else plan.name)
        notes = tuple(f"line {each.origin.line if each.origin else 0}: {each.what}" for each in read.notes)
        made = std_text(description, notes)
        known = run.folder.done.get((1, ""), {}).get("std", "")
        kept = not (known or force) and target.exists() and not check_std(source(target), path_of(read), read)
        if not kept:  # one that people changed, and that tests every scenario of the plan, is theirs
            put(target, made, known=known, force=force)
        described = read_std(source(target), path_of(read)).files
        tests, lines = sum(len(list(each.tests())) for each in described), source(target).count("\n")
        line = f"{tests} tests for {len(read.scenarios)} scenarios, {lines} lines, {path_of(read)}"
        return {"line": line, "std": digest(made), "notes": list(notes)}, None

    if not target.exists():
        run.folder.forget(1)
    run.phase(1, {"": [digest(text), today]}, work)
    return path_of(read)


def _offered(context: Mapping[str, Any]) -> str:
    """The digest of what a context offers; how other tests are written changes with each plan, and does not count."""
    markers = context["conventions"]["markers"]["declared"]
    return digest(json.dumps([*(context[key] for key in ("utilities", "classes", "fixtures", "lessons")), markers]))


def _explored(run: Run, found: Explored) -> Came:
    context = found.context
    run.folder.keep("context.json", json.dumps(context, indent=1, ensure_ascii=False) + "\n")
    counts = [len(context[key]) for key in ("utilities", "fixtures", "lessons")]
    return {"line": "{} helpers, {} fixtures, {} lessons".format(*counts)}, None


class _Work:
    """Phases 3 to 6 for one test file, each of what the one before left."""

    def __init__(self, run: Run, bench: Bench, *, force: bool) -> None:
        self.run, self.bench, self.force = run, bench, force

    def drafted(self, file: DescribedFile) -> Came:
        """Phase 3."""
        folder, target = self.run.folder, self.bench.root / file.path
        ours = target.exists() and digest(target.read_bytes()) in folder.ours()
        if target.exists() and not ours and not self.force:
            put(target, "", known="")  # refuses, and says why
        draft, refused = draft_tests(file, self.bench)
        if target.exists() and not ours:
            target.unlink()
        folder.write(target, draft.text)
        counts = {"tests": len(list(file.tests())), "lines": draft.text.count("\n")}
        return {**counts, "refused": refused, "gaps": [list(each) for each in draft.missing]}, draft.text

    def mended(self, path: str) -> Came:
        """Phase 4."""
        folder = self.run.folder
        text, said = mend_by_lessons(folder.text(3, path), path, self.bench)
        folder.write(self.bench.root / path, text)
        beyond = (f"not checkable: {each}" for each in said["not_checkable"])
        folder.log(f"phase 4: lessons, {path}", "\n".join([*said["violations"], *beyond]))
        return said, text

    def typed(self, path: str) -> Came:
        """Phase 5."""
        text, said, fixes = heal_by_types(path, self._begun(path, 4), self.bench)
        return {**said, "learnt": [[fix.what, fix.category, fix.wrong, fix.correct] for fix in fixes]}, text

    def tested(self, path: str) -> Came:
        """Phase 6."""
        learnt = self.run.folder.done[5, path]["learnt"]
        earlier = [Fix(what, kind, (), wrong, correct) for what, kind, wrong, correct in learnt]
        text, said = heal_by_run(path, self._begun(path, 5), self.bench, earlier)
        return said, text

    def _begun(self, path: str, phase: int) -> str:
        """The file as the phase before left it: one that was cut short begins anew, with what was said to it."""
        before = self.run.folder.text(phase, path)
        self.run.folder.write(self.bench.root / path, before)
        return before
