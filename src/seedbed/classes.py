"""`dataclass`: the standard one, whose methods for frozen slotted classes cost nothing until they are called.

The standard decorator writes, compiles and runs six small programs for each class, half a millisecond in all. A start
defines hundreds of classes and uses a part of them, so here what can be one function for all classes is one, and
`__init__` is written by the standard library when the first instance is made. What the classes can do is the same:
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
    """An `__init__` that puts the standard library's in its own place."""

    def first(self: Any, *args: Any, **named: Any) -> None:
        real = _init_of(cls)
        cls.__init__ = real
        real(self, *args, **named)

    return first


def _init_of(cls: type) -> Callable[..., None]:
    """The `__init__` that the standard library writes for such fields."""
    fields = dataclasses.fields(cls)
    body: dict[str, Any] = {each.name: _copied(each) for each in fields}
    names: dict[str, Any] = {
        "__annotations__": {each.name: each.type for each in fields},
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__doc__": cls.__doc__ or "",
    }
    if hasattr(cls, "__post_init__"):
        names["__post_init__"] = None
    twin: Any = dataclasses.dataclass(frozen=True, repr=False, eq=False)(type(cls.__name__, (), {**body, **names}))
    real: Callable[..., None] = twin.__init__
    return real


def _copied(field: dataclasses.Field[Any]) -> Any:
    """A field as its class's body says it; each class needs one of its own."""
    given: dict[str, Any] = {"init": field.init, "kw_only": field.kw_only}
    if field.default is not dataclasses.MISSING:
        given["default"] = field.default
    if field.default_factory is not dataclasses.MISSING:
        given["default_factory"] = field.default_factory
    return dataclasses.field(**given)


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
