"""Run what comes after the statement at which a cell failed, as far as that is sound.

An import that this machine lacks must not take the imports and functions below it along. After any other failure only
definitions are made: a loop that goes on from a wrong state would tell nobody anything.
"""

import ast
import contextlib
import copy
from collections.abc import Callable
from typing import Any

from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

from autograder.reading.ipython_syntax import plain_python
from autograder.reading.statements import statements

IMPORTS = (ast.Import, ast.ImportFrom)
DEFINITIONS = (*IMPORTS, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)


def run_the_rest(shell: InteractiveShell, source: str, result: ExecutionResult, say: Callable[[str], None]) -> None:
    """Run the statements of a cell that come after the one that failed; each that fails too is skipped and named.

    Parameters
    ----------
    shell : InteractiveShell
    source : str
        Of the cell.
    result : ExecutionResult
        What IPython says of the cell.
    say : callable (str) -> None
        Takes a sentence about each statement that is skipped.
    """
    error = result.error_in_exec or result.error_before_exec
    if not isinstance(error, Exception) or isinstance(error, MemoryError) or source.lstrip().startswith("%%"):
        return
    rest = _Rest(shell.user_ns, say)
    if result.error_in_exec is None:
        rest.run(
            [each.node for each in statements(plain_python(source).source) if each.node]
        )  # it is no Python as a whole
        return
    with contextlib.suppress(SyntaxError, ValueError):
        nodes = ast.parse(shell.transform_cell(source)).body
        line = _line_of(error, shell.user_ns)
        place = next((place for place, node in enumerate(nodes) if line <= (node.end_lineno or 0)), len(nodes))
        if place < len(nodes):
            rest.skip(nodes[place], error)
        rest.run(nodes[place + 1 :])


class _Rest:
    """The statements that are left, and the names that are missing because an import was skipped."""

    def __init__(self, names: dict[str, Any], say: Callable[[str], None]):
        self.names, self.say = names, say
        self.missing: set[str] = set()
        self.is_sound = True

    def run(self, nodes: list[ast.stmt]) -> None:
        for node in nodes:
            if self.is_sound or isinstance(node, DEFINITIONS):
                try:
                    self._execute(node)
                except Exception as error:
                    self.skip(node, error)

    def skip(self, node: ast.stmt, error: Exception) -> None:
        """Leave out a statement that failed; of an import with several names, only those that are not there."""
        follows = isinstance(error, NameError) and error.name in self.missing
        if isinstance(node, IMPORTS) or follows:
            self.say(f"Line {node.lineno} was skipped: {type(error).__name__}: {str(error)[:300]}\n")
        if isinstance(node, IMPORTS):
            for alias in node.names:
                self._import(node, alias)
        elif not follows:
            self.is_sound = False

    def _import(self, node, alias):
        single = copy.copy(node)
        single.names = [alias]
        try:
            self._execute(single)
        except Exception:
            self.missing.add((alias.asname or alias.name).partition(".")[0])

    def _execute(self, node):
        exec(compile(ast.Module([node], []), "<the rest of the cell>", "exec"), self.names)


def _line_of(error: BaseException, names: dict[str, Any]) -> int:
    """The line of the cell at which it failed: of the outermost frame that runs in the notebook's own names."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals is names and trace.tb_frame.f_code.co_name == "<module>":
            return trace.tb_lineno
        trace = trace.tb_next
    return 1 << 30
