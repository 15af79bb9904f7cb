"""Read a student's functions from a .py file or a notebook."""

import contextlib
import io
import json
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class UnreadableFile(ValueError):
    """The file is missing, or neither Python nor a notebook."""


def load_functions(path: str | Path) -> tuple[dict[str, Any], list[str]]:
    """Run a file, cell by cell for a notebook, and return what it defines.

    A cell that fails does not stop the ones after it; locked check cells and
    other calls of `check` do nothing here.

    Parameters
    ----------
    path : str or Path
        A .py file or a Jupyter notebook (.ipynb).

    Returns
    -------
    namespace : dict of str to object
    problems : list of str
        One line for each cell that raised.

    Raises
    ------
    UnreadableFile
        If there is no such file or it is of another kind.
    """
    path = Path(path)
    cells = read_cells(path)
    namespace = {"__name__": path.stem}
    with importable(path.parent):
        problems = [_run(cell, number, namespace, path) for number, cell in enumerate(cells, 1)]
    return namespace, [problem for problem in problems if problem]


def read_cells(path: Path) -> list[str]:
    """Return the sources of a notebook's code cells without magics, or the one source of a .py file.

    Raises
    ------
    UnreadableFile
        If there is no such file or it is of another kind.
    """
    if path.suffix not in (".py", ".ipynb"):
        raise UnreadableFile(f"expected a .py or .ipynb file, got {path.name}")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"cannot read {path}: {error}") from None
    return [text] if path.suffix == ".py" else _cells(path, text)


@contextlib.contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Modules beside the file can be imported while it runs, and are forgotten after it."""
    known = set(sys.modules)
    sys.path.insert(0, str(folder.resolve()))
    try:
        yield
    finally:
        sys.path.remove(str(folder.resolve()))
        for name in set(sys.modules) - known:
            origin = getattr(sys.modules[name], "__file__", None)
            if origin and Path(origin).parent == folder.resolve():
                del sys.modules[name]


def _cells(path, text):
    try:
        cells = json.loads(text)["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError):
        raise UnreadableFile(f"{path} is not a Jupyter notebook: its JSON is damaged or empty") from None
    return [_without_magics(source) for source in sources]


def _without_magics(source):
    return re.sub(r"^([ \t]*)([%!].*)$", r"\1pass  # \2", source, flags=re.MULTILINE)


def _run(source, number, namespace, path):
    namespace["check"] = lambda function: None
    source = source.replace("from autograder import check", "pass")
    try:
        code = compile(source, str(path), "exec")
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(code, namespace)
    except (Exception, SystemExit) as error:
        return f"cell {number} raised {type(error).__name__}: {error}"
    return ""
