"""The data files say the same whichever way they are read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import seedbed
from seedbed.generators.data import told

HOME = Path(seedbed.__file__).parent
READY = HOME / "generators/data/ready.json"


def test_what_is_ready_is_what_the_files_say(rewrite: bool) -> None:
    if rewrite:
        READY.write_text(told.ready(), encoding="utf-8")
    assert READY.read_text(encoding="utf-8") == told.ready(), "python -m seedbed.generators.data.told writes it anew"


def test_a_file_that_is_not_ready_is_read_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "generators/data/names.toml"
    wanted = tomllib.loads((HOME / path).read_text(encoding="utf-8"))
    assert told.told(path) == wanted
    monkeypatch.setattr(told, "_ready", lambda: {path: ["another digest", {}]})
    assert told.told(path) == wanted
    monkeypatch.setattr(told, "_ready", dict)
    assert told.told(path) == wanted


def test_the_files_of_a_folder_come_by_name() -> None:
    found = told.folder_of("generators/data/meanings")
    assert found == sorted(found)
    assert {(HOME / path).suffix for path in found} == {".toml"}
