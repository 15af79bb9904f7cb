"""What one submission may use, and what it uses."""

import contextlib
from dataclasses import asdict, dataclass

import psutil

MEBI = 1 << 20


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

    def inside(self) -> dict[str, int]:
        """The limits that the kernel enforces, for the warm process."""
        chosen = {name: asdict(self)[name] for name in ("disk", "files", "processes")}
        return chosen | {"address_space": 4 * self.memory, "cpu": int(2 * self.submission) + 10}


@dataclass(frozen=True)
class Usage:
    """What the sandbox uses now: bytes, seconds computed so far, processes with the few of its own."""

    memory: int
    seconds: float
    processes: int


def tree_usage(root: int, shared: int = 0, own: int = 0) -> Usage:
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
