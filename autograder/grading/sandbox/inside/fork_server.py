"""The warm process inside the wall: has everything imported, and forks one closed-in process for each submission."""

import contextlib
import gc
import json
import os
import random
import signal
import socket
import time

import numpy as np
from inside import confinement
from inside.cell_runner import Session
from inside.shell import make_shell
from IPython.core.interactiveshell import InteractiveShell

from autograder.registry import load

KILLED = 9  # the keeper's exit code if the leader was killed
LOOKS, PAUSE = 250, 0.02  # at a leader that may be about to end


class Forks:
    """The running session's two processes: a keeper, and the leader that it forks and waits for; 0 where none runs."""

    def __init__(self, shell: InteractiveShell, limits: dict[str, int]):
        self.shell, self.limits = shell, limits
        self.keeper = self.leader = 0
        self.ended = ""

    def interrupt(self) -> None:
        """Stop the cell that is running."""
        if self.leader:
            _signal(self.leader, signal.SIGINT)

    def kill(self) -> None:
        """End the session: the leader is process 1 of its namespace, so all that it started ends too."""
        if self.leader:
            if not self.ended:
                _signal(self.leader, signal.SIGKILL)
                os.waitpid(self.keeper, 0)
            self.keeper = self.leader = 0

    def how_it_ended(self) -> str:
        """How the leader ended: killed, itself, or not at all, which is looked at for a moment."""
        for _ in range(LOOKS):
            if self.ended or not self.leader:
                break
            ended, status = os.waitpid(self.keeper, os.WNOHANG)
            if ended:
                self.ended = "killed" if os.waitstatus_to_exitcode(status) == KILLED else "itself"
            else:
                time.sleep(PAUSE)
        return self.ended or "alive"

    def open(self, control: socket.socket, descriptor: int, namespaces: bool) -> None:
        """Start the session that talks through `descriptor`; without a leader it could not be started."""
        self.ended = ""
        read, write = os.pipe()
        self.keeper = os.fork()
        if self.keeper == 0:
            try:
                control.close()
                os.close(read)
                self._keep(descriptor, write, namespaces)
            finally:
                os._exit(0)  # whatever happens, a fork goes no further
        os.close(write)
        with os.fdopen(read) as file:
            self.leader = int(file.read() or 0)

    def _keep(self, descriptor: int, write: int, namespaces: bool) -> None:
        """As the keeper: shut this process in, fork the leader, say its number, wait for its end."""
        if self.limits["is_root"]:
            confinement.become_nobody()
        confinement.die_with_parent()
        if namespaces:
            confinement.enter(self.limits)
        else:
            confinement.adopt_orphans()
        leader = os.fork()
        if leader == 0:
            os.close(write)
            _serve(descriptor, self.shell, self.limits)
            return
        os.write(write, str(leader).encode())
        os.close(write)
        os.close(descriptor)
        _, status = os.waitpid(leader, 0)
        os._exit(KILLED if os.waitstatus_to_exitcode(status) == -signal.SIGKILL else 0)


def main(number: int) -> None:
    """Obey the grader's commands on one socket until it closes.

    `open` with a socket starts a session; `interrupt` and `kill` reach the running one; `ended` asks how it ended.
    Every command is answered by one JSON object.
    """
    control = socket.socket(fileno=number)
    shell = make_shell()
    load()  # what `check` would import anew in every fork
    limits = json.loads(control.recv(4096))
    gc.collect()
    gc.freeze()  # forks then share these pages for longer
    control.send(json.dumps({"problem": _probe(limits)}).encode())
    forks = Forks(shell, limits)
    while True:
        command, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
        if not command:
            return
        if command == b"interrupt":
            forks.interrupt()
        elif command == b"kill":
            forks.kill()
        elif command.startswith(b"open"):
            forks.open(control, descriptors[0], namespaces=command == b"open namespaces")
            os.close(descriptors[0])
        ended = forks.how_it_ended() if command == b"ended" else forks.ended
        control.send(json.dumps({"leader": forks.leader, "ended": ended}).encode())


def _signal(process: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)


def _probe(limits: dict[str, int]) -> str:
    """Try the namespaces once in a fork; an empty string, or why they are not to be had."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if limits["is_root"]:
                confinement.become_nobody()
            confinement.enter(limits)
            os._exit(0)
        except OSError as error:
            os.write(write, str(error).encode())
            os._exit(1)
    os.close(write)
    with os.fdopen(read) as file:
        problem = file.read()
    _, status = os.waitpid(child, 0)
    return problem or ("" if status == 0 else "no namespaces")


def _serve(descriptor: int, shell: InteractiveShell, limits: dict[str, int]) -> None:
    """As the leader: give up the last rights and run the submission's cells."""
    confinement.die_with_parent()
    _leave_standard_files()
    os.umask(0o077)
    os.makedirs("/tmp/work", exist_ok=True)
    os.chdir("/tmp/work")
    confinement.restrict(limits)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    np.random.seed(0)
    random.seed(0)
    connection = socket.socket(fileno=descriptor)
    Session(connection.makefile("rb"), connection.makefile("wb"), shell).serve()


def _leave_standard_files() -> None:
    """The grader's pipe for the wall's own errors would fill up."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.close(null)
