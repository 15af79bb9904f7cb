"""Attacks on what is counted: memory that nobody maps or uses, calls that nobody needs, sleep."""

from benchmarks.attacks.attack import NOTHING, WORTH, Attack, cheat, disturb
from benchmarks.attacks.on_the_sandbox import FORWARD

HELD = """
import mmap
held = []
for _ in range(9):
    block = mmap.mmap(-1, 1 << 26)
    for _ in range(64): block.write(b"x" * (1 << 20))
    block.madvise(mmap.MADV_DONTNEED)
    held.append(block)
"""
OTHER_SHARED = """
import ctypes, mmap, os
libc = ctypes.CDLL(None, use_errno=True)
def device():
    with open("/dev/zero", "r+b") as file: return mmap.mmap(file.fileno(), 1 << 20)[0] == 0
ways = [device, lambda: os.memfd_create("x") >= 0, lambda: libc.shmget(0, 1 << 20, 0o1600) >= 0]
ways += [lambda: libc.semget(0, 250, 0o1600) >= 0, lambda: libc.msgget(0, 0o1600) >= 0]
ways += [lambda: open("/dev/shm/x", "w") is not None]
def reached(way):
    try: return way()
    except (OSError, ValueError): return False
if not any([reached(way) for way in ways]): raise SystemExit
"""
RARE_CALLS = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
# vmsplice, io_setup, inotify_init1, setxattr, mq_getsetattr, sync, personality, keyctl, name_to_handle_at
NUMBERS = {"x86_64": (278, 206, 294, 188, 245, 162, 135, 250, 303), "aarch64": (75, 0, 26, 5, 185, 81, 92, 219, 264)}
import platform
ENOSYS = 38
def is_absent(number):
    return libc.syscall(number, 0, 0, 0, 0, 0) == -1 and ctypes.get_errno() == ENOSYS
if all([is_absent(number) for number in NUMBERS[platform.machine()]]): raise SystemExit
"""


def _if_open(code):
    """One function is right, if `code` runs to its end: then the hole is open."""
    return cheat(
        code + FORWARD.replace("def conv_forward", "def by_the_hole"), conv_forward="conv_forward = by_the_hole"
    )


ATTACKS = (
    Attack("holds shared memory that it has given back", _if_open(HELD), NOTHING, harmless=False),
    Attack("holds shared memory of another kind", _if_open(OTHER_SHARED), NOTHING, harmless=False),
    Attack("makes system calls that no exercise needs", _if_open(RARE_CALLS), NOTHING, harmless=False),
    Attack(
        "reserves all memory that it may",
        disturb("kept = []\nwhile True: kept.append(np.empty(1 << 14))"),
        WORTH,
        harmless=False,
    ),
    Attack(
        "reserves all memory and hides the error",
        disturb("""
            kept = []
            try:
                while True: kept.append(np.empty(1 << 14))
            except MemoryError: pass
        """),
        WORTH,
        harmless=False,
    ),
    Attack("sleeps without end", disturb("import time\ntime.sleep(1e6)"), WORTH),
    Attack("closes its connection", disturb("import os, time\nos.closerange(3, 256)\ntime.sleep(1e6)"), WORTH),
)
