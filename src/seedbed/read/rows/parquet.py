"""Parquet files as streams of native columns."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from seedbed.errors import Problem, ReadError
from seedbed.schema.rows import Report, Source

__all__ = ["parquet_source"]

_BATCH = 1 << 16  # rows


def parquet_source(path: Path) -> Source:
    """The rows of a Parquet file, opened when asked for; raises ReadError where it is none."""

    def opened(report: Report) -> pa.RecordBatchReader:
        import pyarrow.parquet as pq  # heavy: only where there is such a file

        try:
            file = pq.ParquetFile(path)
        except pa.ArrowException as error:
            raise ReadError(Problem("this is not a Parquet file", str(path), str(error))) from error
        return pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(_BATCH))

    return opened
