"""Generators of other packages: what they are asked for, and what they have to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any, cast

import numpy as np

from seedbed.classes import dataclass
from seedbed.errors import Problem, ReadError, UsageError
from seedbed.generators.domain import Domain, Generator
from seedbed.generators.meanings.catalog import catalog
from seedbed.generators.want import MOST, NoValue, Want
from seedbed.plan.plan import known_classes
from seedbed.plugins import GENERATORS, loaded
from seedbed.schema import files
from seedbed.schema.arrow import arrow_type
from seedbed.schema.recipe import ColumnWish

__all__ = ["Made", "domain_from", "is_plugged", "made_by"]

_SAMPLE = 2048


@dataclass(frozen=True, slots=True)
class Made:
    """What a plug-in made for a column: a domain, or a generator of the whole column."""

    domain: Domain | None
    generator: Generator | None


def is_plugged(wish: ColumnWish) -> bool:
    """Whether a wish names a generator that is none of ours."""
    return bool(wish.generator) and wish.generator not in catalog()


def domain_from(name: str, want: Want) -> Domain | None:
    """The domain that a plug-in makes for a column; None where it makes a generator. Raises NoValue, UsageError."""
    made = made_by(name, want)
    if made.domain is not None:
        _sampled(name, made.domain, want)
    return made.domain


def made_by(name: str, want: Want) -> Made:
    """What a plug-in makes for a column; raises NoValue where it has nothing, UsageError where it fails."""
    make: Callable[[Want], Any] = loaded(GENERATORS, name)
    try:
        made = make(want)
    except NoValue:
        raise
    except Exception as error:
        raise UsageError(
            Problem(f"the plug-in {name} failed", GENERATORS, f"{type(error).__name__}: {error}")
        ) from error
    if made is None:
        raise NoValue(f"the plug-in {name} has nothing for a column of the type {want.type.raw or want.type.kind}")
    _carried(name, made)
    if hasattr(made, "size"):
        return Made(cast("Domain", made), None)
    return Made(None, cast("Generator", made))


def _carried(name: str, made: Any) -> None:
    """What goes into a plan has to come out of its file again."""
    cls = type(made)
    where = f"the plug-in {name}"
    known = known_classes().get(cls.__name__)
    if not is_dataclass(made) or not hasattr(made, "at"):
        raise UsageError(Problem(f"{where} made a {cls.__name__}, which is no domain or generator", GENERATORS))
    if known is not None and known is not cls:
        help = "its author has to call it otherwise"
        raise UsageError(Problem(f"{where} has a class {cls.__name__}, as Seedbed itself", GENERATORS, help=help))
    try:
        same = files.load(files.dump(made), known_classes()) == made
    except (ReadError, TypeError) as error:
        raise UsageError(Problem(f"{where} does not survive the file of a plan", GENERATORS, str(error))) from error
    if not same:
        raise UsageError(Problem(f"{where} is another one after the file of a plan", GENERATORS))


def _sampled(name: str, domain: Domain, want: Want) -> None:
    """A first look at the values: their number, their Arrow type, no NULL, no text that is too long."""
    size: Any = domain.size
    if not isinstance(size, int) or not 1 <= size <= MOST:
        raise UsageError(Problem(f"the plug-in {name} has {size!r} values, not 1 to 2**63", GENERATORS))
    first = np.arange(min(size, _SAMPLE), dtype=np.uint64)
    values = domain.at(np.concatenate([first, np.uint64(size - 1) - first]))
    wanted = arrow_type(want.type)
    if values.type != wanted or values.null_count:
        what = f"values of {values.type}{' with NULL' * bool(values.null_count)}"
        raise NoValue(f"the plug-in {name} gives {what}, and the column is {wanted}")
    if want.type.length is not None and want.type.kind in ("char", "varchar", "text"):
        longest = max(len(value) for value in values.to_pylist())
        if longest > want.type.length:
            raise NoValue(
                f"the plug-in {name} gives texts of {longest} letters, and the column takes {want.type.length}"
            )
