"""Workers: threads or processes, they make the same tiles, and none of them is needed."""

from __future__ import annotations

import mmap
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence

import pyarrow as pa
import pytest

from seedbed.engine import workers
from seedbed.engine.cells import Cells
from seedbed.engine.parts import TILE, Tile, Writer, tiles
from seedbed.engine.workers import MANY, Process, Work, made, serve
from seedbed.errors import PlanError, Problem
from seedbed.plan.plan import Plan
from tests.plan.grown import grown

SQL = "CREATE TABLE t (id int PRIMARY KEY, x int NOT NULL);"

linux = pytest.mark.skipif(not workers._may_fork(), reason="processes are forked on Linux alone")


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A table of so many tiles that processes are worth their start."""
    return grown(SQL, rows=MANY * TILE).plan


def told(batch: pa.RecordBatch, first: bool) -> bytes:
    """A text that says who made it: the process does not show in what it says of the rows."""
    return f"{first} {batch.column(0)[0]} {batch.num_rows}\n".encode()


def who(batch: pa.RecordBatch, first: bool) -> bytes:
    return str(os.getpid()).encode()


def work(plan: Plan, writers: Sequence[Writer] = (told,)) -> Work:
    return Work(plan, plan.schema.table("t"), Cells(plan), writers)


def all_of(plan: Plan, count: int, only_texts: bool, writer: Writer = told) -> list[Tile]:
    return list(made(plan, plan.schema.table("t"), Cells(plan), count, writers=lambda: [writer], texts_only=only_texts))


@linux
@pytest.mark.parametrize("count", [2, 3])
def test_processes_make_what_threads_make(plan: Plan, count: int) -> None:
    apart, beside, alone = all_of(plan, count, True), all_of(plan, count, False), all_of(plan, 1, True)
    assert [tile.number for tile in apart] == list(tiles(plan.table("t")))
    for ways in zip(apart, beside, alone, strict=True):
        assert len({(tile.rows, tile.digests, tile.texts) for tile in ways}) == 1
    assert all(tile.batch.num_rows == TILE for tile in beside)


@linux
def test_some_tiles_are_made_elsewhere(plan: Plan) -> None:
    assert len({tile.texts for tile in all_of(plan, 2, True, who)}) == 2
    assert {tile.texts for tile in all_of(plan, 2, False, who)} == {(str(os.getpid()).encode(),)}
    few = grown(SQL, rows=(MANY - 1) * TILE).plan
    assert {tile.texts for tile in all_of(few, 2, True, who)} == {(str(os.getpid()).encode(),)}


@linux
def test_a_process_that_is_killed_is_not_missed(plan: Plan) -> None:
    process = Process(work(plan))
    seats = process.seats
    before = seats[0].tile(3)
    assert seats[1].tile(3).texts == before.texts
    assert before.cells is None
    pid = process._process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    process._process.join()
    for after in (seat.tile(3) for seat in seats):
        assert (after.digests, after.texts) == (before.digests, before.texts)
        assert after.cells is not None
    process.end()


@linux
def test_no_process_is_left(plan: Plan) -> None:
    waiting = made(plan, plan.schema.table("t"), Cells(plan), 3, writers=lambda: [told], texts_only=True)
    assert next(iter(waiting)).number == 0
    assert next(iter(waiting)).number == 1
    assert multiprocessing.active_children()
    waiting.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()
    all_of(plan, 2, True)
    assert not multiprocessing.active_children()


@linux
def test_what_a_process_cannot_make_is_told_here(plan: Plan) -> None:
    def broken(batch: pa.RecordBatch, first: bool) -> bytes:
        if first:
            return b""
        raise PlanError(Problem("no text"))

    with pytest.raises(PlanError, match="no text"):
        all_of(plan, 2, True, broken)
    assert not multiprocessing.active_children()


def served(maker: workers.Maker, room: int, *numbers: int) -> list[object]:
    """What is answered to these numbers, in a thread of this process."""
    here, there = multiprocessing.Pipe()
    spare, other = multiprocessing.Pipe()
    common = mmap.mmap(-1, room)
    answers: list[object] = []

    def ask() -> None:
        for number in numbers:
            here.send(number)
            found = here.recv()
            answers.append((found, common[: sum(found[2])]) if found and not found[3] else found)
        here.close()

    asking = threading.Thread(target=ask)
    asking.start()
    before = signal.getsignal(signal.SIGINT)
    try:
        serve(maker, {there: common}, [other])
    finally:
        signal.signal(signal.SIGINT, before)
    asking.join()
    spare.close()
    return answers


def test_texts_come_through_common_memory_or_the_pipe(plan: Plan) -> None:
    tile = work(plan).tile(2)
    (text,) = tile.texts
    assert served(work(plan), 4096, 2) == [((TILE, tile.digests, [len(text)], ()), text)]
    assert served(work(plan), 1, 2) == [(TILE, tile.digests, [len(text)], (text,))]


def test_a_tile_that_fails_is_answered_with_nothing(plan: Plan) -> None:
    def broken(batch: pa.RecordBatch, first: bool) -> bytes:
        raise ValueError

    assert served(work(plan, (broken,)), 4096, 1, 2) == [None, None]
