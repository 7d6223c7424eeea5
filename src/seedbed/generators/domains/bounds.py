"""Texts between two others: a common start, one letter that decides, and a free end.

Collations disagree about upper and lower case and about punctuation, so the deciding letter is always compared
with one of its own kind: digits with digits, upper case with upper case, lower case with lower case.
"""

from __future__ import annotations

from seedbed.generators.domain import Domain
from seedbed.generators.domains.choice import Choice
from seedbed.generators.domains.codes import DIGITS, LOWER, LOWER_DIGITS, UPPER, UPPER_DIGITS, Codes
from seedbed.generators.want import NoValue, Unreadable, Want
from seedbed.schema.expression import Scalar

__all__ = ["between"]

_KINDS = (DIGITS, UPPER, LOWER)
_TAIL = 6


def between(want: Want, shortest: int, longest: int) -> Domain:
    """Texts that lie between the bounds in every usual collation; raises NoValue and Unreadable."""
    limits = want.limits
    low, high = _text("low", limits.low), _text("high", limits.high)
    if limits.low_open or len(low) < shortest:
        # What is longer than the bound and begins with it lies above it.
        shortest = max(shortest, len(low) + 1)
    if limits.high is None:
        return _after(want, low, shortest, longest)
    if low and (low > high or (low == high and (limits.low_open or limits.high_open))):
        raise NoValue(f"no text lies between {low!r} and {high!r}")
    same = _shared(low, high)
    return _before(want, low, high, same, shortest, longest)


def _after(want: Want, low: str, shortest: int, longest: int) -> Domain:
    """The bound itself and whatever is added to it."""
    room = longest - len(low)
    if room <= 0:
        if want.limits.low_open or room < 0:
            raise Unreadable("low", low, "texts above it do not begin with it, for it is as long as they may be")
        return Choice(want.type, (low,))
    return Codes((*_constant(low), (_alphabet(low), min(room, max(shortest - len(low), _TAIL)))))


def _before(want: Want, low: str, high: str, same: int, shortest: int, longest: int) -> Domain:
    """Texts that share a start with both bounds and differ from them in the next letter."""
    first, last = low[same : same + 1], high[same : same + 1]
    letters = _letters(first, last)
    inclusive = not want.limits.high_open
    if len(low) <= same + 1 and first and (not want.limits.low_open or longest > same + 1):
        letters = first + letters
    if longest == same + 1 and inclusive and len(high) == same + 1:
        letters += last
    if not last or not letters or longest <= same:
        if inclusive and shortest <= len(high) <= longest:
            return Choice(want.type, (high,))
        raise Unreadable("high", high, "which texts lie below it is the collation's affair")
    room = min(longest - same - 1, max(shortest - same - 1, _TAIL))
    return Codes((*_constant(high[:same]), (letters, 1), *(((_alphabet(letters), room),) if room else ())))


def _shared(low: str, high: str) -> int:
    """How many letters both texts begin with."""
    pairs = enumerate(zip(low, high, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(low), len(high)))


def _letters(first: str, last: str) -> str:
    """The letters between two of one kind; without a first one, those below the last, or else digits."""
    kind = next((kind for kind in _KINDS if last and last in kind), "")
    if first:
        return kind[kind.index(first) + 1 : kind.index(last)] if first in kind else ""
    below = kind[: kind.index(last)] if kind else ""
    return below or (DIGITS if kind and kind != DIGITS else "")


def _constant(text: str) -> tuple[tuple[str, int], ...]:
    if not text.isascii():
        raise Unreadable("low", text, "only ASCII texts can be continued")
    return tuple((letter, 1) for letter in text)


def _alphabet(text: str) -> str:
    """What a text is continued with: digits after digits, else letters of its case and digits."""
    return DIGITS if text.isdigit() else UPPER_DIGITS if text.isupper() else LOWER_DIGITS


def _text(field: str, bound: Scalar) -> str:
    if bound is None:
        return ""
    if not isinstance(bound, str):
        raise Unreadable(field, bound, "it is not a text")
    return bound
