"""The rewrites of pattern matches: expressions, LIKE and SIMILAR TO as DuckDB's RE2 understands them."""

from __future__ import annotations

import re

from sqlglot import exp

from seedbed.schema.model import Dialect
from seedbed.validate.cell import Cell, Unasked
from seedbed.validate.translate.nodes import Rewrite, cell_of, literal_of

__all__ = ["PATTERNS"]

_POSIX = {
    "alpha": r"\p{L}",
    "digit": "0-9",
    "alnum": r"\p{L}\p{N}",
    "upper": r"\p{Lu}",
    "lower": r"\p{Ll}",
    "space": r"\s",
    "punct": r"!-/:-@\[-`{-~",
    "xdigit": "0-9A-Fa-f",
    "word": r"\w",
}
# What PostgreSQL's shorthands mean, in brackets and on their own: all of Unicode.
_WIDE = {r"\w": r"\p{L}\p{N}_", r"\d": r"\p{Nd}"}
_WIDE_ALONE = {
    r"\w": r"[\p{L}\p{N}_]",
    r"\W": r"[^\p{L}\p{N}_]",
    r"\d": r"\p{Nd}",
    r"\D": r"\P{Nd}",
    **dict.fromkeys((r"\m", r"\M", r"\y"), r"\b"),
}


def _regex(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """A partial match, `.` over line ends in PostgreSQL; a pattern that RE2 has no word for goes to Python's."""
    pattern, cell = node.expression, cell_of(node.this)
    fold = isinstance(node, exp.RegexpILike) or bool(cell and cell.type.folds_case)
    value = _padded(node.this, dialect)
    literal = literal_of(pattern)
    flags = exp.Literal.string(("i" if fold else "c") + ("s" if dialect == "postgres" else ""))
    if literal is None:
        return exp.func("regexp_matches", value, pattern, flags)
    text = _re2(literal, dialect)
    name = "python_matches" if re.search(r"\(\?(?:[=!]|<[=!])|\\[1-9]", text) else "regexp_matches"
    return exp.Anonymous(this=name, expressions=[value, exp.Literal.string(text), flags])


def _similar(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """The whole text matches; `%` and `_` are SQL's own, and DuckDB would take them by the letter."""
    literal = literal_of(node.expression)
    if literal is None:
        raise Unasked("a pattern of SIMILAR TO that is computed")
    words = {"%": ".*", "_": ".", ".": "[.]", "^": "\\^", "$": "\\$"}
    outside = re.split(r"(\[[^]]*\]|\\.)", literal)  # members of a class and escaped letters stand for themselves
    text = "".join(
        part if number % 2 else "".join(words.get(letter, letter) for letter in part)
        for number, part in enumerate(outside)
    )
    return exp.func("regexp_full_match", _padded(node.this, dialect), exp.Literal.string(text), exp.Literal.string("s"))


def _re2(pattern: str, dialect: Dialect) -> str:
    """A POSIX pattern for RE2: classes by their Unicode names, word edges."""
    pattern = pattern.replace("[[:<:]]", r"\b").replace("[[:>:]]", r"\b")
    for name, meant in _POSIX.items():
        pattern = pattern.replace(f"[:{name}:]", meant)
    if dialect != "postgres":
        return pattern
    inside = False
    words: list[str] = []
    for word in re.findall(r"\\.|\[\^?\]?|.", pattern.removeprefix("***:"), re.S):
        opens = word.startswith("[") and not inside
        closes = word == "]" and inside
        inside = opens or (inside and not closes)
        words.append(_WIDE.get(word, word) if inside or word not in _WIDE_ALONE else _WIDE_ALONE[word])
    return "".join(words)


def _padded(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """A char(n) of PostgreSQL is matched with its padding, unless it was cast to text."""
    cell = node.meta.get("cell")
    if dialect == "postgres" and isinstance(cell, Cell) and cell.type.kind == "char" and cell.type.length:
        return exp.func("rpad", node, exp.Literal.number(cell.type.length), exp.Literal.string(" "))
    return node


def _like(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """The backslash escapes in PostgreSQL and MySQL; SQLite's LIKE ignores case."""
    cell = cell_of(node.this)
    folds = dialect == "sqlite" or bool(cell and cell.type.folds_case)
    made = exp.ILike if folds or isinstance(node, exp.ILike) else exp.Like
    new = made(this=_padded(node.this, dialect), expression=node.expression, negate=node.args.get("negate"))
    pattern = literal_of(node.expression)
    escaped = isinstance(node.parent, exp.Escape)
    if dialect != "sqlite" and not escaped and pattern is not None and "\\" in pattern:
        return exp.Escape(this=new, expression=exp.Literal.string("\\"))
    return new


def _substring(node: exp.Expr, dialect: Dialect) -> exp.Expr:
    """substring(text from 'pattern') is the first match."""
    start = node.args.get("start")
    pattern = literal_of(start) if start is not None else None
    if dialect != "postgres" or pattern is None or node.args.get("length"):
        return node
    group = exp.Literal.number(1 if re.search(r"(?<!\\)\((?!\?)", pattern) else 0)
    return exp.func("regexp_first", node.this, exp.Literal.string(_re2(pattern, dialect)), group)


PATTERNS: tuple[tuple[tuple[type[exp.Expr], ...], Rewrite], ...] = (
    ((exp.RegexpLike, exp.RegexpILike), _regex),
    ((exp.Like, exp.ILike), _like),
    ((exp.Substring,), _substring),
    ((exp.SimilarTo,), _similar),
)
"""The rewrites by the kinds of nodes that they are for."""
