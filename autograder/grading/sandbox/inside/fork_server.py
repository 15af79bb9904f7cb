"""The warm process inside the wall: has everything imported, and forks one closed-in process for each submission."""

import contextlib
import gc
import json
import os
import random
import signal
import socket

import numpy as np
from inside import confinement
from inside.cell_runner import Session
from inside.shell import make_shell

from autograder.registry import load


def main(number):
    """Obey the grader's commands on one socket until it closes.

    `open` with a socket starts a session; `interrupt` and `kill` reach the running one.
    Every command is answered by one JSON object.
    """
    control = socket.socket(fileno=number)
    shell = make_shell()
    load()  # what `check` would import anew in every fork
    limits = json.loads(control.recv(4096))
    gc.collect()
    gc.freeze()  # forks then share these pages for longer
    control.send(json.dumps({"problem": _probe(limits)}).encode())
    keeper = leader = 0
    while True:
        command, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
        if not command:
            return
        if command == b"interrupt" and leader:
            _signal(leader, signal.SIGINT)
        elif command == b"kill" and leader:
            _signal(leader, signal.SIGKILL)
            os.waitpid(keeper, 0)
            keeper = leader = 0
        elif command.startswith(b"open"):
            namespaces = command == b"open namespaces"
            keeper, leader = _start(control, descriptors[0], shell, limits, namespaces)
            os.close(descriptors[0])
        control.send(json.dumps({"leader": leader}).encode())


def _signal(process, number):
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)


def _probe(limits):
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


def _start(control, descriptor, shell, limits, namespaces):
    """Fork a keeper that forks the session's process 1; returns both process numbers."""
    read, write = os.pipe()
    keeper = os.fork()
    if keeper:
        os.close(write)
        with os.fdopen(read) as file:
            text = file.read()
        return keeper, int(text or 0)
    try:
        control.close()
        os.close(read)
        if limits["is_root"]:
            confinement.become_nobody()
        confinement.die_with_parent()
        if namespaces:
            confinement.enter(limits)
        leader = os.fork()
        if leader:
            os.write(write, str(leader).encode())
            os.close(write)
            os.close(descriptor)
            os.waitpid(leader, 0)
        else:
            os.close(write)
            _serve(descriptor, shell, limits)
    finally:
        os._exit(0)


def _serve(descriptor, shell, limits):
    confinement.die_with_parent()
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # the grader's pipe for the wall's own errors would fill up
        os.dup2(null, standard)
    os.close(null)
    os.umask(0o077)
    os.makedirs("/tmp/work", exist_ok=True)
    os.chdir("/tmp/work")
    confinement.restrict(limits)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    np.random.seed(0)
    random.seed(0)
    connection = socket.socket(fileno=descriptor)
    Session(connection.makefile("rb"), connection.makefile("wb"), shell).serve()
