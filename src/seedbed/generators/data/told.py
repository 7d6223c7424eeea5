"""What the data files of the package say, without reading their TOML at each start.

People write TOML; reading all of it takes longer than most small runs. `ready.json` holds the same, each file with the
digest of its text; where the text has another digest it is read itself. `python -m seedbed.generators.data.told`
writes ready.json anew, and a test says when that is due.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

__all__ = ["folder_of", "ready", "told"]

_HOME = Path(__file__).parents[2]
"""The folder of the package; what finds it in general, importlib.resources, takes a hundredth of a small run."""
_READY = "generators/data/ready.json"


def told(path: str) -> dict[str, Any]:
    """What a TOML file of the package says, by its path below `seedbed`."""
    text = _text(path)
    digest, said = _ready().get(path, ("", {}))
    return said if digest == _digest(text) else _parsed(text)


def folder_of(path: str) -> list[str]:
    """The paths of the TOML files in a folder, in the order of their names."""
    return sorted(f"{path}/{file.name}" for file in _HOME.joinpath(path).glob("*.toml"))


def ready() -> str:
    """The text of ready.json: a line for each file."""
    paths = sorted(path.relative_to(_HOME).as_posix() for path in _HOME.rglob("*.toml"))
    texts = {path: _text(path) for path in paths}
    lines = (
        f"{json.dumps(path)}: {json.dumps([_digest(text), _parsed(text)], ensure_ascii=False)}"
        for path, text in texts.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _parsed(text: str) -> dict[str, Any]:
    import tomllib  # seldom asked

    return tomllib.loads(text)


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _text(path: str) -> str:
    return _HOME.joinpath(path).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _ready() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_text(_READY))
    return found


if __name__ == "__main__":
    _HOME.joinpath(_READY).write_text(ready(), encoding="utf-8")
