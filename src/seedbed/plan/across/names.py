"""What the name of a column says of its part in a whole: which event it dates, what it adds to what. Rules are data."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from seedbed.classes import dataclass
from seedbed.generators.data.told import told
from seedbed.generators.meanings.catalog import TEXTS, catalog
from seedbed.generators.meanings.meaning import meaning_of
from seedbed.generators.meanings.naming import readings, table_words, words
from seedbed.schema.model import Column, Table
from seedbed.schema.once import once

__all__ = [
    "NUMBERS",
    "Event",
    "Moment",
    "apart",
    "called",
    "counted",
    "filler",
    "has_history",
    "is_tenant",
    "lasting",
    "lines_of",
    "moment_of",
    "role",
    "roles_of",
]

NUMBERS = frozenset({"integer", "decimal", "money", "float"})
"""Types that amounts are kept in."""


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of event: those that come before it, whether it dates the row itself, and how soon it follows.

    After an event of `days` nothing happens for that long; one that is `open` may lie in the future.
    """

    name: str
    words: tuple[tuple[str, ...], ...]
    after: frozenset[str] = frozenset()
    parent: bool = False
    days: int = 0
    within: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A column that dates an event; the stem tells it from others of its kind: `trial` in trial_end."""

    column: Column
    event: Event
    stem: tuple[str, ...]

    def follows(self, other: Moment) -> bool:
        """Whether it comes after another of the same row."""
        if other.event.name not in self.event.after:
            return False
        return self.stem == other.stem or (not other.stem and (other.event.parent or other.event.name == "birth"))


def moment_of(table: Table, column: Column) -> Moment | None:
    """The event that a column dates; None for any other column."""
    if column.generated is not None or not _holds_moments(table, column):
        return None
    found = words(column.name)
    best = _event_in(found)
    named = {*table_words(table.name), *words(table.name), *filler()}
    if best is None:
        is_own = all(word in named for word in found)  # `visit_date` of visits, or a plain `date`
        return Moment(column, _creation(), ()) if is_own else None
    end, length, event = best
    rest = (*found[: end - length], *found[end:])
    return Moment(column, event, tuple(word for word in rest if word not in named))


@lru_cache(maxsize=16_384)
def _event_in(found: tuple[str, ...]) -> tuple[int, int, Event] | None:
    """The event that the last words of a name tell, the longest of them: where they end, how many they are."""
    best: tuple[int, int, Event] | None = None
    for event in _events():
        for phrase in event.words:
            end = _end_of(phrase, found)
            if end and (best is None or (end, len(phrase)) > best[:2]):
                best = end, len(phrase), event
    return best


def _holds_moments(table: Table, column: Column) -> bool:
    if column.type.kind not in TEXTS:
        return column.type.kind in ("date", "timestamp")
    meaning = meaning_of(table.id, column.name, column.type)
    return meaning is not None and catalog()[meaning.name].days is not None


def role(table: Table, name: str) -> Column | None:
    """The column of a table that plays a role, of a type that can; None where there is none."""
    return next(roles_of(table, name), None)


def roles_of(table: Table, name: str) -> Iterator[Column]:
    """The columns that play a role, the most telling name first."""
    return called(table, _data()["role"][name], of_any_type=name == "copied")


def called(table: Table, names: Iterable[str], *, of_any_type: bool = False) -> Iterator[Column]:
    """The numbers, or whatever else, of a table that have one of these names, in the order of the names."""
    told = _columns_read(table) if of_any_type else _numbers_read(table)
    found = (told[phrase] for phrase in _spelled(names) if phrase in told)
    return iter(dict.fromkeys(found))


@once
def _columns_read(table: Table) -> Mapping[tuple[str, ...], Column]:
    """The columns of a table by what their names say; of two that say the same the first."""
    return {phrase: column for column in reversed(table.columns) for phrase in _readings(table, column)}


@once
def _numbers_read(table: Table) -> Mapping[tuple[str, ...], Column]:
    fit = (column for column in reversed(table.columns) if column.type.kind in NUMBERS)
    return {phrase: column for column in fit for phrase in _readings(table, column)}


def apart(column: Column, known: Container[str]) -> tuple[str, tuple[str, ...]] | None:
    """The one word of a name that is known, and its other words; None where none is, or more than one."""
    spelled = words(column.name)
    places = [place for place, word in enumerate(spelled) if word in known]
    if len(places) != 1:
        return None
    (place,) = places
    return spelled[place], (*spelled[:place], *spelled[place + 1 :])


def counted(table: Table, column: Column) -> tuple[str, ...] | None:
    """The words of what a column counts: `comment` in comments_count; None for any other column."""
    if column.type.kind != "integer" or column.identity is not None:
        return None
    for reading in readings(table.name, column.name):
        for side, phrases in (("before", _count("before")), ("after", _count("after"))):
            for phrase in phrases:
                if len(reading) <= len(phrase):
                    continue
                if side == "before" and reading[: len(phrase)] == phrase:
                    return table_words(" ".join(reading[len(phrase) :]))
                if side == "after" and reading[-len(phrase) :] == phrase:
                    return table_words(" ".join(reading[: -len(phrase)]))
    return None


def lines_of(table: Table) -> frozenset[str] | None:
    """What a table holds the lines of by its name, nothing where that says no more; None where it holds no lines."""
    found = table_words(table.name)
    names = _data()["lines"]["tables"].split()
    return frozenset(found) - frozenset(names) if found and found[-1] in names else None


def lasting(table: Table, stem: tuple[str, ...]) -> int:
    """The hours that something of this stem lasts as a rule; 0 where neither that nor its table's name tells."""
    for named in (stem, table_words(table.name)):
        for hours, things in _lasting():
            if things & set(named):
                return hours
    return 0


