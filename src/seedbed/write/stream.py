"""`Stream`: a thread that hands pieces on while the next ones are made; only a few wait, so memory stays flat."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue

__all__ = ["Stream"]

_WAITING = 3  # pieces: enough for both sides never to idle, little enough to forget


class _Abandoned(Exception):
    """The pieces end here, and are not wanted any more."""


class Stream:
    """Pieces on their way into a consumer that runs beside us.

    `consume` is called in a thread of its own with the pieces as they come, once there is a first one. Its error is
    raised by the next `put` or by `end`. An interrupt at any moment leaves a stream that `abandon` ends: nothing runs
    before whoever made it holds it.
    """

    def __init__(self, consume: Callable[[Iterator[bytes]], None]) -> None:
        self._queue: Queue[bytes | Exception | None] = Queue(_WAITING)
        self._pool = ThreadPoolExecutor(1, "seedbed-stream")
        self._consume = consume
        self._failed = False
        self._ended = False
        self._result: Future[None] | None = None

    def put(self, piece: bytes) -> None:
        """Hands a piece on, waiting where too many wait already."""
        if self._result is None:
            self._result = self._pool.submit(self._run)
        if self._failed:
            self.end()
        self._queue.put(piece)

    def end(self) -> None:
        """Waits until everything is taken; raises what the consumer raised."""
        self._stop(None)
        if self._result is not None:
            self._result.result()

    def abandon(self) -> None:
        """Ends the consumer where it stands; never fails."""
        self._stop(_Abandoned())
        self._pool.shutdown()  # what the consumer met no longer matters

    def _stop(self, last: Exception | None) -> None:
        if not self._ended:
            self._queue.put(last)
            self._ended = True
            self._pool.shutdown(wait=False)

    def _run(self) -> None:
        pieces = self._pieces()
        try:
            self._consume(pieces)
        except BaseException:
            self._failed = True
            with contextlib.suppress(_Abandoned):
                for _ in pieces:  # whoever puts must never wait for a consumer that is gone
                    pass
            raise

    def _pieces(self) -> Iterator[bytes]:
        while (piece := self._queue.get()) is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece
