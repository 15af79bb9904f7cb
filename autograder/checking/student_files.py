"""Read and run a student's .py file or notebook, statement by statement: what fails does not hide the rest."""

import ast
import asyncio
import contextlib
import importlib.util
import inspect
import linecache
import os
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.checking.left_out import COMPATIBILITY, is_foreign_package, why_not_python, why_raised
from autograder.checking.time_limit import SECONDS, cpu_limit
from autograder.reading.cells import NotANotebook, decode_source, read_notebook
from autograder.reading.ipython_syntax import PythonCell, plain_python
from autograder.reading.statements import Statement, parse, statements
from autograder.verdict.raised import TooLong

SUFFIXES = (".py", ".ipynb")


class UnreadableFile(ValueError):
    """The file is missing, or neither Python nor a notebook."""


@dataclass(frozen=True)
class Problem:
    """Something in the file that could not be run.

    Attributes
    ----------
    text : str
        One sentence or two, with the place.
    lost : tuple of str
        Functions and classes that are not defined because of it.
    stops : tuple of str
        Those that Python or Jupyter itself would not define, because it stops there.
    foreign : bool
        Only a package is missing here, or it took too long: no fault of the code.
    """

    text: str
    lost: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    foreign: bool = False


@dataclass
class Unit:
    """A .py file, or one code cell of a notebook."""

    label: str  # "" or "cell 3"
    filename: str
    code: PythonCell

    def place(self, line: int) -> str:
        """Where a line is, for people."""
        return f"{self.label}, line {line}" if self.label else f"line {line}"


@dataclass
class Loaded:
    """What a file defines, and what could not be run."""

    namespace: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    missing: dict[str, Problem] = field(default_factory=dict)  # by the name that a failed statement would have given


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


def load_file(
    path: str | Path,
    begins: Callable[[str], None] = lambda place: None,
    skipped: dict[str, str] | None = None,
) -> Loaded:
    """Run a file, statement by statement, and return what it defines.

    A statement that fails does not stop the ones after it; calls of `check` do nothing here.

    Parameters
    ----------
    path : str or Path
    begins : callable (place)
        Told before each statement: it may be the last that is heard of this process.
    skipped : dict of str to str
        By their places, statements that are not run, and why.

    Raises
    ------
    UnreadableFile
        If there is no such file or it is of another kind.
    """
    units, problem = read_units(path)
    module = _module(Path(path), is_notebook=any(unit.label for unit in units))
    loaded = Loaded(vars(module), [Problem(problem)] if problem else [])
    for unit in units:
        text = unit.code.source
        linecache.cache[unit.filename] = (len(text), None, text.splitlines(True), unit.filename)
    with importable(Path(path).parent), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for unit in units:
            _run_unit(unit, loaded, begins, skipped or {})
    return loaded


def _module(path, is_notebook):
    """A module of the file's name, as pickle and dataclasses want it; a notebook is the main one."""
    module = types.ModuleType("__main__" if is_notebook else path.stem)
    module.__file__ = str(path)
    if not is_notebook:
        sys.modules.setdefault(path.stem, module)
    vars(module).update(get_ipython=lambda: Magics(vars(module)), display=lambda *things: None)
    return module


def _run_unit(unit, loaded, begins, skipped):
    for written, text in unit.code.written.items():
        with contextlib.suppress(OSError):
            if not os.path.exists(written):
                Path(written).write_text(text, encoding="utf-8")
    if unit.code.left_out:
        lost = tuple(name for each in statements("".join(unit.code.written.values())) for name in each.defines)
        if lost:
            text = f"{unit.label} {unit.code.left_out}: {', '.join(lost)} in it must be imported to be checked."
            loaded.problems.append(Problem(text))
    for name in unit.code.ran:
        _run_other(name, loaded)
    found = statements(unit.code.source)
    for number, statement in enumerate(found):
        place = unit.place(statement.first)
        begins(place)
        problem = _run(statement, unit, loaded, skipped.get(place, ""))
        if problem is not None:
            stopped = found if statement.node is None else found[number:]
            problem = replace(problem, stops=tuple(name for each in stopped for name in each.defines))
            loaded.problems.append(problem)
            loaded.missing.update(dict.fromkeys(_bound(statement.node), problem))


