"""Submissions a minute: stock nbgrader and ours, on the same class with the same checks, in one run.

`python -m benchmarks.grading [--quick]`, part of `make bench`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
import psutil
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
FAST = ("convolution", "batchnorm")
ALL = ("layers", "convolution", "batchnorm", "lstm")
STOCK = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = "forward-and-backward"
c.ExecutePreprocessor.timeout = 120
"""

PLAIN = """
import io, json, os, re, sys, time
import numpy as np, matplotlib.pyplot as plt
sys.path[:0] = [""]
import solutions
from autograder.grading.judge.challenges import make_challenges
from autograder.registry import load
from autograder.verdict.invocation import call_backward, call_forward
asked = {}

def answer(name, space):
    spec = load()[name]
    functions = {each: space[each] for each in spec.functions if each in space}
    if name not in asked:  # in the round that is not timed
        asked[name] = make_challenges(spec, solutions, np.random.default_rng(0))
    for each in asked[name]:
        forward = load()[spec.forward] if spec.kind == "backward" else spec
        _, cache, _ = call_forward(forward, each.case.inputs, functions)
        if spec.kind == "backward":
            call_backward(spec, each.case.upstream, cache, functions)

def play(path):
    os.chdir(os.path.dirname(path))
    sys.modules.pop("earlier", None)
    space = {"__name__": "cells"}
    for cell in json.load(open(path))["cells"]:
        source = "".join(cell["source"])
        if asks := re.match(r"check\\((\\w+)", source):
            answer(asks[1], space)
        elif cell["cell_type"] == "code":
            exec(source, space)
            for number in plt.get_fignums():
                plt.figure(number).savefig(io.BytesIO())
            plt.close("all")

for path in sys.argv[1:3]:  # one of each assignment
    play(path)
start = time.process_time()
for path in sys.argv[1:]:
    play(path)
print((time.process_time() - start) / len(sys.argv[1:]))
"""


@dataclass
class Run:
    """One command: wall seconds, CPU seconds, peak memory of itself and of all it started, in MB.

    `sandboxed` are the CPU seconds that a submission took inside its sandbox.
    """

    seconds: float
    computed: float
    own: float
    everything: float
    sandboxed: float = 0.0


def main():
    """Measure and print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small classes, for a first look")
    options = parser.parse_args()
    console = Console(width=110)
    console.print(f"load before the start: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        released = Path(folder) / "released"
        run_command(
            [BIN / "python", "-m", "autograder.grading.assignments.student_bundle", released / "student"],
            released / "course",
        )
        courses = _Courses(Path(folder), released / "course")
        _grade(courses.make(ALL, len(ALL)), ALL)  # compiles the reference, which else the first to be timed would pay
        few, many, all_of_them = (4, 8, 12) if options.quick else (8, 24, 120)
        console.print(compare(courses, FAST, many, all_of_them, "without the training that follows the last check"))
        console.print(compare(courses, ALL, few, many, "with the two training tasks"))
        console.print(growth(courses, (8, 16) if options.quick else (24, 120, 480)))


def compare(courses, assignments, few, many, title):
    """Stock nbgrader and ours on two sizes of the same class; marginal is the slope between them."""
    table = Table(
        "grader", "class", "seconds", "a minute", "a minute without start-up", "times stock", "CPU s each", title=title
    )
    stock = None
    for name, command in GRADERS.items():
        runs = {size: command(courses, assignments, size) for size in (few, many)}
        whole = 60 * many / runs[many].seconds
        marginal = 60 * (many - few) / (runs[many].seconds - runs[few].seconds)
        cpu = (runs[many].computed - runs[few].computed) / (many - few) + runs[many].sandboxed
        stock = stock or (whole, marginal)
        times = f"{whole / stock[0]:.1f} whole, {marginal / stock[1]:.1f} without start-up"
        table.add_row(
            name, str(many), f"{runs[many].seconds:.1f}", f"{whole:.0f}", f"{marginal:.0f}", times, f"{cpu:.2f}"
        )
    return table


def growth(courses, sizes):
    """Time, memory and CPU of `autograder grade` from small to large classes."""
    table = Table(
        "class",
        "seconds",
        "seconds each",
        "CPU s each",
        "of it student's own",
        "overhead",
        "coordinator MB",
        "all MB",
        title="growth of autograder grade, without the training that follows the last check",
    )
    for size in sizes:
        root = courses.make(FAST, size)
        run = _grade(root, FAST)
        own = _student_seconds(root)
        each = run.computed / size + _in_sandboxes(root)
        row = [f"{run.seconds:.1f}", f"{run.seconds / size:.3f}", f"{each:.3f}", f"{own:.3f}", f"{each - own:.3f}"]
        table.add_row(str(size), *row, f"{run.own:.0f}", f"{run.everything:.0f}")
    return table


class _Courses:
    """Fresh courses with classes of right submissions."""

    def __init__(self, folder, released):
        self.folder, self.released, self.count = folder, released, 0

    def make(self, assignments, size):
        """A course in which `size` submissions wait, spread evenly over the assignments."""
        self.count += 1
        root = self.folder / f"course-{self.count}"
        shutil.copytree(self.released, root)
        for number in range(size):
            name = assignments[number % len(assignments)]
            target = root / "submitted" / f"student-{number:03d}" / name
            shutil.copytree(root / "source" / name, target)
            notebook = solved(target / f"{name}.ipynb")
            nbformat.write(_short(notebook) if assignments == FAST else notebook, target / f"{name}.ipynb")
        return root


def solved(path):
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = "\n".join(line for line in cell.source.splitlines() if not line.strip().startswith("###"))
    return notebook


def _short(notebook):
    """The same without what follows the last check: the student's own training, which every grader must run."""
    last = max(i for i, cell in enumerate(notebook.cells) if cell.source.startswith("check("))
    for cell in notebook.cells[last:]:
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata:
            cell.source = ""
    return notebook


