"""Text columns: by what they mean, else by what the engine writes into them; unique ones with a number of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import takewhile

import yaml

from seedbed.classes import dataclass
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.meaning import Meaning
from seedbed.scaffold.factories.literal import literal
from seedbed.scaffold.factories.spelled import spelled

__all__ = ["Column", "choice", "elements", "is_name", "one_of", "plain_text", "unique_text"]

FEW = 6
"""Different values that a declaration lists at most."""

_LEAST = 3
_WIDE = 76
"""Letters of a line that are left for a list: of longer values fewer are listed."""

_SHORT = 60
_ROOM = 7  # digits and a dash for the number of a row
_DIGITS = 3  # of a number that is to tell thousands of rows apart

_NAMES = frozenset({"label"})
"""Meanings of what a thing is called, where any name will do."""

_NAMING = frozenset(["name", "title", "label", "display", "full", "short", "long", "common", "public"])
"""Words of a column of names that do not say what is named."""

_OPAQUE = re.compile(r"_(id|uid|uuid|guid)$")
_UUID = "00000000-0000-0000-0000-000000000000"

_UNIQUE = {
    "email": '"user{n}@example.com"',
    "user_name": '"user{n}"',
    "slug": '"slug-{n}"',
    "file_name": '"file-{n}.txt"',
    "url": '"https://example.com/{n}"',
    "image_url": '"https://example.com/{n}.png"',
    "domain_name": '"site{n}.example.com"',
    "host_name": '"host{n}.example.com"',
    "phone": '"+1555{n:07d}"',
    "ip_address": '"10.{n // 65536 % 256}.{n // 256 % 256}.{n % 256}"',
}


@dataclass(frozen=True, slots=True)
class Column:
    """What a text column is: its name, what it means, the thing that its rows are, and what it may hold."""

    name: str
    meaning: Meaning | None
    subject: str
    values: list[str]
    limits: Limits
    most: int | None
    is_plain: bool = True
    """Whether it holds words, and not an address or a range that is written as a text."""

    @property
    def means(self) -> str:
        """The name of what it means, "" where nobody knows."""
        return self.meaning.name if self.meaning is not None else ""

    @property
    def is_bound(self) -> bool:
        """Whether it refuses some texts that are short enough."""
        limits = self.limits
        return bool(limits.patterns or limits.rejected or limits.min_length or limits.excluded)


def plain_text(column: Column) -> str:
    """The declaration of a text that may repeat."""
    most, values = column.most, column.values
    if column.means in _fakers() and not column.is_bound:
        provider, *words = _fakers()[column.means]
        return _faked(provider, most, *words)
    for body in _numbered(column):
        if not column.limits.excluded and _fits(_shown(body), column.limits, _left(most, body)):
            return f"factory.Sequence(lambda n: f{body})"
    if _is_open(column):
        return _faked("uuid4", None) if _is_opaque(column) else _faked("word", most)
    short = [value for value in values if len(value) <= _SHORT]
    if short and len(short) >= min(FEW, len(values)):
        return elements(short)
    if values and column.is_bound:
        return elements(values)
    return _faked("paragraph" if values else "word", most)


def _is_open(column: Column) -> bool:
    """Whether any words will do for a column, since nothing is known of it."""
    return column.is_plain and not (column.means or column.is_bound)


def _is_opaque(column: Column) -> bool:
    """Whether a column holds the key of something that nobody knows, with room for one of those that nobody counts."""
    fits = column.most is None or column.most >= len(_UUID)
    return _is_open(column) and fits and _OPAQUE.search(column.name) is not None


def one_of(shown: list[str]) -> str:
    """The source of one of some values, of their sources."""
    return shown[0] if len(shown) == 1 else f"one_of({', '.join(shown)})"


def is_name(meaning: Meaning | None) -> bool:
    """Whether a column says what a thing is called."""
    return meaning is not None and meaning.name in _NAMES


def _faked(provider: str, most: int | None, *words: str) -> str:
    """The declaration of what a provider of Faker writes, cut where it may be too long."""
    shown = ", ".join([literal(provider), *words])
    return f"Text({shown}, most={most})" if most else f"factory.Faker({shown})"


def _numbered(column: Column) -> Iterator[str]:
    """What a person would write with a number behind it, though it might repeat."""
    if column.means in _NAMES:
        yield literal(f"{_named(column)} {{n}}")
    elif column.means in _UNIQUE and column.is_bound:
        yield _UNIQUE[column.means]


def _is_plainly_a_name(column: Column) -> bool:
    """Whether a column has no other name than that it holds one."""
    return bool(column.subject) and _NAMING.issuperset(filter(None, column.name.lower().split("_")))


def _named(column: Column) -> str:
    """What a name is of: `source` of a source_name, else what the rows are."""
    own = [word for word in column.name.lower().split("_") if word and word not in _NAMING]
    return " ".join(own).capitalize() if own else column.subject


def elements(values: Iterable[object]) -> str:
    """The declaration of one of a few values by chance: documents anew for each row, which may write into them."""
    few = list(values)[:FEW]
    shown = list(map(literal, few))
    if any(isinstance(value, dict | list) for value in few):
        return f"factory.LazyFunction(lambda: {one_of(shown)})"
    while len(shown) > _LEAST and len(", ".join(shown)) > _WIDE:
        shown.pop()
    return choice(shown)


def choice(shown: Iterable[str]) -> str:
    """The declaration of one of some values by chance, of their sources."""
    return f"FuzzyChoice([{', '.join(shown)}])"


def unique_text(column: Column) -> str:
    """The declaration of a text that does not repeat."""
    limits, most = column.limits, column.most
    if _is_opaque(column):
        return _faked("uuid4", None)
    for body in _bodies(column):
        if _fits(_shown(body), limits, _left(most, body)):
            return f"factory.Sequence(lambda n: f{body})"
    counted = _counted(column)
    if counted:
        return f"factory.Sequence(lambda n: f{counted})"
    found = spelled(limits, most, column.values)
    if found:
        return f"factory.Sequence(lambda n: spelled(n, {found}))"
    return f'factory.Sequence(lambda n: spelled(n, ["0123456789abcdefghijklmnopqrstuvwxyz"] * {min(most or 8, 8)}))'


def _left(most: int | None, body: str) -> int | None:
    """The longest text that fits where its number has one digit: later ones have seven."""
    return most if most is None or ":07d" in body or "//" in body else most - _ROOM + 1


def _bodies(column: Column) -> Iterator[str]:
    if column.means in _UNIQUE:
        yield _UNIQUE[column.means]
    if column.means in _NAMES or (_is_plainly_a_name(column) and not column.is_bound):
        yield literal(f"{_named(column)} {{n}}")
    values = column.values
    stem = next((value for value in values if len(value) <= _SHORT and "{" not in value and "\\" not in value), "")
    plain = re.sub(r"\W+", "-", column.name.lower()).strip("-_")
    if " " in stem and not _is_open(column):
        yield literal(f"{stem} {{n}}")
    yield literal(f"{plain}-{{n}}")
    yield literal(f"{plain[:3]}{{n}}")
    yield literal(f"{plain[:3].upper()}{{n}}")


def _counted(column: Column) -> str:
    """What all values begin with and a number of so many digits as their length leaves, "" where that fits not."""
    stem = _common(column.values)
    plain = re.sub(r"\W+", "-", column.name.lower()).strip("-_")
    lengths = {len(value) for value in column.values}
    sized = [(stem, min(lengths) - len(stem))] if len(lengths) == 1 and "{" not in stem and "\\" not in stem else []
    least = column.limits.min_length or 0
    for before, width in (*sized, (f"{plain}-", max(least - len(plain) - 1, _ROOM))):
        texts = [before + str(number).zfill(width) for number in (0, 1, 10**width - 1)]
        if width > _DIGITS and all(_fits(text, column.limits, column.most) for text in texts):
            return literal(f"{before}{{n:0{width}d}}")
    return ""


def _common(texts: list[str]) -> str:
    """What all texts begin with."""
    ends = zip(min(texts, default=""), max(texts, default=""), strict=False)
    return "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], ends))


def _shown(body: str) -> str:
    """A text as it is in the second row."""
    return re.sub(r"\{n[^}]*\}", lambda found: "0000001" if ":07d" in found[0] else "1", body.strip('"'))


def _fits(text: str, limits: Limits, most: int | None) -> bool:
    if (most is not None and len(text) > most) or len(text) < (limits.min_length or 0):
        return False
    if any(not re.fullmatch(pattern, text) for pattern in limits.patterns if _compiles(pattern)):
        return False
    return not limits.rejected and not (limits.patterns and not all(map(_compiles, limits.patterns)))


@lru_cache(maxsize=256)
def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


@lru_cache(maxsize=1)
def _fakers() -> dict[str, list[str]]:
    text = files("seedbed").joinpath("scaffold/factories/fakers.yaml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = yaml.safe_load(text)
    return found
