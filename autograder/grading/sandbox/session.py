"""The grader's end of one submission's process: sends it cells, watches clock and memory, believes nothing."""

import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Protocol

from autograder.grading.sandbox.inside.frames import DONE, FILE, OUTPUT, REPLY, REQUEST, RUN, Closed, frame, read_frame
from autograder.grading.sandbox.interface import CellResult, SandboxLost
from autograder.grading.sandbox.limits import MEBI, Limits
from autograder.grading.sandbox.outputs import clean_output
from autograder.grading.sandbox.process_tree import Family, Usage
from autograder.grading.sandbox.spending import SLEEP, Spending
from autograder.protocol import Exchange

GRACE = 2.0  # CPU seconds between asking a cell to stop and making it
OURS = 5  # of the allowed processes: at most two of the wall, warm process, keeper, the session's own
POLL = 0.05  # seconds between two looks at what is used
PATIENCE = 300  # seconds for files to be taken before the first cell, by a process that is still ours
FULL = 0.9  # part of its memory that a cell may leave in use
MOST_OUTPUTS = 200
ENDED = {
    "itself": "The process ended: it was killed, or it ended itself.",
    "alive": "The process closed its connection to the grader.",
}


class Writer(Protocol):
    """The writing end of a session's connection."""

    def write(self, data: bytes, meanwhile: Callable[[], None]) -> object:
        """Send all of it; `meanwhile` is called while nobody reads, and may raise to give up."""

    def close(self) -> None:
        """Send nothing more."""


class Host(Protocol):
    """The sandbox that a session runs in."""

    def interrupt(self) -> None:
        """Have the running cell stop. Raises SandboxLost if the sandbox is gone."""

    def how_it_ended(self) -> str:
        """Why the session's process is silent, as a sentence about it. Raises SandboxLost if it is no fault of its."""

    def kill(self) -> None:
        """End the session's process and all that it started; never raises."""


class _Over(Exception):
    """The cell has come to its end while something was sent: how, and why."""


class Session:
    """The running process of one submission.

    Parameters
    ----------
    reader, writer : binary files
    limits : Limits
    host : Host
    family : Family
    """

    def __init__(self, reader: BinaryIO, writer: Writer, limits: Limits, host: Host, family: Family):
        self.reader, self.writer, self.limits = reader, writer, limits
        self.host, self.family = host, family
        self.frames: queue.Queue[tuple[int | None, bytes]] = queue.Queue(maxsize=2)  # they may be large
        self.dead, self.is_closed, self.left, self.output_left = "", False, limits.submission, limits.output
        threading.Thread(target=self._read, daemon=True).start()

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write files into the session's folder, those that fit.

        Raises
        ------
        SandboxLost
        """
        deadline = time.monotonic() + PATIENCE

        def wait() -> None:
            if time.monotonic() > deadline:
                raise SandboxLost("The sandbox does not take the files of a submission.")

        with contextlib.suppress(OSError):  # if the process is gone, the first cell says so
            for name, content in files.items():
                self.writer.write(frame(FILE, os.fsencode(name) + b"\0" + content), wait)

    def run(self, source: str, timeout: float | None = None, on_request: Exchange | None = None) -> CellResult:
        """Run one cell.

        Parameters
        ----------
        source : str
        timeout : float, optional
            CPU seconds; the limit for a cell if not given.
        on_request : Exchange, optional
            Answers `check`; without it every request gets an empty reply.

        Returns
        -------
        CellResult
            Whatever the cell does.

        Raises
        ------
        SandboxLost
        """
        if self.dead:
            return CellResult("died", self.dead)
        running = _Running(self, min(timeout or self.limits.cell, max(self.left, 0.1)), on_request)
        result = running.finish(source)
        self.left -= running.spending.seconds
        if self.left <= 0 and not self.dead:
            most = self.limits.submission
            self._end(
                f"All cells together computed for more than {most:g} s, or waited for more than {SLEEP * most:g} s."
            )
        return result

    def computed(self) -> float:
        """Seconds that its processes have computed so far, by the kernel's count."""
        return self.family.computed()

    def is_full(self) -> bool:
        """Whether so much memory is in use, or reserved, that the next cell would hardly get any."""
        usage = self.family.usage()
        return usage.memory > FULL * self.limits.memory or usage.reserved > FULL * self.limits.address_space

    def close(self) -> None:
        """End the session and everything that it started."""
        self._end(self.dead or "The session was closed.")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _end(self, reason):
        if self.is_closed:
            return
        self.dead, self.is_closed = reason, True
        self.host.kill()
        for close in (self.writer.close, self.reader.close):
            with contextlib.suppress(OSError, ValueError):
                close()

    def _read(self):
        with contextlib.suppress(Closed, OSError, ValueError):
            while self._hand_on(read_frame(self.reader)):
                pass
        self._hand_on((None, b""))

    def _hand_on(self, received) -> bool:
        """Wait until the grader has time for it, however long that takes; False if the session is closed."""
        while not self.is_closed:
            with contextlib.suppress(queue.Full):
                self.frames.put(received, timeout=1)
                return True
        return False


