"""Memory of `autograder grade` from a small class to a very large one: `python -m benchmarks.memory [SIZE ...]`.

The class is simulated: everybody hands in the same right notebook, and in place of running and judging it a stand-in
returns what a judged one looks like. All else is the real thing: reading, handing out, gradebook, history, files,
summary. What a submission takes in its sandbox is limited there and measured by `benchmarks.grading`.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.grading.assignments.student_bundle import ROOT, release

ASSIGNMENT = "layers"
SIZES = (24, 1000, 10_000)
SHOWN = 20_000  # characters of what the cells of a graded notebook show
STAND_IN = (
    "Simulated class: a stand-in takes the place of running and judging; all else is what `autograder grade` does."
)


def main():
    """Print one row a size, or, as a process of its own, grade one class."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--grade", action="store_true", help="grade the class of $COURSE_ROOT, and print its peak")
    options = parser.parse_args()
    if options.grade:
        _grade()
        return
    table = Table("class", "seconds", "CPU s each", "peak memory, MB", title="memory of a growing class")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["COURSE_ROOT"] = folder
            release(ROOT, only=[ASSIGNMENT])
            _hand_in(Path(folder), size)
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.memory", "--grade"], cwd=ROOT, capture_output=True, text=True
            )
            if done.returncode:
                raise SystemExit(f"a class of {size} could not be graded:\n{done.stderr[-2000:]}")
            computed, peak = map(float, done.stdout.splitlines()[-1].split())
            seconds = time.perf_counter() - start
        table.add_row(str(size), f"{seconds:.1f}", f"{computed / size:.3f}", f"{peak:.0f}")
    console = Console(width=110)
    console.print(table)
    console.print(STAND_IN)


def _hand_in(root, size):
    """One notebook for all of them: links of the file system, so that 10,000 take little room."""
    first = root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    for number in range(size):
        folder = root / "submitted" / f"student-{number:05d}" / ASSIGNMENT
        folder.mkdir(parents=True)
        os.link(first, folder / first.name)


def _grade():
    """Grade as the command does, with the stand-in; the last line are CPU seconds and the peak in MB."""
    from autograder.cli import main as autograder
    from autograder.grading.course import scheduler

    scheduler.mark = _stand_in
    code = autograder(["grade", ASSIGNMENT, "--workers", "2", "--sandbox", "none"])
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    sys.exit(code)


def _stand_in(job):
    """What a judged notebook looks like: full marks, and pictures."""
    import nbformat

    from autograder.grading.course.worker import Marked
    from autograder.grading.judge.notebook_cells import texts_of
    from autograder.grading.judge.record import record_of
    from autograder.verdict.report import Report

    notebook = nbformat.reads(job.notebooks[ASSIGNMENT].decode(), as_version=4)
    checks = {name: worth for name, worth in job.rules["points"].items() if name.startswith("check-")}
    records = [
        record_of(Report(name.removeprefix("check-"), []), worth, worth, "", "") for name, worth in checks.items()
    ]
    kept = {"digest": job.fingerprint, "rules": job.rules, "records": records, "sandbox": "by a stand-in"}
    notebook.metadata["autograder"] = kept
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs = [nbformat.v4.new_output("stream", text="." * (SHOWN // len(code)))]
    scores = {name: checks.get(name) for name in job.rules["points"]}
    return {ASSIGNMENT: Marked(json.dumps(notebook), scores, texts=texts_of(notebook), record=kept)}


if __name__ == "__main__":
    main()
