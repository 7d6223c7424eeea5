"""A private PostgreSQL or MariaDB: started from installed programs on a free port, and gone when it is stopped."""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from seedbed.errors import DatabaseError, Problem

__all__ = ["EXTENSIONS", "Kind", "Private", "private", "psql"]

Kind = Literal["postgres", "mysql"]

EXTENSIONS = ("citext", "hstore", "pgcrypto", "uuid-ossp", "pg_trgm", "btree_gist", "btree_gin", "ltree", "intarray")
"""What PostgreSQL brings along and projects often use."""

_POSTGRES = "/usr/lib/postgresql"
_START_SECONDS = 60


@dataclass(slots=True)
class Private:
    """A running server: its `address` without a database, how it is asked, ended, and killed and started again."""

    address: str
    stop: Callable[[], None]
    crash: Callable[[], None]
    _client: Callable[[str, str], list[str]] = field(repr=False)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)

    def fresh(self) -> str:
        """The address of a new, empty database. Raises DatabaseError."""
        name = f"seedbed_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return f"{self.address}/{name}"

    def run(self, sql: str, database: str = "") -> None:
        """Runs a statement in a database, else beside all of them. Raises DatabaseError with the server's words."""
        done = _done(self._client(database, sql))
        if done.returncode:
            raise DatabaseError(Problem("the private server refused", self.address, done.stderr.strip()))


def private(kind: Kind, *, durable: bool = False) -> Private:
    """A new server of a kind; a `durable` one keeps what it has committed. Raises DatabaseError where none can be."""
    return _STARTS[kind](durable)


