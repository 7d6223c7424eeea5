"""Plain checks are read as sqlglot reads them, and only those that it reads so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedbed.read.check.parse import parse_check
from seedbed.read.check.plain import parse_plain
from seedbed.read.check.whole import parse_whole
from seedbed.schema.model import Dialect
from seedbed.schema.plain import NEVER_COLUMNS
from seedbed.schema.types import Type

DIALECTS: tuple[Dialect, ...] = ("postgres", "mysql", "sqlite")
TYPES = {"a": Type("integer", bits=32), "b": Type("decimal", precision=8, scale=2), "Kind": Type("varchar", length=9)}

PLAIN = [
    "a > 0",
    "a BETWEEN 18 AND 100",
    "a not between 1 and b",
    "a >= 0 AND a <= 5 AND b <> 3.50",
    "a = 1 OR a = 2 AND (b < a OR b IS NULL)",
    "(a > 0 AND (b > 0 AND a < b))",
    "a IN (1, 2, 3) OR b IS NOT NULL",
    "kind IN ('new', 'it''s', '')",
    "kind NOT IN ('x')",
    " ( ( a != 007 ) )\n",
    "KIND = 'été'",
    "0",
    "12.50",
    "'text'",
]
OTHER = [
    "",
    "a",
    "a >",
    "a > 0)",
    "(a > 0",
    "a > -1",
    "a + 1 > 2",
    "a > 1e3",
    "a > .5",
    "a > 1.",
    "0 < a",
    "length(kind) > 3",
    "kind LIKE 'a%'",
    "kind = 'a' 'b'",
    "kind = 'a\\n'",
    "kind = E'a'",
    "kind = N'a'",
    "kind = 'a'::text",
    "\"Kind\" = 'a'",
    "`a` > 1",
    "[a] > 1",
    "t.a > 1",
    "a = TRUE",
    "NOT a > 1",
    "a > 1 -- one",
    "a /* of */ > 1",
    "a IN ()",
    "a == 1",
    "a <=> 1",
    "a = ANY (1)",
    "unknown > 1",
    "a IS TRUE",
    "a > 1 a < 2",
    "a BETWEEN 1 AND 2 AND",
    "current_date > 1",
    "kind COLLATE nocase = 'a'",
]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("sql", [*PLAIN, *OTHER])
def test_a_plain_text_is_read_as_by_sqlglot(sql: str, dialect: Dialect) -> None:
    known = {name if dialect != "postgres" else name.lower(): type for name, type in TYPES.items()}
    found = parse_plain(sql, dialect, known)
    assert (found is not None) == (sql in PLAIN)
    if found is not None:
        assert found == parse_whole(sql, dialect, known)
    assert parse_check(sql, dialect, known) == parse_whole(sql, dialect, known)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_words_of_sql_are_columns_only_where_they_are_for_sqlglot(dialect: Dialect) -> None:
    kept = ["date", "time", "value", "user", "level", "year", "type", "row", "start", "end", "action", "format", "key"]
    for word in (*kept, *(word.lower() for word in sorted(NEVER_COLUMNS)), "_utf8"):
        types = {word: Type("integer", bits=32), "a": Type("integer", bits=32)}
        for text in (f"{word} > 1", f"{word} IN (1, 2)", f"a < {word}", f"{word} BETWEEN 1 AND a", f"({word} IS NULL)"):
            found = parse_plain(text, dialect, types)
            assert found is None or found == parse_whole(text, dialect, types), text


def test_the_checks_of_real_schemas_are_read_alike(corpus: Path) -> None:
    plain = 0
    for text in sorted(set(_checks(corpus))):
        names = {name for word in re.findall(r"[A-Za-z_]\w*", text) for name in (word, word.lower())}
        types = dict.fromkeys(sorted(names), Type("varchar", length=40))
        for dialect in DIALECTS:
            found = parse_plain(text, dialect, types)
            plain += found is not None
            assert found is None or found == parse_whole(text, dialect, types), text
    assert plain > 300


def _checks(corpus: Path) -> Iterator[str]:
    """The texts in the parentheses after each CHECK."""
    for path in corpus.rglob("*.sql"):
        text = path.read_text(encoding="utf-8", errors="replace")
        for start in re.finditer(r"\bCHECK\s*\(", text, re.IGNORECASE):
            depth, place = 1, start.end()
            while depth and place < min(len(text), start.end() + 2000):
                depth += {"(": 1, ")": -1}.get(text[place], 0)
                place += 1
            yield text[start.end() : place - 1]
