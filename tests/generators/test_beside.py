from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib.abc import MetaPathFinder

import numpy as np
import pyarrow as pa
import pytest

from seedbed.generators.domains.beside import beside
from seedbed.generators.domains.phrase import Phrase
from seedbed.generators.domains.template import Template
from seedbed.generators.domains.words import Words
from seedbed.generators.evaluate.predicate import holds
from seedbed.schema.expression import Call, Literal, Ref

ROWS = np.arange(50, dtype=np.uint64)


class Looked(MetaPathFinder):
    """Stands before all that finds modules, finds none, and keeps what was looked for."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        self.names.append(name)


@pytest.fixture
def looked() -> Iterator[Looked]:
    found = Looked()
    sys.meta_path.insert(0, found)
    yield found
    sys.meta_path.remove(found)


def test_parts_and_what_stands_between() -> None:
    texts = pa.array(["a", None, ""])
    assert beside("<", texts, ">").to_pylist() == ["<a>", None, "<>"]
    assert beside(texts, texts, between="-").to_pylist() == ["a-a", None, "-"]


@pytest.mark.parametrize(
    "work",
    [
        lambda: beside("<", pa.array(["a"], pa.string()), ">"),
        lambda: Phrase(("The {adjective} {noun}",)).at(ROWS),
        lambda: Template((Words(), "-", Words())).at(ROWS),
        lambda: holds(Call(">=", (Ref("n"), Literal(3))), {"n": pa.array([1, 5], pa.int64())}, date(2026, 1, 1)),
        lambda: holds(Call("=", (Ref("s"), Literal("x"))), {"s": pa.array(["x"], pa.string())}, date(2026, 1, 1)),
    ],
)
def test_no_row_makes_arrow_look_for_a_package(work: Callable[[], object], looked: Looked) -> None:
    work()
    looked.names.clear()
    work()
    assert looked.names == []
