"""Run a submission's cells behind a wall, and never be stopped, slowed or harmed by them.

A `Sandbox` keeps one warm process behind a wall (see `isolation`). Each submission
gets a `Session`: a fork of that process in namespaces of its own, with limits.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from autograder.grading.sandbox import isolation
from autograder.grading.sandbox.limits import Limits, Usage, tree_usage
from autograder.grading.sandbox.session import Session

SEND_SECONDS = 10
FORKS = 2  # of the warm process for each session: keeper and its own


class Sandbox:
    """A warm process behind a wall, which makes sessions; a context manager.

    Parameters
    ----------
    kind : {"auto", "bubblewrap", "namespaces", "none"}
        "none" runs student code as the grader itself, with no protection.
    limits : Limits

    Raises
    ------
    isolation.SandboxUnavailable
    """

    def __init__(self, kind: str = "auto", limits: Limits | None = None):
        self.limits = limits or Limits()
        self.wall = isolation.choose(kind)
        self.folder = Path(tempfile.mkdtemp(prefix="autograder-"))
        self.folder.chmod(0o755)
        isolation.stage(self.folder)
        self.warm: WarmProcess | None = None
        if self.wall:
            self.warm = WarmProcess(self.wall, self.folder)

    @property
    def description(self) -> str:
        """Where the student's code ran, in words: written beside every score."""
        return f"in the {self.wall.name} sandbox" if self.wall else "without a sandbox"

    def use(self, limits: Limits) -> None:
        """Serve the next submissions with these limits."""
        if self.warm and self.warm.is_ready and limits != self.limits:
            self._stop()
        self.limits = limits

    def open(self, files: Mapping[str, bytes] | None = None) -> Session:
        """Start the session of one submission; only one at a time.

        Parameters
        ----------
        files : dict of str to bytes
            Written into its folder before the first cell.
        """
        session = self._open(self.wall) if self.wall else _open_unsandboxed(self.folder, self.limits)
        session.put(files or {})
        return session

    def close(self) -> None:
        """End everything that runs behind the wall."""
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _open(self, wall: isolation.Wall) -> Session:
        if self.warm is None or self.warm.process.poll() is not None:
            self._stop()
            self.warm = WarmProcess(wall, self.folder)
        if not self.warm.is_ready:
            self.warm.get_ready(self.limits)
        ours, theirs = socket.socketpair()
        with theirs:
            self.warm.fork(theirs)
        return Session(ours.makefile("rb"), _Sender(ours), self.limits, self._command, self._usage)

    def _stop(self) -> None:
        if self.warm:
            self.warm.stop()
        self.warm = None

    def _command(self, word: str) -> bool:
        """Pass a word on to the warm process; a wall that serves one submission only falls with it."""
        if self.warm is None:
            return False
        if word == "kill" and not self.warm.is_shared:
            self._stop()
            return True
        try:
            self.warm.send(word)
        except (OSError, isolation.SandboxUnavailable):
            self._stop()
            return False
        return True

    def _usage(self) -> Usage:
        return self.warm.usage() if self.warm else Usage(0, 0.0, 0)


class WarmProcess:
    """The process behind a wall that has all imported, and of which every session is a fork.

    Attributes
    ----------
    is_ready : bool
        Whether it knows its limits and has said that it can fork.
    is_shared : bool
        Whether it serves one submission after the other; without namespaces of their own it serves one only.
    """

    def __init__(self, wall: isolation.Wall, folder: Path):
        self.wall, self.is_ready, self.is_shared = wall, False, True
        self.memory = self.processes = 0  # without any session
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [*wall.prefix(folder), *isolation.warm_process(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        self.control.settimeout(60)

    def get_ready(self, limits: Limits) -> None:
        """Tell it its limits and wait until all is imported."""
        self.control.send(json.dumps(limits.inside() | {"is_root": self.wall.is_root}).encode())
        self.is_shared = not self._answer()["problem"]
        alone = tree_usage(self.process.pid)
        self.memory, self.processes, self.is_ready = alone.memory, alone.processes, True

    def fork(self, connection: socket.socket) -> None:
        """Have it start the process of a submission at the other end of this connection."""
        command = b"open namespaces" if self.is_shared else b"open"
        socket.send_fds(self.control, [command], [connection.fileno()])
        if not self._answer()["leader"]:
            raise isolation.SandboxUnavailable("The sandbox could not start a process for a submission.")

    def send(self, word: str) -> None:
        """Give it a command and wait until it is done."""
        self.control.send(word.encode())
        self._answer()

    def usage(self) -> Usage:
        """What it and the running session use."""
        return tree_usage(self.process.pid, self.memory, self.processes + FORKS)

    def stop(self) -> None:
        """End it and what runs below it."""
        self.control.close()  # it then ends by itself, and what it computed is counted
        try:
            self.process.communicate(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()

    def _answer(self) -> dict[str, Any]:
        try:
            data = self.control.recv(4096)
        except OSError:
            data = b""
        if not data:
            self.process.kill()
            said = self.process.stderr.read() if self.process.stderr else b""
            lines = said.decode(errors="replace").strip().splitlines() or ["no reason given"]
            raise isolation.SandboxUnavailable(f"The {self.wall.name} sandbox did not start: {lines[-1]}")
        return json.loads(data)


class _Sender:
    """The writing end of a session's socket: one message has a time limit, however slowly it is read."""

    def __init__(self, connection: socket.socket):
        self.connection = connection

    def write(self, data: bytes) -> None:
        """Send all of it, or raise TimeoutError."""
        deadline, left = time.monotonic() + SEND_SECONDS, memoryview(data)
        waiting = select.poll()
        waiting.register(self.connection, select.POLLOUT)
        while left:
            if not waiting.poll(max(0, deadline - time.monotonic()) * 1000):
                raise TimeoutError("the message is not being read")
            with contextlib.suppress(BlockingIOError):
                left = left[self.connection.send(left, socket.MSG_DONTWAIT) :]

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Close the socket; its reader is closed apart."""
        self.connection.close()


def _open_unsandboxed(folder: Path, limits: Limits) -> Session:
    """A fresh process with no protection at all, on every system."""
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); from inside.cell_runner import main; main()"
    environment = os.environ | {name: value for name, value in isolation.ENVIRONMENT.items() if name.startswith("MPLB")}
    work = Path(tempfile.mkdtemp(prefix="unsandboxed-", dir=folder))
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=work,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )

    def command(word: str) -> bool:
        if word == "kill":
            process.kill()
            process.wait()
            shutil.rmtree(work, ignore_errors=True)
        elif word == "interrupt" and sys.platform != "win32":
            process.send_signal(signal.SIGINT)
        return True

    reader, writer = cast(BinaryIO, process.stdout), cast(BinaryIO, process.stdin)  # which it has, as pipes
    return Session(reader, writer, limits, command, lambda: tree_usage(process.pid))
