"""`Cloth`: the factors that columns share so far and the facets that tell of them; and how a text is woven in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from math import prod

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.data.rows import sources
from seedbed.generators.domains.phrase import Pieced, best_caps, keeps
from seedbed.generators.domains.pieces import Listed, Piece
from seedbed.generators.evaluate.predicate import Unsupported, holds
from seedbed.generators.factors.facets import Facet, Worded, renamed, split
from seedbed.generators.factors.factor import Factor
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.generators.meanings.fit import obeys, room_of
from seedbed.plan.dress.members import Member
from seedbed.schema.arrow import arrow_type

__all__ = ["Cloth", "accepted", "is_exact", "is_free", "is_like", "restricted", "spelled"]

_LARGE = 100
"""Words of a list that is worth being cut into lots."""

_LEAST = 0.2
"""The share of a factor's rows that the checks of a column have to leave."""


@dataclass(frozen=True, slots=True)
class Cloth:
    """What is woven so far: the factors by name, the names of those that are keyed, and the facet of each column.

    It is for a table of so many `rows`, which all that is keyed has to tell apart. Of a `lot`, what is keyed is also
    another than in the cloths of all other lots.
    """

    locale: str
    today: date
    rows: int
    factors: Mapping[str, Factor] = field(default_factory=dict)
    keyed: tuple[str, ...] = ()
    facets: Mapping[str, Facet] = field(default_factory=dict)
    lot: tuple[int, int] = (0, 1)

    def keying(self, names: tuple[str, ...]) -> Cloth | None:
        """With names of factors that are keyed, the first large one in its own lot; None where none is large."""
        if self.lot[1] == 1:
            return replace(self, keyed=names)
        large = (factor for name in names if (factor := self.factor(name)).is_divisible and factor.size >= _LARGE)
        for factor in large:
            return replace(self, keyed=names, factors={**self.factors, factor.name: replace(factor, lot=self.lot)})
        return None

    def factor(self, name: str) -> Factor:
        """The factor of a name, as it is narrowed so far."""
        shared, own = sources()
        return self.factors.get(name) or Factor(name, shared.get(name) or own[name.partition(" ")[0]], self.locale)

    def adding(self, column: str, facet: Facet, *factors: Factor) -> Cloth | None:
        """With one more facet, and factors in place of those of their names; None where too few rows stay apart."""
        found = {**self.factors, **{factor.name: factor for factor in factors}}
        done = replace(self, factors=found, facets={**self.facets, column: facet})
        return done if all(factor.size for factor in factors) and done.is_wide else None

    @property
    def is_wide(self) -> bool:
        """Whether what is keyed tells all rows apart."""
        return not self.keyed or self.rows <= prod(self.factor(name).size for name in self.keyed) <= 2**63


def spelled(cloth: Cloth, member: Member, pattern: str) -> Cloth | None:
    """With a column that is spelled by a pattern; None where it cannot hold the texts."""
    pattern = _owned(pattern, member.column, cloth.keyed)
    parts = [*split(pattern)]
    named = [(name, attribute) for name, attribute in parts if name]
    if any(not cloth.factor(name).size for name, _ in named):
        return None  # names of a script that has no slugs here
    if any(not cloth.factor(name).has(attribute) for name, attribute in named if attribute):
        return None
    factors = _narrowed(parts, {name: cloth.factor(name) for name, _ in named}, member)
    if factors is None:
        return None
    if len(parts) == 1:
        ((name, attribute),) = named
        one = restricted(factors[name], attribute, member)
        return None if one is None else cloth.adding(member.column, Worded(pattern), one)
    if not is_free(member) or not obeys(Pieced(_pieces(parts, factors)), replace(member.limits, null=None)):
        return None
    return cloth.adding(member.column, Worded(pattern), *factors.values())


