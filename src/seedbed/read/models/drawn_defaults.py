"""What defaults draw that are functions: run by the project's own interpreter, it imports nothing of ours."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Tuple  # noqa: UP035 - a project's Python may be an old one

SOURCES = {"cuid", "cuid2", "ksuid", "nanoid", "secrets", "shortuuid", "ulid", "uuid", "uuid6", "uuid7", "uuid_utils"}
"""Modules from which identifiers are drawn: what calls on them neither asks a database nor counts."""
FAR = 3  # calls from a default to such a module
MANY = 3  # samples, which tell digits from letters that happen to be digits


def drawn(defaults: Iterable[Tuple[str, Any, Tuple[Any, ...]]]) -> Dict[str, List[str]]:  # noqa: UP006
    """Samples of what fills columns, given as (column, function, its arguments), where that draws texts."""
    found = {column: _samples(*call) for column, *call in defaults}
    return {column: samples for column, samples in found.items() if samples}


def _samples(function: Any, arguments: Tuple[Any, ...]) -> List[str]:  # noqa: UP006
    """None for a function that takes them from no source of identifiers, or fails."""
    if not _draws(function, FAR):
        return []
    try:
        found = [function(*arguments) for _ in range(MANY)]
    except Exception:  # noqa: BLE001 - a project's code may raise anything
        return []
    return found if all(isinstance(each, str) for each in found) else []


def _draws(function: Any, far: int) -> bool:
    code = getattr(function, "__code__", None)
    if code is None or not far:
        return False
    used = [function.__globals__[name] for name in code.co_names if name in function.__globals__]
    used += [cell.cell_contents for cell in function.__closure__ or ()]
    return (
        not SOURCES.isdisjoint(code.co_names)  # imported within
        or any(_package(each) in SOURCES for each in used)
        or any(_draws(each, far - 1) for each in used)
    )


def _package(value: Any) -> str:
    """What a value is from; of a module its own."""
    return str(getattr(value, "__module__", None) or getattr(value, "__name__", "")).partition(".")[0]
