"""The engine without a model, on a module of our own that does a bit of everything, also what it must not."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

from seedbed.process.fence import interpreter
from seedbed.testgen.local import Proposed, propose

MODULE = '''"""Odds and ends."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

HOME = Path.home() / "marker.txt"
open(os.path.join(tempfile.gettempdir(), "imported"), "w").close()


def double(text: str) -> str:
    """Twice the text.

    >>> from odds import double
    >>> double("ab")
    'abab'
    >>> double("a")
    'aaa'
    """
    return text * 2


def pack(number: int) -> str:
    """Raises ValueError if number is negative."""
    if number < 0:
        raise ValueError("number is negative")
    return f"<{number}>"


def unpack(text: str) -> int:
    return int(text[1:-1])


async def later(number: int) -> int:
    return number + 1


def count(number: int):
    yield from range(number % 5)


def is_odd(number: int) -> bool:
    """Returns True if number is odd."""
    return number % 2 == 0


def test_mark(number: int) -> str:
    return "good" if number > 3 else "bad"


@dataclass
class Account:
    owner: str
    balance: int = 0

    def deposit(self, amount: int) -> int:
        if amount <= 0:
            raise ValueError("nothing to deposit")
        self.balance += amount
        return self.balance


def stop() -> None:
    os._exit(3)


def litter(name: str) -> None:
    HOME.write_text(name)


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())
'''


README = """# Odds

```python
from odds import unpack

word = "<7>"
unpack(word)  # 7
unpack("<8>")  # 9
unpack("<x>")  # 0
```
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odds")
    (folder / "odds.py").write_text(MODULE)
    (folder / "README.md").write_text(README)
    return folder


@pytest.fixture(scope="module")
def proposed(project: Path) -> Proposed:
    return propose(project / "odds.py", project, seed=3, seconds=120)


def _tests(proposed: Proposed) -> dict[str, str]:
    tree = ast.parse(proposed.text)
    return {each.name: ast.unparse(each) for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_every_test_says_what_its_expectation_is_founded_on(proposed: Proposed) -> None:
    for each in ast.parse(proposed.text).body:
        if isinstance(each, ast.FunctionDef):
            assert (ast.get_docstring(each) or "").startswith(("Documented:", "A law:", "Recorded:"))


def test_examples_of_docstrings_are_asserted_as_documented(proposed: Proposed) -> None:
    assert any("double('ab') == 'abab'" in text and "Documented" in text for text in _tests(proposed).values())


def test_examples_of_a_readme_are_documented_and_other_values_are_findings(proposed: Proposed) -> None:
    tests = _tests(proposed).values()
    assert any("word = '<7>'" in text and "unpack(word) == 7" in text and "in README.md" in text for text in tests)
    assert any("unpack('<8>') == 9" in text and "xfail" in text for text in tests)


def test_what_a_readme_does_not_prepare_is_no_finding(proposed: Proposed) -> None:
    assert not any("unpack('<x>') == 0" in text for text in _tests(proposed).values())


def test_what_an_example_imports_is_imported_once(proposed: Proposed) -> None:
    assert proposed.text.count("from odds import") == 1


def test_what_a_runner_would_take_for_a_test_has_another_name(proposed: Proposed) -> None:
    assert "test_mark as _test_mark" in proposed.text
    assert any("_test_mark(" in test for test in _tests(proposed).values())


def test_broken_promises_are_findings_and_never_recorded(proposed: Proposed) -> None:
    tests = _tests(proposed).values()
    wrong = [text for text in tests if "xfail" in text]
    assert any("double('a') == 'aaa'" in text for text in wrong)
    assert any("is_odd(" in text for text in wrong)
    assert not any("is_odd(" in text and "Recorded" in text for text in tests)


def test_states_coroutines_generators_and_files_are_reached(proposed: Proposed) -> None:
    for part in ("asyncio.run(later(", "list(", "account.deposit(", "lines(", "nothing to deposit"):
        assert part in proposed.text, part


def test_what_ends_the_process_or_writes_elsewhere_is_no_test(proposed: Proposed) -> None:
    assert "stop()" not in proposed.text
    assert 'litter("' not in proposed.text
    assert any("stop" in note.what for note in proposed.notes)
    assert not (Path.home() / "marker.txt").exists()


def test_what_it_proposes_passes_in_a_plain_run(proposed: Proposed, project: Path, tmp_path: Path) -> None:
    file = tmp_path / "test_odds.py"
    file.write_text(proposed.text)
    command = [
        interpreter(project),
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-o",
        f"pythonpath={project}",
        str(file),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout[-2000:]


def test_a_module_that_does_not_import_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("import nothing_of_that_name\n")
    found = propose(tmp_path / "broken.py", tmp_path, seed=1, seconds=20)
    assert found.text == ""
    assert "nothing_of_that_name" in found.notes[0].why
