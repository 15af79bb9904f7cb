"""A session in a process with no wall around it, on every system; it must be asked for by name.

Where the grader is root in a container that lets nobody build a wall, as at
Gradescope, the process can at least be another user's: it can't read what is
root's alone, nor touch the grader.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from autograder.grading.sandbox import isolation
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.process_tree import family_of
from autograder.grading.sandbox.session import ENDED, Session


class _Pipe:
    """The writing end of a process without a sandbox."""

    def __init__(self, file: BinaryIO):
        self.file = file

    def write(self, data: bytes, _: Callable[[], None]) -> None:
        """Send all of it."""
        self.file.write(data)
        self.file.flush()

    def close(self) -> None:
        """Send nothing more."""
        self.file.close()


@dataclass
class _Unsandboxed:
    """A process with no protection at all."""

    process: subprocess.Popen
    work: Path

    def interrupt(self) -> None:
        if sys.platform != "win32":
            self.process.send_signal(signal.SIGINT)

    def how_it_ended(self) -> str:
        return ENDED["itself"]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.work, ignore_errors=True)


def open_unsandboxed(folder: Path, limits: Limits, user: int | None = None) -> Session:
    """A fresh process with no protection at all, on every system.

    Parameters
    ----------
    folder : Path
        With the files of the sandbox.
    limits : Limits
    user : int, optional
        Whose process it is; the grader must be root then.
    """
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); from inside.cell_runner import main; main({user})"
    environment = os.environ | {name: value for name, value in isolation.ENVIRONMENT.items() if name.startswith("MPLB")}
    work = Path(tempfile.mkdtemp(prefix="unsandboxed-", dir=folder))
    if user is not None and sys.platform != "win32":
        os.chown(work, user, user)
        environment = dict(isolation.ENVIRONMENT)
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=work,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )

    reader, writer = cast(BinaryIO, process.stdout), _Pipe(cast(BinaryIO, process.stdin))  # which it has, as pipes
    return Session(reader, writer, limits, _Unsandboxed(process, work), family_of(process.pid))
