"""A student's code as an example for others: without comments, docstrings and the names of anybody in the class."""

import ast
import builtins
import keyword
import re
from collections.abc import Iterable
from functools import cache

import numpy as np

MOST_CODE = 20_000  # characters; what is longer is no example
SHORTEST = 2  # letters of a name; a single one is a variable, not a name
NOBODY = "somebody"
WORD = re.compile(r"[^\W_]+")


def anonymous(source: str, names: Iterable[str], kept: Iterable[str] = ()) -> str:
    """Python code from which nobody is known, laid out anew; empty if it can't be parsed or is very long.

    Comments and docstrings are left out: they say in prose what no list of names can clear. What is left of a name is
    in identifiers and texts. A word that NumPy, Python or the exercise use themselves stays, whoever is called Max.

    Parameters
    ----------
    source : str
    names : iterable of str
        Ids, first and last names, addresses of the class.
    kept : iterable of str
        Words of the exercise: its functions and their parameters.
    """
    if len(source) > MOST_CODE:
        return ""
    try:
        tree = ast.parse(source)
        return ast.unparse(ast.fix_missing_locations(_Remover(*_words(tuple(names), tuple(kept))).visit(tree)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""


@cache
def _words(names, kept):
    """The words that are names, and what finds them, also run together with others and before a number."""
    words = {word.casefold() for name in names for word in _parts(name)} - _ordinary() - {*map(str.casefold, kept)}
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"
    return words, re.compile(rf"(?<![^\W_])(?:{either})(?![^\W\d_])\d*", re.IGNORECASE)


def _parts(name):
    """The words of a name, and all of it, as it may stand in an identifier."""
    words = WORD.findall(name)
    yield from (word for word in [*words, "".join(words)] if len(word) >= SHORTEST)


@cache
def _ordinary():
    """Words that say nothing about a person."""
    known = [*dir(builtins), *keyword.kwlist, *dir(np), *dir(np.ndarray), *dir(np.linalg), *dir(np.random), "np"]
    return frozenset(part.casefold() for name in known for part in [name, *name.split("_")])


class _Remover(ast.NodeTransformer):
    """Takes out what names somebody."""

    def __init__(self, words, pattern):
        self.words, self.pattern = words, pattern

    def generic_visit(self, node):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)] or [ast.Pass()]
        for field in ("id", "arg", "name", "attr", "asname", "type_comment", "module"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                setattr(node, field, self._cleared(value))
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            node.names = [self._cleared(name) for name in node.names]
        return super().generic_visit(node)

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            node.value = self._cleared(node.value)
        elif isinstance(node.value, bytes):
            node.value = b""
        elif isinstance(node.value, int) and str(node.value) in self.words:  # one's number as a seed
            node.value = 0
        return node

    def _cleared(self, text):
        """The text with a stand-in for each word that is a name."""
        return re.sub(r"\S+@\S+", NOBODY, self.pattern.sub(NOBODY, text))


def _is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
