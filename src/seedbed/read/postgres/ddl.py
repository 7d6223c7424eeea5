"""DDL of PostgreSQL, as people write it and as pg_dump prints it, into a schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from postgast import PgQueryError
from postgast import pg_query_pb2 as pg

from seedbed.errors import Note, Origin
from seedbed.read.notes import hides, is_plain, shortened, unread
from seedbed.read.postgres.alter import alter_table
from seedbed.read.postgres.catalog import Catalog
from seedbed.read.postgres.finish import finish
from seedbed.read.postgres.lenient import substituted, translated
from seedbed.read.postgres.objects import (
    alter_domain,
    alter_enum,
    comment,
    create_composite,
    create_domain,
    create_enum,
    create_index,
    create_range,
    define,
)
from seedbed.read.postgres.rename import drop, rename, set_schema
from seedbed.read.postgres.tables import create_foreign_table, create_table, create_table_as
from seedbed.read.postgres.tree import Source, literal_text, parse, strings
from seedbed.read.reading import Reading
from seedbed.read.routines import Body, called, composed, defined, routine
from seedbed.read.statements import Statement, statements

__all__ = ["read", "read_files"]

_ALWAYS = re.compile(
    "create (?:table|type|domain|schema)|alter (?:table|type|domain|schema|index)"
    "|drop (?:table|type|domain|index|schema)"
)
_SOMETIMES: Mapping[str, re.Pattern[str]] = {  # worth parsing only where the text matches
    "create index": re.compile(r"create\s+unique", re.I),
    "comment": re.compile(r"comment\s+on\s+(?:table|column)\b", re.I),
    "set": re.compile(r"set\s+(?:session\s+|local\s+)?(?:search_path|schema)\b", re.I),
    "reset": re.compile(r"reset\s+(?:search_path|all)\b", re.I),
    "select": re.compile(r".*(?:\bsearch_path\b|\binto\b)", re.I | re.S),
    "with": re.compile(r".*\binto\b", re.I | re.S),
    "do": re.compile(r""),
    "commit": re.compile(r""),
    "end": re.compile(r""),
    "rollback": re.compile(r""),
}
_VIEW = re.compile(r"create\b.*?\bview\s+(?:if\s+not\s+exists\s+)?([\w.\"$]+)", re.I | re.S)
_ROW_TRIGGER = re.compile(r".*\bfor\s+(?:each\s+)?row\b", re.I | re.S)
_INCLUDE = re.compile(r"\\(?:i|ir|include|include_relative)\s+(\S+)")
_SET = re.compile(r"\\set\s+(\w+)\s+(.*)")


def read(text: str, name: str) -> Reading:
    """The schema that the text creates in an empty database; `name` is what notes and problems call the text.

    Raises ReadError with every problem that makes the schema contradict itself: a foreign key to an unknown table,
    a table created twice, a key over a missing column.
    """
    return read_files({name: text})


def read_files(texts: Mapping[str, str]) -> Reading:
    """The schema that texts create one after another; each under its name. Raises ReadError as `read` does."""
    catalog = Catalog("")
    for catalog.file, text in texts.items():
        for statement in statements(text, "postgres"):
            _take(statement, catalog)
    return finish(catalog)


def _take(statement: Statement, catalog: Catalog) -> None:
    """Reads one statement into the catalog, or counts it."""
    kind = statement.kind
    worth = _SOMETIMES.get(kind)
    if _ALWAYS.fullmatch(kind) or (worth is not None and worth.match(statement.text)):
        _parse(statement, catalog)
        return
    if kind == "client":
        _client(statement, catalog)
    elif kind == "create view" and (match := _VIEW.match(statement.text)):
        catalog.apart[catalog.home(tuple(match[1].replace('"', "").split(".")))] = "view"
    elif kind in ("create function", "create procedure"):
        catalog.routines |= routine(statement)
    elif kind in ("select", "call") and (body := catalog.routines.get(called(statement))):
        _run(body, f"the routine {called(statement)}", catalog)
    elif kind == "create trigger":
        catalog.row_triggers += bool(_ROW_TRIGGER.match(statement.text))
    if is_plain(statement):
        catalog.skipped.add(kind)
    else:
        _parse(statement, catalog)


def _client(statement: Statement, catalog: Catalog) -> None:
    """psql's own lines: variables are remembered, a file that is not read here is told of."""
    if match := _SET.match(statement.text):
        catalog.variables[match[1]] = match[2].strip().strip("'")
    elif match := _INCLUDE.match(statement.text):
        what = f"the file {match[1]} that this one includes is not read"
        help = "give the files joined into one"
        origin = Origin(catalog.file, statement.line)
        catalog.notes.append(Note(what, "only psql follows its backslash lines", help, grave=True, origin=origin))


def _parse(statement: Statement, catalog: Catalog) -> None:
    """Applies a statement in PostgreSQL's grammar, else with its variables filled in, else translated."""
    if "\0" in statement.text:  # where C would take the text to end
        catalog.notes.append(unread(statement, catalog.file, "it holds a zero byte"))
        return
    try:
        _apply(statement.text, statement, catalog)
    except PgQueryError as error:
        why = f"PostgreSQL refuses it: {error.message}"
        if how := _otherwise(statement, catalog):
            what = f"{how}: {shortened(statement.text, 80)}"
            catalog.notes.append(Note(what, why, origin=Origin(catalog.file, statement.line)))
        else:
            at = error.cursorpos - 1 if error.cursorpos else None
            catalog.notes.append(unread(statement, catalog.file, why, at))


