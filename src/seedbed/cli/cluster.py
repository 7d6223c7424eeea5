"""What `seedbed spark` does, once its words are read: a session, the plan, the tables, the manifest."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from rich.console import Console

from seedbed import api
from seedbed.api.again import command
from seedbed.api.wishes import Wished
from seedbed.api.words import dialect_of
from seedbed.classes import dataclass
from seedbed.cli.commands import tell
from seedbed.cli.show import show_notes
from seedbed.errors import Problem, UsageError
from seedbed.report.terminal import many
from seedbed.write.files.temporary import write_text

__all__ = ["Request", "spark"]


@dataclass(frozen=True, slots=True)
class Request:
    """The words of `spark`."""

    schema: str
    dialect: str | None
    wished: Wished
    strict: bool
    output: str
    into: str
    format: str
    mode: str
    options: Sequence[str]
    tables: Sequence[str] | None
    rows: int
    manifest: Path | None


def spark(request: Request) -> int:
    """Reads, plans, and has the tables made; the exit code."""
    target = api.SparkTarget(request.output, request.into, request.format, request.mode, _options(request.options))
    file = _manifest(request)
    reading = api.read_schema(request.schema, dialect_of(request.dialect), request.strict)
    plan = api.plan(reading.schema, request.wished.fitted(reading.schema), request.strict)
    api.check_target(plan, target, request.tables)
    console, notes = Console(), Console(stderr=True)
    tell(notes, reading.notes, plan)
    with _Session() as session:
        made = api.generate_on_spark(plan, session, target, rows=request.rows, tables=request.tables)
    show_notes(notes, made.notes)
    if file is not None:
        words = {**request.wished.told(), "command": command("spark", request.schema, request.wished, _own(request))}
        write_text(file, made.manifest(plan, words).decode())
    rows = many(sum(made.rows.values()), "row")
    told = f"{rows} in {many(len(made.rows), 'table')} -> {api.shown(request.output or request.into)}"
    console.print(told, highlight=False, soft_wrap=True)
    return 0


class _Session:
    """The session of spark-submit, or one of our own that ends with the command."""

    def __enter__(self) -> Any:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            problem = Problem("pyspark is not installed", "seedbed spark", help="pip install 'seedbed[spark]'")
            raise UsageError(problem) from error
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else executors take whatever python3 there is
        self._found = SparkSession.getActiveSession()
        try:
            self._session = self._found or SparkSession.builder.appName("seedbed").getOrCreate()
        except Exception as error:
            why = str(error).strip().partition("\n")[0]
            raise UsageError(Problem("Spark does not start", why=why, help="it needs Java 17 or later")) from error
        return self._session

    def __exit__(self, *error: object) -> None:
        if self._found is None:
            self._session.stop()


def _options(texts: Sequence[str]) -> dict[str, str]:
    """The options of Spark's writer. Raises UsageError."""
    bad = [text for text in texts if "=" not in text]
    if bad:
        raise UsageError(*(Problem(f"{text!r} is not NAME=VALUE", "--option") for text in bad))
    return {name: value for name, _, value in (text.partition("=") for text in texts)}


def _manifest(request: Request) -> Path | None:
    """Where the manifest goes: the file that is named, or one in a folder of this machine. Raises UsageError."""
    parts = urlparse(request.output)
    local = Path(parts.path) / "manifest.json" if request.output and parts.scheme in ("", "file") else None
    file = request.manifest or local
    if file is not None and file.exists() and not (request.mode == "overwrite" and _ours(file)):
        help = "name another with --manifest"
        raise UsageError(Problem("a file is there already", str(file), "it tells of other rows", help))
    return file


def _ours(file: Path) -> bool:
    """Whether a manifest is that of an earlier run on Spark."""
    try:
        return "spark" in json.loads(file.read_bytes())["options"]
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _own(request: Request) -> list[str]:
    """The words of the command that say where rows go; none of the writer's options, which may hold a secret."""
    own = ["--output", api.shown(request.output)] if request.output else ["--into", request.into]
    own += ["--format", request.format]
    return own + [word for name in request.tables or () for word in ("--table", name)]
