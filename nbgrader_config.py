"""nbgrader's commands work from this folder; they read and write below `_build/course`, or below $COURSE_ROOT."""

import os
import sys
from pathlib import Path

from nbgrader.preprocessors import CheckCellMetadata, ClearOutput
from nbgrader.validator import Validator

from autograder.grading.assignments.repair import STUB
from autograder.grading.course.policy import time_zone
from autograder.grading.nbgrader_plugins import formgrader_menu
from autograder.grading.nbgrader_plugins.exchange import CollectAttempts
from autograder.grading.nbgrader_plugins.feedback import FeedbackPage, GradedWork
from autograder.grading.nbgrader_plugins.grades_export import GradesExport
from autograder.grading.nbgrader_plugins.late_work import LateWork
from autograder.grading.nbgrader_plugins.preprocessors import (
    ExecuteInSandbox,
    SaveVerdicts,
    SubmissionReader,
    ValidateInSandbox,
)
from autograder.grading.nbgrader_plugins.submitted_files import install

c = get_config()  # noqa: F821

# nbgrader 0.9.6 calls alembic by name when it makes the gradebook; it lies beside this Python
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

c.CourseDirectory.course_id = "forward-and-backward"
c.CourseDirectory.root = os.environ.get("COURSE_ROOT", str(Path(__file__).parent / "_build" / "course"))
c.ExportApp.plugin_class = GradesExport
c.ExportPlugin.to = str(Path(c.CourseDirectory.root) / "grades.csv")  # not beside the code, where git would see it
c.ClearSolutions.code_stub = STUB

# Submissions are mended when read, run in a sandbox, and judged outside it
c.Autograde.exporter_class = SubmissionReader
c.Autograde.sanitize_preprocessors = [CheckCellMetadata]
c.Autograde.autograde_preprocessors = [ExecuteInSandbox, SaveVerdicts, LateWork, CheckCellMetadata]

# Who hands in again loses nothing: the rules of the course say which attempt counts. What anybody may have put into the
# exchange is taken from its owner only, and without links.
c.ExchangeFactory.collect = CollectAttempts

c.NbGraderAPI.timezone = time_zone(c.CourseDirectory.root)  # in which formgrader shows times

# No folder's name is a pattern, and links are not followed
install()

# What students write is shown without scripts; nbgrader 0.9.6 would run them in the instructor's browser
c.HTMLExporter.filters = {
    "markdown2html": "autograder.grading.nbgrader_plugins.safe_html.markdown_to_html",
    "highlight_code": "autograder.grading.nbgrader_plugins.safe_html.highlight_code",
}

# Formgrader's menu leads to what the class got wrong, and to submissions that are alike
formgrader_menu.install()

# Students get a page of our own; formgrader's pages stay nbgrader's
c.GenerateFeedback.exporter_class = FeedbackPage
c.GenerateFeedback.preprocessors = [GradedWork]

# nbgrader 0.9.6 has no setting for this list, and its own runs the notebook in an open kernel
Validator.preprocessors = [CheckCellMetadata, ClearOutput, ValidateInSandbox]
