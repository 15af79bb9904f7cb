"""Collecting from nbgrader's exchange: attempts that something newer replaces, or that came in between, are kept."""

from pathlib import Path
from typing import Any

from autograder.grading.course.attempts import keep_attempt
from autograder.grading.course.course_folder import Submission, submission_of
from autograder.grading.course.submission_files import UnusableFile
from autograder.grading.nbgrader_plugins.exchange_inbound import CollectPlainFiles


class CollectAttempts(CollectPlainFiles):
    """Takes the newest, as nbgrader does, and keeps the others."""

    src_records: list[dict[str, Any]]

    def copy_files(self) -> None:
        """Keep what would be lost, then collect."""
        name = self.coursedir.assignment_id
        students = {record["username"] for record in self.src_records}
        for student in students:
            self._keep(submission_of(self.coursedir, student, name))
        for record in self.own_records:
            if record["username"] in students and record not in self.src_records:
                folder = Path(self.inbound_path, record["filename"])
                self._keep(Submission(record["username"], name, folder, Path(self.inbound_path)))
        super().copy_files()

    def _keep(self, submission):
        try:
            keep_attempt(self, submission)
        except (UnusableFile, OSError) as error:
            self.log.warning("%s: an earlier attempt is not kept: %s.", submission.student, error)
