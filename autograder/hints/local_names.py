"""What the student's variables call the arrays of a call."""

from collections.abc import Hashable
from typing import Any

import numpy as np

from autograder.hints.code_places import is_students


class LocalNames:
    """Names of arrays, read from the frames that the student's function is in."""

    def __init__(self):
        self._named: dict[int, tuple[str, Any]] = {}  # with the array, so that no other one gets its id
        self._results: dict[Hashable, Any] = {}

    def look(self, frame: Any) -> None:
        """Read the variables of a frame and of those that called it; the outermost name counts, and the first."""
        frames = []
        while frame is not None and is_students(frame):
            frames.append(frame)
            frame = frame.f_back
        for each in reversed(frames):
            for name, value in each.f_locals.items():
                if isinstance(value, np.ndarray) and name.isidentifier():
                    self._named.setdefault(id(value), (name, value))

    def keep(self, place: Hashable, result: Any) -> None:
        """Remember what a step gave, to ask for its name later."""
        self._results.setdefault(place, result)

    def of(self, array: Any) -> str:
        """The name of an array; empty if no variable holds it."""
        return self._named.get(id(array), ("", None))[0]

    def of_result(self, place: Hashable) -> str:
        """The name of what a step gave first."""
        return self.of(self._results.get(place))
