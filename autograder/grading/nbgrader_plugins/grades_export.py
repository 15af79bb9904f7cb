"""`nbgrader export` with the rows of `autograder export --for csv`: its own writes 0 for what nobody has marked."""

from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from autograder.grading.course.course_folder import Course, CourseError
from autograder.grading.course.standings import read_standings
from autograder.grading.lms.due_dates import due_dates
from autograder.grading.lms.grade_tables import as_rows, choose
from autograder.grading.lms.tables import write_table


class GradesExport(ExportPlugin):
    """Writes one row for each student and assignment, and how far each is."""

    parent: Any  # nbgrader's command

    def export(self, gradebook: Gradebook) -> None:
        """Write the file; `--to`, `--student` and `--assignment` mean what nbgrader says."""
        try:
            self._write()
        except CourseError as error:
            self.parent.fail(str(error))

    def _write(self) -> None:
        course = Course(Path.cwd())
        course.coursedir = self.parent.coursedir
        grades = read_standings(course)
        asked, wanted = [str(each) for each in self.assignment], {str(each) for each in self.student}
        chosen = [one for one in grades if not wanted or one.student.id in wanted]
        table = as_rows(chosen, choose(grades, asked), due_dates(course))
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        write_table(path, table.headings, table.rows)
