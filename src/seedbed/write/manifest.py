"""manifest.json: what a run made and from what; no clock, so that equal runs give equal bytes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from seedbed.classes import dataclass
from seedbed.schema.files import dump
from seedbed.schema.model import Schema
from seedbed.version import __version__
from seedbed.write.files.stored import MAKER, Stored

__all__ = ["Run", "manifest", "schema_digest"]


@dataclass(frozen=True, slots=True)
class Run:
    """The facts of a run: `rows` by table id, `digests` by table id and column, `files` and the tables in each.

    `options` are the user's words, as plain values of JSON; `sampling` is the version of the keyed numbers; `load`
    says of rows that went into a database where they are; `part` which of several parts of a plan this is.
    """

    schema: Schema
    seed: int
    rows: Mapping[str, int]
    digests: Mapping[str, Mapping[str, str]]
    files: Mapping[str, tuple[str, ...]]
    options: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    sampling: int = 1
    load: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    part: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def manifest(run: Run, files: Mapping[str, Stored], earlier: Mapping[str, Stored] | None = None) -> bytes:
    """The manifest of a run whose files hold what `files` says; `earlier` are those of other runs beside them."""
    facts: dict[str, Any] = {
        "made_by": MAKER,
        "version": __version__,
        "sampling": run.sampling,
        "schema": {"digest": schema_digest(run.schema), "dialect": run.schema.dialect},
        "seed": run.seed,
        "options": dict(run.options),
        "tables": {
            id: {"rows": rows, "digests": dict(run.digests.get(id, {}))} for id, rows in sorted(run.rows.items())
        },
        "files": {name: _file(run, name, stored) for name, stored in files.items()},
    }
    for name, more in (("load", run.load), ("part", run.part)):
        if more:
            facts[name] = dict(more)
    if earlier:
        facts["earlier"] = {name: dataclasses.asdict(stored) for name, stored in earlier.items()}
    return (json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def schema_digest(schema: Schema) -> str:
    """SHA-256 of what a schema says, wherever its text stood and whatever its constraints are called."""
    return sha256(dump(_bare(schema)).encode()).hexdigest()


def _file(run: Run, name: str, stored: Stored) -> dict[str, Any]:
    tables = run.files.get(name, ())
    rows = sum(run.rows.get(id, 0) for id in tables)
    return {**dataclasses.asdict(stored), "rows": rows, "tables": list(tables)}


def _bare(value: Any) -> Any:
    """The same value, of which fields that take no part in equality hold their default, which no file tells."""
    if isinstance(value, tuple):
        return tuple(_bare(item) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    fields = dataclasses.fields(value)
    return dataclasses.replace(
        value,
        **{field.name: _bare(getattr(value, field.name)) if field.compare else field.default for field in fields},
    )
