"""Play the whole course once: a class of 24 hands in and is graded while the book is built. `make demo` calls it."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

import autograder
from autograder.grading.assignments.student_bundle import nbgrader, release
from autograder.grading.commands.marking import show_summary
from autograder.grading.course.course_folder import Course
from autograder.grading.course.scheduler import grade_class
from autograder.grading.demo.book_beside import BookBeside
from autograder.grading.demo.pace import cell_seconds
from autograder.grading.demo.students import ASSIGNMENTS
from autograder.grading.demo.submissions import Record, write
from autograder.grading.sandbox import isolation
from book.tools.changes import fingerprint
from book.tools.progress import Progress

ROOT = Path(autograder.__file__).parents[1]
DEMO = ROOT / "_build" / "demo"
HTML = ROOT / "_build" / "html"


def main() -> int:
    """Play the course below `_build/demo`; returns the exit code."""
    kind = _kind()
    shutil.rmtree(DEMO, ignore_errors=True)
    with BookBeside(ROOT) as book:  # its student notebooks are not those of this course
        os.environ["COURSE_ROOT"] = str(DEMO / "course")
        course = Course(ROOT)
        records, graded = _play(course, kind, book)
        show_summary(course, [each for name in ASSIGNMENTS for each in course.submissions(name)])
        with Progress("Waiting for the book", beside=book.state):
            problem = book.wait()
    print(problem or book.left())
    for name, path in links(records).items():
        print(f"  {name}: {path.as_uri()}")
    print("  formgrader: see the README, with COURSE_ROOT=_build/demo/course")
    return 1 if problem or graded != len(records) else 0


def _play(course: Course, kind: str, book: BookBeside) -> tuple[list[Record], int]:
    """Release, let the class hand in, grade, write feedback; what was handed in, and how many were graded."""
    folder = Path(course.coursedir.root)

    def step(title: str, action: Callable, total: int = 0, made: str = "") -> Any:
        with Progress(title, total, (lambda: len([*folder.glob(made)])) if made else None, book.state):
            return action()

    step("Releasing", lambda: _release(folder), len(ASSIGNMENTS), "release/*")
    course.settings.cell_seconds = cell_seconds()
    records = step("A class of 24 hands in", lambda: write(folder / "submitted", folder / "release"))
    if kind == "none":
        records = _only_harmless(records, folder / "submitted")
    everyone, workers = len(records), os.cpu_count() or 2
    grade = functools.partial(grade_class, course, ASSIGNMENTS, workers=workers, kind=kind)
    has_bar = sys.stdout.isatty()  # of its own
    outcome = grade() if has_bar else step("Grading", grade, everyone, "autograded/*/*/*.ipynb")
    step("Feedback and grades", lambda: _feedback(course), everyone, "feedback/*/*/*.html")
    return records, outcome.graded


def _release(folder: Path, kept: Path = ROOT / "_build" / "demo-released") -> None:
    """Release the assignments, or take what an earlier demo has released from the same texts."""
    texts = ("exercises", "autograder", "solutions", "nbgrader_config.py", "requirements.txt")
    key = fingerprint(*(ROOT / name for name in texts))
    stamp = kept / "released-from"
    if not stamp.exists() or stamp.read_text() != key:
        release(ROOT, ASSIGNMENTS, closed_assignments())
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(folder, kept)
        stamp.write_text(key)
        return
    shutil.copytree(kept, folder, ignore=shutil.ignore_patterns(stamp.name))


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


def _feedback(course):
    """nbgrader's own work, in two processes at the same time."""
    halves = [nbgrader("generate_feedback", names) for names in (ASSIGNMENTS[::2], ASSIGNMENTS[1::2])]
    linked = os.environ | {"BOOK_ADDRESS": f"{HTML.as_uri()}/"}  # to the book that is built beside
    running = [
        subprocess.Popen(command, cwd=ROOT, env=linked, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for command in halves
    ]
    with Gradebook(course.coursedir.db_url) as gradebook:
        CsvExportPlugin(to=str(DEMO / "grades.csv")).export(gradebook)
    for process in running:
        _, log = process.communicate()
        if process.returncode:
            raise SystemExit(f"nbgrader could not write the feedback:\n{log}")


def links(records: list[Record]) -> dict[str, Path]:
    """What to open: files by what they are."""
    example = next(record for record in records if record.kind == "slip")
    folder = DEMO / "course" / "feedback" / example.student / example.assignment
    return {
        f"What {example.name} reads, whose {example.assignment} did not pass": folder / f"{example.assignment}.html",
        "the book": HTML / "index.html",
        "the map of the course": HTML / "map.html",
        "grades": DEMO / "grades.csv",
    }


if __name__ == "__main__":
    sys.exit(main())
