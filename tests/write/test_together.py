"""Several texts get their names together, or none does."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from seedbed.errors import WriteError
from seedbed.process.interrupts import undisturbed
from seedbed.write.files.together import write_together


def test_all_are_written_and_keep_their_mode(tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_text("old")
    (tmp_path / "run.sh").chmod(0o755)
    write_together(tmp_path, {"run.sh": "new", "deep/er/a.py": "a"})
    assert (tmp_path / "run.sh").read_text() == "new"
    assert (tmp_path / "run.sh").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "deep" / "er" / "a.py").read_text() == "a"


def test_one_that_is_refused_takes_all_back(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("old")
    (tmp_path / "b").write_text("a file where a folder is wanted")
    with pytest.raises(WriteError):
        write_together(tmp_path, {"a.py": "new", "b/c.py": "c", "deep/d.py": "d"})
    assert (tmp_path / "a.py").read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"a.py", "b"}


def test_ctrl_c_waits_until_all_have_their_names() -> None:
    done = []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may have another

    def interrupted() -> None:
        with undisturbed():
            os.kill(os.getpid(), signal.SIGINT)
            done.append(1)

    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert done == [1]
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_beside_the_main_thread_nothing_is_held() -> None:
    before, seen = signal.getsignal(signal.SIGINT), []

    def work() -> None:
        with undisturbed():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]


def test_what_a_killed_writer_left_behind_goes_with_the_next_one(tmp_path: Path) -> None:
    dead = next(number for number in range(400_000, 9_000_000) if not Path(f"/proc/{number}").exists())
    (tmp_path / f".a.py.{dead}.partial").write_text("half")
    (tmp_path / f".a.py.{os.getppid()}.partial").write_text("of one that lives")
    (tmp_path / f".b.py.{dead}.partial").write_text("of another file")
    write_together(tmp_path, {"a.py": "whole"})
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(
        ["a.py", f".a.py.{os.getppid()}.partial", f".b.py.{dead}.partial"]
    )
