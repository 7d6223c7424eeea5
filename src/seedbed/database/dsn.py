"""`Dsn`: the address of a database, read from what users type; its secret is never shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from seedbed.classes import dataclass
from seedbed.errors import Problem, UsageError
from seedbed.schema.model import Dialect

__all__ = ["Dsn", "is_address", "is_dsn", "parse_dsn"]

_DIALECTS: Mapping[str, Dialect] = {
    "postgres": "postgres",
    "postgresql": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
}
_ADDRESS = re.compile(r"[a-z][a-z0-9]*(\+[a-z0-9]+)?:", re.IGNORECASE)
_SECRETS = ("password", "passwd", "sslpassword")
_SQLITE_HEAD = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Dsn:
    """Where a database is. `host` is "" for a socket or a file; for SQLite `database` is the file's path.

    `options` are the parameters after the question mark, secrets left out; `str()` and `repr()` show no secret.
    """

    dialect: Dialect
    database: str
    host: str = ""
    port: int | None = None
    user: str = ""
    options: tuple[tuple[str, str], ...] = ()
    secret: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """A short name of the database, fit for a folder."""
        return Path(self.database).stem if self.dialect == "sqlite" else self.database

    def __str__(self) -> str:
        if self.dialect == "sqlite":
            return f"sqlite:///{self.database}"
        user = quote(self.user, safe="") + "@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = f":{self.port}" if self.port else ""
        scheme = "postgresql" if self.dialect == "postgres" else "mysql"
        options = f"?{urlencode(self.options)}" if self.options else ""
        return f"{scheme}://{user}{host}{port}/{quote(self.database, safe='')}{options}"

    def hidden(self, text: str) -> str:
        """A text without the secret, in case a driver repeats it."""
        if not self.secret:
            return text
        return text.replace(self.secret, "***").replace(quote(self.secret, safe=""), "***")


def is_address(text: str) -> bool:
    """Whether a word is written as the address of a database; no file is looked at."""
    scheme = text.partition(":")[0].partition("+")[0].lower()
    return bool(_ADDRESS.match(text)) and scheme in _DIALECTS


def is_dsn(text: str) -> bool:
    """Whether a word of a command is the address of a database, or an SQLite file, rather than a text file."""
    return is_address(text) or _is_sqlite_file(text)


def parse_dsn(text: str) -> Dsn:
    """The address that a user typed: a URL as SQLAlchemy and the databases' own clients read it, or an SQLite file.

    Raises UsageError; the secret is in no message.
    """
    if _is_sqlite_file(text):
        return Dsn("sqlite", text)
    scheme, _, rest = text.partition(":")
    dialect = _DIALECTS.get(scheme.partition("+")[0].lower()) if _ADDRESS.match(text) else None
    if dialect is None:
        raise _unknown()
    if dialect == "sqlite":
        return _sqlite(rest)
    try:
        return _server(dialect, urlsplit(f"{dialect}:{rest}"))
    except ValueError as error:
        help = "letters such as @ : / ? # in a name or password are written as %40 %3A %2F %3F %23"
        raise UsageError(Problem("the address of the database cannot be read", help=help)) from error


def _server(dialect: Dialect, url: SplitResult) -> Dsn:
    given = parse_qsl(url.query, keep_blank_values=True)
    options = tuple((name, value) for name, value in given if name not in _SECRETS)
    secrets = [value for name, value in given if name in _SECRETS]
    secret = unquote(url.password) if url.password else "".join(secrets[:1])
    host, user = unquote(url.hostname or ""), unquote(url.username or "")
    return Dsn(dialect, unquote(url.path.lstrip("/")), host, url.port, user, options, secret)


def _sqlite(rest: str) -> Dsn:
    """SQLAlchemy's form: three slashes before a relative path, four before an absolute one."""
    path = rest[3:] if rest.startswith("///") else rest
    path = unquote(path.partition("?")[0])
    if not path or path.startswith("//") or path == ":memory:":
        help = "write sqlite:///folder/file.db, or sqlite:////folder/file.db from the root"
        raise UsageError(Problem("the address names no SQLite file", help=help))
    return Dsn("sqlite", path)


def _unknown() -> UsageError:
    help = "postgresql://user@host/db, mysql://user@host/db, sqlite:///file.db, or an SQLite file that is there"
    return UsageError(Problem("this is no address of a database", help=help))


def _is_sqlite_file(text: str) -> bool:
    try:
        with Path(text).open("rb") as file:
            return file.read(len(_SQLITE_HEAD)) == _SQLITE_HEAD
    except (OSError, ValueError):  # no such file, or no name of one
        return False
