"""`python -m tests.meanings`: precision and recall of both parts; `--wrong`, `--missed`: the tuned rows behind them."""

from __future__ import annotations

import sys

from tests.meanings.measure import PARTS, asked, precision, recall


def main(words: list[str]) -> None:
    """Prints the figures, and the rows that were asked for."""
    for part in PARTS:
        rows = asked(part)
        print(f"{part:9} {len(rows):5} columns   precision {precision(rows)}   recall {recall(rows)}")
    for row in asked("tuned"):
        is_wrong = row.guess is not None and not row.is_right
        is_missed = row.guess is None and row.counts
        if (is_wrong and "--wrong" in words) or (is_missed and "--missed" in words):
            where = f"{row.project}: {row.table}.{row.column} {row.type}"
            print(f"{where:70} {'|'.join(row.labels)}  guessed {row.guess or 'nothing'}")


if __name__ == "__main__":
    main(sys.argv[1:])
