"""Call a student's functions at the desk: they may print once, must come to an end, and can't end the process."""

import contextlib
import functools
import io
import sys
import threading
from collections.abc import Callable, Iterator

from autograder.checking.time_limit import SECONDS, cpu_limit
from autograder.specification import Spec, task_of
from autograder.verdict.invocation import Functions
from autograder.verdict.raised import EndedTheProgram, TooLong

COMPILED = 120.0  # where Numba may be compiling: that alone can take a minute
AFTERWARDS = 2.0  # for later calls, when one did not come to an end
MOST_ENDLESS = 3
FIRST_SIGN, NEXT_SIGN = 5.0, 10.0  # seconds until a slow check says that it is at work


class Guard:
    """Hands out guarded functions for one check.

    Parameters
    ----------
    spec : Spec
        What is checked.
    """

    def __init__(self, spec: Spec):
        self.limit = 2 * task_of(spec).seconds if spec.kind == "task" else SECONDS
        self.endless = 0
        self.heard: set[str] = set()

    def guard(self, functions: Functions) -> dict[str, Callable]:
        """The functions by name, each guarded."""
        return {name: self._guarded(name, function) for name, function in functions.items()}

    def _guarded(self, name, function):
        @functools.wraps(function, assigned=("__name__", "__doc__"), updated=())
        def call(*arguments):
            if self.endless >= MOST_ENDLESS:
                raise TooLong(self.limit)
            first = name not in self.heard
            self.heard.add(name)
            try:
                with contextlib.nullcontext() if first else _silent(), cpu_limit(self._seconds()):
                    return function(*arguments)
            except TooLong:
                self.endless += 1
                self.limit = min(AFTERWARDS, self.limit)
                raise
            except SystemExit as error:
                raise EndedTheProgram(f"exit({'' if error.code is None else repr(error.code)})") from error

        return call

    def _seconds(self):
        return max(self.limit, COMPILED) if "numba" in sys.modules and not self.endless else self.limit


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """A function is called many times; what it prints is read once."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


@contextlib.contextmanager
def signs_of_life(doing: str) -> Iterator[None]:
    """While the block runs, say on standard error every few seconds what is being done.

    Parameters
    ----------
    doing : str
        As in "checking relu_forward".
    """
    done, stream = threading.Event(), sys.stderr

    def speak() -> None:
        seconds = FIRST_SIGN
        while not done.wait(FIRST_SIGN if seconds == FIRST_SIGN else NEXT_SIGN):
            print(f"still {doing}, {seconds:.0f} s", file=stream, flush=True)
            seconds += NEXT_SIGN

    with contextlib.suppress(RuntimeError):  # a browser has no threads
        threading.Thread(target=speak, daemon=True).start()
    try:
        yield
    finally:
        done.set()
