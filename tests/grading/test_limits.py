"""Is what a session uses counted, all of it and nothing else, and is it told what was too much?"""

import threading
import time

import psutil
import pytest

from autograder.grading.sandbox import session as session_module
from autograder.grading.sandbox.process_tree import Usage
from autograder.grading.sandbox.spending import Spending

# Each of many processes computes for less than the hundredth of a second in which the kernel shows times
BURN = """
import os, threading, time
def burn():
    end = time.process_time() + 0.009
    while time.process_time() < end: pass
kept, other = os.pipe()
for _ in range(20):
    if os.fork() == 0:
        {hidden}
        os.write(other, b"."); time.sleep(60); os._exit(0)
for _ in range(20): os.read(kept, 1)
"""
HIDDEN = {
    "in children": "burn()",
    "in their children": "os.wait() if os.fork() else [burn(), os._exit(0)]",
    "in threads": "thread = threading.Thread(target=burn); thread.start(); thread.join()",
}


def value(result):
    """What the last expression of a cell was."""
    assert result.status == "ok", result
    return eval(result.outputs[-1]["data"]["text/plain"])


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_time_in_many_processes_is_counted_to_the_nanosecond(sandbox, hidden):
    with sandbox.open() as session:
        before = session.computed()
        session.run(BURN.format(hidden=hidden))
        assert session.computed() - before > 20 * 0.009


ORPHAN = """
import os, time
kept, other = os.pipe()
if os.fork() == 0:
    if os.fork(): os._exit(0)
    end = time.process_time() + 0.3
    while time.process_time() < end: pass
    os.write(other, b"."); os._exit(0)
os.wait()
"""


def test_the_count_never_falls_and_orphans_belong_to_it(sandbox):
    with sandbox.open() as session:
        seen = [session.computed()]
        session.run(ORPHAN)
        session.run("os.read(kept, 1)")
        seen += [session.computed() for _ in range(20)]
    assert seen == sorted(seen) and seen[-1] - seen[0] > 0.3


def test_who_ignores_ended_children_hides_nothing_and_shells_work(sandbox):
    ignoring = "import signal\ntry: signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nexcept OSError: print('refused')"
    with sandbox.open() as session:
        assert session.run(ignoring).outputs[0]["text"] == "refused\n"
        said = session.run("!ls / | wc -l; bash -c 'sleep 0.01 & wait; echo done'").outputs
    assert "done" in "".join(output["text"] for output in said)


HOARDS = """
import subprocess, sys, time
code = "import time; kept = b'x' * (60 << 20); time.sleep(30)"
children = [subprocess.Popen([sys.executable, "-S", "-c", code]) for _ in range(10)]
time.sleep(30)
"""


def test_memory_of_other_programs_counts(sandbox):
    with sandbox.open() as session:
        assert "more than 512 MB" in session.run(HOARDS).reason


SHARED = """
import ctypes, mmap, os
libc = ctypes.CDLL(None)
def tried(way):
    try: return way() and 0
    except (OSError, ValueError): return -1
device = lambda: mmap.mmap(os.open("/dev/zero", os.O_RDWR), 4096)
made = [libc.shmget(0, 4096, 0o1600), libc.semget(0, 1, 0o1600), libc.msgget(0, 0o1600)]
[tried(lambda: mmap.mmap(-1, 4096)), tried(device), tried(lambda: os.memfd_create("x")), *made]
"""


def test_no_memory_is_to_be_had_that_no_limit_counts(sandbox):
    with sandbox.open() as session:
        assert value(session.run(SHARED)) == [-1] * 6


