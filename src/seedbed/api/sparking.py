"""The verb `generate` on a Spark cluster: every table written by the executors that make it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from typing import Any

from seedbed.classes import dataclass
from seedbed.engine.spark import ROWS, Gathered, dataframes, spark_notes
from seedbed.errors import Note, Problem, UsageError, WriteError
from seedbed.plan.plan import Plan
from seedbed.sampling.bits import VERSION
from seedbed.schema.model import Schema
from seedbed.write.files.names import file_stems
from seedbed.write.manifest import Run, manifest

__all__ = ["OnSpark", "SparkTarget", "check_target", "generate_on_spark", "shown"]

MODES = ("error", "overwrite", "append")

# Moments keep their instants and their days: no zone of the session, no calendar of before 1582, no year beyond
# those that nanoseconds reach.
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
    "spark.sql.avro.datetimeRebaseModeInWrite": "CORRECTED",
}

# CSV as Seedbed writes it: NULL is nothing, the empty text is "", quotes are doubled, blanks are kept.
_CSV = {
    "header": "true",
    "escape": '"',
    "nullValue": "",
    "emptyValue": '""',
    "ignoreLeadingWhiteSpace": "false",
    "ignoreTrailingWhiteSpace": "false",
}

_BACKSLASH_N = (
    Note(r"Spark does not quote a text that is \N", "some readers take it for NULL", "parquet, or --edge-cases 0"),
)


@dataclass(frozen=True, slots=True)
class SparkTarget:
    """Where tables go: a folder of any file system that Spark knows, or a database of its catalog; and how.

    `format` is any that Spark knows (parquet, csv, orc, delta, iceberg, ...), `options` are those of its writer; `mode`
    is error, overwrite or append, said of what is there.
    """

    folder: str = ""
    into: str = ""
    format: str = "parquet"
    mode: str = "error"
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OnSpark:
    """What a run on Spark made: where each table is, its rows, the digests of its columns, and notes on types.

    There are no digests where the session is a remote one, which cannot report them.
    """

    places: Mapping[str, str]
    rows: Mapping[str, int]
    digests: Mapping[str, Mapping[str, str]]
    notes: tuple[Note, ...]

    def manifest(self, plan: Plan, words: Mapping[str, object]) -> bytes:
        """The manifest of the run: the digests are those that any other run of the plan has."""
        told = {**words, "spark": {id: shown(place) for id, place in self.places.items()}}
        return manifest(Run(plan.schema, plan.recipe.seed, self.rows, self.digests, {}, told, VERSION), {})


def generate_on_spark(
    plan: Plan, spark: Any, target: SparkTarget, *, rows: int = ROWS, tables: Collection[str] | None = None
) -> OnSpark:
    """Makes the tables of a plan (or those named) on the executors of a session, and has them written there.

    A part of about `rows` rows is one task and one file. Each table is whole or absent. Raises UsageError, WriteError.
    """
    check_target(plan, target, tables)
    spelled = target.format == "csv"
    gathered = None if _remote(spark) else Gathered(spark)
    frames = dataframes(plan, spark, rows=rows, tables=tables, spelled=spelled, gathered=gathered)
    places = _places(plan.schema, target)
    with _settings(spark):
        for id, frame in frames.items():
            _write(frame, places[id], target)
    return OnSpark(
        {id: places[id] for id in frames},
        {id: plan.table(id).rows for id in frames},
        {} if gathered is None else gathered.result(plan),
        _BACKSLASH_N if spelled else spark_notes(plan, tables),
    )


def shown(place: str) -> str:
    """A folder's address without the key that may stand in it."""
    return re.sub(r"//[^/@:]+:[^/@]*@", "//***@", place)


def check_target(plan: Plan, target: SparkTarget, tables: Collection[str] | None) -> None:
    """Refuses words that cannot be followed, all of them at once. Raises UsageError."""
    problems = []
    if bool(target.folder) == bool(target.into):
        problems.append(Problem("rows go to a folder or into a database of the catalog", help="--output or --into"))
    if target.mode not in MODES:
        problems.append(
            Problem(f"there is no mode {target.mode!r}", "--mode", help=f"the modes are {', '.join(MODES)}")
        )
    known = [table.id for table in plan.schema]
    missing = [name for name in tables or () if name not in known]
    problems += [
        Problem(f"there is no table {name}", "--table", help=f"there are {', '.join(known)}") for name in missing
    ]
    if problems:
        raise UsageError(*problems)


def _remote(spark: Any) -> bool:
    """Whether a session is one of Spark Connect, whose context is elsewhere."""
    return ".connect." in type(spark).__module__


def _places(schema: Schema, target: SparkTarget) -> dict[str, str]:
    """Where each table goes: a folder, or a name in the catalog."""
    if target.folder:
        stems = file_stems(table.id for table in schema)
        return {id: f"{target.folder.rstrip('/')}/{stem}" for id, stem in stems.items()}
    often = Counter(table.name.casefold() for table in schema)
    names = {table.id: table.name if often[table.name.casefold()] == 1 else table.id for table in schema}
    return {id: f"{target.into}.`{name.replace('`', '``').replace('.', '_')}`" for id, name in names.items()}


def _write(frame: Any, place: str, target: SparkTarget) -> None:
    defaults = _CSV if target.format == "csv" else {}
    writer = frame.write.format(target.format).mode(target.mode).options(**{**defaults, **target.options})
    try:
        writer.saveAsTable(place) if target.into else writer.save(place)
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark.", "py4j.")):
            raise
        why = str(error).strip().partition("\n")[0]
        help = "--mode overwrite or append" if "ALREADY_EXISTS" in str(error) else ""
        raise WriteError(Problem("Spark could not write a table", shown(place), shown(why), help)) from error


@contextmanager
def _settings(spark: Any) -> Iterator[None]:
    """The session with the settings that values need, and afterwards as it was."""
    before = {name: spark.conf.get(name, None) for name in _SETTINGS}
    try:
        for name, value in _SETTINGS.items():
            spark.conf.set(name, value)
        yield
    finally:
        for name, old in before.items():
            if old is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, old)
