"""`reflexion/index.json`: three to five lessons that the project's own decisions teach."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from seedbed.lessons.entry import entry_of
from seedbed.lessons.record import Lesson
from seedbed.project.planning.facts import Decision, Machine, Planning, Task, key
from seedbed.scaffold.workflow.chain import MARK
from seedbed.scaffold.workflow.clock import stamp
from seedbed.scaffold.workflow.story import Story

__all__ = ["lessons_of", "reflections_of", "words"]

MOST, LEAST = 5, 3


@cache
def words(table: str) -> Mapping[str, Any]:
    """A table of words.toml."""
    found: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))[table]
    return found


def reflections_of(story: Story) -> list[dict[str, Any]]:
    """The entries of the index, numbered from 1."""
    return [entry_of(lesson, number) for number, lesson in enumerate(lessons_of(story), 1)]


def lessons_of(story: Story) -> tuple[Lesson, ...]:
    """The lessons: of states, precision, roles and rules where the plan has them, then of the tasks themselves."""
    if not story.planning.tasks:
        return ()
    made: dict[str, Lesson] = {}
    for lesson in _of_decisions(story):
        made.setdefault(lesson.root_cause, lesson)
    for lesson in _of_tasks(story):
        if len(made) < LEAST:
            made.setdefault(lesson.root_cause, lesson)
    return tuple(made.values())[:MOST]


def _of_decisions(story: Story) -> Iterator[Lesson]:
    planning = story.planning
    machine = next((each for each in planning.machines if each.decision and len(each.states) > 1), None)
    if machine:
        yield _lesson("states", story, machine.decision, (key(machine.entity) or "status",), **_change(machine))
    exact = next((each for each in planning.precisions if each.decision), None)
    if exact:
        subject = exact.fields[0] if exact.fields else exact.subject
        yield _lesson("precision", story, exact.decision, ("precision",), subject=subject, places=exact.places)
    ranked = [role for role in planning.roles if role.decision]
    if len(ranked) > 1:
        low, high = ranked[-1], ranked[0]
        yield _lesson("roles", story, low.decision, ("roles",), role=low.name, mightier=high.name)
    rule = next((each for each in planning.rules if each.decision and each.kind == "rule"), None)
    if rule:
        yield _lesson("rules", story, rule.decision, ("validation",), rule=rule.text.rstrip("."))
    for decision in _named(planning):
        yield _lesson("decision", story, decision.id, (), title=decision.title[:80].rstrip(". "))


def _change(machine: Machine) -> dict[str, str]:
    """A change of states that is not allowed: a forbidden one, or else from the end back to the beginning."""
    ban = next(iter(machine.forbidden), None)
    source, target = (ban.source, ban.target) if ban else (machine.states[-1], machine.states[0])
    return {
        "entity": machine.entity or "A record",
        "field": machine.field or "status",
        "source": source,
        "target": target,
    }


def _named(planning: Planning) -> Iterator[Decision]:
    """The first decision of each prefix that a task names."""
    named = {id for task in planning.tasks for id in task.decisions}
    seen = set[str]()
    for decision in planning.decisions:
        if decision.id in named and not decision.deferred and decision.prefix not in seen:
            seen.add(decision.prefix)
            yield decision


def _of_tasks(story: Story) -> Iterator[Lesson]:
    for name in ("verification", "files", "order"):
        yield _lesson(name, story, "", ("process",))


def _lesson(name: str, story: Story, decision: str, tags: tuple[str, ...], **said: Any) -> Lesson:
    """A lesson in the words of its kind, of the task that names the decision."""
    task = _task(story, decision)
    done = story.of(task.id)
    criterion = task.criteria[0].rstrip(".") if task.criteria else "it is done"
    file = task.files[0] if task.files else task.title
    filled = {"decision": decision, "task": task.id, "file": file, "criterion": criterion, **said}
    form = words("reflections")[name]
    files = task.files[:2]
    return Lesson(
        "",
        date=stamp(done.completed if done else story.began),
        went_wrong=form["happened"].format(**filled),
        lesson=form["lesson"].format(**filled),
        root_cause=form["cause"].format(**filled),
        severity=form["severity"],
        task=task.id,
        tags=(MARK, *tags, *((decision,) if decision else ()), *files[:1]),
        applies_to=files or (task.id,),
    )


def _task(story: Story, decision: str) -> Task:
    """The task that a lesson is of: one that is done and names the decision, or the next best."""
    done = [each.task for each in story.done]
    prefix = decision.partition("-")[0]
    wanted = (
        (done, lambda task: decision in task.decisions),
        (story.planning.tasks, lambda task: decision in task.decisions and task.status == "doing"),
        (done, lambda task: any(id.startswith(f"{prefix}-") for id in task.decisions)),
        (done, lambda task: True),
        (story.planning.tasks, lambda task: decision in task.decisions),
    )
    found = (task for tasks, fits in wanted for task in tasks if decision and fits(task))
    return next(found, (done or story.planning.tasks)[0])
