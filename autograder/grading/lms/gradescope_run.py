"""Grade one submission where Gradescope has put it, and write what Gradescope shows.

    python -m autograder.grading.lms.gradescope_run /autograder

The folder holds `source` (the unpacked zip of `gradescope`), `submission`, and `results`. Gradescope's containers
mostly let nobody build a sandbox; then the notebook runs as a user who can't read the reference.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_grade

from autograder.grading.assignments.repair import MAX_BYTES, make_skeleton
from autograder.grading.course.course_folder import CourseError
from autograder.grading.course.rules import rules_of
from autograder.grading.course.submission_files import (
    UnusableFile,
    earlier_notebooks,
    fingerprint,
    read_files,
    read_plain,
    submitted_files,
)
from autograder.grading.course.worker import Job, Marked, mark
from autograder.grading.judge.notebook_cells import UNGRADED, examined_function
from autograder.grading.lms.gradescope import ASSIGNMENT, SETTINGS
from autograder.grading.sandbox.isolation import USER, SandboxUnavailable, choose
from autograder.grading.sandbox.limits import Limits

BY_HAND = "Questions in words are marked by a person."


def main(arguments: list[str] | None = None) -> int:
    """Grade; the exit code is 1 if that was not possible, and then nobody gets a score."""
    parser = argparse.ArgumentParser(description="Grade one submission at Gradescope.")
    parser.add_argument("root", type=Path, help="the folder of Gradescope's harness, /autograder there")
    parser.add_argument("--compile", action="store_true", help="only get the reference ready")
    parser.add_argument("--sandbox", default="", help="auto, user or none; what can be had without it")
    options = parser.parse_args(arguments)
    try:
        if options.compile:
            _compile(options.root)
        else:
            grade(options.root, options.sandbox)
    except (CourseError, SandboxUnavailable, OSError) as error:
        print(f"autograder: {error} No score was given.", file=sys.stderr)
        return 1
    return 0


def grade(root: Path, kind: str = "") -> None:
    """Grade what lies in `submission`, and write `results/results.json`.

    Parameters
    ----------
    root : Path
    kind : str
        The sandbox; see `Sandbox`.

    Raises
    ------
    CourseError
        If a check could not be judged, by a fault of the grader.
    SandboxUnavailable
    """
    results = root / "results"
    results.mkdir(exist_ok=True)
    results.chmod(0o700)
    (root / "source").chmod(0o700)
    job = _job(root, kind or _kind())
    marked = mark(job)
    shown = as_results(marked, job.skeletons, job.notes)
    fresh = results / ".results.json.new"
    fresh.write_text(json.dumps(shown, indent=1, ensure_ascii=False), encoding="utf-8")
    os.replace(fresh, results / "results.json")
    print(f"{sum(test['score'] for test in shown['tests']):g} points.")


def _kind() -> str:
    """The strongest protection that there is here."""
    try:
        choose("auto")
        return "auto"
    except SandboxUnavailable:
        choose(USER)
        return USER


def _job(root: Path, kind: str) -> Job:
    source, folder = root / "source", _folder_of(root / "submission")
    settings = json.loads((source / SETTINGS).read_text(encoding="utf-8"))
    given = read_files(source / ASSIGNMENT)
    skeletons = {path.stem: make_skeleton(path) for path in sorted((source / ASSIGNMENT).glob("*.ipynb"))}
    notebooks, files, notes = submitted_files(folder, skeletons)
    files |= given | _earlier(given, folder)
    limits = Limits(**settings["limits"])
    return Job(
        student=_student(root),
        assignment=settings["assignment"],
        notebooks=notebooks,
        skeletons=skeletons,
        files=files,
        notes=notes,
        secret=bytes.fromhex(settings["secret"]),
        kind=kind,
        limits=limits,
        fingerprint=fingerprint(notebooks, None, files),
        rules=rules_of(skeletons.values(), limits),
    )


def _folder_of(submission: Path) -> Path:
    """Where the notebooks lie: often a folder was packed, and not what is in it."""
    folder = submission
    while not any(folder.glob("*.ipynb")):
        below = [
            path for path in folder.iterdir() if path.is_dir() and not path.is_symlink() and path.name[0] not in "._"
        ]
        if len(below) != 1:
            return submission
        (folder,) = below
    return folder


def _earlier(given: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Notebooks of earlier assignments that the student has handed in again, in folders of their names or beside."""
    found = earlier_notebooks(given, lambda name: folder / name)
    beside = earlier_notebooks(given, lambda _: folder)
    return beside | found


def _student(root: Path) -> str:
    """Who it is, as the seed of the challenges knows the student."""
    try:
        told = json.loads(read_plain(root / "submission_metadata.json", MAX_BYTES))
        return ",".join(sorted(str(user["id"]) for user in told["users"]))
    except (UnusableFile, ValueError, KeyError, TypeError):
        return "unknown"


def as_results(marked: dict[str, Marked], skeletons: dict[str, NotebookNode], notes: list[str]) -> dict[str, Any]:
    """What Gradescope shows: a test for each function, with the sentences of the verdict.

    Questions that a person marks are no tests: they belong into the manual part of the assignment at Gradescope.

    Raises
    ------
    CourseError
        If a check could not be judged, by a fault of the grader.
    """
    records = {}
    computed = 0.0
    for each in marked.values():
        kept = json.loads(each.text)["metadata"]["autograder"]
        records |= {record["function"]: record for record in kept["records"]}
        computed += kept["computed"]
        notes = [*notes, *(note for note in kept.get("notes", []) if note not in notes)]
    cells = [cell for skeleton in skeletons.values() for cell in skeleton.cells if is_grade(cell)]
    tests = [
        _test(examined_function(cell), cell.metadata.nbgrader.points, records)
        for cell in cells
        if examined_function(cell)
    ]
    by_hand = [BY_HAND] if len(tests) < len(cells) else []
    return {
        "output": "\n".join([*notes, *by_hand]),
        "output_format": "text",
        "test_output_format": "text",
        "execution_time": round(computed, 3),
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def _test(name: str, worth: float, records: dict[str, dict[str, Any]]) -> dict[str, Any]:
    record = records.get(name)
    if record is None:
        said, points = "Not handed in.", 0.0
    elif UNGRADED in record:
        raise CourseError(f"{name} could not be judged ({record[UNGRADED]}): run the autograder again.")
    else:
        said, points = record["text"], record["points"]
        said += f"\n  {record['remark']}" if record.get("remark") else ""
    status = "passed" if points >= worth else "failed"
    return {
        "name": name,
        "score": points,
        "max_score": worth,
        "status": status,
        "output": said,
        "visibility": "visible",
    }


def _compile(root: Path) -> None:
    """Have Numba write its kernels to the disk, by asking the questions of every function once."""
    import numpy as np

    import solutions
    from autograder.grading.judge.challenges import make_challenges
    from autograder.registry import find

    for path in (root / "source" / ASSIGNMENT).glob("*.ipynb"):
        for cell in make_skeleton(path).cells:
            if name := examined_function(cell):
                make_challenges(find(name), solutions, np.random.default_rng(0))


if __name__ == "__main__":
    sys.exit(main())
