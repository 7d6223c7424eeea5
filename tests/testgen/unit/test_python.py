"""Python files: what a model drafts goes through the sieve, beside what the local engine drafts."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

import pytest

import seedbed
from seedbed.llm.completion import Completion, Message, Usage
from seedbed.llm.host import Host
from seedbed.llm.posting import Line
from seedbed.llm.servers import OpenAI
from seedbed.testgen.unit.options import TestGeneratorOptions
from tests.llm.speaking import Reply, openai, serving
from tests.testgen.unit.repositories import grown

SHOP = {
    "pyproject.toml": "[project]\nname = 'shop'\n",
    "shop/__init__.py": "",
    "shop/price.py": 'def net(gross, rate=20):\n    """The price without tax."""\n    if gross < 0:\n'
    '        raise ValueError("a price is not negative")\n    return gross * 100 / (100 + rate)\n',
}
DRAFT = '''"""Prices."""

import unittest

import pytest

from shop.price import net


def test_net():
    assert net(120) == 100


def test_net_again():
    assert net(120) == 100


def test_refusal():
    with pytest.raises(ValueError, match="not negative"):
        net(-1)


def test_chance():
    assert hash("price") % 2 == net(0)


class TestNet(unittest.TestCase):
    def test_rate(self):
        self.assertEqual(net(110, 10), 100)

    def test_nothing_is_refused(self):
        with self.assertRaises(ValueError):
            net(0)


def test_of_itself():
    assert undefined
'''


@pytest.fixture(autouse=True)
def _near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")


def test_a_draft_is_sifted(tmp_path: Path) -> None:
    root, log = grown(tmp_path, SHOP), list[str]()
    venv.create(root / ".venv", with_pip=False)  # an interpreter of the project's own, without pytest
    with serving(openai(f"```python\n{DRAFT}```", model="small-3")) as server:
        provider = OpenAI(None, server.url, Line(wait=list[float]().append))
        options = TestGeneratorOptions("shop/price.py", working_dir=root, engine="model", model="small")
        made = seedbed.generate_test_file(options, say=log.append, provider=provider)
    assert log == ["Generated: shop/test_price.py"]
    assert (made.test_command, made.generated_by_model) == ("pytest shop/test_price.py", "small-3")
    told = {line.split()[1]: line.split()[0] for line in made.report[:-1]}
    assert [told[f"test_{name}"] for name in ("net", "net_again", "refusal")] == ["kept", "dropped", "kept"]
    assert told["TestNet.test_nothing_is_refused"] == "finding"
    assert (told["test_of_itself"], told["test_chance"]) == ("dropped", "dropped")
    assert any("test_chance (stated): unsteady" in line for line in made.report)
    assert "mutants noticed" in made.report[-1]
    [finding] = made.findings
    assert finding == "TestNet.test_nothing_is_refused: AssertionError: ValueError not raised"
    assert made.test_file_path is not None
    text = made.test_file_path.read_text()
    assert "test_net_again" not in text
    words = ["-q", "-p", "no:cacheprovider", "shop/test_price.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "1 xfailed" in done.stdout
    assert not (root / ".seedbed").exists()


def test_the_local_engine_works_where_the_model_fails(tmp_path: Path) -> None:
    root = grown(tmp_path, SHOP)
    with serving(Reply(401, '{"error": {"message": "no"}}')) as server:
        provider = OpenAI(None, server.url, Line(wait=list[float]().append))
        options = TestGeneratorOptions("shop/price.py", working_dir=root, seconds=8)
        made = seedbed.generate_test_file(options, provider=provider)
    assert made.outcome == "generated"
    assert made.generated_by_model.startswith("seedbed-local ")
    said = [note.what for note in made.warnings if note.grave]
    assert said == ["the model: the model's server refused the key", "the model gave no answer"]


BAD = {
    "plain.py": '"""Only names."""\n\nRATE = 20\n',
    "leaves.py": "import sys\n\n\ndef twice(n: int) -> int:\n    return n * 2\n\n\nsys.exit(3)\n",
    "one.py": "from two import b\n\n\ndef a(n: int) -> int:\n    return b(n)\n",
    "two.py": "from one import a\n\n\ndef b(n: int) -> int:\n    return n * 2\n",
    "writes.py": 'open(__file__ + ".txt", "w")\n\n\ndef twice(n: int) -> int:\n    return n * 2\n',
}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("plain", "found nothing to test in plain.py"),
        ("leaves", "SystemExit: 3"),
        ("one", "circular import"),
        ("writes", "writes.py.txt"),
    ],
)
def test_files_that_cannot_be_explored_are_told(name: str, told: str, tmp_path: Path) -> None:
    root = grown(tmp_path, BAD)
    made = seedbed.generate_test_file(TestGeneratorOptions(f"{name}.py", working_dir=root, engine="local", seconds=1))
    assert (made.outcome, made.failed) == ("nothing", True)
    assert told in " ".join(f"{note.what} {note.why}" for note in made.warnings)
    assert {path.name for path in root.iterdir()} == set(BAD)


def test_a_long_file_is_cut_for_a_model(tmp_path: Path) -> None:
    source = "".join(f"def f{number}(n):\n    return n + {number}  # {number}\n\n\n" for number in range(2500))
    root, asked = grown(tmp_path, {"big.py": source}), list[str]()

    def answer(messages: Sequence[Message], model: str, warmth: float, most: int) -> Completion:
        asked.append(messages[1].content)
        return Completion("no tests today", "small", Usage())

    options = TestGeneratorOptions("big.py", working_dir=root, engine="model")
    made = seedbed.generate_test_file(options, provider=Host(answer))
    assert made.failed
    assert any("of 10,000 lines are not shown to the model" in note.what for note in made.warnings)
    assert len(asked[0]) < 100_000


@pytest.mark.parametrize(
    "answer", ["", "```python\n```", "I cannot.", "```python\ndef test_a(:\n```", "```python\nx = 1\n```"]
)
def test_an_answer_without_tests_writes_nothing(answer: str, tmp_path: Path) -> None:
    root = grown(tmp_path, SHOP)
    with serving(openai(answer)) as server:
        options = TestGeneratorOptions("shop/price.py", working_dir=root, engine="model", model="small")
        made = seedbed.generate_test_file(options, provider=OpenAI(None, server.url))
    assert (made.outcome, made.failed, made.test_file_path) == ("nothing", True, None)
    assert made.warnings[-1].grave
    assert {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} == set(SHOP)
