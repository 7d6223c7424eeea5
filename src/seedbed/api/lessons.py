"""Lessons of a repository, whichever file they are kept in."""

from __future__ import annotations

from pathlib import Path

from seedbed.errors import Problem, UsageError
from seedbed.lessons.book import USUAL, Book, Converted, add, convert, open_book, usual
from seedbed.lessons.inscription import Added
from seedbed.lessons.record import CATEGORIES, SEVERITIES, Lesson

__all__ = ["CATEGORIES", "SEVERITIES", "Added", "Book", "Converted", "Lesson", "add_lesson", "books", "convert_lessons"]


def books(source: Path) -> tuple[Book, ...]:
    """The lessons of a file, or of all files where a folder usually has them.

    Raises UsageError where there are none, ReadError.
    """
    if not source.is_dir():
        if not source.exists():
            raise UsageError(Problem("there is no such file", str(source)))
        return (open_book(source),)
    found = usual(source)
    if not found:
        raise UsageError(Problem("there is no file of lessons", str(source), help=f"looked for {', '.join(USUAL)}"))
    return tuple(open_book(path) for path in found)


def add_lesson(path: Path, lesson: Lesson) -> Added:
    """Adds a lesson to a file, which is made where it is missing. Raises ReadError, UsageError, WriteError."""
    return add(path, lesson)


def convert_lessons(source: Path, target: Path) -> Converted:
    """Adds the lessons of one file to another, of either format. Raises ReadError, UsageError, WriteError."""
    return convert(source, target)
