"""Source text in the format of a project: laid out by ruff, in the width that the project's own tool is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

from seedbed.errors import Problem, WriteError
from seedbed.project.facts import Style

__all__ = ["formatted"]


def formatted(texts: Mapping[str, str], style: Style) -> dict[str, str]:
    """The texts of Python files in a project's format; what is no Python stays as it is."""
    return {path: _one(path, text, style) if path.endswith(".py") else text for path, text in texts.items()}


def _one(path: str, text: str, style: Style) -> str:
    ruff = [sys.executable, "-m", "ruff"]
    settings = ["--isolated", "--line-length", str(style.line_length), "--stdin-filename", path]
    sorted_ = _ran([*ruff, "check", "--quiet", "--select", "I", "--fix", "--exit-zero", *settings, "-"], text, path)
    quotes = ["--config", f'format.quote-style = "{style.quotes}"'] if style.quotes != "double" else []
    return _ran([*ruff, "format", "--quiet", *settings, *quotes, "-"], sorted_, path)


def _ran(command: list[str], text: str, path: str) -> str:
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - ours
    if done.returncode:
        raise WriteError(Problem("the text that was made is no Python", path, done.stderr.strip()[:400]))
    return done.stdout
