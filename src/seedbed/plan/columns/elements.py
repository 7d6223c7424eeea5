"""Arrays of what the singular of a column's name tells of: `tags` are lists of tags."""

from __future__ import annotations

from seedbed.generators.domain import Domain
from seedbed.generators.domains.nested import lists
from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.generators.meanings.meaning import Meaning, domain_for, meaning_of
from seedbed.generators.meanings.naming import singular
from seedbed.generators.want import Want

__all__ = ["named_lists"]


def named_lists(table: str, column: str, want: Want, locale: str) -> tuple[Domain, Meaning] | None:
    """Lists of texts that a name tells of, and what it tells; None where it does not, or limits speak of the list."""
    element = want.type.element
    if want.type.kind != "array" or element is None or element.kind not in TEXTS or want.limits != Limits():
        return None
    meaning = meaning_of(table, singular(column), element)
    domain = meaning and domain_for(meaning, element, Limits(), locale=locale, today=want.today, unique=want.unique)
    return (lists(want, domain), meaning) if meaning and domain else None
