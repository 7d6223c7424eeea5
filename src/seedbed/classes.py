"""`dataclass`: the standard one, whose methods for frozen slotted classes cost nothing until they are called.

The standard decorator writes, compiles and runs six small programs for each class, half a millisecond in all. A start
defines hundreds of classes and uses a part of them, so here what can be one function for all classes is one, and
`__init__` is written when the first instance is made. What the classes can do is the same:
fields, replace, comparison, hash, pickling, errors.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Callable[[type], type]:
        """The decorator; the standard library's for what is not frozen with slots, and for heirs."""

        def of(cls: type) -> type:
            if not (frozen and slots) or dataclasses.is_dataclass(cls):
                return dataclasses.dataclass(frozen=frozen, slots=slots, eq=eq)(cls)
            return _frozen(cls, eq=eq)

        return of


def _frozen(cls: type, *, eq: bool) -> type:
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    said = made.__dataclass_params__
    said.init, said.repr, said.eq, said.frozen = True, True, eq, True
    fields = dataclasses.fields(made)
    methods: dict[str, Any] = {"__init__": _late_init(made), "__repr__": _repr}
    if eq:
        cells = _cells(tuple(field.name for field in fields if field.compare))
        methods["__eq__"] = lambda self, other: (
            cells(self) == cells(other) if other.__class__ is self.__class__ else NotImplemented
        )
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    if eq and "__hash__" not in cls.__dict__:
        hashed = _cells(tuple(each.name for each in fields if (each.compare if each.hash is None else each.hash)))
        made.__hash__ = lambda self: hash(hashed(self))
    made.__getstate__, made.__setstate__ = _state, _set_state
    made.__setattr__, made.__delattr__ = _no_setting, _no_deleting
    found: type = made
    return found


def _cells(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """The fields of those names as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    if names:
        one = attrgetter(names[0])
        return lambda self: (one(self),)
    return lambda self: ()


def _late_init(cls: Any) -> Callable[..., None]:
    """An `__init__` that puts the real one in its own place."""

    def first(self: Any, *args: Any, **named: Any) -> None:
        real = _init_of(cls)
        cls.__init__ = real
        real(self, *args, **named)

    return first


def _init_of(cls: type) -> Callable[..., None]:
    """The `__init__` that the standard library would write: the same words, in one program."""
    fields = dataclasses.fields(cls)
    room: dict[str, Any] = {"_set": object.__setattr__, "_out": dataclasses.MISSING}
    room |= {f"_default_{each.name}": each.default for each in fields}
    room |= {f"_make_{each.name}": each.default_factory for each in fields}
    by_place = [_parameter(each) for each in fields if each.init and not each.kw_only]
    by_name = [_parameter(each) for each in fields if each.init and each.kw_only]
    words = ", ".join(["self", *by_place, *(["*", *by_name] if by_name else [])])
    lines = [f"_set(self, {each.name!r}, {value})" for each in fields if (value := _value(each))]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({words}):\n " + ("\n ".join(lines) or "pass"), room)  # noqa: S102 - of names of fields only
    real: Callable[..., None] = room["__init__"]
    real.__qualname__ = f"{cls.__qualname__}.__init__"
    real.__annotations__ = {**{each.name: each.type for each in fields if each.init}, "return": None}
    return real


def _parameter(field: dataclasses.Field[Any]) -> str:
    if field.default is not dataclasses.MISSING:
        return f"{field.name}=_default_{field.name}"
    return f"{field.name}=_out" if field.default_factory is not dataclasses.MISSING else field.name


def _value(field: dataclasses.Field[Any]) -> str:
    """What a field is set to, "" where it is not set."""
    if field.default_factory is not dataclasses.MISSING:
        made = f"_make_{field.name}()"
        return f"{made} if {field.name} is _out else {field.name}" if field.init else made
    if field.init:
        return field.name
    return f"_default_{field.name}" if field.default is not dataclasses.MISSING else ""


def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


def _no_setting(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_deleting(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
