"""The command that makes the same data again, or asks the same of them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path

from seedbed.api.wishes import Wished
from seedbed.database.dsn import is_dsn, parse_dsn

__all__ = ["asked", "command"]


def command(verb: str, schema: str, wished: Wished, more: Iterable[str] = (), beside: Sequence[str] = ()) -> str:
    """The words of a command, as a shell takes them; `more` are its own. A secret is in none of them.

    Files `beside` the schema are of it too.
    """
    words = ["seedbed", verb]
    if schema != wished.own_schema or beside:
        words += [_open(schema), *beside]
    return _dated(shlex.join([*words, *_said(wished), *more]), wished)


def asked(data: str, schema: str | None, wished: Wished, manifest: Path | None = None) -> str:
    """The words of `validate`. A secret is in none of them."""
    own = [_open(schema)] if schema is not None and schema != wished.own_schema else []
    config = [] if wished.words.config is None else ["--config", str(wished.words.config)]
    load = [] if manifest is None else ["--manifest", str(manifest)]
    return _dated(shlex.join(["seedbed", "validate", _open(data), *own, *config, *load]), wished)


def _open(source: str) -> str:
    """A source without the secret of its address."""
    return str(parse_dsn(source)) if is_dsn(source) and "://" in source else source


def _dated(line: str, wished: Wished) -> str:
    """A command, and which recipe of that name it was."""
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
