"""Addresses of networks: inet, cidr, macaddr."""

from __future__ import annotations

from seedbed.generators.domain import Domain
from seedbed.generators.domains.codes import HEX, Codes
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.template import Template
from seedbed.generators.want import Want
from seedbed.schema.types import Type

__all__ = ["cidrs", "inets", "macaddrs"]

_OCTET = Grid(Type("integer", bits=32), 0, 1, 256)


def inets(want: Want) -> Domain:
    """Hosts of the private network 10.0.0.0/8, or of a unique local IPv6 network for a column of MariaDB's INET6."""
    if want.type.raw.lower().startswith("inet6"):
        # Each group begins with a digit above 0: then it is as MariaDB prints it, and groups never read alike.
        group: tuple[str | Domain, ...] = (":", Codes((("123456789abcdef", 1), (HEX, 3))))
        return Template(("fd00::5eed", *group, *group, *group))
    return Template(("10.", _OCTET, ".", _OCTET, ".", _OCTET))


def cidrs(want: Want) -> Domain:
    """Networks within 10.0.0.0/8, their host bits zero: of 256 hosts, or of one where they must be distinct."""
    if want.unique:
        return Template(("10.", _OCTET, ".", _OCTET, ".", _OCTET, "/32"))
    return Template(("10.", _OCTET, ".", _OCTET, ".0/24"))


def macaddrs(want: Want) -> Domain:
    """Locally administered addresses of six or eight bytes, as PostgreSQL prints them."""
    groups = 8 if want.type.length == 8 else 6
    runs = [run for _ in range(groups - 1) for run in ((":", 1), (HEX, 2))]
    return Codes((("0", 1), ("2", 1), *runs))
