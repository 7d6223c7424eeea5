"""`Type`: what one column can hold, the same words for every dialect."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from seedbed.classes import dataclass

if TYPE_CHECKING:
    from seedbed.schema.model import Check

Kind = Literal[
    "integer",  # bits 8, 16, 24, 32 or 64; unsigned, in SQLite of 63 bits at most
    "decimal",  # precision and scale, both None for an unlimited numeric
    "float",  # bits 32 or 64
    "boolean",
    "char",  # fixed length, padded
    "varchar",  # length None means unlimited
    "text",  # length is the limit in bytes where the dialect has one (TINYTEXT)
    "bytes",  # length is the limit in bytes; fixed for BINARY(n)
    "date",
    "time",  # precision: digits of a second; zone
    "timestamp",  # precision: digits of a second; zone
    "interval",
    "year",
    "uuid",
    "json",
    "xml",
    "array",  # element
    "enum",  # values
    "set",  # values: any subset, comma separated
    "composite",  # fields
    "inet",
    "cidr",
    "macaddr",  # length 6 or 8
    "bit",  # length, fixed
    "varbit",  # length None means unlimited
    "money",
    "range",  # element
    "multirange",  # element
    "tsvector",
    "tsquery",
    "hstore",
    "ltree",
    "vector",  # length is the dimension
    "point",
    "line",
    "lseg",
    "box",
    "path",
    "polygon",
    "circle",
    "geometry",  # name is the shape: point, polygon, ...; length is the SRID
    "geography",
    "oid",
    "unknown",  # a type that Seedbed cannot make values for
]


@dataclass(frozen=True, slots=True)
class Type:
    """What one column can hold.

    `raw` is the type as its source wrote it; it is for people and for `CAST`, and does not take part in
    equality of meaning between dialects. `name` is the name of an enum, domain, composite or geometry shape. `about` is
    what the source says of a text (an `email`), as a name of such columns. The `values` of a JSON type are documents to
    choose from; those that a comment has `said` are what the column usually holds, which nothing asks for. Texts that
    a default draws consist of `letters`: in runs, which there are to choose from and how many stand there; others
    are written `like` a constant default.
    `checks` are those of the domain (the value is called VALUE in them); `not_null` is the domain's own. `charset` is
    the character set that MySQL keeps a text in, "" where its source does not say.
    """

    kind: Kind
    raw: str = ""
    bits: int | None = None
    unsigned: bool = False
    length: int | None = None
    fixed: bool = False
    precision: int | None = None
    scale: int | None = None
    zone: bool = False
    folds_case: bool = False  # equality ignores case: citext, MySQL's default collations, NOCASE
    element: Type | None = None
    values: tuple[str, ...] = ()
    fields: tuple[tuple[str, Type], ...] = ()
    name: str | None = None
    domain: str | None = None
    checks: tuple[Check, ...] = ()
    not_null: bool = False
    about: str = ""
    said: tuple[str | int, ...] = ()
    letters: tuple[tuple[str, int], ...] = ()
    like: str = ""
    charset: str = field(default="", compare=False)

    def whole(self, usual: int = 32) -> tuple[int, int]:
        """The least and the greatest number of an integer type; of so many bits where it does not say how many."""
        bits = self.bits or usual
        return (0, 2**bits - 1) if self.unsigned else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
