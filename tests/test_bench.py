"""The benchmark's own instruments: the stopwatch, what is found wrong, the page and its plots."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parent.parent / "bench"
ROWS = {"users": 2, "products": 1, "orders": 2}
SHOP = {
    "users": "id,email,full_name,age,country,created_at\n"
    "1,a@b.example,A,30,US,2024-01-01\n2,c@d.example,C,40,US,2024-01-01\n",
    "products": "id,sku,name,price,category\n1,ABC-1234-DE,Lamp,2.50,home\n",
    "orders": "id,user_id,product_id,quantity,status,order_date,total\n"
    "1,1,1,2,paid,2024-02-01,5.00\n2,2,1,1,paid,2024-02-01,2.50\n",
}


def bench(monkeypatch: pytest.MonkeyPatch, name: str) -> Any:
    """A module of the benchmark."""
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module(name)


def test_memory_is_that_of_all_processes_and_the_time_of_children_counts(tmp_path: Path) -> None:
    child = "import time; held = bytearray(60_000_000); held[::4096] = b'x' * len(held[::4096]); time.sleep(1)"
    both = (
        f"import subprocess as s, sys; [p.wait() for p in [s.Popen([sys.executable, '-c', {child!r}]) for _ in 'ab']]"
    )
    watch = [sys.executable, str(BENCH / "stopwatch.py"), str(tmp_path / "log"), sys.executable, "-c", both]
    told = json.loads(subprocess.run(watch, capture_output=True, check=True).stdout)
    assert told["exit"] == 0
    assert told["cpu"] > 0
    if sys.platform == "linux":
        assert told["megabytes"] > 110


@pytest.mark.parametrize(
    ("table", "old", "new", "found"),
    [
        ("users", "1,a@b", "2,a@b", {"users' ids twice", "orders of no user"}),
        ("users", "A,30", "A,17", {"ages out of 18..100"}),
        ("users", "a@b.example", "nobody", {"bad e-mails"}),
        ("users", "US,2024-01-01\n2", "US,2025-01-01\n2", {"orders before their user"}),
        ("products", "ABC-1234", "abc-1234", {"bad skus"}),
        ("orders", "5.00", "5.10", {"totals that are not quantity times price"}),
        ("orders", "2,2,1,1,paid,2024-02-01,2.50\n", "", {"rows missing in orders"}),
        ("orders", "5.00", "5.00", set()),
    ],
)
def test_a_broken_shop_is_found(
    table: str, old: str, new: str, found: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    measured = bench(monkeypatch, "measured")
    for name, text in SHOP.items():
        (tmp_path / f"{name}.csv").write_text(text.replace(old, new) if name == table else text)
    told = measured.shop_faults(tmp_path, ROWS, "csv", {**measured.QUESTIONS, **measured.SENSE})
    assert set(told) == found


def test_the_page_has_a_table_and_a_plot_for_each_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = bench(monkeypatch, "page")
    line = {"name": "seedbed", "ours": True, "judged": False, "rows": 1000, "seconds": [1.0, 3.0, 2.0], "cpu": 1.5}
    rival = {**line, "name": "a <loop>", "ours": False, "rows": 100, "seconds": [4.0], "megabytes": 5.0, "written": 10}
    size = {"name": "whole", "size": 10, "seconds": 1.0, "cpu": 0.5, "megabytes": 50.0}
    parts: dict[str, Any] = {
        "shop": {"csv": [{**line, "megabytes": 90.0, "written": 2e6, "wrong": {}}, {**rival, "wrong": {"bad": 3}}]},
        "cold": [{**size, "name": "seedbed"}, {**size, "name": "seedbed --help", "size": 0}],
        "cells": [{"name": "date", "cells": 2e8}, {"name": "text", "cells": 1e6}],
        "rows": [size, {**size, "size": 1000, "seconds": 9.0}],
        "tables": [size, {**size, "name": "plan"}, {**size, "name": "judged"}],
    }
    care = {"cores": 2, "system": "Linux", "python": "3.11", "runs": 3, "scale": 0.5}
    page.write_page(tmp_path, {name: {**care, "found": found} for name, found in parts.items()})
    text = (tmp_path / "measured.md").read_text()
    assert "| seedbed | 1,000 | 2.00 s | 500 | 1.00 × | 1.50 s | 90 MB | 2 MB | nothing |" in text
    assert "| a <loop> | 100 (fewer: too slow) | 4.00 s | 25 | 20.00 × |" in text
    assert "| date | 200,000,000 | 5 |" in text
    for name in ("speed", "cells", "growth"):
        assert f"({name}.svg)" in text
        assert ET.parse(tmp_path / f"{name}.svg").getroot().tag.endswith("svg")


def test_rivals_are_asked_for_no_more_than_they_are_good_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    contenders, works = bench(monkeypatch, "contenders"), bench(monkeypatch, "works")
    (tmp_path / "rivals.toml").write_text(
        '[[rival]]\nname = "slow"\nworks = ["shop"]\nformats = ["csv"]\nneeds = ["numpy"]\nmost = 1000\n'
        'words = ["slow.py", "{folder}", "{counts}", "{format}"]\n'
    )
    [rival] = contenders.rivals([tmp_path])
    monkeypatch.setattr(contenders, "_installed", lambda rival, home: (Path("python"), rival.home / "slow.py", "1.0"))
    field = list(contenders.contenders(works.WORKS[0], "csv", 0.01, [rival], tmp_path, tmp_path / "out"))
    assert [each.ours for each in field] == [True, True, True, False]
    assert field[-1].name == "slow (1.0)"
    assert field[-1].command[2:] == [str(tmp_path / "out"), "100", "100", "890", "csv"]
    assert not list(contenders.contenders(works.WORKS[1], "csv", 0.01, [rival], tmp_path, tmp_path))[2:]
