"""`python judge_mutants.py FILE`: the mutants that cosmic-ray makes of a file by its default operators, as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names


def main(file: str) -> None:
    source = Path(file).read_text(encoding="utf-8")
    tree = get_ast(source)
    for name in operator_names():
        operator = get_operator(name)
        if operator.arguments():
            continue
        made = operator()
        places = [start for node in ast_nodes(tree) for start, _ in made.mutation_positions(node)]
        for occurrence, (line, column) in enumerate(places):
            code = mutate_code(source, operator(), occurrence)
            if code is not None:
                sys.stdout.write(json.dumps([name, line, column, code]) + "\n")


main(sys.argv[1])
