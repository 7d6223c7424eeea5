"""`Template`: text put together from constants and from the values of other domains."""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.arrays import as_text
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.beside import beside
from seedbed.generators.want import MOST
from seedbed.sampling.bits import const

__all__ = ["Quoted", "Template", "digits", "radices"]


@dataclass(frozen=True, slots=True)
class Template:
    """The parts one after another: texts as they are, domains (at least one) by the text of their values.

    There is one text for each combination of values, the first domain counting most. Whoever builds a
    template sees to it that different combinations read differently.
    """

    parts: tuple[str | Domain, ...]

    @property
    def size(self) -> int:
        """How many texts there are."""
        return _product(self._used())

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes."""
        domains = tuple(part for part in self.parts if not isinstance(part, str))
        indexes = digits(index, self._used(), tuple(domain.size for domain in domains))
        texts = [as_text(domain.at(chosen)) for domain, chosen in zip(domains, indexes, strict=True)]
        separator = _separator(self.parts)
        if separator is not None:
            return beside(*texts, between=separator)
        rest = iter(texts)
        return beside(*(part if isinstance(part, str) else next(rest) for part in self.parts))

    def _used(self) -> tuple[int, ...]:
        return radices(tuple(part.size for part in self.parts if not isinstance(part, str)))


@dataclass(frozen=True, slots=True)
class Quoted:
    """The values of a domain in double quotes, as PostgreSQL's row and array literals take any text."""

    domain: Domain

    @property
    def size(self) -> int:
        """How many values the domain has."""
        return self.domain.size

    def at(self, index: Index) -> pa.Array:
        """The quoted values at the given indexes."""
        text = pc.replace_substring(as_text(self.domain.at(index)), "\\", "\\\\")
        return pc.binary_join_element_wise('"', pc.replace_substring(text, '"', '\\"'), '"', "")


def _separator(parts: tuple[str | Domain, ...]) -> str | None:
    """The text that stands between all domains where nothing else does: joining with it takes half the time."""
    between = set(parts[1::2])
    alternating = len(parts) % 2 == 1 and not any(isinstance(part, str) for part in parts[::2])
    only = between.pop() if alternating and len(between) == 1 else None
    return only if isinstance(only, str) else None


def radices(sizes: tuple[int, ...]) -> tuple[int, ...]:
    """How many values of each domain a product uses: all of them, or fewer of the largest, so that 2**63 holds it."""
    return _radices(sizes)


def digits(index: Index, used: tuple[int, ...], sizes: tuple[int, ...]) -> tuple[Index, ...]:
    """The index split into one index for each domain, the first counting most; used values are spread over all."""
    found: list[Index] = []
    for radix, size in zip(reversed(used), reversed(sizes), strict=True):
        # A radix of 2**63 leaves nothing for the others: the index is below it.
        upper = index // const(radix)
        found.append((index - upper * const(radix)) * const(size // radix))
        index = upper
    return tuple(reversed(found))


@lru_cache(maxsize=1024)
def _radices(sizes: tuple[int, ...]) -> tuple[int, ...]:
    used = list(sizes)
    while _product(tuple(used)) > MOST:
        largest = used.index(max(used))
        used[largest] = -(-used[largest] // 2)
    return tuple(used)


def _product(numbers: tuple[int, ...]) -> int:
    product = 1
    for number in numbers:
        product *= number
    return product
