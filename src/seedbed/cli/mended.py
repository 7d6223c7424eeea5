"""What `seedbed project` tells of its checks, of what it mended, and of what it leaves to a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["show_course", "show_coverage", "show_next"]


def show_course(console: Any, course: Any) -> None:
    """The checks, a block for each fix, and the whole error of what was not mended."""
    for check in course.checks:
        mark = {"passed": "✓", "failed": "✗", "skipped": "·"}[check.status]
        told = f": {check.told}" if check.told else ""
        _line(console, f"{mark} {check.name} ({check.command}){told}")
    for cycle, block in course.fixes:
        _line(console, "")
        _line(console, f"fix in cycle {cycle}")
        where = f" at {block.failure.place}" if block.failure.place else ""
        _line(console, f"  failed check: {block.failure.check}")
        _line(console, f"  error: {_error(block.failure)}{where}")
        _line(console, f"  diagnosis: {block.diagnosis}: {block.why}")
        _line(console, f"  fix: {block.done}")
    _show_escalated(console, course.escalated)
    show_coverage(console, course.outcome.coverage)
    _line(console, "")
    fixes, cycles = _counted(len(course.fixes), "fix", "es"), _counted(course.cycles, "cycle", "s")
    _line(console, f"{_verdict(course)}; {fixes} in {cycles}")


def _verdict(course: Any) -> str:
    """Whether the checks pass, and how many of them did not run."""
    skipped = sum(check.status == "skipped" for check in course.checks)
    if not course.is_green:
        return "not every check passes"
    if skipped == len(course.checks):
        return "no check could run"
    return f"every check that ran passes, {skipped} skipped" if skipped else "every check passes"


def _counted(count: int, word: str, plural: str) -> str:
    return f"{count} {word if count == 1 else word + plural}"


def _show_escalated(console: Any, escalated: Any) -> None:
    """What is left to a person: each error once, with all that it was met in."""
    met: dict[tuple[str, str], list[Any]] = {}
    for failure, why in escalated:
        met.setdefault((_error(failure), why), []).append(failure)
    for (_, why), some in met.items():
        _line(console, "")
        _line(console, ": ".join(part for part in ("escalated", _where(some), why) if part))
        for line in some[0].text.splitlines():
            _line(console, f"  {line}")


def _where(failures: Any) -> str:
    """The checks in which an error was met, each once, with the factories that it is of."""
    told = []
    for check in dict.fromkeys(each.check for each in failures):
        names = [name for each in failures if each.check == check and (name := each.named("factory"))]
        told.append(f"{check} ({', '.join(names)})" if names else check)
    return ", ".join(told)


def show_coverage(console: Any, coverage: Any) -> None:
    """What is covered, by kind, each with where it is said."""
    for kind in dict.fromkeys(each.kind for each in coverage):
        some = [each for each in coverage if each.kind == kind]
        _line(console, "")
        _line(console, f"{kind} {sum(each.done for each in some)}/{sum(each.total for each in some)}")
        for each in some:
            _line(console, f"  {each.subject} {each.done}/{each.total} ({each.origin})")


def show_next(console: Any, facts: Any, folder: Path) -> None:
    """What can be done with what was written, and where the rows go."""
    from seedbed.scaffold.afterwards import afterwards

    steps = tuple(afterwards(facts, folder))
    if steps:
        _line(console, "\nnext")
    width = max((len(command) for command, _ in steps), default=0)
    for command, what in steps:
        _line(console, f"  {command.ljust(width)}  {what}" if command else f"  {what}")


def _error(failure: Any) -> str:
    return f"{failure.kind}: {failure.message}" if failure.kind else failure.message


def _line(console: Any, text: str) -> None:
    console.print(text, highlight=False, soft_wrap=True, markup=False)
