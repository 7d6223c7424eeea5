"""Types of MySQL and MariaDB columns, from their words to `Type`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from seedbed.classes import dataclass
from seedbed.read.tokens import Cursor
from seedbed.schema.types import Type

__all__ = ["Written", "folds", "read_type"]

_PLAIN: Mapping[str, Type] = {
    "TINYINT": Type("integer", bits=8),
    "INT1": Type("integer", bits=8),
    "SMALLINT": Type("integer", bits=16),
    "INT2": Type("integer", bits=16),
    "MEDIUMINT": Type("integer", bits=24),
    "MIDDLEINT": Type("integer", bits=24),
    "INT3": Type("integer", bits=24),
    "INT": Type("integer", bits=32),
    "INTEGER": Type("integer", bits=32),
    "INT4": Type("integer", bits=32),
    "BIGINT": Type("integer", bits=64),
    "INT8": Type("integer", bits=64),
    "SERIAL": Type("integer", bits=64, unsigned=True),
    "BOOL": Type("boolean"),
    "BOOLEAN": Type("boolean"),
    "DECIMAL": Type("decimal", precision=10, scale=0),
    "DEC": Type("decimal", precision=10, scale=0),
    "NUMERIC": Type("decimal", precision=10, scale=0),
    "FIXED": Type("decimal", precision=10, scale=0),
    "NUMBER": Type("decimal", precision=10, scale=0),
    "FLOAT": Type("float", bits=32),
    "FLOAT4": Type("float", bits=32),
    "FLOAT8": Type("float", bits=64),
    "DOUBLE": Type("float", bits=64),
    "REAL": Type("float", bits=64),
    "BIT": Type("bit", length=1, fixed=True),
    "CHAR": Type("char", length=1, fixed=True),
    "CHARACTER": Type("char", length=1, fixed=True),
    "NCHAR": Type("char", length=1, fixed=True),
    "VARCHAR": Type("varchar"),
    "VARCHARACTER": Type("varchar"),
    "NVARCHAR": Type("varchar"),
    "VARCHAR2": Type("varchar"),
    "TINYTEXT": Type("text", length=2**8 - 1),
    "TEXT": Type("text", length=2**16 - 1),
    "MEDIUMTEXT": Type("text", length=2**24 - 1),
    "LONG": Type("text", length=2**24 - 1),
    "LONGTEXT": Type("text", length=2**32 - 1),
    "CLOB": Type("text", length=2**32 - 1),
    "BINARY": Type("bytes", length=1, fixed=True),
    "VARBINARY": Type("bytes"),
    "TINYBLOB": Type("bytes", length=2**8 - 1),
    "BLOB": Type("bytes", length=2**16 - 1),
    "MEDIUMBLOB": Type("bytes", length=2**24 - 1),
    "LONGBLOB": Type("bytes", length=2**32 - 1),
    "DATE": Type("date"),
    "TIME": Type("time", precision=0),
    "DATETIME": Type("timestamp", precision=0),
    # Stored in UTC and shown in the session's zone; 1970 to 2038.
    "TIMESTAMP": Type("timestamp", precision=0, zone=True),
    "YEAR": Type("year"),
    "JSON": Type("json"),
    "ENUM": Type("enum"),
    "SET": Type("set"),
    "UUID": Type("uuid"),
    "INET4": Type("inet", name="inet4"),
    "INET6": Type("inet", name="inet6"),
    "VECTOR": Type("vector"),
    **{
        word: Type("geometry", name=word.lower())
        for word in ("GEOMETRY", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON",
                     "GEOMETRYCOLLECTION")
    },
    "GEOMCOLLECTION": Type("geometry", name="geometrycollection"),
}  # fmt: skip

# Second words of a type, by first words; what they make of it.
_SECOND: Mapping[tuple[str, ...], str] = {
    ("DOUBLE", "PRECISION"): "DOUBLE",
    ("CHARACTER", "VARYING"): "VARCHAR",
    ("CHAR", "VARYING"): "VARCHAR",
    ("NATIONAL", "VARCHAR"): "VARCHAR",
    ("NATIONAL", "CHAR"): "CHAR",
    ("NATIONAL", "CHARACTER"): "CHAR",
    ("NCHAR", "VARCHAR"): "VARCHAR",
    ("NCHAR", "VARYING"): "VARCHAR",
    ("LONG", "VARCHAR"): "MEDIUMTEXT",
    ("LONG", "VARBINARY"): "MEDIUMBLOB",
    ("BINARY", "VARYING"): "VARBINARY",
    ("CHAR", "BYTE"): "BINARY",
}
_TEXTS = frozenset({"char", "varchar", "text"})
_SIZES = (2**8 - 1, 2**16 - 1, 2**24 - 1, 2**32 - 1)


@dataclass(frozen=True, slots=True)
class Written:
    """A type as written: its word, its character set and collation ("" where it names none), and what it is."""

    type: Type
    word: str
    charset: str = ""
    collation: str = ""
    zerofill: bool = False


def read_type(cursor: Cursor) -> Written:
    """The type that is next; kind "unknown" where its word is none of MySQL's or MariaDB's."""
    start = cursor.at
    word = _word(cursor)
    values, numbers = _arguments(cursor)
    end = cursor.at
    written = _attributes(cursor, word)
    unsigned = written.type.unsigned or word == "SERIAL"
    plain = _PLAIN.get(word, Type("unknown", name=word.lower()))
    type = replace(_limited(plain, numbers), values=tuple(value.rstrip(" ") for value in values))
    raw = cursor.since(start) if unsigned else cursor.text[cursor.tokens[start].start : cursor.tokens[end - 1].end]
    type = replace(type, unsigned=unsigned and type.kind in ("integer", "decimal", "float"), raw=raw)
    return replace(written, type=type)


def folds(type: Type, collation: str) -> bool:
    """Whether a text type compares without regard to case: not under a collation that ends in _bin or _cs.

    The default collation of every character set ("" here) ignores case.
    """
    return type.kind in _TEXTS and not collation.endswith(("_bin", "_cs"))


def _word(cursor: Cursor) -> str:
    first = cursor.name().upper()
    for (head, second), meant in _SECOND.items():
        if first == head and cursor.take(second):
            if meant == "CHAR" and cursor.take("VARYING"):
                return "VARCHAR"
            return meant
    return first


def _arguments(cursor: Cursor) -> tuple[list[str], list[int]]:
    """What stands in the parentheses after the word: texts and whole numbers."""
    values: list[str] = []
    numbers: list[int] = []
    if not cursor.take("("):
        return values, numbers
    while not cursor.take(")"):
        token = cursor.next()
        if token.kind == "text":
            values.append(token.value)
        elif token.kind == "number":
            numbers.append(int(float(token.value)))
    return values, numbers


def _attributes(cursor: Cursor, word: str) -> Written:
    """What follows the parentheses and still belongs to the type."""
    unsigned = zerofill = False
    charset = "binary" if word == "CHAR" and cursor.take("BYTE") else ""
    collation = ""
    while found := cursor.take_any("UNSIGNED", "SIGNED", "ZEROFILL", "BINARY", "ASCII", "UNICODE", "COLLATE",
                                   "CHARSET", "CHARACTER", "CHAR"):  # fmt: skip
        if found in ("UNSIGNED", "ZEROFILL"):
            unsigned = True
            zerofill |= found == "ZEROFILL"
        elif found == "COLLATE":
            collation = _option(cursor)
        elif found in ("CHARSET", "CHARACTER", "CHAR"):
            if found != "CHARSET":
                cursor.need("SET")
            charset = _option(cursor)
        elif found == "BINARY":
            collation = collation or "_bin"
        elif found in ("ASCII", "UNICODE"):
            charset = {"ASCII": "latin1", "UNICODE": "ucs2"}[found]
    return Written(Type("unknown", unsigned=unsigned), word, charset, collation, zerofill)


def _option(cursor: Cursor) -> str:
    cursor.take("=")
    return cursor.name().lower()


def _limited(type: Type, numbers: list[int]) -> Type:
    limit = _LIMITS.get(type.kind)
    return limit(type, numbers) if limit and numbers else type


def _decimal(type: Type, numbers: list[int]) -> Type:
    return replace(type, precision=numbers[0] or 10, scale=numbers[1] if len(numbers) > 1 else 0)


def _float(type: Type, numbers: list[int]) -> Type:
    """FLOAT(p) chooses the width; FLOAT(M,D) keeps M digits in all, D of them behind the point."""
    if len(numbers) > 1:
        return replace(type, precision=numbers[0], scale=numbers[1])
    return replace(type, bits=32 if type.bits == 32 and numbers[0] <= 24 else 64)


def _sized(type: Type, numbers: list[int]) -> Type:
    """TEXT(n) and BLOB(n) are the smallest type that holds n; CHAR, VARCHAR and their kin hold exactly n."""
    if type.length == _SIZES[1] and not type.fixed:
        return replace(type, length=next(size for size in _SIZES if numbers[0] <= size or size == _SIZES[-1]))
    return replace(type, length=numbers[0])


_LIMITS: Mapping[str, Callable[[Type, list[int]], Type]] = {
    "decimal": _decimal,
    "float": _float,
    "time": lambda type, numbers: replace(type, precision=numbers[0]),
    "timestamp": lambda type, numbers: replace(type, precision=numbers[0]),
    "char": _sized,
    "varchar": _sized,
    "text": _sized,
    "bytes": _sized,
    "bit": _sized,
    "vector": _sized,
}
