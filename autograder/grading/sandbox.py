"""Run a submission's cells behind a wall, and never be stopped, slowed or harmed by them.

A `Sandbox` keeps one warm process behind a wall (see `walls`). Each submission
gets a `Session`: a fork of that process in namespaces of its own, with limits.
"""

import contextlib
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil
from nbconvert.preprocessors.sanitize import SanitizeHTML

from autograder.grading import walls
from autograder.grading.inside.frames import DONE, FILE, OUTPUT, REPLY, REQUEST, RUN, Closed, frame, read_frame

MEBI = 1 << 20
KEPT_TEXT = {"text/plain", "text/latex", "text/html"}
KEPT_IMAGES = {"image/png", "image/jpeg"}
GRACE = 1.0  # seconds between asking a cell to stop and making it
POLL = 0.05  # seconds between two looks at memory


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    memory, disk, output : int
        Bytes: memory of all its processes, its /tmp, all that it shows.
    processes, files : int
    cell, submission : float
        Seconds for one cell, and for all cells together.
    """

    memory: int = 1024 * MEBI
    disk: int = 64 * MEBI
    output: int = 20 * MEBI
    processes: int = 32
    files: int = 4096
    cell: float = 60.0
    submission: float = 240.0

    def inside(self):
        """The limits that the kernel enforces, for the warm process."""
        chosen = {name: asdict(self)[name] for name in ("disk", "files", "processes")}
        return chosen | {"address_space": 4 * self.memory, "cpu": int(2 * self.submission) + 10}


@dataclass
class CellResult:
    """How a cell ended: status "ok", "error", "timeout" or "died", the reason in words, its outputs."""

    status: str
    reason: str = ""
    outputs: list = field(default_factory=list)
    seconds: float = 0.0


class Sandbox:
    """A warm process behind a wall, which makes sessions; a context manager.

    Parameters
    ----------
    kind : {"auto", "bubblewrap", "namespaces", "none"}
        "none" runs student code as the grader itself, with no protection.
    limits : Limits

    Raises
    ------
    walls.SandboxUnavailable
    """

    def __init__(self, kind="auto", limits=None):
        self.limits = limits or Limits()
        self.wall = walls.choose(kind)
        self.folder = Path(tempfile.mkdtemp(prefix="autograder-"))
        self.folder.chmod(0o755)
        walls.stage(self.folder)
        self.process = None
        self.shares_warm_process = True
        if self.wall:
            self._start()

    @property
    def description(self):
        """What judged, in words: written beside every score."""
        if not self.wall:
            return "no sandbox"
        return f"{self.wall.name} sandbox"

    def open(self, files=None):
        """Start the session of one submission; only one at a time.

        Parameters
        ----------
        files : dict of str to bytes
            Written into its folder before the first cell.
        """
        session = self._open() if self.wall else _open_unsandboxed(self.folder, self.limits)
        session.put(files or {})
        return session

    def close(self):
        """End everything that runs behind the wall."""
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _start(self):
        self._stop()
        ours, theirs = socket.socketpair()
        with theirs:
            command = [*self.wall.prefix(self.folder), *walls.warm_process(theirs.fileno())]
            self.process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        self.control = ours
        self.control.settimeout(60)
        self.control.send(json.dumps(self.limits.inside() | {"is_root": self.wall.is_root}).encode())
        answer = self._answer()
        self.shares_warm_process = not answer["problem"]
        self.warm_memory = _tree_memory(self.process.pid)

    def _answer(self):
        try:
            data = self.control.recv(4096)
        except OSError:
            data = b""
        if not data:
            self.process.kill()
            lines = self.process.stderr.read().decode(errors="replace").strip().splitlines() or ["no reason given"]
            raise walls.SandboxUnavailable(f"The {self.wall.name} sandbox did not start: {lines[-1]}")
        return json.loads(data)

    def _stop(self):
        if self.process:
            self.process.kill()
            self.process.communicate()
            self.control.close()
            self.process = None

    def _open(self):
        if self.process is None or self.process.poll() is not None:
            self._start()
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, (10).to_bytes(8, sys.byteorder) + bytes(8))
        with theirs:
            command = b"open namespaces" if self.shares_warm_process else b"open"
            socket.send_fds(self.control, [command], [theirs.fileno()])
            if not self._answer()["leader"]:
                raise walls.SandboxUnavailable("The sandbox could not start a process for a submission.")
        reader, writer = ours.makefile("rb"), ours.makefile("wb")
        ours.close()
        return Session(reader, writer, self.limits, self._command, self._memory)

    def _command(self, word):
        """Pass `interrupt` or `kill` on; a wall that serves one submission only falls with it."""
        if self.process is None:
            return
        if word == "kill" and not self.shares_warm_process:
            self._stop()
            return
        self.control.send(word.encode())
        try:
            self._answer()
        except walls.SandboxUnavailable:
            self._stop()

    def _memory(self):
        return _tree_memory(self.process.pid, self.warm_memory) if self.process else 0


class Session:
    """The running process of one submission."""

    def __init__(self, reader, writer, limits, command, memory):
        self.reader, self.writer, self.limits = reader, writer, limits
        self.command, self.memory = command, memory
        self.frames = queue.Queue(maxsize=16)
        self.dead, self.left, self.output_left = "", limits.submission, limits.output
        threading.Thread(target=self._read, daemon=True).start()

    def put(self, files):
        """Write files into the session's folder."""
        for name, content in files.items():
            self.writer.write(frame(FILE, name.encode() + b"\0" + content))
        self.writer.flush()

    def run(self, source, timeout=None, on_request=None):
        """Run one cell.

        Parameters
        ----------
        source : str
        timeout : float, optional
            Seconds; the limit for a cell if not given.
        on_request : callable (bytes) -> bytes, optional
            Answers `check`; without it every request gets an empty reply.

        Returns
        -------
        CellResult
            Never raises for what the cell does.
        """
        if self.dead:
            return CellResult("died", self.dead)
        running = _Running(self, min(timeout or self.limits.cell, max(self.left, 0.1)), on_request)
        result = running.finish(source)
        self.left -= result.seconds
        if self.left <= 0 and not self.dead:
            self._end(f"All cells together took more than {self.limits.submission:g} s.")
        return result

    def close(self):
        """End the session and everything that it started."""
        self._end(self.dead or "The session was closed.")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _end(self, reason):
        if self.writer is None:
            return
        self.dead = reason
        self.command("kill")
        for stream in (self.writer, self.reader):
            with contextlib.suppress(OSError, ValueError):
                stream.close()
        self.writer = None

    def _read(self):
        try:
            while True:
                self.frames.put(read_frame(self.reader), timeout=60)
        except (Closed, OSError, ValueError, queue.Full):
            with contextlib.suppress(queue.Full):
                self.frames.put((None, b""), timeout=1)


