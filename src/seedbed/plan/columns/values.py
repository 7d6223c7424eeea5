"""Which domain fills a scalar column: by the meaning of its name where one fits, else by its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain
from seedbed.generators.domains.typed import NoValue, Unreadable, disjoint_ranges, domain_of
from seedbed.generators.domains.typed import readable as within
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.generators.meanings.fit import codes_for, domain_for, few_for
from seedbed.generators.meanings.meaning import Meaning, meaning_of
from seedbed.generators.meanings.naming import asks_whether, words
from seedbed.generators.want import Want
from seedbed.plan.columns.elements import named_lists
from seedbed.plan.columns.wished import wished
from seedbed.plan.conditions import narrow
from seedbed.read.check.parse import parse_check
from seedbed.schema.expression import Call, Scalar, unquoted
from seedbed.schema.model import Column, Dialect
from seedbed.schema.recipe import ColumnWish, StateMachine
from seedbed.schema.types import Type

__all__ = [
    "Chosen",
    "NoValue",
    "Wishes",
    "choose",
    "choose_disjoint",
    "constant_default",
    "default_of",
    "readable",
    "tells_nothing",
]

_FEW = 500
"""A name that tells of more values than these (names, addresses) goes before what the comment of its column lists."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What of the recipe and the schema every choice of a domain depends on."""

    today: date
    locale: str
    dialect: Dialect
    plain: frozenset[tuple[str, str]] = frozenset()  # (table, column) whose name is not to be followed
    tight: frozenset[tuple[str, str]] = frozenset()  # (table, column) of tables whose checks hand bounds on
    columns: frozenset[ColumnWish] = frozenset()  # one at most for each column
    machines: frozenset[StateMachine] = frozenset()
    without: frozenset[str] = frozenset()  # what shall not be inferred
    lot: tuple[int, int] = (0, 1)  # which of how many locales of a run this one is

    def wish(self, table: str, column: str) -> ColumnWish:
        """What the recipe says of a column; an empty wish where it says nothing."""
        return _by_column(self.columns).get((table, column)) or ColumnWish(table, column)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A domain and why it was taken."""

    domain: Domain
    reason: str


@lru_cache(maxsize=16_384)
def choose(
    table: str,
    column: str,
    type: Type,
    limits: Limits,
    wishes: Wishes,
    unique: bool = False,
    needed: int = 0,
    widens: bool = True,
    few: bool = False,
) -> Chosen:
    """The domain of a column, with at least `needed` values where the type can give them; raises NoValue.

    What the recipe asks of the column goes before what its name tells.
    Limits that a type cannot follow are left to the conditions, which are asked of the drawn rows. A column that
    counts (`widens` is False) keeps to the numbers that its sequence gives. A unique one may have `few` values, as
    many as are needed, where its name tells of no more.
    """
    asked = wished(wishes.wish(table, column), Want(type, limits, wishes.today, wishes.dialect, unique), wishes.locale)
    if asked is not None:
        return Chosen(*asked)
    plain = (table, column) in wishes.plain or (type.kind == "json" and bool(type.values))
    codes = None if plain else codes_for(type, limits)
    if codes is not None and codes.size >= needed:
        return Chosen(codes, "what its default draws")
    named = () if plain else (meaning_of(table, column, type), *_said(table, type))
    said = None if plain or unique else _listed(column, type, limits, wishes)
    for meaning in (each for each in named if each is not None):
        domain = domain_for(meaning, type, limits, locale=wishes.locale, today=wishes.today, unique=unique)
        if domain is None and unique and few and needed:
            domain = few_for(meaning, type, limits, locale=wishes.locale, today=wishes.today, needed=needed)
        if domain is not None and domain.size >= max(needed, 1) and (said is None or domain.size > _FEW):
            return Chosen(domain, f"{meaning.name}, from its name ({meaning.rule})")
    if said is not None:
        return Chosen(
            said, "the values that its comment lists or its default goes with" if type.said else "0 or 1, from its name"
        )
    here = Want(type, limits, wishes.today, wishes.dialect, unique)
    inside = None if plain else named_lists(table, column, here, wishes.locale)
    if inside is not None and inside[0].size >= needed:
        return Chosen(inside[0], f"lists of {inside[1].name}, from its name ({inside[1].rule})")
    apart = unique or (type.kind in TEXTS and words(column)[-1:] == ("id",))
    return _by_type(replace(here, unique=apart), needed if widens else 0)


def _by_type(want: Want, needed: int) -> Chosen:
    """The domain of a type: of a text that tells things apart, as one called an id does, no plain words."""
    type, limits = want.type, want.limits
    domain, _ = within(type, limits, today=want.today, dialect=want.dialect, unique=want.unique)
    reason = f"{type.raw or type.kind}{_narrowed(limits)}"
    if domain.size >= needed:
        return Chosen(domain, reason)
    widest, _ = within(type, limits, today=want.today, dialect=want.dialect, unique=want.unique, wide=True)
    return Chosen(widest, f"{reason}, all that it tells apart") if widest.size > domain.size else Chosen(domain, reason)


def choose_disjoint(type: Type, wishes: Wishes, needed: int = 0) -> Chosen:
    """Ranges that do not overlap, as many as are needed where the type can give them."""
    domain = disjoint_ranges(type, today=wishes.today, dialect=wishes.dialect, needed=needed)
    return Chosen(domain, f"{type.raw or type.kind}, one slot for each row")


def _listed(column: str, type: Type, limits: Limits, wishes: Wishes) -> Domain | None:
    """The values that the column's comment or a question for a name tells of, but for those that a check refuses."""
    values = type.said or ((0, 1) if type.kind == "integer" and asks_whether(column) else ())
    if not values or limits.values is not None:
        return None
    try:
        only = narrow.merge(limits, Limits(values=values))
        return domain_of(type, only, today=wishes.today, dialect=wishes.dialect)
    except (NoValue, Unreadable):
        return None


