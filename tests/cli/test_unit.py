"""`seedbed test`: words in, a file and a log out, and an exit code that says what happened."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from seedbed.cli.unit import unit
from tests.cli.program import run

ANSWER = "```go\npackage a\n```"


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in Go, and recorded answers, in the folder where the program runs."""
    (tmp_path / "go.mod").write_text("module a\n")
    (tmp_path / "sum.go").write_text("package a\n")
    lines = [{"answer": {"content": text, "model": "small-1"}} for text in (ANSWER, "")]
    (tmp_path / "said.jsonl").write_text("\n".join(map(json.dumps, lines)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_written_and_said(root: Path) -> None:
    ran = run("test", "sum.go", "--replay", "said.jsonl")
    assert (ran.code, ran.out) == (
        0,
        "Generated: sum_test.go\nsum_test.go: not run\nrun it: go test ./\n",
    )
    assert "run them before you trust them" in ran.err
    assert (root / "sum_test.go").read_text() == "package a\n"
    again = run("test", "sum.go", "--replay", "said.jsonl")
    assert (again.code, again.out) == (0, "Using existing tests: sum_test.go\nrun it: go test ./\n")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 0, "there is no target"),
        (("sum.go", "--no-generate"), 0, "Skipping test generation: --no-generate"),
        (("sum.go", "--test", "make"), 0, "the tests are run by make"),
        (("lib.rs",), 0, "Skipping test generation for Rust (.rs) — use inline #[test] blocks"),
        (("sum_test.go",), 0, "is a test itself"),
        (("sum.go",), 2, "there is no model to ask"),
        (("sum.go", "--soft"), 0, "there is no model to ask"),
        (("sum.go", "--engine", "local"), 3, "the local engine reads Python"),
        (("sum.go", "--framework", "karma", "--soft"), 2, "there is no framework 'karma'"),
        (("sum.go", "--model", "openai:x"), 2, "there is no key for openai"),
        (("none.go",), 2, "there is no such file"),
        (("bad.py",), 4, "bad.py:1:5: the file does not parse"),
        (("bad.py", "--soft"), 0, "the file does not parse"),
        (("sum.go", "--command", "false"), 4, "the command ended with 1"),
        (("sum.go", "--command", "true"), 1, "the answer of true holds no code"),
        (("sum.go", "--command", "true", "--soft"), 0, "the answer of true holds no code"),
        (("sum.go", "--replay", "said.jsonl", "--max-tokens-total", "9"), 4, "the budget of 9 tokens is used up"),
        (("sum.go", "--working-dir", "nowhere"), 2, "this is no folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_exit_codes(words: tuple[str, ...], code: int, told: str, root: Path) -> None:
    (root / "bad.py").write_text("x = = 1\n")
    ran = run("test", *words)
    assert (ran.code, told in ran.out + ran.err) == (code, True), ran
    assert not (root / "sum_test.go").exists()


def test_every_word_of_the_contract_is_there() -> None:
    words = {
        *("objective", "framework", "engine", "model", "provider", "command", "base_url", "seed", "tests_dir"),
        *("soft", "generate", "test", "max_tokens_total", "verbose", "working_dir", "record", "replay"),
    }
    assert words <= set(unit.__annotations__)