class _Running:
    """One cell on its way: waits for frames, watches clock and memory."""

    def __init__(self, session, timeout, on_request):
        self.session, self.timeout = session, timeout
        self.on_request = on_request or (lambda message: b"")
        self.outputs, self.examining, self.asked_to_stop = [], 0.0, 0.0

    def finish(self, source):
        self.start = time.perf_counter()
        status, reason = self._send(RUN, source.encode(errors="replace")) or self._wait()
        seconds = time.perf_counter() - self.start - self.examining
        return CellResult(status, reason, self.outputs, seconds)

    def _wait(self):
        while True:
            try:
                kind, payload = self.session.frames.get(timeout=POLL)
            except queue.Empty:
                kind = payload = None
            else:
                ended = self._take(kind, payload)
                if ended:
                    return ended
            ended = self._watch()
            if ended:
                return ended

    def _take(self, kind, payload):
        if kind is None:
            return self._die("The process ended: it was killed, or it ended itself.")
        if kind == OUTPUT:
            return self._keep(payload)
        if kind == REQUEST:
            before = time.perf_counter()
            reply = self.on_request(payload)
            self.examining += time.perf_counter() - before
            return self._send(REPLY, reply)
        if kind == DONE and self.asked_to_stop:
            return "timeout", self._slow()
        if kind == DONE:
            return ("ok" if payload == b"ok" else "error"), ""
        return None

    def _send(self, kind, payload):
        try:
            self.session.writer.write(frame(kind, payload))
            self.session.writer.flush()
        except (OSError, ValueError, AttributeError):
            return self._die("The process did not take its next cell: it was killed, or it ended itself.")
        return None

    def _keep(self, payload):
        self.session.output_left -= len(payload)
        if self.session.output_left < 0:
            return self._die(f"It showed more than {self.session.limits.output // MEBI} MB.")
        output = clean_output(payload)
        if output and len(self.outputs) < 200:
            self.outputs.append(output)
        return None

    def _watch(self):
        elapsed = time.perf_counter() - self.start - self.examining
        if self.asked_to_stop and elapsed > self.asked_to_stop + GRACE:
            return self._die(self._slow(), "timeout")
        if not self.asked_to_stop and elapsed > self.timeout:
            self.asked_to_stop = elapsed
            self.session.command("interrupt")
        if elapsed > POLL and self.session.memory() > self.session.limits.memory:
            return self._die(f"It used more than {self.session.limits.memory // MEBI} MB of memory.")
        return None

    def _slow(self):
        return f"The cell took more than {self.timeout:.3g} s and was stopped."

    def _die(self, reason, status="died"):
        self.session._end(reason)
        return status, reason


