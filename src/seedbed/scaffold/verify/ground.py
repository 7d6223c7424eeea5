"""Where the databases of checks are: the one that was named, else files of SQLite, else a private server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

from seedbed.classes import dataclass
from seedbed.database.dsn import parse_dsn
from seedbed.errors import DatabaseError, Problem
from seedbed.process.fence import interpreter, run
from seedbed.project.facts import Facts
from seedbed.scaffold.verify.compiled import compiled

__all__ = ["Ground", "ground"]

_Drivers = Mapping[str, tuple[tuple[str, str], ...]]

_DRIVERS: _Drivers = {
    "postgres": (("psycopg2", "postgresql+psycopg2"), ("psycopg", "postgresql+psycopg")),
    "mysql": (("MySQLdb", "mysql+mysqldb"), ("pymysql", "mysql+pymysql")),
}
"""The modules of drivers, and how addresses begin by which SQLAlchemy opens them."""

_ASYNC: _Drivers = {
    "postgres": (*_DRIVERS["postgres"], ("asyncpg", "postgresql+asyncpg")),
    "mysql": (*_DRIVERS["mysql"], ("asyncmy", "mysql+asyncmy"), ("aiomysql", "mysql+aiomysql")),
}
"""The same with drivers that are awaited, which our scripts have SQLAlchemy do."""

_AWAITED: _Drivers = {
    "postgres": (("asyncpg", "postgresql"), ("psycopg", "postgresql")),
    "mysql": (("asyncmy", "mysql"), ("aiomysql", "mysql")),
}
"""The same of drivers that Tortoise awaits."""

_PROBE = """
import importlib, json, sys
for module, scheme in json.loads(sys.argv[1]):
    try:
        importlib.import_module(module)
        if sys.argv[2] == "sqlalchemy":
            importlib.import_module("sqlalchemy").create_engine(scheme + "://localhost/none")
    except Exception:
        continue
    print(scheme)
    break
"""
_EXTEND = """DO $$ DECLARE one text; BEGIN
FOR one IN SELECT name FROM pg_available_extensions WHERE name IN ({}) LOOP
EXECUTE format('CREATE EXTENSION IF NOT EXISTS %I CASCADE', one); END LOOP; END $$"""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the address of a database for one check comes from, given a folder; `is_named`: they all use one.

    `compiled` is the folder for what is compiled, None where that need not be kept.
    """

    address: Callable[[Path], str]
    is_named: bool = False
    compiled: Path | None = None


@contextmanager
def ground(facts: Facts, folder: Path, named: str = "") -> Iterator[Ground]:
    """The place of a project's databases, until its end.

    Raises DatabaseError where its models need a server, and none can be started or spoken to.
    """
    with compiled(interpreter(folder)) as kept, _based(facts, folder, named) as made:
        yield replace(made, compiled=kept)


@contextmanager
def _based(facts: Facts, folder: Path, named: str) -> Iterator[Ground]:
    """The place of a project's databases alone."""
    if named:
        address = _driven(named, facts, folder)
        yield Ground(lambda _: address, is_named=True)
    elif not facts.needs:
        yield Ground(lambda home: f"sqlite:///{home}/throwaway.db")
    else:
        with _served(facts.needs, facts, folder) as made:
            yield made


@contextmanager
def _served(needs: Literal["postgres", "mysql"], facts: Facts, folder: Path) -> Iterator[Ground]:
    """Databases of a private server, which is gone in the end."""
    from seedbed.process.servers import EXTENSIONS, private

    scheme = _scheme(needs, facts, folder)
    if not scheme:
        modules = " or ".join(module for module, _ in _drivers(facts)[needs])
        why = f"{interpreter(folder)}, with which the project runs, has no driver for it: {modules}"
        raise _lacking(facts, why)
    try:
        server = private(needs)
    except DatabaseError as error:
        raise _lacking(facts, error.problems[0].why) from error
    try:
        if needs == "postgres":  # what is in template1 is in every database
            listed = ", ".join(f"'{name}'" for name in (*EXTENSIONS, "unaccent", "vector", "postgis"))
            server.run(_EXTEND.format(listed), "template1")
        yield Ground(lambda _: _under(scheme, server.fresh()))
    finally:
        server.stop()


def _lacking(facts: Facts, why: str) -> DatabaseError:
    what = f"the models need {facts.server}, and there is none to try the scripts in"
    help = "name a database with --database URL, or write without running anything: --no-verify"
    return DatabaseError(Problem(what, "verification", why, help))


def _driven(address: str, facts: Facts, folder: Path) -> str:
    """An address with a driver that the project has, where it names none."""
    dialect = parse_dsn(address).dialect
    if dialect == "sqlite" or "+" in address.partition(":")[0]:
        return address
    scheme = _scheme(dialect, facts, folder)
    return _under(scheme, address) if scheme else address


def _under(scheme: str, address: str) -> str:
    return f"{scheme}:{address.partition(':')[2]}"


def _scheme(dialect: str, facts: Facts, folder: Path) -> str:
    """How an address begins that the project's interpreter can open, "" where it has no driver."""
    words = [json.dumps(_drivers(facts)[dialect]), facts.stack.orm]
    ran = run([interpreter(folder), "-c", _PROBE, *words], folder)
    return next(iter(ran.output.split()), "") if ran.code == 0 else ""


def _drivers(facts: Facts) -> _Drivers:
    if facts.driver:  # it is the one that files of ours import, and takes an address without its name
        return {"postgres": ((facts.driver, "postgresql"),), "mysql": ((facts.driver, "mysql"),)}
    return {"tortoise": _AWAITED, "sqlalchemy": _ASYNC}.get(facts.stack.orm, _DRIVERS)
