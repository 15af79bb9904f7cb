"""Functions of earlier assignments: the student's own where they pass their check, else provided ones.

Provided ones are sealed, so that nobody meets an answer by accident. A sealed
text is compressed, not encrypted: it is of no use for the assignment that it
comes with, which never contains its own answers.
"""

import ast
import base64
import contextlib
import io
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.checking.public_check import check_function
from autograder.checking.student_files import UnreadableFile, read_cells
from autograder.registry import find


def take(names: Sequence[str], assignment: str, sealed: str) -> list[Callable]:
    """Return functions of an earlier assignment, in the order of their names.

    Parameters
    ----------
    names : sequence of str
    assignment : str
        Its folder, beside the current one, is where the student's own file is looked for.
    sealed : str
        The provided functions, from `seal`.

    Returns
    -------
    list of callable
    """
    provided = {}
    exec(compile(unseal(sealed), f"{assignment} (provided)", "exec"), provided)
    own = _own_functions(Path("..") / assignment)
    passing = [name for name in names if _passes(name, own)]
    if own:
        left = [name for name in names if name not in passing]
        print(f"From {assignment}: yours {', '.join(passing) or 'none'}; provided {', '.join(left) or 'none'}.")
    return [own[name] if name in passing else provided[name] for name in names]


def seal(source: str) -> str:
    """Turn a Python source into one line of text that cannot be read at a glance."""
    return base64.b85encode(zlib.compress(source.encode(), 9)).decode()


def unseal(sealed: str) -> str:
    """Inverse of `seal`."""
    return zlib.decompress(base64.b85decode(sealed)).decode()


def definitions(source: str) -> str:
    """The imports, functions and constants at the top level of a source, without everything that computes."""
    return "\n\n".join(ast.unparse(node) for node in ast.parse(source).body if _is_definition(node))


def _is_definition(node):
    if isinstance(node, ast.ImportFrom):
        return node.module not in ("autograder", "earlier")
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) and target.id.isupper() for target in node.targets)
    return isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Import))


def _own_functions(folder):
    """What the student's file in a folder defines; empty if there is none, or none that can be read."""
    for path in (folder / f"{folder.name}.ipynb", folder / f"{folder.name}.py"):
        with contextlib.suppress(UnreadableFile):
            return _defined(read_cells(path))
    return {}


def _defined(cells):
    namespace = {}
    for cell in cells:
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            exec(definitions(cell), namespace)
    return namespace


def _passes(name, functions):
    """Whether a function, and the forward function that it builds on, passes at the desk."""
    spec = find(name)
    needed = [find(other) for other in spec.functions]
    with contextlib.redirect_stdout(io.StringIO()):
        return all(each.name in functions and check_function(each, functions).passed for each in needed)
