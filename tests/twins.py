"""The model answers of the exercises, plain NumPy: the checks must accept them, the kernels must agree with them."""

import ast
from pathlib import Path

import jupytext


def _defines_only(source):
    return all(isinstance(node, (ast.FunctionDef, ast.Import, ast.ImportFrom)) for node in ast.parse(source).body)


for _text in sorted((Path(__file__).parents[1] / "exercises").glob("*/*.md")):
    for _cell in jupytext.read(_text).cells:
        if _cell.cell_type == "code" and _defines_only(_cell.source):
            exec(_cell.source, globals())