def _stock(courses, assignments, size):
    root = courses.make(assignments, size)
    (root / "nbgrader_config.py").write_text(STOCK.format(root=str(root)))
    return _total([run_command([BIN / "nbgrader", "autograde", name], root, cwd=root) for name in assignments])


def _plugged(courses, assignments, size):
    root = courses.make(assignments, size)
    run = _total([run_command([BIN / "nbgrader", "autograde", name], root) for name in assignments])
    return replace(run, sandboxed=_in_sandboxes(root))


def _ours(courses, assignments, size):
    root = courses.make(assignments, size)
    return replace(_grade(root, assignments), sandboxed=_in_sandboxes(root))


GRADERS = {
    "nbgrader autograde, stock": _stock,
    "nbgrader autograde, our configuration": _plugged,
    "autograder grade, 2 workers": _ours,
}


def _grade(root, assignments):
    return run_command([BIN / "autograder", "grade", *assignments, "--workers", "2"], root)


def _total(runs):
    return Run(
        sum(run.seconds for run in runs),
        sum(run.computed for run in runs),
        max(run.own for run in runs),
        max(run.everything for run in runs),
    )


def run_command(command, root, cwd=ROOT):
    environment = os.environ | {"COURSE_ROOT": str(root), "PATH": f"{BIN}:{os.environ['PATH']}"}
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen(
        list(map(str, command)), cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    watch = _Watch(process.pid)
    _, log = process.communicate()
    seconds, after = time.perf_counter() - start, os.times()
    watch.stop()
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{log[-2000:]}")
    computed = after.children_user - before.children_user + after.children_system - before.children_system
    return Run(seconds, computed, watch.own, watch.everything)


class _Watch(threading.Thread):
    """Looks at memory five times a second: PSS, so that shared pages count once."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.own, self.everything, self.going = pid, 0.0, 0.0, True
        self.start()

    def run(self):
        while self.going:
            try:
                process = psutil.Process(self.pid)
                own = _pss(process)
                self.own = max(self.own, own)
                self.everything = max(self.everything, own + sum(map(_pss, process.children(recursive=True))))
            except psutil.Error:
                pass
            time.sleep(0.2)

    def stop(self):
        self.going = False
        self.join()


def _pss(process):
    try:
        return process.memory_full_info().pss / 2**20
    except (psutil.Error, OSError):
        return 0.0


def _in_sandboxes(root):
    """CPU seconds of a submission's processes, which no parent of theirs is charged with."""
    graded = [json.loads(path.read_text()) for path in (root / "autograded").glob("*/*/*.ipynb")]
    return sum(notebook["metadata"]["autograder"]["computed"] for notebook in graded) / len(graded)


def _student_seconds(root):
    """CPU seconds of the student's code: the cells, and the functions on as many questions as a check has, in one warm
    process with nothing else around them.
    """
    notebooks = [str(path) for path in sorted((root / "submitted").glob("*/*/*.ipynb"))]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PLAIN, *notebooks[:24]],
        cwd=ROOT,
        env=os.environ | {"MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
