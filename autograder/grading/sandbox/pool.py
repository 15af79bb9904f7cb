"""Warm sandboxes of this process, kept between submissions; each serves one at a time, in a session of its own."""

import atexit
import contextlib
import threading

from autograder.grading.sandbox.sandbox import Sandbox

_idle, _lock = {}, threading.Lock()


def warm_up(kind, count):
    """Start sandboxes now; they get ready while the grader does other things.

    Raises
    ------
    walls.SandboxUnavailable
    """
    for _ in range(count):
        _give_back(kind, _make(kind))


@contextlib.contextmanager
def borrowed(kind, limits):
    """A sandbox with these limits, given back at the end."""
    with _lock:
        waiting = _idle.get(kind)
        sandbox = waiting.pop() if waiting else None
    sandbox = sandbox or _make(kind)
    sandbox.use(limits)
    try:
        yield sandbox
    finally:
        _give_back(kind, sandbox)


def _make(kind):
    sandbox = Sandbox(kind)
    atexit.register(sandbox.close)
    return sandbox


def _give_back(kind, sandbox):
    with _lock:
        _idle.setdefault(kind, []).append(sandbox)