def _postgres(durable: bool) -> Private:
    initdb = _found("initdb", _POSTGRES)
    prefix = _as_user("postgres", "QUIT")
    home = _home("seedbed-pg-", "postgres")
    port = _free_port()
    options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
    _prepared([*prefix, initdb, "-D", f"{home}/data", *options], home, "initdb")
    settings = ["listen_addresses=127.0.0.1", f"unix_socket_directories={home}", "timezone=UTC"]
    settings += [] if durable else ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
    server = [str(Path(initdb).with_name("postgres")), "-D", f"{home}/data", "-p", str(port)]
    command = [*prefix, *server, *(word for setting in settings for word in ("-c", setting))]
    address = f"postgresql://postgres@127.0.0.1:{port}"
    client = [psql(), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c"]
    asked = lambda database, sql: [*client, sql, f"{address}/{database or 'postgres'}"]  # noqa: E731
    return _started(_Daemon(command, home, signal.SIGQUIT), address, asked)


def _mariadb(durable: bool) -> Private:
    server, install = _found("mariadbd", "/usr/sbin"), _found("mariadb-install-db", "/usr/bin")
    mariadb = _found("mariadb", "/usr/bin")
    prefix = _as_user("mysql", "TERM")
    home = _home("seedbed-my-", "mysql")
    port = _free_port()
    data = f"--datadir={home}/data"
    options = ["--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"]
    _prepared([*prefix, install, *options], home, "mariadb-install-db")
    command = [*prefix, server, "--no-defaults", data, f"--port={port}", "--bind-address=127.0.0.1"]
    # a folder for temporary tables of its own: a server that starts removes those of all others in /tmp
    command += [f"--socket={home}/socket", f"--tmpdir={home}", "--local-infile=1", "--default-time-zone=+00:00"]
    command += ["--character-set-server=utf8mb4", f"--pid-file={home}/pid"]
    command += [] if durable else ["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0"]
    client = [mariadb, "--no-defaults", "--user=root", "--protocol=TCP", "--host=127.0.0.1", f"--port={port}", "-e"]
    asked = lambda database, sql: [*client, sql, *([database] if database else [])]  # noqa: E731
    return _started(_Daemon(command, home, signal.SIGTERM), f"mysql://root@127.0.0.1:{port}", asked)


_STARTS: Mapping[Kind, Callable[[bool], Private]] = {"postgres": _postgres, "mysql": _mariadb}


def _started(daemon: _Daemon, address: str, client: Callable[[str, str], list[str]]) -> Private:
    server = Private(address, daemon.stop, daemon.crash, client)
    daemon.start(lambda: server.run("SELECT 1"))
    return server


def _prepared(command: Sequence[str], home: Path, program: str) -> None:
    """Makes the files of a server; without them its folder is gone again."""
    made = _done(command)
    if made.returncode:
        shutil.rmtree(home, ignore_errors=True)
        raise _unavailable(f"{program} failed: {made.stderr.strip() or made.stdout.strip()}")


def _done(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PGOPTIONS": "", "PGCLIENTENCODING": "UTF8"}
    return subprocess.run(  # noqa: S603 - programs of the databases' own, found by us
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=300,
        check=False,
        env=environment,
    )


def _unavailable(why: str) -> DatabaseError:
    return DatabaseError(Problem("a private server cannot be started", why=why))


def psql() -> str:
    """The path of psql: what Debian has on PATH is a Perl program, which looks for it anew at every start."""
    below = _below("psql", _POSTGRES)
    return str(below[0]) if below else _found("psql", _POSTGRES)


def _found(program: str, root: str) -> str:
    """The path of a program: on PATH, else below `root`, newest version first."""
    for path in (shutil.which(program), *_below(program, root), Path(root) / program):
        if path and Path(path).is_file():
            return str(path)
    raise _unavailable(f"{program} is not installed")


def _below(program: str, root: str) -> list[Path]:
    return sorted(Path(root).glob(f"*/bin/{program}"), key=_version, reverse=True)


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parent.parent.name.split(".") if part.isdigit())


def _as_user(user: str, last_signal: str) -> list[str]:
    """The words before a server's command: never as root, and gone when we are gone."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return [setpriv, f"--pdeathsig={last_signal}"] if setpriv else []
    if not setpriv:
        raise _unavailable(f"setpriv is not installed, and {user}'s server does not run as root")
    try:
        pwd.getpwnam(user)
    except KeyError as error:
        raise _unavailable(f"there is no user {user}, and the server does not run as root") from error
    return [setpriv, f"--reuid={user}", f"--regid={user}", "--init-groups", f"--pdeathsig={last_signal}"]


def _home(prefix: str, user: str) -> Path:
    """A new folder with a short name (a socket's path has few letters) that the server's user owns."""
    home = Path(tempfile.mkdtemp(prefix=prefix))
    home.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(home, user)
    return home


def _free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class _Daemon:
    """A server process that can be ended, or killed and started again; `last` is the signal that ends it."""

    def __init__(self, command: Sequence[str], home: Path, last: signal.Signals) -> None:
        self._command, self._home, self._last = command, home, last
        self._probe: Callable[[], None] = lambda: None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, probe: Callable[[], None]) -> None:
        """Returns once `probe` is answered; raises DatabaseError with the end of the log where it never is."""
        self._probe = probe
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - likewise
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._home
            )
        limit = time.monotonic() + _START_SECONDS
        while True:
            try:
                return probe()
            except DatabaseError as error:
                if time.monotonic() > limit or self._process.poll() is not None:
                    tail = (self._home / "log").read_text(errors="replace")[-800:]
                    self.stop()
                    raise _unavailable(f"it did not answer in {_START_SECONDS} s: {tail}") from error
                time.sleep(0.1)

    def stop(self) -> None:
        """Ends the server and removes its folder."""
        self._end(self._last)
        shutil.rmtree(self._home, ignore_errors=True)

    def crash(self) -> None:
        """Ends the server without a good-bye, and starts it again."""
        self._end(signal.SIGQUIT if self._last is signal.SIGQUIT else signal.SIGKILL)  # PostgreSQL's immediate stop
        self.start(self._probe)

    def _end(self, last: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(last)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:  # a client is still connected: nothing in there is worth waiting for
            self._process.kill()
            self._process.wait()
