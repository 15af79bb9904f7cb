"""The instructor's desk in the term: types commands, prints what they say, and marks by hand as formgrader does."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

FIRST, LAST = 12, 4  # lines of what a command prints that are shown


class CommandFailed(Exception):
    """A command of the term ended with another exit code than expected."""


class Desk:
    """Commands run with the code in one folder, on the course in another.

    Parameters
    ----------
    code, course : Path
    """

    def __init__(self, code: Path, course: Path):
        self.code = code
        self.environment = os.environ | {"PYTHONPATH": str(code), "COURSE_ROOT": str(course), "COLUMNS": "110"}

    def run(self, *command: str | Path, codes: tuple[int, ...] = (0,), shown: int = FIRST) -> str:
        """Run a command, print its first and last lines, and return all that it printed.

        Parameters
        ----------
        *command : str or Path
            `autograder` or `nbgrader` and what follows.
        codes : tuple of int
            The exit codes that are no failure.
        shown : int
            How many of its first lines are printed; the last ones always are.

        Raises
        ------
        CommandFailed
        """
        name, *rest = map(str, command)
        print(f"\n$ {name} {' '.join(rest)}", flush=True)
        began = time.monotonic()
        program = [sys.executable, "-m", "nbgrader" if name == "nbgrader" else name, *rest]
        done = subprocess.run(program, cwd=self.code, env=self.environment, capture_output=True, text=True)
        said = [line.rstrip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        if len(said) > shown + LAST:
            said[shown:-LAST] = [f"[{len(said) - shown - LAST} lines]"]
        print(*(f"  {line}" for line in said), sep="\n")
        print(f"  [{time.monotonic() - began:.1f} s]", flush=True)
        if done.returncode not in codes:
            raise CommandFailed(f"{name} {' '.join(rest)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout


def most_memory() -> float:
    """Megabytes of the largest process so far, of those that have ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
