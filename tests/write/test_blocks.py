"""The text of a block of rows is the same whoever makes it, in whatever order, and beside whatever other blocks."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest

from seedbed.engine.parts import TILE
from seedbed.schema.types import Type
from seedbed.write.options import Options
from seedbed.write.sink import TextSink, open_sink
from seedbed.write.sql.script import BLOCK
from tests.write.samples import arrow_of, table_of, written

FORMATS = [
    ("csv", Options()),
    ("json", Options()),
    ("jsonl", Options()),
    ("sql", Options()),
    ("sql", Options(rows_per_statement=700)),
    ("sql", Options(one_per_row=True)),
]
SCHEMA = table_of("postgres", {"words": Type("text")})
ROWS = 2 * BLOCK + 10
BATCH = pa.record_batch(
    [pa.array(range(ROWS)), pa.array([None if row % 7 == 0 else "it's " * (row % 90) for row in range(ROWS)])],
    schema=arrow_of(SCHEMA.tables[0]),
)


def test_a_tile_is_whole_blocks() -> None:
    assert TILE % BLOCK == 0


@pytest.mark.parametrize(("format", "options"), FORMATS, ids=str)
def test_blocks_made_apart_are_the_same_text(format: str, options: Options, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    cuts = (0, 10, BLOCK, BLOCK + 1, ROWS)
    pieces = [BATCH.slice(start, stop - start) for start, stop in pairwise(cuts)]
    (whole,) = written(format, SCHEMA, {"odd": pieces}, tmp_path / "one", options)
    sink = open_sink(format, SCHEMA, tmp_path, options)
    assert isinstance(sink, TextSink)
    with ExitStack() as stack:
        stack.callback(sink.abandon)
        sink.begin(SCHEMA.tables[0], BATCH.schema)
        writers = [sink.writer(), sink.writer()]
        blocks = {start: BATCH.slice(start, BLOCK) for start in reversed(range(0, ROWS, BLOCK))}
        texts = {start: writers[start // BLOCK % 2](block, start == 0) for start, block in blocks.items()}
        for start in sorted(texts):
            sink.text(texts[start], blocks[start].num_rows)
        sink.end()
        (file,) = sink.close()
        assert (tmp_path / file).read_bytes() == whole.read_bytes()
