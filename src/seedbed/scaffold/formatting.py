"""Source text as a project has it: in its own format, and quiet before its own checkers.

Without settings of ruff's the text is laid out in the width that the project's tool is told. With them it is laid out
and mended by them; rules that it breaks all the same are named at the top of a file of ours, where checkers of types
are told that factory-boy's declarations have none, and in a file of theirs in the lines of our block.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from seedbed.errors import Problem, WriteError
from seedbed.project.facts import Style
from seedbed.project.layout import BLOCK_END, BLOCK_START, MARK

__all__ = ["formatted", "hushed"]

_RUFF = (sys.executable, "-m", "ruff")
_UNTYPED = "# type: ignore  # factory-boy's declarations have no types"


def formatted(texts: Mapping[str, str], style: Style, folder: Path) -> dict[str, str]:
    """The texts of Python files in the format of the project in a folder; what is no Python stays as it is."""
    return {path: _one(path, text, style, folder) if path.endswith(".py") else text for path, text in texts.items()}


def _one(path: str, text: str, style: Style, folder: Path) -> str:
    ours = _is_ours(folder / path)
    text = _plain(path, _headed(text, _UNTYPED) if ours and style.is_typed else text, style)
    place = str(folder.resolve() / path)
    own = _own(text, place) if style.tool == "ruff" and style.origin is not None else None
    laid, codes = own or (text, ())
    return _headed(laid, f"# ruff: noqa: {', '.join(codes)}") if ours and codes else laid


def hushed(text: str, path: str, style: Style, folder: Path) -> str:
    """The text of a file of theirs, each line of our block with the rules of the project's own that it breaks."""
    if style.tool != "ruff" or style.origin is None or BLOCK_START not in text or not path.endswith(".py"):
        return text
    lines = text.split("\n")
    first, last = lines.index(BLOCK_START), lines.index(BLOCK_END) if BLOCK_END in lines else len(lines)
    for place, codes in _breaches(text, str(folder.resolve() / path)).items():
        if first < place < last and "# noqa" not in lines[place]:
            lines[place] += f"  # noqa: {', '.join(sorted(codes))}"
    return "\n".join(lines)


def _breaches(text: str, place: str) -> Mapping[int, set[str]]:
    """The rules of the project's own that lines of a text break, by the index of the line that may say so."""
    done = _asked("check", ["--exit-zero", "--output-format", "json", "--stdin-filename", place], text)
    found: dict[int, set[str]] = {}
    for each in json.loads(done.stdout) if done.returncode == 0 else ():
        if each["code"] and each["noqa_row"]:
            found.setdefault(each["noqa_row"] - 1, set()).add(each["code"])
    return found


def _plain(path: str, text: str, style: Style) -> str:
    """The text in the project's width and quotes, by no other settings."""
    settings = ["--isolated", "--line-length", str(style.line_length), "--stdin-filename", path]
    sorted_ = _asked("check", ["--select", "I", "--fix", "--exit-zero", *settings], text)
    quotes = ["--config", f'format.quote-style = "{style.quotes}"'] if style.quotes != "double" else []
    done = _asked("format", [*settings, *quotes], sorted_.stdout)
    if sorted_.returncode or done.returncode:
        why = (sorted_.stderr or done.stderr).strip()[:400]
        raise WriteError(Problem("the text that was made is no Python", path, why))
    return done.stdout


def _own(text: str, place: str) -> tuple[str, tuple[str, ...]] | None:
    """The text by the project's own settings, and the rules that it still breaks; None where ruff refuses them."""
    settings = ["--stdin-filename", place]
    mended = _asked("check", ["--fix", "--exit-zero", "--extend-select", "I", *settings], text)
    done = _asked("format", settings, mended.stdout)
    if mended.returncode or done.returncode:
        return None
    return done.stdout, tuple(sorted(set().union(*_breaches(done.stdout, place).values())))


def _headed(text: str, told: str) -> str:
    """The text with a line that checkers are told, behind those that say whose file it is."""
    lines = text.splitlines(keepends=True)
    at = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join([*lines[:at], f"{told}\n", *lines[at:]])


def _is_ours(path: Path) -> bool:
    """Whether a file is new or ours: what one says at the top of a file of theirs would be said of their code."""
    return not path.is_file() or path.read_text(encoding="utf-8", errors="replace").startswith(MARK)


def _asked(command: str, words: list[str], text: str) -> subprocess.CompletedProcess[str]:
    line = [*_RUFF, command, "--quiet", *words, "-"]
    return subprocess.run(line, input=text, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - ours
