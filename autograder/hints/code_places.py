"""Where in the student's code a step is."""

import linecache
import os
import sys
from typing import Any, NamedTuple

import numpy as np

NUMPY = os.path.dirname(np.__file__) + os.sep
OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
GIVEN = -1  # the `nth` of an argument, which is no step of an instruction


class Place(NamedTuple):
    """Where in the code a step is: code object and instruction, from the outermost call of the student's inwards.

    `nth` says which step of that instruction it is.
    """

    code: Any
    instruction: int
    callers: tuple
    nth: int


def student_frame():
    """The innermost frame that is neither NumPy's nor ours."""
    frame = sys._getframe(2)
    while frame is not None and not is_students(frame):
        frame = frame.f_back
    return frame


def is_students(frame: Any) -> bool:
    """Whether a frame is neither NumPy's nor ours."""
    return not frame.f_code.co_filename.startswith((NUMPY, OURS, "<__array_function__"))


def line_of(place: Place) -> int | None:
    """The line in which the expression begins."""
    return list(place.code.co_positions())[place.instruction // 2][0]


def source_of(place: Place) -> str:
    """The text of the expression that a step stands for, if it can be found and is short."""
    if place.nth == GIVEN:
        return place.code.co_varnames[place.instruction]
    positions = list(place.code.co_positions())[place.instruction // 2]
    first, last, start, end = positions
    if None in positions or first != last:
        return ""
    text = linecache.getline(place.code.co_filename, first).encode()[start:end].decode(errors="ignore").strip()
    return text if len(text) <= 70 else ""
