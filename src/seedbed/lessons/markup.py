"""The markup that both formats share: `**Field**: value` lines, `### Section` parts, and what keeps texts out of them.

A line of a text that would be read as structure gets a backslash, as markdown has it, and loses it when it is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from seedbed.classes import dataclass
from seedbed.lessons.record import trimmed
from seedbed.read.markdown import Line, lines_of, unclosed

__all__ = [
    "Field",
    "Part",
    "escaped",
    "field_line",
    "fields_of",
    "is_field",
    "listed",
    "parts_of",
    "spread",
    "unescaped",
]

_STRUCTURE = r"(?:#|-{3,}\s*$|`{3}|~{3}|<!--)"
_RISKY = re.compile(rf"^(\s*)(\\*{_STRUCTURE})")
_SHIELDED = r"\1\\\2"
_ESCAPED = re.compile(rf"^(\s*)\\(\\*{_STRUCTURE})")
_FIELD = re.compile(r"^(?P<bullet>[-*+]\s+)?\*\*(?P<name>[^*:]+?)\s*(?P<colon>\*\*\s*:|:\s*\*\*)\s*(?P<value>.*?)\s*$")
_SECTION = re.compile(r"^###\s+(?P<name>.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Field:
    """A `**Name**: value`; `exact` says whether it is written just so."""

    name: str
    value: str
    line: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its name, the line of its heading (0 for what stands before the first), and its lines."""

    name: str
    line: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """What it says, unescaped, without empty lines around it."""
        return unescaped(self.lines)


def parts_of(lines: Iterable[Line]) -> tuple[Part, ...]:
    """What stands before the first `###`, which is nameless, then the sections."""
    parts: list[tuple[str, int, list[Line]]] = [("", 0, [])]
    for line in lines:
        found = _SECTION.match(line.text) if line.kind == "text" else None
        if found is None:
            parts[-1][2].append(line)
        else:
            parts.append((found["name"].strip("*: "), line.number, []))
    return tuple(Part(name, number, tuple(each)) for name, number, each in parts)


def fields_of(lines: Sequence[Line]) -> tuple[tuple[Field, ...], tuple[Line, ...]]:
    """The fields among lines, and the lines that are none; lines right below a field go on with it."""
    fields: list[Field] = []
    rest: list[Line] = []
    below = False
    for line in lines:
        found = _FIELD.match(line.text) if line.kind == "text" else None
        if found:
            exact = not found["bullet"] and found["colon"] == "**:"
            fields.append(Field(found["name"].strip(), found["value"], line.number, exact))
        elif below and line.kind == "text" and line.text.strip():
            fields[-1] = _longer(fields[-1], line.text)
        else:
            rest.append(line)
        below = found is not None or (below and bool(line.text.strip()))
    return tuple(fields), tuple(rest)


def is_field(line: Line) -> bool:
    """Whether a line is a field."""
    return line.kind == "text" and _FIELD.match(line.text) is not None


def _longer(field: Field, text: str) -> Field:
    more = re.sub(r"^\s*(?:[-*+]\s+)?", "", text).rstrip()
    return Field(field.name, f"{field.value} {more}".strip(), field.line, field.exact)


def field_line(name: str, value: str) -> str:
    """A field as it is written."""
    return f"**{name}**: {value}"


def escaped(text: str) -> str:
    """The text with a backslash before whatever would be read as structure."""
    lines, done = text.split("\n"), set[int]()
    while (opened := unclosed(lines_of("\n".join(lines)))) is not None:
        lines[opened.number - 1] = _RISKY.sub(_SHIELDED, opened.text)
        done.add(opened.number)
    kinds = lines_of("\n".join(lines))
    shielded = (line.kind == "text" and line.number not in done for line in kinds)
    return "\n".join(
        _RISKY.sub(_SHIELDED, line.text) if risky else line.text for line, risky in zip(kinds, shielded, strict=True)
    )


def unescaped(lines: Iterable[Line]) -> str:
    """The text of lines as it was before it was escaped, without empty lines around it."""
    texts = (_ESCAPED.sub(r"\1\2", line.text) if line.kind == "text" else line.text for line in lines)
    return trimmed("\n".join(texts))


def listed(words: Sequence[str]) -> str:
    """Words between commas, as JSON where that would not be read back."""
    plain = ", ".join(words)
    return plain if spread(plain) == tuple(words) else json.dumps(list(words), ensure_ascii=False)


def spread(text: str) -> tuple[str, ...]:
    """The words that `listed` wrote."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and all(isinstance(word, str) for word in found):
            return tuple(found)
    return tuple(word.strip().strip("`") for word in text.split(",") if word.strip().strip("`"))
