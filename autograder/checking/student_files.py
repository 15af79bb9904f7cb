"""Read a student's .py file or notebook into parts that are plain Python."""

import contextlib
import importlib.util
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.reading.cells import NotANotebook, decode_source, read_notebook
from autograder.reading.ipython_syntax import PythonCell, plain_python

SUFFIXES = (".py", ".ipynb")
ABOVE = "folder_above"  # packages that stand for the file's folder and the one above it, whatever these are called
BESIDE = f"{ABOVE}.this_folder"


class UnreadableFile(ValueError):
    """The file is missing, or neither Python nor a notebook."""


@dataclass
class Unit:
    """A .py file, or one code cell of a notebook."""

    label: str  # "" or "cell 3"
    filename: str
    code: PythonCell

    def place(self, line: int) -> str:
        """Where a line is, for people."""
        return f"{self.label}, line {line}" if self.label else f"line {line}"


def read_units(path: str | Path) -> tuple[list[Unit], str]:
    """The parts of a file, in plain Python, and a sentence about what of it could not be read.

    Raises
    ------
    UnreadableFile
        If there is no such file or it is of another kind.
    """
    path = Path(path)
    if path.suffix not in SUFFIXES:
        raise UnreadableFile(f"expected a .py or .ipynb file, got {path.name}")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot read {path}: {error.strerror or error}") from None
    if path.suffix == ".py" and not _is_notebook(content):
        return [Unit("", str(path), plain_python(decode_source(content)))], ""
    try:
        cells, problem = read_notebook(content)
    except NotANotebook as error:
        raise UnreadableFile(f"{path} is not a Jupyter notebook: {error}") from None
    sources = [cell.source for cell in cells if cell.kind == "code"]
    labels = [f"cell {number}" for number in range(1, len(sources) + 1)]
    pairs = zip(labels, sources, strict=True)
    return [Unit(label, f"{path} {label}", plain_python(source)) for label, source in pairs], problem


def _is_notebook(content):
    """Some rename a notebook to .py."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    with contextlib.suppress(NotANotebook):
        return bool(read_notebook(content)[0])
    return False


def read_cells(path: Path) -> list[str]:
    """The sources of a notebook's code cells as plain Python, or the one source of a .py file.

    Raises
    ------
    UnreadableFile
        If there is no such file or it is of another kind.
    """
    return [unit.code.source for unit in read_units(path)[0]]


@contextlib.contextmanager
def importable(folder: Path, *first: Path) -> Iterator[None]:
    """Modules beside the file can be imported while it runs, also as parts of BESIDE, and are forgotten after it.

    Parameters
    ----------
    folder : Path
        Of the file.
    *first : Path
        Other folders; a module in them comes before one of the same name beside the file.
    """
    known, beside = set(sys.modules), folder.resolve()
    folders = [*(each.resolve() for each in first), beside]
    sys.path[:0] = map(str, folders)
    sys.modules |= {ABOVE: _package(ABOVE, beside.parent), BESIDE: _package(BESIDE, *folders)}
    importlib.invalidate_caches()
    try:
        yield
    finally:
        for each in folders:
            sys.path.remove(str(each))
        for name in set(sys.modules) - known:
            origin = getattr(sys.modules[name], "__file__", None)
            if name.partition(".")[0] == ABOVE or (origin and Path(origin).parent in folders):
                del sys.modules[name]


def _package(name, *folders):
    package = types.ModuleType(name)
    package.__path__ = [str(folder) for folder in folders]
    return package
