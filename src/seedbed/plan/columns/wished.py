"""What fills a column that the recipe speaks of: a meaning by its name, or a pattern, within what constraints leave."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

import numpy as np

from seedbed.generators.domain import Domain
from seedbed.generators.domains.matching import Matching, is_empty, matches
from seedbed.generators.domains.text import lengths
from seedbed.generators.domains.typed import domain_of
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS, catalog
from seedbed.generators.meanings.fit import domain_for
from seedbed.generators.meanings.meaning import Meaning
from seedbed.generators.pattern import (
    Cell,
    OneOf,
    Piece,
    Run,
    Sequence,
    domain,
    language,
    longest,
    numbered,
    parsed,
)
from seedbed.generators.want import NoValue, Unreadable, Want
from seedbed.plan.columns.plugged import domain_from, is_plugged
from seedbed.plan.conditions import narrow
from seedbed.schema.recipe import ColumnWish

__all__ = ["counts", "reads_cells", "wished"]

_MOST = 2048  # letters that a regular language is counted to
_FEW = 1024  # values that are looked at one by one


def reads_cells(wish: ColumnWish) -> bool:
    """Whether the pattern of a wish reads other columns of the row."""
    return bool(wish.pattern) and any(isinstance(piece, Cell) for piece in parsed(wish.pattern))


def counts(wish: ColumnWish) -> bool:
    """Whether the pattern of a wish counts the rows, so that its texts are distinct by themselves."""
    return bool(wish.pattern) and any(isinstance(piece, Sequence) for piece in parsed(wish.pattern))


def wished(wish: ColumnWish, want: Want, locale: str) -> tuple[Domain, str] | None:
    """The domain that a wish asks for, and why; None where it asks for none. Raises NoValue, naming the wish."""
    if wish.pattern and not reads_cells(wish):
        return _patterned(wish.pattern, want), f"pattern {wish.pattern} of the recipe"
    if is_plugged(wish):
        found = domain_from(wish.generator, want)
        return None if found is None else (found, f"plug-in {wish.generator}, by the recipe")
    if wish.generator:
        return _meant(wish.generator, want, locale), f"{wish.generator}, by the recipe"
    return None


def _meant(name: str, want: Want, locale: str) -> Domain:
    meaning = Meaning(name, "the recipe")
    found = domain_for(meaning, want.type, want.limits, locale=locale, today=want.today, unique=want.unique, least=1)
    found = found or _kept(meaning, want, locale)
    if found is not None:
        return found
    type = want.type.raw or want.type.kind
    why = "what its constraints leave" if catalog()[name].fits(want.type) else "its type"
    raise NoValue(f"the recipe asks for the generator {name}, which {why} does not hold ({type})")


def _kept(meaning: Meaning, want: Want, locale: str) -> Domain | None:
    """The few values of a meaning that the limits leave; None where there are many, or none is left."""
    wide = Limits(max_length=want.limits.max_length)
    whole = domain_for(meaning, want.type, wide, locale=locale, today=want.today, unique=False)
    if want.type.kind not in TEXTS or whole is None or whole.size > _FEW:
        return None
    values = whole.at(np.arange(whole.size, dtype=np.uint64)).to_pylist()
    kept = tuple(value for value in values if want.limits.values is None or value in want.limits.values)
    with suppress(NoValue, Unreadable):
        return domain_of(want.type, replace(want.limits, values=kept), today=want.today, dialect=want.dialect)
    return None


def _patterned(pattern: str, want: Want) -> Domain:
    pieces = parsed(pattern)
    try:
        if want.type.kind in TEXTS:
            found = (
                _counted(pieces, want) if any(isinstance(piece, Sequence) for piece in pieces) else _text(pieces, want)
            )
        else:
            found = _number(pieces, want)
    except Unreadable as error:
        raise NoValue(
            f"the recipe asks for the pattern {pattern}, beside a constraint that it cannot follow: {error}"
        ) from error
    except NoValue as error:
        raise NoValue(f"the recipe asks for the pattern {pattern}, and no text of it is left: {error}") from error
    return found


def _text(pieces: tuple[Piece, ...], want: Want) -> Domain:
    shortest, most = lengths(want)
    limits = want.limits
    if limits.values is not None:
        shape = language(pieces)
        kept = tuple(value for value in limits.values if isinstance(value, str) and matches("patterns", shape, value))
        return domain_of(want.type, replace(limits, values=kept), today=want.today, dialect=want.dialect)
    if limits.low is not None or limits.high is not None:
        raise Unreadable("low" if limits.low is not None else "high", limits.low or limits.high, "it is about order")
    widths = [sum(longest(piece) for piece in pieces), sum(_shortest(piece) for piece in pieces)]
    if not (limits.patterns or limits.rejected or limits.excluded) and widths[0] <= most and widths[1] >= shortest:
        return _folding(domain(pieces), pieces, want)
    refused = (*limits.rejected, *(_same(str(value), want) for value in limits.excluded if value is not None))
    whole = "".join(f"(?={_grouped(pattern)}$)" for pattern in limits.patterns) + f"(?:{language(pieces)})"
    found = Matching(whole, shortest, min(most, widths[0], _MOST), None, refused)
    if shortest > found.longest or is_empty(found):
        raise NoValue("no text of the pattern meets the constraints")
    return _folding(found, pieces, want)


def _folding(found: Domain, pieces: tuple[Piece, ...], want: Want) -> Domain:
    """The domain, where its texts also differ without their case; raises NoValue."""
    choices = [piece.texts for piece in pieces if isinstance(piece, OneOf)]
    uneven = sum(len({*map(len, texts)}) > 1 for texts in choices) > 1
    mixed = any(len({text.casefold() for text in texts}) < len(texts) for texts in choices)
    if want.unique and want.type.folds_case and (uneven or mixed):
        raise NoValue("its choices do not differ where case does not count")
    return found


def _same(value: str, want: Want) -> str:
    return ("(?i)" if want.type.folds_case else "") + re.escape(value)


def _grouped(pattern: str) -> str:
    return f"(?i:{pattern[4:]})" if pattern.startswith("(?i)") else f"(?:{pattern})"


def _shortest(piece: Piece) -> int:
    return min(map(len, piece.texts)) if isinstance(piece, OneOf) else longest(piece)


def _counted(pieces: tuple[Piece, ...], want: Want) -> Domain:
    shortest, most = lengths(want)
    found = numbered(pieces, most)
    if found is None:
        raise NoValue(f"its number does not fit into {most} letters")
    limits = replace(want.limits, null=None)
    if limits == Limits():
        return found
    # Each number has its row: the constraints have to leave all that the pattern may read.
    shape = "".join(
        f"[0-9]{{{max(piece.width, 1)},{found.most}}}" if isinstance(piece, Sequence) else language((piece,))
        for piece in pieces
    )
    width = sum(found.most if isinstance(piece, Sequence) else longest(piece) for piece in pieces)
    strays = [Matching(shape, 0, width, None, (pattern,)) for pattern in limits.patterns]
    strays += [Matching(shape, 0, width, pattern) for pattern in limits.rejected]
    least = sum(max(piece.width, 1) if isinstance(piece, Sequence) else _shortest(piece) for piece in pieces)
    told = limits.values, limits.low, limits.high, limits.excluded or None
    if any(given is not None for given in told) or least < shortest or not all(map(is_empty, strays)):
        raise NoValue("it counts, and the constraints do not leave every number")
    return found


def _number(pieces: tuple[Piece, ...], want: Want) -> Domain:
    """Numbers that read like the pattern: given digits, then free ones, then given ones; none begins with 0."""
    head, free, tail = "", 0, ""
    for piece in pieces:
        if (
            not isinstance(piece, Run)
            or not set(piece.alphabet) <= set("0123456789")
            or (free and tail and len(piece.alphabet) > 1)
        ):
            raise NoValue(f"a column of the type {want.type.raw or want.type.kind} holds no such text")
        if len(piece.alphabet) > 1:
            free += piece.count
        elif free:
            tail += piece.alphabet * piece.count
        else:
            head += piece.alphabet * piece.count
    if want.type.kind not in ("integer", "decimal"):
        raise NoValue(f"a column of the type {want.type.raw or want.type.kind} holds no such text")
    shift = 10 ** len(tail)
    least = int(head or 0) * 10**free + (0 if head or free < 2 else 10 ** (free - 1))
    most = int(head or 0) * 10**free + 10**free - 1
    step = (shift, int(tail)) if tail else None
    asked = Limits(low=least * shift + int(tail or 0), high=most * shift + int(tail or 0), step=step)
    merged = narrow.merge(want.limits, asked)
    return domain_of(want.type, merged, today=want.today, dialect=want.dialect, unique=want.unique)