ORDINARY = {
    "threads": """
from concurrent.futures import ThreadPoolExecutor
assert [*ThreadPoolExecutor(3).map(abs, [-1])] == [1]
""",
    "programs": """
import subprocess, sys
assert subprocess.run("echo a | cat", shell=True, capture_output=True, text=True).stdout == "a\\n"
code = "import tempfile, random, threading; print(1)"
assert subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True).stdout == "1\\n"
""",
    "processes": """
import multiprocessing
ours, theirs = multiprocessing.Pipe()
process = multiprocessing.get_context("fork").Process(target=theirs.send, args=(5,))
process.start(); assert ours.recv() == 5; process.join(); assert process.exitcode == 0
""",
    "files": """
import os, pathlib, shutil, tempfile
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "a"); path.write_text("x"); shutil.copy2(path, folder + "/b")
    os.symlink("a", folder + "/d"); os.link(path, folder + "/c"); os.utime(path)
    os.chmod(path, 0o600); shutil.make_archive("z", "zip", folder)
    assert len(os.listdir(folder)) == 4 and [*os.walk(folder)] and shutil.disk_usage(folder)
""",
    "time": """
import os, secrets, time, uuid
time.sleep(0.001); time.process_time(); os.urandom(4); uuid.uuid1(); os.times(); secrets.token_hex()
""",
    "databases": """
import sqlite3
for place in (":memory:", "file.db"):
    base = sqlite3.connect(place); base.execute("pragma journal_mode=wal")
    base.execute("create table a(b)"); base.commit()
""",
    "arrays": """
import numpy as np
a = np.random.randn(200, 200); np.linalg.svd(a @ a); np.fft.fft(a); np.einsum("ij,jk->ik", a, a, optimize=True)
np.save("a", a); np.load("a.npy", mmap_mode="r").sum(); m = np.memmap("m", mode="w+", shape=9); m[:] = 1; m.flush()
""",
    "pictures": """
import matplotlib.pyplot as plt
plt.imshow([[1, 2]]); [plt.savefig(f"a.{kind}") for kind in ("png", "pdf", "svg")]
""",
    "waiting": """
import asyncio
program = await asyncio.create_subprocess_exec("echo", "1", stdout=-1)
assert (await program.communicate())[0] == b"1\\n"
""",
}


@pytest.mark.parametrize("code", ORDINARY.values(), ids=ORDINARY)
def test_what_python_offers_works_under_the_filter_of_system_calls(sandbox, code):
    with sandbox.open() as session:
        result = session.run(code)
    assert result.status == "ok", result.outputs


STOPPED = """
import time
def compute(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
try: compute(1e6)
except KeyboardInterrupt: {work}
"""


@pytest.mark.parametrize("work, is_lost", [("compute(0.1)", False), ("time.sleep(0.7)", False), ("compute(1e6)", True)])
def test_who_tidies_up_after_an_interrupt_keeps_the_session(sandbox, monkeypatch, work, is_lost):
    monkeypatch.setattr(session_module, "GRACE", 0.5)
    with sandbox.open() as session:
        assert session.run(STOPPED.format(work=work), timeout=0.2).status == "timeout"
        assert bool(session.dead) == is_lost


def test_all_cells_together_have_a_limit_of_what_they_compute(sandbox):
    with sandbox.open() as session:
        session.left = 1.0
        psutil.Process(session.family.root).suspend()
        threading.Timer(1.2, psutil.Process(session.family.root).resume).start()
        assert session.run("1 + 1").status == "ok" and session.left > 0.5, "by the clock nothing would be left"
        ends = [session.run(STOPPED.format(work="raise").replace("1e6", "0.3")).status for _ in range(4)]
        assert ends[0] == "ok" and ends[-1] == "died"
        assert session.dead.startswith("All cells together computed for more than")


@pytest.mark.parametrize("code", ["import time; time.sleep(1e6)", "import os; os.read(os.pipe()[0], 1)"])
def test_who_sleeps_is_stopped_and_told_so(sandbox, code):
    with sandbox.open() as session:
        result = session.run(code, timeout=0.3)
        assert result.reason == "The cell waited for more than 0.6 s without computing and was stopped."
        assert value(session.run("1 + 1")) == 2


def test_who_computes_a_little_now_and_then_meets_the_clock_on_the_wall():
    spending, seconds = Spending(began=0.0), 0.0
    while spending.seconds <= 1:
        seconds += 0.1
        spending.add(Usage(seconds=0.02 * seconds / 0.1, is_waiting=True), 0.1)
    assert spending.computed <= 2 and spending.slept == 0


def test_a_pause_of_the_grader_is_not_the_cells():
    spending = Spending(began=0.0)
    spending.add(Usage(seconds=0.01, is_waiting=True), since=1e6)
    assert spending.seconds < 1


def test_a_starved_session_loses_nothing(sandbox):
    """It is held up for far longer than it may compute or sleep, as where it gets no processor."""
    with sandbox.open() as session:
        process = psutil.Process(session.family.root)
        process.suspend()
        threading.Timer(2.5, process.resume).start()
        assert value(session.run("sum(range(100))", timeout=1)) == 4950


def test_what_the_grader_does_itself_is_not_counted(sandbox):
    def slowly(message):
        time.sleep(1.5)
        return b""

    with sandbox.open() as session:
        session.run("from autograder import check\ndef affine_forward(x, w, b): pass")
        assert session.run("check(affine_forward)", timeout=0.3, on_request=slowly).status != "timeout"
