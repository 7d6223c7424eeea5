"""What a caller of the library gave, asked for what it is before anything is done with it."""

from __future__ import annotations

from operator import index

from seedbed.errors import Problem, UsageError

__all__ = ["check_kind", "number_of_rows", "whole_number"]


def check_kind(value: object, kinds: tuple[type, ...], what: str, help: str) -> None:
    """Raises UsageError where a value is of none of the kinds."""
    if not isinstance(value, kinds):
        raise UsageError(Problem(f"{value!r} is no {what}", help=help))


def number_of_rows(count: object, what: str) -> int:
    """A number of rows. Raises UsageError for what is none."""
    found = _whole(count)
    if found is None or found < 0:
        raise UsageError(Problem(f"{count!r} is no number of rows", what, help="ask for 0 or more, as rows=100"))
    return found


def whole_number(value: object, what: str, help: str) -> int:
    """A whole number, NumPy's too. Raises UsageError for what is none."""
    found = _whole(value)
    if found is None:
        raise UsageError(Problem(f"{value!r} is no {what}", help=help))
    return found


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    try:
        return index(value)  # type: ignore[arg-type] # what is no number is told
    except TypeError:
        return None
