"""Test files for tiny repositories, with the frameworks as the registries serve them, and their commands really run.

    python bench/frameworks.py            # needs npm; Ruby and cargo where they are

A model's answer is played back. Right is a repository when its framework is found, the two right tests are kept, the
wrong one is a finding that is marked, and the command ends well, though another test of the repository fails.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

import seedbed
from seedbed.llm.completion import Completion, Usage
from seedbed.llm.host import Host

TABLE = yaml.safe_load(Path(__file__).with_name("frameworks.yaml").read_text(encoding="utf-8"))

MISSING = "there is no"


def main() -> int:
    names = sys.argv[1:]
    rows = [row for row in TABLE if not names or row["name"] in names]
    results = {row["name"]: result(row) for row in rows}
    for name, told in results.items():
        state = "right" if told == "right" else "skipped" if told.startswith(MISSING) else "WRONG"
        print(f"{state:8} {name}" + ("" if told == "right" else f": {told}"))
    right = sum(told == "right" for told in results.values())
    skipped = sum(told.startswith(MISSING) for told in results.values())
    print(f"{right} of {len(results) - skipped} right, {skipped} skipped")
    return 0 if right + skipped == len(results) else 1


def result(row: Mapping[str, Any]) -> str:
    """What is not right of a repository, else "right"; what is missing, where a program is."""
    needed = ["npm"] if "npm" in row else []
    missing = [name for name in [*needed, *row.get("needs", ())] if shutil.which(name) is None]
    if missing:
        return f"{MISSING} {', '.join(missing)}"
    with tempfile.TemporaryDirectory(prefix="frameworks-") as folder:
        root = Path(folder) / "repository"
        grow(root, row)
        return tried(root, row)


def grow(root: Path, row: Mapping[str, Any]) -> None:
    for name, text in row["files"].items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if "npm" in row:
        (root / "package.json").write_text(json.dumps({"private": True, "devDependencies": {}}), encoding="utf-8")
        words = ["npm", "install", "--save-dev", "--no-audit", "--no-fund", "--silent", *row["npm"]]
        subprocess.run(words, cwd=root, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def tried(root: Path, row: Mapping[str, Any]) -> str:
    answer = Completion(f"```\n{row.get('answer', '')}```", "played back", Usage())
    options = seedbed.TestGeneratorOptions(row["target"], working_dir=root, engine="model")
    log: list[str] = []
    made = seedbed.generate_test_file(options, say=log.append, provider=Host(lambda *asked: answer))
    if "skipped" in row:
        return "right" if log == [row["skipped"]] and ran(root, "cargo test --offline --quiet") else f"said {log}"
    if made.test_file_path is None:
        return "; ".join(f"{note.what} {note.why}" for note in made.warnings)
    if len(made.findings) != row.get("wrong", 1):
        return f"findings: {made.findings}"
    if any("not run" in note.what for note in made.warnings):
        return f"not run: {[note.why for note in made.warnings]}"
    return "right" if ran(root, made.test_command) else f"{made.test_command} did not end well"


def ran(root: Path, command: str) -> bool:
    """Whether a command ends well, that of npx without fetching anything."""
    programs = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "npm_config_offline": "true", "CI": "1"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(["sh", "-c", command], cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-1500:], done.stderr[-1500:], file=sys.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
