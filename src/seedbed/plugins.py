"""Other people's generators and validators, as their packages name them: entry points of two groups.

A package says in its pyproject.toml

    [project.entry-points."seedbed.generators"]
    licence_plate = "my_package.plates:made"

and a recipe then names `licence_plate`, or `my-package:licence_plate` where two packages use one name.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from seedbed.errors import Problem, UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["GENERATORS", "VALIDATORS", "classes", "loaded", "names"]

GENERATORS = "seedbed.generators"
VALIDATORS = "seedbed.validators"


def names(group: str) -> tuple[str, ...]:
    """The names of the plug-ins of a group, those with their package after the plain ones."""
    found = _points(group)
    plain = [point.name for point in found]
    return tuple(dict.fromkeys([*sorted(plain), *sorted(_whole(point) for point in found)]))


def loaded(group: str, name: str) -> Any:
    """The object that a plug-in's name stands for; raises UsageError, with the plug-in's name and what went wrong."""
    found = [point for point in _points(group) if name in (point.name, _whole(point))]
    told = {_whole(point) for point in found}
    if not found:
        raise UsageError(
            Problem(f"there is no plug-in {name}", group, help=f"there are {', '.join(names(group)) or 'none'}")
        )
    if len(told) > 1:
        help = f"write {' or '.join(sorted(told))}"
        raise UsageError(Problem(f"several packages have a plug-in {name}", group, help=help))
    return _object(found[0], group, name)


def classes(tag: str) -> Iterator[type]:
    """The classes of that name in the modules that plug-ins of generators are made in."""
    for point in _points(GENERATORS):
        try:
            made = _object(point, GENERATORS, _whole(point))
        except UsageError:
            continue  # it cannot be where a plan comes from
        home = inspect.getmodule(made) or sys.modules.get(point.module)
        found = getattr(home, tag, None)
        if inspect.isclass(found):
            yield found


def _points(group: str) -> list[EntryPoint]:
    from importlib.metadata import entry_points  # most starts ask for no plug-in, and do without the import

    return list(entry_points(group=group))


def _object(point: EntryPoint, group: str, name: str) -> Any:
    try:
        return point.load()
    except Exception as error:  # whatever a third party's module does while it is imported
        why = f"{type(error).__name__}: {error}"
        help = f"{point.value} of {point.dist.name if point.dist else 'its package'} has to be mended or removed"
        raise UsageError(Problem(f"the plug-in {name} cannot be loaded", group, why, help)) from error


def _whole(point: EntryPoint) -> str:
    return f"{point.dist.name}:{point.name}" if point.dist else point.name
