"""Functions of earlier assignments: the student's own where they pass their check, else provided ones.

Provided ones come only with assignments that are closed: what is still graded has its answers nowhere. They are
sealed, so that nobody meets an answer by accident. A sealed text is compressed, not encrypted.
"""

import ast
import base64
import contextlib
import io
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder.checking.public_check import check_function
from autograder.checking.student_files import UnreadableFile, read_cells
from autograder.registry import find

EARLIER = "of_earlier_assignment"  # the attribute by which a function that was handed on is known


class NotProvided(RuntimeError):
    """A function of an earlier assignment was called, and there is none that passes its check."""


def take(names: Sequence[str], assignment: str, sealed: str = "") -> list[Callable]:
    """Return functions of an earlier assignment, in the order of their names.

    Parameters
    ----------
    names : sequence of str
    assignment : str
        Its folder, beside the current one or in it, is where the student's own file is looked for.
    sealed : str
        The provided functions, from `seal`; empty while the assignment is graded. Then a function that the student has
        not written says so when it is called.

    Returns
    -------
    list of callable
    """
    provided: dict[str, Any] = {}
    exec(compile(unseal(sealed) if sealed else "", f"{assignment} (provided)", "exec"), provided)
    own = _own_functions(assignment)
    passing = [name for name in names if _passes(name, own)]
    left = [name for name in names if name not in passing]
    if own or not sealed:
        print(f"From {assignment}: yours {', '.join(passing) or 'none'}; {_rest(left, bool(sealed))}.")
    functions = {name: provided[name] if sealed else _not_provided(name, assignment) for name in left}
    return [_marked(own[name] if name in passing else functions[name], assignment) for name in names]


def is_earlier(function: Callable) -> bool:
    """Whether a function was handed on by `take`: it is checked where it was asked for, and not once more."""
    return bool(getattr(function, EARLIER, ""))


def _marked(function, assignment):
    with contextlib.suppress(AttributeError, TypeError):  # what is compiled may take no attributes
        setattr(function, EARLIER, assignment)
    return function


def _rest(names, are_provided):
    return f"{'provided' if are_provided else 'missing'} {', '.join(names) or 'none'}"


def _not_provided(name, assignment):
    """Stands for a function that is not there: other cells run, and the sentence comes where it is needed."""

    def missing(*arguments, **options):
        raise NotProvided(
            f"{name} is asked for in {assignment}, and there is none yet that passes its check. Write yours in "
            f"{assignment}/{assignment}.ipynb, beside this folder. When {assignment} is closed, your instructor can "
            "give you one."
        )

    missing.__name__ = name
    return missing


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


def _own_functions(assignment):
    """What the student's file of an assignment defines; empty if there is none, or none that can be read."""
    for folder in (Path("..") / assignment, Path(assignment)):  # at the student's desk, and where it is graded
        for path in (folder / f"{assignment}.ipynb", folder / f"{assignment}.py"):
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
