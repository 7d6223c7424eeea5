"""GRAVEYARD.md read: its lessons, and every departure from its form with the line.

    # Title, and what else stands before the first lesson

    ## Entry: title
    **Category**: one of eight      **Date**: 2026-01-31      **Test**: tests/test_x.py::test_y
    ### What Went Wrong   ### Wrong Code   ### Correct Code   ### Lesson Learned   ### How to Avoid
    ---

Other fields and sections may stand beside these; `### Seen Again` lists the times after the first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Origin, Problem
from seedbed.lessons.markup import Field, Part, fields_of, parts_of, spread, unescaped
from seedbed.lessons.record import CATEGORIES, SEVERITIES, Again, Lesson, same, tidy
from seedbed.read.markdown import Line, blocks, lines_of, unclosed

__all__ = [
    "AGAIN",
    "CAUSE",
    "CODES",
    "FIELDS",
    "NOTHING",
    "NO_CODE",
    "NO_TEST",
    "PYTHON",
    "SECTIONS",
    "Grave",
    "agains_of",
    "graves",
    "is_day",
    "read_graveyard",
]

FIELDS = ("Category", "Date", "Test")
SECTIONS = ("What Went Wrong", "Wrong Code", "Correct Code", "Lesson Learned", "How to Avoid")
CODES = ("Wrong Code", "Correct Code")
AGAIN, CAUSE = "Seen Again", "Root Cause"
NOTHING, NO_CODE, NO_TEST = "Nothing recorded.", "# nothing recorded", "none"
"""What stands where a lesson has nothing to say: an index knows no code, and no test."""

PYTHON = ("python", "py", "python3")
"""What the language of a block may be called."""

_ENTRY = re.compile(r"^(?P<level>#{1,4})\s*Entry\b\s*(?P<colon>[:\-–—]?)\s*(?P<title>.*?)\s*$", re.I)
_HEADING = re.compile(r"^#{1,2}\s")
_CLOSING = re.compile(r"^-{3,}\s*$")
_SEEN = re.compile(r"^- (?P<date>\S+): (?P<test>.*?)(?: — (?P<what>.*))?$")
_EXTRA = ("Severity", "Task", "Tags", "Applies To", "Id", "Time", "More", CAUSE)


@dataclass(frozen=True, slots=True)
class Grave:
    """One lesson with the lines it stands on: from its heading to its last text before the closing `---`.

    `again` is the last line of the times it was seen again, 0 where there is none.
    """

    lesson: Lesson
    first: int
    last: int
    closed: bool
    again: int = 0


def read_graveyard(text: str, file: str = "GRAVEYARD.md") -> tuple[tuple[Lesson, ...], tuple[Problem, ...]]:
    """The lessons of a GRAVEYARD.md, and whatever in it departs from the form, each with file:line.

    A lesson that departs is read as far as it goes. Never raises, whatever the text is.
    """
    problems: list[Problem] = []
    found = graves(text, file, problems)
    problems += _repeated(found, file)
    return tuple(each.lesson for each in found), tuple(problems)


def graves(text: str, file: str, problems: list[Problem]) -> tuple[Grave, ...]:
    """The lessons with their lines; what departs from the form is added to the problems."""
    lines = lines_of(text.removeprefix("\ufeff"))
    starts = [at for at, line in enumerate(lines) if line.kind == "text" and _ENTRY.match(line.text)]
    problems += _frame(lines, starts, file)
    found = []
    for start, after in pairwise([*starts, len(lines)]):
        found.append(_grave(lines[start:after], _Reader(file, problems)))
    return tuple(found)


def _frame(lines: Sequence[Line], starts: Sequence[int], file: str) -> Iterator[Problem]:
    """What is wrong with what stands around the lessons."""
    head = next((line for line in lines if line.text.strip()), None)
    if head is not None and not re.match(r"#\s+\S", head.text):
        what = "the file does not begin with a header"
        yield Problem(what, f"{file}:{head.number}", help="begin it with a line as # GRAVEYARD")
    opened = unclosed(lines)
    if opened is not None:
        what = f"nobody closes what opens here: {opened.text.strip()[:40]}"
        yield Problem(what, f"{file}:{opened.number}", "all that follows belongs to it", "close it")
    lost = next((line for line in lines if _is_of_lesson(line)), None) if not starts else None
    if lost is not None:
        help = 'a lesson begins with a line as "## Entry: a title"'
        yield Problem("there is no lesson that this belongs to", f"{file}:{lost.number}", help=help)


def _is_of_lesson(line: Line) -> bool:
    """Whether a line is a field or a section of a lesson."""
    fields, _ = fields_of([line])
    named = line.text.lstrip("# ").casefold() in {name.casefold() for name in SECTIONS}
    return any(field.name.title() in FIELDS for field in fields) or (line.kind == "text" and named)


def _repeated(found: Sequence[Grave], file: str) -> Iterator[Problem]:
    for at, grave in enumerate(found):
        first = next((each for each in found[:at] if same(each.lesson, grave.lesson)), None)
        if first is not None:
            what = f"the lesson has the category and the root cause of the one in line {first.first}"
            yield Problem(what, f"{file}:{grave.first}", help=f"note it there, under ### {AGAIN}")


def _grave(lines: Sequence[Line], reader: _Reader) -> Grave:
    """One lesson, of its heading and all lines up to the next."""
    end, closed = _end(lines, reader)
    heading = _ENTRY.match(lines[0].text)
    assert heading is not None
    title = heading["title"]
    if heading["level"] != "##" or heading["colon"] != ":" or not lines[0].text.startswith("## Entry: "):
        reader.note(lines[0].number, 'the heading of a lesson is written "## Entry: title"')
    if not title:
        reader.note(lines[0].number, "the lesson has no title")
    parts = parts_of(lines[1:end])
    lesson = reader.lesson(title, lines[0].number, parts)
    seen = next((part for part in parts if part.name.casefold() == AGAIN.casefold()), None)
    again = max((line.number for line in seen.lines if line.text.strip()), default=seen.line) if seen else 0
    return Grave(lesson, lines[0].number, lines[end - 1].number, closed, again)


def _end(lines: Sequence[Line], reader: _Reader) -> tuple[int, bool]:
    """How many of the lines are the lesson's, without its closing line, and whether it has one."""
    foreign = [at for at, line in enumerate(lines[1:], 1) if line.kind == "text" and _HEADING.match(line.text)]
    own = foreign[0] if foreign else len(lines)
    plain = [at for at in range(1, own) if lines[at].kind == "text"]
    sections = [at for at in plain if lines[at].text.startswith("### ")]
    closings = [at for at in plain if _CLOSING.match(lines[at].text)]
    for at in closings:
        if at < max(sections, default=0):
            reader.note(lines[at].number, "a closing --- stands before the end of the lesson")
    closing = next((at for at in closings if at > max(sections, default=0)), None)
    if closing is None:
        reader.note(lines[0].number, "the lesson has no closing ---", "put a line of --- at its end")
        return _without_space(lines, own), False
    after = next((line for line in lines[closing + 1 : own] if _says(line)), None)
    if after is not None:
        reader.note(after.number, "a text after the closing --- belongs to no lesson")
    return _without_space(lines, closing), True