def has_history(table: Table) -> bool:
    """Whether a table's name says that its rows are what something was before."""
    return bool(set(words(table.name)) & set(_data()["history"]["tables"].split()))


def is_tenant(column: str, carriers: Iterable[str]) -> bool:
    """Whether a column says whose a row is; `carriers` are the tables that have such a column."""
    data, found = _data()["tenant"], words(column)
    if any(_end_of(phrase, found) for phrase in _spelled(data["strong"].split())):
        return True
    people = {table_words(name) for name in data["people"].split()}
    weak = any(_end_of(phrase, found) for phrase in _spelled(data["weak"].split()))
    return weak and any(table_words(name)[-1:] in people for name in carriers)


def _readings(table: Table, column: Column) -> list[tuple[str, ...]]:
    units = _data()["unit"]["words"].split()
    found = readings(table.name, column.name)
    return [reading[:-1] if len(reading) > 1 and reading[-1] in units else reading for reading in found]


def _spelled(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Phrases in the words that names are read as, whatever short forms these are spelled out from."""
    return tuple(words(phrase) for phrase in phrases)


def _end_of(phrase: tuple[str, ...], found: tuple[str, ...]) -> int:
    """Where the phrase ends in a name for the last time; 0 where it is not in it."""
    for end in range(len(found), len(phrase) - 1, -1):
        if found[end - len(phrase) : end] == phrase:
            return end
    return 0


@lru_cache(maxsize=1)
def _events() -> tuple[Event, ...]:
    return tuple(
        Event(
            item["name"],
            _spelled(item["words"]),
            frozenset(item.get("after", ())),
            item.get("parent", False),
            item.get("days", 0),
            item.get("within", 0),
            item.get("open", False),
        )
        for item in _data()["event"]
    )


def _creation() -> Event:
    return next(event for event in _events() if event.name == "creation")


@lru_cache(maxsize=1)
def _lasting() -> tuple[tuple[int, frozenset[str]], ...]:
    return tuple((int(hours), frozenset(things.split())) for hours, things in _data()["lasting"].items())


@lru_cache(maxsize=1)
def filler() -> frozenset[str]:
    """The words in names of moments that do not say what happened."""
    return frozenset(words(_data()["filler"]))


@lru_cache(maxsize=2)
def _count(side: str) -> tuple[tuple[str, ...], ...]:
    return _spelled(_data()["count"][side])


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return told("plan/across/words.toml")