def _said(table: str, type: Type) -> tuple[Meaning | None, ...]:
    """What the source says that a text is about."""
    return (meaning_of(table, type.about, type),) if type.about else ()


@lru_cache(maxsize=64)
def _by_column(wishes: frozenset[ColumnWish]) -> Mapping[tuple[str, str], ColumnWish]:
    return {(wish.table, wish.column): wish for wish in wishes}


def default_of(column: Column, limits: Limits, wishes: Wishes) -> Domain | None:
    """The one value of a constant default that is no empty text; None where there is none or a check forbids it."""
    value = constant_default(column, wishes)
    if value in (None, ""):
        return None
    try:
        only = narrow.merge(limits, Limits(values=(value,)))
        return domain_of(column.type, only, today=wishes.today, dialect=wishes.dialect)
    except (NoValue, Unreadable):
        return None


def constant_default(column: Column, wishes: Wishes) -> Scalar:
    """The constant that a column's default is; None where it is none."""
    if column.default is None or column.identity is not None:
        return None
    read = parse_check(column.default, wishes.dialect)
    if read is None or (column.type.kind in TEXTS and isinstance(read, Call)):
        return None  # of a text it is the moment of its row
    value = narrow.constant(read, wishes.today)
    if value is None:
        return None
    return unquoted(value.value) if column.type.kind in ("integer", "decimal", "float") else value.value


def tells_nothing(table: str, column: str, type: Type) -> bool:
    """Whether all that is known of a text is how long it may be."""
    told = type.said or type.about or meaning_of(table, column, type) is not None
    return type.kind in TEXTS and not told


def readable(type: Type, limits: Limits, wishes: Wishes) -> bool:
    """Whether the typed domains understand the limits; contradictions count as understood."""
    try:
        domain_of(type, limits, today=wishes.today, dialect=wishes.dialect)
    except Unreadable:
        return False
    except NoValue:
        return True
    return True


def _narrowed(limits: Limits) -> str:
    return "" if limits == Limits() else ", narrowed by its checks"
