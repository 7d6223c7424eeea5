"""Private database servers for the tests: started from installed binaries, thrown away afterwards.

    Postgres    start_postgres()    psql
    MariaDB     start_mariadb()     the mariadb client
    Sqlite      Sqlite(folder)      the standard library

All three answer the same words: `dsn(db)`, `fresh()`, `execute(db, sql)`, `load(db, path)`. A service that
runs already (another version, MySQL itself) is used instead where SEEDBED_TEST_POSTGRES or SEEDBED_TEST_MYSQL
holds its DSN without a database. `Unavailable` says why a server cannot be had.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

Rows = list[tuple[str, ...]]
Finished = subprocess.CompletedProcess[str]

START_SECONDS = 60
COMMAND_SECONDS = 300
EXTENSIONS = ("citext", "hstore", "pgcrypto", "uuid-ossp", "pg_trgm", "btree_gist", "btree_gin", "ltree", "intarray")


class Unavailable(Exception):
    """A server cannot be had on this machine; the text says why."""


class Server(Protocol):
    """What every database of the tests can do."""

    def dsn(self, db: str) -> str:
        """The address of one database, as a user would type it."""

    def fresh(self) -> str:
        """The name of a new, empty database."""

    def execute(self, db: str, sql: str) -> Rows:
        """The rows of a query as text; raises AssertionError with the server's words where it refuses."""

    def load(self, db: str, path: Path | str) -> Finished:
        """The outcome of feeding a script to the database's own client, which stops at the first error."""


def run(command: Sequence[str], *, stdin: Path | None = None, env: dict[str, str] | None = None) -> Finished:
    """The outcome of a command, its words kept as text."""
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(stdin.open("rb")) if stdin else subprocess.DEVNULL
        return subprocess.run(
            command,
            stdin=source,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=COMMAND_SECONDS,
            check=False,
            env={**os.environ, **(env or {})},
        )


def rows_of(done: Finished, separator: str) -> Rows:
    """The rows that a client printed; raises AssertionError where it failed."""
    assert done.returncode == 0, f"{done.args}\n{done.stderr}{done.stdout}"
    return [tuple(line.split(separator)) for line in done.stdout.split("\n") if line]


def fresh_names() -> Iterator[str]:
    """Names that no other test process uses."""
    return (f"seedbed_{os.getpid()}_{number}" for number in itertools.count(1))


@dataclass(slots=True)
class Postgres:
    """A PostgreSQL server, spoken to through psql."""

    address: str
    stop: Callable[[], None]
    names: Iterator[str] = field(default_factory=fresh_names)
    crash: Callable[[], None] | None = None  # dies at once and comes up again; None where it is not ours to kill

    def dsn(self, db: str) -> str:
        return f"{self.address}/{db}"

    def fresh(self, *, extensions: bool = False) -> str:
        """The name of a new database, with the usual contrib extensions where asked and installed."""
        name = next(self.names)
        self.execute("postgres", f'CREATE DATABASE "{name}"')
        if extensions:
            for extension in EXTENSIONS:
                self._psql(name, "-c", f'CREATE EXTENSION IF NOT EXISTS "{extension}"')
        return name

    def execute(self, db: str, sql: str) -> Rows:
        return rows_of(self._psql(db, "-A", "-t", "-F", "\t", "-c", sql), "\t")

    def load(self, db: str, path: Path | str) -> Finished:
        return self._psql(db, "-f", str(path))

    def _psql(self, db: str, *words: str) -> Finished:
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *words, self.dsn(db)]
        return run(command, env={"PGCLIENTENCODING": "UTF8", "PGOPTIONS": ""})


