"""Grade a class in parallel on Dask: one task a submission, one writer, safe to stop at any moment."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from itertools import chain, islice

import dask
from distributed import Client, KilledWorker, LocalCluster, as_completed
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.grading.assignments.repair import make_skeleton
from autograder.grading.course.course_folder import Course, CourseError, Submission, submission_of
from autograder.grading.course.gradebook import KEPT, Writer
from autograder.grading.course.submission_files import earlier_notebooks, fingerprint, submitted_files
from autograder.grading.course.worker import Job, mark
from autograder.grading.sandbox.interface import SandboxLost
from autograder.grading.sandbox.isolation import SandboxUnavailable, choose

MOST_THREADS = 8
AHEAD = 4  # submissions that wait at each worker
HERE = "127.0.0.1:0"
ATTEMPTS = 3  # a submission whose worker dies this often is given up
IN_A_ROW = 5  # submissions that fail one after the other: then the fault lies with the machine
LOGGED = 8  # messages that Dask remembers for its developers; ours have a whole submission in them


@dataclass
class Outcome:
    """What happened to a class: how many were graded, how many were already, and what could not be."""

    graded: int = 0
    skipped: int = 0
    problems: list[str] = field(default_factory=list)
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
    outcome, sources = Outcome(), {name: course.notebooks(name) for name in assignments}
    submissions = [each for name in assignments for each in course.submissions(name, student)]
    jobs = _jobs(course, sources, submissions, kind, force, outcome)
    first = next(jobs, None)
    if first:
        with Writer(course) as writer, _client(scheduler, min(workers, len(submissions))) as client:
            _grade(client, writer, chain([first], jobs), len(submissions), outcome, console)
    return outcome


def _jobs(course, sources, submissions, kind, force, outcome) -> Iterator[tuple[Submission, Job]]:
    """Read one submission after the other; what is graded already is only counted."""
    for submission in submissions:
        notebooks, given = sources[submission.assignment]
        skeletons = {name: make_skeleton(path) for name, path in notebooks.items()}
        try:
            job = _job(course, submission, skeletons, given, kind)
        except OSError as error:  # a file server that is away for a moment; other submissions may be read
            outcome.problems.append(_line(submission, f"{error}. An earlier mark stands."))
            continue
        if not job.notebooks:
            outcome.problems += [_line(submission, note) for note in job.notes]
        if not force and _is_graded(course, submission, job):
            outcome.skipped += 1
        else:
            yield submission, job


def _line(submission, text):
    return f"{submission.student}, {submission.assignment}: {text}"


def _grade(client, writer, jobs, total, outcome, console):
    """Keep a few submissions on their way, so that a large class takes no more memory than a small one."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    completed, running = as_completed(loop=client.loop), {}

    def send(count: int) -> None:
        for submission, job in islice(jobs, count):
            future = client.submit(mark, job, pure=False, retries=1)
            running[future] = submission, job
            completed.add(future)

    with Progress(*columns, console=console) as progress:
        task = progress.add_task("grading", total=total)
        send(AHEAD * max(1, sum(client.nthreads().values())))
        for finished, future in enumerate(completed, 1):
            _take(future, *running.pop(future), writer, outcome)
            send(1)
            progress.update(task, completed=finished + outcome.skipped)


def _take(future, submission, job, writer, outcome):
    try:
        error = future.exception()
        marked = {} if error else future.result()
        if not error:
            writer.write(submission, marked, job.files)
    except CancelledError as lost:
        raise CourseError(f"The Dask scheduler was lost. {KEPT}") from lost
    except (OSError, ValueError) as problem:  # one submission's files must not stop the class
        error = problem
    if error is not None:
        _report(error, submission, writer, outcome)
        return
    outcome.failed_in_a_row = 0
    outcome.graded += 1
    outcome.problems += [_line(submission, part.unreadable) for part in marked.values() if part.unreadable]


def _report(error, submission, writer, outcome):
    """Say what went wrong, and stop where it would go wrong for everybody."""
    said = _explain(error).rstrip(".")
    outcome.failed_in_a_row += 1
    if outcome.failed_in_a_row >= IN_A_ROW and isinstance(error, SandboxLost | SandboxUnavailable | KilledWorker):
        raise CourseError(f"{said}. This happened {IN_A_ROW} times in a row. {KEPT}") from error
    mark = "The mark from before stands." if writer.keep(submission) else "It has no mark yet."
    outcome.problems.append(_line(submission, f"{said}. {mark}"))


def _explain(error):
    if isinstance(error, KilledWorker):
        return f"The worker that graded it was killed, {ATTEMPTS} times"
    if isinstance(error, SandboxLost | SandboxUnavailable):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _job(course: Course, submission: Submission, skeletons, given, kind) -> Job:
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
    )


def _is_graded(course, submission, job):
    """Whether the graded notebooks are there and stem from this very submission."""
    folder = course.autograded(submission)
    try:
        done = [json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8")) for name in job.notebooks]
        return folder.is_dir() and all(
            notebook["metadata"]["autograder"]["digest"] == job.fingerprint for notebook in done
        )
    except (OSError, ValueError, KeyError):
        return False


def _client(scheduler, workers):
    """Connect to a cluster, or make a local one.

    Student code runs in sandboxes of its own, and the grader's part is the smaller
    one, so a few workers are threads, which start at once. More of
    them are processes.
    """
    dask.config.set({"distributed.scheduler.allowed-failures": ATTEMPTS})
    dask.config.set({"distributed.admin.low-level-log-length": LOGGED})
    if scheduler:
        for name in ("distributed", "distributed.client"):  # what matters of a lost one we say ourselves
            logging.getLogger(name).setLevel(logging.CRITICAL)
        return Client(scheduler, set_as_default=False)
    many = workers > MOST_THREADS
    cluster = LocalCluster(
        n_workers=workers if many else 1,
        threads_per_worker=1 if many else workers,
        processes=many,
        dashboard_address=None,
        worker_dashboard_address=HERE,  # else Dask listens on all interfaces, at a port that may be taken
        scheduler_kwargs={"dashboard": False, "dashboard_address": HERE},
        silence_logs=logging.CRITICAL,
        memory_limit=0,
    )
    return _LocalClient(cluster, set_as_default=False)


class _LocalClient(Client):
    """Takes its cluster down with it."""

    cluster: LocalCluster

    def __exit__(self, *exception):
        super().__exit__(*exception)
        self.cluster.close()
