"""A file that grows large is on its way to the disk before it is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.write.files import storing
from seedbed.write.files import temporary as files
from seedbed.write.files.storing import STEP, begin_storing
from seedbed.write.files.temporary import Files


def test_a_growing_file_is_stored_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ranges: list[tuple[int, int]] = []

    def noted(file: int, start: int, count: int) -> None:
        ranges.append((start, count))
        begin_storing(file, start, count)

    monkeypatch.setattr(files, "begin_storing", noted)
    made = Files(tmp_path)
    for name in ("one", "two"):
        made.open(name)
        for part in (b"a" * (STEP - 1), b"bc", b"d" * STEP):
            made.write(part)
    made.close()
    assert ranges == [(0, STEP + 1), (STEP + 1, STEP)] * 2
    assert (tmp_path / "two").read_bytes() == b"a" * (STEP - 1) + b"bc" + b"d" * STEP
    assert made.stored["two"].fits(tmp_path / "two")


def test_elsewhere_a_file_is_stored_at_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    storing._sync_file_range.cache_clear()
    with (tmp_path / "rows").open("wb") as file:
        file.write(b"rows")
        begin_storing(file.fileno(), 0, 4)
    storing._sync_file_range.cache_clear()
    assert (tmp_path / "rows").read_bytes() == b"rows"
