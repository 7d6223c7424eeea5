"""What runs the tests of a file, by the file and then by the project; and the command that runs one test file."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from seedbed.classes import dataclass
from seedbed.errors import Problem, UsageError
from seedbed.testgen.unit.languages import language_of, languages

__all__ = ["FRAMEWORKS", "Framework", "detect_framework", "named_framework"]

FRAMEWORKS = ("vitest", "jest", "mocha", "pytest", "rspec", "cargo", "custom")
_MANAGERS = (("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"))
_NODE_PATH = re.compile(r"[^-].*([/*]|\.[cm]?[jt]sx?$)|tests?$|src$|lib$")


@dataclass(frozen=True, slots=True)
class Framework:
    """What runs a test: its name, the runner behind `custom`, and the form of its command.

    `home` is the folder whose manifest names it, where the command runs; `test` a form of names that it insists on.
    """

    name: str
    runner: str
    command: str
    home: Path
    test: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    language: str
    command: str
    runner: str = ""
    packages: tuple[str, ...] = ()
    script: str = ""
    files: tuple[str, ...] = ()
    suffix: str = ""
    test: str = ""


def detect_framework(target: Path, root: Path) -> Framework:
    """What runs the tests of a file: by its language, then by the nearest manifest that tells."""
    language = language_of(target)
    folders = [folder for folder in (target.parent, *target.parent.parents) if folder == root or root in folder.parents]
    known = [each for each in _known() if each.language == language.name and each.suffix in ("", target.suffix)]
    if language.name == "other" and not any(each.suffix for each in known):
        found = next((shown for folder in folders if (shown := _of_project(folder)) is not None), None)
        if found is not None:
            return found
    for folder in folders:
        found = _shown_in(folder, known, language.manifests)
        if found is not None:
            return found
    home = next((folder for folder in folders if any(_beside(folder, name) for name in language.manifests)), root)
    always = [each for each in known if not (each.packages or each.files or each.script)]
    return _framework(always[0], home) if always else Framework("custom", "", _own_command(home), home)


def named_framework(name: str, target: Path, root: Path) -> Framework:
    """The framework that a user named. Raises UsageError where there is none of that name."""
    if name not in FRAMEWORKS:
        help = f"the frameworks are {', '.join(FRAMEWORKS)}"
        raise UsageError(Problem(f"there is no framework {name!r}", "--framework", help=help))
    found = detect_framework(target, root)
    if found.name == name:
        return found
    if name == "custom":
        return Framework(name, "", _own_command(found.home), found.home)
    return _framework(next(each for each in _known() if each.name == name), found.home)


def _of_project(folder: Path) -> Framework | None:
    """What runs the tests of the project whose manifest lies in a folder, whatever the language of a file."""
    for language in languages()[:-1]:
        if any(_beside(folder, name) for name in language.manifests):
            known = [each for each in _known() if each.language == language.name]
            found = _shown_in(folder, known, language.manifests)
            always = [each for each in known if not (each.packages or each.files or each.script)]
            if found is not None or always:
                return found or _framework(always[0], folder)
    return None


@cache
def _known() -> tuple[_Known, ...]:
    told = tomllib.loads(Path(__file__).with_name("frameworks.toml").read_text(encoding="utf-8"))
    return tuple(_Known(**{key: _frozen(value) for key, value in each.items()}) for each in told["framework"])


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _framework(known: _Known, home: Path) -> Framework:
    command = known.command
    if known.runner == "junit" and (home / "mvnw").is_file():
        command = command.replace("mvn ", "./mvnw ", 1)
    if known.language == "ruby" and known.runner == "minitest" and (home / "Gemfile").is_file():
        command = command if command.startswith("bin/") else f"bundle exec {command}"
    return Framework(known.name, known.runner or known.name, command, home, known.test)


def _shown_in(folder: Path, known: Sequence[_Known], manifests: Sequence[str]) -> Framework | None:
    """The framework that a folder shows: by what it depends on, by its test script, by files of configuration."""
    packages, script = _packages(folder, manifests), _script(folder)
    told = [each for each in known if any(name in packages for name in each.packages)]
    told += [each for each in known if each.script and re.search(rf"\b({each.script})\b", script)]
    told += [each for each in known if any(_beside(folder, name) for name in each.files)]
    if told:
        return _framework(told[0], folder)
    if script and any(each.language == "javascript" for each in known):
        runner = "node:test" if re.search(r"\bnode\b.*\s--test\b", script) else ""
        return Framework("custom", runner, _own_command(folder), folder)
    return None


def _packages(folder: Path, manifests: Sequence[str]) -> frozenset[str]:
    """The names of packages that the manifests in a folder depend on."""
    found: list[str] = []
    for path in (path for form in manifests for path in sorted(folder.glob(form))):
        if path.name == "package.json":
            told = read_json(path)
            groups = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
            found += [name for group in groups if isinstance(told.get(group), dict) for name in told[group]]
        elif path.name == "Gemfile" or path.suffix == ".gemspec":
            text = "\n".join(line.partition("#")[0] for line in _text(path).splitlines())
            found += re.findall(r"""\b(?:gem|add_\w*dependency)\s*\(?\s*['"]([\w.-]+)['"]""", text)
    return frozenset(found)


def _script(folder: Path) -> str:
    """The test script of package.json."""
    scripts = read_json(folder / "package.json").get("scripts")
    script = scripts.get("test") if isinstance(scripts, dict) else None
    return "" if not isinstance(script, str) or "no test specified" in script else script


def _own_command(folder: Path) -> str:
    """The project's own test command, "" where it tells none; one of `node --test` runs the one file."""
    script = _script(folder)
    if re.match(r"node\s(.*\s)?--test\b", script) and not re.search(r"[|&;<>$]", script):
        return " ".join([*_options(shlex.split(script)), "{file}"])
    if script:
        manager = next((name for lock, name in _MANAGERS if (folder / lock).exists()), "npm")
        return f"{manager} test"
    return "make test" if re.search(r"^test\s*:", _text(folder / "Makefile"), re.MULTILINE) else ""


def _options(words: Sequence[str]) -> Iterator[str]:
    """The words of a command of node without the files that it runs."""
    yield words[0]
    for before, word in pairwise(words):
        is_value = before.startswith("-") and before != "--test" and "=" not in before
        if is_value or not _NODE_PATH.match(word):
            yield word


def read_json(path: Path) -> dict[str, Any]:
    """What a file of JSON holds, {} where it cannot be read as an object."""
    try:
        told = json.loads(_text(path))
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _beside(folder: Path, form: str) -> bool:
    return any(folder.glob(form))
