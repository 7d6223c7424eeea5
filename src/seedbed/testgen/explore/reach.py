"""`unreached`: which callees have a line that was not run, or a branch that went one way only."""

from __future__ import annotations

import ast
import bisect
from collections.abc import Iterable, Sequence

from seedbed.testgen.explore.facts import Callee

__all__ = ["unreached"]


def unreached(tree: ast.Module, callees: Sequence[Callee], arcs: Iterable[Sequence[int]], tried: set[str]) -> list[int]:
    """The places of those callees; of those without lines of their own, the ones that were not tried."""
    onward: dict[int, set[int]] = {}
    for last, line in arcs:
        onward.setdefault(last, set()).add(line)
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and not _silent(node)]
    statements = sorted({(node.lineno, isinstance(node, (ast.If, ast.While, ast.For))) for node in nodes})
    lines = [line for line, _ in statements]
    found = []
    for at, callee in enumerate(callees):
        own = statements[bisect.bisect_right(lines, callee.first) : bisect.bisect_right(lines, callee.last)]
        left = any(line not in onward or (forks and len(onward[line]) < 2) for line, forks in own)
        if left or (not callee.first and callee.label not in tried):
            found.append(at)
    return found


def _silent(node: ast.stmt) -> bool:
    """Whether a statement does nothing, as docstrings do."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
