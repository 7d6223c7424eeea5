"""Databases whose SQL is not read, told by words that only they use, so that nobody looks for a slip of theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from seedbed.errors import Note

__all__ = ["foreign"]

_ENOUGH = 2
"""Different words that have to be there: one alone may be a type of SQLite, or somebody's column."""

_TELLTALES: Mapping[str, str] = {
    "SQL Server": r"""^\s*GO\s*;?\s*$|\bIDENTITY\s*\(\s*\d+\s*,|\bN?VARCHAR\s*\(\s*MAX\s*\)|\[dbo\]\s*\.|
        \bUNIQUEIDENTIFIER\b|\b(?:NON)?CLUSTERED\b|\bDATETIMEOFFSET\b|\bGETDATE\s*\(|\bSET\s+QUOTED_IDENTIFIER\b""",
    "Oracle": r"""\bN?VARCHAR2\s*\(|\bNUMBER\s*\(\s*\d|\bSYSDATE\b|\bSYSTIMESTAMP\b|\bPCTFREE\b|\bNOCACHE\b|^/\s*$|
        \bCLOB\b|\bTABLESPACE\b|\bSEGMENT\s+CREATION\b""",
    "Snowflake": r"\bTIMESTAMP_(?:NTZ|LTZ|TZ)\b|\bVARIANT\b|\bTRANSIENT\s+TABLE\b|\bCLUSTER\s+BY\s*\(",
    "BigQuery": r"\bINT64\b|\bFLOAT64\b|\bBIGNUMERIC\b|\bSTRUCT\s*<|\bARRAY\s*<|\bOPTIONS\s*\(\s*description",
    "ClickHouse": r"\bENGINE\s*=\s*\w*MergeTree|\bLowCardinality\s*\(|\bNullable\s*\(",
}


def foreign(text: str) -> tuple[Note, ...]:
    """What is to be said of a text that is written for a database whose SQL is not read; nothing of any other."""
    vendor = next((vendor for vendor, pattern in _TELLTALES.items() if len(_words(pattern, text)) >= _ENOUGH), None)
    if vendor is None:
        return ()
    why = "read is the SQL of PostgreSQL, MySQL, MariaDB and SQLite"
    help = "translate it first, or give the models of the program that uses it"
    return (Note(f"this is written for {vendor}", why, help, grave=True),)


def _words(pattern: str, text: str) -> set[str]:
    found = re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE | re.VERBOSE)
    return {match.group().partition("(")[0].strip().upper() for match in found}
