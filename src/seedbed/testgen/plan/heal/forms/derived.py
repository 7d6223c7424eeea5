"""`is_derived`: a class called by what it is made of, `TagSegment`, and the one that is: `Tagged`, a `Segment`."""

from __future__ import annotations

from seedbed.testgen.plan.explore.known import Known

__all__ = ["derived", "is_derived"]

_SHORT = 3
"""Letters that are too few to tell a class by."""


def derived(wrong: str, known: Known) -> str | None:
    """The one class that was meant by a name; None where none was, or several were."""
    found = [each for each in sorted(known.classes) if _fits(wrong, each, known)]
    return found[0] if len(found) == 1 and wrong not in known.classes else None


def is_derived(wrong: str, right: str, known: Known) -> bool:
    """Whether a class was meant by a name, and no other."""
    return derived(wrong, known) == right


def _fits(wrong: str, right: str, known: Known) -> bool:
    """Whether a name ends with a class of which another is made, and begins as that other does."""
    bases = {base.rpartition(".")[2] for each in known.classes[right] for base in each.bases}
    kinds = [wrong.removesuffix(base) for base in bases & known.classes.keys() if wrong.endswith(base)]
    concrete = not right.startswith("_") and not known.is_abstract(right)
    return concrete and any(len(each) >= _SHORT and right.startswith(each) for each in kinds)
