"""What DuckDB lacks of the three databases, and what SQL alone cannot say: macros and a few Python functions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from seedbed.validate.cells import is_address

if TYPE_CHECKING:
    import duckdb

__all__ = ["define"]

_MACROS = (
    r"""items_of(x) AS CASE WHEN x = '{}' THEN CAST([] AS VARCHAR[])
        WHEN regexp_full_match(x, '\{[^"{}\\]*\}') THEN list_transform(string_split(x[2:-2], ','),
            lambda e: CASE WHEN upper(trim(e)) = 'NULL' THEN NULL ELSE trim(e) END)
        ELSE python_items(x) END""",
    # what ISO 8601 calls P1Y2M3DT4H5M: PostgreSQL reads it, DuckDB wants it in words
    """days_in_words(x) AS
        replace(replace(replace(replace(x, 'Y', ' years '), 'M', ' months '), 'W', ' weeks '), 'D', ' days ')""",
    """time_in_words(x) AS replace(replace(replace(x, 'H', ' hours '), 'M', ' minutes '), 'S', ' seconds ')""",
    """duration_of(x) AS CASE WHEN regexp_full_match(x, 'P([-+]?[0-9]+[YMWD])*(T([-+]?[0-9.]+[HMS])+)?') THEN
        TRY_CAST(days_in_words(split_part(x[2:], 'T', 1)) || time_in_words(split_part(x, 'T', 2)) AS INTERVAL) END""",
    "btrim(x) AS trim(x), (x, marks) AS trim(x, marks)",
    "char_length(x) AS length(x)",
    "character_length(x) AS length(x)",
    """json_typeof(x) AS CASE WHEN json_type(x) IN ('OBJECT', 'ARRAY', 'BOOLEAN', 'NULL') THEN lower(json_type(x))
        WHEN json_type(x) = 'VARCHAR' THEN 'string' WHEN json_type(x) IS NOT NULL THEN 'number' END""",
    "jsonb_typeof(x) AS json_typeof(x)",
    "jsonb_array_length(x) AS json_array_length(x)",
    """sqlite_json_type(x) AS CASE json_type(x) WHEN 'VARCHAR' THEN 'text' WHEN 'DOUBLE' THEN 'real' WHEN 'BIGINT'
        THEN 'integer' WHEN 'UBIGINT' THEN 'integer' WHEN 'BOOLEAN' THEN CAST(x AS VARCHAR)
        ELSE lower(json_type(x)) END""",
    """json_length(x) AS CASE json_type(x) WHEN 'OBJECT' THEN len(json_keys(x)) WHEN 'ARRAY' THEN json_array_length(x)
        ELSE 1 END""",
    """mysql_json_type(x) AS CASE json_type(x) WHEN 'VARCHAR' THEN 'STRING' WHEN 'BIGINT' THEN 'INTEGER'
        WHEN 'UBIGINT' THEN 'INTEGER' ELSE json_type(x) END""",
    """sqlite_typeof(x) AS CASE WHEN x IS NULL THEN 'null' WHEN typeof(x) = 'VARCHAR' THEN 'text'
        WHEN typeof(x) = 'BLOB' THEN 'blob' WHEN typeof(x) = 'DOUBLE' THEN 'real' ELSE 'integer' END""",
    """regexp_first(x, pattern, part) AS
        CASE WHEN regexp_matches(x, pattern) THEN regexp_extract(x, pattern, part) END""",
    "regexp_like(x, pattern) AS regexp_matches(x, pattern)",
    "array_lower(x, dimension) AS CASE WHEN len(x) > 0 THEN 1 END",
    "array_upper(x, dimension) AS CASE WHEN len(x) > 0 THEN len(x) END",
    "array_ndims(x) AS CASE WHEN len(x) > 0 THEN 1 END",
    "array_remove(x, item) AS list_filter(x, lambda e: e IS DISTINCT FROM item)",
)


def define(court: duckdb.DuckDBPyConnection) -> None:
    """Teaches a connection all of them."""
    from duckdb.func import FunctionNullHandling

    court.create_function("python_items", _items, ["VARCHAR"], "VARCHAR[]", null_handling=FunctionNullHandling.SPECIAL)
    court.create_function("is_address", is_address, ["VARCHAR", "BOOLEAN"], "BOOLEAN")
    court.create_function("python_matches", _matches, ["VARCHAR", "VARCHAR", "VARCHAR"], "BOOLEAN")
    for macro in _MACROS:
        court.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")


def _items(text: str | None) -> list[str | None] | None:
    """The items of an array as PostgreSQL or JSON writes it, those of inner arrays in a row; None where it is none."""
    if text is None:
        return None
    text = text.strip()
    try:
        return list(_flat(json.loads(text))) if text.startswith("[") else _braced(text)
    except ValueError:
        return None


def _flat(value: object) -> Iterator[str | None]:
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    elif value is None or isinstance(value, str):
        yield value
    else:
        yield json.dumps(value)


_BRACED = re.compile(r'\s*(?:([{},])|"((?:[^"\\]|\\.)*)"|([^{},"]+))', re.S)


def _braced(text: str) -> list[str | None] | None:
    items: list[str | None] = []
    depth = at = 0
    text = re.sub(r"^(?:\[-?\d+:-?\d+\])+=", "", text)  # explicit bounds
    while at < len(text):
        found = _BRACED.match(text, at)
        if found is None or (depth == 0 and found[1] != "{"):
            return None
        at = found.end()
        if found[1]:
            depth += {"{": 1, "}": -1}.get(found[1], 0)
            if depth == 0:
                return items if at == len(text) else None
        else:
            items.append(_item(found))
    return None


def _item(found: re.Match[str]) -> str | None:
    if found[2] is not None:
        return re.sub(r"\\(.)", r"\1", found[2], flags=re.S)
    bare = found[3].strip()
    return None if bare.upper() == "NULL" else bare


def _matches(text: str, pattern: str, flags: str) -> bool:
    """Whether the pattern matches anywhere; for what RE2 has no word for: looking ahead and behind, back references."""
    letters = "a-zA-Z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02c1\u0370-\u1fff\u3040-\ud7ff"
    for name, meant in ((r"\p{L}", letters), (r"\p{Lu}", "A-Z"), (r"\p{Ll}", "a-z"), (r"\p{N}", "0-9")):
        pattern = pattern.replace(name, meant)
    options = (re.IGNORECASE if "i" in flags else 0) | (re.DOTALL if "s" in flags else 0)
    return re.search(pattern, text, options) is not None
