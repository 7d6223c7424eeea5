"""A stream: pieces in their order, errors that come back, and an end wherever it is left."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from seedbed.write.stream import Stream


def _running() -> int:
    return sum(thread.name.startswith("seedbed-stream") for thread in threading.enumerate())


def test_pieces_arrive_in_their_order() -> None:
    taken: list[bytes] = []
    stream = Stream(taken.extend)
    for piece in (b"one", b"two", b"three", b"four", b"five"):
        stream.put(piece)
    stream.end()
    assert taken == [b"one", b"two", b"three", b"four", b"five"]


def test_nothing_runs_before_the_first_piece() -> None:
    before = _running()
    stream = Stream(lambda pieces: pytest.fail(f"called with {list(pieces)}"))
    assert _running() == before
    stream.abandon()
    assert _running() == before


def test_a_stream_without_pieces_ends() -> None:
    Stream(lambda pieces: pytest.fail(f"called with {list(pieces)}")).end()


def test_an_error_of_the_consumer_comes_back() -> None:
    def refuse(pieces: Iterator[bytes]) -> None:
        raise ValueError(next(pieces).decode())

    stream = Stream(refuse)
    stream.put(b"bad")
    with pytest.raises(ValueError, match="bad"):
        stream.end()


def test_a_consumer_that_waits_is_ended_by_abandoning() -> None:
    taken: list[bytes] = []
    before = _running()
    stream = Stream(taken.extend)
    stream.put(b"one")
    stream.abandon()
    assert _running() == before
    stream.abandon()


def test_a_consumer_whose_start_was_cut_short_is_ended_by_abandoning() -> None:
    """An interrupt between the start of the thread and the note that it runs."""
    before = _running()
    stream = Stream(lambda pieces: [None for _ in pieces].clear())
    stream.put(b"one")
    stream._result = None
    stream.abandon()
    assert _running() == before
