"""Code as the steps that it takes, whatever its names, numbers, comments, layout and the order of its statements.

Each statement becomes a row of words, from its syntax tree: operators, calls, keywords. Names of the author's own are
numbered anew in each statement, numbers and texts are all alike, `x.sum(axis=0)` is `np.sum(x, axis=0)`, and `x += y`
is `x = x + y`. What is compared are pieces of a few words within a statement, as Winnowing does with text (Schleimer,
Wilkerson and Aiken, 2003), so that statements may change places.
"""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field

LENGTH = 6  # words of a piece
MOST_CODE = 20_000  # characters of a function that are looked at

Piece = tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A statement, or the first line of a loop or a condition.

    Attributes
    ----------
    first, last : int
        Its lines, from 1.
    pieces : frozenset of tuple
    """

    first: int
    last: int
    pieces: frozenset[Piece]


def steps_of(source: str) -> list[Step]:
    """The steps of all functions in Python code, without docstrings; nothing if it can't be parsed or is too long.

    Parameters
    ----------
    source : str
    """
    if len(source) > MOST_CODE:
        return []
    try:
        tree = ast.parse(source)
        return [_step(node) for node in _statements(tree.body)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def pieces_of(source: str) -> set[Piece]:
    """All pieces of Python code."""
    return {piece for step in steps_of(source) for piece in step.pieces}


def _statements(body) -> Iterator[ast.stmt]:
    """All statements in the order of the text, those inside others too."""
    for node in body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring, or a text that does nothing
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node
        for name in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(node, name, []))
        for inner in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
            yield from _statements(inner.body)


def _step(node):
    words = _Words()
    words.visit(node)
    return Step(node.lineno, _last_line(node), frozenset(_pieces(words.found)))


def _last_line(node):
    """Of a loop or a condition its head only."""
    body = getattr(node, "body", None)
    return max(node.lineno, body[0].lineno - 1) if isinstance(body, list) and body else node.end_lineno


def _pieces(words):
    if len(words) <= LENGTH:
        return [tuple(words)]
    return [tuple(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1)]


@dataclass
class _Words(ast.NodeVisitor):
    """Writes a statement down, from the outside to the inside."""

    found: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def generic_visit(self, node):
        if isinstance(node, ast.expr_context):
            return
        self.found.append(type(node).__name__)
        for name, value in ast.iter_fields(node):
            if name in ("body", "orelse", "finalbody", "handlers", "cases") and isinstance(value, list):
                continue  # statements of their own
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.AST):
                    self.visit(each)

    def visit_Name(self, node):
        known = node.id if hasattr(builtins, node.id) else self.names.setdefault(node.id, f"name{len(self.names)}")
        self.found.append(known)

    def visit_Constant(self, node):
        is_word = node.value is None or isinstance(node.value, bool)
        self.found.append(str(node.value) if is_word else "constant")

    def visit_UnaryOp(self, node):
        """A negative number is a number."""
        is_number = isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant)
        self.visit(node.operand) if is_number else self.generic_visit(node)

    def visit_Attribute(self, node):
        self.found.append(f".{node.attr}")
        if not _is_module(node.value):
            self.visit(node.value)

    def visit_Call(self, node):
        """A method's object is its first argument, as of the function of the same name."""
        self.found.append("call")
        self.visit(node.func)
        for each in [*node.args, *sorted(node.keywords, key=lambda keyword: keyword.arg or "")]:
            self.visit(each)

    def visit_keyword(self, node):
        self.found.append(f"{node.arg}=")
        self.visit(node.value)

    def visit_AugAssign(self, node):
        self.visit(ast.Assign([node.target], ast.BinOp(node.target, node.op, node.value)))

    def visit_AnnAssign(self, node):
        self.visit(ast.Assign([node.target], node.value) if node.value else node.target)


def _is_module(node):
    """Whether an attribute is one of a module, as in `np.sum` and `np.random.normal`."""
    if isinstance(node, ast.Attribute):
        return _is_module(node.value)
    return isinstance(node, ast.Name) and node.id in ("np", "numpy")
