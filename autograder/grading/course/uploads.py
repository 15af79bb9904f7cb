"""Which upload to an LMS each submission came from, so that an older download replaces nothing: `collected.json`."""

import json
import os
from pathlib import Path

from autograder.grading.course.course_folder import Course

FILE = "collected.json"


class Uploads:
    """The numbers of uploads, by student and assignment.

    Parameters
    ----------
    course : Course
    """

    def __init__(self, course: Course):
        self.path = Path(course.coursedir.root) / FILE
        try:
            self.uploads = dict(json.loads(self.path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            self.uploads = {}

    def upload(self, student: str, assignment: str) -> int:
        """The number of the upload, or 0."""
        return self.uploads.get(student, {}).get(assignment, 0)

    def note(self, student: str, assignment: str, upload: int) -> None:
        """Keep the number of an upload."""
        if upload:
            self.uploads.setdefault(student, {})[assignment] = upload

    def forget(self, student: str) -> None:
        """Keep nothing of a student."""
        if self.uploads.pop(student, None) is not None:
            self.write()

    def write(self) -> None:
        """Put it on the disk."""
        if self.uploads or self.path.exists():
            fresh = self.path.with_suffix(".new")
            fresh.write_text(json.dumps(self.uploads, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            os.replace(fresh, self.path)
