"""The figures of a report as tables, for a spreadsheet or a program."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.grading.report.report_page import Report

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]  # head and rows
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet computes what begins so


def write_tables(report: Report, folder: Path, with_names: bool = True) -> list[Path]:
    """Write `marks.csv`, `items.csv`, `slips.csv`, `kinds.csv` and, with names, `students.csv`; returns their paths.

    Shares are numbers from 0 to 1 with a point, an empty field is a figure that there is not.

    Parameters
    ----------
    report : Report
    folder : Path
        Made if it is not there.
    with_names : bool
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"marks": _marks(report), "items": _items(report), "slips": _slips(report), "kinds": _kinds(report)}
    tables |= {"students": _students(report)} if with_names else {}
    return [_write(folder / f"{name}.csv", *table) for name, table in tables.items()]


def _write(path, head, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # Excel takes a file without the mark for Latin-1
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([_plain(value) for value in row] for row in rows)
    return path


def _plain(value):
    """What stands in a field: text of others is never a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return round(value, 6) if isinstance(value, float) else value


def _marks(report: Report) -> Table:
    figures = ("count", "mean", "lowest", "lower_quartile", "median", "upper_quartile", "highest")
    counts = ("missing", "excused", "late", "waiting")
    times = ("median_seconds", "most_seconds", "penalties")
    rows = (
        [row.assignment, *_taken(row.marks, figures), *_taken(row, counts), *_taken(chapter.times, times)]
        for row, chapter in zip(report.rows, report.chapters, strict=True)
    )
    return [
        "assignment",
        "students",
        *figures[1:],
        *counts,
        "median_cpu_seconds",
        "most_cpu_seconds",
        "penalties",
    ], rows


def _items(report: Report) -> Table:
    known = ("name", "kind", "worth")
    figures = ("count", "waiting", "difficulty", "full", "none", "discrimination", "why_not")
    rows = (
        [chapter.work.assignment, *_taken(each.item, known), *_taken(each, figures)]
        for chapter in report.chapters
        for each in chapter.items
    )
    return ["assignment", "item", "kind", "points", "students", *figures[1:]], rows


def _slips(report: Report) -> Table:
    figures = ("function", "name", "code", "count", "of", "sentence", "example")
    rows = (
        [chapter.work.assignment, *_taken(slip, figures), str(slip.section or "")]
        for chapter in report.chapters
        for slip in chapter.slips
    )
    return ["assignment", "function", "slip", "code", "students", "of", "sentence", "example", "section"], rows


def _kinds(report: Report) -> Table:
    head = ["kind", "meaning", *(row.assignment for row in report.rows), "again", "change"]
    return head, ([kind.code, kind.meaning, *kind.shares, kind.again, kind.change] for kind in report.kinds)


def _students(report: Report) -> Table:
    head = ["student", "name", "assignment", "state", "share", "cpu_seconds", "hours_late", "versions", "reasons"]
    return head, (row for chapter in report.chapters for row in _of_chapter(chapter))


def _taken(figures: Any, names: Iterable[str]) -> list[Any]:
    return [getattr(figures, name) for name in names]


def _of_chapter(chapter) -> Iterator[list[Any]]:
    """A row for each student, whether there is a work or not."""
    works = {each.student: each for each in chapter.work.works}
    reasons = {each.student: " ".join(each.reasons) for each in chapter.stuck}
    for student in sorted(works.keys() | chapter.work.standings.keys()):
        work, standing = works.get(student), chapter.work.standings.get(student)
        yield [
            student,
            chapter.work.people.get(student, ""),
            chapter.work.assignment,
            str(standing.state) if standing else "",
            chapter.work.shares.get(student),
            *((work.computed, work.hours_late, work.attempts) if work else ("", "", "")),
            reasons.get(student, ""),
        ]
