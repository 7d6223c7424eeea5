"""The data model of project-spec.md: `**Entity** — text` with bullets of fields below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from seedbed.errors import Note, Origin
from seedbed.project.planning.arrows import listed_states
from seedbed.project.planning.facts import Attribute, Entity, Machine, key
from seedbed.project.planning.text import Document, Section, plain, sections, tables
from seedbed.project.planning.vocabulary import words
from seedbed.read.markdown import Line

__all__ = ["enum_machines", "read_entities"]

_MODEL = re.compile(r"^(?:§\s*)?(?:4\b.*|.*\b(?:data|domain)\s+model\b.*|.*\bcore\s+entities\b.*)$", re.IGNORECASE)
_BOLD = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)`?(?P<name>[A-Za-z_]\w*(?: \w+){0,2})`?\s*(?P<aside>\([^)]*\))?:?(?:\*\*|__)\s*"
    r"(?:[—–:-]|\(|(?=\w)|$)\s*(?P<text>.*)$"
)
_HEADING = re.compile(
    r"`?(?:Entity:\s*)?(?P<name>[A-Z][A-Za-z0-9]*(?:_\w+)?(?: [A-Z]\w*)?)`?"
    r"(?:\s*\(.*\)|\s+(?:entity|table|model))?"
)
_BULLET = re.compile(r"^\s*[-*+•]\s+(?P<text>.*)$")
_NAME = re.compile(r"[A-Za-z_]\w*\??")
_REFERS = re.compile(
    r"(?:\b(?:FK|foreign key|references|ref)\b\s*(?:→|-+>|=+>|to|:)?\s*|(?:→|-+>)\s*)(?P<table>[A-Za-z_]\w*)(?:\.\w+)?",
    re.I,
)


_SAID = re.compile(r"(?P<name>\w+\??)\s*(?=[:=(—–-]|→|$)(?:[:=—–]|->|→|-\s)?\s*(?P<said>.*)$")
_TYPE = re.compile(r"[A-Za-z][\w ]*(?:\[[\w ]*\])?(?:\(\d[\d, ]*\))?")
_IS_TYPE = re.compile(
    r"(?:big|small)?(?:int|integer|serial|str|string|text|char|varchar|bool|boolean|decimal|numeric|float|double|date|"
    r"datetime|time|timestamp|timestamptz|uuid|json|jsonb|bytes|money|list|array)\b",
    re.IGNORECASE,
)


_FLAG = re.compile(
    r"(?:pk|fk|primary key|foreign key|unique|not null|nullable|null|optional|required|index(?:ed)?|auto\w*|"
    r"default\b.*|immutable|read-?only|encrypted.*|min\b.*|max\b.*|check\b.*|on delete\b.*)$",
    re.IGNORECASE,
)
_NOTHING = ("null", "none", "nil", "undefined")


def read_entities(document: Document) -> tuple[tuple[Entity, ...], tuple[Note, ...]]:
    """The entities of the document's data model, and notes on bullets that name no field."""
    notes: list[Note] = []
    entities: list[Entity] = []
    for section in _model(sections(document.lines)):
        entities += _headed(section, document.file, notes)
        entities += _entities(section.lines, document.file, notes)
    seen: dict[str, Entity] = {}
    for entity in entities:
        if key(entity.name) in seen:
            first = seen[key(entity.name)].origin.line
            what = f"{entity.name} is described a second time; the first, in line {first}, counts"
            notes.append(Note(what, origin=entity.origin))
        seen.setdefault(key(entity.name), entity)
    return tuple(seen.values()), tuple(notes)


def _model(every: Sequence[Section]) -> Iterator[Section]:
    """The sections of the data model: the one that is called so, and those below it."""
    level = 0
    for section in every:
        if level and section.level <= level:
            level = 0
        if not level and section.level and _MODEL.match(section.title):
            level = section.level
        if level:
            yield section


def _entity_lines(lines: Iterable[Line]) -> list[tuple[Line, re.Match[str]]]:
    found = ((line, _BOLD.match(line.text)) for line in lines if line.kind == "text")
    return [(line, match) for line, match in found if match is not None and _is_entity(line, match)]


def _is_entity(line: Line, match: re.Match[str]) -> bool:
    """Whether a bold name begins an entity; a bold one in a bullet further in is a field."""
    return bool(re.match(r"[A-Z]", match["name"])) and not re.match(r"\s+[-*+]", line.text)


def _entities(lines: Sequence[Line], file: str, notes: list[Note]) -> Iterator[Entity]:
    heads = _entity_lines(lines)
    numbers = [line.number for line, _ in heads] + [lines[-1].number + 1 if lines else 0]
    for (line, match), end in zip(heads, numbers[1:], strict=True):
        below = [each for each in lines if line.number < each.number < end]
        attributes = tuple(_attributes(below, file, match["name"], notes))
        yield Entity(match["name"], Origin(file, line.number), plain(match["text"].strip("() ")), attributes)


