"""`Command` and `Commands`, that turn plain words into values without typer's validation library.

That library takes a twentieth of a second to load, which a start would pay for words that are texts and paths already.
It is still asked about every word that is not plainly right, so its errors are what people see.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

from seedbed.cli.meant import told
from seedbed.errors import Problem, UsageError

__all__ = ["Command", "Commands"]

_WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)


class Command(TyperCommand):
    """A command that turns plain words into values by itself."""

    def get_params(self, ctx: Any) -> list[Any]:
        """As typer's own."""
        return _eased(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As typer's own; what others call an option of ours is told from a slip."""
        told(args, [name for param in self.get_params(ctx) for name in (*param.opts, *param.secondary_opts)])
        return super().parse_args(ctx, args)


class Commands(TyperGroup):
    """A group of commands that turns plain words into values by itself."""

    def get_params(self, ctx: Any) -> list[Any]:
        """As typer's own."""
        return _eased(super().get_params(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """As typer's own; a file where a command is wanted is no riddle."""
        if self.get_command(ctx, args[0]) is None and Path(args[0]).exists():
            help = f"seedbed generate {args[0]}, or another of its commands"
            raise UsageError(Problem("a file stands where a command is wanted", args[0], help=help))
        return super().resolve_command(ctx, args)


def _eased(params: list[Any]) -> list[Any]:
    for param in params:
        if getattr(param, "_runtime_param", param) is None:  # what typer builds where nothing is there
            param._runtime_param = _Plain()
    return params


class _Plain:
    """Stands where typer keeps what turns the words of one option into values."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of a word, or of the words of an option that may be repeated."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        annotation = param.type_descriptor.annotation
        if annotation == list[str] and not isinstance(value, str) and all(isinstance(word, str) for word in value):
            return list(value)
        plain = value
        if isinstance(value, str) and annotation in _KINDS:
            pattern = _KINDS[annotation]
            if pattern is None or pattern.fullmatch(value):
                plain = annotation(value)
        if isinstance(annotation, type) and isinstance(plain, annotation) and _within(plain, param.type_descriptor):
            return plain
        param._runtime_param = None
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


def _within(value: Any, described: Any) -> bool:
    low, high = described.parameter_info.min, described.parameter_info.max
    return (low is None or value >= low) and (high is None or value <= high)


_KINDS: dict[type, re.Pattern[str] | None] = {str: None, Path: None, int: _WHOLE, float: _NUMBER}
"""Types that are made of a word as it stands, and what the word has to look like."""
