"""`settings_of`: the settings that a Django project's modules cannot do without, and who tells pytest of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from seedbed.classes import dataclass

__all__ = ["Settings", "settings_of"]

_MANAGED = re.compile(r"""DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]+)["']""")
_CONFIGURED = re.compile(r"""^\s*DJANGO_SETTINGS_MODULE\s*=\s*["']?([\w.]+)""", re.MULTILINE)
_CONFIGURING = ("pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")


@dataclass(frozen=True, slots=True)
class Settings:
    """The dotted name of a module of settings, "" where none is needed; the folder that it is imported from.

    `known` tells whether pytest-django finds them by itself, as a file of configuration says.
    """

    name: str = ""
    folder: str = ""
    known: bool = False


def settings_of(target: Path, project: Path) -> Settings:
    """Those of the nearest project of Django around a file that imports Django, or modules of that project."""
    target, project = target.resolve(), project.resolve()
    above = [each for each in target.parents if each == project or project in each.parents]
    for folder in above:
        name = _found(folder, ("manage.py",), _MANAGED)
        configured = _found(folder, _CONFIGURING, _CONFIGURED)
        if (name or configured) and _needed(target, folder):
            return Settings(configured or name, str(folder), bool(configured))
    return Settings()


def _found(folder: Path, names: tuple[str, ...], pattern: re.Pattern[str]) -> str:
    """What the first of some files says."""
    texts = [
        (folder / name).read_text(encoding="utf-8", errors="replace") for name in names if (folder / name).is_file()
    ]
    return next((found[1] for text in texts if (found := pattern.search(text))), "")


def _needed(target: Path, folder: Path) -> bool:
    """Whether a file imports Django, or what stands in the project: that may import it in its turn."""
    own = {each.stem for each in folder.iterdir() if each.is_dir() or each.suffix == ".py"}
    return any(not name or name == "django" or name in own for name in _imported(target))


def _imported(target: Path) -> Iterator[str]:
    """The first words of what a file imports, "" where that is told from its own place."""
    try:
        tree = ast.parse(target.read_bytes())
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0] if not node.level else ""
