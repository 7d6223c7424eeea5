"""`mapped`: the steps of a test as calls of the repository's helpers, by name, docstring and type; all or none."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator, Mapping, Sequence

from seedbed.classes import dataclass
from seedbed.testgen.plan.draft.words import MANY, meanings, quoted, value_of
from seedbed.testgen.plan.explore.facts import Fixture, Function, Parameter
from seedbed.testgen.plan.explore.known import Known
from seedbed.testgen.plan.heal.lock.grants import names, stated
from seedbed.testgen.plan.std.model import Described

__all__ = ["Body", "Unmapped", "mapped"]

_UNITS = re.compile(r"_(?:[kmgt]i?b|bytes|ms|s|secs?|seconds|minutes|percent|count)$")
"""What the names of attributes say of a value's unit, and plans leave out."""

_PLAIN = frozenset({"int", "str", "float", "bool", "bytes", "None", ""})


@dataclass(frozen=True, slots=True)
class Body:
    """A test's code, the fixtures that it asks for, and what it imports: name to module."""

    lines: tuple[str, ...]
    fixtures: tuple[str, ...]
    imports: Mapping[str, str]


class Unmapped(Exception):
    """A step that no helper is like; its text says which."""


def mapped(test: Described, known: Known, fixtures: Mapping[str, Fixture], shared: tuple[str, ...] = ()) -> Body:
    """The body of a test. Raises Unmapped with the first step, precondition or expectation that is like nothing."""
    return _Mapping(known, fixtures).body(test, shared)


