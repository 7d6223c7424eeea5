"""The six phases, each of what it is given to what it comes to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
from seedbed.testgen.plan.explore.facts import Fixture
from seedbed.testgen.plan.explore.known import Known, known
from seedbed.testgen.plan.explore.scan import Scan, scan
from seedbed.testgen.plan.graveyard.verify import granted, verify
from seedbed.testgen.plan.heal.lock.grants import Grants, grants_of
from seedbed.testgen.plan.heal.mend import Healed, Step, heal_tests
from seedbed.testgen.plan.heal.outcome import Outcomes, outcomes_of, told_by
from seedbed.testgen.plan.heal.rules import Fix
from seedbed.testgen.plan.kept import digest
from seedbed.testgen.plan.run.folder import RunFolder
from seedbed.testgen.plan.run.learn import lessons_of
from seedbed.testgen.plan.std.model import DescribedFile
from seedbed.testgen.plan.types.check import Diagnosis, checked, diagnosis_of
from seedbed.testgen.plan.types.heal import heal_types

__all__ = [
    "Bench",
    "Explored",
    "Settings",
    "draft_tests",
    "explored",
    "heal_by_run",
    "heal_by_types",
    "mend_by_lessons",
]


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
class Explored:
    """What the repository offers, its lessons, both as JSON, and a digest of its sources."""

    known: Known
    lessons: tuple[Lesson, ...]
    context: dict[str, Any]
    sources: str


@dataclass(frozen=True, slots=True)
class Bench:
    """What the phases work on: the repository, what it offers, the run's folder, and a model, with its name, if any."""

    root: Path
    found: Explored
    folder: RunFolder
    settings: Settings
    ask: Ask | None = None
    model: str = ""

    def cached(self) -> Ask | None:
        """The model, asked once only for the same."""
        ask = self.ask
        if ask is None:
            return None

        def asks(messages: Sequence[Message]) -> str:
            told = [[each.role, each.content] for each in messages]
            question = json.dumps([self.model, *told], ensure_ascii=False)
            return self.folder.answer(question, lambda: ask(messages))

        return asks

    def fixtures(self, path: str) -> Mapping[str, Fixture]:
        """The fixtures that the tests of a file may ask for."""
        return self.found.known.fixtures_for(path)

    def grants(self, path: str) -> Grants:
        """What lessons allow healing to change in a file."""
        return granted(self.found.lessons, grants_of(self.found.known, self.fixtures(path)))


def explored(
    root: Path, graveyard: Path, apart: AbstractSet[str] = frozenset(), *, without: Sequence[Sequence[str]] = ()
) -> Explored:
    """Phase 2. `apart` are the test files in question, which the context leaves out: they come and go.

    `without` are lessons, title and test, that do not count yet.
    """
    found = scan(root, apart)
    book = open_book(root / graveyard).lessons
    lessons = tuple(each for each in book if [each.title, each.test] not in without)
    others = tuple(each for each in found.modules if each.file not in apart)
    return Explored(known(found), lessons, context(Scan(root, others, found.notes), lessons), found.sources)


def draft_tests(file: DescribedFile, bench: Bench) -> tuple[Draft, list[str]]:
    """The first text of a test file, by the model where there is one, else by rules; and what was refused.

    Raises PlanError where a model was asked in vain and nothing can be mapped by rules.
    """
    ask = bench.cached()
    refused: list[str] = []
    if ask is not None:
        draft, reasons, _ = asked(file, bench.found.context, ask)
        refused = [reason for each in reasons for reason in each.reasons]
        if draft is not None:
            return draft, refused
    markers = bench.found.context["conventions"]["markers"]
    names = [*markers["declared"], *markers["used"]]
    draft = drafted(file, bench.found.known, bench.fixtures(file.path), names)
    tests = list(file.tests())
    if ask is not None and len(draft.missing) == len(tests):
        why = f"the model's answers: {'; '.join(dict.fromkeys(refused))}"
        scenarios = {f"{group.name}::{test.name}".lstrip(":"): test.scenario for group, test in tests}
        told = ((f"{scenarios[name]}: {name}".removeprefix(": "), gap) for name, gap in draft.missing)
        raise PlanError(*(Problem(f"{which} could not be mapped: {gap}", file.path, why) for which, gap in told))
    return draft, refused


def mend_by_lessons(text: str, path: str, bench: Bench) -> tuple[str, dict[str, Any]]:
    """Phase 4: the file held against every lesson."""
    found = verify(text, bench.root / path, bench.found.lessons, bench.found.known, bench.fixtures(path))
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

    def looks(root: Path, file: Path) -> Diagnosis | None:
        what = f"pyright {path} {digest(file.read_bytes())}"
        return diagnosis_of(file, bench.folder.tried(what, lambda: checked(root, file)))

    found = heal_types(
        bench.root,
        file,
        bench.found.known,
        bench.fixtures(path),
        iterations=bench.settings.type_iterations,
        grants=bench.grants(path),
        ask=mending(ask, answers) if ask else None,
        original=original,
        write=bench.folder.write,
        look=looks,
    )
    bench.folder.log(f"phase 5: pyright, {path}", found.output or "there is no pyright: pip install 'seedbed[check]'")
    _keep_diffs(bench.folder, 5, path, found.steps)
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
        what = f"pytest {path} {settings.pytest_args} {settings.seconds} {digest(file.read_bytes())}"

        def tries() -> str:
            return told_by(bench.root, file, settings.pytest_args, seconds=settings.seconds, also=settings.variables)

        came = outcomes_of(bench.root, file, bench.folder.tried(what, tries))
        bench.folder.log(f"phase 6: pytest, {path}", came.output)
        return came

    ask, answers = bench.cached(), list[str]()
    found = heal_tests(
        file,
        bench.found.known,
        bench.fixtures(path),
        run or runs,
        iterations=settings.test_iterations,
        grants=bench.grants(path),
        ask=mending(ask, answers) if ask else None,
        original=original,
        write=bench.folder.write,
    )
    _keep_diffs(bench.folder, 6, path, found.steps)
    learnt = lessons_of([*earlier, *found.fixes], path, settings.today, bench.found.lessons)
    bench.folder.learns([(each.title, each.test) for each in learnt])
    added = add_all(bench.root / settings.graveyard, learnt) if learnt else []
    titles = [lesson.title for lesson, came in zip(learnt, added, strict=True) if came.how != "noted"]
    return file.read_text(encoding="utf-8"), {**_said(found), "lessons": titles}


def _said(found: Healed) -> dict[str, Any]:
    """What healing came to, for the run's folder."""
    return {
        "iterations": len(found.steps),
        "fixes": [fix.what for fix in found.fixes],
        "passed": list(found.outcomes.passed),
        "skipped": list(found.outcomes.skipped),
        "missing": list(found.missing),
        "findings": [[each.test, each.what, each.why, each.line] for each in found.findings],
        "refused": [str(each) for each in found.refused],
    }


def _keep_diffs(folder: RunFolder, phase: int, path: str, steps: Sequence[Step]) -> None:
    for number, step in enumerate(steps, 1):
        name = f"diffs/{path.removesuffix('.py')}/{phase}-{number}{'' if step.kept else '-taken-back'}.diff"
        folder.keep(name, step.diff)
