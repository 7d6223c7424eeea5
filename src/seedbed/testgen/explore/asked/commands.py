"""`command_ways`: the commands of a command line of click or typer, each with the words that it takes."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from seedbed.testgen.explore.asked.sorts import Fixed, Option, Words, one_of, parameter
from seedbed.testgen.explore.asked.ways import Client, Way
from seedbed.testgen.explore.facts import Parameter

__all__ = ["command_ways"]

_KINDS = {
    "integer": int, "integer range": int, "float": float, "float range": float, "boolean": bool, "path": str,
    "filename": str, "text": str,
}  # fmt: skip
_OF_FILES = ("path", "filename", "file", "directory")


def command_ways(name: str, value: Any) -> Iterator[Way]:
    """The commands that a module's object has, however deep."""
    home = "click" if hasattr(value, "params") else "typer"
    command = value if home == "click" else importlib.import_module("typer.main").get_command(value)
    client = Client("CliRunner()", (), {"CliRunner": f"from {home}.testing import CliRunner"})
    for path, each in _commands(command, ()):
        words = Words(path, [made for one in each.params for made in _options(one)])
        yield Way(each.callback, client, "invoke", [_placed("cli", Fixed(name)), _placed("args", words)])


def _placed(name: str, kind: Any) -> Parameter:
    return Parameter(name, "POSITIONAL_ONLY", True, kind, set())


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[Sequence[str], Any]]:
    inner = getattr(command, "commands", {})
    for name, each in inner.items():
        yield from _commands(each, (*path, name))
    if not inner and command.callback is not None:
        yield path, command


def _options(one: Any) -> Iterator[Option]:
    """What a parameter of click takes; nothing for what ends the program, as `--help` does."""
    if one.is_eager or not one.expose_value:
        return
    flags = list(one.opts) if type(one).__name__.endswith("Option") else []
    flag = max(flags, key=len, default="")
    many = one.nargs == -1 or bool(getattr(one, "multiple", False))
    if getattr(one, "is_flag", False):
        yield Option(flag, None, required=False)
        for other in one.secondary_opts[:1]:
            yield Option(other, None, required=False)
    else:
        yield Option(flag, _parameter(one), required=bool(one.required), many=many and not flag)


def _parameter(one: Any) -> Parameter:
    """What follows a flag, or stands in a place: of click by its own sort of type, of typer by the annotation."""
    kind = getattr(one, "type", None)
    if kind is None:
        hint = one.type_descriptor.annotation
        inner = get_args(hint) if one.nargs == -1 or one.multiple else ()
        return parameter(one.name, True, _bounded(one, inner[0] if inner else hint))
    if choices := getattr(kind, "choices", None):
        return parameter(one.name, True, one_of(list(map(_word, choices))))
    name = f"{one.name}_file" if kind.name in _OF_FILES else one.name
    return parameter(name, True, _bounded(kind, _KINDS.get(kind.name, str)))


def _word(choice: Any) -> str:
    return str(getattr(choice, "value", choice))


def _bounded(ends: Any, kind: Any) -> Any:
    """The type of a parameter; of a range the numbers at and beside its ends."""
    told = [int(each) for each in (getattr(ends, "min", None), getattr(ends, "max", None)) if each is not None]
    near = sorted({each + more for each in told for more in (-1, 0, 1)})
    return one_of(near) if near else kind
