"""What a mend is: a declaration that generation is told, an edit of lines that people own, or a file written again."""

from __future__ import annotations

from typing import Literal

from seedbed.classes import dataclass
from seedbed.scaffold.factories.overrides import Override
from seedbed.scaffold.verify.failure import Failure

__all__ = ["Block", "Edit", "Override"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines of a file that become others; `first` counts from 1, `last` is included, `first - 1` where nothing goes."""

    path: str
    first: int
    last: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One fix as the report tells it: the failed check, its error, the diagnosis, and what was done about it."""

    failure: Failure
    diagnosis: str
    why: str
    done: str
    how: Override | Edit | Literal["again"]
