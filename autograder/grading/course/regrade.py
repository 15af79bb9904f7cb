"""Mark again what was marked by other rules: first what would change, for whom, and then the change itself."""

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

import nbformat
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from autograder.grading.course.best_attempt import Contests
from autograder.grading.course.course_folder import Course, CourseError, Submission
from autograder.grading.course.executors import connect
from autograder.grading.course.gradebook import Writer
from autograder.grading.course.policy_words import unknown
from autograder.grading.course.rules import changes
from autograder.grading.course.scheduler import Outcome, decided, examined, files_of, graded, jobs_of, report, run
from autograder.grading.course.worker import Job, Marked
from autograder.grading.judge.notebook_cells import CHECK
from autograder.grading.sandbox.isolation import choose


@dataclass(frozen=True)
class Change:
    """A score that is another one now; None waits for a person."""

    submission: Submission
    cell: str
    old: float | None
    new: float | None


@dataclass
class Regraded(Outcome):
    """What became of a class that was marked again.

    Attributes
    ----------
    changed : list of Change
    waiting : int
        Submissions that have not been graded yet, in this version at least: they are left to `autograder grade`.
    """

    changed: list[Change] = field(default_factory=list)
    waiting: int = 0


def regrade(
    course: Course,
    assignments: list[str],
    *,
    function: str = "",
    student: str | None = None,
    dry_run: bool = False,
    force: bool = False,
    workers: int = 2,
    scheduler: str | None = None,
    kind: str = "auto",
    console: Console | None = None,
) -> Regraded:
    """Mark again what was marked by other rules than those of now; an old mark stands until the new one is there.

    A person's marks stay.

    Parameters
    ----------
    course : Course
    assignments : list of str
    function : str, optional
        Only the mark of this function is looked at, and given anew.
    student : str, optional
        See `scheduler.grade_class`, as for `workers`, `scheduler`, `kind` and `console`.
    dry_run : bool
        Nothing is written.
    force : bool
        Mark also again what was marked by the rules of now.

    Returns
    -------
    Regraded

    Raises
    ------
    CourseError, isolation.SandboxUnavailable
    """
    choose(kind)
    outcome = Regraded()
    handed_in = [each for name in assignments for each in course.submissions(name, student)]
    with Writer(course) as writer:
        outcome.warnings = unknown(writer.policy, *writer.known_names())
        submissions = writer.counting(handed_in)
        contests = Contests(course, submissions, keeps=not dry_run)
        jobs = _stale(course, jobs_of(course, submissions, kind, outcome), function, force, outcome)
        first = next(jobs, None)
        if first:
            names, total = examined(course, assignments), len(submissions)
            with connect(scheduler, min(workers, total), kind, names) as (executor, count):
                for submission, job, marked in run(executor, count, chain([first], jobs), total, outcome, console):
                    if isinstance(marked, BaseException):
                        report(marked, submission, writer, outcome)
                        continue
                    _take(course, writer, submission, job, marked, function, dry_run, outcome, contests)
        for best, why in decided(contests, writer):
            _note(best.submission, writer.scores(best.submission), best.marked, outcome)
            if not dry_run:
                writer.write(best.submission, best.marked, files_of(course, best.submission, kind), why)
        if not dry_run:
            writer.settle_all()
    outcome.changed.sort(key=lambda change: (change.submission.assignment, change.submission.student))
    return outcome


def _stale(course, jobs, function, force, outcome) -> Iterator[tuple[Submission, Job]]:
    """The submissions whose marks were given by other rules; each is remembered with what has changed."""
    for submission, job in jobs:
        if function and function not in job.rules["functions"]:
            known = ", ".join(job.rules["functions"])
            raise CourseError(f"{submission.assignment} does not examine {function!r}, but: {known}.")
        kept = graded(course, submission, job)
        if kept is None:
            outcome.waiting += 1
            continue
        said = changes(kept.get("rules"), job.rules)
        if said or force:
            outcome.stale[submission] = said or ["asked for"]
            yield submission, job
        else:
            outcome.skipped += 1


def _take(course, writer, submission, job, marked, function, dry_run, outcome, contests):
    outcome.graded += 1
    outcome.failed_in_a_row = 0
    if submission.of_several:
        before = contests.marks(submission).marked
        if function:
            marked = {
                name: _only(before[name].text, before[name].scores, each, function) for name, each in marked.items()
            }
        contests.add(submission, job.fingerprint, marked)
        return
    old = writer.scores(submission)
    if function:
        folder = course.autograded(submission)
        marked = {
            name: _only((folder / f"{name}.ipynb").read_text(encoding="utf-8"), old, each, function)
            for name, each in marked.items()
        }
    _note(submission, old, marked, outcome)
    if not dry_run:
        writer.write(submission, marked, job.files, f"regraded: {'; '.join(outcome.stale[submission])}")


def _note(submission, old, marked, outcome):
    """Write down which scores are other ones now."""
    new = {cell: score for each in marked.values() for cell, score in each.scores.items()}
    cells = [cell for cell in new if new[cell] != old.get(cell)]
    outcome.changed += [Change(submission, cell, old.get(cell), new[cell]) for cell in cells]


def _only(text: str, old, marked: Marked, function: str) -> Marked:
    """The graded notebook of before, in which only one function's check is the new one."""
    cell_id = f"{CHECK}{function}"
    before = nbformat.reads(text, as_version=4)
    fresh = nbformat.reads(marked.text, as_version=4)
    new = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in fresh.cells}
    before.cells = [new[cell_id] if _id(cell) == cell_id and cell_id in new else cell for cell in before.cells]
    kept, now = before.metadata.autograder, fresh.metadata.autograder
    records = {each["function"]: each for each in now["records"]}
    kept["records"] = [
        records.get(function, each) if each["function"] == function else each for each in kept["records"]
    ]
    if kept.get("rules"):
        kept["rules"]["functions"][function] = now["rules"]["functions"][function]
        kept["rules"]["points"][cell_id] = now["rules"]["points"][cell_id]
    scores = {cell: marked.scores.get(cell) if cell == cell_id else old.get(cell) for cell in marked.scores}
    record = marked.record | {"rules": json.loads(json.dumps(kept.get("rules")))}
    return replace(marked, text=nbformat.writes(before), scores=scores, record=record)


def _id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def make_table(outcome: Regraded) -> Table:
    """One row for each score that changes."""
    table = Table("student", "exercise", "cell", "before", "now", box=SIMPLE_HEAD)
    for change in outcome.changed:
        said = functools.partial(_shown, "waits for a person")
        table.add_row(
            change.submission.student, change.submission.assignment, change.cell, said(change.old), said(change.new)
        )
    return table


def _shown(without, score):
    return without if score is None else f"{score:g}"
