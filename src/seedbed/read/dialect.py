"""Which dialect a text is written in, from the words that only one of them uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from seedbed.schema.model import Dialect

__all__ = ["guess", "scores"]

_SAMPLE = 100_000  # characters; tables stand before the data that a dump brings along
_CAP = 5  # no word counts more often: one habit is one hint

_TELLTALES: Mapping[Dialect, str] = {
    "postgres": r"""
        (?P<p9>postgresql\ database\ dump|pg_catalog\.|\blanguage\s+'?plpgsql|\bsearch_path\b|\bfrom\s+stdin\b)|
        (?P<p5>\b(?:big|small)serial\b|\btimestamptz\b|\bjsonb\b|\bbytea\b|\bnextval\s*\(|\bcharacter\s+varying\b|
            \balter\s+table\s+only\b|\bowner\s+to\b|\btime\s+zone\b|\bcreate\s+(?:domain|type|extension|sequence)\b|
            \$\$|::\s*"?[a-z]|\bas\s+identity\b|\b(?:text|integer|int|uuid|varchar)\s*\[\]|\btsvector\b|\bcitext\b|
            \b(?:int4|int8|num|date|tstz|ts)range\b|\bexclude\s+using\b|\bpartition\s+of\b)|
        (?P<p3>\bserial\b|[\w"][ \t]+uuid\b|\binet\b|\bilike\b|\s~\*?\s*'|\busing\s+(?:gin|gist|btree)\b|
            \bcreate\s+schema\b|\bgen_random_uuid\b|\bcomment\s+on\b)""",
    "mysql": r"""
        (?P<m9>(?:mysql|mariadb)\ dump|^\s*delimiter\s|\bengine\s*=|/\*!\d{5}|\bset\s+@)|
        (?P<m5>\bauto_increment\b|\bmedium(?:int|text|blob)\b|\bzerofill\b|\bfulltext\b|\bset\s+names\b|
            \b(?:default\s+)?(?:charset|character\s+set)\b|\bon\s+update\s+current_timestamp\b|\block\s+tables\b|
            \bcollate\s*=?\s*utf8|\benum\s*\('|\bset\s*\(')|
        (?P<m3>\bdatetime\s*\(\d|\buse\s+\w+\s*;|\bdouble\s*\(|\bcomment\s+'|^\s*key\s+[\w`]+\s*\()|
        (?P<m2>`|\bunsigned\b|\b(?:tiny|long)(?:int|text|blob)\b|\bint\s*\(\d+\))""",
    "sqlite": r"""
        (?P<s9>\bautoincrement\b|^\s*pragma\s|\bwithout\s+rowid\b|\bsqlite_\w+|\bcreate\s+virtual\s+table\b|
            \)\s*strict\s*[;,])|
        (?P<s5>\bdatetime\s*\(\s*'now'|\bstrftime\s*\(|\btypeof\s*\(|\bglob\b|\bjulianday\s*\(|\brandomblob\s*\()|
        (?P<s3>^\s*begin\s+transaction\s*;|\binteger\s+(?:not\s+null\s+)?primary\s+key\b|\bblob\b|\binsert\s+or\b|
            \[\w+\]\s+\[?(?:int|text|nvarchar|integer|datetime)|\bcollate\s+nocase\b|
            \bon\s+conflict\s+(?:abort|fail|ignore|replace)\b)|
        (?P<s1>\bdatetime\b)""",
}

_REMARK = re.compile(r"^[ \t]*--(?![^\n]*\bdump\b)[^\n]*$|/\*(?!M?!).*?\*/", re.I | re.M | re.S)
"""What people say of a schema, in the marks of any language; a tool says in a comment whose dump it is."""


def scores(text: str) -> dict[Dialect, int]:
    """How much speaks for each dialect: weights of its tell-tale words, each counted five times at most."""
    sample = _REMARK.sub("", text[:_SAMPLE])
    found: dict[Dialect, int] = {}
    for dialect, pattern in _TELLTALES.items():
        words: Counter[tuple[str, int]] = Counter()
        for match in re.finditer(pattern, sample, re.I | re.M | re.X):
            words[match.group().lower()[:12], int((match.lastgroup or "p0")[1:])] += 1
        found[dialect] = sum(weight * min(count, _CAP) for (_, weight), count in words.items())
    return found


def guess(text: str) -> tuple[Dialect, ...]:
    """The dialects that the text may well be in, the likeliest first: those with a third of its weight and more.

    A tie falls to PostgreSQL, then SQLite: PostgreSQL is the strictest about types, so what fits it fits the
    others, and text without any tell-tale word reads alike in all three.
    """
    weights = scores(text)
    order: tuple[Dialect, ...] = ("postgres", "sqlite", "mysql")
    ranked = sorted(order, key=lambda dialect: -weights[dialect])
    return tuple(dialect for dialect in ranked if 3 * weights[dialect] >= weights[ranked[0]])