@dataclass(slots=True)
class MariaDB:
    """A MariaDB or MySQL server, spoken to through its command line client."""

    address: str
    stop: Callable[[], None]
    names: Iterator[str] = field(default_factory=fresh_names)
    crash: Callable[[], None] | None = None  # dies at once and comes up again; None where it is not ours to kill

    def dsn(self, db: str) -> str:
        return f"{self.address}/{db}"

    def fresh(self) -> str:
        name = next(self.names)
        self.execute("", f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        return name

    def execute(self, db: str, sql: str) -> Rows:
        return rows_of(run([*self.client(db), "-e", sql]), "\t")

    def load(self, db: str, path: Path | str) -> Finished:
        return run(self.client(db), stdin=Path(path))

    def client(self, db: str) -> list[str]:
        at = urlsplit(self.address)
        program = shutil.which("mariadb") or shutil.which("mysql") or "mariadb"
        command = [program, "--no-defaults", f"--user={unquote(at.username or 'root')}", "--protocol=TCP"]
        command += [f"--host={at.hostname}", f"--port={at.port or 3306}", "--default-character-set=utf8mb4"]
        command += [f"--password={unquote(at.password)}"] if at.password else []
        return [*command, "--local-infile=1", "-N", "-B", *([db] if db else [])]


@dataclass(slots=True)
class Sqlite:
    """SQLite files in one folder, with foreign keys on."""

    folder: Path
    names: Iterator[str] = field(default_factory=fresh_names)

    def dsn(self, db: str) -> str:
        return f"sqlite:///{self.path(db)}"

    def path(self, db: str) -> Path:
        """The file that holds a database."""
        return self.folder / f"{db}.db"

    def fresh(self) -> str:
        return next(self.names)

    def execute(self, db: str, sql: str) -> Rows:
        with contextlib.closing(self._connect(db)) as connection:
            try:
                rows = connection.execute(sql).fetchall()
            except sqlite3.Error as error:
                raise AssertionError(f"{sql}\n{error}") from error
        return [tuple("" if cell is None else str(cell) for cell in row) for row in rows]

    def load(self, db: str, path: Path | str) -> Finished:
        """The outcome of a script, as a client would report it; broken references count as a failure."""
        words = ["sqlite3", db, str(path)]
        with contextlib.closing(self._connect(db)) as connection:
            try:
                connection.executescript(Path(path).read_text(encoding="utf-8"))
                broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            except sqlite3.Error as error:
                return subprocess.CompletedProcess(words, 1, "", str(error))
        return subprocess.CompletedProcess(words, 1 if broken else 0, "", "".join(f"{row}\n" for row in broken))

    def _connect(self, db: str) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path(db), isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        return connection


def start_postgres(*, durable: bool = False) -> Postgres:
    """A private PostgreSQL server on a free port; raises Unavailable. A `durable` one keeps what it has committed."""
    if service := os.environ.get("SEEDBED_TEST_POSTGRES"):
        return Postgres(service.rstrip("/"), _nothing)
    initdb = _found("initdb", "/usr/lib/postgresql")
    _found("psql", "/usr/lib/postgresql")
    prefix = _as_user("postgres", "QUIT")
    home = _home("seedbed-pg-", "postgres")
    port = free_port()
    options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
    made = run([*prefix, initdb, "-D", f"{home}/data", *options])
    if made.returncode:
        shutil.rmtree(home, ignore_errors=True)
        raise Unavailable(f"initdb failed: {made.stderr.strip()}")
    settings = ["listen_addresses=127.0.0.1", f"unix_socket_directories={home}", "timezone=UTC"]
    settings += [] if durable else ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
    server = [str(Path(initdb).with_name("postgres")), "-D", f"{home}/data", "-p", str(port)]
    command = [*prefix, *server, *(word for setting in settings for word in ("-c", setting))]
    daemon = _Daemon(command, home, signal.SIGQUIT)
    started = Postgres(f"postgresql://postgres@127.0.0.1:{port}", daemon.stop)
    started.crash = daemon.crash
    daemon.start(lambda: started.execute("postgres", "SELECT 1"))
    return started


def start_mariadb(*, durable: bool = False) -> MariaDB:
    """A private MariaDB server on a free port; raises Unavailable. A `durable` one keeps what it has committed."""
    if service := os.environ.get("SEEDBED_TEST_MYSQL"):
        return MariaDB(service.rstrip("/"), _nothing)
    server, install = _found("mariadbd", "/usr/sbin"), _found("mariadb-install-db", "/usr/bin")
    _found("mariadb", "/usr/bin")
    prefix = _as_user("mysql", "TERM")
    home = _home("seedbed-my-", "mysql")
    port = free_port()
    data = f"--datadir={home}/data"
    made = run([*prefix, install, "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"])
    if made.returncode:
        shutil.rmtree(home, ignore_errors=True)
        raise Unavailable(f"mariadb-install-db failed: {made.stderr.strip() or made.stdout.strip()}")
    command = [*prefix, server, "--no-defaults", data, f"--port={port}", "--bind-address=127.0.0.1"]
    # a folder for temporary tables of its own: a server that starts removes those of all others in /tmp
    command += [f"--socket={home}/socket", f"--tmpdir={home}", "--local-infile=1", "--default-time-zone=+00:00"]
    command += [] if durable else ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0"]
    daemon = _Daemon([*command, f"--pid-file={home}/pid"], home, signal.SIGTERM)
    started = MariaDB(f"mysql://root@127.0.0.1:{port}", daemon.stop)
    started.crash = daemon.crash
    daemon.start(lambda: started.execute("", "SELECT 1"))
    return started


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _nothing() -> None:
    """A service that was there before stays."""


def _found(program: str, root: str) -> str:
    """The path of a program: on PATH, else below `root`, newest version first."""
    below = sorted(Path(root).glob(f"*/bin/{program}"), key=_version, reverse=True)
    for path in (shutil.which(program), *below, Path(root) / program):
        if path and Path(path).is_file():
            return str(path)
    raise Unavailable(f"{program} is not installed")


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parent.parent.name.split(".") if part.isdigit())


