"""Values that a model may take where it refused ours: those that the project's code writes, defaults, plain ones."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path

from seedbed.project.facts import Field, Model, Plain
from seedbed.scaffold.factories.literal import literal
from seedbed.scaffold.factories.overrides import BARE, Override
from seedbed.scaffold.factories.parts import Factory
from seedbed.scaffold.factories.text import elements
from seedbed.scaffold.mend.fix import Block
from seedbed.scaffold.mend.lacking import amended
from seedbed.scaffold.verify.failure import Failure
from seedbed.schema.model import Schema

__all__ = ["CLASH", "CLASS", "Tries", "first", "mended_by", "tries_of"]

CLASS = "refused value"
"""The class of these faults."""

CLASH = "unique clash"
"""The symptom of a row that is there already."""

Tries = Sequence[tuple[str, Sequence[Plain]]]
"""Attributes, each with the values that may be taken."""

_FIRST = "-1"
"""How a text ends that a number tells apart from others."""

_STEM = re.compile(r'lambda n: f"(\w[\w ]*) \{n\}"')
"""What a declaration puts before a number."""

_MOST = 24
_LEAST = 4
_SIZE = 1_000_000
"""Bytes of a source beyond which nobody wrote it by hand."""

_WRITTEN = r"""\b{0}\s*={{1,2}}\s*(["'])([^"'\n{{}}\\]{{1,80}})\1|["']{0}["']\s*:\s*(["'])([^"'\n{{}}\\]{{1,80}})\3"""
"""A text that code gives to a name, or compares it with."""


def first(factories: Iterable[Factory], failed: Container[str]) -> Iterator[Factory]:
    """Of factories that failed, in the order in which they need each other, those that need no other one of them."""
    wrong: set[str] = set()
    for made in factories:
        if made.name in failed:
            if not any(link.target.path in wrong and link.way == "made" for link in made.links):
                yield made
            wrong.add(made.model.path)


def apart(made: Factory, schema: Schema) -> frozenset[str]:
    """The texts of a model's rows that tell them apart, by themselves or with others."""
    table = next((each for each in schema if each.id == made.model.table_id), None)
    sets = () if table is None else (*table.uniques, *((table.primary,) if table.primary is not None else ()))
    told = {column for each in sets for column in each.columns}
    return frozenset(field.name for field in made.model.fields if field.column in told and field.python == "str")


def tries_of(failure: Failure, made: Factory, folder: Path, schema: Schema, *, bare: bool = False) -> Tries:
    """What may be tried for a factory whose rows its model refuses: attributes first that the error names.

    The last that is tried, where rows can be `bare`, is to make them past the code of their class; it is all that is
    tried of an error that is about no value.
    """
    last = [(BARE, (True,))] if bare and not made.bare else []
    if failure.symptom == CLASH:
        return [*_choices(failure, made.model), *last]
    return [*(_attributes(failure, made, folder, schema) if not failure.symptom else ()), *last]


def _choices(failure: Failure, model: Model) -> Iterator[tuple[str, Sequence[Plain]]]:
    """What a clash may be about whose row refers to a new one: the choices that such a row brings along are taken."""
    told = failure.named("column") + failure.named("more")
    columns = [each.rpartition(".")[2] for each in told.split(", ")]
    for field in model.fields:
        if field.column in columns and field.enum is not None:
            yield field.name, field.enum.stored or field.enum.values


def _attributes(failure: Failure, made: Factory, folder: Path, schema: Schema) -> Tries:
    own = apart(made, schema)
    lines = {line.name: line.code for line in made.lines if line.name in own or "Sequence" not in line.code}
    fields = [field for name in lines if (field := _free(made.model, name))]
    fields.sort(key=lambda field: not re.search(rf"\b{field.name}\b", failure.message))
    told = ((field.name, (*_plainer(lines[field.name]), *_values(field, folder, failure.text))) for field in fields)
    numbered = ((name, _numbered(some) if name in own else some) for name, some in told)
    return [(name, values) for name, values in numbered if values]


def _plainer(code: str) -> Iterator[str]:
    """The numbered text of a declaration in small letters without spaces, which is what many models ask of a name."""
    found = _STEM.search(code)
    if found is not None:
        yield "-".join(found[1].lower().split())


def _numbered(values: Sequence[Plain]) -> tuple[str, ...]:
    """Texts that can be told apart by a number behind them."""
    return tuple(f"{value}{_FIRST}" for value in values if isinstance(value, str))


def mended_by(failure: Failure, made: Factory, schema: Schema, name: str, values: Sequence[Plain]) -> Block:
    """The fix that gives an attribute the values with which its model took every row."""
    alone = len(values) == 1 and not isinstance(values[0], dict | list)
    code = literal(values[0]) if alone else elements(values)
    if failure.symptom == CLASH and name != BARE:
        code = f"factory.Iterator([{', '.join(map(literal, values))}])"
    elif name in apart(made, schema):
        code = f'factory.Sequence(lambda n: f"{str(values[0]).removesuffix(_FIRST)}-{{n}}")'
    why = f"{made.model.name} refuses what {name} is given: it takes what is written here"
    if failure.symptom == CLASH:
        why = f"rows of {made.model.name} with the other choices of {name} come along with a row that it refers to"
    if name == BARE:
        why = f"what {made.model.name} does itself when a row is made or saved fails: rows are made past it"
    done = f"{made.name}.{name} = {code}"
    return Block(failure, CLASS, why, done, Override(made.name, name, code, CLASS))


def _free(model: Model, name: str) -> Field | None:
    field = model.field(name)
    return None if field is None or field.primary or model.refers(field) else field


def _values(field: Field, folder: Path, said: str) -> Iterator[Plain]:
    if field.default is not None and not str(field.default).startswith("made:"):
        yield field.default
    told = [json.loads(each) for each in (*field.documents[:_MOST], *field.documents[_MOST:][-_LEAST:])]
    yield from told
    yield from amended(told, said)
    if field.python == "str" and field.enum is None:
        yield from _written(field.name, folder)
    if field.python in ("int", "float", "Decimal"):
        yield from (1, 0)
    if field.nullable:
        yield None


def _written(name: str, folder: Path) -> Iterator[str]:
    """The texts that the project's own code gives to a name, the most frequent first."""
    pattern = re.compile(_WRITTEN.format(re.escape(name)))
    found: Counter[str] = Counter()
    for text in _sources(folder):
        if name in text:
            found.update(match[2] or match[4] for match in pattern.finditer(text))
    yield from (text for text, _ in found.most_common(_MOST))


def _sources(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.py")):
        inside = path.relative_to(folder).parts
        own = not any(
            part.startswith(".") or part in ("site-packages", "node_modules", "venv", "env") for part in inside
        )
        if own and path.is_file() and path.stat().st_size < _SIZE:
            yield path.read_text(encoding="utf-8", errors="replace")
