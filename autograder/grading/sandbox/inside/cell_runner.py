"""One submission's process: takes cells, runs them, carries the talk between `check` and the examiner."""

import contextlib
import json
import os
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from inside.cell_recovery import run_the_rest
from inside.frames import CHECK_MARK, DONE, FILE, OUTPUT, REPLY, REQUEST, RUN, Closed, frame, read_frame
from inside.shell import OUTPUTS, Stream, make_shell
from IPython.core.interactiveshell import InteractiveShell

import autograder
from autograder.checking import notebook

ONLY_MEASURES = re.compile(r"\s*%%(time|timeit|prun|memit|mprun|lprun|snakeviz|debug)\b[^\n]*\n")


class Session:
    """Serve one connection until it ends.

    Parameters
    ----------
    reader, writer : binary files
    """

    def __init__(self, reader: BinaryIO, writer: BinaryIO, shell: InteractiveShell):
        self.reader, self.writer, self.shell = reader, writer, shell
        self.lock = threading.Lock()
        OUTPUTS.deliver = self.deliver

    def serve(self) -> None:
        """Run cell after cell."""
        sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
        sys.path[:0] = [""]  # modules beside the notebook
        self.check = notebook.check_through(self.exchange)
        hand_to_cells(self.check)
        while True:
            try:
                kind, payload = read_frame(self.reader)
            except Closed:
                return
            except KeyboardInterrupt:  # meant for a cell that has just ended
                continue
            if kind == RUN:
                self.run(payload.decode())
            elif kind == FILE:
                name, _, content = payload.partition(b"\0")
                path = Path(os.fsdecode(name))
                with contextlib.suppress(OSError):  # too many, too long, or in the place of another
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)

    def run(self, source: str) -> None:
        """Run one cell and report how it ended. A locked cell (see `CHECK_MARK`) finds the `check` that it means."""
        OUTPUTS.reset()
        status = "error"
        try:
            if source.startswith(CHECK_MARK):
                with self.own_check():
                    status = self._run_cell(source.removeprefix(CHECK_MARK))
            else:
                status = self._run_cell(source, to_the_end=True)
        except BaseException as error:  # what escapes IPython, an interrupt between two steps for one
            self.deliver({"output_type": "error", "ename": type(error).__name__, "evalue": "", "traceback": []})
        self.send(DONE, status.encode())

    def _run_cell(self, source: str, to_the_end: bool = False) -> str:
        source = ONLY_MEASURES.sub("", source, count=1) if ONLY_MEASURES.match(source) else source  # and defines
        result = self.shell.run_cell(source, store_history=True)
        if to_the_end and not result.success:
            run_the_rest(self.shell, source, result, lambda said: OUTPUTS.write("stderr", said))
        OUTPUTS.flush()
        return "ok" if result.success else "error"

    @contextlib.contextmanager
    def own_check(self) -> Iterator[None]:
        """Give the notebook's name `check` back to the course for one cell; a student's own comes back after it."""
        names = self.shell.user_ns
        own = {"check": names["check"]} if "check" in names else {}
        names["check"] = self.check
        try:
            yield
        finally:
            names.pop("check", None)
            names.update(own)

    def exchange(self, message: bytes) -> bytes:
        """Send bytes to the examiner and wait for its reply; empty means there is nothing more to answer."""
        with self.lock:
            self.send(REQUEST, message)
            while True:
                kind, payload = read_frame(self.reader)
                if kind == REPLY:
                    return payload

    def deliver(self, output: dict[str, Any]) -> None:
        """Hand out one output of the running cell."""
        self.send(OUTPUT, json.dumps(output, default=repr).encode())

    def send(self, kind: int, payload: bytes) -> None:
        """Write one frame."""
        self.writer.write(frame(kind, payload))
        self.writer.flush()


def hand_to_cells(check: notebook.Check) -> None:
    """Let `from autograder import check` give a cell this one; a cell that binds another gets no points by it."""
    autograder.check = notebook.check = check


def main(user: int | None = None) -> None:
    """Serve one submission on standard input and output, without any sandbox; as another user, if one is given."""
    reader, writer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    shell = make_shell()
    if user is not None:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    Session(reader, writer, shell).serve()
