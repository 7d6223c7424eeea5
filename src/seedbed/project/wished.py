"""A written plan for factories: the classes in its code, and the names and fields in its lists and tables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from seedbed.classes import dataclass
from seedbed.errors import Origin, Problem, ReadError

__all__ = ["Planned", "Wish", "read_plan"]

_FENCE = re.compile(r"^\s*(```+|~~~+)\s*(\w*)")
_FACTORY = re.compile(r"\b([A-Z]\w*Factory)\b")
_FILE = re.compile(r"\b(\w+)\.py\b")
_MODEL = re.compile(r"(?:\bmodel\b\W{0,5}|\bfor\s+(?:the\s+)?|\(|→|->)\s*`?([A-Z]\w+)`?")
_LEAD = re.compile(r"^\s*(?:[-*+]|\d+[.)]|#{1,6}|\|)\s*[*_`|\s]*([A-Z]\w*Factory)\b")
_WORD = re.compile(r"`?\b([a-z_][a-z0-9_]*)\b`?")
_FIELD = re.compile(r"^\s+(?:[-*+]|\d+[.)])\s+[`*_]*([a-z_][a-z0-9_]*)[`*_]*\s*(?:[:=(–—-]|$)")
_RANGE = r"\s*(?:[:=]|is|in|from|lies in|between)?\s*\(?(-?\d*\.?\d+)\s*(?:\.\.|–|—|-|to|and|,)\s*(-?\d*\.?\d+)"
_SET = re.compile(r"`?\b([a-z_][a-z0-9_]*)`?(?:\s*[=:]\s*|\s+is\s+)[`'\"]?([A-Za-z]\w*(?:\.\w+)*)")
_BASES = {"BaseFactory", "SQLAlchemyModelFactory", "DjangoModelFactory", "ModelFactory", "SubFactory", "Factory"}
_PLAIN = {"factory", "factories", "model", "fields", "field", "and", "with", "for", "the", "a", "of", "in"}


@dataclass(frozen=True, slots=True)
class Wish:
    """One attribute of a planned factory, with its value where the plan tells one: a word, or the ends of a range."""

    name: str
    origin: Origin
    value: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A factory as a plan has it; `model` and `parent` are "" where the plan does not say."""

    name: str
    origin: Origin
    model: str = ""
    parent: str = ""
    file: str = ""
    wishes: tuple[Wish, ...] = ()


