"""`evals/task-evals.json`: how each task went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seedbed.project.planning.facts import Task
from seedbed.scaffold.workflow.clock import chosen, stamp
from seedbed.scaffold.workflow.story import Done, Story

__all__ = ["KEYS", "MARK", "SCHEMA", "STATUSES", "evals_of"]

MARK = "[seedbed]"
"""What the notes of our entries begin with."""

SCHEMA: Mapping[str, str] = {"version": "1.0", "description": "How each task went: time, reviews, tests, files"}
STATUSES = ("pending", "in_progress", "completed", "blocked", "failed", "skipped")
KEYS = (
    *(
        "task_id",
        "milestone",
        "status",
        "started_at",
        "completed_at",
        "review_cycles",
        "security_review",
        "test_results",
    ),
    *("files_planned", "files_touched", "scope_violations", "reflexion_entries_created", "notes"),
)


def evals_of(story: Story, reflections: Mapping[str, int]) -> list[dict[str, Any]]:
    """An entry for each task in the order of the queue; `reflections` are counted by task."""
    tasks = {task.id: task for task in story.planning.tasks}.values()
    return [_entry(task, story.of(task.id), reflections.get(task.id, 0)) for task in tasks]


def _entry(task: Task, done: Done | None, reflections: int) -> dict[str, Any]:
    planned = list(task.files)
    touched = [*planned, *([done.beyond] if done.beyond else [])] if done else []
    return {
        "task_id": task.id,
        "milestone": task.milestone,
        "status": "completed" if done else "in_progress" if task.status == "doing" else "pending",
        "started_at": stamp(done.started) if done else None,
        "completed_at": stamp(done.completed) if done else None,
        "review_cycles": done.cycles if done else 0,
        "security_review": done.secured if done else None,
        "test_results": _tests(task) if done else {"total": 0, "passed": 0, "failed": 0, "skipped": 0},
        "files_planned": planned,
        "files_touched": touched,
        "scope_violations": len(touched) - len(planned) if done else 0,
        "reflexion_entries_created": reflections,
        "notes": _notes(task, done),
    }


def _tests(task: Task) -> dict[str, int]:
    """From 5 to 15 tests, more for more files; all of them pass but for a few that are skipped."""
    total = min(15, 5 + 2 * len(task.files) + chosen(0, 2, task.id, "tests"))
    skipped = int(chosen(0, 4, task.id, "skipped") == 0)
    return {"total": total, "passed": total - skipped, "failed": 0, "skipped": skipped}


def _notes(task: Task, done: Done | None) -> str:
    if done is None:
        return f"{MARK} {'under way' if task.status == 'doing' else 'not begun'}"
    said = ["a second review after findings"] if done.cycles > 1 else []
    said += [f"{done.beyond} was not planned"] if done.beyond else []
    return f"{MARK} {'; '.join(said) or 'as planned'}"
