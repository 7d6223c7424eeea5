"""Factories as Python source: one file, or a package with a file for each model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date

from seedbed.classes import dataclass
from seedbed.project.facts import Facts
from seedbed.project.layout import MARK
from seedbed.scaffold.factories.bases import base_of, needed
from seedbed.scaffold.factories.dated import DATED, dated
from seedbed.scaffold.factories.follow import following
from seedbed.scaffold.factories.overrides import BARE
from seedbed.scaffold.factories.parts import Factory, Line, Link, Variant
from seedbed.scaffold.factories.tools import tool_names, tools_for
from seedbed.scaffold.stacks.kit import Kit, common, kit_of

__all__ = ["SPOKEN", "Layout", "package_of", "single"]

_DRIVERS = ("sqlite3", "psycopg", "psycopg2", "pymysql", "MySQLdb", "mysql.connector")
_MODULES = ("inspect", "json", "math", "re", "unicodedata", "uuid", *_DRIVERS)
_STANDARD = {
    "datetime": ("datetime", "date", "time", "timedelta", "timezone"),
    "decimal": ("Decimal",),
    "urllib.parse": ("unquote", "urlsplit"),
}
_SHARED = ("BaseFactory", "Closing", DATED, "Linked", "Many", "TODAY")
SPOKEN = {"factory", *_MODULES, *_SHARED, *tool_names(), *(name for names in _STANDARD.values() for name in names)}
"""Names that declarations use.

An attribute of such a name is declared last, for it hides the name from the others; a model has another one.
"""

_VERBS = ("build", "create", "stub", "generate", "simple_generate")
_METHODS = {"reset_sequence", *_VERBS, *(f"{verb}_batch" for verb in _VERBS)}
"""The methods of factories that a declaration of the same name would hide."""

_FEW = 4
"""Attributes up to which a base names them all."""

_CLOSING = re.compile(r"= Closing\(")
_MANY = re.compile(r"\bMany\(")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the text of all files depends on: the project, the last day of events, and the command that writes them."""

    facts: Facts
    today: date
    command: str = "seedbed project ."
    theirs: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The name and the module of factories that people wrote, by the path of their model."""
    own: str = ""
    """What people wrote in the project's tests: it may use what our factories do not."""

    @property
    def kit(self) -> Kit:
        """The words and texts of the project's ORM."""
        return kit_of(self.facts.stack.orm)


def single(factories: Iterable[Factory], layout: Layout) -> str:
    """The text of one file with all factories, each after those that it names where no circle forbids it."""
    factories, alike = _lean(factories)
    names = {factory.model.path: factory.name for factory in factories}
    names |= {path: name for path, (name, _) in layout.theirs.items()}
    done = {path for path, (_, module) in layout.theirs.items() if module.rpartition(".")[2] == "factories"}
    far = {path: module for path, (_, module) in layout.theirs.items() if path not in done}
    bodies = []
    for factory in factories:
        here = _Here(names, dict.fromkeys(done, ""), layout.kit, far=far)
        bodies.append(_whole(factory, here, layout))
        done.add(factory.model.path)
    text = "\n\n\n".join([*_ground(layout, bodies, alike), *bodies])
    imports = _imports(text, list(factories), extra=_base_imports(layout, text))
    doc = "Factories of the project's models."
    return f'{_head(layout)}"""{doc}"""\n\n{imports}\n\n{text}\n'


def package_of(factories: Iterable[Factory], layout: Layout) -> Mapping[str, str]:
    """The texts of a package by file: `__init__.py`, `base.py`, and the files of the factories."""
    factories, alike = _lean(factories)
    names = {factory.model.path: factory.name for factory in factories}
    stems = {factory.model.path: factory.file for factory in factories}
    names |= {path: name for path, (name, _) in layout.theirs.items()}
    far = {path: module for path, (_, module) in layout.theirs.items()}
    grouped: dict[str, list[Factory]] = {}
    for factory in factories:
        grouped.setdefault(factory.file, []).append(factory)
    texts = {f"{stem}.py": _file(some, names, stems, layout, far) for stem, some in grouped.items()}
    texts = {"base.py": _base_file(layout, texts.values(), alike), **texts}
    texts["__init__.py"] = _init(grouped, layout)
    return texts


