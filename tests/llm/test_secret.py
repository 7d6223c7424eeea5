"""Keys are read where they are kept, and shown nowhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedbed.llm.secret import Key, hidden, key_of, unkeyed


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A keyring of one file: what a library of that name gives."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "keyring")
    yield tmp_path / "keyring.py"
    sys.modules.pop("keyring", None)


def test_the_environment_comes_before_the_keyring(keyring: Path) -> None:
    keyring.write_text("def get_password(service, name):\n    return f'{service}-{name}-kept\\n'\n")
    assert key_of("openai", {"OPENAI_API_KEY": " told \n"}) == Key("told", "OPENAI_API_KEY")
    assert key_of("openai", {"OPENAI_API_KEY": " "}) == Key("seedbed-openai-kept", "keyring")


@pytest.mark.parametrize("code", ["", "def get_password(*_):\n    return None\n", "raise RuntimeError('no desktop')\n"])
def test_no_keyring_is_no_key(keyring: Path, code: str) -> None:
    keyring.write_text(code)
    assert key_of("openai", {}) is None


def test_a_key_is_not_shown() -> None:
    key = Key("hush-hush-hush", "OPENAI_API_KEY")
    assert "hush" not in f"{key} {key!r} {[key]}"
    assert hidden("it is hush-hush-hush!", key) == "it is ***!"


@pytest.mark.parametrize(
    "text",
    [
        "key sk-ant-api03-abcdefgh123",
        "authorization: Bearer abcdefgh.ijk",
        "x-api-key: abcdefgh12",
        "postgresql://user:word@host/x",
        "ghp_abcdefghijklmnopqrstuvwx",
        "AKIAABCDEFGHIJKLMNOP",
        "the value of MY_TOKEN is forty-two-42",
    ],
)
def test_whatever_looks_like_a_key_is_hidden(text: str) -> None:
    found = hidden(text, environment={"MY_TOKEN": "forty-two-42", "HOME": "/home/someone", "SHORT_KEY": "is"})
    assert "***" in found
    assert not {"abcdefgh", "word@", "forty"} & set(found.replace("-", " ").split())
    assert found.count("***") == 1


def test_what_is_used_again_keeps_common_words() -> None:
    environment = {"POSTGRES_PASSWORD": "postgres", "OPENAI_API_KEY": "0123456789abcdef"}
    text = "class sk-spinner-container; 'Bearer abcdefgh'; connect('postgres'); 0123456789abcdef sk-ant-0123456789ab"
    kept = "class sk-spinner-container; 'Bearer abcdefgh'; connect('postgres'); *** ***"
    assert unkeyed(text, environment=environment) == kept
    assert unkeyed("it is short", Key("short", "keyring"), environment={}) == "it is ***"


def test_plain_text_stays() -> None:
    text = "def key(sk): return 'https://example.org/a' + sk-1"
    assert hidden(text, environment={"PATH": "example"}) == text
