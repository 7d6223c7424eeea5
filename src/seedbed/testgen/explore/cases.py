"""`Case`: one call as text, with what makes it ready; `Outcome`: what came of it."""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["UNREADY", "Case", "Outcome"]

UNREADY = "(not ready)"
"""What a case raises whose setup fails."""


class Case(NamedTuple):
    """A call: of `callee`, on a `receiver` after `prior` statements, with arguments; `act` is its text."""

    callee: str
    receiver: str
    prior: tuple[str, ...]
    given: tuple[str, ...]
    act: str

    @property
    def setup(self) -> list[str]:
        """The statements before the call."""
        return [f"subject = {self.receiver}", *self.prior] if self.receiver else list(self.prior)

    @property
    def text(self) -> str:
        """The whole of it."""
        return "\n".join([*self.setup, self.act])


class Outcome(NamedTuple):
    """What came of a case: `claims` with their values, or an exception.

    Where it was traced: `arcs`, its steps from line to line, and `acted`, those of them that the call itself made.
    `meant` tells of an exception that the code raises itself, `slip` that it is Python's own word for an argument that
    suits nothing the code does with it: no one would want that pinned by a test. `changed` are the places of the
    arguments that the call changed, `SUBJECT` where it changed the object that it was called of.
    """

    claims: dict[str, str]
    raised: str
    message: str
    meant: bool
    arcs: set[tuple[int, int]]
    acted: set[tuple[int, int]]
    steps: int
    kind: str
    value: Any
    slip: bool = False
    changed: tuple[int, ...] = ()

    @property
    def said(self) -> dict[str, str]:
        """All that a test could assert, by its key."""
        if not self.raised:
            return self.claims
        return {"raises": self.raised, "match": self.message if self.meant else ""}
