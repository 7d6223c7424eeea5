"""How mocha is told to run one file: what its configuration names runs beside whatever the command line names."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from seedbed.testgen.unit.framework import read_json

__all__ = ["without_configured_files"]

_FILES = (".mocharc.json", ".mocharc.jsonc", ".mocharc.yaml", ".mocharc.yml")


def without_configured_files(home: Path) -> str:
    """The words that stand for a configuration but for the files that it names, "" where it names none.

    A configuration that is a program (.mocharc.js) is not read.
    """
    told = _configuration(home)
    if "spec" not in told:
        return ""
    rest = {key: value for key, value in told.items() if key not in ("spec", "extends", "package", "config")}
    return " ".join(["--no-config", "--no-package", *(word for pair in rest.items() for word in _words(*pair))])


def _configuration(home: Path) -> Mapping[str, Any]:
    for path in (home / name for name in _FILES):
        if path.is_file():
            return _read(path)
    own = read_json(home / "package.json").get("mocha")
    return own if isinstance(own, dict) else {}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))  # JSON is YAML too
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return told if isinstance(told, dict) else {}


def _words(key: str, value: Any) -> Iterator[str]:
    """An option as the command line says it."""
    if isinstance(value, bool):
        yield f"--{key}" if value else f"--no-{key}"
        return
    for each in value if isinstance(value, list) else [value]:
        yield f"--{key}"
        yield shlex.quote(str(each))
