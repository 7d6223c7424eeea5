"""`Aside`: this program in a second process, which does what it is asked while the first goes on."""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO

__all__ = ["Aside", "begun", "done"]


class Aside:
    """A second process. It is asked for calls of functions, `module:function`, and does one after another.

    It ends with this one. A call that fails there gives None; whoever makes it here is told what went wrong.
    """

    def __init__(self, asks: BinaryIO, answers: BinaryIO) -> None:
        self._asks = asks
        self._answers = answers
        self._asked = 0

    def ask(self, doing: str, *words: object) -> int:
        """Asks for a call; the number of its answer, which nobody has to fetch."""
        self._asked += 1
        with suppress(OSError):  # it is gone, so that there is no answer either
            self._asks.write(pickle.dumps((self._asked, doing, words)))
            self._asks.flush()
        return self._asked

    def answer(self, number: int) -> Any:
        """What a call gave; earlier answers are dropped. None where it failed."""
        try:
            while (told := pickle.load(self._answers))[0] != number:  # noqa: S301 - from this very program
                continue
        except (EOFError, pickle.UnpicklingError):
            return None
        return told[1]

    def last(self) -> None:
        """Nothing more will be asked: the process ends once it has done all that was."""
        self._asks.close()


def begun() -> Aside | None:
    """A second process; None where it has no advantage, or cannot be had."""
    if not _pays():
        return None
    asked, asks = os.pipe()
    answers, answered = os.pipe()
    if os.fork() == 0:
        os.close(asks)
        os.close(answers)
        _serve(os.fdopen(asked, "rb"), os.fdopen(answered, "wb"))
    os.close(asked)
    os.close(answered)
    return Aside(os.fdopen(asks, "wb"), os.fdopen(answers, "rb"))


def done(aside: Aside | None, doing: str, *words: object) -> Any:
    """What a call gives, done aside where that is possible, else here: what goes wrong there goes wrong here."""
    found = aside.answer(aside.ask(doing, *words)) if aside is not None else None
    return _call(doing)(*words) if found is None else found


def _pays() -> bool:
    """Whether two processes run at once, and this one is still small, without threads that a fork would leave out."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and "numpy" not in sys.modules


def _serve(asked: BinaryIO, answered: BinaryIO) -> None:
    """Does what is asked until nobody is left who asks, and ends this process, which has nothing to say to a person."""
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(silence, stream)
        while True:
            number, doing, words = pickle.load(asked)  # noqa: S301 - from this very program
            pickle.dump((number, _tried(doing, words)), answered)
            answered.flush()
    finally:
        os._exit(0)


def _tried(doing: str, words: tuple[object, ...]) -> object:
    try:
        return _call(doing)(*words)
    except Exception:  # noqa: BLE001 - whoever asked does it again, where it can be told
        return None


def _call(doing: str) -> Any:
    module, _, name = doing.partition(":")
    return getattr(import_module(module), name)
