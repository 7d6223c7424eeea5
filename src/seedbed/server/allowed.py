"""`Allowed`: the databases that a call may name besides files of the folder."""

from __future__ import annotations

from seedbed.classes import dataclass
from seedbed.database.connection import connect
from seedbed.database.dsn import Dsn, parse_dsn
from seedbed.errors import Problem, UsageError

__all__ = ["Allowed"]


@dataclass(frozen=True, slots=True)
class Allowed:
    """Databases by address, secrets included: no call has to tell them, and none is answered with them."""

    addresses: tuple[str, ...] = ()
    remote: bool = False

    @property
    def known(self) -> tuple[Dsn, ...]:
        """The databases themselves."""
        return tuple(map(parse_dsn, self.addresses))

    def address(self, word: str, name: str) -> str:
        """The address of a database that a call names, with the secret that it was allowed with.

        Raises UsageError where it was not allowed, or is on another machine; DatabaseError where it cannot be reached.
        """
        asked = parse_dsn(word)
        for address, dsn in zip(self.addresses, self.known, strict=True):
            if _place(dsn) == _place(asked):
                self._near(dsn, name)
                return address
        why = f"allowed are {', '.join(map(str, self.known))}" if self.addresses else "none was allowed"
        help = "start the server with --database ADDRESS"
        raise UsageError(Problem("this database was not allowed", f"{name}: {asked}", why, help))

    def _near(self, dsn: Dsn, name: str) -> None:
        if self.remote:
            return
        with connect(dsn, read_only=True) as connection:
            if not connection.local:
                help = "start the server with --allow-remote if you mean it"
                raise UsageError(Problem("this database is on another machine", f"{name}: {dsn}", help=help))

    def hidden(self, text: str) -> str:
        """A text without any secret of these databases."""
        for dsn in self.known:
            text = dsn.hidden(text)
        return text


def _place(dsn: Dsn) -> tuple[str, str, int | None, str]:
    """What tells one database from another, whoever comes in."""
    return (dsn.dialect, dsn.host or "localhost", dsn.port, dsn.database)
