"""Keys of every shape in real databases: each file of `keys/` is planned, made, loaded and then asked.

The first lines of a file say, as comments, on which databases it runs (`-- on: postgres mariadb sqlite`), how many
rows are wanted (`-- rows: 100`, `-- count: table=10`), and what must be true of the loaded rows: `-- ask:` with a query
and the one number that it gives (`SELECT … => 42`), or a bound of it (`>= 42`, `<= 42`).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.laws.stored import stored

FILES = sorted((Path(__file__).parent / "keys").glob("*.sql"))
_WORDS = re.compile(r"^-- (on|rows|count|ask): (.*)$", re.MULTILINE)
_ASKED = re.compile(r"(.*?) (=>|>=|<=) (-?\d+)$")
_HOLDS: dict[str, Callable[[int, int], bool]] = {"=>": operator.eq, ">=": operator.ge, "<=": operator.le}


def words(path: Path, word: str) -> list[str]:
    """What the head of a file says under one word."""
    return [value for name, value in _WORDS.findall(path.read_text()) if name == word]


CASES = [(path, server) for path in FILES for server in " ".join(words(path, "on")).split()]


@pytest.mark.parametrize(("path", "server"), CASES, ids=[f"{path.stem}-{server}" for path, server in CASES])
def test_keys_load(path: Path, server: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rows = int("".join(words(path, "rows")) or 100)
    counts = [count.partition("=") for count in words(path, "count")]
    named = tuple((table, int(count)) for table, _, count in counts)
    made = stored(request.getfixturevalue(server), path.read_text(), tmp_path, rows, named)
    for line in words(path, "ask"):
        asked = _ASKED.fullmatch(line)
        assert asked is not None, line
        found = made.number(asked[1])
        assert _HOLDS[asked[2]](found, int(asked[3])), f"{line}: {found}"
