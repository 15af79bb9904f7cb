"""Clean what students write in a process of its own, and do without what takes it too long.

Its time is the CPU time of that process, so a busy machine changes nothing, and the memory that it can ask for is
limited. A submission has a budget for all that it shows. The process is kept; if a limit ends it, the next one is
started when it is needed.
"""

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import IO, Any, ClassVar, cast

from autograder.grading.content import cleaning
from autograder.grading.content.cleaning import MOST_HTML, MOST_MARKDOWN, Attachments, NotShown

SECONDS = 4.0  # CPU seconds for all HTML of a submission, or all Markdown of a page
MEMORY = 1 << 30
TASKS: dict[str, Callable[..., str]] = {"html": cleaning.clean_html, "markdown": cleaning.clean_markdown}
PROGRAM = "from autograder.grading.content.limited_process import serve; serve()"


@dataclass
class Budget:
    """CPU seconds that may still be spent on what one submission shows."""

    seconds: float = SECONDS


def safe_html(html: str, budget: Budget) -> str:
    """HTML of an output as HTML that can be shown: cleaned, or a sentence in its place."""
    if len(html) > MOST_HTML:
        return f"<p>HTML of more than {MOST_HTML} characters is not shown.</p>"
    try:
        return _asked("html", [html], budget)
    except NotShown as reason:
        return f"<p>{escape(str(reason))}</p>"


def safe_markdown(source: str, attachments: Attachments, budget: Budget) -> str:
    """Markdown of a cell as HTML that can be shown: rendered and cleaned, or as it was written, with the reason."""
    try:
        if len(source) > MOST_MARKDOWN:
            raise NotShown(f"Markdown of more than {MOST_MARKDOWN} characters is shown as it was written.")
        return _asked("markdown", [source, attachments], budget)
    except NotShown as reason:
        return f"<p><em>{escape(str(reason))}</em></p><pre>{escape(source)}</pre>"


def _asked(task: str, arguments: list[Any], budget: Budget) -> str:
    """The result of a task, within what is left of a budget."""
    if budget.seconds <= 0:
        raise NotShown(f"The rest is not shown as HTML: all before it took more than {SECONDS:g} s to clean.")
    worker = _Worker.borrow()
    try:
        reply = worker.ask({"task": task, "arguments": arguments, "seconds": budget.seconds})
    except (OSError, ValueError):  # it has come to a limit
        worker.close()
        budget.seconds = 0.0
        raise NotShown(f"HTML that takes more than {SECONDS:g} s to clean is not shown.") from None
    worker.give_back()
    budget.seconds -= reply["took"]
    if "refused" in reply:
        raise NotShown(reply["refused"])
    return reply["result"]


class _Worker:
    """A process that cleans, one task after the other."""

    idle: ClassVar[list["_Worker"]] = []
    lock: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        atexit.register(self.close)

    @classmethod
    def borrow(cls) -> "_Worker":
        """One that is not at work, or a new one."""
        with cls.lock:
            return cls.idle.pop() if cls.idle else cls()

    def give_back(self) -> None:
        """Let the next one who asks have it."""
        with self.lock:
            self.idle.append(self)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request and wait for the reply; OSError or ValueError if the process ends first."""
        stdin, stdout = cast(IO[bytes], self.process.stdin), cast(IO[bytes], self.process.stdout)
        stdin.write(json.dumps(request).encode() + b"\n")
        stdin.flush()
        return json.loads(stdout.readline())

    def close(self) -> None:
        """End it."""
        atexit.unregister(self.close)
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                cast(IO[bytes], stream).close()
        self.process.wait()


def serve() -> None:
    """Do tasks from standard input until it ends; a timer of the kernel ends the process where one takes too long."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if request["task"] == "markdown":
            import nbconvert.filters.markdown_mistune  # noqa: F401  # before its time runs
        signal.setitimer(signal.ITIMER_PROF, max(request["seconds"], 0.01))
        start = time.process_time()  # finer than the timer, which does not see many short tasks
        reply = _done(request["task"], request["arguments"])
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.write(json.dumps(reply | {"took": time.process_time() - start}) + "\n")
        sys.stdout.flush()


def _done(task: str, arguments: list[Any]) -> dict[str, str]:
    try:
        return {"result": TASKS[task](*arguments)}
    except NotShown as reason:
        return {"refused": str(reason)}
    except Exception as error:
        return {"refused": f"HTML that cannot be read ({type(error).__name__}) is not shown."}


if __name__ == "__main__":
    serve()
