"""The tiles of a table, made ahead of their use by threads, of which all but one may stand for a process of its own."""

from __future__ import annotations

import mmap
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from seedbed.classes import dataclass
from seedbed.engine.cells import Cells
from seedbed.engine.parts import Tile, Writer, filled_columns, rows_of, tile_digest, tiles
from seedbed.plan.plan import Plan
from seedbed.schema.model import Table

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["WORKERS", "made"]

WORKERS = 2
"""So many make rows where nobody says how many."""
MANY = 16
"""Tiles for which another process is worth its start."""
ROOM = 64 << 20
"""Bytes of text of one tile that two processes hold in common; longer texts go through a pipe."""
SEATS = 2
"""So many wait for the tiles of one process: one may hand on a tile while the next is made for another."""
TURN = 0.0005
"""Seconds that a thread goes on while others wait."""

Found = Tile | BaseException


class Maker(Protocol):
    """Makes tiles, one at a time."""

    def tile(self, number: int) -> Tile:
        """The tile of that number."""
        ...


@dataclass(frozen=True, slots=True)
class Work:
    """What makes the tiles of one table here."""

    plan: Plan
    table: Table
    cells: Cells
    writers: Sequence[Writer]

    def tile(self, number: int) -> Tile:
        """The tile of that number."""
        planned = self.plan.table(self.table.id)
        columns = filled_columns(self.plan, self.table)
        batch = self.cells.tile(self.table.id, columns, *rows_of(planned, number))
        texts = tuple(writer(batch, number == 0) for writer in self.writers)
        return Tile(number, batch.num_rows, tuple(map(tile_digest, batch.columns)), texts, batch)


def made(
    plan: Plan,
    table: Table,
    cells: Cells,
    workers: int = WORKERS,
    span: range | None = None,
    writers: Callable[[], Sequence[Writer]] = tuple,
    texts_only: bool = False,
) -> Iterator[Tile]:
    """The tiles of a table in order, or those of a span of them; equal for any number of workers.

    They are made by a few workers ahead of their use, each with `writers` of its own for their texts. Where only texts
    are wanted, the workers of a long table are processes: two threads that make text wait for each other.
    """
    span = tiles(plan.table(table.id)) if span is None else span
    own, *others = (Work(plan, table, cells.fork(), writers()) for _ in range(workers if len(span) > 1 else 1))
    heads = [own.tile(number) for number in span[:1]]  # alone: it makes the tables that all tiles share, and only once
    if not others:
        yield from heads
        yield from map(own.tile, span[1:])
        return
    with _apart(others, texts_only and len(span) >= MANY and _may_fork()) as makers:
        yield from _ahead([own, *makers], heads, span[1:])


@contextmanager
def _apart(works: Sequence[Work], wanted: bool) -> Iterator[Sequence[Maker]]:
    """The same works, each done by a process of its own where that is wanted."""
    if not wanted:
        yield works
        return
    processes = [Process(work) for work in works]
    try:
        yield [seat for process in processes for seat in process.seats]
    finally:
        for process in processes:
            process.end()


def _may_fork() -> bool:
    """Elsewhere a process begins anew, without what is planned; or libraries of the system do not survive a fork."""
    return sys.platform == "linux"


def _ahead(makers: Sequence[Maker], heads: Sequence[Tile], span: range) -> Iterator[Tile]:
    """Tiles that are there, then those of a span in order, made by whoever is free; a few ahead of their use."""
    finished: SimpleQueue[tuple[int, Found]] = SimpleQueue()
    free: SimpleQueue[Maker] = SimpleQueue()
    for maker in makers:
        free.put(maker)
    early: dict[int, Found] = {}
    depth = 2 * len(makers)

    def put(number: int) -> None:
        maker = free.get()
        try:
            finished.put((number, maker.tile(number)))
        except BaseException as error:  # noqa: BLE001 - whoever waits for the tile raises it
            finished.put((number, error))
        finally:
            free.put(maker)

    with _short_turns(), ThreadPoolExecutor(len(makers), "seedbed-rows") as pool:
        try:
            for number in span[:depth]:
                pool.submit(put, number)
            yield from heads
            for number in span:
                while number not in early:  # not by `Future.result`: an interrupt there may leave its lock in pieces
                    early.update((finished.get(),))
                found = early.pop(number)
                if isinstance(found, BaseException):
                    raise found
                if number + depth in span:
                    pool.submit(put, number + depth)
                yield found
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _short_turns() -> Iterator[None]:
    """Threads hand over to each other soon: one that hands on what a process made keeps that process waiting."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, TURN))
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class Process:
    """A process that makes tiles as texts, with all that this one has made so far; it ends with this one.

    It has several seats: while the tile of one is handed on, it makes that of another, and never waits.
    """

    def __init__(self, work: Work) -> None:
        import multiprocessing

        forking = multiprocessing.get_context("fork")
        pipes = [forking.Pipe() for _ in range(SEATS)]
        rooms = [mmap.mmap(-1, ROOM) for _ in pipes]
        here, there = zip(*pipes, strict=True)
        turn = Lock()
        self.seats = [Seat(work, turn, pipe, room) for pipe, room in zip(here, rooms, strict=True)]
        words = (work, dict(zip(there, rooms, strict=True)), here)
        self._process = forking.Process(target=serve, args=words, name="seedbed-rows", daemon=True)
        with warnings.catch_warnings():  # Python 3.12 warns of threads beside a fork; ours wait, and hold no lock then
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        for pipe in there:
            pipe.close()

    def end(self) -> None:
        """Ends the process, whatever it is at."""
        self._process.kill()
        self._process.join()


@dataclass(frozen=True, slots=True, eq=False)
class Seat:
    """Where one who waits for the tiles of a process sits: with a pipe, and room for texts, of its own.

    Where the process is gone, or cannot make a tile, the tile is made here: so what went wrong is told where it is
    waited for.
    """

    work: Work
    turn: Lock
    pipe: Connection
    room: mmap.mmap

    def tile(self, number: int) -> Tile:
        """The tile of that number, without its rows."""
        try:
            self.pipe.send(number)
            told = self.pipe.recv()
        except (EOFError, OSError):
            told = None
        if told is None:
            with self.turn:  # a work is for one thread
                return self.work.tile(number)
        rows, digests, sizes, texts = told
        return Tile(number, rows, digests, texts or _cut(self.room, sizes))


def serve(work: Maker, seats: Mapping[Connection, mmap.mmap], others: Sequence[Connection]) -> None:
    """Makes the tiles that are asked for at some seats, until nobody is left who asks."""
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks was told as well
    for other in others:
        other.close()
    while True:
        asked = wait(list(seats))
        for pipe in filter(asked.__contains__, seats):
            try:
                number = pipe.recv()
            except EOFError:
                return
            pipe.send(_told(work, number, seats[pipe]))


def _told(work: Maker, number: int, room: mmap.mmap) -> tuple[object, ...] | None:
    """Rows, digests and texts of a tile, these in the common room where they fit; None where it cannot be made."""
    try:
        tile = work.tile(number)
    except Exception:  # noqa: BLE001 - made again where it can be told
        return None
    sizes = [len(text) for text in tile.texts]
    if sum(sizes) > len(room):
        return tile.rows, tile.digests, sizes, tile.texts
    room.seek(0)
    for text in tile.texts:
        room.write(text)
    return tile.rows, tile.digests, sizes, ()


def _cut(room: mmap.mmap, sizes: Sequence[int]) -> tuple[bytes, ...]:
    """The texts in the room, which have these sizes."""
    room.seek(0)
    return tuple(room.read(size) for size in sizes)
