"""Servers of the tests are asked directly, and no key of this machine is used."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setitem(sys.modules, "keyring", None)
