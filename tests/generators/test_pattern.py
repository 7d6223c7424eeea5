"""The pattern language as pieces, and the domains and generators that spell them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import pyarrow as pa
import pytest

from seedbed.generators.domain import Given, Rows
from seedbed.generators.pattern import (
    Cell,
    Numbered,
    OneOf,
    PatternError,
    Run,
    Sequence,
    domain,
    numbered,
    parsed,
    spelled,
)
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain, check_generator

T = TypeVar("T")


class Names:
    """Cells of a column that holds the number of its row, or nothing in every seventh."""

    def column(self, table: str, column: str, rows: Rows) -> pa.Array:
        """The numbers."""
        return pa.array([None if row % 7 == 0 else int(row) for row in rows], pa.int64())

    def kept(self, name: Hashable, make: Callable[[Given], T]) -> T:
        """What is made."""
        return make(self)


def test_pieces() -> None:
    found = parsed(r"A#{d:3}[a,b]{seq:4}{name}\#")
    expected = (
        Run("A"),
        Run("0123456789"),
        Run("0123456789", 3),
        OneOf(("a", "b")),
        Sequence(4),
        Cell("name"),
        Run("#"),
    )
    assert found == expected


def test_what_is_no_pattern() -> None:
    with pytest.raises(PatternError, match="empty"):
        parsed("")


@pytest.mark.parametrize("pattern", ["##-X", "[a,bb]#", "[red,blue]", "{h:40}", "ä#"])
def test_domains_of_patterns_pass_the_kit(pattern: str) -> None:
    check_domain(domain(parsed(pattern)), Type("text"))


@pytest.mark.parametrize("pattern", ["{seq}", "A{seq:4}-XX", "[a,bcd]{seq:4}"])
def test_what_counts_passes_the_kit(pattern: str) -> None:
    made = numbered(parsed(pattern), None)
    assert isinstance(made, Numbered)
    check_domain(made, Type("text"))


@pytest.mark.parametrize(("nulls", "room"), [(0, None), (200_000, None), (0, 6)])
def test_what_reads_cells_passes_the_kit(nulls: int, room: int | None) -> None:
    made = spelled("t", parsed("N{number}-##{seq:3}"), room, nulls)
    check_generator(made, (Type("text"),), given=Names(), nullable=bool(nulls), distinct=False)
