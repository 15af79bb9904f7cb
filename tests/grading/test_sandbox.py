"""Does the sandbox show nothing, stop everything, and outlive whatever a cell does?"""

import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from unittest import mock

import psutil
import pytest

import autograder
from autograder.grading.content.limited_process import Budget
from autograder.grading.judge.verdict_outputs import finished_outputs
from autograder.grading.sandbox import isolation
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.warm_sandbox import Sandbox

KINDS = [isolation.Wall(kind, is_root) for kind in isolation.WALLS for is_root in (True, False)]


def value(result):
    """What the last expression of a cell was."""
    assert result.status == "ok", result
    return eval(result.outputs[-1]["data"]["text/plain"])


def sleepers():
    """Processes on this machine that the daemon's command started."""
    return [process for process in psutil.process_iter(["cmdline"]) if "987" in (process.info["cmdline"] or [])]


@pytest.fixture(scope="module", params=KINDS, ids=lambda wall: f"{wall.name}-{'root' if wall.is_root else 'user'}")
def walled(request):
    """A sandbox of each kind that can be had here."""
    if isolation._problem(request.param):
        pytest.skip(isolation._problem(request.param))
    limits = Limits(memory=512 << 20)
    with mock.patch.object(isolation, "choose", lambda kind: request.param):
        made = Sandbox("auto", limits)
    yield made
    made.close()


def test_this_machine_has_a_sandbox():
    assert isolation.choose().name == "bubblewrap"


def test_a_cell_shows_what_a_notebook_shows(walled):
    with walled.open({"data/numbers.txt": b"41"}) as session:
        first = session.run("import matplotlib.pyplot as plt\nprint('one')\nn = int(open('data/numbers.txt').read())")
        second = session.run("plt.plot([1, 2]);\nn + 1")
        third = session.run("1 / 0")
    assert first.outputs == [{"output_type": "stream", "name": "stdout", "text": "one\n"}]
    kinds = {output["output_type"] for output in second.outputs}
    assert kinds == {"execute_result", "display_data"} and "image/png" in second.outputs[-1]["data"]
    assert second.outputs[0]["data"]["text/plain"] == "42" and second.outputs[0]["execution_count"] == 2
    assert third.status == "error" and third.outputs[0]["ename"] == "ZeroDivisionError"


def test_a_figure_is_measured_once_and_drawn_once(walled):
    """Matplotlib's hook drew it after each cell in vain, which took as long as all that the student had asked for."""
    count = "line.draw = lambda renderer, draw=line.draw: (drawn.append(renderer), draw(renderer))"
    with walled.open() as session:
        made = session.run(f"from matplotlib import pyplot\ndrawn, (line,) = [], pyplot.plot([0, 1])\n{count}")
        assert value(session.run("len(drawn)")) == 2 and "image/png" in made.outputs[-1]["data"]