def _otherwise(statement: Statement, catalog: Catalog) -> str:
    """How a statement that PostgreSQL refuses could be applied after all; "" where it could not."""
    if not hides(statement.text):
        return ""
    filled = substituted(statement.text, catalog.variables)
    if filled != statement.text and _second(filled, statement, catalog):
        return "read with psql's variables filled in"
    words = translated(statement.text)
    if words is not None and _second(words, statement, catalog):
        return "read as another dialect's SQL"
    return ""


def _second(text: str, statement: Statement, catalog: Catalog) -> bool:
    """Whether another wording of the statement could be applied."""
    try:
        _apply(text, statement, catalog)
    except PgQueryError:
        return False
    return True


def _apply(text: str, statement: Statement, catalog: Catalog) -> None:
    source = Source(text, statement.line, catalog.file, statement.kind)
    for node in parse(text):
        _node(node, source, catalog)


def _node(node: pg.Node, source: Source, catalog: Catalog) -> None:
    """Hands a node to whoever knows its kind; any other statement is counted by its first words."""
    kind = node.WhichOneof("node") or ""
    if handler := _HANDLERS.get(kind):
        handler(getattr(node, kind), source, catalog)
    else:
        catalog.skipped.add(source.kind)


def _schema(node: pg.CreateSchemaStmt, source: Source, catalog: Catalog) -> None:
    """CREATE SCHEMA, with the tables that may stand inside the statement."""
    name = node.schemaname or node.authrole.rolename
    catalog.schemas.add(name)
    outer, catalog.path = catalog.path, (name, *catalog.path)
    for element in node.schema_elts:
        _node(element, source, catalog)
    catalog.path = outer


def _set(node: pg.VariableSetStmt, source: Source, catalog: Catalog) -> None:
    if node.name == "search_path" and node.kind == pg.VAR_SET_VALUE:
        outer = catalog.outer_path or catalog.path
        _set_path([literal_text(item) or "" for item in node.args], catalog)
        catalog.outer_path = outer if node.is_local else None
    elif node.name == "search_path" or node.kind == pg.VAR_RESET_ALL:
        catalog.path = ("public",)


def _transaction(node: pg.TransactionStmt, source: Source, catalog: Catalog) -> None:
    """The end of a transaction is the end of what SET LOCAL said."""
    if catalog.outer_path is not None:
        catalog.path, catalog.outer_path = catalog.outer_path, None


def _set_path(names: list[str], catalog: Catalog) -> None:
    found = (name.strip().strip('"') for name in names)
    catalog.path = tuple(name for name in found if name not in ("", "$user", "pg_catalog"))


def _select(node: pg.SelectStmt, source: Source, catalog: Catalog) -> None:
    """SELECT is read for two things: INTO a new table, and set_config('search_path', …)."""
    if node.HasField("into_clause"):
        create_table_as(node.into_clause.rel, source, catalog)
        return
    catalog.skipped.add("select")
    for call in (target.res_target.val.func_call for target in node.target_list):
        arguments = [literal_text(item) for item in call.args]
        if call.funcname and strings(call.funcname)[-1] == "set_config" and arguments[:1] == ["search_path"]:
            _set_path((arguments[1] or "").split(","), catalog)


def _do(node: pg.DoStmt, source: Source, catalog: Catalog) -> None:
    """DO: definitions that stand in it plainly, guarded or not, are read; what it composes at run time is not."""
    body = next((option.def_elem.arg.string.sval for option in node.args if option.def_elem.defname == "as"), "")
    catalog.skipped.add("do")
    line = source.line + source.text.count("\n", 0, max(source.text.find(body), 0))
    _run(Body(body, line), "a DO block", catalog)


def _run(body: Body, what: str, catalog: Catalog) -> None:
    """Reads the definitions in a body that the file has run."""
    catalog.notes += composed(body, what, catalog.file)
    for statement in defined(body, "postgres"):
        if not _exists(statement, catalog):
            _parse(statement, catalog)


def _exists(statement: Statement, catalog: Catalog) -> bool:
    """Whether a definition guarded in a DO block is there already."""
    match = re.match(r"create\s+(?:type|table|domain)\s+([\w.\"]+)", statement.text, re.I)
    if match is None:
        return False
    place = catalog.home(tuple(match[1].replace('"', "").split(".")))
    return place in catalog.tables or place in catalog.types


Handler = Callable[..., None]


def _sourceless(handler: Callable[..., None]) -> Handler:
    return lambda node, source, catalog: handler(node, catalog)


_HANDLERS: Mapping[str, Handler] = {
    "create_stmt": create_table,
    "create_foreign_table_stmt": create_foreign_table,
    "create_table_as_stmt": lambda node, source, catalog: create_table_as(node.into.rel, source, catalog),
    "alter_table_stmt": alter_table,
    "rename_stmt": _sourceless(rename),
    "alter_object_schema_stmt": _sourceless(set_schema),
    "drop_stmt": _sourceless(drop),
    "create_enum_stmt": _sourceless(create_enum),
    "alter_enum_stmt": _sourceless(alter_enum),
    "composite_type_stmt": create_composite,
    "create_range_stmt": create_range,
    "define_stmt": define,
    "create_domain_stmt": create_domain,
    "alter_domain_stmt": alter_domain,
    "index_stmt": create_index,
    "comment_stmt": _sourceless(comment),
    "create_schema_stmt": _schema,
    "variable_set_stmt": _set,
    "transaction_stmt": _transaction,
    "select_stmt": _select,
    "do_stmt": _do,
}
