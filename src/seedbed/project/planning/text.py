"""Markdown of planning documents, from bytes to sections, statements and tables."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.project.planning.facts import Statement
from seedbed.read.markdown import Line, lines_of, unclosed

__all__ = ["Document", "Row", "Section", "Table", "document", "plain", "sections", "statements", "tables"]

MOST = 4 << 20
"""Bytes of a document that are read; nobody plans in more."""

LONGEST = 4_000
"""Letters of a line that is read; nobody writes a longer one by hand."""

_HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})\s+(?P<title>.*?)\s*$")
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+•]|\d{1,3}[.)])\s+(?P<text>.*)$")
_FIELD = re.compile(r"^\s*(?:\*\*|__)(?P<name>[^*_:\n]{1,60}?)\s*(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:)\s*(?P<text>.*)$")
_LABEL = re.compile(r"^\s*[A-Z][\w /&().'-]{0,50}:(?:\s|$)")
_ASIDE = re.compile(r"\s*(?:[-*_]\s*){3,}$|>\s*$")
_ARROW = re.compile(r"[-=]>|→")
_PLAIN_FENCES = ("", "text", "txt", "plain", "plaintext")
_EMPHASIS = (
    re.compile(r"(`+)(?P<inner>.+?)\1"),
    re.compile(r"(?<![\w*])\*{1,3}(?P<inner>[^\s*](?:[^*]*[^\s*])?)\*{1,3}(?![\w*])"),
    re.compile(r"(?<!\w)_{1,3}(?P<inner>[^\s_](?:.*?[^\s_])?)_{1,3}(?!\w)"),
    re.compile(r"!?\[(?P<inner>[^\]]*)\]\([^)]*\)"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document by lines; `file` is its path as it is told."""

    file: str
    lines: tuple[Line, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines below it up to the next heading of any level; level 0 stands before the first."""

    title: str
    level: int
    line: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, its cells without emphasis."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the names of its columns, and its rows, as long as the head."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, *words: str) -> int | None:
        """The first column whose name begins with one of the words."""
        return next((at for at, name in enumerate(self.head) if name.casefold().startswith(words)), None)


def document(path: Path, file: str) -> Document:
    """A document, whatever bytes it holds: what of it is no text is noted with its line and left out."""
    try:
        with path.open("rb") as handle:
            content = handle.read(MOST + 1)
    except OSError as error:
        return Document(
            file, (), (Note("the document cannot be read", error.strerror or str(error), origin=Origin(file)),)
        )
    if len(content) > MOST:
        what = f"the document is longer than {MOST >> 20} MB: the rest is not read"
        return _decoded(content[:MOST], file, (Note(what, origin=Origin(file)),))
    return _decoded(content, file, ())


def _decoded(content: bytes, file: str, notes: tuple[Note, ...]) -> Document:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", "replace")
    elif b"\x00" in content:
        return Document(file, (), (*notes, Note("the document is binary", "it holds zero bytes", origin=Origin(file))))
    else:
        text = content.decode("utf-8-sig", "surrogateescape")
    lines = []
    for line in lines_of(text):
        unread = any("\udc80" <= letter <= "\udcff" for letter in line.text)
        if unread or len(line.text) > LONGEST:
            why = "its letters are no UTF-8" if unread else f"it has {len(line.text):,} letters"
            help = "save the document as UTF-8" if unread else ""
            notes += (Note("the line cannot be read", why, help, origin=Origin(file, line.number)),)
        lines.append(replace(line, text="") if unread or len(line.text) > LONGEST else line)
    opened = unclosed(lines)
    if opened is not None:
        what = "nobody closes what opens here: the rest of the document belongs to it"
        notes += (Note(what, origin=Origin(file, opened.number)),)
    return Document(file, tuple(lines), notes)


def plain(text: str) -> str:
    """The text without emphasis, code marks, links, comments and escapes, its spaces plain."""
    bare = re.sub(r"<!--.*?-->|<br\s*/?>|[\u200b\u200e\u200f\ufeff]", " ", text)
    for _ in range(3):
        before = bare
        for pattern in _EMPHASIS:
            bare = pattern.sub(lambda found: found["inner"], bare)
        if bare == before:
            break
    bare = re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~-])", r"\1", html.unescape(bare))
    return " ".join(bare.split())


def sections(lines: Iterable[Line]) -> tuple[Section, ...]:
    """The lines by headings; what stands before the first has level 0."""
    found: list[tuple[str, int, int, list[Line]]] = [("", 0, 0, [])]
    for line in lines:
        heading = _HEADING.match(line.text) if line.kind == "text" else None
        if heading is None:
            found[-1][3].append(line)
        else:
            found.append((plain(heading["title"].rstrip("#")), len(heading["level"]), line.number, []))
    return tuple(Section(title, level, number, tuple(each)) for title, level, number, each in found)


def statements(lines: Sequence[Line], file: str, *, fenced: bool = False) -> tuple[Statement, ...]:
    """The lines of sense: paragraphs and bullets joined over their lines, without emphasis; tables and code left out.

    Fences without a language, or of text, are read too where `fenced` is set.
    """
    found: list[Statement] = []
    joins, field = False, ""
    for text, number in _told(lines, fenced=fenced):
        if (
            not text.strip()
            or _ASIDE.match(text)
            or (text.lstrip().startswith("|") and not _goes_on(text, found, joins))
        ):
            joins = False
            continue
        bullet = _BULLET.match(text)
        named = _FIELD.match(bullet["text"] if bullet else text)
        begins = bullet or named or _LABEL.match(text) or not joins or _is_next(found[-1].text, text)
        begins = begins or len(found[-1].text) > LONGEST
        if named and not bullet:
            field = plain(named["name"])
        depth = len((bullet["indent"] if bullet else text[: len(text) - len(text.lstrip())]).expandtabs(4))
        said = bullet["text"] if bullet else named["text"] if named else text
        if begins:
            found.append(Statement(said.strip(), Origin(file, number), depth, bool(bullet), field))
        else:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {said.strip()}")
        joins = True
    return tuple(replace(each, text=plain(each.text)) for each in found)


def _goes_on(text: str, found: Sequence[Statement], joins: bool) -> bool:
    """Whether a line that begins with a pipe goes on with a bullet: `| condition: paid`; others are of tables."""
    return joins and found[-1].bullet and bool(re.match(r"\s+\|\s*[a-z][\w ]*:[^|]*$", text, re.IGNORECASE))


def _is_next(before: str, text: str) -> bool:
    """Whether a line with arrows is a chain of its own and does not go on with the line before."""
    return bool(_ARROW.search(text)) and not (_ARROW.match(text.strip()) or re.search(r"(?:[-=]>|[→{,|/])\s*$", before))


def _told(lines: Sequence[Line], *, fenced: bool) -> Iterator[tuple[str, int]]:
    """The texts that speak, with their line numbers; what does not speak parts paragraphs."""
    told = False
    for at, line in enumerate(lines):
        if line.kind == "open":
            told = fenced and line.text.strip("`~ ").casefold() in _PLAIN_FENCES and _is_labelled(lines[at + 1 :])
        speaks = line.kind == "text" or (line.kind == "code" and told)
        yield (line.text if speaks else ""), line.number


def _is_labelled(lines: Iterable[Line]) -> bool:
    """Whether the code that lines begin with has labels, as `ENTITY: Order`: it is a form filled in, and no program."""
    code = takewhile(lambda line: line.kind == "code", lines)
    return any(re.match(r"\s*[A-Z][\w /]*:", line.text) for line in code)


def tables(lines: Iterable[Line]) -> Iterator[Table]:
    """The tables: rows of cells between pipes below a row of names and a row of dashes."""
    rows: list[tuple[str, int]] = []
    for line in [*lines, Line(0, "")]:
        if line.kind == "text" and "|" in line.text and line.text.strip():
            rows.append((line.text, line.number))
            continue
        yield from _table(rows)
        rows = []


def _table(rows: list[tuple[str, int]]) -> Iterator[Table]:
    ruled = next((at for at, (text, _) in enumerate(rows) if at and re.fullmatch(r"[\s|:+-]*-[\s|:+-]*", text)), None)
    if ruled is None:
        return
    head = _cells(rows[ruled - 1][0])
    made = [Row((*_cells(text), *[""] * len(head))[: len(head)], number) for text, number in rows[ruled + 1 :]]
    yield Table(head, tuple(made))


def _cells(text: str) -> tuple[str, ...]:
    bare = re.sub(r"^\s*\|", "", re.sub(r"(?<!\\)\|\s*$", "", text))
    return tuple(plain(cell) for cell in re.split(r"(?<!\\)\|", bare))