class _Mapping:
    def __init__(self, known: Known, fixtures: Mapping[str, Fixture]) -> None:
        self.known = known
        self.fixtures = fixtures
        self.asked: dict[str, None] = {}
        self.imports: dict[str, str] = {}
        self.made: dict[str, str] = {}
        """Variables and their types, the latest last."""

    def body(self, test: Described, shared: tuple[str, ...]) -> Body:
        """All of a test."""
        for number, condition in enumerate((*shared, *test.preconditions), 1):
            self._condition(condition, f"precondition {number}: {condition}")
        lines = [self._step(step, f"step {number}: {step}") for number, step in enumerate(test.steps, 1)]
        expected = self._exception(test.expected)
        if expected is not None:
            last = lines[-1].partition(" = ")[2] or lines[-1]
            self.imports["pytest"] = ""
            lines = [*lines[:-1], f"with pytest.raises({expected}):", f"    {last}"]
        else:
            lines.append(self._assertion(test.expected))
        return Body(tuple(lines), tuple(self.asked), self.imports)

    def _condition(self, text: str, told: str) -> None:
        """A precondition is a fixture: all words of its name are there, or most of those of its docstring."""
        words = meanings(re.sub(r"\b(?:not|no|un-?)\s+\w+", " ", text))
        best = max(
            (
                (len(meanings(name)), len(words & meanings(each.doc)), name)
                for name, each in self.fixtures.items()
                if meanings(name) and (meanings(name) <= words or words <= meanings(f"{name} {each.doc}"))
            ),
            default=None,
        )
        if best is None:
            raise Unmapped(told)
        self._ask(best[2])

    def _ask(self, name: str) -> str:
        self.asked.setdefault(name)
        return name

    def _step(self, text: str, told: str) -> str:
        if MANY.search(text):
            raise Unmapped(told)
        text = re.sub(r"^(?:attempt|try|tries) to\s+", "", text, flags=re.IGNORECASE)
        for function in self._like(text, step=True):
            call = self._tried(function, text)
            if call is not None:
                if function.returns in _PLAIN:
                    return call
                variable = _variable(function.returns)
                self.made.pop(variable, None)
                self.made[variable] = function.returns
                return f"{variable} = {call}"
        raise Unmapped(told)

    def _like(self, text: str, *, step: bool = False) -> Iterator[Function]:
        """The helpers that have all words of their names in a text, the most alike first; of a step, its verb too."""
        words, plain = meanings(text), frozenset(re.findall(r"[a-z]+", text.lower()))
        verb, found = meanings(text.partition(" ")[0]) if step else frozenset(), []
        for functions in self.known.functions.values():
            for each in functions:
                name = meanings(each.name)
                if each.name.startswith("_") or each.given or not name or not name <= words:
                    continue
                if not verb <= name | meanings(each.doc) or (each.owner and not self._receiver(each, text)):
                    continue
                literal = len(plain & frozenset(each.name.split("_")))
                about = len(words & meanings(each.doc.partition(".")[0]))
                found.append((len(name), literal, about, each.module, each.name, each))
        for item in sorted(found, key=lambda one: one[:5], reverse=True):
            yield item[5]

    def _receiver(self, function: Function, text: str) -> str | None:
        """The variable or the fixture whose method a function is: the one that the text names, else the only one."""
        kinds = [
            name
            for name in self.known.classes
            if any(function.owner == each.name for each in self.known.of_class(name))
        ]
        for name, kind in reversed(self.made.items()):
            if kind in kinds:
                return name
        there = [name for name in self.asked if self.fixtures[name].returns in kinds]
        usual = next((name for name, each in self.fixtures.items() if each.returns == function.owner), None)
        return self._named(text, kinds) or (there[0] if len(there) == 1 else usual)

    def _named(self, text: str, kinds: Sequence[str]) -> str | None:
        """The fixture of a type whose whole name a text says, in two words and more."""
        words = meanings(text)
        fit = [name for name, each in self.fixtures.items() if each.returns in kinds and meanings(name) <= words]
        fit = [name for name in sorted(fit, key=lambda each: -len(meanings(each))) if len(meanings(name)) > 1]
        return fit[0] if fit else None

    def _tried(self, function: Function, text: str) -> str | None:
        """A call of a function; nothing is asked for where it cannot be made."""
        asked, imports = dict(self.asked), dict(self.imports)
        call = self._call(function, text)
        if call is None:
            self.asked, self.imports = asked, imports
        return call

    def _call(self, function: Function, text: str) -> str | None:
        arguments = []
        for parameter in function.parameters:
            if parameter.kind.startswith("any"):
                continue
            value = self._argument(parameter, text)
            if value is None and parameter.name == "name" and not quoted(text):  # something has to be called somehow
                value = repr(function.name.rpartition("_")[2])
            if value is None and parameter.default is None:
                return None
            if value is not None:
                by_name = parameter.kind == "keyword" or parameter.default is not None
                arguments.append(f"{parameter.name}={value}" if by_name else value)
        if function.owner:
            receiver = self._receiver(function, text)
            assert receiver is not None
            start = f"{receiver if receiver in self.made else self._ask(receiver)}."
        else:
            start = ""
            self.imports[function.name] = function.module
        return f"{start}{function.name}({', '.join(arguments)})"

    def _argument(self, parameter: Parameter, text: str) -> str | None:
        """What a parameter gets: what the step states, what has its type or its name, or the thing whose id it is."""
        said = stated(text, parameter.name)
        if said is not None:
            return said
        kind = re.sub(r"Optional\[(.*)\]|\s*\|\s*None", r"\1", parameter.annotation)
        if kind and kind not in _PLAIN:
            thing = self._thing(text, kind)
            return thing if thing is not None or parameter.default is not None else None
        if parameter.default is not None:
            return None
        if parameter.name == "id" or parameter.name.endswith("_id"):
            return self._identity(parameter.name.removesuffix("id").rstrip("_"), text)
        if parameter.name in self.fixtures:
            alike = [name for name in self.fixtures if meanings(parameter.name) < meanings(name) <= meanings(text)]
            return self._ask(max(alike, key=len, default=parameter.name))
        values, numbers = quoted(text), re.findall(r"(?<![\w.-])\d+(?![\w.])", text)
        if kind == "int" and len(numbers) == 1:
            return str(numbers[0])
        return values[0] if len(values) == 1 and kind in {"str", ""} else None

    def _thing(self, text: str, kind: str) -> str | None:
        """A variable or a fixture of a type: the one that the text names, else the only one."""
        made = [name for name, each in self.made.items() if each == kind]
        offered = [name for name, each in self.fixtures.items() if each.returns == kind]
        named = self._named(text, [kind])
        if named is not None:
            return self._ask(named)
        if made:
            return made[-1]
        asked = [name for name in self.asked if name in offered]
        if len(asked) == 1:
            return asked[0]
        return self._ask(offered[0]) if len(offered) == 1 else None

    def _identity(self, entity: str, text: str) -> str | None:
        """The id of a thing; of one that does not exist, the constant that says so."""
        words = meanings(text)
        if "missi" in words:
            for module in self.known.modules.values():
                for name in module.names:
                    if name.isupper() and "missi" in meanings(name) and meanings(entity) <= meanings(name):
                        self.imports[name] = module.name
                        return name
            return None
        kinds = [name for name in self.known.classes if meanings(name) == meanings(entity) or not entity]
        for kind in kinds:
            thing = self._thing(text, kind) if "id" in self.known.members(kind) else None
            if thing is not None:
                return f"{thing}.id"
        return None

    def _exception(self, text: str) -> str | None:
        """The exception that is expected, where the text names one that there is."""
        for each in sorted(self.known.exceptions(), key=lambda one: one.name):
            if names(text, each.name):
                self.imports[each.name] = each.module
                return each.name
        found = [word for word in re.findall(r"\b[A-Z]\w+(?:Error|Exception)\b", text) if hasattr(builtins, word)]
        return found[0] if found else None

    def _assertion(self, text: str) -> str:
        """What is expected, as an assertion: an attribute of what was made last, or what a helper says of it."""
        told = f"expected: {text}"
        said = value_of(text) if not MANY.search(text) else None
        if said is None:
            return self._truth(text, told)
        what, value = said
        words = meanings(what)
        for name, kind in self._there():
            for member, annotation in self._read(kind).items():
                own = meanings(_UNITS.sub("", member))
                if own and own <= words <= meanings(f"{member} {name} {kind}"):
                    return f"assert {name}.{member} == {self._valued(annotation, value, told)}"
        for function in self._like(what):
            reads = meanings(function.name) | {each for item in function.parameters for each in meanings(item.name)}
            call = self._tried(function, what) if words <= reads and function.returns in _PLAIN - {"", "None"} else None
            if call is not None:
                return f"assert {call} == {value}"
        raise Unmapped(told)

    def _there(self) -> list[tuple[str, str]]:
        """What a test has by now, with types: what was made last comes first, then the fixtures."""
        return [*reversed(self.made.items()), *((each, self.fixtures[each].returns) for each in self.asked)]

    def _read(self, kind: str) -> Mapping[str, str]:
        """The attributes of a class with their types, without methods, which are called."""
        methods = {each.name for one in self.known.of_class(kind) for each in one.methods if not each.given}
        return {name: told for name, told in self.known.members(kind).items() if name not in methods}

    def _truth(self, text: str, told: str) -> str:
        """As `the snapshot is ready`, where snapshots have a bool of that name. Raises Unmapped where nothing has."""
        found = re.fullmatch(r"(.+?) is (\w+)\.?", text.strip())
        if found is None or MANY.search(text):
            raise Unmapped(told)
        for name, kind in self._there():
            same = meanings(found[1]) <= meanings(f"{name} {kind}")
            for member, annotation in self._read(kind).items():
                if same and annotation == "bool" and meanings(member) == meanings(found[2]):
                    return f"assert {name}.{member}"
        raise Unmapped(told)

    def _valued(self, kind: str, value: str, told: str) -> str:
        """A value of a type: of an enumeration the member that is called so. Raises Unmapped where there is none."""
        if kind not in self.known.classes:
            return value
        member = re.sub(r"\W+", "_", value.strip("\"'")).upper()
        homes = self.known.homes(kind)
        if member not in self.known.members(kind) or len(homes) != 1:
            raise Unmapped(told)
        self.imports[kind] = homes[0]
        return f"{kind}.{member}"


def _variable(kind: str) -> str:
    """A variable's name for a type: `order` for Order, `found` for what has no plain name."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower() if kind.isidentifier() else "found"