def _headed(section: Section, file: str, notes: list[Note]) -> Iterator[Entity]:
    """An entity whose name is a heading: `### Project`, with a table of fields or bullets below."""
    found = _HEADING.fullmatch(section.title)
    if found is None or {word.casefold() for word in found["name"].split()} & words("headings"):
        return
    first = next(iter(_entity_lines(section.lines)), None)
    own = [line for line in section.lines if first is None or line.number < first[0].number]
    attributes = (*_of_tables(own, file), *_attributes(own, file, found["name"], notes))
    if attributes:
        yield Entity(found["name"], Origin(file, section.line), "", attributes)


def _of_tables(lines: Sequence[Line], file: str) -> Iterator[Attribute]:
    """The rows of tables of fields: | Field | Type | ... |."""
    for table in tables(lines):
        at, kind = table.column("field", "column", "attribute", "name", "property"), table.column("type", "data type")
        for row in table.rows if at is not None else ():
            cells = [cell for place, cell in enumerate(row.cells) if cell and place not in (at, kind)]
            type = row.cells[kind] if kind is not None else ""
            said = " ".join([type, *cells])
            if _NAME.fullmatch(row.cells[at or 0]):
                listed = not type or type.strip("` ").casefold() == "enum"
                yield _attribute(row.cells[at or 0], said if listed else type, said, Origin(file, row.line))


def _attributes(lines: Iterable[Line], file: str, entity: str, notes: list[Note]) -> Iterator[Attribute]:
    for text, number in _bullets(lines):
        origin = Origin(file, number)
        for piece in _pieces(text):
            name, said = _split(piece)
            if _NAME.fullmatch(name):
                yield _attribute(name.rstrip("?"), said, piece, origin)
            else:
                what = f"{entity}: no field is read from {piece[:60]!r}"
                notes.append(Note(what, "a field is one word, as created_at", origin=origin))


def _bullets(lines: Iterable[Line]) -> Iterator[tuple[str, int]]:
    """The bullets, each joined with the lines that go on with it."""
    text, number, indent = "", 0, 0
    for line in lines:
        found = _BULLET.match(line.text) if line.kind == "text" else None
        here = len(line.text) - len(line.text.lstrip())
        if found and (not text or here <= indent):
            if text:
                yield plain(text), number
            text, number, indent = found["text"], line.number, here
        elif text and line.kind == "text" and line.text.strip() and here > indent and not found:
            text += " " + line.text.strip()
        elif text and not line.text.strip():
            yield plain(text), number
            text = ""
    if text:
        yield plain(text), number


def _pieces(text: str) -> list[str]:
    """The fields of a bullet: between commas that stand in no brackets and separate names.

    What follows a dash is a remark on the last of them; a flag, as "not null", is of the field before it.
    """
    dash = re.search(r"\s[—–]\s", text)
    names, remark = (text[: dash.start()], text[dash.start() :]) if dash else (text, "")
    pieces, depth = [""], 0
    for letter in names:
        depth += (letter in "([{<") - (letter in ")]}>")
        if letter == "," and depth <= 0:
            pieces.append("")
        else:
            pieces[-1] += letter
    joined: list[str] = []
    for piece in filter(None, (piece.strip(" .;") for piece in pieces)):
        if joined and _FLAG.match(piece):
            joined[-1] += f", {piece}"
        else:
            joined.append(piece)
    return [*joined[:-1], joined[-1] + remark] if joined else []


def _split(piece: str) -> tuple[str, str]:
    """The name of a field, and what is said of it: behind a colon, an arrow, a dash, or in brackets."""
    found = _SAID.match(piece)
    return (found["name"], found["said"].strip()) if found else (piece, "")


def _attribute(name: str, said: str, text: str, origin: Origin) -> Attribute:
    refers = _REFERS.search(text)
    bare = re.sub(r"^(?:enum|one of|str|string|text)\b[\s:(]*|\([^()]*\)", "", said, flags=re.IGNORECASE).strip("() ")
    bare = bare.partition(", ")[0] if "|" in bare.partition(", ")[0] else bare
    is_state = "/" in bare and key(name).rpartition("_")[2] in words("fields")
    listed = listed_states(bare) if "|" in bare or is_state or re.match(r"\(?\s*enum\b", said, re.IGNORECASE) else ()
    listed = tuple(each for each in listed if each.casefold() not in _NOTHING)
    values = listed if len(listed) > 1 and not any(_IS_TYPE.match(each) for each in listed) else ()
    type = _TYPE.match(said.lstrip("("))
    known = (
        type is not None
        and not _FLAG.match(type[0].strip())
        and (not said.startswith("(") or _IS_TYPE.match(said.lstrip("(")))
    )
    return Attribute(
        name,
        origin,
        type[0].strip() if type and known and not values and not refers else "",
        refers["table"] if refers else "",
        values,
        text,
    )


def enum_machines(entities: Iterable[Entity]) -> Iterator[Machine]:
    """The fields whose allowed values are states, as machines without transitions."""
    for entity in entities:
        for field in entity.attributes:
            if len(field.values) > 1 and key(field.name).rpartition("_")[2] in words("fields"):
                yield Machine(entity.name, field.values, field.origin, field.name, origins=(field.origin,))
