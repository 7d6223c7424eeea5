"""The facts that a repository's source tells about itself."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.classes import dataclass

__all__ = ["Class", "Fixture", "Function", "Module", "Parameter"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as it is written; `default` is None where there is none. `kind` is positional, keyword or any.

    `asked` is the type that its default, or what is done to it, asks for where none is written.
    """

    name: str
    annotation: str = ""
    default: str | None = None
    kind: str = "positional"
    asked: str = ""

    @property
    def wanted(self) -> str:
        """The type that is written, else that which is asked for all the same."""
        return self.annotation or self.asked


@dataclass(frozen=True, slots=True)
class Function:
    """A function or a method.

    `owner` is the class of a method, `given` tells a property, `free` a method that needs no object, `awaited` a
    coroutine, `managed` what gives a context manager, `made` what is called for what it gives where no type is written,
    `gives` whether it gives anything, `abstract` whether it is left to those that are made of its class.
    """

    name: str
    module: str
    file: str
    line: int
    parameters: tuple[Parameter, ...]
    returns: str = ""
    doc: str = ""
    owner: str = ""
    given: bool = False
    free: bool = False
    awaited: bool = False
    managed: bool = False
    made: str = ""
    gives: bool = False
    abstract: bool = False

    @property
    def signature(self) -> str:
        """How it is called."""
        made = ", ".join(
            {"any": "*", "anynamed": "**"}.get(each.kind, "")
            + each.name
            + (f": {each.annotation}" if each.annotation else "")
            + (f" = {each.default}" if each.default is not None else "")
            for each in self.parameters
        )
        return f"({made})" + (f" -> {self.returns}" if self.returns else "")

    @property
    def called(self) -> str:
        """The name that it is called by: of a class where it makes one."""
        return self.owner if self.name == "__init__" else self.name

    @property
    def required(self) -> tuple[Parameter, ...]:
        """The parameters that every call has to give."""
        return tuple(each for each in self.parameters if each.default is None and not each.kind.startswith("any"))


@dataclass(frozen=True, slots=True)
class Fixture:
    """A fixture of pytest: what it is called, how long it lives, what it needs and gives.

    `maker` is the function that it gives, where it is one of its own.
    """

    name: str
    file: str
    line: int
    scope: str = "function"
    autouse: bool = False
    parameters: tuple[str, ...] = ()
    returns: str = ""
    doc: str = ""
    made: str = ""
    maker: Function | None = None


@dataclass(frozen=True, slots=True)
class Class:
    """A class: its bases as written, its methods, and the attributes that its instances have.

    `constants` are its attributes that are literals, as code.
    """

    name: str
    module: str
    file: str
    line: int
    bases: tuple[str, ...]
    methods: tuple[Function, ...]
    attributes: tuple[tuple[str, str], ...]
    doc: str = ""
    constants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """A module by the name that tests import it by: its functions, classes and other names."""

    name: str
    file: str
    functions: tuple[Function, ...]
    classes: tuple[Class, ...]
    names: tuple[str, ...]
    imports: tuple[tuple[str, tuple[str, ...]], ...]
    fixtures: tuple[Fixture, ...]
    markers: Mapping[str, int]
    tests: tuple[str, ...] = ()
    test: bool = False
