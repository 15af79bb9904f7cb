"""Shut a forked process in: its own namespaces, no capabilities, limits, a filter of system calls.

Linux only, through libc: Python has no functions for these before 3.12.
"""

import ctypes
import os
import platform
import resource
import signal
import struct

libc = ctypes.CDLL(None, use_errno=True)

NEW_NAMESPACES = 0x10000000 | 0x00020000 | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000  # user mnt pid net ipc uts
READ_ONLY, NO_SUID, NO_DEV = 1, 2, 4
NOBODY = 65534
SET_PDEATHSIG, SET_DUMPABLE, SET_SECCOMP, DROP_BOUND, SET_NO_NEW_PRIVS = 1, 4, 22, 24, 38

# System calls that no exercise needs: numbers on x86_64 and aarch64
FORBIDDEN = {
    "ptrace": (101, 117),
    "setns": (308, 268),
    "unshare": (272, 97),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "memfd_create": (319, 279),  # memory that no limit below would count
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "mq_open": (240, 180),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kexec_load": (246, 104),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "open_by_handle_at": (304, 265),
}
CLONE, CLONE3, SOCKET, SIGACTION = (56, 220), (435, 435), (41, 198), (13, 134)
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def become_nobody():
    """As the machine's root, become the user nobody for good: the kernel counts only an ordinary user's processes."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    _call("prctl", SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self would stay root's


def enter(limits):
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


def restrict(limits):
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
        _filter(_program(*ARCHITECTURES[platform.machine()]))


def die_with_parent():
    """Have the kernel kill this process when its parent ends."""
    _call("prctl", SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _program(column, architecture):
    """A BPF program: refuse the calls above, new namespaces, and sockets other than local ones.

    And handlers of SIGCHLD: who ignores it hides what the children computed.
    """
    load, equal, above, test, give = 0x20, 0x15, 0x35, 0x45, 0x06
    refuse, absent, allow, kill = 0x00050001, 0x00050026, 0x7FFF0000, 0x80000000
    lines = [(load, 0, 0, 4), (equal, 1, 0, architecture), (give, 0, 0, kill), (load, 0, 0, 0)]
    if column == 0:  # the x32 calls of x86_64 have numbers of their own
        lines += [(above, 0, 1, 0x40000000), (give, 0, 0, absent)]
    for numbers in FORBIDDEN.values():
        lines += [(equal, 0, 1, numbers[column]), (give, 0, 0, refuse)]
    lines += [(equal, 0, 1, CLONE3[column]), (give, 0, 0, absent)]  # libc then falls back to clone, which is filtered
    lines += [(equal, 0, 4, CLONE[column]), (load, 0, 0, 16), (test, 0, 1, NEW_NAMESPACES | 0x02000000)]
    lines += [(give, 0, 0, refuse), (give, 0, 0, allow)]
    lines += [(equal, 0, 9, SIGACTION[column]), (load, 0, 0, 16), (equal, 1, 0, signal.SIGCHLD), (give, 0, 0, allow)]
    lines += [(load, 0, 0, 24), (equal, 0, 2, 0), (load, 0, 0, 28), (equal, 1, 0, 0)]  # only asking which one it is
    lines += [(give, 0, 0, refuse), (give, 0, 0, allow)]
    lines += [(equal, 0, 3, SOCKET[column]), (load, 0, 0, 16), (equal, 1, 0, 1), (give, 0, 0, refuse)]
    lines += [(give, 0, 0, allow)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


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
