"""The only writer: puts one graded submission into the gradebook and its notebooks beside the others."""

import contextlib
import os
import shutil

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties

from autograder.grading.course.course_folder import Course, CourseError, Submission
from autograder.grading.course.worker import Marked


class Writer:
    """Holds the gradebook open; a context manager.

    A submission is first written to the gradebook and then, by one renaming,
    to its folder. Whoever is stopped between the two repeats the same marks.

    Parameters
    ----------
    course : Course
    """

    def __init__(self, course: Course):
        self.course = course

    def __enter__(self):
        coursedir = self.course.coursedir
        self.gradebook = Gradebook(coursedir.db_url, coursedir.course_id)
        return self

    def __exit__(self, *_):
        self.gradebook.close()

    def write(self, submission: Submission, marked: dict[str, Marked], files: dict[str, bytes]) -> None:
        """Record the marks of one submission.

        Parameters
        ----------
        submission : Submission
        marked : dict of str to Marked
            By notebook; a notebook that was not handed in scores 0.
        files : dict of str to bytes
            What lies beside the notebooks.
        """
        entry = self._entry(submission)
        for notebook in entry.notebooks:
            self._score(notebook, marked.get(notebook.name))
        self.gradebook.db.commit()
        if entry.total_seconds_late > 0:
            self._penalise(submission, entry)
        self._write_folder(self.course.autograded(submission), marked, files)

    def flag(self, submission: Submission) -> None:
        """Mark a submission that could not be graded: an old mark must not pass for a new one."""
        entry = self._entry(submission)
        for notebook in entry.notebooks:
            for grade in notebook.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
        self.gradebook.db.commit()
        shutil.rmtree(self.course.autograded(submission), ignore_errors=True)

    def _entry(self, submission):
        try:
            self.gradebook.find_student(submission.student)
        except MissingEntry:
            self.gradebook.add_student(submission.student)
        chosen = {"timestamp": submission.timestamp} if submission.timestamp else {}
        try:
            with self.gradebook.db.no_autoflush:  # nbgrader 0.9.6 fills in a new submission piece by piece
                return self.gradebook.update_or_create_submission(submission.assignment, submission.student, **chosen)
        except MissingEntry:
            raise CourseError(
                f"{submission.assignment} is not in the gradebook: "
                f"run `nbgrader generate_assignment {submission.assignment}` first."
            ) from None

    def _score(self, notebook, marked):
        for grade in notebook.grades:
            score = marked.scores.get(grade.name, 0) if marked else 0
            grade.auto_score = score
            grade.needs_manual_grade = bool(marked) and (grade.manual_score is not None or score is None)
        for comment in notebook.comments:
            unanswered = not marked or marked.unanswered.get(comment.name, True)
            comment.auto_comment = "No response." if unanswered else None

    def _penalise(self, submission, entry):
        """Let the course's late-penalty plug-in of nbgrader decide."""
        for notebook in entry.notebooks:
            names = {"student": submission.student, "assignment": submission.assignment, "notebook": notebook.name}
            step = AssignLatePenalties(config=self.course.config)
            step.preprocess(_no_cells(), {"nbgrader": names | {"db_url": self.course.coursedir.db_url}})

    def _write_folder(self, folder, marked, files):
        fresh = folder.with_name(f".{folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name, notebook in marked.items():
            (fresh / f"{name}.ipynb").write_text(notebook.text, encoding="utf-8")
        for name, content in files.items():
            path = fresh / name
            with contextlib.suppress(OSError):  # a folder called like a file of the course, or a path that is too long
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        shutil.rmtree(folder, ignore_errors=True)
        os.rename(fresh, folder)


def _no_cells():
    import nbformat

    return nbformat.v4.new_notebook()
