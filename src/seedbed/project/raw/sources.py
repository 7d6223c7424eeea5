"""The statements of SQL in a project: its files of SQL, and the texts in its Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin
from seedbed.project.layout import MARK
from seedbed.read.migrations import PASSED, counted, forward, is_backward
from seedbed.read.statements import Statement, statements
from seedbed.schema.model import Dialect

__all__ = ["OURS", "Piece", "Source", "code", "filled", "joined", "pieces", "sources"]

OURS = MARK.replace("#", "--")
"""How a file of SQL of ours begins."""

_WHOLE = re.compile(
    r"(?:(?:.*[_-])?(?:schema|structure|ddl)(?:[_-].*)?|init(?:[_-]?db)?|(?:create_)?tables|db|database)\.sql", re.I
)
"""The name of a file that has the whole schema, so that migrations beside it add no more to it."""

_MAKES = re.compile(r"\bcreate\s+(?:\w+\s+){0,2}table\b", re.IGNORECASE)
_SENT = re.compile(
    r"\b(?:create|alter|drop)\s+(?:\w+\s+){0,2}(?:table|index|type|domain|schema|extension|sequence)\b", re.I
)
_BEGUN = re.compile(
    r"\A(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:create|pragma|begin|drop\s+table\s+if)\b", re.IGNORECASE | re.DOTALL
)
_NAMED = re.compile(r"table\s+(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?([\w.\"`\[\]]+)", re.IGNORECASE)
_FILLS = re.compile(r"\binsert\s+(?:or\s+)?(?:\w+\s+)?into\s+([\w.\"`\[\]]+)", re.IGNORECASE)
_HOME = re.compile(r"^\s*(?:use|create\s+(?:database|schema)(?:\s+if\s+not\s+exists)?)\s+[`\"]?(\w+)", re.I | re.M)
"""Where MySQL is told which database is meant: tables are tried in another one, of nobody's."""
_FIRST = ("create type", "create domain", "create extension", "create schema", "create sequence")
_VERBS = ("create", "alter", "drop", "do")
_OTHERS = ("database", "role", "user", "default", "publication", "subscription", "server", "event", "system")
_OWNED = re.compile(r"\bowner\s+to\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A text of SQL and where it begins; `is_file`: it is a whole file."""

    text: str
    origin: Origin
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement, its kind in lower-case words, and where it stands."""

    text: str
    kind: str
    origin: Origin


def sources(folder: Path) -> tuple[tuple[Source, ...], tuple[Note, ...]]:
    """The texts that create tables in the order in which they are meant, and notes of those that are computed."""
    files = [Source(text, Origin(str(path.relative_to(folder)), 1), True) for path, text in _files(folder)]
    texts: list[Source] = []
    notes: list[Note] = []
    for path in code(folder):
        for found in _texts(path, folder):
            if isinstance(found, Note):
                notes.append(found)
            else:
                texts.append(found)
    return tuple(_ordered(files, texts)), tuple(notes)


def _ordered(files: list[Source], texts: list[Source]) -> list[Source]:
    """Files of whole schemas first, then folders with files of SQL and the modules among them, then other modules."""
    homes = {_home(each) for each in files}

    def place(each: Source) -> tuple[bool, bool, list[tuple[int, str]], int]:
        origin = each.origin
        return (
            not (each.is_file and _is_whole(origin.file)),
            _home(each) not in homes,
            counted(origin.file),
            origin.line,
        )

    return sorted((*files, *texts), key=place)


def _home(source: Source) -> str:
    """The folder of a source."""
    return source.origin.file.rpartition("/")[0]


def pieces(found: tuple[Source, ...], dialect: Dialect) -> tuple[Piece, ...]:
    """The statements that make tables, each table once; of a file whose tables are all known nothing more is taken."""
    known: set[str] = set()
    kept: list[Piece] = []
    whole = any(_is_whole(source.origin.file) for source in found)
    homes = {name for source in found for name in _HOME.findall(source.text)} if dialect == "mysql" else set()
    for source in found:
        some = [each for each in statements(source.text, dialect) if _is_made(each, dialect)]
        if whole and not any(name not in known for each in some if (name := _table(each))):
            continue
        for each in some:
            name = _table(each)
            if name in known:
                continue
            known |= {name} if name else set()
            if each.kind == "drop table":
                known.discard(_plain(_NAMED.search(each.text)))
            line = source.origin.line + each.line - 1
            kept.append(Piece(_homeless(each.text.strip(), homes), each.kind, Origin(source.origin.file, line)))
    return tuple(kept)


def filled(kept: tuple[Piece, ...]) -> dict[str, Origin]:
    """The tables into which triggers put rows of their own, with the place of the trigger."""
    triggers = (piece for piece in kept if piece.kind == "create trigger")
    return {_plain(found): piece.origin for piece in triggers for found in _FILLS.finditer(piece.text)}


def joined(kept: tuple[Piece, ...], order: tuple[str, ...]) -> tuple[Piece, ...]:
    """The statements so that each finds what it names: types, then tables in an order of theirs, then the rest."""
    places = {name.lower(): number for number, name in enumerate(order)}

    def rank(piece: Piece) -> tuple[int, int]:
        if piece.kind in _FIRST:
            return 0, 0
        if piece.kind == "create table":
            return 1, places.get(_plain(_NAMED.search(piece.text)), len(places))
        return 2, 0

    return tuple(sorted(kept, key=rank))


def _is_whole(file: str) -> bool:
    return bool(_WHOLE.fullmatch(file.rpartition("/")[2]))


def _homeless(text: str, homes: set[str]) -> str:
    """A statement whose tables are those of the database that is current."""
    return re.sub(rf"(?<![\w.'`\"])`?(?:{'|'.join(sorted(homes))})`?\s*\.\s*(?=[`\w])", "", text) if homes else text


def _is_made(statement: Statement, dialect: Dialect) -> bool:
    """Whether a statement makes or changes what rows are held in, and may be sent to any database."""
    verb, _, what = statement.kind.partition(" ")
    home = dialect == "mysql" and what == "schema"  # another word for a database
    return verb in _VERBS and what not in _OTHERS and not home and not _OWNED.search(statement.text)


def _table(statement: Statement) -> str:
    """The name of the table that a statement creates, "" where it creates none."""
    return _plain(_NAMED.search(statement.text)) if statement.kind == "create table" else ""


def _plain(found: re.Match[str] | None) -> str:
    return re.sub(r"[\"`\[\]]", "", found[1]).lower() if found else ""


def code(folder: Path, ending: str = ".py") -> Iterator[Path]:
    """The files of a project with an ending: not those of packages, hidden folders and tests."""
    for path in sorted(folder.rglob(f"*{ending}")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") or part in PASSED for part in parts):
            yield path


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in code(folder, ".sql"):
        text = path.read_text(encoding="utf-8", errors="replace")
        if _SENT.search(text) and not text.startswith(OURS) and not is_backward(path.name):
            yield path, forward(text)


def _texts(path: Path, folder: Path) -> Iterator[Source | Note]:
    """The texts of SQL in one file of Python; nothing where it is no Python."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if not _SENT.search(text):
        return
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    computed = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        origin = Origin(str(path.relative_to(folder)), getattr(node, "lineno", 1))
        if isinstance(node, ast.JoinedStr):
            if any(_MAKES.search(_plain_text(part)) for part in node.values):
                yield Note(
                    "a table whose statement is computed is not known", "only plain texts are read", origin=origin
                )
        elif id(node) not in computed and _BEGUN.match(_plain_text(node)) and _SENT.search(_plain_text(node)):
            yield Source(_plain_text(node), origin)


def _plain_text(node: ast.AST) -> str:
    """The text that a node is, "" where it is none."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
