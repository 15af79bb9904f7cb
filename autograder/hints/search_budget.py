"""How far a search for another step may go: counted and never timed, so that every machine gives the same hint."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from autograder.hints.tracing import Recorder, TooLong
from autograder.verdict.raised import is_own

MOST_RUNS = 700
MOST_WORK = 15_000  # in all runs; a step is 1
ENTRIES, LINES = 10_000, 1_000  # array entries, and lines of Python, that take about as long as a step
MOST_LINES = 200_000  # in one run


@dataclass
class Budget:
    """What has been done, and whether more may be.

    Attributes
    ----------
    runs, work : int
        So far.
    lines : int
        Lines of the student's code in one run: what is slow between its steps shows in them alone.
    """

    runs: int = 0
    work: int = 0
    lines: int = 0

    def is_left(self) -> bool:
        """Whether another run may be made."""
        return self.runs < MOST_RUNS and self.work < MOST_WORK

    def take(self, recorder: Recorder) -> None:
        """Count a run."""
        self.runs += 1
        self.work += recorder.done + recorder.entries // ENTRIES + self.lines // LINES

    @contextmanager
    def counted_lines(self) -> Iterator[None]:
        """Count the lines of a run, which raises TooLong if there are too many."""

        def of_frame(frame, event, argument):
            return of_line if is_own(frame) else None

        def of_line(frame, event, argument):
            self.lines += event == "line"
            if self.lines > MOST_LINES:
                raise TooLong
            return of_line

        before = sys.gettrace()
        sys.settrace(of_frame)
        try:
            yield
        finally:
            sys.settrace(before)
        if self.lines > MOST_LINES:  # the student's code caught it
            raise TooLong
