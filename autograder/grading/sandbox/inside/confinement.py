"""Shut a forked process in: its own namespaces, no capabilities, limits, a filter of system calls.

Linux only, through libc: Python has no functions for these before 3.12.
"""

import ctypes
import os
import platform
import resource
import signal
import struct

from inside.seccomp import ARCHITECTURES, NEW_NAMESPACES, assemble, rules

libc = ctypes.CDLL(None, use_errno=True)

READ_ONLY, NO_SUID, NO_DEV = 1, 2, 4
NOBODY = 65534
SET_PDEATHSIG, SET_DUMPABLE, SET_SECCOMP, DROP_BOUND, SET_CHILD_SUBREAPER, SET_NO_NEW_PRIVS = 1, 4, 22, 24, 36, 38


def become_nobody() -> None:
    """As the machine's root, become the user nobody for good: the kernel counts only an ordinary user's processes."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    _call("prctl", SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self would stay root's


def enter(limits: dict[str, int]) -> None:
    """Give this process fresh namespaces, an empty /proc and an empty /tmp; its next child is process 1 of its own.

    Parameters
    ----------
    limits : dict
        `disk` (bytes) and `files` (count) of the only writable folder, /tmp.

    Raises
    ------
    OSError
        If the kernel does not let an ordinary user make namespaces here.
    """
    uid, gid = os.getuid(), os.getgid()
    _call("unshare", NEW_NAMESPACES)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")
    options = f"size={limits['disk']},nr_inodes={limits['files']},mode=0700"
    _call("mount", b"tmpfs", b"/tmp", b"tmpfs", NO_SUID | NO_DEV, options.encode())
    _call("mount", b"tmpfs", b"/proc", b"tmpfs", NO_SUID | NO_DEV | READ_ONLY, b"size=4k,mode=0555")


def restrict(limits: dict[str, int]) -> None:
    """Take from this process, for good, what it could use against others: rights, system calls, resources."""
    for kind, value in (
        (resource.RLIMIT_AS, limits["address_space"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_FSIZE, limits["disk"]),
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(kind, (value, value))
    for capability in range(64):
        libc.prctl(DROP_BOUND, capability, 0, 0, 0)
    header, empty = struct.pack("=Ii", 0x20080522, 0), bytes(24)
    _call("capset", header, empty)
    _call("prctl", SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if platform.machine() in ARCHITECTURES:
        _filter(assemble(rules(platform.machine())))


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends."""
    _call("prctl", SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of whatever loses its own below this process, so that it is counted."""
    _call("prctl", SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _filter(program):
    code = ctypes.create_string_buffer(program, len(program))
    prog = struct.pack("HP", len(program) // 8, ctypes.addressof(code))
    _call("prctl", SET_SECCOMP, 2, prog, 0, 0)


def _call(name, *arguments):
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)