def _says(line: Line) -> bool:
    """Whether a line is more than space, a rule or a comment."""
    return line.kind != "comment" and bool(line.text.strip()) and not _CLOSING.match(line.text)


def _without_space(lines: Sequence[Line], end: int) -> int:
    while end > 1 and not lines[end - 1].text.strip():
        end -= 1
    return end


class _Reader:
    """Reads the parts of one lesson, and collects what is wrong with them."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems
        self.line = 0
        self.lines: dict[str, int] = {}

    def note(self, line: int, what: str, help: str = "") -> None:
        self.problems.append(Problem(what, f"{self.file}:{line}", help=help))

    def lesson(self, title: str, line: int, parts: Sequence[Part]) -> Lesson:
        """The lesson of its parts, the first of which holds its fields."""
        self.line = line
        fields, prose = fields_of(parts[0].lines)
        said = self.once(fields)
        texts, beside = self.sections(parts[1:])
        extra = {name: value for name, value in said.items() if name in _EXTRA}
        rest = [(field.name, field.value) for field in fields if field.name.title() not in (*FIELDS, *_EXTRA)]
        day = self.day(said)
        return tidy(
            Lesson(
                title,
                category=self.category(said),
                date=extra["Time"] if day and extra.get("Time", "").startswith(day) else day,
                test=self.test(said),
                went_wrong=texts[SECTIONS[0]],
                wrong=texts[SECTIONS[1]],
                correct=texts[SECTIONS[2]],
                lesson=texts[SECTIONS[3]],
                avoid=texts[SECTIONS[4]],
                root_cause=extra.get(CAUSE, "") or texts.get(CAUSE, ""),
                severity=self.severity(extra.get("Severity", "")),
                task=extra.get("Task", ""),
                tags=spread(extra.get("Tags", "")),
                applies_to=spread(extra.get("Applies To", "")),
                id=_id(extra.get("Id", "")),
                again=tuple(agains_of(texts.get(AGAIN, ""))),
                fields=tuple(rest),
                sections=(*((("", text),) if (text := unescaped(prose)) else ()), *beside),
                more=_more(extra.get("More", "")),
                origin=Origin(self.file, line),
            )
        )

    def once(self, fields: Sequence[Field]) -> dict[str, str]:
        """The fields by name; the first of two counts."""
        said: dict[str, str] = {}
        for field in fields:
            name = field.name.title()
            if name in said:
                self.note(field.line, f"{name} is said twice; the first counts")
            elif not field.exact and name in FIELDS:
                self.note(field.line, f"the field is written **{name}**: and its value")
            said.setdefault(name, field.value)
            self.lines.setdefault(name, field.line)
        for name in FIELDS:
            if not said.get(name):
                self.note(self.line, f"the lesson has no {name}", f"write **{name}**: below its heading")
        return said

    def category(self, said: dict[str, str]) -> str:
        category = said.get("Category", "").strip("`* ")
        if category and category not in CATEGORIES:
            near = get_close_matches(category, CATEGORIES, 1)
            help = f"did you mean {near[0]}?" if near else f"the categories are {', '.join(CATEGORIES)}"
            self.note(self.lines["Category"], f"{category} is no category", help)
        return category or "LogicError"

    def day(self, said: dict[str, str]) -> str:
        day = said.get("Date", "").strip("`* ")
        if day and not is_day(day):
            self.note(self.lines["Date"], f"{day} is no date", "write it as 2026-01-31")
        return day

    def test(self, said: dict[str, str]) -> str:
        test = said.get("Test", "")
        return "" if test == NO_TEST else test

    def severity(self, severity: str) -> str:
        if severity and severity not in SEVERITIES:
            self.note(self.lines["Severity"], f"{severity} is no severity", f"it is one of {', '.join(SEVERITIES)}")
        return severity

    def sections(self, parts: Sequence[Part]) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
        """The texts and codes of the sections that have a meaning, and what else there is by name."""
        known = {name.casefold(): name for name in (*SECTIONS, AGAIN, CAUSE)}
        texts = dict.fromkeys(SECTIONS, "")
        beside: list[tuple[str, str]] = []
        read = set[str]()
        for part in parts:
            name = known.get(part.name.casefold(), "")
            if not name or name in read:
                beside.append((part.name, part.text))
                if name:
                    self.note(part.line, f"### {name} is there twice; the first counts")
            elif name in CODES:
                texts[name], prose = self.code(part)
                beside += [(name, prose)] if prose else []
            else:
                texts[name] = "" if part.text == NOTHING else part.text
                if not part.text:
                    self.note(part.line, f"### {name} is empty")
            read.add(name)
        for name in SECTIONS:
            if name not in read:
                self.note(self.line, f"the lesson has no ### {name}")
        return texts, tuple(beside)

    def code(self, part: Part) -> tuple[str, str]:
        """The one block of Python in a section, and the text around it."""
        every = list(blocks(part.lines))
        found = [block for block in every if block.language in PYTHON]
        if len(every) != 1 or len(found) != 1:
            count = f"{len(every) or 'no'} blocks of code, {len(found) or 'none'} of Python"
            self.note(part.line, f"### {part.name} has {count}; it has one of Python", "open it with ```python")
        block = next(iter(found or every), None)
        if block is None:
            return "", part.text
        if not block.text.strip():
            self.note(block.line, f"the block of ### {part.name} is empty")
        before = [line for line in part.lines if line.number < block.line]
        closing = next((each.number for each in part.lines if each.kind == "close" and each.number > block.line), None)
        after = [line for line in part.lines if closing is not None and line.number > closing]
        prose = [text for text in (unescaped(before), unescaped(after)) if text]
        return "" if block.text == NO_CODE else block.text, "\n\n".join(prose)


def is_day(text: str) -> bool:
    """Whether a text is a day of ISO 8601, as 2026-01-31."""
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def agains_of(text: str) -> Iterator[Again]:
    """The times that the text of a section lists, one a line."""
    for line in text.split("\n"):
        found = _SEEN.match(line)
        if found:
            day, test = found["date"], found["test"]
            yield Again("" if day == "undated" else day, "" if test == NO_TEST else test, found["what"] or "")
        elif line.strip():
            yield Again("", "", line.strip("-*+ "))


def _id(text: str) -> str | int:
    if text.isascii() and text.isdigit() and len(text) < 19 and str(int(text)) == text:
        return int(text)
    found = _json(text) if text.startswith('"') else text
    return found if isinstance(found, str) else text


def _more(text: str) -> tuple[tuple[str, str], ...]:
    """What else an index said, of the one line of JSON that holds it."""
    found = _json(text) if text else {}
    named = found if isinstance(found, dict) else {"More": text}
    return tuple((name, json.dumps(value, ensure_ascii=False)) for name, value in named.items())


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
