"""Which language a file is written in, and whether it is a test: by its name, and for some by its folder."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path, PurePath

from seedbed.classes import dataclass

__all__ = ["TEST_FOLDERS", "Language", "is_test", "language_of", "languages", "subject_of"]

TEST_FOLDERS = ("tests", "__tests__", "spec", "test")
"""What a folder of tests is called, in the order in which they are looked into."""

_TELLS = re.compile(r"(?<![.\w])(describe|it|test|suite)\s*\(|\bnode:test\b", re.ASCII)
"""What a JavaScript file in a folder of tests says where it is a test."""


@dataclass(frozen=True, slots=True)
class Language:
    """What a language calls its files: suffixes, patterns of tests' names, files that serve tests, manifests."""

    name: str
    suffixes: tuple[str, ...]
    tests: tuple[str, ...]
    support: tuple[str, ...]
    folders: tuple[str, ...]
    manifests: tuple[str, ...]
    dropped: tuple[tuple[str, ...], ...]

    def holds(self, path: PurePath) -> bool:
        """Whether a file is written in it."""
        return path.suffix in self.suffixes


def language_of(path: PurePath) -> Language:
    """The language of a file, by its suffix; that of all other files where it is not known."""
    return next((each for each in languages() if each.holds(path)), _other(path.suffix))


def is_test(path: Path, root: Path) -> bool:
    """Whether a file of a project is a test, or serves tests only."""
    language, folders = language_of(path), path.parent.relative_to(root).parts
    if path.name in language.support or any(folder in folders for folder in language.folders):
        return True
    if any(re.fullmatch(pattern, path.stem) for pattern in language.tests):
        return True
    if language.name != "javascript" or not any(folder in folders for folder in TEST_FOLDERS):
        return False
    try:
        return _TELLS.search(path.read_text(encoding="utf-8", errors="replace")) is not None
    except OSError:
        return False


def subject_of(test: PurePath) -> str:
    """The name of what a test is about, without suffix: `math` of math.test.ts, test_math.py, MathTest.java."""
    stem = re.sub(r"[._-](test|spec)$|^test_|^Test(?=[A-Z])|(?<=[a-z0-9])(Tests?|IT|Spec)$", "", test.stem)
    return stem or test.stem


@cache
def languages() -> tuple[Language, ...]:
    """All of them; the last is that of all other files."""
    text = Path(__file__).with_name("languages.toml").read_text(encoding="utf-8")
    return tuple(_read(name, told) for name, told in tomllib.loads(text).items())


def _read(name: str, told: dict[str, list[str]]) -> Language:
    dropped = tuple(map(tuple, told["dropped"]))
    plain = {key: tuple(words) for key, words in told.items() if key != "dropped"}
    return Language(name, dropped=dropped, **plain)


@cache
def _other(suffix: str) -> Language:
    """The language of a suffix that no other has."""
    rest = languages()[-1]
    return Language(rest.name, (suffix,), rest.tests, rest.support, rest.folders, rest.manifests, rest.dropped)
