"""Counter-examples as files: violations.json for programs, violations.sql for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from seedbed.schema.model import Dialect, Schema
from seedbed.schema.violation import Refusal, Unbroken, Violation, Violations
from seedbed.write.sql.frame import frame
from seedbed.write.sql.script import insert

__all__ = ["as_texts"]

_TOLD = ("table", "constraint", "why")
_NUMBERS = {
    "SQLITE_MISMATCH": 20,
    "SQLITE_CONSTRAINT_CHECK": 275,
    "SQLITE_CONSTRAINT_FOREIGNKEY": 787,
    "SQLITE_CONSTRAINT_NOTNULL": 1299,
    "SQLITE_CONSTRAINT_PRIMARYKEY": 1555,
    "SQLITE_CONSTRAINT_UNIQUE": 2067,
    "SQLITE_CONSTRAINT_DATATYPE": 3091,
}
_NOW: dict[Dialect, str] = {"postgres": "SET CONSTRAINTS ALL IMMEDIATE;\n", "mysql": "", "sqlite": ""}
_CODE: dict[Dialect, str] = {"postgres": "SQLSTATE ", "mysql": "error ", "sqlite": ""}


def as_texts(schema: Schema, violations: Violations) -> tuple[str, str]:
    """All counter-examples, and the constraints that have none: as one JSON document, and as a script."""
    cases = [_case(schema, number, each) for number, each in enumerate(violations.found, 1)]
    document = {
        "dialect": schema.dialect,
        "database": schema.database or None,
        "constraints": len(violations.found) + len(violations.unbroken),
        "violations": cases,
        "without": [_without(unbroken) for unbroken in violations.unbroken],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n", _script(schema, document)


def _case(schema: Schema, number: int, violation: Violation) -> dict[str, Any]:
    table, dialect = schema.table(violation.table), schema.dialect
    return {
        "id": number,
        "kind": violation.kind,
        "table": violation.table,
        "constraint": violation.constraint,
        "columns": list(violation.columns),
        "changed": list(violation.changed),
        "before": [insert(table, row, dialect) for row in violation.before],
        "statement": insert(table, violation.row, dialect),
        "valid": None if violation.valid is None else insert(table, violation.valid, dialect),
        "error": _error(violation.refusal, dialect),
        "also_breaks": [{"kind": also.kind, "constraint": also.constraint, "why": also.why} for also in violation.also],
    }


def _error(refusal: Refusal, dialect: Dialect) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "number": int(refusal.code) if dialect == "mysql" else _NUMBERS.get(refusal.code),
        "or_code": list(refusal.or_code),
        "constraint": refusal.constraint or None,
        "at": refusal.at,
    }


def _without(unbroken: Unbroken) -> dict[str, Any]:
    return {
        "kind": unbroken.kind,
        "table": unbroken.table,
        "constraint": unbroken.constraint,
        "columns": list(unbroken.columns),
        "why": unbroken.why,
    }


def _script(schema: Schema, document: dict[str, Any]) -> str:
    """Transactions, one for each counter-example: each ends with an error and is taken back."""
    head = "-- made by Seedbed: a database that holds valid.sql refuses each of these, and nothing of them stays\n"
    none = "".join(f"-- none for {_line(': '.join(map(each.get, _TOLD)))}\n" for each in document["without"])
    cases = (_transaction(schema.dialect, case) for case in document["violations"])
    return "\n".join(part for part in (head + _settings(schema), *cases, none) if part)


def _settings(schema: Schema) -> str:
    """The settings that the statements are written for, for the whole session."""
    if schema.dialect == "sqlite":
        return "PRAGMA foreign_keys = ON;\n"
    lines = (line for line in frame(schema).opening if line not in ("BEGIN;\n", "START TRANSACTION;\n"))
    return "".join(lines).replace("SET LOCAL", "SET")


def _transaction(dialect: Dialect, case: dict[str, Any]) -> str:
    late = case["error"]["at"] == "commit"
    end = "COMMIT;\nROLLBACK;\n" if late and not _NOW[dialect] else "ROLLBACK;\n"
    statements = "".join(f"{statement}\n" for statement in (*case["before"], case["statement"]))
    return f"{''.join(_comments(dialect, case))}BEGIN;\n{_NOW[dialect] if late else ''}{statements}{end}"


def _comments(dialect: Dialect, case: dict[str, Any]) -> Iterator[str]:
    error = case["error"]
    yield f"-- {case['id']}. {_line(case['table'] + ': ' + case['constraint'])}\n"
    named = f", {_line(error['constraint'])}" if error["constraint"] else ""
    yield f"-- expected: {_CODE[dialect]}{' or '.join([error['code'], *error['or_code']])}{named}\n"
    for also in case["also_breaks"]:
        yield f"-- breaks too: {_line(also['constraint'] + ': ' + also['why'])}\n"


def _line(text: str) -> str:
    return " ".join(text.split())
