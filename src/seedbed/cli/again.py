"""The command that makes the same data again."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from seedbed.cli.wishes import Wished
from seedbed.database.dsn import is_dsn, parse_dsn

__all__ = ["command"]


def command(verb: str, schema: str, wished: Wished, more: Iterable[str] = ()) -> str:
    """The words of a command, as a shell takes them; `more` are its own. A secret is in none of them."""
    words = ["seedbed", verb]
    if schema != wished.own_schema:
        words.append(str(parse_dsn(schema)) if is_dsn(schema) and "://" in schema else schema)
    line = shlex.join([*words, *_said(wished), *more])
    return f"{line}  # {wished.file.name}: sha256 {wished.file.digest[:12]}" if wished.file is not None else line


def _said(wished: Wished) -> Iterable[str]:
    """The options that wish something; the seed is always told."""
    words = wished.words
    if words.config is not None:
        yield from ("--config", str(words.config))
    for count in words.count:
        yield from ("--count", count)
    yield from ("--seed", str(wished.recipe.seed))
    for name, value in (("--today", words.today), ("--locale", words.locale)):
        if value is not None:
            yield from (name, value)
    for text in words.distribution:
        yield from ("--distribution", text)
    for text in words.custom_generator:
        yield from ("--custom-generator", text)
    if words.edge_cases is not None:
        yield from ("--edge-cases", f"{words.edge_cases:g}")
    for text in words.without:
        yield from ("--without", text)