class _Running:
    """One cell on its way: waits for frames, watches time and memory."""

    def __init__(self, session: Session, timeout: float, on_request: Exchange | None):
        self.session, self.timeout = session, timeout
        self.on_request = on_request or (lambda message: b"")
        self.outputs: list[dict[str, Any]] = []
        self.spending = Spending(session.family.usage().seconds)
        self.seen = time.monotonic()  # when it was last looked at
        self.stop_at: float | None = None  # what it may spend after it was asked to stop

    def finish(self, source: str) -> CellResult:
        try:
            status, reason = self._run(source)
        except _Over as over:
            status, reason = over.args
        if not self.session.dead:
            self._look()
        return CellResult(status, reason, self.outputs, self.spending.elapsed, self.spending.computed)

    def _run(self, source: str) -> tuple[str, str]:
        self._send(RUN, source.encode(errors="replace"))
        while True:
            try:
                kind, payload = self.session.frames.get(timeout=POLL)
            except queue.Empty:
                pass
            else:
                ended = self._take(kind, payload)
                if ended:
                    return ended
            if time.monotonic() > self.seen + POLL:
                self._watch()

    def _take(self, kind, payload):
        if kind is None:
            self._die(self.session.host.how_it_ended())
        if kind == OUTPUT:
            self._keep(payload)
        if kind == REQUEST:
            self._answer(payload)
        if kind == DONE and self.stop_at is not None:
            return "timeout", self.spending.describe(self.timeout)
        if kind == DONE:
            return ("ok" if payload == b"ok" else "error"), ""
        return None

    def _answer(self, payload):
        """What the grader takes for its reply is no time of the cell."""
        self._look()
        reply = self.on_request(payload)
        self.seen = time.monotonic()
        self._send(REPLY, reply)

    def _send(self, kind, payload):
        try:
            self.session.writer.write(frame(kind, payload), self._watch)
        except (OSError, ValueError):  # the other end is gone, or this one is closed
            self._die(self.session.host.how_it_ended())

    def _keep(self, payload):
        self.session.output_left -= len(payload)
        if self.session.output_left < 0:
            self._die(f"It showed more than {self.session.limits.output // MEBI} MB.")
        output = clean_output(payload) if len(self.outputs) < MOST_OUTPUTS else None
        if output:
            self.outputs.append(output)

    def _look(self) -> Usage:
        now, usage = time.monotonic(), self.session.family.usage()
        self.spending.add(usage, now - self.seen)
        self.seen = now
        return usage

    def _watch(self) -> None:
        usage, limits = self._look(), self.session.limits
        spent = self.spending.seconds
        if self.stop_at is None and spent > self.timeout:
            self.stop_at = spent + GRACE
            self.session.host.interrupt()
        elif self.stop_at is not None and spent > self.stop_at:
            self._die(self.spending.describe(self.timeout), "timeout")
        if usage.processes > limits.processes - OURS:
            self._die(f"It started more than {limits.processes - OURS} processes.")
        if usage.memory > limits.memory:
            self._die(f"It used more than {limits.memory // MEBI} MB of memory.")

    def _die(self, reason, status="died"):
        self.session._end(reason)
        raise _Over(status, reason)
