"""What single words of a request mean: its formats, a dialect, where rows go, what a schema is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from seedbed.database.dsn import is_dsn, parse_dsn
from seedbed.errors import Problem, UsageError
from seedbed.read.texts import STANDARD_INPUT, suffix_of
from seedbed.schema.model import Dialect
from seedbed.write.sink import SINKS

__all__ = ["dialect_of", "file_of", "formats_of", "name_of"]

ALL = ("sql", "csv", "json", "parquet")

_DIALECTS = {
    "postgres": "postgres",
    "postgresql": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
}


def formats_of(text: str) -> tuple[str, ...]:
    """The formats that a user named. Raises UsageError."""
    names = ALL if text == "all" else tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in SINKS]
    if unknown or not names:
        help = f"the formats are {', '.join(SINKS)}, or all"
        raise UsageError(
            *(Problem(f"there is no format {name!r}", "--format", help=help) for name in unknown or [text])
        )
    return names


def dialect_of(text: str | None) -> Dialect | None:
    """The dialect that a user named. Raises UsageError."""
    if text is not None and text.lower() not in _DIALECTS:
        raise UsageError(Problem(f"there is no dialect {text!r}", "--dialect", help="postgres, mysql or sqlite"))
    return None if text is None else cast("Dialect", _DIALECTS[text.lower()])


def file_of(output: Path, formats: Sequence[str]) -> str | None:
    """The name of the one file that an output is, where it ends in the format's suffix; None for a folder."""
    suffix = ".json" if formats[0] == "django" else f".{formats[0]}"
    return output.name if len(formats) == 1 and output.suffix == suffix else None


def name_of(schema: str) -> str:
    """What a schema is called: its file or folder, or its database."""
    if is_dsn(schema):
        return parse_dsn(schema).name or "database"
    path = Path(schema)
    if path == STANDARD_INPUT:
        return "stdin"
    path = path.with_suffix("") if path.suffix != suffix_of(path) else path
    return (path if path.name not in ("", "..") else path.resolve()).stem or "schema"
