"""`Reading`: what every reader gives, a schema and the notes on what it could not take over exactly."""

from __future__ import annotations

from seedbed.classes import dataclass
from seedbed.errors import Note
from seedbed.schema.model import Schema

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A schema as its source states it; `notes` say what was skipped, guessed or not understood."""

    schema: Schema
    notes: tuple[Note, ...] = ()
