"""CSV files as streams of text columns: nothing is cast here, so that a bad value is found by who judges it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc

from seedbed.errors import Problem, ReadError
from seedbed.read.rows.parts import first_part
from seedbed.schema.rows import Report, Source

__all__ = ["csv_source"]

_BLOCK = 4 << 20  # bytes: a record must fit into one
_NULLS = ["", "\\N"]  # unquoted only; \N is what MySQL writes
_LATIN = "convert it: iconv -f LATIN1 -t UTF-8 FILE"


def csv_source(path: Path) -> Source:
    """The rows of a CSV file with a header, opened when asked for.

    NULL is an unquoted nothing, `""` is the empty text. A record with too many or too few values is reported
    and left out. The separator is the comma, or the tab or semicolon where the header has no comma. A later part of a
    table that was made in parts has the header of the first.
    """

    def opened(report: Report) -> pa.RecordBatchReader:
        first = first_part(path)
        first = first if first.is_file() else path
        names, separator = _header(first)
        if first != path and not path.stat().st_size:
            return pa.RecordBatchReader.from_batches(pa.schema([(name, pa.string()) for name in names]), [])
        return _stream(path, names, separator, report, headed=first == path)

    return opened


def _header(path: Path) -> tuple[list[str], str]:
    """The names of the columns, and what separates them."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            separator = next((mark for mark in ",\t;" if mark in re.sub('"[^"]*"', "", head)), ",")
            file.seek(0)
            names = next(csv.reader(file, delimiter=separator), [])
    except UnicodeDecodeError as error:
        raise ReadError(Problem("the file is not UTF-8", str(path), help=_LATIN.replace("FILE", str(path)))) from error
    except csv.Error as error:
        raise ReadError(Problem("the header cannot be read", f"{path}:1", str(error))) from error
    twice = [name for name, count in Counter(names).items() if count > 1]
    if not names or twice:
        what = f"the header names {twice[0]!r} twice" if twice else "the file is empty: it has no header"
        raise ReadError(Problem(what, f"{path}:1", help="give one name for each column"))
    return names, separator


def _stream(path: Path, names: list[str], separator: str, report: Report, *, headed: bool) -> pa.RecordBatchReader:
    def left_out(row: pc.InvalidRow) -> str:
        what = f"a record has {row.actual_columns} values where the header has {row.expected_columns} names"
        report(Problem(what, str(path) if row.number is None else f"{path}:{row.number}", why=_short(row.text)))
        return "skip"

    schema = pa.schema([(name, pa.string()) for name in names])
    try:
        reader = pc.open_csv(
            path,
            read_options=pc.ReadOptions(block_size=_BLOCK, column_names=None if headed else names),
            parse_options=pc.ParseOptions(
                delimiter=separator,
                newlines_in_values=True,
                ignore_empty_lines=len(names) > 1,
                invalid_row_handler=left_out,
            ),
            convert_options=pc.ConvertOptions(
                column_types=schema, null_values=_NULLS, strings_can_be_null=True, quoted_strings_can_be_null=False
            ),
        )
    except pa.ArrowException as error:
        raise _refused(path, error) from error
    return pa.RecordBatchReader.from_batches(schema, _batches(reader, path))


def _batches(reader: pc.CSVStreamingReader, path: Path) -> Iterator[pa.RecordBatch]:
    """The batches of a stream; what Arrow refuses on the way is told as a ReadError."""
    try:
        yield from reader
    except pa.ArrowException as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: pa.ArrowException) -> ReadError:
    if "UTF8" in str(error) or "UTF-8" in str(error):
        return ReadError(Problem("the file is not UTF-8", str(path), str(error), _LATIN.replace("FILE", str(path))))
    return ReadError(Problem("the file cannot be read as CSV", str(path), str(error), "compare it with RFC 4180"))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."
