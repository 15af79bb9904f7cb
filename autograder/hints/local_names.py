"""What the student's variables call the arrays of a call."""

from collections.abc import Hashable
from typing import Any

import numpy as np

from autograder.hints.code_places import is_students


class LocalNames:
    """Names of arrays, read from the frames that the student's function is in."""

    def __init__(self):
        self._named: dict[int, tuple[str, str, Any]] = {}  # with the array, so that no other one gets its id
        self._results: dict[Hashable, Any] = {}

    def look(self, frame: Any) -> None:
        """Read the variables of a frame and of those that called it; the outermost name counts, and the first."""
        frames = []
        while frame is not None and is_students(frame):
            frames.append(frame)
            frame = frame.f_back
        for each in reversed(frames):
            for name, value in each.f_locals.items():
                if isinstance(value, np.ndarray) and name.strip("_").isidentifier():
                    self._named.setdefault(id(value), (name, each.f_code.co_name, value))

    def keep(self, place: Hashable, result: Any) -> None:
        """Remember what a step gave, to ask for its name later."""
        self._results.setdefault(place, result)

    def of(self, array: Any, within: str, after: str = "") -> str:
        """The name of an array as one says it in a function, with `after` behind it; empty if no variable holds it."""
        name, function, _ = self._named.get(id(array), ("", "", None))
        if not name or within.startswith("<") or within == function:
            return f"{name}{after}" if name else ""
        return f"{name}{after} of {function}"

    def of_result(self, place: Hashable, within: str) -> str:
        """The name of what a step gave first."""
        return self.of(self._results.get(place), within)

    def holds(self, place: Hashable, within: str) -> bool:
        """Whether a variable of this function holds what a step gave first."""
        return self._named.get(id(self._results.get(place)), ("", "", None))[1] == within
