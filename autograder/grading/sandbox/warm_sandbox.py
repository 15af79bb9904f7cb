"""Run a submission's cells behind a wall, and never be stopped, slowed or harmed by them.

A `Sandbox` keeps one warm process behind a wall (see `isolation`). Each submission
gets a `Session`: a fork of that process in namespaces of its own, with limits.
"""

import contextlib
import json
import select
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from autograder.grading.sandbox import isolation
from autograder.grading.sandbox.interface import SandboxLost
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.process_tree import ProcessTree, last_descendant, resident
from autograder.grading.sandbox.session import ENDED, Session
from autograder.grading.sandbox.unsandboxed import open_unsandboxed

ANSWER_SECONDS = 120  # for one command; on a busy machine the first imports alone take half a minute
STARTS = (0, 1, 5)  # seconds before each attempt to start a session
LOOK_SECONDS = 0.05  # between two looks at a process that does not read


class Sandbox:
    """A warm process behind a wall, which makes sessions; a context manager.

    Parameters
    ----------
    kind : {"auto", "bubblewrap", "namespaces", "user", "none"}
        "none" runs student code as the grader itself, with no protection; "user" as another user, for root alone.
    limits : Limits

    Raises
    ------
    isolation.SandboxUnavailable
    """

    def __init__(self, kind: str = "auto", limits: Limits | None = None):
        self.limits = limits or Limits()
        self.wall = isolation.choose(kind)
        self.user = isolation.NOBODY if kind == isolation.USER else None
        self.folder = _staged()
        self.warm: WarmProcess | None = None
        if self.wall:
            self.warm = WarmProcess(self.wall, self.folder)

    @property
    def description(self) -> str:
        """Where the student's code ran, in words: written beside every score."""
        unprotected = "without a sandbox" if self.user is None else "as another user, without a sandbox"
        return f"in the {self.wall.name} sandbox" if self.wall else unprotected

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

        Raises
        ------
        isolation.SandboxUnavailable
            If it can't be started, again and again.
        SandboxLost
        """
        session = self._open(self.wall) if self.wall else open_unsandboxed(self.folder, self.limits, self.user)
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
        for pause in STARTS:
            time.sleep(pause)
            try:
                return self._start(wall)
            except (OSError, isolation.SandboxUnavailable) as error:  # killed, or the machine is short of something
                self._stop()
                problem = error
        raise isolation.SandboxUnavailable(f"No session could be started, {len(STARTS)} times: {problem}")

    def _start(self, wall: isolation.Wall) -> Session:
        if self.warm is None or self.warm.process.poll() is not None:
            self._stop()
            self.warm = WarmProcess(wall, self.folder)
        if not self.warm.is_ready:
            self.warm.get_ready(self.limits)
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self.warm.fork(theirs)
            family = self.warm.family()
        except BaseException:
            ours.close()
            raise
        return Session(ours.makefile("rb"), _Sender(ours), self.limits, self, family)

    def _stop(self) -> None:
        if self.warm:
            self.warm.stop()
        self.warm = None

    def interrupt(self) -> None:
        """Have the session's running cell stop."""
        self._ask("interrupt")

    def kill(self) -> None:
        """End the session; a wall that serves one submission only falls with it."""
        if self.warm and not self.warm.is_shared:
            self._stop()
        elif self.warm:
            with contextlib.suppress(SandboxLost):
                self._ask("kill")

    def how_it_ended(self) -> str:
        """Why the session's process is silent; where it is process 1 of its namespace, it can't kill itself."""
        how = self._ask("ended")["ended"]
        if how == "killed":
            if self.warm and self.warm.is_shared:
                raise SandboxLost("The process was killed from outside; perhaps this machine is short of memory.")
            how = "itself"
        return ENDED[how]

    def _ask(self, word: str) -> dict[str, Any]:
        """Give the warm process a command; without an answer it is replaced."""
        if self.warm is None:
            raise SandboxLost("The sandbox is gone.")
        try:
            return self.warm.ask(word)
        except (OSError, isolation.SandboxUnavailable) as error:
            self._stop()
            raise SandboxLost("The sandbox was killed from outside, or did not answer.") from error


def _staged() -> Path:
    """A new folder with what the sandbox holds of this project."""
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix="autograder-"))
        folder.chmod(0o755)
        isolation.stage(folder)
    except OSError as error:  # the disk is full, most likely
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        reason = error.args[0][0][-1] if isinstance(error, shutil.Error) else error.strerror or error
        raise isolation.SandboxUnavailable(f"The files of the sandbox can't be written: {reason}.") from error
    return folder


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
        self.pid = self.memory = 0  # its number out here, its bytes without any session
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
        self.control.settimeout(ANSWER_SECONDS)

    def get_ready(self, limits: Limits) -> None:
        """Tell it its limits and wait until all is imported."""
        self.control.send(json.dumps(limits.inside() | {"is_root": self.wall.is_root}).encode())
        self.is_shared = not self._answer()["problem"]
        self.pid = last_descendant(self.process.pid)
        self.memory, self.is_ready = resident(self.pid), True

    def fork(self, connection: socket.socket) -> None:
        """Have it start the process of a submission at the other end of this connection."""
        command = b"open namespaces" if self.is_shared else b"open"
        socket.send_fds(self.control, [command], [connection.fileno()])
        if not self._answer()["leader"]:
            raise isolation.SandboxUnavailable("The sandbox could not start a process for a submission.")

    def ask(self, word: str) -> dict[str, Any]:
        """Give it a command and wait until it is done."""
        self.control.send(word.encode())
        return self._answer()

    def family(self) -> ProcessTree:
        """The processes of the session that it has just started: the keeper has one child, their first."""
        try:
            warm, keeper, leader = ProcessTree(self.pid).processes()[:3]
        except ValueError:
            raise isolation.SandboxUnavailable("The process of a submission was killed at once.") from None
        if self.is_shared:
            return ProcessTree(leader, self.memory, relatives=(warm, keeper))
        return ProcessTree(keeper, self.memory, relatives=(warm,))  # which adopts orphans

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
    """The writing end of a session's socket."""

    def __init__(self, connection: socket.socket):
        self.connection = connection

    def write(self, data: bytes, meanwhile: Callable[[], None]) -> None:
        """Send all of it; who reads slowly, or not at all, is looked at meanwhile."""
        left = memoryview(data)
        waiting = select.poll()
        waiting.register(self.connection, select.POLLOUT)
        looked = time.monotonic()
        while left:
            ready = waiting.poll(LOOK_SECONDS * 1000)
            if ready:
                with contextlib.suppress(BlockingIOError):
                    left = left[self.connection.send(left, socket.MSG_DONTWAIT) :]
            if time.monotonic() > looked + LOOK_SECONDS:
                meanwhile()
                looked = time.monotonic()

    def close(self) -> None:
        """Close the socket; its reader is closed apart."""
        self.connection.close()
