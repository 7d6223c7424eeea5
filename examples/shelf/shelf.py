"""A shelf of books that are lent: what the tests of the example are written for."""

from __future__ import annotations


class NotThereError(LookupError):
    """There is no such book on the shelf."""


class Shelf:
    """Books by their titles, and who has them."""

    def __init__(self, *titles: str) -> None:
        self.lent: dict[str, str] = dict.fromkeys(titles, "")

    def lend(self, title: str, reader: str) -> str:
        """Lends a book to a reader. Raises NotThereError."""
        if self.lent.get(title) != "":
            raise NotThereError(title)
        self.lent[title] = reader
        return reader

    def count(self) -> int:
        """Counts the books that are there."""
        return sum(not reader for reader in self.lent.values())
