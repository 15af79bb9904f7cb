"""Can a second-year student read the sentences of the hints? They are taken from the source, so no check is made."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from autograder import hints

MODULES = sorted(Path(inspect.getfile(hints)).parent.glob("*.py"))
MOST_WORDS = 25  # what is filled in counts as one
RARE = {"adjoint", "anew", "aforementioned", "ansatz", "cf", "cotangent", "e.g", "hence", "henceforth", "herein", "i.e"}
RARE |= {"modulo", "pullback", "thereby", "therein", "thereof", "thus", "upon", "viz", "w.r.t", "whence", "wherein"}


def sentences(path):
    """All sentences in a module's strings, without its docstrings; what is filled in is an x."""
    tree = ast.parse(path.read_text())
    silent = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            silent.add(body[0].value)
        if isinstance(node, ast.JoinedStr):
            silent.update(node.values)
    texts = [_text(node) for node in ast.walk(tree) if node not in silent]
    return [each for text in texts if " " in text for each in re.split(r"(?<=[.?!])\s+", text)]


def _text(node):
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_text, node.values)) or "x"
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "x"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_sentences_of_hints_are_short_and_of_plain_words(path):
    for each in sentences(path):
        words = [word.strip(".,:;?!()") for word in each.lower().split()]
        assert len(words) <= MOST_WORDS and not RARE & set(words), each


def test_there_are_sentences_to_read():
    assert sum(len(sentences(path)) for path in MODULES) > 300
