"""The checks of what was written for a project, each in the project's own interpreter, on a database of nobody's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from seedbed.classes import dataclass
from seedbed.errors import Origin, Problem
from seedbed.process.fence import Ran, run
from seedbed.project.facts import Plain
from seedbed.scaffold.verify.failure import Failure, failure_of
from seedbed.scaffold.verify.stage import Place, Stage

__all__ = ["Check", "run_checks", "taken", "workflow_checks"]

_SECONDS = 600
_WORKFLOW = (
    ("chain verify", "seedbed chain verify", "chain.json"),
    ("evals", ".workflow/evals/task-evals.json: its form, tasks and files", "task-evals.json"),
    ("reflexion", ".workflow/reflexion/index.json: its form, tasks and files", "index.json"),
    ("milestones", ".workflow/task-queue.md: milestones agree", ""),
)
_MIGRATED = " on migrated tables"
_NO_TESTS = 5  # pytest's code where it found none


@dataclass(frozen=True, slots=True)
class Check:
    """What ran, as a person would type it, what became of it, in words, and why it failed."""

    name: str
    command: str
    status: Literal["passed", "failed", "skipped"]
    told: str = ""
    failures: tuple[Failure, ...] = ()


def run_checks(stage: Stage) -> Iterator[Check]:
    """Every check of scripts, in their order: a seed that failed is not cleaned."""
    if stage.factories:
        with stage.database() as place:
            yield _factories(stage, place)
    if stage.has_seed:
        for scenario in ("minimal", "edge", "full"):
            with stage.database() as place:
                yield from _seeded(stage, scenario, place)
    if stage.sends_sql and not stage.ground.is_named:
        yield from _migrated(stage)
    yield _tests(stage)


def taken(stage: Stage, tries: Mapping[str, object]) -> Mapping[str, tuple[str, list[Plain]]]:
    """For factories whose model refused a row: an attribute and the values with which it takes all, where some do."""
    some = replace(stage, factories=tuple(each for each in stage.factories if each[0] in tries))
    with stage.database() as place:
        told = _last_json(_made(some, tries, place)) or {}
    found = ((each["name"], each.get("taken")) for each in told.get("factories", ()))
    return {name: (pair[0], pair[1]) for name, pair in found if pair}


def _made(stage: Stage, tries: Mapping[str, object], place: Place) -> Ran:
    """What the script says that makes rows of every factory, or tries values for those that fail."""
    words = {
        "paths": stage.paths,
        "factories": [(stage.module, name, rows) for name, rows in stage.factories],
        "modules": stage.modules,
        "apps": dict(stage.apps),
        "config": stage.config,
        "keep": not stage.ground.is_named,
        "tries": tries,
    }
    command = [stage.python, str(stage.script), json.dumps(words)]
    return run(command, stage.folder, seconds=_SECONDS, variables=place.words)


def _migrated(stage: Stage) -> Iterator[Check]:
    """The checks of a small seed and of the factories on tables as migrations make them: triggers may fill some."""
    command = ["-m", "django", "migrate", "--run-syncdb", "--no-input", "--skip-checks", "--verbosity", "0"]
    with stage.database(migrated=True) as place:
        ran = run([stage.python, *command], stage.folder, seconds=_SECONDS, variables=place.words)
        if ran.code != 0:
            last = (_ended(ran).splitlines() or [""])[-1][:160]
            told = f"they do not run in a throwaway database: {last}"
            yield Check("migrations", "python -m django migrate", "skipped", told)
            return
        if stage.has_seed:
            yield from _seeded(stage, "minimal", place, _MIGRATED)
        if stage.factories:
            yield _factories(stage, place, _MIGRATED)


def _factories(stage: Stage, place: Place, where: str = "") -> Check:
    name = f"factories{where}"
    command = f"{stage.module}: each factory built, and rows of it created"
    ran = _made(stage, {}, place)
    told = _last_json(ran)
    text = ran.errors if told is None else told.get("broken") or told.get("refused") or ""
    if told is None or text:
        return Check(name, command, "failed", "", (failure_of(name, text or _ended(ran), stage.folder),))
    failures = tuple(
        failure_of(name, each["error"], stage.folder, about={"factory": each["name"]})
        for each in told["factories"]
        if each["error"]
    )
    rows = sum(each["created"] for each in told["factories"])
    summary = f"{len(told['factories']) - len(failures)} of {len(told['factories'])} factories, {rows} rows"
    return Check(name, command, "failed" if failures else "passed", summary, failures)


def _seeded(stage: Stage, scenario: str, place: Place, where: str = "") -> Iterator[Check]:
    for step, words in (("seed", ("--scenario", scenario)), ("clean after", ("--clean",))):
        command = [stage.python, stage.seed, *place.options, *words]
        shown = " ".join(["python", stage.seed, *words])
        ran = run(command, stage.folder, seconds=_SECONDS, variables=place.words)
        check = _ran(f"{step} {scenario}{where}", shown, ran, stage.folder)
        yield check
        if check.status == "failed":
            if step == "seed":
                yield Check(f"clean after {scenario}{where}", shown, "skipped", "nothing was seeded")
            return


def _tests(stage: Stage) -> Check:
    name, shown = "existing tests", "pytest -x -q"
    if not any(stage.tests):
        return Check(name, shown, "skipped", "the project has no tests")
    with stage.database() as place:
        command = [stage.python, "-m", "pytest", "-x", "-q", "--tb=native", "-p", "no:cacheprovider"]
        ran = run(command, stage.folder, seconds=_SECONDS, variables=place.words)
    if ran.code == _NO_TESTS:
        return Check(name, shown, "skipped", "the project has no tests")
    if ran.code != 0 and "No module named pytest" in ran.errors:
        return Check(name, shown, "skipped", "pytest is not in the project's environment")
    return _ran(name, shown, ran, stage.folder)


def _ran(name: str, command: str, ran: Ran, folder: Path) -> Check:
    if ran.code == 0:
        last = next((line for line in reversed(ran.output.splitlines()) if line.strip()), "")
        return Check(name, command, "passed", last.strip("= ")[:160])
    text = "\n".join(part for part in (ran.output.rstrip(), ran.errors.rstrip()) if part) or _ended(ran)
    return Check(name, command, "failed", "", (failure_of(name, text, folder),))


def _ended(ran: Ran) -> str:
    return ran.errors.strip() or ran.output.strip() or f"it ended with {ran.code} and said nothing"


def _last_json(ran: Ran) -> dict[str, Any] | None:
    last = next((line for line in reversed(ran.output.splitlines()) if line.startswith("{")), "")
    if ran.code != 0 or not last:
        return None
    told: dict[str, Any] = json.loads(last)
    return told


def workflow_checks(problems: Iterable[Problem]) -> Iterator[Check]:
    """The checks of workflow files, by the file that each problem is in; the rest is of milestones."""
    found: dict[str, list[Failure]] = {name: [] for name, _, _ in _WORKFLOW}
    for problem in problems:
        name = next(name for name, _, file in _WORKFLOW if file in problem.where)
        found[name].append(_fault(name, problem))
    for name, command, _ in _WORKFLOW:
        yield Check(name, command, "failed" if found[name] else "passed", "", tuple(found[name]))


def _fault(name: str, problem: Problem) -> Failure:
    file, _, place = problem.where.partition(":")
    line = place.partition(":")[0]
    strange = re.search(r"\b([A-Z]{1,5}-?\d{1,4}[a-z]?), which is no task", problem.what)
    symptom = "unknown task id" if strange else "broken chain" if name == "chain verify" else ""
    about = (("task", strange[1]),) if strange else ()
    places = (Origin(file, int(line)),) if line.isdigit() else ()
    return Failure(name, "", problem.what, places, symptom, about, str(problem))
