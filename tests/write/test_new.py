"""A new file is written whole, once, and never over another."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from seedbed.errors import WriteError
from seedbed.write.files.together import write_new


def test_it_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "test_x.py"
    write_new(path, "x = 'ä'\n")
    assert path.read_bytes() == "x = 'ä'\n".encode()
    assert [each.name for each in path.parent.iterdir()] == ["test_x.py"]
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_what_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "test_x.py"
    path.write_text("mine\n")
    with pytest.raises(WriteError, match="is there already"):
        write_new(path, "x\n")
    assert path.read_text() == "mine\n"
    assert list(tmp_path.iterdir()) == [path]


def test_no_folder_is_left_behind_by_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="too long"):
        write_new(tmp_path / "a" / "b" / f"{'x' * 300}.py", "x\n")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError):
        write_new(tmp_path / "file" / "test_x.py", "x\n")


def test_a_file_system_without_second_names_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*paths: Path) -> None:
        raise OSError(errno.EPERM, "not here")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "test_x.py"
    write_new(path, "x\n")
    assert path.read_text() == "x\n"
    with pytest.raises(WriteError, match="is there already"):
        write_new(path, "y\n")
    assert (path.read_text(), len(list(tmp_path.iterdir()))) == ("x\n", 1)


def test_any_other_refusal_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*paths: Path) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(WriteError, match="broken"):
        write_new(tmp_path / "test_x.py", "x\n")
    assert list(tmp_path.iterdir()) == []
