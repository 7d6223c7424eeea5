"""What the data files of the package say, without reading their TOML at each start.

People write TOML; reading all of it takes longer than most small runs. `ready.json` holds the same, each file with the
digest of its text; where the text has another digest it is read itself. `python -m seedbed.generators.data.told`
writes ready.json anew, and a test says when that is due.
"""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any

__all__ = ["folder_of", "ready", "told"]

_READY = "generators/data/ready.json"


def told(path: str) -> dict[str, Any]:
    """What a TOML file of the package says, by its path below `seedbed`."""
    text = _text(path)
    digest, said = _ready().get(path, ("", {}))
    found: dict[str, Any] = said if digest == _digest(text) else tomllib.loads(text)
    return found


def folder_of(path: str) -> list[str]:
    """The paths of the TOML files in a folder, in the order of their names."""
    found = sorted(file.name for file in files("seedbed").joinpath(path).iterdir())
    return [f"{path}/{name}" for name in found if name.endswith(".toml")]


def ready() -> str:
    """The text of ready.json: a line for each file."""
    home = Path(str(files("seedbed")))
    paths = sorted(path.relative_to(home).as_posix() for path in home.rglob("*.toml"))
    texts = {path: _text(path) for path in paths}
    lines = (
        f"{json.dumps(path)}: {json.dumps([_digest(text), tomllib.loads(text)], ensure_ascii=False)}"
        for path, text in texts.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _text(path: str) -> str:
    return files("seedbed").joinpath(path).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _ready() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_text(_READY))
    return found


if __name__ == "__main__":
    Path(str(files("seedbed").joinpath(_READY))).write_text(ready(), encoding="utf-8")