def _as_user(user: str, last_signal: str) -> list[str]:
    """The words before a server's command: never as root, and gone when the tests are gone."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return [setpriv, f"--pdeathsig={last_signal}"] if setpriv else []
    if not setpriv:
        raise Unavailable(f"setpriv is not installed, and {user}'s server does not run as root")
    try:
        pwd.getpwnam(user)
    except KeyError as error:
        raise Unavailable(f"there is no user {user}, and the server does not run as root") from error
    return [setpriv, f"--reuid={user}", f"--regid={user}", "--init-groups", f"--pdeathsig={last_signal}"]


def _home(prefix: str, user: str) -> Path:
    """A new folder with a short name (a socket's path has few letters) that the server's user owns."""
    home = Path(tempfile.mkdtemp(prefix=prefix))
    home.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(home, user)
    return home


class _Daemon:
    """A server process that can be ended, or killed and started again; `last` is the signal that ends it."""

    def __init__(self, command: Sequence[str], home: Path, last: signal.Signals) -> None:
        self._command = command
        self._home = home
        self._last = last
        self._probe: Callable[[], object] = _nothing
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, probe: Callable[[], object]) -> None:
        """Returns once `probe` is answered; raises Unavailable with the end of the log where it never is."""
        self._probe = probe
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._home
            )
        limit = time.monotonic() + START_SECONDS
        while True:
            try:
                probe()
            except AssertionError as error:
                if time.monotonic() > limit:
                    tail = (self._home / "log").read_text(errors="replace")[-800:]
                    self.stop()
                    raise Unavailable(f"the server did not answer in {START_SECONDS} s: {tail}") from error
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        """Ends the server and removes its folder."""
        self._end(self._last)
        shutil.rmtree(self._home, ignore_errors=True)

    def crash(self) -> None:
        """Ends the server without a good-bye, and starts it again."""
        self._end(signal.SIGQUIT if self._last is signal.SIGQUIT else signal.SIGKILL)  # PostgreSQL's immediate stop
        self.start(self._probe)

    def _end(self, last: signal.Signals) -> None:
        assert self._process is not None, "a server is started before it ends"
        self._process.send_signal(last)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:  # a client is still connected: nothing in there is worth waiting for
            self._process.kill()
            self._process.wait()