def read_plan(path: Path) -> tuple[Planned, ...]:
    """The factories of a plan, in its order. Raises ReadError where it cannot be read or names none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(Problem("the plan cannot be read", str(path), str(error))) from error
    found: dict[str, Planned] = {}
    for planned in (*_in_code(lines, path), *_in_prose(lines, path)):
        found[planned.name] = _joined(found[planned.name], planned) if planned.name in found else planned
    if not found:
        why = "no name in it ends in Factory"
        raise ReadError(Problem("the plan names no factory", str(path), why, "is this the plan that you mean?"))
    return tuple(found.values())


def _joined(one: Planned, other: Planned) -> Planned:
    """What two places of a plan say of one factory."""
    names = {wish.name for wish in one.wishes}
    wishes = (*one.wishes, *(wish for wish in other.wishes if wish.name not in names))
    file, model = one.file or other.file, one.model or other.model
    return replace(one, wishes=wishes, file=file, model=model, parent=one.parent or other.parent)


def _in_code(lines: list[str], path: Path) -> Iterator[Planned]:
    start, file, mark = -1, "", ""
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        if start < 0 and fence:
            start, mark = number, fence[1]
            file = _near(lines, number) or file
        elif start >= 0 and fence and fence[1].startswith(mark):
            yield from _classes(lines[start + 1 : number], start + 1, file, path)
            start = -1


def _near(lines: list[str], number: int) -> str:
    """The file that the lines before a block of code name, or its first line."""
    near = [*reversed(lines[max(number - 4, 0) : number]), *lines[number : number + 2]]
    for line in near:
        for stem in _FILE.findall(line):
            if "factor" in stem:
                return str(stem)
    return ""


def _classes(lines: list[str], before: int, file: str, path: Path) -> Iterator[Planned]:
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    text = "\n".join(line[indent:] for line in lines)
    try:
        tree = ast.parse(text)
    except SyntaxError:
        tree = _parts(text)
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name.endswith("Factory") and node.name not in _BASES:
            yield _class(node, before, file, path)


def _parts(text: str) -> ast.Module:
    """The classes of a text that is no Python as a whole, at their lines."""
    body: list[ast.stmt] = []
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if line.startswith("class ")]
    for start, stop in zip(heads, [*heads[1:], len(lines)], strict=True):
        try:
            part = ast.parse("\n" * start + "\n".join(lines[start:stop]))
        except SyntaxError:
            continue
        body += part.body
    return ast.Module(body, [])


def _class(node: ast.ClassDef, before: int, file: str, path: Path) -> Planned:
    model, wishes = "", []
    for each in node.body:
        if isinstance(each, ast.ClassDef) and each.name == "Meta":
            names = {target.id: ast.unparse(line.value) for line, target in _assigned(each)}
            model = names.get("model", "").strip("'\"").rpartition(".")[2]
    for line, target in _assigned(node):
        value, low, high = _value(line.value)
        wishes.append(Wish(target.id, Origin(str(path), before + line.lineno), value, low, high))
    parents = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
    parent = next((name for name in parents if name.endswith("Factory") and name not in _BASES), "")
    return Planned(node.name, Origin(str(path), before + node.lineno), model, parent, file, tuple(wishes))


def _assigned(node: ast.ClassDef) -> Iterator[tuple[ast.Assign, ast.Name]]:
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            yield line, line.targets[0]


def _value(node: ast.expr) -> tuple[str, str, str]:
    """A word that a value is, and the ends of a range that it draws from."""
    if isinstance(node, ast.Constant):
        return str(node.value), "", ""
    if isinstance(node, ast.Attribute):
        return ast.unparse(node), "", ""
    for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
        numbers = [text for each in call.args if (text := _number(each))]
        named = {word.arg: text for word in call.keywords if (text := _number(word.value))}
        low = named.get("low") or named.get("min_value") or named.get("min")
        high = named.get("high") or named.get("max_value") or named.get("max")
        if low and high:
            return "", low, high
        if len(numbers) >= 2 and any(word in ast.unparse(call.func).lower() for word in ("fuzzy", "uniform", "rand")):
            return "", numbers[0], numbers[1]
    return "", "", ""


def _number(node: ast.expr) -> str:
    text = ast.unparse(node).strip("'\"")
    return text if re.fullmatch(r"-?\d*\.?\d+", text) else ""


def _in_prose(lines: list[str], path: Path) -> Iterator[Planned]:
    """The factories that headings, bullets and rows of tables begin with, with what follows them."""
    fenced, file, number = False, "", 0
    while number < len(lines):
        line = lines[number]
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            stems = [stem for stem in _FILE.findall(line) if "factor" in stem]
            file = stems[0] if stems else "" if line.startswith("#") and not _FACTORY.search(line) else file
            if lead := _LEAD.match(line):
                yield _told(lead[1], lines, number, file, path)
            elif stems:
                yield from (Planned(name, Origin(str(path), number + 1), file=file) for name in _factories(line))
        number += 1


def _factories(line: str) -> list[str]:
    return [name for name in _FACTORY.findall(line) if name not in _BASES]


def _told(name: str, lines: list[str], number: int, file: str, path: Path) -> Planned:
    origin, head = Origin(str(path), number + 1), lines[number].partition(name)[2]
    model = next((found for found in _MODEL.findall(head) if not found.endswith("Factory")), "")
    wishes = list(_listed(head, origin))
    deep = len(lines[number]) - len(lines[number].lstrip())
    for place in range(number + 1, len(lines)):
        line = lines[place]
        field = _FIELD.match(line if not lines[number].startswith("#") else f" {line}")
        if field and (lines[number].startswith("#") or len(line) - len(line.lstrip()) > deep):
            wishes.append(_wish(field[1], line, Origin(str(path), place + 1)))
        elif line.strip():
            break
    return Planned(name, origin, model, "", file, tuple(wishes))


def _listed(text: str, origin: Origin) -> Iterator[Wish]:
    """The fields that stand behind the name of a factory: those in backticks, else those of a list with commas."""
    text = re.sub(r"\([^)]*\)", lambda found: found[0] if re.search(r"\d", found[0]) else "", text)
    marked = re.findall(r"`([a-z_][a-z0-9_]*)`", text)
    for word in dict.fromkeys([*marked, *(found[0] for found in _SET.findall(text))]):
        yield _wish(word, text, origin)
    if marked or _SET.search(text):
        return
    tail = text.rpartition(":")[2] if ":" in text else text.rpartition("|")[0].rpartition("|")[2]
    for part in tail.split(","):
        found = _WORD.match(part.strip(" |*_"))
        lone = found and re.fullmatch(r"\W*`?[a-z_][a-z0-9_]*`?(\s*[(\d].*)?\W*", part.strip())
        if found and lone and found[1] not in _PLAIN and ("," in tail or "_" in found[1]):
            yield _wish(found[1], part, origin)


def _wish(name: str, text: str, origin: Origin) -> Wish:
    ends = re.search(rf"\b{name}\b[`*_]*{_RANGE}", text)
    values: Mapping[str, str] = dict(_SET.findall(text))
    return Wish(name, origin, values.get(name, ""), *((ends[1], ends[2]) if ends else ("", "")))