def _lean(factories: Iterable[Factory]) -> tuple[tuple[Factory, ...], tuple[Line, ...]]:
    """The factories without the declarations that they have from their parents, and those of a base of many."""
    factories = tuple(factories)
    by_path = {factory.model.path: factory for factory in factories}
    lean = (_leaner(factory, by_path.get(factory.model.inherits)) for factory in factories)
    return dated(tuple(lean), SPOKEN | _METHODS)


def _leaner(factory: Factory, parent: Factory | None) -> Factory:
    if parent is None:
        return factory
    told = {(line.name, line.code) for line in parent.lines}
    return replace(
        factory,
        lines=tuple(line for line in factory.lines if (line.name, line.code) not in told),
        links=tuple(link for link in factory.links if link not in parent.links),
        many=tuple(name for name in factory.many if name not in parent.many),
    )


@dataclass(frozen=True, slots=True)
class _Here:
    """How a factory is named from where it is needed: `stems` are the files of those that can be reached by import."""

    names: Mapping[str, str]
    stems: Mapping[str, str]
    kit: Kit
    package: bool = False
    far: Mapping[str, str] = field(default_factory=dict)
    """The modules of factories that stand in files of people's own."""

    def path(self, model: str) -> str:
        """The source that names the factory of a model."""
        if model in self.far:
            return f'"{self.far[model]}.{self.names[model]}"'
        if self.package:
            return f'f"{{__package__}}.{self.stems[model]}.{self.names[model]}"'
        return self.names[model] if model in self.stems else f'f"{{__name__}}.{self.names[model]}"'


def _head(layout: Layout) -> str:
    return (
        f"{MARK}: `{layout.command}` writes it again.\n"
        "# What stands between # CUSTOM and # END CUSTOM stays as it is.\n"
    )


def _ground(layout: Layout, bodies: Iterable[str], alike: tuple[Line, ...]) -> list[str]:
    """What all factories share: the base of the stack, of the tools those that they use, and what many declare."""
    shared = [_alike(alike)] if alike else []
    bodies = [*bodies, *shared]
    closes = any(_CLOSING.search(body) for body in bodies)
    asking = [layout.own, *bodies]
    base = base_of(layout.kit, layout.facts, asking, closes=closes, others=bool(layout.theirs))
    tools = tools_for("\n".join([base, *asking]))
    dated = any(re.search(r"\bTODAY\b", text) for text in (base, *tools, *asking))
    closing = [common("closing", layout.kit)] if closes else []
    many = [common("many", layout.kit)] if any(_MANY.search(body) for body in bodies) else []
    return [*([f"TODAY = {_day(layout.today)}"] if dated else []), base, *closing, *many, *tools, *shared]


def _alike(lines: tuple[Line, ...]) -> str:
    """The base of factories that declare some moments alike."""
    listed = " and ".join(line.name for line in lines) if len(lines) < _FEW else "moments of their own"
    head = [
        f"class {DATED}(BaseFactory):",
        f'    """Rows with {listed}."""',
        "",
        "    class Meta:",
        "        abstract = True",
    ]
    return "\n".join([*head, "", *(f"    {_declared(line)}" for line in lines)])


def _day(day: date) -> str:
    return f"date({day.year}, {day.month}, {day.day})  # the last day that events fall on"


def _base_imports(layout: Layout, text: str) -> list[str]:
    return [needed(layout.kit.factories, text), *_library(text)]


def _library(text: str) -> list[str]:
    """What a text imports of factory-boy."""
    homes = {"randgen": "factory.random", "FuzzyChoice": "factory.fuzzy"}
    used = [f"from {home} import {name}" for name, home in homes.items() if re.search(rf"\b{name}\b", text)]
    return ["import factory", *used]


def _base_file(layout: Layout, bodies: Iterable[str], alike: tuple[Line, ...]) -> str:
    text = "\n\n\n".join(_ground(layout, bodies, alike))
    doc = '"""What all factories share."""'
    return f"{_head(layout)}{doc}\n\n{_imports(text, [], extra=_base_imports(layout, text))}\n\n{text}\n"


def _file(
    some: list[Factory], names: Mapping[str, str], stems: Mapping[str, str], layout: Layout, far: Mapping[str, str]
) -> str:
    text = "\n\n\n".join(
        _whole(factory, _Here(names, stems, layout.kit, package=True, far=far), layout) for factory in some
    )
    tools = [name for name in (*_SHARED, *tool_names(), *layout.kit.classes) if re.search(rf"\b{name}\b", text)]
    own = {factory.model.path for factory in some}
    parents = [each.model.inherits for each in some if each.model.inherits in names and each.model.inherits not in own]
    near = [f"from .{stems[path]} import {names[path]}" for path in dict.fromkeys(parents)]
    imports = _imports(text, some, extra=[*_library(text), *_near(tools), *near])
    listed = " and ".join(factory.model.name for factory in some)
    return f'{_head(layout)}"""Factories of {listed}."""\n\n{imports}\n\n{text}\n'


