"""The only writer: puts one graded submission into the gradebook and its notebooks beside the others."""

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from nbgrader.api import Comment, Grade, Gradebook, InvalidEntry, MissingEntry, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import selectinload

from autograder.grading.course import history
from autograder.grading.course.attempts import counting
from autograder.grading.course.course_folder import Course, CourseError, Submission, check_driver, submission_of
from autograder.grading.course.database_trouble import FULL, HOPELESS, quiet, trouble
from autograder.grading.course.lateness import Deadline
from autograder.grading.course.policy import read_policy
from autograder.grading.course.settlement import Settlement, deadline_of, known_names, settle, settle_all
from autograder.grading.judge.notebook_cells import CHECK

if TYPE_CHECKING:
    from autograder.grading.course.worker import Marked

PAUSES = (0, 1, 5, 15, 40)  # seconds before each attempt; SQLite itself waits 5 s for a lock
PARTS = (  # of a submitted notebook; else each is asked for by itself
    selectinload(SubmittedNotebook.grades).selectinload(Grade.cell),
    selectinload(SubmittedNotebook.comments).selectinload(Comment.cell),
)
KEPT = "What was graded before is kept, and the same command goes on from there."
Result = TypeVar("Result")


class GradebookUnusable(CourseError):
    """Marks can't be written, so grading on makes no sense."""


