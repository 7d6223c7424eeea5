"""Lending, as a test that was written in haste."""

from __future__ import annotations

from shelves import Shelf


def test_lending(shelf: Shelf) -> None:
    """Test that a book is lent."""
    assert shelf.lend("Emma", name="Ada") == "Ada"
    assert shelf.counts() == 2


def test_two_are_three(shelf: Shelf) -> None:
    """Test that a shelf of three holds four."""
    assert shelf.count() == 4
