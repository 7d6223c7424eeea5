"""Which callees are explored again: those with a line that was not run, or a branch that went one way only."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from seedbed.testgen.explore.facts import Callee, facts
from seedbed.testgen.explore.reach import unreached

SOURCE = '''def plain(x):
    """Says something."""
    return x


def forked(x):
    if x:
        return 1
    return 2
'''


def _callees(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[ast.Module, list[Callee]]:
    (folder / "sought.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(str(folder))
    module = importlib.reload(importlib.import_module("sought"))
    tree = ast.parse(SOURCE)
    return tree, facts(module, tree, str(folder / "sought.py"))


def test_what_was_never_run_is_unreached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree, callees = _callees(tmp_path, monkeypatch)
    assert unreached(tree, callees, [], set()) == [0, 1]


def test_a_branch_that_went_one_way_is_unreached_until_it_went_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree, callees = _callees(tmp_path, monkeypatch)
    arcs = [(-1, 3), (3, -1), (-6, 7), (7, 8), (8, -1)]
    assert unreached(tree, callees, arcs, set()) == [1]
    assert unreached(tree, callees, [*arcs, (7, 9), (9, -1)], set()) == []