def _near(tools: list[str]) -> list[str]:
    return [f"from .base import {', '.join(tools)}"] if tools else []


def _init(grouped: Mapping[str, list[Factory]], layout: Layout) -> str:
    closes = any(factory.closes for some in grouped.values() for factory in some)
    everything = [*layout.kit.shared, *(layout.kit.closing if closes else ())]
    lines = _near(everything)
    for stem, some in sorted(grouped.items()):
        names = [name for factory in some for name in (*_classes(factory), _function(factory, layout.kit)) if name]
        lines.append(f"from .{stem} import {', '.join(sorted(names))}")
        everything += names
    shown = ", ".join(f'"{name}"' for name in sorted(everything))
    doc = '"""Factories of the project\'s models."""'
    return f"{_head(layout)}{doc}\n\n" + "\n".join(lines) + f"\n\n__all__ = [{shown}]\n"


def _classes(factory: Factory) -> list[str]:
    return [factory.name, *(variant.name for variant in factory.variants if variant.is_class)]


def _imports(text: str, factories: Iterable[Factory], extra: Iterable[str]) -> str:
    """The import lines that a text needs."""
    lines = [f"import {module}" for module in _MODULES if re.search(rf"\b{module}\.\w", text)]
    for module, names in _STANDARD.items():
        used = [name for name in names if re.search(rf"(?<![\w.]){name}\b(?!=)", text)]
        if used:
            lines.append(f"from {module} import {', '.join(used)}")
    wanted: dict[str, set[str]] = {}
    for factory in factories:
        if factory.model.module:
            wanted.setdefault(factory.model.module, set()).add(_imported(factory))
        begins = [line for link in factory.links for line in link.begins]
        told = [part.imports for part in (*factory.lines, *begins)] + [part.imports for part in factory.variants]
        for imports in told:
            for module, name in imports:
                wanted.setdefault(module, set()).add(name)
    local = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(wanted.items())]
    extra = [line for line in extra if line]
    near = [line for line in extra if line.startswith("from .")]
    far = sorted((line for line in extra if not line.startswith("from .")), key=lambda line: line.split()[0] == "from")
    return "\n".join(lines) + "\n\n" + "\n".join(far) + "\n\n" + "\n".join(local) + "\n\n" + "\n".join(near)


def _imported(factory: Factory) -> str:
    """What is imported of a model's module: its class, under another name where two models share one."""
    top = factory.model.name.partition(".")[0]
    return f"{top} as {factory.called}" if factory.called else top


def _whole(factory: Factory, here: _Here, layout: Layout) -> str:
    """A factory between what stands before and behind it where rows are of no class of the project's."""
    words = {"model": factory.model, "factory": factory.name, "function": _function(factory, layout.kit)}
    around = layout.kit.text("before", **words), _factory(factory, here), layout.kit.text("after", **words)
    return "\n\n\n".join(part for part in around if part)


def _function(factory: Factory, kit: Kit) -> str:
    """The name of the function that makes a row, "" where there is none."""
    plain = factory.name.removesuffix("Factory") or factory.name
    return kit.function.format(name=re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain).lower())


def _factory(factory: Factory, here: _Here) -> str:
    declared = {line.name for line in factory.lines} | {link.name for link in factory.links} | {*factory.many}
    lines = [
        *_keeping(declared),
        f"class {factory.name}({here.names.get(factory.model.inherits, factory.base)}):",
        f'    """{_document(factory)}"""',
        "",
    ]
    lines += [
        "    class Meta:",
        f"        model = {factory.called or factory.model.name}",
        *(f"        {each}" for each in factory.settings),
    ]
    params = list(_params(factory, here))
    if params:
        lines += ["", "    class Params:", *(f"        {each}" for each in params)]
    if factory.bare:
        lines += ["", f"    {BARE} = True  # {factory.bare}"]
    elif factory.later:
        lines += ["", f"    _later = {list(factory.later)!r}"]
    body = [*_declarations(factory, here), *(f'{name} = Many("{name}")' for name in factory.many)]
    lines += ["", *(f"    {each}" for each in body)] if body else []
    text = "\n".join(lines)
    return "\n\n\n".join([text, *(_variant(factory, each) for each in factory.variants if each.is_class)])