def clean_output(payload):
    """Turn what a session says it shows into an nbformat output, or None; scripts are taken out of HTML."""
    try:
        output = json.loads(payload)
        kind = output["output_type"]
        if kind == "stream":
            name = "stderr" if output["name"] == "stderr" else "stdout"
            return {"output_type": "stream", "name": name, "text": str(output["text"])}
        if kind == "error":
            lines = [str(line)[:5000] for line in output["traceback"]][:100]
            return {
                "output_type": "error",
                "ename": str(output["ename"])[:200],
                "evalue": str(output["evalue"])[:2000],
                "traceback": lines,
            }
        if kind not in ("display_data", "execute_result"):
            return None
        data = _clean_data(output["data"])
        shown = {"output_type": kind, "data": data, "metadata": {}}
        if kind == "execute_result":
            shown["execution_count"] = int(output.get("execution_count") or 0)
        return shown if data else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _clean_data(data):
    kept = {mime: str(data[mime])[:MEBI] for mime in sorted(KEPT_TEXT) if mime in data}
    if "text/html" in kept:
        kept["text/html"] = SanitizeHTML().sanitize_html_tags(kept["text/html"])
    return kept | {mime: str(data[mime]) for mime in sorted(KEPT_IMAGES) if mime in data}


def _open_unsandboxed(folder, limits):
    """A fresh process with no protection at all, on every system."""
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); from inside.session import main; main()"
    environment = os.environ | {name: value for name, value in walls.ENVIRONMENT.items() if name.startswith("MPLB")}
    work = Path(tempfile.mkdtemp(prefix="unsandboxed-", dir=folder))
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=work,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )

    def command(word):
        if word == "kill":
            process.kill()
            process.wait()
            shutil.rmtree(work, ignore_errors=True)
        elif sys.platform != "win32":
            process.send_signal(signal.SIGINT)

    return Session(process.stdout, process.stdin, limits, command, lambda: _tree_memory(process.pid))


def _tree_memory(root, shared=0):
    """Resident bytes of a process and all its descendants, without what each shares with the warm process."""
    total = 0
    with contextlib.suppress(psutil.Error):
        for process in [psutil.Process(root), *psutil.Process(root).children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                total += max(process.memory_info().rss - shared, 0)
    return total
