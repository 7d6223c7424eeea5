"""`Subject`: the module under test, imported as its users import it, and imported again with one of its mutants."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import sys
from types import CodeType, ModuleType
from typing import Any

from seedbed.testgen.inside.mutants import Mutant, code_of, mutants

__all__ = ["Subject"]


class _Changed:
    """Finds the module with its code replaced, before anyone else does."""

    def __init__(self, name: str, file: str, code: CodeType) -> None:
        self.name, self.file, self.code = name, file, code

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != self.name:
            return None
        spec = importlib.util.spec_from_file_location(name, self.file)
        assert spec is not None
        spec.loader = self  # type: ignore[assignment]
        return spec

    def create_module(self, spec: Any) -> None:
        """The import system makes the module."""

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, vars(module))


class Subject:
    """A module by name and file."""

    def __init__(self, name: str, file: str, roots: list[str]) -> None:
        self.name, self.file = name, file
        sys.path[:0] = roots
        with open(file, "rb") as source:
            self.source = source.read()
        self.tree = ast.parse(self.source, file)
        self.mutants = mutants(self.tree)

    def load(self) -> ModuleType:
        """The module, imported."""
        return importlib.import_module(self.name)

    def change(self, mutant: Mutant | None) -> None:
        """Puts a mutant in the module's place."""
        self.replace(code_of(self.tree, mutant, self.file))

    def replace(self, code: CodeType) -> None:
        """Puts other code in the module's place: it and all that holds a part of it are imported anew."""
        for name in self.dependents():
            sys.modules.pop(name, None)
        sys.meta_path.insert(0, _Changed(self.name, self.file, code))
        importlib.invalidate_caches()

    def dependents(self) -> set[str]:
        """The module and those of its package that hold something of it, or of one that does."""
        top = self.name.partition(".")[0]
        near = {name: vars(module) for name, module in list(sys.modules.items())
                if module is not None and (name == top or name.startswith(top + "."))}  # fmt: skip
        found, more = {self.name}, True
        while more:
            held = {name for name, names in near.items() if name not in found and _holds(names, found)}
            more = bool(held)
            found |= held
        return found


def _holds(names: Any, modules: set[str]) -> bool:
    for value in list(names.values()):
        if isinstance(value, ModuleType):
            if value.__name__ in modules:
                return True
        elif getattr(value, "__module__", None) in modules or type(value).__module__ in modules:
            return True
    return False
