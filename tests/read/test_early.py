"""A schema read early is the schema; where that is not to be had, whoever asks reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from seedbed.read import early

SHOP = "CREATE TABLE users (id INT PRIMARY KEY, age INT CHECK (age > 17));\n"

# In an interpreter of its own: this one has loaded too much to be doubled.
READ = """
import sys
from pathlib import Path
from seedbed.read.early import begun
from seedbed.read.open import read
shop, broken = map(Path, sys.argv[1:])
first = begun(str(shop), "postgres")
assert first.reading(shop, "postgres") == read(shop, "postgres")
assert begun(str(shop), "postgres").reading(shop, "mysql") is None, "of another dialect"
assert begun(str(shop), None).reading(broken, None) is None, "of another file"
assert begun(str(broken), None).reading(broken, None) is None, "of what cannot be read"
assert "numpy" not in sys.modules, "reading asks nothing of what plans"
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process is not doubled")


@linux
def test_another_process_reads_the_same(tmp_path: Path) -> None:
    shop, broken = tmp_path / "shop.sql", tmp_path / "broken.sql"
    shop.write_text(SHOP)
    broken.write_bytes(b"\x00\x01")
    command = [sys.executable, "-c", READ, str(shop), str(broken)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@linux
@pytest.mark.parametrize("broken", [False, True], ids=["whole", "broken"])
def test_a_command_ends_as_if_nobody_had_read(tmp_path: Path, broken: bool) -> None:
    (tmp_path / "shop.sql").write_text(SHOP if not broken else "no SQL")
    command = [sys.executable, "-m", "seedbed", "generate", "shop.sql", "--count", "3", "--no-validate"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path)
    assert (done.returncode, "this is not SQL" in done.stderr) == ((4, True) if broken else (0, False)), done.stderr


@pytest.mark.parametrize(
    ("source", "dialect"), [(None, None), ("gone.sql", None), ("models.py", None), ("shop.sql", "oracle")]
)
def test_only_texts_are_read_early(
    source: str | None, dialect: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(early, "_pays", lambda: True)
    monkeypatch.chdir(tmp_path)
    for name in ("shop.sql", "models.py"):
        (tmp_path / name).write_text(SHOP)
    assert early.begun(source, dialect) is None


def test_a_process_that_has_loaded_much_is_not_doubled(tmp_path: Path) -> None:
    import numpy as np

    (tmp_path / "shop.sql").write_text(SHOP)
    assert np.__name__ in sys.modules
    assert early.begun(str(tmp_path / "shop.sql"), None) is None
