"""Attacks on what is counted: memory that nobody maps or uses, calls that nobody needs, sleep."""

from textwrap import indent

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
IN_CHILDREN = """
import os, time
PARTS = 20
children = []
def conv_backward(dout, cache):
    for child in children:
        os.kill(child, 9)
        os.waitpid(child, 0)
    *arrays, conv_param = cache
    places = [(number, index) for number, array in enumerate(arrays) for index in np.ndindex(array.shape)]
    gradients, pipes = [np.zeros(array.shape) for array in arrays], [os.pipe() for _ in range(PARTS)]
    children[:] = [part_of(places[part::PARTS], dout, arrays, conv_param, pipe) for part, pipe in enumerate(pipes)]
    for part, (ours, theirs) in enumerate(pipes):
        os.close(theirs)
        with os.fdopen(ours, "rb") as file:
            slopes = np.frombuffer(file.read(8 * len(places[part::PARTS])))
        for (number, index), slope in zip(places[part::PARTS], slopes):
            gradients[number][index] = slope
    return tuple(gradients)
def part_of(places, dout, arrays, conv_param, pipe):
    child = os.fork()
    if child: return child
    slopes = []
    for number, index in places:
        moved = [array.astype(complex) for array in arrays]
        moved[number][index] += 1e-20j
        slopes.append(np.sum(dout * conv_forward(*moved, conv_param)[0]).imag / 1e-20)
    with os.fdopen(pipe[1], "wb") as file: file.write(np.array(slopes).tobytes())
    time.sleep(60)  # of an ended child all is counted
    os._exit(0)
"""
BY_THE_HOLE = "def conv_forward(*arguments):\n    assert is_open\n    return by_the_hole(*arguments)"


def _if_open(code):
    """One function is right, if `code` runs to its end: then the hole is open."""
    tried = f"def tried():{indent(code, '    ')}\n    return True\nis_open = tried()\n"
    return cheat(tried + FORWARD.replace("def conv_forward", "def by_the_hole"), conv_forward=BY_THE_HOLE)


ATTACKS = (
    Attack(
        "holds shared memory that it has given back",
        _if_open(HELD),
        NOTHING,
        harmless=False,
        before="15, and held 3 GB",
    ),
    Attack("holds shared memory of another kind", _if_open(OTHER_SHARED), NOTHING, harmless=False),
    Attack("makes system calls that no exercise needs", _if_open(RARE_CALLS), NOTHING, harmless=False),
    Attack(
        "differentiates its forward in twenty children",
        cheat("", conv_forward=FORWARD, conv_backward=IN_CHILDREN),
        NOTHING | {"check-conv_forward": 4},
        before="24 children hid 0.24 s from the count",
    ),
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
