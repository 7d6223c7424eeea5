"""Fixtures of the shelf."""

from __future__ import annotations

import pytest
from shelf import Shelf


@pytest.fixture
def shelf() -> Shelf:
    """A shelf of three books."""
    return Shelf("Emma", "Ulysses", "Walden")
