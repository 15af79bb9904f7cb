"""Warm sandboxes of this process, kept between submissions; each serves one at a time, in a session of its own."""

import atexit
import contextlib
import threading
from collections.abc import Iterator

from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.warm_sandbox import Sandbox

_idle: dict[str, list[Sandbox]] = {}  # by kind
_lock = threading.Lock()


def warm_up(kind: str, count: int) -> None:
    """Start sandboxes now; they get ready while the grader does other things.

    Raises
    ------
    isolation.SandboxUnavailable
    """
    for _ in range(count):
        _give_back(kind, _make(kind))


@contextlib.contextmanager
def borrowed(kind: str, limits: Limits) -> Iterator[Sandbox]:
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


def _make(kind: str) -> Sandbox:
    sandbox = Sandbox(kind)
    atexit.register(sandbox.close)
    return sandbox


def _give_back(kind: str, sandbox: Sandbox) -> None:
    with _lock:
        _idle.setdefault(kind, []).append(sandbox)
