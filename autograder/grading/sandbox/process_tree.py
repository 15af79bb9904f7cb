"""What a process and all that it started use: CPU time in nanoseconds, memory, whether any of them wants to compute.

On Linux the kernel is asked directly: the CPU clock of a process counts every thread of it, ended ones too, to the
nanosecond. What its ended children computed is shown in hundredths of a second only, cut; `unseen` bounds the rest.
"""

import contextlib
import os
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import psutil

NANO = 1e-9
TICK = 0.01  # seconds, in which /proc counts what ended children computed: user and system time apart
CPU_CLOCK = 2  # of a process, see clock_gettime(2): the scheduler's count
LISTS_CHILDREN = os.path.exists(f"/proc/self/task/{os.getpid()}/children")  # some kernels are built without
SIZES = re.compile(r"^Vm(RSS|Swap|Size):\s*(\d+)", re.MULTILINE)  # in kB
WAITING = "SXZIt"  # states of who neither computes nor wants to; stopped ones (T) are held up by somebody else


@dataclass(frozen=True)
class Usage:
    """What is used now.

    Attributes
    ----------
    memory : int
        Bytes, those in the swap space too.
    reserved : int
        The largest address space of a process, in bytes.
    seconds : float
        Computed so far by living and ended processes; it never falls.
    processes : int
    is_waiting : bool
        Whether all threads sleep.
    """

    memory: int = 0
    reserved: int = 0
    seconds: float = 0.0
    processes: int = 0
    is_waiting: bool = True


class Family(Protocol):
    """The processes of a session, as the session sees them."""

    def usage(self) -> Usage:
        """All that they use now."""

    def computed(self) -> float:
        """Seconds that they have computed, at most: what may have been hidden counts."""


class _Times(NamedTuple):
    """Of one process: its own seconds, those of ended children, and how many faults of memory those had."""

    own: float
    ended: float
    faults: int


class ProcessTree:
    """A process of Linux and all that it started.

    Parameters
    ----------
    root : int
    shared : int
        Bytes of memory that each of them shares with processes outside the tree.
    relatives : iterable of int
        Those processes, which are asked for their part of it.
    """

    def __init__(self, root: int, shared: int = 0, relatives: Iterable[int] = ()):
        self.root, self.shared, self.relatives = root, shared, tuple(relatives)
        self.seconds = self.unseen = 0.0
        self.faults: dict[int, int] = {}

    def computed(self) -> float:
        """Seconds computed, with the most that can be hidden in ended children."""
        self._count(self.processes())
        return self.seconds + self.unseen

    def usage(self) -> Usage:
        """Look at all of them."""
        processes = self.processes()
        self._count(processes)
        sizes = [_sizes(process) for process in processes]
        memory = sum(max(used - self.shared, 0) for used, _ in sizes)
        if len(processes) > 1:
            memory = sum(map(_proportional, (*processes, *self.relatives))) - self.shared
        reserved = max((size for _, size in sizes), default=0)
        return Usage(max(memory, 0), reserved, self.seconds, len(processes), all(map(_is_waiting, processes)))

    def processes(self) -> list[int]:
        """The root and its descendants: children are listed by the thread that started them."""
        if not LISTS_CHILDREN:
            return [self.root, *_descendants(self.root)]
        found = [self.root]
        for process in found:  # which grows
            for thread in _threads(process):
                found += map(int, _read(f"/proc/{process}/task/{thread}/children").split())
        return list(dict.fromkeys(found))

    def _count(self, processes: list[int]) -> None:
        """Add up the seconds; a process that ends between two looks hands its own to its parent, cut to ticks."""
        seconds, faults = 0.0, {}
        for process in processes:
            times = _times(process)
            seconds += times.own + times.ended
            faults[process] = times.faults
            if times.faults != self.faults.get(process, 0):  # a child has ended since the last look
                self.unseen += 2 * TICK
        self.faults = faults
        self.seconds = max(self.seconds, seconds)


class PortableTree:
    """The same for systems without /proc, where nobody is graded who could hide something."""

    def __init__(self, root: int):
        self.root = root

    def computed(self) -> float:
        """Seconds computed."""
        return self.usage().seconds

    def usage(self) -> Usage:
        """Look at all of them; that somebody sleeps can't be told."""
        memory = reserved = 0
        seconds, family = 0.0, []
        with contextlib.suppress(psutil.Error):
            family = [psutil.Process(self.root), *psutil.Process(self.root).children(recursive=True)]
        for process in family:
            with contextlib.suppress(psutil.Error), process.oneshot():
                seconds += sum(process.cpu_times()[:4])
                sizes = process.memory_info()
                memory, reserved = memory + sizes.rss, max(reserved, sizes.vms)
        return Usage(memory, reserved, seconds, len(family), is_waiting=False)


def family_of(root: int) -> Family:
    """The tree of a process that nothing encloses."""
    return ProcessTree(root) if sys.platform == "linux" else PortableTree(root)


def last_descendant(root: int) -> int:
    """The end of a chain of processes, each with one child."""
    return ProcessTree(root).processes()[-1]


def resident(process: int) -> int:
    """Bytes of memory of one process."""
    return _sizes(process)[0]


def _descendants(process: int) -> list[int]:
    """All that a process has started, found by the parents of all processes of this machine."""
    with contextlib.suppress(psutil.Error):
        return [child.pid for child in psutil.Process(process).children(recursive=True)]
    return []


def _read(path: str) -> str:
    """A file of /proc; empty if the process is gone."""
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def _threads(process: int) -> list[str]:
    try:
        return os.listdir(f"/proc/{process}/task")
    except OSError:
        return []


def _times(process: int) -> _Times:
    fields = _read(f"/proc/{process}/stat").rpartition(")")[2].split()
    try:
        own = time.clock_gettime_ns((~process << 3) | CPU_CLOCK) * NANO
    except OSError:
        own = 0.0
    if not fields:
        return _Times(own, 0.0, 0)
    return _Times(own, TICK * (int(fields[13]) + int(fields[14])), int(fields[8]) + int(fields[10]))


def _sizes(process: int) -> tuple[int, int]:
    """Bytes that a process has in memory and in the swap space, and bytes that it has reserved."""
    found = {name: int(size) << 10 for name, size in SIZES.findall(_read(f"/proc/{process}/status"))}
    return found.get("RSS", 0) + found.get("Swap", 0), found.get("Size", 0)


def _proportional(process: int) -> int:
    """Bytes that a process has for itself and its part of what it shares: a program started afresh shares nothing."""
    text = _read(f"/proc/{process}/smaps_rollup")
    lines = dict(line.partition(":")[::2] for line in text.splitlines()[1:])
    if "Pss" not in lines:
        return resident(process)
    return sum(int(lines.get(name, "0").split()[0]) << 10 for name in ("Pss", "SwapPss"))


def _is_waiting(process: int) -> bool:
    """Whether all its threads sleep; one that waits for the disk or for a processor does not."""
    for thread in _threads(process):
        state = _read(f"/proc/{process}/task/{thread}/stat").rpartition(")")[2].split()[:1]
        if state and state[0] not in WAITING:
            return False
    return True
