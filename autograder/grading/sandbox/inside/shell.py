"""Run notebook cells as a kernel would, and hand out what they show as nbformat outputs."""

import contextlib
import io
import site
import time
from collections.abc import Callable
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot
from traitlets import Type
from traitlets.config import Config

STREAM_LIMIT = 100_000  # characters that one cell may print
DISPLAY_LIMIT = 40  # plots and other displays that one cell may show
PAUSE, SLOWER = 0.2, 1.1  # seconds between two deliveries of what is printed, more each time: the grader keeps few


class Outputs:
    """Collects what the running cell shows and delivers it in order."""

    def __init__(self):
        self.deliver: Callable[[dict[str, Any]], None] = lambda output: None
        self.reset()

    def reset(self) -> None:
        """Start a new cell: all limits begin again."""
        self.printed, self.shown = {"stdout": 0, "stderr": 0}, 0
        self.name, self.parts, self.last, self.pause = "", [], time.monotonic(), PAUSE

    def write(self, name: str, text: str) -> None:
        """Take printed text; what is over the limit is dropped and said once."""
        room = STREAM_LIMIT - self.printed[name]
        self.printed[name] += len(text)
        if room < 0 or not text:
            return
        if len(text) > room:
            text = f"{text[:room]}\n[The rest of the output is cut: a cell may print {STREAM_LIMIT} characters.]\n"
        if name != self.name:
            self.flush()
        self.name = name
        self.parts.append(text)
        if time.monotonic() - self.last > self.pause:
            self.flush()
            self.pause *= SLOWER

    def flush(self) -> None:
        """Deliver the text printed so far."""
        if self.parts:
            self.deliver({"output_type": "stream", "name": self.name, "text": "".join(self.parts)})
        self.parts, self.last = [], time.monotonic()

    def show(self, output: dict[str, Any]) -> None:
        """Deliver anything but text, after the text before it."""
        self.flush()
        self.shown += 1
        if self.shown <= DISPLAY_LIMIT or output["output_type"] == "error":
            self.deliver(output)
        elif self.shown == DISPLAY_LIMIT + 1:
            text = f"[The rest is not shown: a cell may show {DISPLAY_LIMIT} plots and other displays.]\n"
            self.deliver({"output_type": "stream", "name": "stderr", "text": text})


OUTPUTS = Outputs()


class Stream(io.TextIOBase):
    """Stands for sys.stdout or sys.stderr."""

    encoding = "utf-8"

    def __init__(self, name):
        self.name = name

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        OUTPUTS.write(self.name, text)
        return len(text)

    def flush(self) -> None:
        OUTPUTS.flush()


class Publisher(DisplayPublisher):
    """Shows what `display` is given."""

    def publish(self, data, metadata=None, source=None, **_):
        OUTPUTS.show({"output_type": "display_data", "data": data, "metadata": metadata or {}})

    def clear_output(self, wait=False):
        pass


class Hook(DisplayHook):
    """Shows the value of a cell's last expression."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        output = {"output_type": "execute_result", "data": format_dict, "metadata": md_dict or {}}
        count = self.exec_result.execution_count  # type: ignore[union-attr]  # IPython sets it before each cell
        OUTPUTS.show(output | {"execution_count": count})


class Shell(InteractiveShell):
    """IPython without terminal, history and files."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)

    def enable_gui(self, gui=None):
        pass

    def enable_matplotlib(self, gui=None):
        enabled = super().enable_matplotlib("inline")  # `%matplotlib notebook` and others need a browser
        pyplot.uninstall_repl_displayhook()  # it draws each figure after a cell, and then it is drawn to be shown
        return enabled

    def _tee(self, channel):
        return contextlib.nullcontext()  # IPython would keep all that is printed

    def _showtraceback(self, etype, evalue, stb):
        OUTPUTS.show(
            {"output_type": "error", "ename": etype.__name__, "evalue": str(evalue)[:2000], "traceback": list(stb)[:60]}
        )


def make_shell() -> InteractiveShell:
    """A shell whose first plot is behind it, so that forks of this process start fast."""
    site.sethelper()  # `help`, which Python leaves out with -S
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=config)
    shell.run_cell("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([0, 1]); plt.title('$x$');")
    shell.reset(new_session=True)
    return shell
