"""`Lesson`: what went wrong once and how to avoid it; the one record behind GRAVEYARD.md and the reflexion index."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Iterable
from dataclasses import field, replace
from functools import lru_cache
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Origin

__all__ = [
    "CATEGORIES",
    "SEVERITIES",
    "Again",
    "Lesson",
    "category_of",
    "headline",
    "is_test",
    "one_line",
    "same",
    "seen",
    "test_of",
    "tidy",
    "trimmed",
]

CATEGORIES = (
    "ImportError",
    "AttributeError",
    "TypeError",
    "AssertionError",
    "TimeoutError",
    "FixtureError",
    "ResourceError",
    "LogicError",
)
SEVERITIES = ("low", "medium", "high")
_BESIDE = ("", "Wrong Code", "Correct Code")
_A_TEST = re.compile(r"(?:^|/)test_\w*\.py\b|_test\.\w+\b|\.(?:test|spec)\.\w+\b|::")
WIDE = 80
"""Letters of a title that is made of a text."""


@dataclass(frozen=True, slots=True)
class Again:
    """One more time that the same thing went wrong."""

    date: str
    test: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What went wrong and how to avoid it.

    `date` is a day or a moment of ISO 8601. `wrong` and `correct` are Python, "" where there is none. `fields` and
    `sections` are what else a GRAVEYARD.md says by name, text beside a block of code too; `more` what else an index
    says, as JSON by key. `origin` is where it was read.
    """

    title: str
    category: str = "LogicError"
    date: str = ""
    test: str = ""
    went_wrong: str = ""
    wrong: str = ""
    correct: str = ""
    lesson: str = ""
    avoid: str = ""
    root_cause: str = ""
    severity: str = "medium"
    task: str = ""
    tags: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    id: str | int = ""
    again: tuple[Again, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    origin: Origin | None = field(default=None, compare=False)


def tidy(lesson: Lesson) -> Lesson:
    """The same lesson as both formats write it: lines end in one way, no empty lines at the ends of a text.

    It has a title and a category; a test is no text in backticks; what repeats an earlier time is said once.
    """
    made = replace(
        lesson,
        title="",
        category=one_line(lesson.category) or "LogicError",
        date=one_line(lesson.date),
        test=_test(lesson.test),
        went_wrong=trimmed(lesson.went_wrong),
        wrong=trimmed(lesson.wrong),
        correct=trimmed(lesson.correct),
        lesson=trimmed(lesson.lesson),
        avoid=trimmed(lesson.avoid),
        root_cause=trimmed(lesson.root_cause).strip(),
        severity=one_line(lesson.severity) or "medium",
        task=one_line(lesson.task),
        tags=tuple(filter(None, map(one_line, lesson.tags))),
        applies_to=tuple(filter(None, map(one_line, lesson.applies_to))),
        id=one_line(lesson.id) if isinstance(lesson.id, str) else lesson.id,
        again=tuple(dict.fromkeys(_again(each) for each in lesson.again)),
        fields=tuple((one_line(name), one_line(value)) for name, value in lesson.fields),
        sections=_sections(lesson.sections),
    )
    made = replace(made, test=made.test or test_of(made.applies_to))
    causeless = replace(made, root_cause="")
    made = causeless if made.root_cause == headline(causeless) else made
    return replace(made, title=one_line(lesson.title) or headline(made), **_once(made))


def _once(lesson: Lesson) -> dict[str, Any]:
    """The lists without what the lesson says elsewhere: an index has the category and the test in front of them."""
    tags, places = lesson.tags, lesson.applies_to
    told = tags[:1] == (lesson.category,) != (category_of(tags[1:]),)
    tested = is_test(lesson.test) and places[:1] == (lesson.test,) != (test_of(places[1:]),)
    return {"tags": tags[told:], "applies_to": places[tested:]}


def category_of(tags: Iterable[str]) -> str:
    """The category that tags tell: the first that is one."""
    return next((tag for tag in map(one_line, tags) if tag in CATEGORIES), "LogicError")


def test_of(places: Iterable[str]) -> str:
    """The first of some places that is a test, "" where none is."""
    return next(filter(is_test, map(one_line, places)), "")


def _sections(sections: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """First what has no name, then what stands beside code, each as one text; then the others, as they came."""
    texts = [(one_line(name), trimmed(text)) for name, text in sections if trimmed(text)]
    joined = {name: "\n\n".join(text for of, text in texts if of == name) for name in _BESIDE}
    return (
        *((name, text) for name, text in joined.items() if text),
        *(each for each in texts if each[0] not in joined),
    )


def is_test(text: str) -> bool:
    """Whether a text looks like the name of a test, or of a file of tests."""
    return _A_TEST.search(text) is not None


def headline(lesson: Lesson) -> str:
    """A title made of what went wrong, or else of the lesson: its first sentence, cut to a line."""
    for text in (lesson.went_wrong, lesson.root_cause, lesson.lesson):
        first = (
            one_line(re.split(r"(?<=[.!?])\s|\n\s*\n|:\s*\n", text.strip(), maxsplit=1)[0]).strip("#*_>- ").rstrip(".")
        )
        if first:
            return first if len(first) <= WIDE else textwrap.shorten(first, WIDE, placeholder=" …")
    return "A lesson without words"


def same(one: Lesson, other: Lesson) -> bool:
    """Whether two lessons have one category and one root cause.

    Where not both name their cause, it is the same where the wrong and the correct code are, whatever their layout;
    without code, where the words of what went wrong are.
    """
    if one.category != other.category:
        return False
    if one.root_cause and other.root_cause:
        return _words(one.root_cause) == _words(other.root_cause)
    if one.wrong and other.wrong:
        return (_structure(one.wrong), _structure(one.correct)) == (_structure(other.wrong), _structure(other.correct))
    words = _words(one.went_wrong)
    return bool(words) and words == _words(other.went_wrong)


def seen(lesson: Lesson) -> frozenset[tuple[str, str]]:
    """Each time that it is known to have gone wrong: the date and the test."""
    return frozenset({(lesson.date, lesson.test), *((again.date, again.test) for again in lesson.again)})


def one_line(text: str) -> str:
    """The text on one line, without space around it, of letters that a file can hold."""
    return " ".join(_sound(text).split())


def trimmed(text: str) -> str:
    """The text with plain line ends and without empty lines around it."""
    lines = re.sub(r"\r\n?", "\n", _sound(text))
    return re.sub(r"^(?:[^\S\n]*\n)+|\s+$", "", lines)


def _again(again: Again) -> Again:
    return Again(one_line(again.date).replace(" ", ""), _test(again.test), one_line(again.what))


def _test(text: str) -> str:
    """The name of a test without backticks around it; a dash in it is no long one, which parts it from a text."""
    bare = _bare(one_line(text)).replace(" — ", " - ")
    return "" if bare == "none" else bare


def _sound(text: str) -> str:
    """The text without halves of letters, which JSON can name and no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _bare(text: str) -> str:
    quoted = re.fullmatch(r"`([^`]+)`", text)
    return quoted[1].strip() if quoted else text


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@lru_cache(maxsize=4096)
def _structure(code: str) -> str:
    """What a program says, whatever its layout and comments; of what is none, its words."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.dump(ast.parse(textwrap.dedent(code)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return " ".join(code.split())
