"""Projects run in an environment of plain libraries, which is active here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module", autouse=True)
def active(libraries: Path) -> Iterator[None]:
    """The environment of projects that have none of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIRTUAL_ENV", str(libraries))
        yield
