"""The form of a state chain: entries that each hold the hash of the one before, and digests of all that they say.

    hash = "sha256:" + hex of the UTF-8 text; prev_hash = output_hash of the entry before, null first

That leaves verdicts that were edited and a tail that was cut. So each of our entries has in `metadata.seedbed` a digest
of itself, the digest of the one before, and how many of ours there are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from seedbed.classes import dataclass

__all__ = ["MARK", "SCHEMA", "Record", "digest_of", "hash_of", "is_ours", "printed", "recorded", "sealed"]

MARK = "seedbed"
"""The key in the metadata of an entry, and in the schema of a file, under which we keep what is ours."""

SCHEMA: Mapping[str, str] = {
    "version": "1.0",
    "description": "Audit trail of state transitions: the prev_hash of an entry is the output_hash of the one before",
}


@dataclass(frozen=True, slots=True)
class Record:
    """What is to be recorded: who did what to what, and when (ISO 8601 in UTC, to the millisecond)."""

    task_id: str
    stage: str
    agent: str
    input_data: str
    output_data: str
    description: str
    pipeline: str
    timestamp: str
    verdict: str | None = None
    warnings: tuple[str, ...] = ()
    metadata: tuple[tuple[str, Any], ...] = ()


def hash_of(text: str) -> str:
    """The hash of a text, as chains write it."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(entry: Mapping[str, Any]) -> str:
    """The digest of all that an entry says, but for the digest itself."""
    said = dict(entry)
    metadata = said.get("metadata")
    if isinstance(metadata, Mapping) and isinstance(metadata.get(MARK), Mapping):
        ours = {key: value for key, value in metadata[MARK].items() if key != "digest"}
        said["metadata"] = {**metadata, MARK: ours}
    return hash_of(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def is_ours(entry: Any) -> bool:
    """Whether an entry of a chain carries our mark."""
    metadata = entry.get("metadata") if isinstance(entry, Mapping) else None
    return isinstance(metadata, Mapping) and MARK in metadata


def recorded(records: Sequence[Record]) -> list[dict[str, Any]]:
    """The entries of records, linked but not sealed yet; what a project's own tool would record."""
    entries: list[dict[str, Any]] = []
    for seq, record in enumerate(records, 1):
        entries.append(
            {
                "seq": seq,
                "timestamp": record.timestamp,
                "task_id": record.task_id,
                "pipeline": record.pipeline,
                "stage": record.stage,
                "agent": record.agent,
                "input_hash": hash_of(record.input_data),
                "output_hash": hash_of(record.output_data),
                "prev_hash": entries[-1]["output_hash"] if entries else None,
                "description": record.description,
                "verdict": record.verdict,
                "warnings": list(record.warnings),
                "metadata": dict(record.metadata),
            }
        )
    return entries


def sealed(entries: Sequence[Mapping[str, Any]], records: Sequence[Record]) -> list[dict[str, Any]]:
    """The entries with the times of their records, and with digests."""
    made: list[dict[str, Any]] = []
    for entry, record in zip(entries, records, strict=True):
        previous = made[-1]["metadata"][MARK]["digest"] if made else None
        ours: dict[str, Any] = {"of": len(records), "previous": previous}
        new = {**entry, "timestamp": record.timestamp, "metadata": {**entry["metadata"], MARK: ours}}
        ours["digest"] = digest_of(new)
        made.append(new)
    return made


def printed(document: Mapping[str, Any]) -> str:
    """A JSON document as such files are written: two spaces, letters as they are, a line end at the end."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
