"""Tiny repositories made of texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["grown"]


def grown(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
