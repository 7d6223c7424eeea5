"""A file of lessons, whichever of the two formats it has: opened, added to, converted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Problem, ReadError, UsageError
from seedbed.lessons.graveyard import read_graveyard
from seedbed.lessons.inscription import Added, inscribed
from seedbed.lessons.record import Lesson
from seedbed.lessons.reflexion import indexed, read_index
from seedbed.write.files.together import replace_text

__all__ = ["USUAL", "Book", "Converted", "add", "add_all", "convert", "open_book", "usual"]

USUAL = (
    "GRAVEYARD.md",
    "tests/GRAVEYARD.md",
    "tests/std/GRAVEYARD.md",
    "docs/GRAVEYARD.md",
    ".workflow/reflexion/index.json",
    "reflexion/index.json",
)
"""Where a repository keeps its lessons."""

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Book:
    """The lessons of a file, and what in it departs from its form."""

    path: Path
    lessons: tuple[Lesson, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Converted:
    """How many lessons were written into the other file, noted under an old one, and there already."""

    written: int
    noted: int
    there: int


def usual(folder: Path) -> tuple[Path, ...]:
    """The files of lessons that a folder has."""
    return tuple(path for name in USUAL if (path := folder / name).is_file())


def open_book(path: Path) -> Book:
    """The lessons of a file, none where there is no such file. Raises ReadError where it is no text, UsageError."""
    is_index = _is_index(path)
    if not path.exists():
        return Book(path)
    text = _text(path).removeprefix(_MARK)
    lessons, problems = (read_index if is_index else read_graveyard)(text, str(path))
    return Book(path, lessons, problems)


def add(path: Path, lesson: Lesson) -> Added:
    """Adds a lesson to a file, which is made where it is missing. Raises ReadError, UsageError, WriteError."""
    return add_all(path, [lesson])[0]


def add_all(path: Path, lessons: Sequence[Lesson]) -> list[Added]:
    """Adds lessons to a file, all of them or none; what became of each."""
    adds: Callable[[str, Lesson, str], Added] = indexed if _is_index(path) else inscribed
    before = _text(path) if path.exists() else ""
    mark = _MARK if before.startswith(_MARK) else ""
    text, made = before.removeprefix(_MARK), list[Added]()
    for lesson in lessons:
        made.append(adds(text, lesson, str(path)))
        text = made[-1].text
    if mark + text != before:
        replace_text(path, mark + text)
    return made


def convert(source: Path, target: Path) -> Converted:
    """Adds the lessons of one file to another, of either format.

    Raises ReadError where the first is missing or departs from its form: what was not read would be lost.
    """
    if not source.exists():
        raise ReadError(Problem("there is no such file", str(source)))
    book = open_book(source)
    if book.problems:
        raise ReadError(*book.problems)
    made = [added.how for added in add_all(target, book.lessons)]
    return Converted(made.count("written"), made.count("noted"), made.count("there"))


def _is_index(path: Path) -> bool:
    """Whether a file is an index, and not a GRAVEYARD.md, by its name. Raises UsageError where it is neither."""
    suffix = path.suffix.lower()
    if suffix not in (".json", ".md", ".markdown"):
        help = "a GRAVEYARD.md ends in .md, a reflexion index in .json"
        raise UsageError(Problem("the format of lessons is told by the file's name", str(path), help=help))
    return suffix == ".json"


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise ReadError(Problem("the file cannot be read", str(path), why, "check its permissions")) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        why = f"byte 0x{content[error.start]:02x} is no UTF-8"
        raise ReadError(Problem("the file is in another encoding", f"{path}:{line}", why, "convert it")) from error
