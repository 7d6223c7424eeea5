"""What becomes of a run that is cut short, and of its parts in the next one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from hashlib import sha256
from types import TracebackType

import numpy as np
import pyarrow as pa

from seedbed.engine.parts import TILE
from seedbed.errors import Note, WriteError
from seedbed.plan.plan import Plan, dump_plan
from seedbed.sampling.bits import VERSION
from seedbed.version import __version__
from seedbed.write.files.staging import Staging
from seedbed.write.sink import FileSink, Options

__all__ = ["STREAMED", "became", "ending", "identity", "telling"]

STREAMED = 100_000
"""Rows beyond which a run is done in parts."""


def identity(plan: Plan, formats: Sequence[str], options: Options) -> str:
    """What makes the parts of two runs the same: the plan, the options of the files, the versions that write them.

    Nothing where a run is too short to have parts.
    """
    if not options.mark and sum(table.rows for table in plan.tables) <= STREAMED:
        return ""
    facts = {
        "plan": sha256(dump_plan(plan).encode()).hexdigest(),
        "formats": list(formats),
        "options": asdict(replace(options, forward_references=frozenset(), part=(1, options.part[1]))),
        "forward": sorted(options.forward_references),
        "versions": [VERSION, __version__, np.__version__, pa.__version__],
    }
    return sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()


def ending(sink: FileSink, staging: Staging) -> Callable[..., None]:
    """How a sink ends when something goes wrong: its files go, or stay as they are for the next run."""

    def end(kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if staging.keeps(kind):
            sink.files.leave()
        sink.abandon()

    return end


@contextmanager
def telling(staging: Staging) -> Iterator[None]:
    """Says, where something cannot be written, that what is done is there still."""
    try:
        yield
    except WriteError as error:
        if not staging.keeps(WriteError):
            raise
        more = f"what is done stays in {staging.home.parent}, and the same command goes on from there"
        raise WriteError(*(replace(each, help=f"{each.help}; {more}") for each in error.problems)) from error


def became(staging: Staging, plan: Plan) -> tuple[Note, ...]:
    """What became of the parts of an earlier run."""
    kept = staging.keeper.kept
    if kept is not None:
        rows = sum(min(len(tiles) * TILE, plan.table(id).rows) for id, tiles in kept.digests.items())
        return (Note(f"{rows:,} rows were kept of a run that was cut short"),)
    return (Note("parts of a run that was cut short were of another plan, and were thrown away"),) * staging.dropped
