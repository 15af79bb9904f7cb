"""Run a submission's cells behind a wall, and never be stopped, slowed or harmed by them.

A `Sandbox` keeps one warm process behind a wall (see `walls`). Each submission
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
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from autograder.grading.sandbox import isolation
from autograder.grading.sandbox.session import MEBI, Session, Usage

SEND_SECONDS = 10
FORKS = 2  # of the warm process for each session: keeper and its own


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    memory, disk, output : int
        Bytes: memory of all its processes, its /tmp, all that it shows.
    processes, files : int
    cell, submission : float
        Seconds for one cell, and for all cells together.
    """

    memory: int = 1024 * MEBI
    disk: int = 64 * MEBI
    output: int = 20 * MEBI
    processes: int = 32
    files: int = 4096
    cell: float = 90.0
    submission: float = 300.0

    def inside(self):
        """The limits that the kernel enforces, for the warm process."""
        chosen = {name: asdict(self)[name] for name in ("disk", "files", "processes")}
        return chosen | {"address_space": 4 * self.memory, "cpu": int(2 * self.submission) + 10}


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

    def __init__(self, kind="auto", limits=None):
        self.limits = limits or Limits()
        self.wall = isolation.choose(kind)
        self.folder = Path(tempfile.mkdtemp(prefix="autograder-"))
        self.folder.chmod(0o755)
        isolation.stage(self.folder)
        self.process, self.is_ready, self.shares_warm_process = None, False, True
        if self.wall:
            self._start()

    @property
    def description(self):
        """Where the student's code ran, in words: written beside every score."""
        return f"in the {self.wall.name} sandbox" if self.wall else "without a sandbox"

    def use(self, limits):
        """Serve the next submissions with these limits."""
        if limits != self.limits and self.is_ready:
            self._stop()
        self.limits = limits

    def open(self, files=None):
        """Start the session of one submission; only one at a time.

        Parameters
        ----------
        files : dict of str to bytes
            Written into its folder before the first cell.
        """
        session = self._open() if self.wall else _open_unsandboxed(self.folder, self.limits)
        session.put(files or {})
        return session

    def close(self):
        """End everything that runs behind the wall."""
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _start(self):
        self._stop()
        ours, theirs = socket.socketpair()
        with theirs:
            command = [*self.wall.prefix(self.folder), *isolation.warm_process(theirs.fileno())]
            self.process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        self.control, self.is_ready = ours, False
        self.control.settimeout(60)

    def _get_ready(self):
        """Tell the warm process its limits and wait until all is imported."""
        self.control.send(json.dumps(self.limits.inside() | {"is_root": self.wall.is_root}).encode())
        answer = self._answer()
        self.shares_warm_process = not answer["problem"]
        warm = _tree_usage(self.process.pid)
        self.warm_memory, self.own_processes, self.is_ready = warm.memory, warm.processes + FORKS, True

    def _answer(self):
        try:
            data = self.control.recv(4096)
        except OSError:
            data = b""
        if not data:
            self.process.kill()
            lines = self.process.stderr.read().decode(errors="replace").strip().splitlines() or ["no reason given"]
            raise isolation.SandboxUnavailable(f"The {self.wall.name} sandbox did not start: {lines[-1]}")
        return json.loads(data)

    def _stop(self):
        if not self.process:
            return
        self.control.close()  # the warm process then ends by itself, and what it computed is counted
        try:
            self.process.communicate(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        self.process = None

    def _open(self):
        if self.process is None or self.process.poll() is not None:
            self._start()
        if not self.is_ready:
            self._get_ready()
        ours, theirs = socket.socketpair()
        with theirs:
            command = b"open namespaces" if self.shares_warm_process else b"open"
            socket.send_fds(self.control, [command], [theirs.fileno()])
            if not self._answer()["leader"]:
                raise isolation.SandboxUnavailable("The sandbox could not start a process for a submission.")
        return Session(ours.makefile("rb"), _Sender(ours), self.limits, self._command, self._usage)

    def _command(self, word):
        """Pass a word on to the warm process; a wall that serves one submission only falls with it."""
        if self.process is None:
            return False
        if word == "kill" and not self.shares_warm_process:
            self._stop()
            return True
        try:
            self.control.send(word.encode())
            self._answer()
        except (OSError, isolation.SandboxUnavailable):
            self._stop()
            return False
        return True

    def _usage(self):
        if not self.process:
            return Usage(0, 0.0, 0)
        return _tree_usage(self.process.pid, self.warm_memory, self.own_processes)


class _Sender:
    """The writing end of a session's socket: one message has a time limit, however slowly it is read."""

    def __init__(self, connection):
        self.connection = connection

    def write(self, data):
        """Send all of it, or raise TimeoutError."""
        deadline, left = time.monotonic() + SEND_SECONDS, memoryview(data)
        waiting = select.poll()
        waiting.register(self.connection, select.POLLOUT)
        while left:
            if not waiting.poll(max(0, deadline - time.monotonic()) * 1000):
                raise TimeoutError("the message is not being read")
            with contextlib.suppress(BlockingIOError):
                left = left[self.connection.send(left, socket.MSG_DONTWAIT) :]

    def flush(self):
        """Nothing is held back."""

    def close(self):
        """Close the socket; its reader is closed apart."""
        self.connection.close()


def _open_unsandboxed(folder, limits):
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

    def command(word):
        if word == "kill":
            process.kill()
            process.wait()
            shutil.rmtree(work, ignore_errors=True)
        elif word == "interrupt" and sys.platform != "win32":
            process.send_signal(signal.SIGINT)
        return True

    return Session(process.stdout, process.stdin, limits, command, lambda: _tree_usage(process.pid))


def _tree_usage(root, shared=0, own=0):
    """What a process and all its descendants use; of the memory, what all share with the warm process is left out.

    If there are more processes than the sandbox's own, each is asked for its part, which takes the kernel longer.
    """
    memory, seconds, family = 0, 0.0, []
    with contextlib.suppress(psutil.Error):
        family = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
    many = shared and len(family) > own
    for process in family:
        with contextlib.suppress(psutil.Error), process.oneshot():
            seconds += sum(process.cpu_times()[:4])  # its own and those of children that have ended
            # last: a process that has ended and is not yet fetched has times, but no memory
            memory += _proportional(process, shared) if many else max(process.memory_info().rss - shared, 0)
    return Usage(max(memory - (shared if many else 0), 0), seconds, len(family))


def _proportional(process, shared):
    """What a process has for itself and its part of what it shares: a program started afresh shares nothing."""
    try:
        return process.memory_full_info().pss
    except psutil.AccessDenied:
        return max(process.memory_info().rss - shared, 0)
