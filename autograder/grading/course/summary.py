"""The class at a glance: who scored what, what went wrong, and which slip was most common."""

import json
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from autograder.grading.course.course_folder import Course, Submission
from autograder.verdict.findings import Finding

Found = dict[Submission, dict[str, Any] | None]  # what grading kept about each submission
LONGEST = 120  # characters of the table's last column
MOST_ROWS = 500  # of the table; a larger class is for `autograder report`
KEPT = ("function", "credit", "points", "worth", "codes", "text", "explanations", "misconceptions")


def read_records(course: Course, submissions: Iterable[Submission]) -> Found:
    """What grading kept about each submission, from the graded notebooks.

    Returns
    -------
    dict of Submission to dict
        `records` of all its checks, `notes`, `sandbox`, `by_hand` (points a person gives); None if it is not graded.
    """
    return {submission: _read(course, submission) for submission in submissions}


def _read(course, submission):
    found: dict[str, Any] = {"records": [], "notes": [], "sandbox": "", "by_hand": 0.0}
    paths = sorted(course.autograded(submission).glob("*.ipynb"))
    for path in paths:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        kept = notebook["metadata"].get("autograder", {})
        found["records"] += [_shortened(record) for record in kept.get("records", [])]
        found["notes"] += kept.get("notes", [])
        found["sandbox"] = kept.get("sandbox", "")
        cells = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
        found["by_hand"] += sum(cell.get("points", 0) for cell in cells if cell.get("grade") and cell.get("solution"))
    return found if paths else None


def _shortened(record):
    """What the summary needs of a check: of a right one hardly anything, so that a large class is no large memory."""
    kept = {name: record[name] for name in KEPT}
    return kept if record["credit"] < 1 else kept | {"text": ""}


def make_table(found: Found) -> Table:
    """One row a submission: student, exercise, score, what went wrong. Of a very large class the first of them."""
    left_out = len(found) - MOST_ROWS
    caption = f"{left_out} more are not shown; `autograder report` tells of all." if left_out > 0 else None
    table = Table("student", "exercise", "score", "what went wrong", box=SIMPLE_HEAD, caption=caption)
    for submission, entry in islice(found.items(), MOST_ROWS):
        table.add_row(submission.student, submission.assignment, *_row(entry))
    return table


def most_common(found: Found) -> list[tuple[int, str, str]]:
    """The misconceptions of a class, most common first: how many submissions show it, its sentence, its name."""
    counts, sentences = Counter(), {}
    for entry in found.values():
        named = {}
        for record in (entry or {"records": []})["records"]:
            named |= dict(zip(record["misconceptions"], record["explanations"], strict=False))
        counts.update(named.keys())
        sentences |= named
    return [(count, sentences[name], name) for name, count in counts.most_common()]


def describe_sandboxes(found: Found) -> str:
    """Where the class was run, and what is marked by hand."""
    kinds = sorted({entry["sandbox"] for entry in found.values() if entry})
    waiting = sum(bool(entry and entry["by_hand"]) for entry in found.values())
    by_hand = f" Submissions with written answers, which a person marks in formgrader: {waiting}." if waiting else ""
    return f"Run {' and '.join(kinds)}, judged outside.{by_hand}" if kinds else "Nothing is graded yet."


def _row(entry):
    if entry is None:
        return "-", "not graded"
    points, worth = (sum(record[key] for record in entry["records"]) for key in ("points", "worth"))
    return f"{points:g} / {worth:g}", _what_went_wrong(entry)


def _what_went_wrong(entry):
    functions = {}  # by what is said of them
    for record in entry["records"]:
        if record["credit"] < 1:
            functions.setdefault(_short(record), []).append(record["function"])
    lines = [f"{', '.join(names)}: {said}" for said, names in functions.items()]
    return "\n".join(entry["notes"][:1] + lines)


def _short(record):
    """The first sentence of what is said about a check."""
    if Finding.UNFINISHED in record["codes"]:
        return "not written yet."
    name = record["function"]
    said = record["explanations"] or [line.strip() for line in record["text"].splitlines()[1:]] or [""]
    text = said[0].removeprefix(name).removeprefix(":").strip()
    first = text.split(". ")[0].rstrip(".")
    return f"{first}." if len(first) <= LONGEST else f"{first[:LONGEST].rsplit(' ', 1)[0]} ..."
