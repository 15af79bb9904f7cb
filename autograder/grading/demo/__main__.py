"""Play the whole course once: student notebooks, a class of 24, grading, feedback, the table. `make demo` calls it."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import autograder
from autograder.grading.assignments.student_bundle import make_bundle, nbgrader, release
from autograder.grading.commands import show_summary
from autograder.grading.course.course_folder import Course
from autograder.grading.course.scheduler import grade_class
from autograder.grading.demo.pace import cell_seconds
from autograder.grading.demo.students import ASSIGNMENTS
from autograder.grading.demo.submissions import write
from autograder.grading.sandbox import isolation

ROOT = Path(autograder.__file__).parents[1]
DEMO = ROOT / "_build" / "demo"
STUDENT = ROOT / "_build" / "student"  # the book offers it, so `make demo` has it already


def main() -> int:
    """Play the course below `_build/demo`; returns the exit code."""
    os.environ["COURSE_ROOT"] = str(DEMO / "course")
    kind = _kind()
    shutil.rmtree(DEMO, ignore_errors=True)
    if not STUDENT.exists():
        _step("The student notebooks", lambda: make_bundle(ROOT, STUDENT))
    _step(f"Releasing {', '.join(ASSIGNMENTS)}", lambda: release(ROOT, ASSIGNMENTS, closed_assignments()))
    course = Course(ROOT)
    course.settings.cell_seconds = cell_seconds()
    submitted, released = (Path(course.coursedir.root) / name for name in ("submitted", "release"))
    records = _step("A class of 24 hands in", lambda: write(submitted, released))
    if kind == "none":
        records = _only_harmless(records, submitted)
    outcome = _step("Grading", lambda: grade_class(course, ASSIGNMENTS, workers=os.cpu_count() or 2, kind=kind))
    _step("Feedback and grades", _feedback)
    submissions = [each for name in ASSIGNMENTS for each in course.submissions(name)]
    show_summary(course, submissions)
    _show_paths(records)
    return 1 if outcome.graded != len(records) else 0


def closed_assignments() -> set[str]:
    """All assignments that are not graded here: the class has done with them."""
    return {text.parent.name for text in (ROOT / "exercises").glob("*/*.md")} - {*ASSIGNMENTS}


def _kind():
    try:
        wall = isolation.choose()
        kind = wall.name if wall else "none"
        better = "" if kind == "bubblewrap" else f" bubblewrap is not to be had here. {isolation.INSTALL}"
        print(f"Sandbox: {kind}.{better}")
        return kind
    except isolation.SandboxUnavailable as error:
        print(f"{error}\nOnly the harmless submissions are graded now, without a sandbox.")
        return "none"


def _only_harmless(records, submitted):
    for record in records:
        if not record.harmless:
            shutil.rmtree(submitted / record.student)
    return [record for record in records if record.harmless]


def _step(title, action):
    print(f"{title} ...", flush=True)
    start = time.perf_counter()
    result = action()
    print(f"  {time.perf_counter() - start:.1f} s", flush=True)
    return result


def _feedback():
    """nbgrader's own work, in three processes at the same time."""
    halves = [nbgrader("generate_feedback", names) for names in (ASSIGNMENTS[::2], ASSIGNMENTS[1::2])]
    export = [sys.executable, "-m", "nbgrader", "export", "--to", str(DEMO / "grades.csv")]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for command in (*halves, export)
    ]
    for process in running:
        _, log = process.communicate()
        if process.returncode:
            raise SystemExit(f"nbgrader could not write feedback and grades:\n{log}")


def _show_paths(records):
    example = next(record for record in records if record.kind == "slip")
    feedback = DEMO / "course" / "feedback" / example.student / example.assignment / f"{example.assignment}.html"
    paths = {
        "book": ROOT / "_build" / "html" / "index.html",
        "student notebooks": STUDENT,
        f"feedback for {example.name}": feedback,
        "grades": DEMO / "grades.csv",
    }
    print("\nTo open:")
    for name, path in paths.items():
        print(f"  {name}: {path.relative_to(ROOT)}")
    print("  formgrader: see the README, with COURSE_ROOT=_build/demo/course")


if __name__ == "__main__":
    sys.exit(main())
