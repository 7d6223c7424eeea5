"""A project's own `.claude/tools/chain_manager.py` records our entries: in its own interpreter, apart from us."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from seedbed.errors import Note, Origin
from seedbed.process.fence import interpreter, run
from seedbed.scaffold.workflow.chain import Record

__all__ = ["TOOL", "by_tool"]

TOOL = ".claude/tools/chain_manager.py"

_PROGRAM = """import importlib.util, json, pathlib, sys
tool, told, chain = map(pathlib.Path, sys.argv[1:])
spec = importlib.util.spec_from_file_location("chain_manager", tool)
module = importlib.util.module_from_spec(spec)
sys.modules["chain_manager"] = module
spec.loader.exec_module(module)
for record in json.loads(told.read_text(encoding="utf-8")):
    module.record_entry(**record, chain_path=chain)
"""


def by_tool(folder: Path, records: Sequence[Record]) -> tuple[dict[str, Any] | None, tuple[Note, ...]]:
    """The chain that the project's tool makes of the records, None where it has none, or one that does not work."""
    tool = folder / TOOL
    if not tool.is_file():
        return None, ()
    with tempfile.TemporaryDirectory(prefix="seedbed-chain-") as room:
        told, chain = Path(room) / "records.json", Path(room) / "chain.json"
        told.write_text(json.dumps([_words(record) for record in records]), encoding="utf-8")
        command = [interpreter(folder), "-c", _PROGRAM, str(tool.resolve()), str(told), str(chain)]
        ran = run(command, folder, seconds=60, memory=2 << 30)
        if ran.code != 0:
            return None, (_unfit(ran.errors.strip().rsplit("\n", 1)[-1] or f"it ended with {ran.code}"),)
        return _read(chain, len(records))


def _words(record: Record) -> dict[str, Any]:
    return {
        "task_id": record.task_id,
        "stage": record.stage,
        "agent": record.agent,
        "input_data": record.input_data,
        "output_data": record.output_data,
        "description": record.description,
        "pipeline": record.pipeline,
        "verdict": record.verdict,
        "warnings": list(record.warnings),
        "metadata": dict(record.metadata),
    }


def _read(chain: Path, count: int) -> tuple[dict[str, Any] | None, tuple[Note, ...]]:
    """The chain that was written, where it has the form of one."""
    try:
        found = json.loads(chain.read_text(encoding="utf-8"))
        entries = found["entries"]
        fits = len(entries) == count and all(isinstance(entry["metadata"], dict) for entry in entries)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return None, (_unfit(f"what it wrote is no chain: {error}"),)
    return (found, ()) if fits else (None, (_unfit(f"it wrote {len(entries)} entries of {count}"),))


def _unfit(why: str) -> Note:
    return Note("the project's chain manager does not work: the chain is written without it", why, origin=Origin(TOOL))
