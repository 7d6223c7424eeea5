"""Programs of others run under limits: time, memory, a home of their own, and nothing left when they end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from seedbed.process.fence import interpreter, run


def _python(code: str, folder: Path, **limits: float) -> tuple[int | None, str, str]:
    ran = run([sys.executable, "-c", code], folder, **limits)  # type: ignore[arg-type]
    return ran.code, ran.output, ran.errors


def test_what_a_program_writes_and_how_it_ends_is_told(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd()); print('ä', file=sys.stderr); sys.exit(7)"
    assert _python(code, tmp_path) == (7, f"{tmp_path}\n", "ä\n")


def test_it_has_a_home_of_its_own_and_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "hush")
    code = "import os; print(os.environ.get('DATABASE_PASSWORD'), os.path.expanduser('~') == os.environ['TMPDIR'])"
    assert _python(code, tmp_path)[1] == "None True\n"


def test_its_time_is_limited_and_what_it_started_ends_with_it(tmp_path: Path) -> None:
    code = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open('child', 'w').write(str(child.pid)); time.sleep(60)"
    )
    assert _python(code, tmp_path, seconds=3)[0] is None
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_its_memory_is_limited(tmp_path: Path) -> None:
    code, _, errors = _python("print(len(bytearray(2 << 30)))", tmp_path, memory=1 << 29)
    assert code != 0
    assert "MemoryError" in errors


def test_a_project_has_its_own_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    (tmp_path / "src" / "app").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert interpreter(tmp_path / "src" / "app") == sys.executable
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    assert interpreter(tmp_path / "src" / "app") == str(python)
    active = tmp_path / "active" / "bin" / "python"
    active.parent.mkdir(parents=True)
    active.symlink_to(sys.executable)
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "active"))
    assert interpreter(tmp_path / "src") == str(python)
    python.unlink()
    assert interpreter(tmp_path / "src") == str(active)
