"""Say what is being done, how much of it is left, and about how long that takes."""

import shutil
import sys
import threading
import time

SECONDS = 10.0  # between two lines where the output is no terminal


class Progress:
    """Shows how far something is while it is done: on a terminal in one line, else in a new one now and then.

    Parameters
    ----------
    title : str
        What is done.
    total : int, optional
        How many steps it has, if they are counted.
    count : callable, optional
        Returns how many are done; without it, `step` counts them.
    beside : callable, optional
        Returns what is going on beside it.
    """

    def __init__(self, title, total=0, count=None, beside=None):
        self.steps, self.start = 0, time.monotonic()
        self.title, self.total, self.count = title, total, count or (lambda: self.steps)
        self.beside = beside
        self.ended, self.is_terminal = threading.Event(), sys.stdout.isatty()
        self.mover = threading.Thread(target=self._move, daemon=True)

    def __enter__(self):
        self._show("...")
        self.mover.start()
        return self

    def __exit__(self, kind, *_):
        self.ended.set()
        self.mover.join()
        self._show(f"{'stopped' if kind else 'done'} after {self.seconds:.0f} s", last=True)

    def step(self):
        """Count one more."""
        self.steps += 1

    @property
    def seconds(self):
        """How long it has taken."""
        return time.monotonic() - self.start

    @property
    def state(self):
        """How much is done, and about how long the rest takes."""
        done = min(self.count(), self.total)
        parts = [f"{done} of {self.total}"] if self.total else []
        parts.append(f"{self.seconds:.0f} s")
        if done:
            parts.append(f"about {self.seconds / done * (self.total - done):.0f} s left")
        return ", ".join(parts) + (f"; {self.beside()}" if self.beside else "")

    def _move(self):
        while not self.ended.wait(1.0 if self.is_terminal else SECONDS):
            self._show(self.state)

    def _show(self, said, last=False):
        line = f"{self.title}: {said}"
        if self.is_terminal:
            line = f"\r\033[K{line[: shutil.get_terminal_size().columns - 1]}"
        print(line, end="" if self.is_terminal and not last else "\n", flush=True)
