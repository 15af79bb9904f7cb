"""Check a file in a child process, and go on where student code ends, blocks or kills it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]  # where the package lies
POLL = 0.05
FIRST_SIGN, NEXT_SIGN = 5.0, 10.0  # seconds until a slow check says that it is at work
PATIENCE = 600.0  # by the clock, for one statement or one function: only what sleeps or can't be interrupted needs it
MOST_RESTARTS = 50
DOING = {"runs": "running", "prepares": "preparing the check of", "checks": "checking"}


@dataclass
class Order:
    """What the child is to do.

    Attributes
    ----------
    file : str
    names : list of str
        Only these functions; all if empty.
    hint : int
        How much the text says of what is wrong, from 1 to 3.
    skipped : dict of str to str
        Places of statements that ended an earlier child, and how.
    ended : dict of str to str
        Functions that did, and how.
    checked : list of str
        Functions whose report is here already.
    """

    file: str
    names: list[str] = field(default_factory=list)
    hint: int = 1
    skipped: dict[str, str] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    checked: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """All that is known of a file after its check.

    Attributes
    ----------
    reports : list of dict
        As `Report.json` gives them, with `text` and `exercise`.
    problems : list of str
        What could not be run.
    not_checked : list of str
        What looks like a layer and was not checked, and why.
    faulty : bool
        Whether something that was meant to be checked could not be.
    unreadable : str
        Why the file is no Python and no notebook, or empty.
    found : list of (str, str)
        The student's names that are exercises, and which.
    """

    reports: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)
    faulty: bool = False
    unreadable: str = ""
    found: list[tuple[str, str]] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether something was asked for, and all of it is right."""
        return bool(self.reports) and not self.faulty and all(report["passed"] for report in self.reports)


class Interrupted(Exception):
    """Ctrl-C; the message says what was going on."""


def check_file(file: str, names: Sequence[str] = (), hint: int = 1) -> Outcome:
    """Check the exercise functions of a file, each whatever happens to the others.

    Parameters
    ----------
    file : str
    names : sequence of str
        Only these; all if empty.
    hint : int
        How much is said of what is wrong, from 1 to 3.

    Raises
    ------
    Interrupted
        If the user pressed Ctrl-C.
    """
    order, outcome = Order(file, list(names), hint), Outcome()
    for _ in range(MOST_RESTARTS):
        step = _follow(order, outcome)
        if step is None:
            break
        what, how = step
        kind, _, name = what.partition(" ")
        if kind == "runs":
            order.skipped[name] = how
        else:
            order.ended[name] = how
        order.checked = [report["function"] for report in outcome.reports]
    return outcome


def _follow(order: Order, outcome: Outcome) -> tuple[str, str] | None:
    """Run one child to its end; the step at which it ended too early, and how."""
    with tempfile.TemporaryDirectory() as folder:
        events = Path(folder) / "events"
        events.touch()
        child = _start(order, events)
        step = Step()
        try:
            for event in _events(child, events, step):
                _take(event, outcome, step)
        except KeyboardInterrupt:
            raise Interrupted(f"interrupted while {step}" if step.what else "interrupted") from None
        finally:
            _end(child)
    if step.done or outcome.unreadable:
        return None
    return (step.what, step.how or _how_it_ended(child.returncode)) if step.what else _gave_up(outcome, child)


@dataclass
class Step:
    """What the child is at."""

    what: str = ""
    since: float = field(default_factory=time.monotonic)
    patience: float = PATIENCE
    done: bool = False
    how: str = ""

    def __str__(self):
        kind, _, name = self.what.partition(" ")
        return f"{DOING[kind]} {name}"


def _start(order, events):
    command = [sys.executable, "-P", "-m", "autograder.checking.file_check", str(events), json.dumps(asdict(order))]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": path, "MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8:replace"},
        start_new_session=True,  # Ctrl-C is for us, who end it
    )


def _events(child, events, step) -> Iterator[dict[str, Any]]:
    """What the child writes, as it comes; in between, signs of life on standard error."""
    said = FIRST_SIGN
    with events.open(encoding="utf-8") as lines:
        while True:
            ended = child.poll() is not None  # before the last look, so that nothing is missed
            line = lines.readline()
            if line.endswith("\n"):
                said = FIRST_SIGN
                yield json.loads(line)
                continue
            if ended:
                return
            lines.seek(lines.tell() - len(line.encode())) if line else None
            waited = time.monotonic() - step.since
            if waited > step.patience:
                step.how = f"did not end within {step.patience:.0f} s."
                return
            if waited > said and step.what:
                print(f"still {step}, {waited:.0f} s", file=sys.stderr, flush=True)
                said = waited + NEXT_SIGN
            time.sleep(POLL)


def _take(event, outcome, step):
    step.since = time.monotonic()
    if kind := next((kind for kind in ("runs", "prepares") if kind in event), ""):
        step.what, step.patience = f"{kind} {event[kind]}", PATIENCE
    elif "checks" in event:
        step.what, step.patience = f"checks {event['checks']}", PATIENCE + 10 * event["seconds"]
    elif "report" in event:
        outcome.reports.append(event["report"])
    elif "found" in event:
        outcome.problems, outcome.faulty = event["problems"], event["faulty"]
        outcome.not_checked = list(event["not_checked"].values())
        outcome.found = [tuple(pair) for pair in event["found"]]
    elif "unreadable" in event:
        outcome.unreadable = event["unreadable"]
    step.done = step.done or "done" in event


def _end(child):
    with contextlib.suppress(OSError):
        os.killpg(child.pid, signal.SIGKILL) if hasattr(os, "killpg") else child.kill()
    child.wait()


def _how_it_ended(code):
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        if name == "SIGXCPU":
            return "came to no end, and could not be interrupted."
        return f"ended the whole process ({name}): a crash in compiled code, or not enough memory."
    return (
        f"ended the whole process (exit code {code}), as os._exit does; the other functions are checked all the same."
    )


def _gave_up(outcome, child):
    outcome.unreadable = f"the check could not start; its process ended with exit code {child.returncode}"
    return None
