"""`verify_chain`: every fault of a state chain, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from seedbed.errors import Origin, Problem, ReadError, UsageError
from seedbed.read.recipe.json import json_tree
from seedbed.read.recipe.tree import Node
from seedbed.scaffold.workflow.chain import MARK, digest_of, is_ours

__all__ = ["chain_file", "read_json", "value_of", "verify_chain"]

_KEYS = (
    *("seq", "timestamp", "task_id", "pipeline", "stage", "agent", "input_hash", "output_hash", "prev_hash"),
    *("description", "verdict", "warnings", "metadata"),
)
_TEXTS = ("timestamp", "task_id", "pipeline", "stage", "agent", "input_hash", "output_hash", "description")
_HASH = re.compile(r"sha256:[0-9a-f]{64}")


def chain_file(path: Path) -> Path:
    """The chain of a project, of its .workflow folder, or the file itself. Raises ReadError where there is none."""
    names = (".workflow/state-chain/chain.json", "state-chain/chain.json", "chain.json")
    found = path if path.is_file() else next((path / name for name in names if (path / name).is_file()), None)
    if found is None:
        raise ReadError(Problem("there is no state chain", str(path), help=f"looked for {', '.join(names)}"))
    return found


def read_json(path: Path, file: str = "") -> Node:
    """A file of JSON as a tree with places. Raises ReadError where it is none."""
    shown = file or str(path)
    try:
        return json_tree(path.read_bytes().decode("utf-8-sig"), shown)
    except OSError as error:
        raise ReadError(Problem("the file cannot be read", shown, error.strerror or str(error))) from error
    except UnicodeDecodeError as error:
        raise ReadError(Problem("the file is no UTF-8", shown, str(error))) from error
    except UsageError as error:
        raise ReadError(*error.problems) from error
    except RecursionError as error:
        raise ReadError(Problem("this is nested deeper than anyone writes", shown)) from error


def value_of(node: Node) -> Any:
    """The value of a tree without its places."""
    if isinstance(node.value, Mapping):
        return {key: value_of(each) for key, each in node.value.items()}
    if isinstance(node.value, tuple):
        return [value_of(each) for each in node.value]
    return node.value


def verify_chain(tree: Node) -> tuple[int, tuple[Problem, ...]]:
    """How many entries a chain has, and all its faults.

    Links, numbers and forms are asked of every entry, digests of those that have one: of ours.
    """
    listed = tree.value.get("entries") if isinstance(tree.value, Mapping) else None
    if listed is None or not isinstance(listed.value, tuple):
        return 0, (Problem("there is no list of entries", str(tree.at), help='a chain is {"entries": [...], ...}'),)
    entries = [value_of(node) for node in listed.value]
    problems: list[Problem] = []
    for at, node in enumerate(listed.value):
        if not isinstance(entries[at], dict):
            problems.append(Problem(f"entry {at + 1} is no mapping but {node.kind}", str(node.at)))
            continue
        before = entries[at - 1] if at and isinstance(entries[at - 1], dict) else None
        what = (*_form(entries[at]), *_links(entries[at], before, at), *_digests(entries[at], before, first=not at))
        problems += [Problem(f"entry {at + 1}: {each}", str(node.at)) for each in what]
    problems += _counted(tree, entries, listed.at)
    return len(entries), tuple(problems)


def _form(entry: Mapping[str, Any]) -> Iterator[str]:
    """What in an entry is not as its form says."""
    missing = [key for key in _KEYS if key not in entry]
    if missing:
        yield f"it has no {', '.join(missing)}"
    for key in _TEXTS:
        if key in entry and not isinstance(entry[key], str):
            yield f"{key} is no text"
    for key in ("input_hash", "output_hash"):
        if isinstance(entry.get(key), str) and not _HASH.fullmatch(entry[key]):
            yield f"{key} is no hash: sha256: and 64 hexadecimal digits"
    if isinstance(entry.get("timestamp"), str) and not _is_moment(entry["timestamp"]):
        yield f"{entry['timestamp']} is no moment"
    if not isinstance(entry.get("metadata", {}), dict) or not isinstance(entry.get("warnings", []), list):
        yield "metadata is a mapping, and warnings are a list"


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _links(entry: Mapping[str, Any], before: Mapping[str, Any] | None, at: int) -> Iterator[str]:
    seq, expected = entry.get("seq"), _after(before, at)
    if seq != expected or isinstance(seq, bool):
        yield f"its seq is {seq} and not {expected}: entries are missing, doubled or out of order"
    if not at and entry.get("prev_hash") is not None:
        yield "broken link: the first entry has a prev_hash"
    if before is not None and entry.get("prev_hash") != before.get("output_hash"):
        yield "broken link: its prev_hash is not the output_hash of the entry before"


def _after(before: Mapping[str, Any] | None, at: int) -> int:
    """The number of an entry: one more than the entry before has, so that a gap is told once."""
    seq = before.get("seq") if before is not None else None
    return seq + 1 if type(seq) is int else at + 1


def _digests(entry: Mapping[str, Any], before: Mapping[str, Any] | None, *, first: bool) -> Iterator[str]:
    if not is_ours(entry):
        return
    ours = entry["metadata"][MARK]
    if not isinstance(ours, dict) or ours.get("digest") != digest_of(entry):
        yield "it was edited: its digest is not that of what it says"
        return
    expected = digest_of(before) if before is not None else None
    if ours.get("previous") != expected and (before is not None or first):
        yield "the entry before was edited or replaced: its digest is not the one kept here"


def _counted(tree: Node, entries: Sequence[Any], at: Origin) -> Iterator[Problem]:
    """Whether all of our entries are there: each of them knows how many they were."""
    ours = [entry for entry in entries if is_ours(entry)]
    told = [entry["metadata"][MARK].get("of") for entry in ours if isinstance(entry["metadata"][MARK], dict)]
    schema = value_of(tree).get("_schema") if isinstance(tree.value, Mapping) else None
    kept = schema.get(MARK) if isinstance(schema, dict) else None
    told += [kept.get("entries")] if isinstance(kept, dict) else []
    most = max((count for count in told if isinstance(count, int)), default=0)
    if most > len(ours):
        what = f"{most - len(ours)} of {most} entries are missing: the tail was cut, or their marks are gone"
        yield Problem(what, str(at))
