"""The notebook in a page: runs cells one after the other in one namespace and sends on what they show.

It is to cells what IPython is in Jupyter, as far as exercises need that. `IPython`, beside this module, is made of it,
so that the student's side of `autograder` finds what it finds in a notebook.
"""

import ast
import builtins
import gc
import importlib
import inspect
import io
import itertools
import linecache
import pkgutil
import random
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

CELL = "<cell "  # file names of cells, and of nothing else, begin with this
NOT_PREPARED = ("__main__", "cli", "new")
NUMBERS = itertools.count()
OPTIONS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Events:
    """Who wants to hear of cells, by the names that IPython has for it."""

    def __init__(self):
        self.listeners: dict[str, list[Callable]] = {"pre_run_cell": [], "post_run_cell": []}

    def register(self, event: str, function: Callable) -> None:
        """Call a function at each such event."""
        self.listeners[event].append(function)

    def tell(self, event: str, what: Any) -> None:
        """Call all that are registered."""
        for function in self.listeners[event]:
            function(what)


class Stream(io.TextIOBase):
    """What is printed, sent on line by line.

    Parameters
    ----------
    name : str
        "stdout" or "stderr".
    send : callable (kind, content)
    """

    encoding = "utf-8"

    def __init__(self, name: str, send: Callable[[str, dict], None]):
        self.stream, self.send, self.waiting = name, send, ""

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, text: str) -> int:
        """Send whole lines, and keep the rest."""
        self.waiting += text
        if "\n" in text or len(self.waiting) > 1000:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what is left."""
        if self.waiting:
            text, self.waiting = self.waiting, ""
            self.send("stream", {"name": self.stream, "text": text})


class Shell:
    """Runs cells.

    Parameters
    ----------
    send : callable (kind, content)
        Takes "stream" with `name` and `text`, "display" with `data` by MIME type, and "error" with `text`.
    """

    def __init__(self, send: Callable[[str, dict], None]):
        self.send = send
        self.events = Events()
        self.user_ns: dict[str, Any] = vars(sys.modules["__main__"])
        self.user_ns["__builtins__"] = builtins
        self.count = 0

    async def run(self, source: str) -> bool:
        """Run a cell; whether it came to its end.

        Parameters
        ----------
        source : str
            As it stands in the notebook.
        """
        self.count += 1
        name = f"{CELL}{self.count}>"
        result = SimpleNamespace(error_before_exec=None, error_in_exec=None)
        out, err = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Stream("stdout", self.send), Stream("stderr", self.send)
        from autograder.reading.ipython_syntax import plain_python  # `autograder` asks at once for `IPython`

        try:
            self.events.tell("pre_run_cell", SimpleNamespace(raw_cell=source))
            cell = plain_python(source)
            for file, text in cell.written.items():
                with Path(file).open("a" if cell.adds else "w", encoding="utf-8") as target:
                    target.write(text)
            if cell.left_out:
                print(f"This cell was not run: {cell.left_out}.")
            linecache.cache[name] = len(cell.source), None, cell.source.splitlines(keepends=True), name
            try:
                tree = ast.parse(cell.source, name)
            except SyntaxError as error:
                result.error_before_exec = error
            else:
                try:
                    await self._execute(tree, name)
                except BaseException as error:  # also exit() and what a student raises
                    result.error_in_exec = error
            try:
                show_figures()
            except Exception as error:
                result.error_in_exec = result.error_in_exec or error
            sys.stdout.flush()
            sys.stderr.flush()
            error = result.error_before_exec or result.error_in_exec
            if error is not None:
                self.send("error", {"text": explain(error)})
            self.events.tell("post_run_cell", result)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            sys.stdout, sys.stderr = out, err
        return error is None

    async def _execute(self, tree, name):
        shown = None
        if tree.body and isinstance(tree.body[-1], ast.Expr) and not self._is_silent(tree.body[-1], name):
            shown = ast.Expression(tree.body.pop().value)
        code = compile(tree, name, "exec", OPTIONS, dont_inherit=True)
        await _finished(eval(code, self.user_ns))
        if shown is not None:
            value = await _finished(eval(compile(shown, name, "eval", OPTIONS, dont_inherit=True), self.user_ns))
            if value is not None:
                self.user_ns["_"] = value
                display(value)

    def _is_silent(self, statement, name):
        """Whether the last line ends with a semicolon, as one writes where nothing should be shown."""
        lines = linecache.getlines(name)
        return lines[statement.end_lineno - 1].rstrip().endswith(";")


def show_figures() -> None:
    """Show what was drawn and not shown yet, as a notebook does at the end of a cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.show()


