"""What happened to the tasks of a plan: which are done, when, with how many reviews; the same for all three files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from seedbed.classes import dataclass
from seedbed.project.planning.facts import Milestone, Planning, Task
from seedbed.scaffold.workflow.clock import Clock, chosen

__all__ = ["Done", "Story", "told"]


@dataclass(frozen=True, slots=True)
class Done:
    """A task that is done: when it was, in how many cycles of review, and a file that it touched beyond its plan."""

    task: Task
    started: datetime
    completed: datetime
    cycles: int
    beyond: str = ""

    @property
    def secured(self) -> bool:
        """Whether its review asks for a look at security."""
        return any("security" in reviewer.casefold() for reviewer in self.task.review)


@dataclass(frozen=True, slots=True)
class Story:
    """The plan with what happened: when planning began, the tasks that are done, the milestones reached."""

    planning: Planning
    began: datetime
    done: tuple[Done, ...]
    reached: tuple[Milestone, ...]

    def of(self, task: str) -> Done | None:
        """What happened to a task, None where it is not done."""
        return next((each for each in self.done if each.task.id == task), None)


def told(planning: Planning, today: date) -> Story:
    """What happened before today: the first milestone is done, and whatever the queue marks as done.

    About one task in five takes a second review, one in eight touches a file beyond its plan.
    """
    tasks = _done(planning)
    days = 0
    story = _from(planning, tasks, today)
    while story.done and story.done[-1].completed.date() > today:  # so many days earlier it ends in time
        days += (story.done[-1].completed.date() - today).days
        story = _from(planning, tasks, today - timedelta(days=days))
    return story


def _done(planning: Planning) -> list[Task]:
    """The tasks that are done, those of the first milestone first, each behind what it depends on."""
    first = planning.milestones[0].id if planning.milestones else ""
    chosen_tasks = [task for task in planning.tasks if task.milestone == first or task.status == "done"]
    ordered: list[Task] = []
    ids = {task.id for task in chosen_tasks}
    left = list({task.id: task for task in chosen_tasks}.values())
    while left:
        placed = {task.id for task in ordered}
        free = next((task for task in left if not (set(task.depends) & ids) - placed - {task.id}), left[0])
        ordered.append(free)
        left.remove(free)
    return ordered


def _from(planning: Planning, tasks: Sequence[Task], day: date) -> Story:
    clock = Clock(day)
    began = clock.now
    clock.after(45)
    done: list[Done] = []
    for at, task in enumerate(tasks):
        clock.after(chosen(5, 20, task.id, "pause"))
        started, minutes = clock.now, chosen(15, 45, task.id, "minutes")
        completed = clock.after(minutes)
        if completed.date() != started.date():  # it was begun the next morning
            started = completed - timedelta(minutes=minutes)
        beyond = _beyond(task, planning.tasks) if at % 8 == 5 else ""
        done.append(Done(task, started, completed, 2 if at % 5 == 2 else 1, beyond))
    ids = {each.task.id for each in done}
    reached = tuple(
        milestone
        for milestone in planning.milestones
        if (own := [task.id for task in planning.tasks if task.milestone == milestone.id]) and ids.issuperset(own)
    )
    return Story(planning, began, tuple(done), reached)


def _beyond(task: Task, tasks: Sequence[Task]) -> str:
    """A file that another task names and this one does not."""
    others = [path for other in tasks for path in other.files if path not in task.files]
    return others[chosen(0, len(others) - 1, task.id, "beyond")] if others else ""
