"""Let a call of the student's end after so many seconds of computing, however endless its loop is."""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

from autograder.verdict.raised import TooLong

SECONDS = float(os.environ.get("AUTOGRADER_SECONDS", "20"))  # for one call, or one statement of a file
AGAIN = 1.0  # seconds after which the signal comes again, if an `except:` of the student's took it
GRACE = 15.0  # then the system ends the process, if it may
LOOK = 10.0  # seconds by the clock between two looks at whether anything is computed at all
ASLEEP = 3  # looks in which hardly anything was
ALONE = False  # whether this process serves nothing but the check, and may be ended


@contextlib.contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise TooLong in the block after this many CPU seconds.

    Where there are no timers of the process (Windows), a thread interrupts the main thread; where there are no
    threads either (a browser), nothing happens, and the page's own button ends the loop.

    Parameters
    ----------
    seconds : float
    """
    if threading.current_thread() is not threading.main_thread() or sys.platform == "emscripten":
        yield
    elif hasattr(signal, "setitimer"):
        with _timer(seconds):
            yield
    else:
        with _watchdog(seconds):
            yield


@contextlib.contextmanager
def _timer(seconds):
    def ring(_: int, frame: FrameType | None) -> None:
        raise TooLong(seconds)

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        with _last_resort(seconds) if ALONE else contextlib.nullcontext():
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def _last_resort(seconds):
    """Against what no exception ends: compiled loops, an `except:` in a loop, and waiting for what never comes."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    looks = [_busy()]

    def look(_: int, frame: FrameType | None) -> None:
        looks.append(_busy())
        if len(looks) > ASLEEP and looks[-1] - looks[-1 - ASLEEP] < 0.02 * ASLEEP * LOOK:
            raise TooLong(ASLEEP * LOOK, "of waiting")

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds + GRACE), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _busy():
    """Seconds in which this process computed, or would have if a busy machine had let it."""
    with contextlib.suppress(OSError, ValueError), open("/proc/self/schedstat", encoding="ascii") as file:
        return sum(map(int, file.read().split()[:2])) / 1e9
    return time.process_time()


@contextlib.contextmanager
def _watchdog(seconds):
    """The same with a thread, which can only press Ctrl-C."""
    over, done, start = threading.Event(), threading.Event(), time.process_time()

    def watch() -> None:
        while not done.wait(0.2):
            if time.process_time() - start > seconds:
                over.set()
                signal.raise_signal(signal.SIGINT)
                return

    with contextlib.suppress(RuntimeError):  # no threads here
        threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    except KeyboardInterrupt as interrupt:
        if over.is_set():
            raise TooLong(seconds) from interrupt
        raise
    finally:
        done.set()
