"""The small changes of a module: what is changed, what is left alone, and that the tree is as before."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from seedbed.testgen.inside.mutants import code_of, mutants


def _whats(source: str) -> set[str]:
    return {each.what for each in mutants(ast.parse(source))}


def _values(source: str, expression: str) -> list[Any]:
    """What an expression gives under each mutant; the name of the exception where it raises."""
    tree = ast.parse(source)
    found: list[Any] = []
    for each in mutants(tree):
        space: dict[str, Any] = {}
        try:
            exec(code_of(tree, each, "m.py"), space)  # noqa: S102 - a few lines of our own
            found.append(eval(expression, space))  # noqa: S307 - likewise
        except Exception as error:  # noqa: BLE001 - a mutant may raise anything
            found.append(type(error).__name__)
    return found


def test_a_comparison_becomes_those_that_imply_the_others() -> None:
    assert {"< becomes <=", "< becomes !=", "the condition becomes False", "the condition is negated"} <= _whats(
        "def f(a, b):\n    if a < b:\n        return 1\n    return 2\n"
    )


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("def f(x):\n    return x + 1\n", "Add becomes Sub"),
        ("def f(x):\n    return x and 1\n", "and/or are swapped"),
        ("def f(x):\n    x.sort()\n    return x\n", "a statement is left out"),
        ("def f(x):\n    return x[1:]\n", "a bound of a slice is left out"),
        ("def f(x):\n    for each in x:\n        break\n", "break and continue are swapped"),
        ("def f(x):\n    for each in x:\n        break\n", "the loop does nothing"),
        ("@cache\ndef f(x):\n    return x\n", "a decorator is left out"),
        ("def f(x):\n    try:\n        g()\n    except ValueError:\n        return 1\n", "an exception is not caught"),
        ("def f(x):\n    return True\n", "True becomes False"),
        ("def f(x):\n    return -x\n", "the sign changes"),
    ],
)
def test_there_is_a_mutant_of_each_kind(source: str, what: str) -> None:
    assert what in _whats(source)


def test_docstrings_imports_and_annotations_are_left_alone() -> None:
    source = '"""Says."""\nfrom a import b\n__all__ = ["f"]\n\ndef f(x: int = None) -> "str":\n    """Says."""\n'
    assert _whats(source) == set()


def test_every_mutant_compiles_and_changes_something() -> None:
    source = "def f(n):\n    if n > 2:\n        return n * 3\n    return 7\n"
    changed = [each for n in (1, 2, 3) for each in [_values(source, f"f({n})")]]
    count = len(mutants(ast.parse(source)))
    assert all(any(changed[at][k] != (7, 7, 9)[at] for at in range(3)) for k in range(count))


def test_the_tree_is_left_as_it_was() -> None:
    tree = ast.parse("def f(a):\n    a.append(1)\n    return a[0] + 1\n")
    before = ast.dump(tree)
    for each in mutants(tree):
        code_of(tree, each, "m.py")
        assert ast.dump(tree) == before


def test_what_runs_at_import_is_told_from_what_does_not() -> None:
    found = {each.line: each.at_import for each in mutants(ast.parse("A = 1 + 2\n\n\ndef f(x=3):\n    return x + 4\n"))}
    assert found == {1: True, 4: True, 5: False}
