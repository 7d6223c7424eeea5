"""`seedbed lessons`: what went wrong and how to avoid it, in GRAVEYARD.md or a reflexion index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seedbed.cli.coerce import Command, Commands
from seedbed.cli.options import Debug
from seedbed.errors import Problem, ReadError, UsageError

if TYPE_CHECKING:
    from seedbed.api.lessons import Lesson

__all__ = ["lessons"]

lessons = typer.Typer(
    name="lessons",
    cls=Commands,
    help="List, add, check and convert lessons: GRAVEYARD.md and reflexion/index.json hold the same.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Source = Annotated[
    Path,
    typer.Argument(help="A GRAVEYARD.md, a reflexion index.json, or a folder that has them where they usually are."),
]


@lessons.command("list", cls=Command)
def list_(
    source: Source = Path(),
    category: Annotated[str | None, typer.Option(help="Only lessons of this category, as ImportError.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print them as entries of an index.")] = False,
    debug: Debug = False,
) -> None:
    """Show the lessons, each with its place.

    seedbed lessons list

    seedbed lessons list GRAVEYARD.md --category ImportError
    """
    from seedbed.api.lessons import CATEGORIES, books

    if category is not None and category not in CATEGORIES:
        raise UsageError(_unknown("--category", category, CATEGORIES))
    shelf = books(source)
    found = [lesson for book in shelf for lesson in book.lessons if category in (None, lesson.category)]
    _print_json(found) if json else _print(found)
    for book in shelf:
        if book.problems:
            count = f"{len(book.problems)} departures from the form"
            typer.echo(f"· {book.path}: {count}; seedbed lessons check {book.path} shows them", err=True)
    raise typer.Exit(0)


@lessons.command(cls=Command)
def check(source: Source = Path(), debug: Debug = False) -> None:
    """Tell every departure from the form of the file, with its line; exit code 1 where there is one.

    seedbed lessons check GRAVEYARD.md
    """
    from seedbed.api.lessons import books

    shelf = books(source)
    problems = [problem for book in shelf for problem in book.problems]
    for problem in problems:
        typer.echo(str(problem))
    for book in shelf:
        fault = f"{len(book.problems)} departures from the form" if book.problems else "all in form"
        typer.echo(f"{book.path}: {_count(len(book.lessons))}, {fault}")
    raise typer.Exit(1 if problems else 0)


@lessons.command(cls=Command)
def add(
    file: Annotated[Path, typer.Argument(help="The GRAVEYARD.md or index.json; made where it is missing.")],
    title: Annotated[str, typer.Option(help="What to call it.")],
    category: Annotated[str, typer.Option(help="ImportError, AttributeError, TypeError, AssertionError, ...")],
    date: Annotated[str, typer.Option(help="The day, as 2026-01-31; never the clock.")],
    went_wrong: Annotated[str, typer.Option(help="What went wrong.")],
    lesson: Annotated[str, typer.Option(help="What was learned.")],
    avoid: Annotated[str, typer.Option(help="How to avoid it.")] = "",
    wrong: Annotated[str, typer.Option(help="The wrong code, or @FILE that holds it.")] = "",
    correct: Annotated[str, typer.Option(help="The correct code, or @FILE that holds it.")] = "",
    test: Annotated[str, typer.Option(help="The test, as tests/test_x.py::test_y.")] = "",
    root_cause: Annotated[str, typer.Option(help="Why it happened; lessons with one cause are noted together.")] = "",
    severity: Annotated[str, typer.Option(help="low, medium or high.")] = "medium",
    task: Annotated[str, typer.Option(help="The task that it came up in, as T03.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A tag. Repeatable.")] = None,
    applies_to: Annotated[list[str] | None, typer.Option(help="Where it applies, as tests/api/. Repeatable.")] = None,
    debug: Debug = False,
) -> None:
    """Add a lesson at the end of a file; one with a known root cause is noted under the old one.

    seedbed lessons add GRAVEYARD.md --title "Clients come from make_client" --category TypeError --date 2026-01-31
    --went-wrong "The client was built by hand." --lesson "Only make_client knows the port."
    --wrong "Client()" --correct "make_client()"
    """
    from seedbed.api.lessons import Lesson, add_lesson

    made = Lesson(
        title,
        category,
        date,
        test,
        went_wrong,
        _code(wrong),
        _code(correct),
        lesson,
        avoid,
        root_cause,
        severity,
        task,
        tuple(tag or ()),
        tuple(applies_to or ()),
    )
    _check(made)
    added = add_lesson(file, made)
    said = {
        "written": "one more lesson",
        "noted": "its root cause is known: noted under the old lesson",
        "there": "nothing changed: that time is recorded already",
    }
    typer.echo(f"{file}: {said[added.how]}")


@lessons.command(cls=Command)
def convert(
    source: Annotated[Path, typer.Argument(help="A GRAVEYARD.md or a reflexion index.json.")],
    target: Annotated[Path, typer.Argument(help="A file of the other format, or the same; lessons are added to it.")],
    debug: Debug = False,
) -> None:
    """Add the lessons of one file to another; what is there stays.

    seedbed lessons convert GRAVEYARD.md .workflow/reflexion/index.json
    """
    from seedbed.api.lessons import convert_lessons

    done = convert_lessons(source, target)
    typer.echo(
        f"{source} -> {target}: {_count(done.written)} written, {done.noted} noted under an old one,"
        f" {done.there} there already"
    )


def _print(found: list[Lesson]) -> None:
    for lesson in found:
        typer.echo(f"{lesson.origin}: {lesson.category}: {lesson.title}")
        first = next(iter((lesson.avoid or lesson.lesson).splitlines()), "")
        if first:
            typer.echo(f"    {first}")
        if lesson.again:
            typer.echo(f"    seen again {len(lesson.again)} times, last on {lesson.again[-1].date or 'an unknown day'}")
    typer.echo(_count(len(found)))


def _print_json(found: list[Lesson]) -> None:
    import json

    from seedbed.lessons.entry import entry_of

    entries = [entry_of(lesson, number) for number, lesson in enumerate(found, 1)]
    typer.echo(json.dumps(entries, indent=2, ensure_ascii=False))


def _count(count: int) -> str:
    return "1 lesson" if count == 1 else f"{count:,} lessons"


def _code(text: str) -> str:
    """The code that an option says or names a file of."""
    if not text.startswith("@"):
        return text
    path = Path(text[1:])
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(Problem("the code cannot be read", str(path), str(error))) from error


def _check(lesson: Lesson) -> None:
    """Raises UsageError with all words that a file of lessons would not have."""
    from seedbed.api.lessons import CATEGORIES, SEVERITIES
    from seedbed.lessons.graveyard import is_day

    problems = []
    if lesson.category not in CATEGORIES:
        problems.append(_unknown("--category", lesson.category, CATEGORIES))
    if lesson.severity not in SEVERITIES:
        problems.append(_unknown("--severity", lesson.severity, SEVERITIES))
    if not is_day(lesson.date):
        problems.append(Problem(f"{lesson.date} is no date", "--date", help="write it as 2026-01-31"))
    for option, text in (("--title", lesson.title), ("--went-wrong", lesson.went_wrong), ("--lesson", lesson.lesson)):
        if not text.strip():
            problems.append(Problem(f"{option} is empty", option))
    if problems:
        raise UsageError(*problems)


def _unknown(option: str, word: str, words: tuple[str, ...]) -> Problem:
    return Problem(f"there is no {word}", option, help=f"it is one of {', '.join(words)}")
