"""What of a module can be called."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from seedbed.testgen.explore.facts import facts


class Box:
    """A class with a method of each sort of name."""

    def open(self) -> int:
        return self.__hidden()

    def _near(self) -> int:
        return 1

    def __hidden(self) -> int:
        return 2


def test_names_that_python_hides_from_all_but_their_class_are_not_called() -> None:
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    labels = [each.label for each in facts(sys.modules[__name__], tree, __file__)]
    assert sorted(label for label in labels if label.startswith("Box")) == ["Box.__init__", "Box._near", "Box.open"]
