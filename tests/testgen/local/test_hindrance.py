"""Why no test was made, and what would help, for files that cannot be imported: real ones, behind the fence."""

from __future__ import annotations

from pathlib import Path

import pytest

from seedbed.testgen.local import propose

PLAIN = "\n\ndef f(x: int) -> int:\n    return x + 1\n"


@pytest.mark.parametrize(
    ("source", "why", "help"),
    [
        ("from other import g\n\n\ndef f(x):\n    return g(x)\n", "circular import", "two modules import each other"),
        ("import socket\nsocket.create_connection(('example.com', 80))" + PLAIN, "socket", "speaks to the network"),
        ("from pathlib import Path\n(Path.home() / 'mark').write_text('x')" + PLAIN, "writing", "writes to files"),
        ("import sys\nsys.exit(3)" + PLAIN, "SystemExit: 3", "ends the process"),
        ("import os\nos._exit(3)" + PLAIN, "code 3", "ends the process"),
        ("import nothing_of_that_name" + PLAIN, "No module", "install nothing_of_that_name"),
        ("LIMIT = 3\n", "defines no function", ""),
    ],
)
def test_what_stops_an_import_is_told_with_what_would_help(tmp_path: Path, source: str, why: str, help: str) -> None:
    (tmp_path / "some.py").write_text(source)
    (tmp_path / "other.py").write_text("from some import f\n\n\ndef g(x):\n    return f(x)\n")
    found = propose(tmp_path / "some.py", tmp_path, seed=1, seconds=10)
    (note,) = found.notes
    assert found.text == ""
    assert why in note.why
    assert help in note.help
    assert not (Path.home() / "mark").exists()
