"""Collecting from nbgrader's exchange: attempts that something newer replaces, or that came in between, are kept."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
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
                self._keep_inbound(record, name)
        super().copy_files()

    def _keep_inbound(self, record, assignment):
        """Keep what lies in the exchange, of which no more is taken than of what counts."""
        with TemporaryDirectory() as scratch:
            folder = Path(scratch, "plain")
            try:
                self.do_copy(os.path.join(self.inbound_path, record["filename"]), str(folder))
            except OSError as error:
                self.log.warning("%s: an earlier attempt is not kept: %s.", record["username"], error)
                return
            self._keep(Submission(record["username"], assignment, folder, Path(scratch)))

    def _keep(self, submission):
        try:
            keep_attempt(self, submission)
        except (UnusableFile, OSError) as error:
            self.log.warning("%s: an earlier attempt is not kept: %s.", submission.student, error)
