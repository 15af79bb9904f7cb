"""Is whoever is slow waited for, and is a sandbox that is lost no fault of the submission?"""

import itertools
import queue
import socket
import threading
from types import SimpleNamespace

import psutil
import pytest

from autograder.grading.sandbox import session as session_module
from autograder.grading.sandbox import warm_sandbox
from autograder.grading.sandbox.inside.frames import DONE
from autograder.grading.sandbox.interface import SandboxLost
from autograder.grading.sandbox.session import Session

READS_NOTHING = """
import gc, time
(session,) = [thing for thing in gc.get_objects() if type(thing).__name__ == "Session"]
class Slow:
    def read(self, count, real=session.reader):
        if count > 100: time.sleep(60)
        return real.read(count)
session.reader = Slow()
"""


def test_a_process_that_does_not_read_holds_nobody_up(sandbox):
    with sandbox.open() as session:
        assert session.run(READS_NOTHING).status == "ok"
        result = session.run("#" * (4 << 20), timeout=0.3)
    assert result.status in ("timeout", "died")


def test_a_receiver_gets_everything_however_slow_it_is(monkeypatch):
    ours, theirs = socket.socketpair()
    seconds, received, looks = itertools.count(step=5), [], []
    monkeypatch.setattr(warm_sandbox, "time", SimpleNamespace(monotonic=seconds.__next__))
    monkeypatch.setattr(warm_sandbox, "LOOK_SECONDS", 0.001)
    reader = threading.Thread(target=lambda: received.extend(iter(lambda: theirs.recv(1 << 16), b"")))

    def look():
        looks.append(next(seconds))
        if len(looks) == 30:
            reader.start()

    with theirs:
        with ours:
            warm_sandbox._Sender(ours).write(bytes(4 << 20), look)
        reader.join()
    assert sum(map(len, received)) == 4 << 20 and looks[29] > 60


def test_files_that_are_never_taken_are_the_sandboxs_loss(sandbox, monkeypatch):
    monkeypatch.setattr(session_module, "PATIENCE", 0.2)
    with sandbox.open() as session:
        psutil.Process(session.family.root).suspend()
        with pytest.raises(SandboxLost, match="does not take the files"):
            session.put({"data.npz": bytes(8 << 20)})


def test_what_a_session_sends_waits_until_the_grader_has_time():
    class Busy(queue.Queue):
        waited = 0

        def put(self, item, timeout):
            self.waited += timeout
            if self.waited < 100:
                raise queue.Full
            super().put(item)

    session = SimpleNamespace(frames=Busy(), is_closed=False)
    assert Session._hand_on(session, (DONE, b"ok")) and session.frames.get_nowait() == (DONE, b"ok")


def test_a_session_that_is_killed_from_outside_is_the_sandboxs_loss(sandbox):
    with sandbox.open() as session:
        psutil.Process(session.family.root).kill()
        with pytest.raises(SandboxLost, match="killed from outside"):
            session.run("1 + 1")


def test_a_sandbox_that_does_not_answer_is_lost_and_replaced(sandbox):
    with sandbox.open() as session:
        sandbox.warm.control.settimeout(0.2)
        psutil.Process(sandbox.warm.pid).suspend()
        with pytest.raises(SandboxLost, match="did not answer"):
            session.run("while True: pass", timeout=0.1)
    with sandbox.open() as session:
        assert session.run("1 + 1").status == "ok"


@pytest.mark.parametrize("code", ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9); os.abort()"])
def test_a_session_that_ends_itself_is_told_so(sandbox, code):
    with sandbox.open() as session:
        assert session.run(code).reason == "The process ended: it was killed, or it ended itself."
