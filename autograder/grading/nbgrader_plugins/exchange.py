"""Collecting from nbgrader's exchange: attempts that something newer replaces, or that came in between, are kept."""

import glob
import os
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect

from autograder.grading.course.attempts import keep_attempt
from autograder.grading.course.course_folder import Submission, submission_of
from autograder.grading.course.submission_files import UnusableFile


class CollectAttempts(ExchangeCollect):
    """Takes the newest, as nbgrader does, and keeps the others."""

    src_records: list[dict[str, Any]]

    def copy_files(self) -> None:
        """Keep what would be lost, then collect."""
        name = self.coursedir.assignment_id
        newest = {record["filename"] for record in self.src_records}
        for record in self.src_records:
            student = record["username"]
            self._keep(submission_of(self.coursedir, student, name))
            for path in glob.glob(os.path.join(glob.escape(self.inbound_path), f"{glob.escape(student)}+{name}+*")):
                if os.path.basename(path) not in newest:
                    self._keep(Submission(student, name, Path(path), Path(self.inbound_path)))
        super().copy_files()

    def _keep(self, submission):
        try:
            keep_attempt(self, submission)
        except (UnusableFile, OSError) as error:
            self.log.warning("%s: an earlier attempt is not kept: %s.", submission.student, error)
