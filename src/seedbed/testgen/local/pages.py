"""`pages`: a project's README and documentation, as far as it speaks of one of its files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

__all__ = ["pages"]

_SUFFIXES = (".md", ".rst", ".txt")
_FOLDERS = ("docs", "doc")
_LARGEST = 200_000
_MOST = 30


def pages(target: Path, project: Path) -> list[tuple[str, str]]:
    """The name and the text of each: the READMEs above a file, the nearest first, and the documentation's pages."""
    target, project = target.resolve(), project.resolve()
    above = [each for each in target.parents if each == project or project in each.parents]
    listed = [*_readmes(above), *_documentation(project)]
    read = [(each.relative_to(project).as_posix(), _text(each)) for each in listed[:_MOST]]
    return [(name, text) for name, text in read if ">>>" in text or target.stem in text or target.parent.name in text]


def _readmes(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(each for each in folder.glob("README*") if each.suffix in _SUFFIXES)


def _documentation(project: Path) -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted(each for each in (project / folder).rglob("*") if each.suffix in _SUFFIXES)


def _text(file: Path) -> str:
    """What a page says; "" where it cannot be read, or is a book."""
    try:
        return file.read_text(encoding="utf-8") if file.stat().st_size <= _LARGEST else ""
    except (OSError, UnicodeDecodeError):
        return ""
