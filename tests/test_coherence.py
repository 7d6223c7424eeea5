"""The rows of shops hang together, nothing being asked for: tests/coherence.py at a smaller scale."""

from __future__ import annotations

import pytest

from tests.coherence import findings, shops


@pytest.mark.parametrize("name", shops())
def test_the_rows_of_a_shop_hang_together(name: str) -> None:
    bad = [found for found in findings(name, 2000) if not found.good]
    assert not bad
