"""Projects with a plan, made in a folder; and a chain manager such as projects have."""

from __future__ import annotations

import shutil
from pathlib import Path

from seedbed.scaffold.workflow.write import Made

__all__ = ["TOOL", "put", "rental", "work"]

FOLDERS = Path(__file__).parents[2] / "project" / "planning" / "folders"

TOOL = """
import hashlib, json
from datetime import datetime, timezone
from pathlib import Path

CHAIN = Path(".workflow/state-chain/chain.json")


def digest(text):
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def record_entry(task_id, stage, agent, input_data, output_data, description, pipeline="", verdict=None, warnings=None,
                 metadata=None, chain_path=CHAIN):
    if chain_path.exists():
        chain = json.loads(chain_path.read_text())
    else:
        chain = {"_schema": {"version": "1.0", "description": "of this project"}, "entries": [],
                 "integrity": {"last_verified": None, "chain_valid": True, "broken_links": []}}
    entries = chain["entries"]
    entry = {
        "seq": len(entries) + 1,
        "timestamp": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
        "task_id": task_id, "pipeline": pipeline, "stage": stage, "agent": agent,
        "input_hash": digest(input_data), "output_hash": digest(output_data),
        "prev_hash": entries[-1]["output_hash"] if entries else None,
        "description": description, "verdict": verdict, "warnings": warnings or [], "metadata": metadata or {},
    }
    entries.append(entry)
    chain_path.parent.mkdir(parents=True, exist_ok=True)
    chain_path.write_text(json.dumps(chain, indent=2, ensure_ascii=False) + "\\n")
    return entry
"""


def rental(folder: Path, *, tool: str = "") -> Path:
    """The rental desk in a folder, with a chain manager where one is given."""
    shutil.copytree(FOLDERS / "rental", folder, dirs_exist_ok=True)
    if tool:
        path = folder / ".claude" / "tools" / "chain_manager.py"
        path.parent.mkdir(parents=True)
        path.write_text(tool)
    return folder


def work(folder: Path, tasks: int) -> Path:
    """A project of one milestone with so many tasks, and one task beyond."""
    lines = ["## Milestone: M1 — All of it"]
    for at in range(1, tasks + 1):
        lines += [f"### [ ] T{at:02}: Task {at}", "**Milestone:** M1", f"**Files:**\n- Create: src/part_{at}.py", ""]
    lines += ["## Milestone: M2 — Later", f"### [ ] T{tasks + 1:02}: Later", "**Files:** Create: src/later.py"]
    (folder / ".workflow").mkdir(parents=True)
    (folder / ".workflow" / "task-queue.md").write_text("\n".join(lines) + "\n")
    return folder


def put(made: Made) -> None:
    """Writes what was made."""
    for path, text in made.files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
