"""Run a student's .py file or notebook statement by statement: what fails does not hide the rest."""

import ast
import asyncio
import contextlib
import inspect
import linecache
import sys
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.checking.left_out import COMPATIBILITY, is_foreign_package, why_not_python, why_raised
from autograder.checking.student_files import BESIDE, Unit, importable, read_units
from autograder.checking.time_limit import SECONDS, cpu_limit
from autograder.checking.written_files import WrittenFiles
from autograder.reading.cells import decode_source
from autograder.reading.ipython_syntax import PythonCell, plain_python
from autograder.reading.statements import Statement, parse, statements
from autograder.registry import load
from autograder.variants import VARIANTS, by_the_book
from autograder.verdict.raised import TooLong


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
    place : str
        As in "cell 3, line 2".
    needs : str
        The name that it lacks, if an earlier problem is all that is wrong.
    root : Problem, optional
        That earlier problem, if nothing but this follows from it.
    """

    text: str
    lost: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    foreign: bool = False
    place: str = ""
    needs: str = ""
    root: "Problem | None" = None


@dataclass
class Loaded:
    """What a file defines, and what could not be run."""

    namespace: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    missing: dict[str, Problem] = field(default_factory=dict)  # by the name that a failed statement would have given
    written: list[tuple[str, list[str]]] = field(default_factory=list)  # by cells that only write a file


def load_file(
    path: str | Path,
    folder: Path,
    begins: Callable[[str], None] = lambda place: None,
    skipped: dict[str, str] | None = None,
) -> Loaded:
    """Run a file, statement by statement, and return what it defines.

    A statement that fails does not stop the ones after it; calls of `check` do nothing here.

    Parameters
    ----------
    path : str or Path
    folder : Path
        For files that a notebook writes; see `written_files`.
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
    files = WrittenFiles(folder)
    module = _module(Path(path), files, is_notebook=any(unit.label for unit in units))
    loaded = Loaded(vars(module), [Problem(problem)] if problem else [])
    for unit in units:
        text = unit.code.source
        linecache.cache[unit.filename] = (len(text), None, text.splitlines(True), unit.filename)
    with importable(Path(path).parent, files.folder), files.in_use(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for unit in units:
            _run_unit(unit, loaded, files, begins, skipped or {})
    for said, names in loaded.written:
        if left := [name for name in names if name not in loaded.namespace]:
            text = f"{said}: {', '.join(left)} in it must be imported to be checked."
            loaded.problems.append(Problem(text))
    return loaded


def _module(path, files, is_notebook):
    """A module of the file's name, as pickle and dataclasses want it; a notebook is the main one."""
    module = types.ModuleType("__main__" if is_notebook else path.stem)
    module.__file__ = str(path)
    if not is_notebook:
        sys.modules.setdefault(path.stem, module)
        module.__package__ = BESIDE
    vars(module).update(get_ipython=lambda: Magics(vars(module), files), display=lambda *things: None)
    return module


def _run_unit(unit, loaded, files, begins, skipped):
    _beside_python(unit.code, loaded.namespace, files)
    if unit.code.left_out:
        names = [name for each in statements("".join(unit.code.written.values())) for name in each.defines]
        loaded.written.append((f"{unit.label} {unit.code.left_out}", names))
    found = statements(unit.code.source)
    for number, statement in enumerate(found):
        place = unit.place(statement.first)
        begins(place)
        problem = _run(statement, unit, loaded, skipped.get(place, ""))
        if problem is not None:
            problem = _with_what_stops(problem, statement, unit, found[:number], found[number:])
            loaded.problems.append(problem)
            loaded.missing.update(dict.fromkeys(_bound(statement.node), problem))


def _with_what_stops(problem, statement, unit, before, after):
    """Add what Python or Jupyter itself would not define: the rest, or all where something is no Python."""
    stopped = [*before, *after] if statement.node is None else after
    stops = tuple(name for each in stopped for name in each.defines)
    text, others = problem.text, [name for name in stops if name not in problem.lost and name in load()]
    if unit.label and others:
        text += f" In the notebook itself this cell stops there and does not define {', '.join(others)}."
        problem = replace(problem, root=None)
    return replace(problem, text=text, stops=stops)


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
    if VARIANTS in namespace:
        namespace["by_the_book"] = by_the_book
    try:
        with cpu_limit(SECONDS):
            _execute(statement, unit, namespace)
    except (Exception, SystemExit) as error:
        line = _line(error, unit, statement)
        place = unit.place(line)
        if isinstance(error, NameError) and (cause := loaded.missing.get(error.name or "") or loaded.missing.get("*")):
            text = f"{place} needs {error.name}, which was skipped."
            return Problem(text, lost, (), cause.foreign, place, error.name or "", cause.root or cause)
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


def _beside_python(cell, namespace, files):
    """Do what a cell does by magics: write files, and run some in the notebook's own namespace."""
    for name, text in cell.written.items():
        with contextlib.suppress(OSError):
            files.write(name, text, cell.adds)
    for name in cell.ran:
        with contextlib.suppress(Exception, SystemExit):
            place = files.find(name)
            exec(compile(decode_source(Path(place).read_bytes()), place, "exec"), namespace)


class Magics:
    """Stands for IPython in a notebook that was saved as .py: files are written and run, and timed cells run."""

    def __init__(self, namespace: dict[str, Any], files: WrittenFiles):
        self.namespace, self.files = namespace, files

    def run_cell_magic(self, name: str, argument: str, body: str) -> None:
        """`%%name`"""
        cell = plain_python(f"%%{name} {argument}\n{body}")
        _beside_python(cell, self.namespace, self.files)
        for node in parse(cell.source)[0]:
            _execute(Statement(1, 1, "", node), Unit("", "<cell magic>", PythonCell(body)), self.namespace)

    def run_line_magic(self, name: str, argument: str) -> None:
        """`%name`"""
        _beside_python(plain_python(f"%{name} {argument}"), self.namespace, self.files)

    def getoutput(self, *arguments: str) -> list[str]:
        """`x = !command`"""
        return []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments, **options: None
