"""Does the filter let pass what it says, and nothing else: run here as the kernel would run it?"""

import signal
import struct

import pytest

from autograder.grading.sandbox.inside import seccomp, system_calls
from autograder.grading.sandbox.inside.seccomp import ABSENT, ALLOW, KILL, REFUSE, BadProgram

ORDINARY = {"read": (0, 63), "write": (1, 64), "mmap": (9, 222), "exit": (60, 93), "kill": (62, 129)}
CHILD, NAMESPACES = int(signal.SIGCHLD), (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x08000000, 0x04000000)
UPPER = 1 << 40  # a bit in the upper half of an argument


@pytest.fixture(params=seccomp.ARCHITECTURES)
def machine(request):
    return request.param


def verdict(machine, number, *arguments, architecture=None):
    """What the filter says to a call: an interpreter of the six instructions that it uses."""
    _, ours = seccomp.ARCHITECTURES[machine]
    seen = struct.pack("=iIQ6Q", number, architecture or ours, 0, *(*arguments, *[0] * 6)[:6])
    program = list(struct.iter_unpack("=HBBI", seccomp.assemble(seccomp.rules(machine))))
    place, loaded = 0, 0
    while True:
        code, then, otherwise, value = program[place]
        place += 1
        if code == 0x06:
            return value
        if code == 0x20:
            (loaded,) = struct.unpack_from("=I", seen, value)
        else:
            holds = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}[code]
            place += then if holds else otherwise


def number(machine, numbers):
    """The column of a machine."""
    return numbers[seccomp.ARCHITECTURES[machine][0]]


# Calls that reach other processes, namespaces and devices, or memory that no limit counts
DANGEROUS = {
    "ptrace": (101, 117),
    "mount": (165, 40),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "keyctl": (250, 219),
    "io_uring_setup": (425, 425),
    "process_vm_readv": (310, 270),
    "memfd_create": (319, 279),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "setxattr": (188, 5),
    "userfaultfd": (323, 282),
}


@pytest.mark.parametrize("name", DANGEROUS)
def test_a_dangerous_call_is_absent(machine, name):
    assert verdict(machine, number(machine, DANGEROUS[name])) == ABSENT


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_call_is_allowed(machine, name):
    assert verdict(machine, number(machine, ORDINARY[name]), 2, CHILD, 1) == ALLOW


def test_all_other_numbers_are_absent(machine):
    column, _ = seccomp.ARCHITECTURES[machine]
    looked_at = {number(machine, each) for each in (seccomp.CLONE, seccomp.SOCKET, seccomp.SOCKETPAIR)}
    looked_at |= {number(machine, each) for each in (seccomp.SIGACTION, seccomp.MMAP)}
    known = system_calls.allowed(column)
    assert not known & looked_at
    assert {verdict(machine, each) for each in known} == {ALLOW}
    assert {verdict(machine, each) for each in set(range(1000)) - known - looked_at} == {ABSENT}


def test_memory_that_no_limit_counts_is_refused(machine):
    mmap, private, shared, anonymous, huge = number(machine, seccomp.MMAP), 2, 1, 0x20, 0x40000
    for allowed in (private, shared, private | anonymous):  # a shared file takes its place on the disk
        assert verdict(machine, mmap, 0, 4096, 3, allowed) == ALLOW
    for refused in (shared | anonymous, 3 | anonymous, private | anonymous | huge, shared | huge):
        assert verdict(machine, mmap, 0, 4096, 3, refused) == REFUSE


def test_calls_of_another_architecture_kill(machine):
    (other,) = {code for _, code in seccomp.ARCHITECTURES.values()} - {seccomp.ARCHITECTURES[machine][1]}
    for architecture in (other, 0x40000003):  # the 32-bit calls of x86_64
        assert verdict(machine, number(machine, ORDINARY["read"]), architecture=architecture) == KILL


def test_x32_calls_are_absent():
    assert verdict("x86_64", 0x40000000) == verdict("x86_64", 0x40000000 | 520) == ABSENT


def test_clone_makes_processes_and_threads_but_no_namespaces(machine):
    clone = number(machine, seccomp.CLONE)
    assert verdict(machine, clone, CHILD) == verdict(machine, clone, 0x003D0F00) == ALLOW
    of_parent = 0x8000
    assert {verdict(machine, clone, flag | CHILD) for flag in (*NAMESPACES, 0x02000000, of_parent)} == {REFUSE}
    assert verdict(machine, number(machine, seccomp.CLONE3)) == ABSENT, "its flags lie in memory, which no filter sees"


def test_who_ignores_children_is_refused_and_who_asks_is_not(machine):
    sigaction = number(machine, seccomp.SIGACTION)
    assert verdict(machine, sigaction, signal.SIGINT, 0x7000) == ALLOW
    assert verdict(machine, sigaction, CHILD, 0) == ALLOW
    for handler in (1, 0x7000, UPPER, UPPER | 1):
        assert verdict(machine, sigaction, CHILD, handler) == REFUSE


def test_only_local_sockets_are_allowed(machine):
    for socket in (number(machine, seccomp.SOCKET), number(machine, seccomp.SOCKETPAIR)):
        assert verdict(machine, socket, 1) == ALLOW
        assert {verdict(machine, socket, family) for family in (0, 2, 10, 16, 17)} == {REFUSE}


def test_a_label_names_the_instruction_after_it():
    program = [seccomp.jump_if(seccomp.EQUAL, 7, "seven", "other"), "seven", seccomp.give(1), "other", seccomp.give(2)]
    assert seccomp.assemble(program) == struct.pack("=HBBI HBBI HBBI", 0x15, 0, 1, 7, 6, 0, 0, 1, 6, 0, 0, 2)


@pytest.mark.parametrize(
    "program, message",
    [
        ([seccomp.jump_if(seccomp.EQUAL, 7, "nowhere")], "no label"),
        (["twice", seccomp.give(1), "twice"], "twice"),
        (["back", seccomp.jump_if(seccomp.EQUAL, 7, "back")], "a jump of -1"),
        ([seccomp.jump_if(seccomp.EQUAL, 7, "far"), *[seccomp.load(0)] * 256, "far", seccomp.give(1)], "of 256"),
        ([seccomp.jump_if(seccomp.EQUAL, 7, "end"), "end"], "no instruction"),
    ],
    ids=["unknown", "twice", "backwards", "too far", "past the end"],
)
def test_a_program_that_the_kernel_could_not_run_is_refused(program, message):
    with pytest.raises(BadProgram, match=message):
        seccomp.assemble(program)
