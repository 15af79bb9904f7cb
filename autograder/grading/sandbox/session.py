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
from autograder.grading.sandbox.limits import MEBI, Limits, Usage
from autograder.grading.sandbox.outputs import clean_output
from autograder.protocol import Exchange

GRACE = 1.0  # seconds between asking a cell to stop and making it
OURS = 5  # processes of a session that starts none: at most two of the wall, warm process, keeper, its own
POLL = 0.05  # seconds between two looks at memory
MOST_OUTPUTS = 200


class Writer(Protocol):
    """The writing end of a session's connection."""

    def write(self, data: bytes, /) -> object:
        """Send all of it."""

    def flush(self) -> None:
        """Hold nothing back."""

    def close(self) -> None:
        """Send nothing more."""


class Session:
    """The running process of one submission.

    Parameters
    ----------
    reader, writer : binary files
    limits : Limits
    command : callable (str) -> bool
        Passes `interrupt`, `kill` or `ping` on to the sandbox; whether it is still there.
    usage : callable () -> Usage
    """

    def __init__(
        self,
        reader: BinaryIO,
        writer: Writer,
        limits: Limits,
        command: Callable[[str], bool],
        usage: Callable[[], Usage],
    ):
        self.reader, self.writer, self.limits = reader, writer, limits
        self.command, self.usage = command, usage
        self.frames: queue.Queue[tuple[int | None, bytes]] = queue.Queue(maxsize=2)  # they may be large
        self.dead, self.is_closed, self.left, self.output_left = "", False, limits.submission, limits.output
        threading.Thread(target=self._read, daemon=True).start()

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write files into the session's folder, those that fit."""
        with contextlib.suppress(OSError):  # if the process is gone, the first cell says so
            for name, content in files.items():
                self.writer.write(frame(FILE, os.fsencode(name) + b"\0" + content))
            self.writer.flush()

    def run(self, source: str, timeout: float | None = None, on_request: Exchange | None = None) -> CellResult:
        """Run one cell.

        Parameters
        ----------
        source : str
        timeout : float, optional
            Seconds; the limit for a cell if not given.
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
        self.left -= result.seconds
        if self.left <= 0 and not self.dead:
            self._end(f"All cells together took more than {self.limits.submission:g} s.")
        return result

    def computed(self) -> float:
        """Seconds that its processes have computed so far, by the kernel's count."""
        return self.usage().seconds

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
        self.command("kill")
        for close in (self.writer.close, self.reader.close):
            with contextlib.suppress(OSError, ValueError):
                close()

    def _read(self):
        try:
            while True:
                self.frames.put(read_frame(self.reader), timeout=60)
        except (Closed, OSError, ValueError, queue.Full):
            with contextlib.suppress(queue.Full):
                self.frames.put((None, b""), timeout=1)


class _Running:
    """One cell on its way: waits for frames, watches clock and memory."""

    def __init__(self, session: Session, timeout: float, on_request: Exchange | None):
        self.session, self.timeout = session, timeout
        self.on_request = on_request or (lambda message: b"")
        self.outputs: list[dict[str, Any]] = []
        self.start = self.examining = self.asked_to_stop = 0.0

    def finish(self, source: str) -> CellResult:
        self.start = time.perf_counter()
        status, reason = self._send(RUN, source.encode(errors="replace")) or self._wait()
        seconds = time.perf_counter() - self.start - self.examining
        return CellResult(status, reason, self.outputs, seconds)

    def _wait(self):
        while True:
            try:
                kind, payload = self.session.frames.get(timeout=POLL)
            except queue.Empty:
                kind = payload = None
            else:
                ended = self._take(kind, payload)
                if ended:
                    return ended
            ended = self._watch()
            if ended:
                return ended

    def _take(self, kind, payload):
        if kind is None:
            return self._ended()
        if kind == OUTPUT:
            return self._keep(payload)
        if kind == REQUEST:
            before = time.perf_counter()
            reply = self.on_request(payload)
            self.examining += time.perf_counter() - before
            return self._send(REPLY, reply)
        if kind == DONE and self.asked_to_stop:
            return "timeout", self._slow()
        if kind == DONE:
            return ("ok" if payload == b"ok" else "error"), ""
        return None

    def _send(self, kind, payload):
        try:
            self.session.writer.write(frame(kind, payload))
            self.session.writer.flush()
        except (OSError, ValueError):  # the other end is gone, or this one is closed
            return self._ended()
        return None

    def _ended(self):
        if not self.session.command("ping"):
            raise SandboxLost("The sandbox was killed from outside.")
        return self._die("The process ended: it was killed, or it ended itself.")

    def _keep(self, payload):
        self.session.output_left -= len(payload)
        if self.session.output_left < 0:
            return self._die(f"It showed more than {self.session.limits.output // MEBI} MB.")
        output = clean_output(payload) if len(self.outputs) < MOST_OUTPUTS else None
        if output:
            self.outputs.append(output)
        return None

    def _watch(self):
        elapsed = time.perf_counter() - self.start - self.examining
        if self.asked_to_stop and elapsed > self.asked_to_stop + GRACE:
            return self._die(self._slow(), "timeout")
        if not self.asked_to_stop and elapsed > self.timeout:
            self.asked_to_stop = elapsed
            self.session.command("interrupt")
        usage = self.session.usage() if elapsed > POLL else None
        if usage and usage.processes >= self.session.limits.processes:
            return self._die(f"It started more than {self.session.limits.processes - OURS} processes.")
        if usage and usage.memory > self.session.limits.memory:
            return self._die(f"It used more than {self.session.limits.memory // MEBI} MB of memory.")
        return None

    def _slow(self):
        return f"The cell took more than {self.timeout:.3g} s and was stopped."

    def _die(self, reason, status="died"):
        self.session._end(reason)
        return status, reason