class Writer:
    """Holds the gradebook open; a context manager.

    A submission is first written to the gradebook and then, by one renaming,
    to its folder. Whoever is stopped between the two repeats the same marks.
    A locked gradebook and a full disk are tried again, for a minute.

    Parameters
    ----------
    course : Course
    """

    def __init__(self, course: Course):
        self.course = course

    def __enter__(self):
        coursedir = self.course.coursedir
        self.policy = read_policy(coursedir.root)
        check_driver(coursedir.db_url)
        self.gradebook = self._patiently(lambda: Gradebook(coursedir.db_url, coursedir.course_id))
        self.gradebook.db().expire_on_commit = False  # each action reads anew (`_patiently`), and nothing twice
        return self

    def __exit__(self, *_):
        self.gradebook.close()

    def write(
        self, submission: Submission, marked: "dict[str, Marked]", files: dict[str, bytes], why: str = "graded"
    ) -> None:
        """Record the marks of one submission.

        Parameters
        ----------
        submission : Submission
        marked : dict of str to Marked
            By notebook; a notebook that was not handed in scores 0.
        files : dict of str to bytes
            What lies beside the notebooks.
        why : str
            For the history.

        Raises
        ------
        GradebookUnusable
        """
        root = self.course.coursedir.root
        known = history.known_texts(root, submission.student, submission.assignment)
        penalty = self._patiently(lambda: self._record(submission, marked, known))
        self._patiently(lambda: self._remember(submission, marked, why, penalty))
        self._patiently(lambda: self._write_folder(self.course.autograded(submission), marked, files))

    def settle(self, submission: Submission) -> None:
        """Bring what follows from dates up to date: they may have been moved since the submission was graded.

        Raises
        ------
        GradebookUnusable
        """
        if self.policy.rules(submission.assignment).late is None:  # else `settle_all` does it at once for all
            self._patiently(lambda: self._penalise(submission, self._entry(submission, is_marked=True)))

    def settle_all(self, *, dry_run: bool = False) -> Settlement:
        """Bring dates and penalties of the whole course up to date; see `settlement.settle_all`.

        Raises
        ------
        GradebookUnusable
        """
        found = self._patiently(lambda: settle_all(self.gradebook, self.policy, dry_run=dry_run))
        if not dry_run:
            for each in found.settled:
                history.append_penalty(self.course.coursedir.root, each.student, each.assignment, each.penalty)
            for student, assignment in found.left:
                self._settle_by_nbgrader(submission_of(self.course.coursedir, student, assignment))
        return found

    def _settle_by_nbgrader(self, submission):
        self._patiently(lambda: self._penalise(submission, self._entry(submission)))

    def known_names(self) -> tuple[set[str], set[str]]:
        """The assignments and the students that there are; see `settlement.known_names`.

        Raises
        ------
        GradebookUnusable
        """
        return self._patiently(lambda: known_names(self.course, self.gradebook))

    def counting(self, handed_in: list[Submission]) -> list[Submission]:
        """What is to be graded of what was handed in: of several attempts those that may count.

        Raises
        ------
        GradebookUnusable
        """
        rules = {each.assignment: self.policy.rules(each.assignment) for each in handed_in}
        return [
            chosen
            for each in handed_in
            for rule in [rules[each.assignment]]
            for chosen in counting(self.course, each, rule.attempts, self.deadline, rule.grace)
        ]

    def deadline(self, submission: Submission) -> Deadline:
        """When a submission was due.

        Raises
        ------
        GradebookUnusable
        """
        return self._patiently(lambda: deadline_of(self.policy, self._entry(submission)))

    def scores(self, submission: Submission) -> dict[str, float | None]:
        """The automatic scores of a submission, by grade id."""
        return self._patiently(lambda: {grade.name: grade.auto_score for grade in self._grades(submission)})

    def _grades(self, submission):
        return [grade for notebook in self._entry(submission).notebooks for grade in notebook.grades]

    def keep(self, submission: Submission) -> bool:
        """Leave the mark of a submission that could not be graded as it is; returns whether it has one.

        Without one it waits in formgrader for a person.

        Raises
        ------
        GradebookUnusable
        """
        return self._patiently(lambda: self._keep(submission))

    def _keep(self, submission):
        grades = self._grades(submission)
        if any(grade.auto_score is not None for grade in grades):
            return True
        for grade in grades:
            grade.needs_manual_grade = True
        self.gradebook.db.commit()
        return False

    def _record(self, submission, marked, known):
        entry = self._entry(submission, is_marked=True)
        for notebook in self.gradebook.db.query(SubmittedNotebook).filter_by(assignment_id=entry.id).options(*PARTS):
            self._score(notebook, marked.get(notebook.name), known)
        self.gradebook.db.commit()
        self.gradebook.db.expire_all()  # the database adds up the points
        return self._penalise(submission, entry)

    def _remember(self, submission, marked, why, penalty):
        entry = {"why": why, "scores": {}, "texts": {}, "penalty": penalty}
        for each in marked.values():
            entry |= each.record
            entry["scores"] |= each.scores
            entry["texts"] |= each.texts
        history.append(self.course.coursedir.root, submission.student, submission.assignment, entry)

    def _patiently(self, action: Callable[[], Result]) -> Result:
        """Do something that can be repeated; if the database or the disk is not to be had now, try again later."""
        for pause in PAUSES:
            time.sleep(pause)
            try:
                with quiet():
                    if hasattr(self, "gradebook"):
                        self.gradebook.db.expire_all()  # others write, too
                    return action()
            except (SQLAlchemyError, InvalidEntry, OSError) as error:
                problem = trouble(error)
                if not problem:
                    raise
                if hasattr(self, "gradebook"):
                    self.gradebook.db.rollback()
                if any(word in problem for word in HOPELESS):
                    break
        raise GradebookUnusable(f"Marks can't be written: {problem}. {KEPT}")

    def _entry(self, submission, *, is_marked=False):
        """The submission in the gradebook; if its marks are new, with its time: what has none is not late."""
        try:
            self.gradebook.find_student(submission.student)
        except MissingEntry:
            self.gradebook.add_student(submission.student)
        names = submission.assignment, submission.student
        chosen = {"timestamp": submission.timestamp} if is_marked else {}
        try:
            with self.gradebook.db.no_autoflush:  # nbgrader 0.9.6 fills in a new submission piece by piece
                return self.gradebook.update_or_create_submission(*names, **chosen)
        except MissingEntry:
            raise CourseError(
                f"{submission.assignment} is not in the gradebook: "
                f"run `nbgrader generate_assignment {submission.assignment}` first."
            ) from None

    def _score(self, notebook, marked, known):
        """Write the scores; a person's mark stands, and is to be looked at again only if the answer is another one."""
        for grade in notebook.grades:
            grade.auto_score = marked.scores.get(grade.name, 0) if marked else 0
            grade.needs_manual_grade = bool(marked) and waits(grade, marked.texts, known)
        for comment in notebook.comments:
            unanswered = not marked or marked.unanswered.get(comment.name, True)
            comment.auto_comment = "No response." if unanswered else None

    def _penalise(self, submission, entry):
        """Settle by the course's rules, else by its plug-in of nbgrader; it also takes back what is due no more."""
        penalty = settle(self.policy, entry)
        self.gradebook.db.commit()
        if penalty is not None:
            return penalty
        has_penalty = any(notebook.late_submission_penalty for notebook in entry.notebooks)
        if entry.total_seconds_late <= 0 and not has_penalty:
            return 0.0
        for notebook in entry.notebooks:
            names = {"student": submission.student, "assignment": submission.assignment, "notebook": notebook.name}
            step = AssignLatePenalties(config=self.course.config)
            step.preprocess(_no_cells(), {"nbgrader": names | {"db_url": self.course.coursedir.db_url}})
        self.gradebook.db.expire_all()  # the step has a connection of its own
        return sum(notebook.late_submission_penalty or 0.0 for notebook in entry.notebooks)

    def _write_folder(self, folder, marked, files):
        fresh = folder.with_name(f".{folder.name}.{os.getpid()}.new")  # another grader may write the same
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name, notebook in marked.items():
            (fresh / f"{name}.ipynb").write_text(notebook.text, encoding="utf-8")
        for name, content in files.items():
            path = fresh / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            except OSError as error:  # a folder called like a file of the course, or a path that is too long
                if error.errno in FULL:
                    raise
        old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
        while fresh.is_dir():
            shutil.rmtree(old, ignore_errors=True)
            with contextlib.suppress(FileNotFoundError):
                os.rename(folder, old)
            try:
                os.rename(fresh, folder)
            except OSError as error:
                if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):  # else the other one was quicker
                    raise
        shutil.rmtree(old, ignore_errors=True)


def waits(grade: Grade, texts: dict[str, str], known: dict[str, str]) -> bool:
    """Whether a person has to look at a grade: a mark by hand stands as long as the answer is the same.

    Parameters
    ----------
    grade : nbgrader.api.Grade
        With its new automatic score.
    texts, known : dict of str to str
        Digests of what the student has written now, and of what was graded before, by grade id.
    """
    if grade.manual_score is None:
        return grade.auto_score is None
    answer = grade.name.removeprefix(CHECK)
    return bool(grade.needs_manual_grade) or texts.get(answer) != known.get(answer)


def _no_cells():
    import nbformat

    return nbformat.v4.new_notebook()
