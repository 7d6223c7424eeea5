"""The server and its workers run in processes of their own, which are measured as this one is."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def measured(measuring: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs that a test starts measure their coverage where the tests do."""
    for name, value in measuring.items():
        monkeypatch.setenv(name, value)
