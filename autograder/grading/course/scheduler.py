"""Grade a class in parallel: one task a submission, one writer, safe to stop at any moment."""

import json
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.grading.assignments.repair import make_skeleton
from autograder.grading.course.assigned_variants import variants_of
from autograder.grading.course.best_attempt import Contests, GradedAttempt, read_marks
from autograder.grading.course.course_folder import Course, CourseError, Submission, submission_of
from autograder.grading.course.executors import ATTEMPTS, Count, connect, is_killed_worker
from autograder.grading.course.gradebook import KEPT, Writer
from autograder.grading.course.policy import read_policy
from autograder.grading.course.policy_words import unknown
from autograder.grading.course.rules import changes, rules_of
from autograder.grading.course.submission_files import earlier_notebooks, fingerprint, submitted_files
from autograder.grading.course.worker import Job, Marked, mark
from autograder.grading.judge.notebook_cells import examined_function
from autograder.grading.sandbox.interface import SandboxLost
from autograder.grading.sandbox.isolation import SandboxUnavailable, choose
from autograder.registry import load

AHEAD = 4  # submissions that wait at each worker
IN_A_ROW = 5  # submissions that fail one after the other: then the fault lies with the machine


@dataclass
class Outcome:
    """What happened to a class: how many were graded, how many were already, and what could not be.

    `stale` says of submissions that were graded already what has changed in the rules since; `warnings` are about
    `course.toml`.
    """

    graded: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    stale: dict[Submission, list[str]] = field(default_factory=dict)
    failed_in_a_row: int = 0


def grade_class(
    course: Course,
    assignments: list[str],
    *,
    student: str | None = None,
    workers: int = 2,
    scheduler: str | None = None,
    kind: str = "auto",
    force: bool = False,
    console: Console | None = None,
) -> Outcome:
    """Grade all new submissions of some assignments.

    Parameters
    ----------
    course : Course
    assignments : list of str
    student : str, optional
        One student's name, or a pattern; all students without it.
    workers : int
        How many submissions are graded at the same time on this machine.
    scheduler : str, optional
        Address of a Dask cluster to use instead.
    kind : str
        The sandbox.
    force : bool
        Grade again what is graded.
    console : rich.console.Console, optional

    Returns
    -------
    Outcome

    Raises
    ------
    CourseError, isolation.SandboxUnavailable
    """
    choose(kind)
    outcome = Outcome()
    handed_in = [each for name in assignments for each in course.submissions(name, student)]
    with Writer(course) as writer:
        outcome.warnings = unknown(writer.policy, *writer.known_names())
        submissions = writer.counting(handed_in)
        contests = Contests(course, submissions)
        jobs = _due(jobs_of(course, submissions, kind, outcome), course, writer, outcome, force)
        first = next(jobs, None)
        if first:
            names = examined(course, assignments)
            with connect(scheduler, min(workers, len(submissions)), kind, names) as (executor, count):
                results = run(executor, count, chain([first], jobs), len(submissions), outcome, console)
                for submission, job, marked in results:
                    _take(submission, job, marked, writer, outcome, contests)
        for best, why in decided(contests, writer):
            writer.write(best.submission, best.marked, files_of(course, best.submission, kind), why)
        writer.settle_all()
    return outcome


def examined(course: Course, assignments: list[str]) -> tuple[str, ...]:
    """The functions that some assignments examine."""
    skeletons = [make_skeleton(path) for name in assignments for path in course.notebooks(name)[0].values()]
    names = [examined_function(cell) for skeleton in skeletons for cell in skeleton.cells]
    return tuple(dict.fromkeys(name for name in names if name in load()))


def jobs_of(
    course: Course, submissions: list[Submission], kind: str, outcome: Outcome
) -> Iterator[tuple[Submission, Job]]:
    """Read one submission after the other; what can't be read is noted.

    Yields
    ------
    submission : Submission
    job : Job
    """
    assignments, handed_out, policy = {}, {}, read_policy(course.coursedir.root)
    for submission in submissions:
        name = submission.assignment
        if name not in assignments:
            assignments[name] = *course.notebooks(name), examined(course, [name])
        notebooks, given, functions = assignments[name]
        variants = variants_of(policy, course.secret, submission.student, name, functions)
        key = name, *variants.items()
        if key not in handed_out:
            skeletons = {stem: make_skeleton(path, variants) for stem, path in notebooks.items()}
            handed_out[key] = skeletons, rules_of(skeletons.values(), course.settings.limits, variants)
        try:
            job = _job(course, submission, *handed_out[key], given, variants, kind)
        except OSError as error:  # a file server that is away for a moment; other submissions may be read
            outcome.problems.append(_line(submission, f"{error}. An earlier mark stands."))
            continue
        if not job.notebooks:
            outcome.problems += [_line(submission, note) for note in job.notes]
        yield submission, job


