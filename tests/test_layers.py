"""The house stands: floors hold, the face is light, no room is called by a name that means nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import seedbed

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src" / "seedbed").rglob("*.py"))
HEAVY = ("numpy", "pyarrow", "duckdb", "sqlglot", "postgast", "mimesis")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}

LOADED_BY = """
import sys
sys.argv = ["seedbed", *{words}]
from seedbed.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sorted({{name.partition(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


def loaded_by(*words: str) -> set[str]:
    """The packages that a process holds after running the program with these words."""
    code = LOADED_BY.format(words=list(words))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip(), "the program said nothing"
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "words",
    [("--help",), ("generate", "--help"), ("validate", "--help"), ("explain", "--help")],
    ids=" ".join,
)
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    assert loaded_by(*words).isdisjoint(HEAVY)


def test_the_floors_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_has_an_empty_name() -> None:
    assert not [path for path in SOURCES if EMPTY_NAMES & {path.stem, *path.relative_to(ROOT).parts}]


def test_public_names_are_few_and_there() -> None:
    names: list[str] = getattr(seedbed, "__all__", [])
    assert len(names) <= 20
    assert names == sorted(names)
    assert all(hasattr(seedbed, name) for name in names)


def test_no_module_state_is_left_for_a_clock() -> None:
    """The clock and the stream of random numbers are named nowhere: "today" is a value of the recipe."""
    banned = ("import random", "from random", "datetime.now(", ".today(", "time.time(", "np.random", "numpy.random")
    found = [(path.name, word) for path in SOURCES for word in banned if word in path.read_text(encoding="utf-8")]
    assert not found