def restricted(factor: Factor, attribute: str, member: Member) -> Factor | None:
    """The rows of a factor of which one attribute is a value of the column; None where they are too few."""
    texts = factor.texts(attribute)
    distinct = sorted(set(texts))
    good = {text for text, kept in zip(distinct, accepted(member, distinct), strict=True) if kept}
    if len(good) == len(distinct):
        return factor
    if sum(text in good for text in texts) < _LEAST * len(texts):
        return None
    return replace(factor, only=(*factor.only, (attribute, tuple(sorted(good)))))


def accepted(member: Member, values: Sequence[object]) -> Sequence[bool]:
    """Which values the column may hold, by its type and by the checks that read it alone."""
    kept = [not isinstance(value, str) or _fits(value, member) for value in values]
    cells = pa.array(values, arrow_type(member.type))
    try:
        for condition in member.conditions:
            asked = holds(condition, {member.column: cells}, member.today).to_pylist()
            kept = [before and after for before, after in zip(kept, asked, strict=True)]
    except Unsupported:
        return [False] * len(values)
    return kept


def _fits(text: str, member: Member) -> bool:
    most = room_of(member.type, member.limits)
    listed = member.type.kind != "enum" or text in member.type.values
    return listed and len(text) >= (member.limits.min_length or 0) and (most is None or len(text) <= most)


def is_free(member: Member) -> bool:
    """Whether nothing but length and patterns limits the texts of the column."""
    limits = member.limits
    bounded = limits.high is not None or limits.low not in (None, "") or (limits.low_open and limits.low is None)
    return member.type.kind in TEXTS and not bounded and limits.values is None and limits.step is None


def is_exact(cloth: Cloth, member: Member, pattern: str) -> bool:
    """Whether a pattern of one attribute gives just the letters that a column of a fixed length has."""
    named = [*split(pattern)]
    if (
        member.type.kind != "char"
        or len(named) != 1
        or not named[0][0]
        or not cloth.factor(named[0][0]).has(named[0][1])
    ):
        return False
    lengths = {step.length for step in cloth.factor(named[0][0]).piece(named[0][1]).steps}
    return lengths == {member.type.length}


def is_like(cloth: Cloth, member: Member, pattern: str) -> bool:
    """Whether the default of a column is one of the texts of a pattern of one attribute."""
    named = [*split(pattern)] if member.type.like else []
    if len(named) != 1 or not named[0][0] or not cloth.factor(named[0][0]).has(named[0][1]):
        return False
    return member.type.like in cloth.factor(named[0][0]).texts(named[0][1])


def _owned(pattern: str, column: str, keyed: tuple[str, ...]) -> str:
    """The pattern with names of their own for the factors that a column has for itself."""
    own = {name for name in sources()[1] if name not in keyed}
    plain = re.sub(r"[{}:]", "_", column)
    return renamed(pattern, {name: f"{name} of {plain}" for name in own})


def _narrowed(parts: list[tuple[str, str]], factors: dict[str, Factor], member: Member) -> dict[str, Factor] | None:
    """The factors with only those texts with which the whole is short enough; None where these are too few."""
    most = room_of(member.type, member.limits) if member.type.kind in TEXTS else None
    pieces = _pieces(parts, factors)
    if most is None or sum(piece.steps[-1].length for piece in pieces) <= most:
        return factors
    caps = best_caps(tuple(piece.steps for piece in pieces), most)
    if caps is None:
        return None
    found = dict(factors)
    for (name, attribute), piece, cap in zip(parts, pieces, caps, strict=True):
        if name and isinstance(piece, Listed) and cap < piece.steps[-1].length:
            found[name] = replace(found[name], most=(*found[name].most, (attribute, cap)))
    left, full = (prod(factor.size for factor in made.values()) for made in (found, factors))
    return found if keeps(left, full) else None


def _pieces(parts: list[tuple[str, str]], factors: Mapping[str, Factor]) -> tuple[Piece, ...]:
    return tuple(factors[name].piece(text) if name else Listed(pa.array([text], pa.string())) for name, text in parts)
