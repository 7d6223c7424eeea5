"""The six phases, each of what it is given to what it comes to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import PlanError, Problem
from seedbed.lessons.book import add_all, open_book
from seedbed.lessons.record import Lesson
from seedbed.llm.completion import Message
from seedbed.testgen.plan.draft.by_model import Ask, asked, mending
from seedbed.testgen.plan.draft.write import Draft, drafted
from seedbed.testgen.plan.explore.context import context
from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import scan
from seedbed.testgen.plan.graveyard.verify import granted, verify
from seedbed.testgen.plan.heal.grants import Grants, grants_of
from seedbed.testgen.plan.heal.mend import Step, heal_tests
from seedbed.testgen.plan.heal.outcome import Outcomes, run_tests
from seedbed.testgen.plan.heal.rules import Fix
from seedbed.testgen.plan.run.folder import RunFolder
from seedbed.testgen.plan.run.learn import lessons_of
from seedbed.testgen.plan.std.model import DescribedFile
from seedbed.testgen.plan.types.heal import heal_types

__all__ = ["Bench", "Settings", "draft_tests", "explored", "heal_by_run", "heal_by_types", "mend_by_lessons"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user says of a run."""

    today: str = "2026-01-01"
    graveyard: Path = Path("GRAVEYARD.md")
    type_iterations: int = 10
    test_iterations: int = 3
    pytest_args: tuple[str, ...] = ()
    variables: Mapping[str, str] | None = None
    seconds: float = 600


@dataclass(frozen=True, slots=True)
class Bench:
    """What the phases work on: the repository, its helpers and lessons, the run's folder, and a model if any."""

    root: Path
    known: Known
    lessons: Sequence[Lesson]
    folder: RunFolder
    settings: Settings
    ask: Ask | None = None

    def cached(self) -> Ask | None:
        """The model, asked once only for the same."""
        model, folder = self.ask, self.folder
        if model is None:
            return None

        def asks(messages: Sequence[Message]) -> str:
            question = json.dumps([[each.role, each.content] for each in messages], ensure_ascii=False)
            said = folder.answer(question)
            if said is None:
                said = model(messages)
                folder.answered(question, said)
            return said

        return asks

    def grants(self, path: str) -> Grants:
        """What lessons allow healing to change in a file."""
        return granted(self.lessons, grants_of(self.known, self.known.fixtures_for(path)))


def explored(root: Path, graveyard: Path, apart: str = "") -> tuple[Known, tuple[Lesson, ...], dict[str, Any]]:
    """What the repository offers, its lessons, and both as JSON; `apart` is the test file in question."""
    found = scan(root, apart)
    lessons = open_book(root / graveyard).lessons
    return known(found), lessons, context(found, lessons)


def draft_tests(file: DescribedFile, found: Mapping[str, Any], bench: Bench) -> tuple[Draft, list[str]]:
    """The first text of a test file, by the model where there is one, else by rules; and what was refused.

    Raises PlanError where a model was asked in vain and nothing can be mapped by rules.
    """
    ask = bench.cached()
    refused: list[str] = []
    if ask is not None:
        draft, reasons, _ = asked(file, found, ask)
        refused = [reason for each in reasons for reason in each.reasons]
        if draft is not None:
            return draft, refused
    markers = found["conventions"]["markers"]
    names = [*markers["declared"], *markers["used"]]
    draft = drafted(file, bench.known, bench.known.fixtures_for(file.path), names)
    tests = list(file.tests())
    if ask is not None and len(draft.missing) == len(tests):
        why = "; ".join(dict.fromkeys(refused))
        raise PlanError(
            *(
                Problem(f"{name} could not be mapped: {gap}", file.path, f"the model's answers: {why}")
                for name, gap in draft.missing
            )
        )
    return draft, refused


def mend_by_lessons(text: str, path: str, bench: Bench) -> tuple[str, dict[str, Any]]:
    """Phase 4: the file held against every lesson."""
    found = verify(text, bench.root / path, bench.lessons, bench.known, bench.known.fixtures_for(path))
    return found.text, {
        "fixed": len(found.mended),
        "violations": [
            f"line {each.line}: {each.what} ({each.lesson}): {'fixed' if each.mended else each.why}"
            for each in found.violations
        ],
        "not_checkable": list(found.not_checkable),
    }


def heal_by_types(path: str, original: str, bench: Bench) -> tuple[str, dict[str, Any], list[Fix]]:
    """Phase 5: pyright, as long as it helps."""
    file = bench.root / path
    ask, answers = bench.cached(), list[str]()
    found = heal_types(
        bench.root,
        file,
        bench.known,
        bench.known.fixtures_for(path),
        iterations=bench.settings.type_iterations,
        grants=bench.grants(path),
        ask=mending(ask, answers) if ask else None,
        original=original,
        write=bench.folder.write,
    )
    bench.folder.log("phase 5: pyright", found.output or "there is no pyright: pip install 'seedbed[check]'")
    _keep_diffs(bench.folder, 5, found.steps)
    said = {
        "ran": found.ran,
        "iterations": len(found.steps),
        "fixes": [fix.what for fix in found.fixes],
        "errors": [len(found.before), len(found.after)],
        "left": list(found.after),
        "refused": [str(each) for each in found.refused],
    }
    return file.read_text(encoding="utf-8"), said, list(found.fixes)


def heal_by_run(
    path: str, original: str, bench: Bench, earlier: Sequence[Fix], run: Callable[[], Outcomes] | None = None
) -> tuple[str, dict[str, Any]]:
    """Phase 6: run, mend, run again; what was learnt goes to GRAVEYARD.md, whatever the tests came to."""
    file, settings = bench.root / path, bench.settings

    def runs() -> Outcomes:
        came = run_tests(bench.root, file, settings.pytest_args, seconds=settings.seconds, also=settings.variables)
        bench.folder.log("phase 6: pytest", came.output)
        return came

    ask, answers = bench.cached(), list[str]()
    found = heal_tests(
        file,
        bench.known,
        bench.known.fixtures_for(path),
        run or runs,
        iterations=settings.test_iterations,
        grants=bench.grants(path),
        ask=mending(ask, answers) if ask else None,
        original=original,
        write=bench.folder.write,
    )
    _keep_diffs(bench.folder, 6, found.steps)
    learnt = lessons_of([*earlier, *found.fixes], path, settings.today, bench.lessons)
    added = add_all(bench.root / settings.graveyard, learnt) if learnt else []
    said = {
        "iterations": len(found.steps),
        "fixes": [fix.what for fix in found.fixes],
        "passed": list(found.outcomes.passed),
        "skipped": list(found.outcomes.skipped),
        "missing": list(found.missing),
        "findings": [[each.test, each.what, each.why, each.line] for each in found.findings],
        "refused": [str(each) for each in found.refused],
        "lessons": [lesson.title for lesson in learnt][: len(added)],
    }
    return file.read_text(encoding="utf-8"), said


def _keep_diffs(folder: RunFolder, phase: int, steps: Sequence[Step]) -> None:
    for number, step in enumerate(steps, 1):
        folder.keep(f"diffs/{phase}-{number}{'' if step.kept else '-taken-back'}.diff", step.diff)
