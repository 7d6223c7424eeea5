"""`Words`: what options say of the rows that are wished, as it was said; reading them is `wishes`' work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from seedbed.classes import dataclass

__all__ = ["Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the options that wish something of the rows; None and empty where nothing was said."""

    config: Path | None = None
    count: Sequence[str] = ()
    seed: int | None = None
    today: str | None = None
    locale: str | None = None
    distribution: Sequence[str] = ()
    custom_generator: Sequence[str] = ()
    edge_cases: float | None = None
    without: Sequence[str] = ()
