"""The functions and declarations that factories are written with: of `tools.txt`, those that a text needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

__all__ = ["tool_names", "tools_for"]

_NAME = re.compile(r"(?:class|def) (\w+)")
_PROSE = re.compile(r'"""[\s\S]*?"""|(?:^|  )# .*', re.MULTILINE)
_USED = r'(?<![\w."]){}\b(?! ?=[^=]|")'
"""A name where it is used, and not a keyword, an attribute of that name, or a text."""


@lru_cache(maxsize=1)
def _every() -> Mapping[str, str]:
    """All of them by name, in the order in which they are written."""
    text = files("seedbed").joinpath("scaffold/factories/tools.txt").read_text(encoding="utf-8")
    return {found[1]: part for part in text.strip().split("\n\n\n") if (found := _NAME.match(part))}


def tool_names() -> tuple[str, ...]:
    """The names of all of them."""
    return tuple(_every())


def tools_for(text: str) -> list[str]:
    """The texts of those that a text names, and of those that these name."""
    wanted: set[str] = set()
    waiting = [text]
    while waiting:
        code = _PROSE.sub("", waiting.pop())
        new = {name for name in _every() if name not in wanted and re.search(_USED.format(name), code)}
        wanted |= new
        waiting += [_every()[name] for name in new]
    return [part for name, part in _every().items() if name in wanted]
