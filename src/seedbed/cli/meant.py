"""What other programs call an option of ours, so that who says it is told the name it has here."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from seedbed.errors import Problem, UsageError

__all__ = ["told"]

_ELSEWHERE = {
    "--count": "rows num-rows n-rows row-count records num-records num number size amount limit samples n",
    "--config": "recipe recipes recipe-file config-file settings conf",
    "--output": "out out-dir output-dir output-file output-folder outdir dir directory dest destination target",
    "--format": "fmt formats output-format out-format type",
    "--seed": "random-seed random-state rng-seed",
    "--locale": "lang language region country locales",
    "--dialect": "db engine vendor sql-dialect database-type",
    "--distribution": "dist distributions",
    "--custom-generator": "generator generators custom pattern provider",
    "--edge-cases": "edge edges edge-case edge-case-percent edge-percent",
    "--today": "now date as-of",
    "--append": "add",
    "--replace": "truncate overwrite-rows wipe",
    "--force": "overwrite",
    "--workers": "jobs threads processes parallel",
    "--yes": "assume-yes no-confirm",
    "--explain": "reasons why",
}
_OURS = {f"--{word}": option for option, words in _ELSEWHERE.items() for word in words.split()}


def told(args: Sequence[str], known: Collection[str]) -> None:
    """Raises UsageError where a word is no option but what others call one of the `known` ones."""
    for word in args:
        if word == "--":
            return
        name = word.partition("=")[0]
        if name not in known and _OURS.get(name) in known:
            raise UsageError(Problem("there is no such option", name, help=f"here it is called {_OURS[name]}"))