async def _finished(value):
    return await value if inspect.iscoroutine(value) else value


def explain(error: BaseException) -> str:
    """A traceback with the lines of cells only; of an error that has its own words, those."""
    if hasattr(error, "_render_traceback_"):
        return "\n".join(error._render_traceback_())
    if isinstance(error, SystemExit):
        return "exit() does not end this page; the cell stopped there."
    if isinstance(error, MemoryError):
        return f"The page's Python has used up its memory, 1 GB. Stop frees it; your text stays. {error}"
    if isinstance(error, ModuleNotFoundError) and error.name:
        return _missing(error.name.partition(".")[0])
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(CELL)]
    said = [f"In line {frame.lineno} of {frame.filename}, in {frame.name}:\n    {frame.line}" for frame in frames[-4:]]
    said = [each.replace(", in <module>:", ":") for each in said]
    return "\n".join([*said, *map(str.rstrip, traceback.format_exception_only(error))])


def _missing(module):
    if module in ("numba", "sklearn", "scipy", "pandas", "torch"):
        return f"The page's Python has NumPy alone, and no {module}. Checks need no more; for this cell, use Jupyter."
    return f"There is no module called {module} here. Is its name spelt right?"


def bundle(value: Any) -> dict[str, str]:
    """What can be shown of a value, by MIME type."""
    data = {"text/plain": repr(value)}
    for kind, method in (("text/html", "_repr_html_"), ("image/svg+xml", "_repr_svg_"), ("text/latex", "_repr_latex_")):
        found = getattr(value, method, None)
        text = found() if callable(found) and not isinstance(value, type) else None
        if isinstance(text, str):
            data[kind] = text
    return data


class Display:
    """What was shown once, and can be changed in its place.

    Parameters
    ----------
    display_id : str
    """

    def __init__(self, display_id: str):
        self.display_id = display_id

    def update(self, value: Any, raw: bool = False) -> None:
        """Show something else there."""
        update_display(value, display_id=self.display_id, raw=raw)


def display(*values: Any, raw: bool = False, display_id: str | bool | None = None, **_: Any) -> Display | None:
    """Show values, as IPython's function of this name does; with `raw`, dicts of text by MIME type."""
    sys.stdout.flush()
    name = f"display-{next(NUMBERS)}" if display_id is True else display_id or None
    for value in values:
        SHELL.send("display", {"data": value if raw else bundle(value), "id": name})
    return Display(name) if name else None


def update_display(value: Any, *, display_id: str, raw: bool = False, **_: Any) -> None:
    """Show something else where a value was shown."""
    SHELL.send("update", {"data": value if raw else bundle(value), "id": display_id})


def clear_output(wait: bool = False) -> None:
    """Take away what the cell has shown; with `wait`, when the next thing is shown."""
    sys.stdout.flush()
    SHELL.send("clear", {"wait": wait})


SHELL = Shell(lambda kind, content: None)


def prepare() -> None:
    """Import all that checks need; the memory of this process is then kept for all later ones."""
    importlib.import_module("indices").prepare()  # before hints learn which functions there are
    importlib.import_module("IPython.display")  # whoever finds it imported takes this process for a notebook
    for name in ("numpy.random", "numpy.fft", "autograder"):
        importlib.import_module(name)
    package = sys.modules["autograder"]
    for module in pkgutil.walk_packages(package.__path__, "autograder."):
        if module.name.rpartition(".")[2] not in NOT_PREPARED:
            importlib.import_module(module.name)
    sys.modules["autograder.registry"].load()
    gc.collect()


def begin(send: Callable[[str, dict], None]) -> Shell:
    """Start the notebook of this process, with random numbers of its own."""
    SHELL.send = send
    random.seed()
    sys.modules["numpy"].random.seed()
    return SHELL
