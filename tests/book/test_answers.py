"""Does the book keep the exercises' answers to itself?"""

import ast
from functools import cache

import jupytext
import pytest

from tests.book.chapters import CHAPTERS, ROOT, cells

ANSWERS = [
    ast.parse(cell.source).body[0]
    for path in sorted(ROOT.glob("exercises/*/*.md"))
    for cell in jupytext.read(path).cells
    if "answer" in cell.metadata.get("tags", [])
]


class Anonymous(ast.NodeTransformer):
    """Give every variable the same name: an answer in other letters is still an answer. Functions keep theirs."""

    def visit_Name(self, node):
        return ast.copy_location(ast.Name("_", node.ctx), node)

    def visit_Call(self, node):
        called = node.func
        self.generic_visit(node)
        if isinstance(called, ast.Name):
            node.func = called
        return node


def expressions(tree):
    """Return every computation in a tree, without the names of its variables."""
    kinds = ast.BinOp, ast.Call, ast.Compare
    return {ast.unparse(Anonymous().visit(node)) for node in ast.walk(tree) if isinstance(node, kinds)}


@cache
def computed():
    """Return pairs of a page's name and what its cells compute."""
    return [(path.name, expressions(ast.parse("\n".join(cells(path))))) for path in CHAPTERS]


@cache
def defined():
    """Return the names of all functions that pages define."""
    trees = [ast.parse(cell) for path in CHAPTERS for cell in cells(path)]
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.name)
def test_no_chapter_computes_what_an_answer_computes(answer):
    assert answer.name not in defined()
    wanted = expressions(answer)
    if len(wanted) < 2:
        return  # one call or product is no secret
    assert [name for name, found in computed() if wanted <= found] == []
