"""Where an exception in a student's function was raised, and its text in one line; see `error_meanings`."""

import linecache
import opcode
import os
import re
import sysconfig
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import NamedTuple

import numpy as np

OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
LIBRARIES = (
    os.path.dirname(os.path.dirname(os.path.abspath(np.__file__))) + os.sep,  # where packages are installed
    *{sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib")},
)
NOT_OWN = ("<frozen", "<__array_function__", *LIBRARIES)
LONG_MESSAGE = 120
RAISE = opcode.opmap["RAISE_VARARGS"]  # what both `raise` and `assert` compile to


class TooLong(Exception):
    """A call computed for longer than it may, and was ended; see `checking/time_limit.py`."""

    def __init__(self, seconds: float, doing: str = "of computing"):
        super().__init__(f"no end after {seconds:.3g} s {doing}")


class EndedTheProgram(Exception):
    """A function called `sys.exit()` or `exit()`."""


class Place(NamedTuple):
    """Where the student's code was: function, file, line, and the frame with its variables."""

    function: str
    filename: str
    line: int
    frame: FrameType
    columns: tuple[int | None, int | None] = (None, None)

    def __str__(self):
        cell = re.search(r"cell \d+", self.filename)
        name = "" if self.function == "<module>" else f"in {self.function}, "
        return f"{name}{cell[0] + ', ' if cell else ''}line {self.line}"

    @property
    def text(self) -> str:
        """The line itself."""
        return linecache.getline(self.filename, self.line, self.frame.f_globals).strip()


def is_own(frame: FrameType) -> bool:
    """Whether a frame is the student's: not of this package, of NumPy, or of Python."""
    filename, module = frame.f_code.co_filename, str(frame.f_globals.get("__name__", ""))
    if filename.startswith(OURS) and module.startswith("autograder."):
        return False
    return not filename.startswith(NOT_OWN)


def is_own_file(filename: str) -> bool:
    """Whether a file is the student's: not of this package, of NumPy, or of Python."""
    return not filename.startswith((OURS, *NOT_OWN))


def place_of(error: BaseException) -> Place | None:
    """The innermost frame of the student's through which an exception came."""
    if isinstance(error, (EndedTheProgram, TooLong)) and error.__cause__ is not None:
        return place_of(error.__cause__)
    places = own_places(error)
    return places[-1] if places else None


def is_refusal(error: BaseException) -> bool:
    """Whether a `raise` or an `assert` of the student's own made an exception, and not a line that failed.

    NotImplementedError refuses nothing: it says that there is no answer yet.
    """
    if isinstance(error, NotImplementedError):
        return False
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or trace.tb_lasti < 0 or not is_own(trace.tb_frame):
        return False
    return trace.tb_frame.f_code.co_code[trace.tb_lasti] == RAISE


def own_places(error: BaseException) -> list[Place]:
    """All frames of the student's through which an exception came, from the call inwards."""
    return [
        Place(frame.f_code.co_name, frame.f_code.co_filename, line, frame, columns)
        for frame, line, columns in _walk(error.__traceback__)
        if is_own(frame)
    ]


def _walk(trace: TracebackType | None) -> Iterator[tuple[FrameType, int, tuple[int | None, int | None]]]:
    while trace is not None:
        position: tuple[int | None, ...] = (None, None, None, None)
        if trace.tb_lasti >= 0:
            positions = list(trace.tb_frame.f_code.co_positions())
            position = positions[trace.tb_lasti // 2]
        yield trace.tb_frame, trace.tb_lineno, (position[2], position[3])
        trace = trace.tb_next


def one_line(error: BaseException) -> str:
    """Type and message of an exception, whatever its `__str__` does; of a long message its first sentence."""
    try:
        said = " ".join(str(error).split())
    except Exception:
        said = ""
    said = re.sub(r", with gufunc signature \S+", "", said)
    if len(said) > LONG_MESSAGE:
        said = re.split(r"(?<=[\w'`)])\. ", said)[0]
    return f"{type(error).__name__}: {said}"[:500] if said else type(error).__name__