def _run(statement: Statement, unit: Unit, loaded: Loaded, skipped: str) -> Problem | None:
    """Run one statement; what it means if that fails."""
    lost = tuple(statement.defines)
    if skipped:
        return Problem(f"{unit.place(statement.first)} {skipped}", lost)
    if statement.node is None:
        line = (statement.error and statement.error.lineno) or statement.first
        return Problem(f"{unit.place(line)} {why_not_python(statement, line)}", lost)
    namespace = loaded.namespace
    namespace["check"] = lambda *functions, **options: None
    try:
        with cpu_limit(SECONDS):
            _execute(statement, unit, namespace)
    except (Exception, SystemExit) as error:
        line = _line(error, unit, statement)
        place = unit.place(line)
        if isinstance(error, NameError) and error.name in loaded.missing:
            cause = loaded.missing[error.name]
            return Problem(f"{place} needs {error.name}, which was skipped: see above.", lost, foreign=cause.foreign)
        foreign = is_foreign_package(error)
        added = _stand_in(statement, namespace) if foreign else ""
        is_no_fault = isinstance(error, TooLong) or (foreign and not unit.label)
        said = f"{unit.label} {why_raised(error, f' (line {line})')}" if unit.label else f"{place} {why_raised(error)}"
        return Problem(f"{said}{added}", lost, foreign=is_no_fault)
    return None


def _bound(node):
    """Names to which a statement gives a value."""
    for each in ast.walk(node) if node else ():
        if isinstance(each, ast.alias):
            yield (each.asname or each.name).partition(".")[0]
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id


def _execute(statement, unit, namespace):
    if isinstance(statement.node, ast.ImportFrom) and statement.node.module == "autograder":
        return
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code = compile(ast.Module([statement.node], []), unit.filename, "exec", flags, dont_inherit=True)
    result = eval(code, namespace)
    if code.co_flags & inspect.CO_COROUTINE:
        asyncio.run(result)


def _line(error, unit, statement):
    """The line of the file that an exception came from, else that of the statement."""
    line, trace = statement.first, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == unit.filename and trace.tb_frame.f_code.co_name == "<module>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _stand_in(statement, namespace):
    """What packages for both Pythons give is in Python 3 anyway."""
    names = [alias.asname or alias.name for alias in getattr(statement.node, "names", [])]
    known = {name: COMPATIBILITY[name] for name in names if name in COMPATIBILITY}
    namespace.update(known)
    return f" {', '.join(known)} was taken from Python 3." if known else ""


def _run_other(name, loaded):
    """`%run file.py` runs a file in the notebook's own namespace."""
    with contextlib.suppress(Exception, SystemExit):
        exec(compile(decode_source(Path(name).read_bytes()), name, "exec"), loaded.namespace)


class Magics:
    """Stands for IPython in a notebook that was saved as .py: its magics do nothing, timed cells run."""

    def __init__(self, namespace: dict[str, Any]):
        self.namespace = namespace

    def run_cell_magic(self, name: str, argument: str, body: str) -> None:
        """`%%name`"""
        for node in parse(plain_python(f"%%{name} {argument}\n{body}").source)[0]:
            _execute(Statement(1, 1, "", node), Unit("", "<cell magic>", PythonCell(body)), self.namespace)

    def getoutput(self, *arguments: str) -> list[str]:
        """`x = !command`"""
        return []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments, **options: None


@contextlib.contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Modules beside the file can be imported while it runs, and are forgotten after it."""
    known = set(sys.modules)
    sys.path.insert(0, str(folder.resolve()))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder.resolve()))
        for name in set(sys.modules) - known:
            origin = getattr(sys.modules[name], "__file__", None)
            if origin and Path(origin).parent == folder.resolve():
                del sys.modules[name]
