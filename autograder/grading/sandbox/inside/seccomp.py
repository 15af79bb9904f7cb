"""The filter of system calls, in the kernel's classic BPF: which calls are looked at, and an assembler with labels.

A program is a list of instructions and labels. A label is a plain string; it
stands before the instruction that it names, and jumps go forward to it.
"""

import signal
import struct
from collections.abc import Collection
from dataclasses import dataclass

from .system_calls import allowed

# struct seccomp_data, all that the kernel shows of a call
NUMBER, ARCHITECTURE = 0, 4
FIRST, SECOND, SECOND_UPPER, FOURTH = 16, 24, 28, 40  # the lower halves of arguments, and an upper one
REFUSE, ABSENT, ALLOW, KILL = 0x00050001, 0x00050026, 0x7FFF0000, 0x80000000  # EPERM, ENOSYS
LOAD, RETURN = 0x20, 0x06
EQUAL, AT_LEAST, ANY_BIT = 0x15, 0x35, 0x45
FARTHEST = 255  # a jump has one byte

# Calls of which it depends on their arguments: numbers on x86_64 and aarch64
CLONE, CLONE3, SOCKET, SOCKETPAIR, SIGACTION, MMAP = (56, 220), (435, 435), (41, 198), (53, 199), (13, 134), (9, 222)
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
FIRST_OF_X32 = 0x40000000
LOCAL_SOCKET = 1
# user mnt pid net ipc uts
NEW_NAMESPACES = 0x10000000 | 0x00020000 | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000
NEW_CGROUP, CHILD_OF_PARENT = 0x02000000, 0x00008000
SHARED, ANONYMOUS, HUGE = 0x01, 0x20, 0x40000  # kinds of memory


class BadProgram(ValueError):
    """A filter that the assembler cannot turn into bytes."""


@dataclass(frozen=True)
class Instruction:
    """One instruction; a jump goes on with the next one where it has no label."""

    code: int
    value: int
    then: str = ""
    otherwise: str = ""


Program = list[Instruction | str]


def load(offset: int) -> Instruction:
    """Take four bytes of what the kernel shows of the call."""
    return Instruction(LOAD, offset)


def give(verdict: int) -> Instruction:
    """End with a verdict."""
    return Instruction(RETURN, verdict)


def jump_if(kind: int, value: int, then: str = "", otherwise: str = "") -> Instruction:
    """Compare what was loaded with a value, and jump."""
    return Instruction(kind, value, then, otherwise)


def assemble(program: Program) -> bytes:
    """The bytes of a program, its jumps counted from its labels.

    Raises
    ------
    BadProgram
        If a label is unknown, stands twice, names nothing, or is not within reach ahead of a jump to it.
    """
    instructions: list[Instruction] = []
    places: dict[str, int] = {}
    for line in program:
        if isinstance(line, Instruction):
            instructions.append(line)
        elif line in places:
            raise BadProgram(f"the label {line!r} stands twice")
        else:
            places[line] = len(instructions)
    if len(instructions) in places.values():
        raise BadProgram("no instruction stands behind the last label")
    packed = []
    for here, each in enumerate(instructions):
        jumps = (_jump(label, here, places) for label in (each.then, each.otherwise))
        packed.append(struct.pack("=HBBI", each.code, *jumps, each.value))
    return b"".join(packed)


def _jump(label: str, here: int, places: dict[str, int]) -> int:
    """How many instructions lie between a jump and its label."""
    if not label:
        return 0
    if label not in places:
        raise BadProgram(f"no label is called {label!r}")
    distance = places[label] - here - 1
    if not 0 <= distance <= FARTHEST:
        raise BadProgram(f"a jump of {distance} to {label!r}, where 0 to {FARTHEST} are possible")
    return distance


def rules(machine: str) -> Program:
    """The filter for a machine of ARCHITECTURES: what is not in `system_calls` is absent.

    Refused are also new namespaces, sockets but local ones, children of somebody else, memory that no limit
    counts, and handlers of SIGCHLD: who ignores it hides what the children computed.
    """
    column, architecture = ARCHITECTURES[machine]
    lines: Program = [load(ARCHITECTURE), jump_if(EQUAL, architecture, then="ours"), give(KILL), "ours", load(NUMBER)]
    if machine == "x86_64":  # the x32 calls have numbers of their own
        lines += [jump_if(AT_LEAST, FIRST_OF_X32, otherwise="not of x32"), give(ABSENT), "not of x32"]
    lines += _on("clone3", CLONE3[column], [give(ABSENT)])  # libc then falls back to clone, which is filtered
    lines += _on("mmap", MMAP[column], _unless_uncounted())
    lines += _on("clone", CLONE[column], _unless_new_namespaces())
    lines += _on("sigaction", SIGACTION[column], _unless_handler_of_children())
    for name, numbers in (("socket", SOCKET), ("socketpair", SOCKETPAIR)):
        local = jump_if(EQUAL, LOCAL_SOCKET, then=f"local {name}")
        lines += _on(name, numbers[column], [load(FIRST), local, give(REFUSE), f"local {name}", give(ALLOW)])
    return [*lines, *_only(allowed(column))]


def _only(numbers: Collection[int]) -> Program:
    """Allow these calls and no other; they stand in few ranges."""
    lines: Program = []
    for first, last in _ranges(numbers):
        lines += [jump_if(AT_LEAST, last + 1, then=f"above {last}"), jump_if(AT_LEAST, first, then=f"from {first}")]
        lines += [give(ABSENT), f"from {first}", give(ALLOW), f"above {last}"]
    return [*lines, give(ABSENT)]


def _ranges(numbers: Collection[int]) -> list[tuple[int, int]]:
    """First and last of each run of numbers, in order."""
    ordered = sorted(numbers)
    starts = [number for number in ordered if number - 1 not in numbers]
    return list(zip(starts, [number for number in ordered if number + 1 not in numbers], strict=True))


def _on(name: str, number: int, lines: Program) -> Program:
    """These lines for one system call only."""
    return [jump_if(EQUAL, number, otherwise=f"not {name}"), *lines, f"not {name}"]


def _unless_new_namespaces() -> Program:
    is_new = jump_if(ANY_BIT, NEW_NAMESPACES | NEW_CGROUP | CHILD_OF_PARENT, otherwise="no namespace")
    return [load(FIRST), is_new, give(REFUSE), "no namespace", give(ALLOW)]


def _unless_uncounted() -> Program:
    """Shared memory without a file stays when nobody maps it any more, and huge pages are in nobody's count."""
    huge = [load(FOURTH), jump_if(ANY_BIT, HUGE, then="uncounted")]
    shared = [jump_if(ANY_BIT, ANONYMOUS, otherwise="counted"), jump_if(ANY_BIT, SHARED, otherwise="counted")]
    return [*huge, *shared, "uncounted", give(REFUSE), "counted", give(ALLOW)]


def _unless_handler_of_children() -> Program:
    """A null pointer only asks for the handler; it is 64 bits wide."""
    of_children: Program = [load(FIRST), jump_if(EQUAL, signal.SIGCHLD, then="of children"), give(ALLOW), "of children"]
    lower = [load(SECOND), jump_if(EQUAL, 0, otherwise="a handler")]
    upper = [load(SECOND_UPPER), jump_if(EQUAL, 0, then="only asking")]
    return [*of_children, *lower, *upper, "a handler", give(REFUSE), "only asking", give(ALLOW)]
