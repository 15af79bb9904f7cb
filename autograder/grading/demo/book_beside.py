"""The book, built by a process of its own while the class is graded."""

import contextlib
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

import psutil


class BookBeside:
    """A build of the book that is going on.

    Parameters
    ----------
    root : Path
        The checkout.
    command : list of str, optional
        What builds it.
    """

    def __init__(self, root: Path, command: list[str] | None = None):
        # running cells would take the processors from the class
        command = command or [sys.executable, "-m", "book.tools.build", "--only-kept"]
        self.process = subprocess.Popen(
            command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End it and what it has started, if it still goes on: the demo has failed or was interrupted."""
        if self.process.poll() is None:
            parent = psutil.Process(self.process.pid)
            for process in [*parent.children(recursive=True), parent]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.terminate()
        self.wait()

    def state(self) -> str:
        """What it said last."""
        return f"the book: {self.lines[-1]}" if self.lines else "the book"

    def left(self) -> str:
        """What it said of pages that it did not run; empty if it ran all."""
        return next((line for line in self.lines if "`make book`" in line), "")

    def wait(self) -> str:
        """Wait for its end; returns an empty string, or all that it said if it failed."""
        failed = self.process.wait()
        self.reader.join()
        if self.process.stdout:
            self.process.stdout.close()
        return "\n".join(self.lines) or "The book could not be built." if failed else ""

    def _read(self):
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines += [line.strip()] if line.strip() else []
