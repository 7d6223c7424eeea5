"""Ranges of values: "18–65 years", "between 1 and 10", "at least 0.5 %", "min 1, max 99", columns Min and Max."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from seedbed.errors import Origin
from seedbed.project.planning.facts import Range, Statement
from seedbed.project.planning.text import Table

__all__ = ["number_in", "ranges_in", "ranges_of_tables", "unit_of"]

_NUMBER = r"[-−]?[$€£¥]?\s?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?[$€£¥]?\s?\d+(?:\.\d+)?"
_LOW, _HIGH, _FIRST, _LAST, _PLUS = (
    rf"(?P<{name}>{_NUMBER})\s*(?P<{name}_unit>%|[kKmM](?![\w])|)" for name in ("low", "high", "first", "last", "plus")
)
_BETWEEN = re.compile(
    rf"\bbetween\s+{_LOW}\s*\w{{0,12}}?\s+and\s+{_HIGH}"
    rf"|(?:\bfrom\s+)?(?<![\w.,:/-]){_FIRST}\s*(?:–|—|\bto\b|\.\.\.?|…|-)\s*{_LAST}(?![\w:/-]*\d)",
    re.IGNORECASE,
)
_INSIDE = re.compile(rf"{_LOW}\s*(?:<=?|≤)\s*[A-Za-z_][\w. ]*?\s*(?:<=?|≤)\s*{_HIGH}")
_LEAST = re.compile(
    r"(?:(?:≥|>=|>|\bat least|\bno less than|\bnot less than|\bfrom"
    rf"|\bmin(?:imum)?\b\.?(?:\s+(?:of|is))?\s*[:=]?)\s*){_LOW}"
    rf"|(?<![\w.,:/-]){_PLUS}\+",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"(?:(?:≤|<=|<|\bat most|\bup to|\bno more than|\bnot more than|\bnever more than"
    rf"|\bmax(?:imum)?\b\.?(?:\s+(?:of|is))?\s*[:=]?)\s*){_HIGH}",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"https?://\S+|\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d{1,2}:\d{2}\b|\bv\d[\d.]*|\b[A-Z]{2,}-\d+(?:\s*[-–]\s*[A-Z]{2,}-\d+)?"
    r"|\b\d+/\d+\b|\b(?:19|20)\d{2}\s*[-–]\s*(?:19|20)?\d{2}\b|§\s*\d+|\b(?:section|chapter|table|step|phase|stage)\s+\d+"
    r"|\b\d+(?:\.\d+){2,}",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:\s|[:=—–(,-]|\b(?:is|are|be|must|should|can|may|has|have|of|to|in|at|the|a|an|range[sd]?|typically|usually|usual|"
    r"normally|values?|allowed|valid|lies?|lie|and|with|by|from|between|applies|about|approximately|realistic)\b)*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\s*(?P<unit>%|°[CF]|[A-Za-zµ°]{1,12}\b)")
_NO_UNIT = {
    "a",
    "an",
    "and",
    "at",
    "but",
    "by",
    "for",
    "from",
    "in",
    "is",
    "of",
    "on",
    "or",
    "per",
    "the",
    "to",
    "with",
    "x",
}


def ranges_in(statement: Statement, subject: str = "", decision: str = "") -> Iterator[Range]:
    """The ranges that a statement gives; what they are of is said before them, or is the subject given."""
    text = _NOISE.sub(lambda found: " " * len(found[0]), statement.text)
    for clause, at in _clauses(text):
        found = _BETWEEN.search(clause) or _INSIDE.search(clause)
        least, most = (None, None) if found else (_LEAST.search(clause), _MOST.search(clause))
        first = min((match.start() for match in (found, least, most) if match), default=None)
        if first is None:
            continue
        low = _decimal(found, "low", "first") if found else _decimal(least, "low", "plus")
        high = _decimal(found, "high", "last") if found else _decimal(most, "high")
        end = max(match.end() for match in (found, least, most) if match)
        named = _LEAD.sub("", statement.text[at : at + first]).strip(" -–—:,(") or _before(text[:at])
        if (low is None and high is None) or (low is not None and high is not None and low > high):
            continue
        unit = unit_of(clause, (found or least or most), end)
        yield Range(named or subject or statement.text, low, high, statement.origin, unit, statement.text, decision)


def _clauses(text: str) -> Iterator[tuple[str, int]]:
    """The parts of a text between semicolons and sentence ends, with where they begin."""
    at = 0
    for piece in re.split(r"(;\s+|(?<=[a-z0-9%)])\.\s+(?=[A-Z])|,\s+(?=[A-Za-z][\w ]{2,30}:\s))", text):
        if piece and not re.fullmatch(r"[;.,]\s+", piece):
            yield piece, at
        at += len(piece)


def _before(text: str) -> str:
    """What an earlier clause of a statement speaks of: its label."""
    return text.partition(":")[0].strip() if ":" in text else ""


def _decimal(match: re.Match[str] | None, *names: str) -> Decimal | None:
    if match is None:
        return None
    said = match.groupdict()
    for name in names:
        if said.get(name) is not None:
            times = {"k": 1_000, "m": 1_000_000}.get((said.get(f"{name}_unit") or "").casefold(), 1)
            return _number(said[name], times)
    return None


def _number(text: str, times: int = 1) -> Decimal | None:
    try:
        return Decimal(re.sub(r"[$€£¥,\s]", "", text).replace("−", "-")) * times
    except InvalidOperation:
        return None


def unit_of(text: str, match: re.Match[str] | None, end: int) -> str:
    """The unit behind a number, or the sign of money before it."""
    said = match.group(0) if match else ""
    money = re.search(r"[$€£¥]", said)
    if money:
        return money[0]
    if "%" in said:
        return "%"
    found = _WORD.match(text, end)
    return found["unit"] if found and found["unit"].casefold() not in _NO_UNIT else ""


def number_in(text: str) -> tuple[Decimal | None, str]:
    """The first number of a text that is no date or version, and its unit."""
    bare = _NOISE.sub(lambda found: " " * len(found[0]), text)
    found = re.search(rf"(?<![\w.]){_LOW}", bare)
    return (_decimal(found, "low"), unit_of(bare, found, found.end())) if found else (None, "")


def ranges_of_tables(tables: Iterable[Table], file: str) -> Iterator[Range]:
    """The rows of tables with columns for the least and the most, or for a range."""
    for table in tables:
        low, high = table.column("min", "low", "from", "least"), table.column("max", "high", "to", "most", "upper")
        whole = table.column("range", "typical", "valid", "realistic", "values")
        for row in table.rows:
            origin = Origin(file, row.line)
            if low is not None and high is not None and low != high:
                least, most = number_in(row.cells[low]), number_in(row.cells[high])
                if least[0] is not None or most[0] is not None:
                    unit = table.column("unit")
                    said = row.cells[unit] if unit is not None else least[1] or most[1]
                    yield Range(row.cells[0], least[0], most[0], origin, said, " | ".join(row.cells))
            elif whole is not None and whole:
                yield from ranges_in(Statement(row.cells[whole], origin), row.cells[0])
