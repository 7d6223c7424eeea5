"""`project`: what a repository says of itself becomes the test data scripts that fit it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Literal

from seedbed.classes import dataclass
from seedbed.errors import Note, Problem, ReadError, UsageError
from seedbed.project.facts import Facts, Style
from seedbed.project.planning.open import read_planning
from seedbed.project.scan import scan
from seedbed.project.wished import read_plan
from seedbed.scaffold.changed import differences
from seedbed.scaffold.coverage import Covered, coverage_of
from seedbed.scaffold.decided import decided
from seedbed.scaffold.dependencies import dependencies
from seedbed.scaffold.factories.overrides import BARE, Override, kept_overrides
from seedbed.scaffold.factories.plan import Factories, Wanted, factories_of, texts_of
from seedbed.scaffold.factories.wished import matched, planned_names, unmet
from seedbed.scaffold.fixtures import conftest_text
from seedbed.scaffold.formatting import formatted, hushed
from seedbed.scaffold.kept import kept, people_wrote
from seedbed.scaffold.seeding import seed_text
from seedbed.scaffold.typescript.place import around, home_of
from seedbed.scaffold.typescript.seed import seed_files
from seedbed.scaffold.workflow.write import write_workflow
from seedbed.write.files.together import write_together

__all__ = ["PARTS", "Change", "Outcome", "Request", "Written", "apply", "project", "written"]

Part = Literal["factories", "seed", "conftest", "dependencies", "workflow"]
PARTS: tuple[Part, ...] = ("factories", "seed", "conftest", "dependencies", "workflow")


@dataclass(frozen=True, slots=True)
class Request:
    """What of a project is asked for; `names` give a factory and a file to a model, "" where either is as usual."""

    folder: Path
    only: tuple[str, ...] = PARTS
    layout: Literal["single", "package"] = "single"
    names: tuple[tuple[str, str, str], ...] = ()
    today: date = date(2026, 1, 1)
    overrides: tuple[Override, ...] = ()
    plan: Path | None = None
    require_planning: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    """What the project's code sees of the environment, beside the path and the language."""
    bare: bool = False
    """Whether rows can be made past the code of their class though no factory asks for that yet."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file that would be written, with its text; `before` is what it holds now, None where it is new."""

    path: str
    text: str
    before: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether the file is not there yet."""
        return self.before is None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a project, the files that change, how much was made of what, and what was noticed."""

    facts: Facts
    changes: tuple[Change, ...]
    counts: tuple[tuple[str, int], ...] = ()
    notes: tuple[Note, ...] = field(default=())
    made: Factories = field(default=Factories(()))
    faults: tuple[Problem, ...] = ()
    """What a written plan asks for and the models lack."""
    coverage: tuple[Covered, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """The texts of files by path, in the project's format, how much was made of what, and what was noticed."""

    texts: Mapping[str, str]
    counts: tuple[tuple[str, int], ...]
    notes: tuple[Note, ...]
    made: Factories
    faults: tuple[Problem, ...] = ()
    coverage: tuple[Covered, ...] = ()


def project(request: Request) -> Outcome:
    """What is to be written for a project. Nothing is written yet. Raises ReadError, UsageError, WriteError."""
    if request.require_planning and not read_planning(request.folder).found:
        help = "write .workflow/project-spec.md or .workflow/decisions.md, or leave --require-planning out"
        raise ReadError(Problem("there are no planning documents", str(request.folder / ".workflow"), help=help))
    facts = scan(request.folder, request.variables)
    made = written(facts, request)
    changes, notes = _changes(request.folder, made.texts, facts.style)
    told = tuple(dict.fromkeys((*facts.notes, *made.notes, *notes)))
    return Outcome(facts, changes, made.counts, told, made.made, made.faults, made.coverage)


def written(facts: Facts, request: Request) -> Written:
    """The texts that follow from facts, be they those of a scan or changed ones; raises UsageError, WriteError."""
    texts: dict[str, str] = {}
    counts: list[tuple[str, int]] = []
    if facts.stack.orm == "prisma":
        return _of_prisma(facts, request)
    overrides = (*kept_overrides(request.folder, facts.layout.tests), *request.overrides)
    planning = read_planning(request.folder)
    facts, told = decided(facts, planning)
    plan = matched(read_plan(request.plan), facts) if request.plan is not None else {}
    asked = "package" if any(each.file not in ("", "factories") for each, _ in plan.values()) else request.layout
    layout = facts.layout.factories or asked  # a module and a package of one name exclude each other
    if layout != asked:
        told = (*told, Note(f"factories are laid out as they are: {layout}", "remove those that are there first"))
    names = {**planned_names(plan), **_names(request, facts)}
    own = people_wrote(request.folder / facts.layout.tests)
    own += BARE if request.bare else ""
    wanted = Wanted(names, layout == "package", request.today, overrides, plan, own)
    made = factories_of(facts, wanted)
    if "factories" in request.only:
        texts |= texts_of(made, facts, wanted)
        counts.append(("factories", len(made.factories)))
    if "seed" in request.only:
        theirs = any(each.kind == "seed" for each in facts.layout.existing)
        texts[f"{facts.layout.tests}/{'seed_data' if theirs else 'seed'}.py"] = seed_text(made.factories, facts)
    if "conftest" in request.only:
        text, fixtures = conftest_text(made.factories, facts)
        texts |= {f"{facts.layout.tests}/conftest.py": text} if text else {}
        counts.append(("fixtures", fixtures))
    if "dependencies" in request.only:
        texts |= dependencies(facts.stack, request.folder, facts.package)
    covered = coverage_of(made.factories, planning, facts)
    more = _workflow(request)
    texts |= more.texts
    notes = (*told, *made.notes, *more.notes)
    faults = tuple(unmet(plan, facts))
    return Written(formatted(texts, facts.style, request.folder), (*counts, *more.counts), notes, made, faults, covered)


def _workflow(request: Request) -> Written:
    """The workflow state, where it is asked for."""
    if "workflow" not in request.only:
        return Written({}, (), (), Factories(()))
    planning = read_planning(request.folder)
    workflow = write_workflow(request.folder, planning, request.today)
    texts = {path.relative_to(request.folder).as_posix(): text for path, text in workflow.files}
    counts = tuple((f"entries in {name}", count) for name, count in workflow.entries)
    return Written(texts, counts, (*planning.notes, *workflow.notes), Factories(()))


def _of_prisma(facts: Facts, request: Request) -> Written:
    """The files of a project with a Prisma schema: a seed in TypeScript, its packages, workflow state."""
    more = _workflow(request)
    texts, counts, notes = dict(more.texts), list(more.counts), list(more.notes)
    if "seed" in request.only:
        place = home_of(request.folder)
        seed = seed_files(*around(place))
        texts |= {(place / name).relative_to(request.folder).as_posix(): text for name, text in seed.texts}
        counts.append(("models in the seed", seed.models))
        notes += seed.notes
    if "dependencies" in request.only:
        texts |= dependencies(facts.stack, request.folder)
    return Written(texts, tuple(counts), tuple(notes), Factories(()))


def apply(outcome: Outcome, folder: Path) -> None:
    """Writes the files of an outcome, all of them or none. Raises WriteError."""
    write_together(folder, {change.path: change.text for change in outcome.changes})


def _names(request: Request, facts: Facts) -> dict[str, tuple[str, str]]:
    """The names that were asked for, by model; raises UsageError for models that there are not."""
    known = {name for model in facts.models for name in (model.name, model.path)}
    unknown = [model for model, _, _ in request.names if model not in known]
    if unknown:
        help = f"its models are {', '.join(sorted(model.name for model in facts.models))}"
        raise UsageError(*(Problem("there is no such model", f"--name {model}", help=help) for model in unknown))
    return {model: (factory, file) for model, factory, file in request.names}


def _changes(folder: Path, texts: Mapping[str, str], style: Style) -> tuple[tuple[Change, ...], tuple[Note, ...]]:
    """The files that change, with everything in them that people wrote, and what they may want to know of it."""
    changes: list[Change] = []
    notes: list[Note] = []
    for path, made in texts.items():
        there = folder / path
        before = there.read_text(encoding="utf-8") if there.is_file() else None
        text, told = kept(before, made, path)
        text = text if text == before else hushed(text, path, style, folder)
        notes += told
        if before != text:
            changes.append(Change(path, text, before))
            notes += differences(before, text, path) if before is not None else ()
    return tuple(changes), tuple(notes)
