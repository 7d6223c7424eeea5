"""`taking`: options that belong together, said once and handed to a command as one value."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

__all__ = ["taking"]


def taking(bundle: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A decorator: the parameter with the name of `bundle` becomes what `bundle` makes of its own parameters.

    Typer sees the parameters of both in one signature, those of the bundle where the one stood.
    """

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        bundled = inspect.signature(bundle, eval_str=True).parameters

        @wraps(command)
        def run(**given: Any) -> None:
            made = bundle(**{name: given.pop(name) for name in bundled})
            command(**given, **{bundle.__name__: made})

        own = inspect.signature(command, eval_str=True)
        spread = list(_spread(own, bundle.__name__, bundled.values()))
        run.__signature__ = own.replace(parameters=spread)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in spread}
        return run

    return decorated


def _spread(own: inspect.Signature, name: str, bundled: Any) -> Iterator[inspect.Parameter]:
    for each in own.parameters.values():
        for one in bundled if each.name == name else (each,):
            yield one.replace(kind=inspect.Parameter.KEYWORD_ONLY)
