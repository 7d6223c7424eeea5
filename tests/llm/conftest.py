"""Servers of this machine are asked directly, whatever proxy there is, and no key of this machine is used."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "keyring", None)
