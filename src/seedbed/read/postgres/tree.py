"""PostgreSQL's own parse tree of one statement, and the way back from its nodes to the source text."""

from __future__ import annotations

import re
from collections.abc import Iterable

import postgast
from postgast import pg_query_pb2 as pg

from seedbed.classes import dataclass
from seedbed.errors import Origin

__all__ = ["Source", "columns_in", "deparsed", "literal_text", "parse", "quoted", "strings"]

_TOKEN = re.compile(
    r"(?P<comment>--[^\n]*+|/\*.*?\*/)|(?<=[eE])(?<![\w$][eE])'(?:[^'\\]++|\\.|'')*+'|'(?:[^']++|'')*+'|"
    r'"(?:[^"]++|"")*+"|(?<![\w$])\$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$|(?P<in>\()|(?P<out>\))',
    re.S,
)
_WORD = r'(?:"(?:[^"]|"")+"|[^\W\d][\w$]*)'
_TYPE = re.compile(
    rf"{_WORD}(?:\s*\.\s*{_WORD})*(?:\s+precision|\s+varying|\s+character(?:\s+varying)?|\s+char(?:acter)?)?"
    r"(?:\s*\([^)]*\))?(?:\s+with(?:out)?\s+time\s+zone)?"
    r"(?:\s+(?:year|month|day|hour|minute|second)\b(?:\s+to\s+(?:month|hour|minute|second))?(?:\s*\(\d+\))?)?"
    r"(?:\s+array\b)?(?:\s*\[\s*\d*\s*\])*",
    re.I,
)
_RESERVED = (  # words that PostgreSQL takes for a name only in quotes
    "all|analyse|analyze|and|any|array|as|asc|asymmetric|authorization|between|bigint|binary|bit|boolean|"
    "both|case|cast|char|character|check|coalesce|collate|collation|column|concurrently|constraint|create|"
    "cross|current_catalog|current_date|current_role|current_schema|current_time|current_timestamp|"
    "current_user|dec|decimal|default|deferrable|desc|distinct|do|else|end|except|exists|extract|false|"
    "fetch|float|for|foreign|freeze|from|full|grant|greatest|group|grouping|having|ilike|in|initially|"
    "inner|inout|int|integer|intersect|interval|into|is|isnull|join|lateral|leading|least|left|like|limit|"
    "localtime|localtimestamp|national|natural|nchar|none|not|notnull|null|nullif|numeric|offset|on|only|"
    "or|order|out|outer|overlaps|overlay|placing|position|precision|primary|real|references|returning|"
    "right|row|select|session_user|setof|similar|smallint|some|substring|symmetric|system_user|table|"
    "tablesample|then|time|timestamp|to|trailing|treat|trim|true|union|unique|user|using|values|varchar|"
    "variadic|verbose|when|where|window|with|xmlattributes|xmlconcat|xmlelement|xmlexists|xmlforest|"
    "xmlnamespaces|xmlparse|xmlpi|xmlroot|xmlserialize|xmltable"
)
_PLAIN = re.compile(rf"(?!(?:{_RESERVED})\Z)[a-z_][a-z0-9_$]*\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one statement and where it stands."""

    text: str
    line: int
    file: str
    kind: str = ""

    def at(self, location: int) -> int:
        """The character that a node's location (a byte) means."""
        if location <= 0 or self.text.isascii():
            return max(location, 0)
        return len(self.text.encode()[:location].decode(errors="ignore"))

    def origin(self, location: int = 0) -> Origin:
        """The place of a node in the file."""
        return Origin(self.file, self.line + self.text.count("\n", 0, self.at(location)))

    def parenthesis(self, location: int) -> str:
        """What stands in the first parentheses after the node's location, without comments."""
        depth, start, parts = 0, 0, []
        for token in _TOKEN.finditer(self.text, self.at(location)):
            if token["comment"] and depth:
                parts.append(self.text[start : token.start()])
                start = token.end()
            elif token["in"]:
                depth += 1
                start = token.end() if depth == 1 else start
            elif token["out"]:
                depth -= 1
                if depth == 0:
                    return " ".join(part.strip() for part in [*parts, self.text[start : token.start()]]).strip()
        return self.text[start:].strip()

    def type_text(self, location: int) -> str:
        """The type that stands at the node's location, as its author wrote it, on one line."""
        match = _TYPE.match(self.text, self.at(location))
        return re.sub(r"\s+", " ", match.group()) if match else ""


def parse(text: str) -> tuple[pg.Node, ...]:
    """The statements of the text; raises postgast.PgQueryError where PostgreSQL would refuse it."""
    return tuple(raw.stmt for raw in postgast.parse(text).stmts)


def strings(nodes: Iterable[pg.Node]) -> tuple[str, ...]:
    """The texts of a list of String nodes: a qualified name, the columns of a key."""
    return tuple(node.string.sval for node in nodes)


def deparsed(node: pg.Node) -> str:
    """An expression as SQL again, in PostgreSQL's own spelling."""
    result = pg.ParseResult()
    target = result.stmts.add().stmt.select_stmt.target_list.add()
    target.res_target.val.CopyFrom(node)
    result.stmts[0].stmt.select_stmt.limit_option = pg.LIMIT_OPTION_DEFAULT
    result.stmts[0].stmt.select_stmt.op = pg.SETOP_NONE
    text: str = postgast.deparse(result)
    return text.removeprefix("SELECT ").strip()


def literal_text(node: pg.Node) -> str | None:
    """The value of a constant as text, None where the node is none; a bare word counts as its own text."""
    kind = node.WhichOneof("node")
    if kind == "type_cast":
        return literal_text(node.type_cast.arg)
    if kind == "column_ref":
        return strings(node.column_ref.fields)[-1]
    if kind != "a_const" or node.a_const.isnull:
        return None
    value = node.a_const.WhichOneof("val")
    if value == "ival":
        return str(node.a_const.ival.ival)
    if value == "fval":
        return str(node.a_const.fval.fval)
    return str(node.a_const.sval.sval) if value == "sval" else None


def columns_in(node: pg.Node) -> tuple[str, ...]:
    """The columns that an expression reads, each once, in order of appearance."""
    found = (part.fields for _, part in postgast.walk(node) if isinstance(part, pg.ColumnRef))
    return tuple(dict.fromkeys(fields[-1].string.sval for fields in found if fields[-1].HasField("string")))


def quoted(name: str) -> str:
    """A name as SQL: bare where PostgreSQL reads it back unchanged, in double quotes otherwise."""
    return name if _PLAIN.match(name) else '"' + name.replace('"', '""') + '"'