def test_nothing_of_the_machine_can_be_seen(walled, tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text("marks")
    seen = [str(secret), str(Path(autograder.__file__).parents[1] / "solutions"), "/etc/passwd", "/home", "/var"]
    seen += [f"/course/autograder/{name}" for name in ("grading", "solutions")]
    with walled.open() as session:
        found = value(session.run(f"import os; [path for path in {seen!r} if os.path.exists(path)]"))
        processes = value(session.run("os.listdir('/proc')"))
        environment = value(session.run("dict(os.environ)"))
        blocked = session.run("import socket; socket.create_connection(('127.0.0.1', 22), timeout=1)")
        modules = [session.run(f"import {name}").outputs[0]["ename"] for name in ("solutions", "autograd", "numba")]
    assert found == [] and processes == []
    assert not {"HOME", "PATH", "USER"} & {name for name in environment if environment[name] == os.environ.get(name)}
    assert blocked.outputs[0]["ename"] == "PermissionError"
    assert set(modules) == {"ModuleNotFoundError"}


@pytest.mark.parametrize("wall", KINDS, ids=lambda wall: f"{wall.name}-{'root' if wall.is_root else 'user'}")
def test_a_course_below_a_folder_that_is_shown_is_hidden(wall, monkeypatch):
    """As one below /usr; a Python that lies in it is shown all the same."""
    if isolation._problem(wall):
        pytest.skip(isolation._problem(wall))
    with tempfile.TemporaryDirectory(dir="/var/tmp") as shown:
        os.chmod(shown, 0o755)
        for name in ("other/x", "course/gradebook.db", "course/python/lib/y", "course/python/lib/site-packages/z"):
            (Path(shown) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(shown) / name).touch()
        monkeypatch.setattr(isolation, "SYSTEM", (*isolation.SYSTEM, shown))
        monkeypatch.setattr(isolation, "_base", lambda: Path(shown, "course", "python"))
        installed = {"purelib": f"{shown}/course/python/lib/site-packages"}
        monkeypatch.setattr(isolation.sysconfig, "get_path", lambda name, **_: installed.get(name, "/nowhere"))
        monkeypatch.setenv("COURSE_ROOT", f"{shown}/course")
        find = [*wall.prefix(None), "/usr/bin/find", shown, "-type", "f"]
        found = subprocess.run(find, capture_output=True, text=True)
        write = subprocess.run([*wall.prefix(None), "/usr/bin/touch", f"{shown}/course/new"], capture_output=True)
    assert sorted(found.stdout.split()) == [f"{shown}/course/python/lib/y", f"{shown}/other/x"], found.stderr
    assert write.returncode != 0


def test_what_every_program_needs_is_never_hidden(monkeypatch):
    for folder in ("/", "/usr", "/usr/lib", sys.base_prefix, sysconfig.get_path("stdlib")):
        monkeypatch.setattr(isolation.Path, "cwd", lambda folder=folder: Path(folder))
        assert folder not in isolation._hidden()


def test_a_wall_that_is_built_slowly_is_waited_for_and_no_weaker_one_taken(monkeypatch, capsys):
    def slow(command, timeout, **_):
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(isolation.subprocess, "run", slow)
    isolation._problem.cache_clear()
    try:
        with pytest.raises(
            isolation.SandboxUnavailable, match="120 s to build the bubblewrap sandbox, and a weaker one"
        ):
            isolation.choose()
    finally:
        isolation._problem.cache_clear()
    assert "this machine is very busy" in capsys.readouterr().err


def test_nothing_can_be_written_but_a_small_folder(walled):
    with walled.open() as session:
        for folder in ("/", "/dev", "/dev/shm", "/course", "/site", "/usr", "/proc"):
            assert session.run(f"open({folder + '/x'!r}, 'w')").status == "error", folder
        assert session.run("open('/tmp/kept', 'w').write('x'); open('own', 'w').write('x')").status == "ok"
    with walled.open() as session:
        assert value(session.run("import os; os.listdir('/tmp'), os.listdir('.')")) == (["work"], [])


def test_privileges_cannot_be_had_back(walled):
    code = (
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "calls = [libc.unshare(0x10000000), libc.mount(b'none', b'/tmp', b'tmpfs', 0, None), libc.umount2(b'/proc', 2),"
        "libc.ptrace(16, 1, 0, 0), libc.setuid(0) if os.getuid() else -1, libc.memfd_create(b'x', 0)]"
    )
    with walled.open() as session:
        session.run(code)
        assert value(session.run("calls")) == [-1] * 6


@pytest.mark.parametrize(
    "code, reason",
    [
        ("while True: pass", "more than 1 s"),
        ("import signal; signal.signal(2, signal.SIG_IGN)\nwhile True: pass", "more than 1 s"),
        ("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", "more than 27 processes"),
        ("import numpy as np; kept = [np.ones(1 << 24) for _ in range(40)]", "more than 512 MB"),
        ("import os; os._exit(0)", "ended"),
        ("import ctypes; ctypes.string_at(0)", "ended"),
        (
            "from inside.shell import OUTPUTS\n"
            "while True: OUTPUTS.deliver({'output_type': 'stream', 'name': 'stdout', 'text': 'x' * 10000})",
            "more than 2 MB",
        ),
    ],
    ids=["loop", "loop without interrupts", "forks", "memory", "exit", "crash", "output"],
)
def test_a_cell_that_runs_wild_is_stopped_and_the_next_submission_runs(sandbox, code, reason):
    with sandbox.open() as session:
        result = session.run(code, timeout=1 if reason == "more than 1 s" else None)
    assert result.status in ("timeout", "died")
    assert reason in result.reason
    with sandbox.open() as session:
        assert value(session.run("1 + 1")) == 2


@pytest.mark.parametrize(
    "code, error",
    [
        ("import numpy as np; np.ones(8 << 30)", "MemoryError"),
        ("file = open('big', 'wb')\nwhile True: file.write(bytes(1 << 20))", "OSError"),
        ("for n in range(10_000): open(f'file-{n}', 'w').close()", "OSError"),
        ("import sys; sys.exit()", "SystemExit"),
    ],
    ids=["64 GB", "disk", "inodes", "exit"],
)
def test_a_cell_that_wants_too_much_gets_an_error_and_the_next_cell_runs(sandbox, code, error):
    with sandbox.open() as session:
        assert error in [output.get("ename") for output in session.run(code).outputs]
        assert value(session.run("1 + 1")) == 2


def test_printing_a_gigabyte_keeps_the_first_lines(sandbox):
    with sandbox.open() as session:
        result = session.run("for _ in range(1 << 16): print('x' * 16_383)")
    text = "".join(output["text"] for output in result.outputs)
    assert 100_000 <= len(text) <= 101_000 and "cut" in text


def test_a_daemon_ends_with_its_session(sandbox):
    with sandbox.open() as session:
        session.run(
            "import subprocess, time; subprocess.Popen(['sleep', '987'], start_new_session=True); time.sleep(0.5)"
        )
        assert sleepers()
    assert not sleepers()


def test_what_a_session_shows_is_cleaned(sandbox):
    with sandbox.open() as session:
        html = session.run("from IPython.display import HTML\nHTML('<b>x</b><script>alert(1)</script>')").outputs
        script = session.run("from IPython.display import Javascript\nJavascript('alert(1)')").outputs
        forged = session.run("from inside.shell import OUTPUTS\nOUTPUTS.deliver({'output_type': ['x'], 'data': 3})")
    (shown,) = finished_outputs(html, Budget())
    assert "<b>x</b>" in shown.data["text/html"] and "<script" not in shown.data["text/html"]
    assert set(script[0]["data"]) == {"text/plain"}
    assert forged.outputs == []


def test_a_killed_warm_process_is_replaced(sandbox):
    psutil.Process(sandbox.warm.process.pid).kill()
    sandbox.warm.process.wait()
    with sandbox.open() as session:
        assert value(session.run("1 + 1")) == 2


def test_the_sandbox_dies_with_its_grader():
    script = "import time; from autograder.grading.sandbox.warm_sandbox import Sandbox; s = Sandbox(); "
    script += "print(s.warm.process.pid, flush=True)"
    grader = subprocess.Popen([sys.executable, "-c", f"{script}; time.sleep(60)"], stdout=subprocess.PIPE, text=True)
    warm = psutil.Process(int(grader.stdout.readline()))
    family = [warm, *warm.children(recursive=True)]
    grader.kill()
    grader.communicate()
    _, left = psutil.wait_procs(family, timeout=5)
    assert not [each for each in left if each.status() != psutil.STATUS_ZOMBIE]  # which its new parent may not collect


def test_without_a_sandbox_nothing_is_run():
    with mock.patch.object(isolation.shutil, "which", return_value=None):
        isolation._problem.cache_clear()
        try:
            with pytest.raises(
                isolation.SandboxUnavailable, match=r"bwrap is not installed.*apt-get install bubblewrap"
            ):
                Sandbox()
        finally:
            isolation._problem.cache_clear()


def test_no_sandbox_at_all_runs_by_name_only():
    with Sandbox("none", Limits()) as bare, bare.open({"x.txt": b"7"}) as session:
        assert bare.description == "without a sandbox"
        assert value(session.run("open('x.txt').read()")) == "7"
        assert session.run("while True: pass", timeout=1).status == "timeout"
