"""Files that a notebook writes by `%%writefile`: the check reads them, and they never come near the student's folder.

What counts is what the notebook says now. A file of that name beside it may be the student's own, or be left from an
earlier run, so it is neither read nor overwritten.
"""

import builtins
import contextlib
import functools
import importlib
import io
import linecache
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

LOOKS_AT_FILES = ((builtins, "open"), (io, "open"), (os, "stat"))  # pathlib and os.path use these too


class WrittenFiles:
    """What has been written so far, in a folder of its own.

    Parameters
    ----------
    folder : Path
        Where files may be written; whoever gives it removes it.
    """

    def __init__(self, folder: Path):
        self.folder = folder.resolve()
        self.places: dict[str, str] = {}  # by the path that the notebook means
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, text: str, adds: bool = False) -> None:
        """Write a file, or add to what the notebook has written into it before."""
        meant = _absolute(name)
        place = Path(self.places.get(meant) or self._place(name))
        if adds and place.exists():
            text = place.read_text(encoding="utf-8") + text
        if not place.parent.exists():  # a module of a package is imported with the modules beside it
            place.parent.mkdir(parents=True)
            for beside in Path(meant).parent.glob("*.py"):
                shutil.copy(beside, place.parent)
        place.write_text(text, encoding="utf-8")
        self.places[meant] = str(place)
        linecache.cache[str(place)] = (len(text), None, text.splitlines(True), str(place))  # it outlives the file
        importlib.invalidate_caches()

    def find(self, path: Any) -> Any:
        """Where a file lies that is opened under this path."""
        is_path = isinstance(path, (str, os.PathLike))
        return self.places.get(_absolute(path), path) if is_path and self.places else path

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Imports find these files first, and so does what is opened under their names."""
        wrote, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # a compiled file would be left over, and stale
        with contextlib.ExitStack() as stack:
            for module, name in LOOKS_AT_FILES:
                stack.enter_context(mock.patch.object(module, name, self._finding(getattr(module, name))))
            try:
                yield
            finally:
                sys.dont_write_bytecode = wrote

    def _finding(self, function: Callable) -> Callable:
        @functools.wraps(function)
        def find_first(path, *arguments, **options):
            return function(self.find(path), *arguments, **options)

        return find_first

    def _place(self, name):
        """A path of the same name in the folder; of one that leads elsewhere only the last part."""
        inside = (self.folder / name).resolve()
        return inside if inside.is_relative_to(self.folder) else self.folder / Path(name).name


def _absolute(path):
    return os.path.abspath(os.path.expanduser(path))
