"""Prisma schemas, of one file or of several: read as the tables that Prisma makes of them.

A schema is rewritten as the SQL of its data source, each definition on the line where it stands, and that is read. So a
model means what its table means, and whatever is told of a table is told of the line of the model.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import accumulate

from seedbed.classes import dataclass
from seedbed.errors import Note, Origin, Problem, ReadError
from seedbed.read.prisma.blocks import Block, Entry, Text, blocks
from seedbed.read.prisma.tables import Tables, client_default, stored_as
from seedbed.read.prisma.types import PROVIDERS
from seedbed.read.reading import Reading
from seedbed.read.said import with_said
from seedbed.read.sql import read_sql
from seedbed.schema.model import Dialect, Table

__all__ = ["read_prisma"]

_KINDS = ("datasource", "enum", "generator", "model", "type", "view")
_WHOLE = "schema.prisma"
_REMARK = re.compile(r"""(?:[^"/]|"(?:[^"\\]|\\.)*"|/(?!/))*//+\s*(\S.*)""")


@dataclass(frozen=True, slots=True)
class _Files:
    """Files one after another: the number of the first line of each."""

    names: tuple[str, ...]
    starts: tuple[int, ...]

    def origin(self, line: int) -> Origin:
        """The place of a line of the whole."""
        number = bisect_right(self.starts, line) - 1
        return Origin(self.names[number], line - self.starts[number] + 1)

    def where(self, line: int) -> str:
        """The same in words."""
        return str(self.origin(line))


def read_prisma(texts: Mapping[str, str], dialect: Dialect | None = None) -> Reading:
    """The schema that the files of a Prisma schema, by name, describe together.

    Raises ReadError, with all problems, where they are no Prisma schema or contradict themselves.
    """
    lines = [text.count("\n") + 1 for text in texts.values()]
    files = _Files(tuple(texts), tuple(accumulate(lines[:-1], initial=1)))
    found, problems = blocks("\n".join(texts.values()), files.where)
    if not found and not problems:
        problems.append(Problem("there is no model in the file", files.names[0], help="give a Prisma schema"))
    provider, notes = _provider(found, files, dialect, problems)
    tables = Tables(found, files.where, provider)
    sql = tables.sql(sum(lines))
    problems += (*_unheard(found, files), *tables.problems)
    if problems:
        raise ReadError(*problems)
    reading = _named(_read(sql, provider, files), found)
    remarks = _remarks(found, "\n".join(texts.values()).split("\n"))
    reading = replace(reading, schema=with_said(reading.schema, remarks))
    return replace(reading, notes=(*notes, *_untold(found), *reading.notes))


def _named(reading: Reading, found: Sequence[Block]) -> Reading:
    """The reading with what the schema calls the models and fields of its tables and columns."""
    models = {block.mapped(): block for block in found if block.kind == "model"}
    tables = (_modelled(table, models[table.name]) if table.name in models else table for table in reading.schema)
    return replace(reading, schema=replace(reading.schema, tables=tuple(tables)))


def _modelled(table: Table, model: Block) -> Table:
    fields = {stored_as(entry): entry for entry in model.entries}
    columns = (
        replace(column, attribute=field.name if field.get("map") else "", maker=client_default(field))
        if (field := fields.get(column.name))
        else column
        for column in table.columns
    )
    return replace(table, model=model.name, columns=tuple(columns))


def _remarks(found: Sequence[Block], lines: Sequence[str]) -> Mapping[tuple[str, str], str]:
    """The comments that stand behind fields, by table and column."""
    return {
        (block.mapped().lower(), stored_as(entry).lower()): remark[1]
        for block in found
        if block.kind == "model"
        for entry in block.entries
        if (remark := _REMARK.match(lines[entry.line - 1]))
    }


def _read(sql: str, dialect: Dialect, files: _Files) -> Reading:
    """What the tables say, told of the lines of the models."""
    try:
        reading = read_sql(sql, _WHOLE, dialect)
    except ReadError as error:
        found = (
            (re.fullmatch(rf"{re.escape(_WHOLE)}:(\d+)(.*)", problem.where), problem) for problem in error.problems
        )
        raise ReadError(
            *(replace(told, where=f"{files.where(int(at[1]))}{at[2]}") if at else told for at, told in found)
        ) from error
    notes = (
        replace(note, origin=files.origin(note.origin.line)) if note.origin and note.origin.line else note
        for note in reading.notes
    )
    return replace(reading, notes=tuple(notes))


def _provider(
    found: Sequence[Block], files: _Files, asked: Dialect | None, problems: list[Problem]
) -> tuple[Dialect, tuple[Note, ...]]:
    """The dialect of the data source; a problem where it is none that is read here."""
    source = next((block for block in found if block.kind == "datasource"), None)
    said = source.get("provider") if source else None
    if source is None or said is None:
        told = Note("no data source is named", f"it is read as one of {asked or 'postgres'}", "say another --dialect")
        return asked or "postgres", (told,)
    provider = said.value.text if isinstance(said.value, Text) else ""
    where = files.where(said.line)
    if provider not in PROVIDERS:
        help = f"those that are read are {', '.join(dict.fromkeys(PROVIDERS))}"
        problems.append(Problem(f"the data source {provider or 'that is named here'} is not read", where, help=help))
        return asked or "postgres", ()
    dialect = PROVIDERS[provider]
    if asked not in (None, dialect):
        why = f"--dialect says {asked}"
        problems.append(Problem(f"the data source is {provider}", where, why, "leave that option away"))
    notes = []
    if provider == "cockroachdb":
        notes.append(Note("read as a schema for PostgreSQL", "CockroachDB is close to it, but not the same"))
    mode = source.get("relationMode")
    if mode is not None and mode.value == Text("prisma"):
        notes.append(Note("relations are kept as foreign keys", "relationMode leaves them to Prisma's client"))
    return dialect, tuple(notes)


def _unheard(found: Iterable[Block], files: _Files) -> Iterable[Problem]:
    """Blocks of a kind that Prisma does not have, or for another sort of database; names that are given twice."""
    before: dict[str, Block] = {}
    for block in found:
        where = files.where(block.line)
        if block.kind not in _KINDS:
            near = get_close_matches(block.kind, _KINDS, 1)
            help = f"did you mean {near[0]}?" if near else f"it has {', '.join(_KINDS)}"
            yield Problem(f"Prisma has no block called {block.kind}", where, help=help)
        elif block.kind == "type":
            yield Problem(f"{block.name} is a composite type", where, "tables have none", "make it a model")
        elif block.kind != "generator" and before.setdefault(block.name, block) is not block:
            why = f"it is in {files.where(before[block.name].line)} already"
            yield Problem(f"{block.name} is defined twice", where, why, "rename one of them")
        yield from _twice(block, files)


def _twice(block: Block, files: _Files) -> Iterable[Problem]:
    before: dict[str, Entry] = {}
    for entry in block.entries:
        if before.setdefault(entry.name, entry) is not entry:
            why = f"it is in line {files.origin(before[entry.name].line).line} already"
            yield Problem(f"{block.name}.{entry.name} is defined twice", files.where(entry.line), why)


def _untold(found: Sequence[Block]) -> tuple[Note, ...]:
    views = [block.name for block in found if block.kind == "view"]
    return (Note(f"skipped {', '.join(views)}", "views hold no rows of their own"),) if views else ()
