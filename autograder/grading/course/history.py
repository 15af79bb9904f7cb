"""What became of each submission, grading by grading: one line for each mark that was given, never changed later."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.grading.course.course_folder import CourseError

FOLDER = "history"
CHANGED = "dates, rules or points by hand have changed"
RECORDED = ("time", "digest", "rules", "seed", "sandbox", "worker", "computed")  # of each mark


def append(root: str | Path, student: str, assignment: str, entry: dict[str, Any]) -> None:
    """Add a line for a mark.

    Parameters
    ----------
    root : Path
        The folder of the course.
    student, assignment : str
    entry : dict
        `time`, `why`, `scores` by grade id, and what the mark depends on; all of it can be written as JSON.
    """
    path = _path(root, student, assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(entry, ensure_ascii=False) + "\n"
    with path.open("a", encoding="utf-8") as file:  # one write: two graders' lines do not get into each other
        file.write(line)


def append_penalty(root: str | Path, student: str, assignment: str, penalty: float) -> None:
    """Add a line for a late penalty, in points, that became another one without grading."""
    time = datetime.now(UTC).isoformat(timespec="seconds")
    append(root, student, assignment, {"time": time, "why": CHANGED, "scores": {}, "texts": {}, "penalty": penalty})


def entries(root: str | Path, student: str, assignment: str) -> list[dict[str, Any]]:
    """All lines about what a student handed in for an assignment, the oldest first, but one that a crash cut off.

    Returns
    -------
    list of dict
    """
    try:
        lines = _path(root, student, assignment).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return list(_readable(lines))


def known_texts(root: str | Path, student: str, assignment: str) -> dict[str, str]:
    """Digests of what the student had written when it was last graded, by grade id."""
    known: dict[str, str] = {}
    for entry in entries(root, student, assignment):
        known |= entry["texts"]
    return known


def of_student(root: str | Path, student: str) -> dict[str, list[dict[str, Any]]]:
    """All lines about a student, by assignment.

    Raises
    ------
    CourseError
        If nothing of the student has been graded.
    """
    folder = _path(root, student, "any").parent
    found = {path.stem: entries(root, student, path.stem) for path in sorted(folder.glob("*.jsonl"))}
    if not found:
        known = sorted(path.name for path in folder.parent.glob("*"))
        there = ", ".join(known[:5]) + (", ..." if len(known) > 5 else "")
        raise CourseError(f"Nothing of {student!r} has been graded; there are marks of: {there or 'nobody'}.")
    return found


def told(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Lines of text: when each mark was given, why, what it changed, and by what it was judged."""
    lines = []
    for assignment, marks in found.items():
        lines.append(assignment)
        before: dict[str, float | None] = {}
        for mark in marks:
            lines += [f"  {line}" for line in _told(mark, before)]
            before = mark["scores"] or before
    return lines


def _told(mark, before):
    penalty = mark.get("penalty", 0.0)
    if mark["why"] == CHANGED:
        yield f"{mark['time']}: a late penalty of {penalty:g} points"
        yield f"    {CHANGED}"
        return
    given = [score for score in mark["scores"].values() if score is not None]
    waiting = len(mark["scores"]) - len(given)
    code = (mark.get("rules") or {}).get("judge", "unknown")
    more = f", {waiting} by a person" if waiting else ""
    less = f", a late penalty of {penalty:g} points" if penalty else ""
    yield f"{mark.get('time', 'time unknown')}: {sum(given):g} points{more}{less}"
    yield f"    {mark['why']}"
    for cell, score in mark["scores"].items():
        if before and score != before.get(cell):
            yield f"    {cell}: {_shown(before.get(cell))}, then {_shown(score)}"
    judged = f"run {mark.get('sandbox', 'in an unknown sandbox')} of {mark.get('worker', 'an unknown worker')}"
    yield f"    {judged}; seed {mark.get('seed', 'unknown')}, code {code}"


def _shown(score):
    return "none" if score is None else f"{score:g}"


def _path(root, student, assignment):
    name = Path(student).name
    if name != student or name in ("", ".", ".."):
        raise CourseError(f"{student!r} is no student's name: it would be a path.")
    return Path(root) / FOLDER / student / f"{assignment}.jsonl"


def _readable(lines: list[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:
            continue
