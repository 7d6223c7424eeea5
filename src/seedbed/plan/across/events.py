"""What belongs to one event of a row: when it was cancelled, by whom and why are there together, or absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from seedbed.classes import dataclass
from seedbed.generators.data.told import told
from seedbed.generators.meanings.naming import table_words, words
from seedbed.plan.across.names import filler
from seedbed.plan.across.wanted import Beside, Context
from seedbed.plan.groups.lifecycles import stated
from seedbed.schema.model import Column, Table

__all__ = ["happenings"]

_MOMENTS = frozenset({"date", "timestamp"})
_PARTICIPLE = "ed"

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """An event of the data: whole names that belong to it, and whether a row that came there stays."""

    forms: frozenset[str]
    also: frozenset[Phrase]
    final: bool


def happenings(table: Table, context: Context) -> Iterator[Beside]:
    """The columns of a table that are there where something happened, each with the column that tells of it."""
    required = context.closet.facts[table.id].required
    moments = _named(table, _MOMENTS, required)
    flags = _named(table, frozenset({"boolean"}), frozenset())
    for phrase, flag in flags.items():
        if phrase in moments:
            yield Beside(table.id, flag, moments[phrase])
    tellers = {**flags, **moments}
    for column in table.columns:
        if column.name not in required and column.type.kind not in _MOMENTS | {"boolean"}:
            readings = (_phrase(table, column), _spelled(column))
            found = next((teller for phrase in readings if (teller := _teller(phrase, tellers))), None)
            beside = Beside(table.id, column.name, found) if found else _stated(table, column, context)
            if beside is not None:
                yield beside


def _named(table: Table, kinds: frozenset[str], required: frozenset[str]) -> dict[Phrase, str]:
    """The columns of some types that are named by an event and by nothing else, the first of each."""
    found: dict[Phrase, str] = {}
    for column in table.columns:
        phrase = _phrase(table, column)
        if column.type.kind in kinds and column.name not in required and phrase and _is_event(phrase[-1]):
            found.setdefault(phrase, column.name)
    return found


def _phrase(table: Table, column: Column) -> Phrase:
    """The same without the name of the table before it."""
    found, own = _spelled(column), table_words(table.name)
    return found[len(own) :] if len(found) > len(own) and found[: len(own)] == own else found


def _spelled(column: Column) -> Phrase:
    """The words of a column that say what it is about, those of events in their first form."""
    return tuple(_forms().get(word, word) for word in words(column.name) if word not in filler())


def _is_event(word: str) -> bool:
    return word in _events() or word.endswith(_PARTICIPLE)


def _teller(phrase: Phrase, tellers: Mapping[Phrase, str]) -> str | None:
    """The column that tells of the event to which a name belongs."""
    for event, column in tellers.items():
        if phrase[: len(event)] == event and phrase[len(event) : len(event) + 1] and phrase[len(event)] in _details():
            return column
        if phrase[: len(event) - 1] == event[:-1] and _is_also(phrase[len(event) - 1 :], event[-1]):
            return column
    return None


def _is_also(phrase: Phrase, event: str) -> bool:
    return event in _events() and phrase in _events()[event].also


def _stated(table: Table, column: Column, context: Context) -> Beside | None:
    """What belongs to an event of which nothing tells but a status, some of whose values say that it took place."""
    phrase = _phrase(table, column)
    known = (each for name, each in _events().items() if each.final and _teller(phrase, {(name,): column.name}))
    event = next(known, None)
    if event is None:
        return None
    for other, texts in stated(context.closet.facts[table.id], context.closet.wishes):
        states = tuple(text for text in texts if text.lower() in event.forms)
        if states and other.name != column.name:
            return Beside(table.id, column.name, other.name, states)
    return None


@lru_cache(maxsize=1)
def _events() -> Mapping[str, _Known]:
    """The events of the data by the first form of their names."""
    return {item["words"].split()[0]: _known(item) for item in _data()["event"]}


def _known(item: Mapping[str, Any]) -> _Known:
    forms = frozenset(item["words"].split())
    spelled = (tuple(_forms().get(word, word) for word in words(name)) for name in item.get("also", ()))
    also = frozenset(tuple(word for word in name if word not in filler()) for name in spelled)
    return _Known(forms, also, item.get("final", False))


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, str]:
    """The first form of each word for an event."""
    return {form: item["words"].split()[0] for item in _data()["event"] for form in item["words"].split()}


@lru_cache(maxsize=1)
def _details() -> frozenset[str]:
    return frozenset(_data()["details"].split())


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return told("plan/across/events.toml")