def _due(jobs, course, writer, outcome, force):
    """Leave out what is graded already: it is counted, its dates are looked at again, and who made the mark then."""
    for submission, job in jobs:
        kept = None if force else graded(course, submission, job)
        if kept is None:
            yield submission, job
            continue
        outcome.skipped += 1
        if not submission.of_several:
            writer.settle(submission)
        said = changes(kept.get("rules"), job.rules)
        if said:
            outcome.stale[submission] = said


def _line(submission, text):
    return f"{submission.student}, {submission.assignment}: {text}"


def run(
    executor: Executor,
    count: Count,
    jobs: Iterator[tuple[Submission, Job]],
    total: int,
    outcome: Outcome,
    console: Console | None,
) -> Iterator[tuple[Submission, Job, dict[str, Marked] | BaseException]]:
    """Have jobs done; only a few are on their way, so that a large class takes no more memory than a small one.

    Yields
    ------
    submission : Submission
    job : Job
    marked : dict of str to Marked, or exception
        What came back.

    Raises
    ------
    CourseError
        If the scheduler is lost.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    running: dict[Future, tuple[Submission, Job]] = {}

    def send() -> None:
        """Keep as many on their way as those need who are there now."""
        for submission, job in islice(jobs, max(AHEAD * max(1, count()) - len(running), 0)):
            running[executor.submit(mark, job)] = submission, job

    with Progress(*columns, console=console) as progress:
        task, finished = progress.add_task("grading", total=total), 0
        send()
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield *running.pop(future), _result(future)
                send()
                finished += 1
                progress.update(task, completed=finished + outcome.skipped)


def _result(future):
    try:
        return future.exception() or future.result()
    except CancelledError as lost:
        raise CourseError(f"The Dask scheduler was lost. {KEPT}") from lost


def decided(contests: Contests, writer: Writer) -> Iterator[tuple[GradedAttempt, str]]:
    """The best attempts that do not stand in the gradebook yet, and how each came to be the best."""
    deadlines = {key: writer.deadline(submissions[0]) for key, submissions in contests.attempts.items()}
    for best, why in contests.best(writer.policy, deadlines):
        if not contests.is_standing(best):
            yield best, why


def files_of(course: Course, submission: Submission, kind: str) -> dict[str, bytes]:
    """What lies beside the notebooks of a submission when it is graded."""
    return next((job.files for _, job in jobs_of(course, [submission], kind, Outcome())), {})


def _take(submission, job, marked, writer, outcome, contests):
    error = marked if isinstance(marked, BaseException) else None
    try:
        if error is None and submission.of_several:
            contests.add(submission, job.fingerprint, marked)
        elif error is None:
            writer.write(submission, marked, job.files)
    except (OSError, ValueError) as problem:  # one submission's files must not stop the class
        error = problem
    if error is not None:
        report(error, submission, writer, outcome)
        return
    outcome.failed_in_a_row = 0
    outcome.graded += 1
    outcome.problems += [_line(submission, part.unreadable) for part in marked.values() if part.unreadable]


def report(error, submission, writer, outcome):
    """Say what went wrong, and stop where it would go wrong for everybody."""
    said = _explain(error).rstrip(".")
    outcome.failed_in_a_row += 1
    if outcome.failed_in_a_row >= IN_A_ROW and (
        isinstance(error, SandboxLost | SandboxUnavailable) or is_killed_worker(error)
    ):
        raise CourseError(f"{said}. This happened {IN_A_ROW} times in a row. {KEPT}") from error
    mark = "The mark from before stands." if writer.keep(submission) else "It has no mark yet."
    outcome.problems.append(_line(submission, f"{said}. {mark}"))


def _explain(error):
    if is_killed_worker(error):
        return f"The worker that graded it was killed, {ATTEMPTS} times"
    if isinstance(error, SandboxLost | SandboxUnavailable):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _job(course: Course, submission: Submission, skeletons, rules, given, variants, kind) -> Job:
    notebooks, files, notes = submitted_files(submission.folder, skeletons, submission.above)
    files |= given | earlier_notebooks(
        given, lambda name: submission_of(course.coursedir, submission.student, name).plain_folder
    )
    return Job(
        student=submission.student,
        assignment=submission.assignment,
        notebooks=notebooks,
        skeletons=skeletons,
        files=files,
        notes=notes,
        secret=course.secret,
        kind=kind,
        limits=course.settings.limits,
        fingerprint=fingerprint(notebooks, submission.timestamp, files),
        rules=rules,
        variants=variants,
    )


def graded(course: Course, submission: Submission, job: Job) -> dict[str, Any] | None:
    """What was kept about this very submission when it was graded, or None if it was not."""
    if submission.of_several:
        attempt = read_marks(course, submission)
        return attempt.record if attempt and attempt.digest == job.fingerprint else None
    folder = course.autograded(submission)
    try:
        texts = [(folder / f"{name}.ipynb").read_text(encoding="utf-8") for name in job.notebooks]
        kept = [json.loads(text)["metadata"]["autograder"] for text in texts]
        is_same = folder.is_dir() and all(each["digest"] == job.fingerprint for each in kept)
    except (OSError, ValueError, KeyError):
        return None
    return (kept or [{"rules": job.rules}])[0] if is_same else None
