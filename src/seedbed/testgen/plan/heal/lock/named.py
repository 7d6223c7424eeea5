"""What may be called, or made, in place of a name that is not there, by what the repository says of both."""

from __future__ import annotations

from seedbed.testgen.plan.heal.forms.derived import is_derived
from seedbed.testgen.plan.heal.forms.slips import is_same, is_shorter
from seedbed.testgen.plan.heal.lock.grants import Grants

__all__ = ["asks_same", "is_made_of"]


def asks_same(before: str, after: str, grants: Grants) -> bool:
    """Whether what is called asks for the same, or makes it, as what is not there."""
    homes = grants.kinds.known.homes(after) if grants.kinds else ()
    shorter = len(homes) == 1 and is_shorter(before, after, homes[0])
    return is_same(before, after, frozenset()) or shorter or is_made_of(before, after, grants)


def is_made_of(before: str, after: str, grants: Grants) -> bool:
    """Whether a class that is not there was called by the one of which another is made."""
    return grants.kinds is not None and is_derived(before, after, grants.kinds.known)
