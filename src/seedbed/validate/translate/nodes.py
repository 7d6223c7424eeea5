"""What the rewrites ask of a node: which column it is, and which text."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from seedbed.schema.model import Dialect
from seedbed.validate.cell import Cell

__all__ = ["Rewrite", "cell_of", "literal_of"]

Rewrite = Callable[[exp.Expr, Dialect], exp.Expr]
"""What one node becomes for a database of the dialect."""


def cell_of(node: exp.Expr | None) -> Cell | None:
    """The column that a node is, through parentheses and text casts; None where it is more than a column."""
    while node is not None and not isinstance(node.meta.get("cell"), Cell):
        text_cast = isinstance(node, exp.Cast) and node.to.this in exp.DataType.TEXT_TYPES
        if not isinstance(node, exp.Paren | exp.Collate) and not text_cast:
            return None
        node = node.this
    cell = node.meta["cell"] if node is not None else None
    return cell if isinstance(cell, Cell) else None


def literal_of(node: exp.Expr) -> str | None:
    """The text that a node is, through parentheses and casts; None where it is none."""
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    return node.name if isinstance(node, exp.Literal) and node.is_string else None
