"""What the state chain tells: planning, specialists, the queue; of each task that is done its checks and reviews."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from seedbed.project.planning.facts import Decision, Planning
from seedbed.scaffold.workflow.chain import Record
from seedbed.scaffold.workflow.clock import stamp
from seedbed.scaffold.workflow.reflections import words
from seedbed.scaffold.workflow.story import Done, Story

__all__ = ["records_of"]


def records_of(story: Story) -> tuple[Record, ...]:
    """The records in their order; their times never go back."""
    found: list[Record] = []
    last = ""
    for record in (*_planned(story), *_worked(story)):
        found.append(record if record.timestamp >= last else replace(record, timestamp=last))
        last = found[-1].timestamp
    return tuple(found)


def _planned(story: Story) -> Iterator[Record]:
    """Planning, a completion for each specialist with decisions, then the queue and its validation."""
    planning = story.planning
    minutes = iter(range(0, 10_000, 2))

    def moment() -> str:
        return stamp(story.began + timedelta(minutes=min(next(minutes), 44)))

    decided = _text(planning.decisions)
    spec = "\n".join([*planning.files, *(entity.name for entity in planning.entities)])
    about = f"Planning complete: {len(planning.decisions)} decisions, {len(planning.entities)} entities"
    yield Record("PLAN", "artifact_gen", "planner", spec, decided, about, "plan", moment())
    for prefix in dict.fromkeys(decision.prefix for decision in planning.decisions):
        own = [decision for decision in planning.decisions if decision.prefix == prefix]
        if prefix == "GEN" or all(decision.deferred for decision in own):
            continue
        agent = words("agents").get(prefix, prefix.lower())
        ids = [decision.id for decision in own]
        through = f"{ids[0]} through {ids[-1]}" if len(ids) > 1 else ids[0]
        text = f"{agent.capitalize()} specialist complete: {through}"
        metadata = (("decisions_added", ids),)
        yield Record(
            f"SPEC-{prefix}", "completion", agent, spec, _text(own), text, "specialist", moment(), metadata=metadata
        )
    queue = "\n\n".join(task.text for task in planning.tasks)
    counts = (("tasks", len(planning.tasks)), ("milestones", len(planning.milestones)))
    made = f"Task queue generated: {len(planning.tasks)} tasks in {len(planning.milestones)} milestones"
    yield Record("SYNTH", "generation", "synthesizer", decided, queue, made, "synthesize", moment(), metadata=counts)
    checked, faults = _validated(planning)
    yield Record(
        "SYNTH", "validation", "synthesizer", queue, checked, "Task queue validated", "synthesize", moment(), faults
    )


def _validated(planning: Planning) -> tuple[str, str]:
    """What the validation of the queue says, and its verdict."""
    faults = [note.what for note in planning.notes if note.origin and note.origin.file.endswith("task-queue.md")]
    return "\n".join(faults) or "no faults", "CONCERN" if faults else "PASS"


def _text(decisions: tuple[Decision, ...] | list[Decision]) -> str:
    return "\n".join(f"{decision.id}: {decision.title}\n{decision.text}" for decision in decisions)


def _worked(story: Story) -> Iterator[Record]:
    """Each task that is done, in its order, and a review of each milestone behind its last task."""
    reached = {milestone.id: milestone for milestone in story.reached}
    last = {each.task.milestone: each for each in story.done}
    for done in story.done:
        yield from _task(done)
        milestone = reached.get(done.task.milestone)
        if milestone and last[milestone.id] is done:
            about = f"Milestone review {milestone.id}: {milestone.name}".rstrip(": ")
            tasks = "\n".join(each.task.text for each in story.done if each.task.milestone == milestone.id)
            yield Record(
                milestone.id,
                "milestone_review",
                "milestone-reviewer",
                tasks,
                f"{milestone.goal}\nreached",
                about,
                "execute",
                stamp(done.completed + timedelta(minutes=2)),
                "MILESTONE_COMPLETE",
            )


def _task(done: Done) -> Iterator[Record]:
    """Verification, then each cycle of reviews; a first cycle of two has a concern."""
    task = done.task
    for cycle in range(1, done.cycles + 1):
        moment = done.completed - timedelta(minutes=6 * (done.cycles - cycle))
        yield _verified(done, moment)
        for agent in ("code-reviewer", *(("security-auditor",) if done.secured else ())):
            concern = cycle < done.cycles and agent == "code-reviewer"
            verdict = "CONCERN" if concern else "PASS"
            yield Record(
                task.id,
                "review",
                agent,
                task.text,
                f"{agent} of {task.id}, cycle {cycle}: {verdict}",
                f"{agent} review of {task.id} (cycle {cycle})",
                "execute",
                stamp(moment + timedelta(seconds=60 if agent == "code-reviewer" else 90)),
                verdict,
                ("findings to be addressed",) if concern else (),
                (("review_cycle", cycle),),
            )


def _verified(done: Done, moment: datetime) -> Record:
    task = done.task
    metadata = (
        ("command", task.verification),
        ("exit_code", 0),
        ("files_touched", [*task.files, *([done.beyond] if done.beyond else [])]),
    )
    output = f"{task.verification}\nexit code 0"
    about = f"Self-verify {task.id}"
    return Record(
        task.id, "verify", "self", task.text, output, about, "execute", stamp(moment), "PASS", metadata=metadata
    )