def _keeping(declared: Iterable[str]) -> list[str]:
    """What stands above a factory whose declarations are called as methods of it."""
    return ["@methods_kept"] if _METHODS.intersection(declared) else []


def _document(factory: Factory) -> str:
    return factory.doc or f"Rows of {factory.model.table}."


def _params(factory: Factory, here: _Here) -> Iterator[str]:
    yield from factory.cases
    for link in factory.links:
        if link.relation or link.way == "own":
            if link.way == "later":
                yield f"with_{link.name.strip('_')} = Trait({link.name}={_linked(link, here)})"
        elif link.way == "later":
            yield f"{link.name} = None"
            yield f"with_{link.name.strip('_')} = Trait({link.name}={_linked(link, here)})"
        elif link.way != "closed":
            yield f"{link.name} = {_linked(link, here)}"
    for variant in factory.variants:
        words = [f"{variant.attribute}={variant.code}", *(f"{line.name}={line.code}" for line in variant.lines)]
        yield f"{variant.trait} = Trait({', '.join(words)})"


def _declarations(factory: Factory, here: _Here) -> Iterator[str]:
    place = {field.name: number for number, field in enumerate(factory.model.fields)}
    lines = [(line.name in SPOKEN, place.get(line.name, 0), _declared(line)) for line in factory.lines]
    for link in factory.links:
        at = min(place.get(mine, 0) for mine, _ in link.pairs)
        lines += ((False, at, text) for text in _link(link, here))
    yield from (text for *_, text in sorted(lines, key=lambda each: each[:2]))


def _declared(line: Line) -> str:
    return f"{line.name} = {line.code}" + (f"  # {line.why}" if line.why else "")


def _link(link: Link, here: _Here) -> Iterator[str]:
    if link.way == "closed":
        yield from _closed(link, here)
    elif link.way == "own":
        for mine, theirs in link.pairs:
            yield f'{mine} = factory.SelfAttribute("{theirs}")  # its own row'
    elif link.relation and link.way in ("made", "any"):
        yield f"{link.name} = {_linked(link, here)}"
    elif not link.relation:
        settled = {theirs for theirs, _ in link.given}
        for mine, theirs in link.pairs:
            if theirs not in settled:
                yield f'{mine} = factory.SelfAttribute("{link.name}.{theirs}", default=None)'


def _closed(link: Link, here: _Here) -> Iterator[str]:
    for mine, value in link.stand_ins:
        yield f"{mine} = {here.kit.stand_in.format(value=value)}  # until {link.name} is there"
    words = [here.path(link.target.path), f"pairs={dict(link.pairs)!r}", f"backs={dict(link.backs)!r}"]
    words += [f'relation="{link.relation}"'] if link.relation else []
    yield f"{link.name} = Closing({', '.join(words)})"


def _linked(link: Link, here: _Here) -> str:
    words = [here.path(link.target.path), f"unless={list(link.unless)!r}"]
    words += [f"when={link.when}"] if link.when else []
    words += [f'{theirs}=factory.SelfAttribute("..{path}")' for theirs, path in link.given]
    words += [word for each in link.same for word in _shared(*each)]
    words += [f"{line.name}={line.code}" for line in link.begins]
    code = f"Linked({', '.join(words)})"
    return following(code, {name: f"lambda o: o.{name}.{link.name}" for name in link.within}) if link.within else code


def _shared(name: str, relation: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The words that hand a row on to another one: the row itself, or the keys that were given in its place."""
    if relation:
        yield f'{name}=factory.SelfAttribute("..{name}")'
        yield from (f'{mine}=Given("{mine}")' for mine, _ in pairs)
    else:
        yield from (f'{mine}=factory.SelfAttribute("..{mine}")' for mine, _ in pairs)


def _variant(factory: Factory, variant: Variant) -> str:
    article = "An" if factory.model.name[:1] in "AEIO" else "A"
    doc = f"{article} {factory.model.name} whose {variant.attribute} is {variant.trait}."
    lines = [
        *_keeping([variant.attribute, *(line.name for line in variant.lines)]),
        f"class {variant.name}({factory.name}):",
        f'    """{doc}"""',
        "",
        f"    {variant.attribute} = {variant.code}",
    ]
    lines += [f"    {_declared(line)}" for line in variant.lines]
    return "\n".join(lines)
