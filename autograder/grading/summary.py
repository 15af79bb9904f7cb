"""The class at a glance: who scored what, what went wrong, and which slip was most common."""

import json
from collections import Counter

from rich.table import Table

LONGEST = 160  # characters of the table's last column


def read_records(course, submissions):
    """What grading kept about each submission, from the graded notebooks.

    Returns
    -------
    dict of Submission to dict
        `records` of all its checks, `notes`, `sandbox`, `by_hand` (points a person gives); None if it is not graded.
    """
    return {submission: _read(course, submission) for submission in submissions}


def _read(course, submission):
    found = {"records": [], "notes": [], "sandbox": "", "by_hand": 0.0}
    paths = sorted(course.autograded(submission).glob("*.ipynb"))
    for path in paths:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        kept = notebook["metadata"].get("autograder", {})
        found["records"] += kept.get("records", [])
        found["notes"] += kept.get("notes", [])
        found["sandbox"] = kept.get("sandbox", "")
        cells = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
        found["by_hand"] += sum(cell.get("points", 0) for cell in cells if cell.get("grade") and cell.get("solution"))
    return found if paths else None


def make_table(found):
    """One row a submission: student, exercise, score, what went wrong."""
    table = Table("student", "exercise", "score", "what went wrong", title="Graded", title_justify="left")
    for submission, entry in found.items():
        table.add_row(submission.student, submission.assignment, *_row(entry))
    return table


def most_common(found):
    """The misconceptions of a class, most common first: how many submissions show it, its sentence, its name."""
    counts, sentences = Counter(), {}
    for entry in found.values():
        named = {}
        for record in (entry or {"records": []})["records"]:
            named |= dict(zip(record["misconceptions"], record["explanations"], strict=False))
        counts.update(named.keys())
        sentences |= named
    return [(count, sentences[name], name) for name, count in counts.most_common()]


def describe_sandboxes(found):
    """Which sandboxes judged."""
    kinds = sorted({entry["sandbox"] for entry in found.values() if entry})
    return f"Judged outside the {', '.join(kinds)}." if kinds else "Nothing is graded yet."


def _row(entry):
    if entry is None:
        return "-", "not graded"
    points, worth = (sum(record[key] for record in entry["records"]) for key in ("points", "worth"))
    by_hand = f" (+{entry['by_hand']:g} by hand)" if entry["by_hand"] else ""
    return f"{points:g} / {worth:g}{by_hand}", _what_went_wrong(entry)


def _what_went_wrong(entry):
    wrong = [record for record in entry["records"] if record["credit"] < 1]
    unfinished = [record["function"] for record in wrong if "unfinished" in record["codes"]]
    lines = [note for note in entry["notes"][:1]]
    lines += [f"{record['function']}: {_short(record)}" for record in wrong if record["function"] not in unfinished]
    if unfinished:
        lines.append(f"not written yet: {', '.join(unfinished)}")
    return "\n".join(lines)


def _short(record):
    said = record["explanations"] or [line.strip() for line in record["text"].splitlines()[1:]] or [""]
    text = said[0].removeprefix(f"{record['function']} ")
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} ..."
