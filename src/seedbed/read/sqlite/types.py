"""Types of SQLite columns: what the author's word means, which SQLite itself takes as a hint only.

SQLite knows five affinities and enforces lengths nowhere. Data that honours the word fits the affinity too, so
VARCHAR(30) is a text of at most 30 characters here, DATETIME a timestamp, BOOLEAN a boolean. A column without a
type is read as text. https://sqlite.org/datatype3.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from seedbed.schema.types import Type

__all__ = ["type_of"]

_WORDS: Mapping[str, Type] = {
    "": Type("text"),
    "ANY": Type("text"),
    # INT and INTEGER hold 64 bits in SQLite whatever other databases think; narrower words are honoured.
    "INTEGER": Type("integer", bits=64),
    "INT": Type("integer", bits=64),
    "INT2": Type("integer", bits=16),
    "INT4": Type("integer", bits=32),
    "INT8": Type("integer", bits=64),
    "TINYINT": Type("integer", bits=8),
    "SMALLINT": Type("integer", bits=16),
    "MEDIUMINT": Type("integer", bits=24),
    "BIGINT": Type("integer", bits=64),
    "SERIAL": Type("integer", bits=64),
    "BIGSERIAL": Type("integer", bits=64),
    "UNSIGNED BIG INT": Type("integer", bits=64),
    "YEAR": Type("integer", bits=16),
    "TEXT": Type("text"),
    "CLOB": Type("text"),
    "STRING": Type("text"),
    "CITEXT": Type("text", folds_case=True),
    "TINYTEXT": Type("text"),
    "MEDIUMTEXT": Type("text"),
    "LONGTEXT": Type("text"),
    "NTEXT": Type("text"),
    "BLOB SUB_TYPE TEXT": Type("text"),
    "INTERVAL": Type("text"),
    "VARCHAR": Type("varchar"),
    "CHARACTER": Type("varchar"),
    "CHAR": Type("varchar"),
    "NCHAR": Type("varchar"),
    "NVARCHAR": Type("varchar"),
    "VARYING CHARACTER": Type("varchar"),
    "CHARACTER VARYING": Type("varchar"),
    "NATIVE CHARACTER": Type("varchar"),
    "BLOB": Type("bytes"),
    "BYTEA": Type("bytes"),
    "BINARY": Type("bytes"),
    "VARBINARY": Type("bytes"),
    "IMAGE": Type("bytes"),
    "REAL": Type("float", bits=64),
    "DOUBLE": Type("float", bits=64),
    "DOUBLE PRECISION": Type("float", bits=64),
    "FLOAT": Type("float", bits=64),
    "DECIMAL": Type("decimal"),
    "DEC": Type("decimal"),
    "NUMERIC": Type("decimal"),
    "NUMBER": Type("decimal"),
    "MONEY": Type("decimal", precision=15, scale=2),
    "BOOLEAN": Type("boolean"),
    "BOOL": Type("boolean"),
    "BIT": Type("boolean"),
    "DATE": Type("date"),
    "TIME": Type("time", precision=0),
    "DATETIME": Type("timestamp", precision=0),
    "DATETIME2": Type("timestamp", precision=0),
    "SMALLDATETIME": Type("timestamp", precision=0),
    "TIMESTAMP": Type("timestamp", precision=0),
    "TIMESTAMP WITHOUT TIME ZONE": Type("timestamp", precision=0),
    "TIMESTAMP WITH TIME ZONE": Type("timestamp", precision=0, zone=True),
    "TIMESTAMPTZ": Type("timestamp", precision=0, zone=True),
    "UUID": Type("uuid"),
    "GUID": Type("uuid"),
    "UNIQUEIDENTIFIER": Type("uuid"),
    "JSON": Type("json"),
    "JSONB": Type("json"),
    "XML": Type("xml"),
}
# SQLite's own rules for words it has never seen, in its order; the rest has NUMERIC affinity.
_AFFINITIES = (
    ("INT", Type("integer", bits=64)),
    ("CHAR", Type("varchar")),
    ("CLOB", Type("text")),
    ("TEXT", Type("text")),
    ("BLOB", Type("bytes")),
    ("REAL", Type("float", bits=64)),
    ("FLOA", Type("float", bits=64)),
    ("DOUB", Type("float", bits=64)),
)
_NUMBERS = re.compile(r"\(([^)]*)\)")


def type_of(declared: str, collation: str = "") -> Type:
    """The type that a column's words and collation say; kind "unknown" where nobody knows the words."""
    words, numbers = _split(declared)
    unsigned = "UNSIGNED" in words.split() and words != "UNSIGNED BIG INT"
    if unsigned:
        words = " ".join(word for word in words.split() if word != "UNSIGNED")
    type = replace(_limited(_known(words), numbers), raw=declared, unsigned=unsigned)
    if unsigned and type.bits == 64 and type.kind == "integer":
        type = replace(type, bits=63)  # SQLite keeps every integer with its sign
    folds = collation.upper() == "NOCASE" and type.kind in ("text", "varchar")
    return replace(type, folds_case=True) if folds else type


def _split(declared: str) -> tuple[str, tuple[int, ...]]:
    found = _NUMBERS.search(declared)
    numbers = tuple(int(word) for word in found[1].split(",") if word.strip().isdigit()) if found else ()
    return " ".join(_NUMBERS.sub(" ", declared).upper().split()), numbers


def _known(words: str) -> Type:
    if words in _WORDS:
        return _WORDS[words]
    return next((type for part, type in _AFFINITIES if part in words), Type("unknown", name=words.lower()))


def _limited(type: Type, numbers: tuple[int, ...]) -> Type:
    if not numbers:
        return type
    if type.kind == "decimal":
        return replace(type, precision=numbers[0], scale=numbers[1] if len(numbers) > 1 else 0)
    if type.kind in ("varchar", "text", "bytes"):
        return replace(type, kind="varchar" if type.kind == "text" else type.kind, length=numbers[0])
    if type.kind in ("time", "timestamp"):
        return replace(type, precision=min(numbers[0], 6))
    return type
