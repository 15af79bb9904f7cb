"""The page that comes back to a student, as `nbgrader generate_feedback` and formgrader write it.

nbgrader's own page opens with seven lines "Test cell (Score: 2.0 / 2.0)" and brings 200 kB of styles, and scripts from
elsewhere.
"""

from pathlib import Path
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades
from traitlets import default

from autograder.course_map import assignments
from autograder.grading.content.limited_process import Budget, safe_markdown
from autograder.grading.feedback.graded_entries import entries, machine_readable
from autograder.grading.feedback.page_looks import book_colors
from autograder.grading.feedback.sections import sections
from autograder.grading.nbgrader_plugins.dates_of_work import dates_of
from autograder.grading.nbgrader_plugins.safe_html import highlight_code, page_budget
from autograder.verdict.report import marked

FOLDER = Path(__file__).parents[1] / "feedback"
MOST_TEXT = 20_000  # characters of an output that are shown


class GradedWork(GetGrades):
    """Takes points and comments from the gradebook, and says what the page holds."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Fill in the grades, and put what the template lays out into `resources["feedback"]`."""
        names = resources["nbgrader"]
        coursedir = CourseDirectory(config=self.config)
        dates = dates_of(coursedir, names["db_url"], names["assignment"], names["student"])
        nb, resources = super().preprocess(nb, resources)
        graded = entries(nb)
        title = next((each.title for each in assignments() if each.name == names["notebook"]), names["notebook"])
        resources["feedback"] = {
            "title": title,
            "student": self._student(),
            "entries": graded,
            "sections": sections(nb, graded),
            "notes": nb.metadata.get("autograder", {}).get("notes", []),
            "waiting": sum(each.worth for each in graded if each.waits),
            "machine_readable": machine_readable(names["assignment"], [] if dates.hidden_until else graded),
            "dates": dates,
        }
        return nb, resources

    def _student(self):
        """Name and id; the id alone where the gradebook has no name."""
        with self.gradebook:
            student = self.gradebook.find_student(self.student_id)
            name = " ".join(filter(None, (student.first_name, student.last_name)))
        return f"{name} ({self.student_id})" if name else self.student_id

    def _place(self, cell):
        return cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id

    def _get_comment(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        """A person's comment; nbgrader's own "No response." says that a cell was left as it was given."""
        comment = self.gradebook.find_comment(*self._place(cell))
        cell.metadata.nbgrader["comment"] = comment.manual_comment or ""
        cell.metadata.nbgrader["unanswered"] = bool(comment.auto_comment)

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._get_score(cell, resources)
        cell.metadata.nbgrader["waits"] = self.gradebook.find_grade(*self._place(cell)).needs_manual_grade


class FeedbackPage(TemplateExporter):
    """Writes `page.html.j2`; all text is escaped, except what the filters below have made safe."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    @default("template_file")
    def _template_file_default(self):
        return "page.html.j2"

    @default("template_paths")
    def _template_paths_default(self):
        return [str(FOLDER)]

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        environment.globals["book_colors"] = book_colors()
        environment.filters |= {
            "answer": answer,
            "cleaned_when_graded": Markup,
            "code": lambda source: Markup(highlight_code(source)),
            "comment": lambda text: Markup(safe_markdown(text, {}, Budget())),
            "marked": lambda line: Markup(marked(line)),
            "number": lambda points: f"{round(points, 2):g}",
            "short": short,
        }
        return environment


@pass_context
def answer(context: Context, cell: NotebookNode) -> Markup:
    """Markdown of a student, rendered and cleaned."""
    budget = page_budget(context.get("resources", {}))
    return Markup(safe_markdown(cell.source, cell.get("attachments", {}), budget))


def short(text: str) -> str:
    """Text of an output; of what is very long the beginning, and how much is left out."""
    left_out = len(text) - MOST_TEXT
    return f"{text[:MOST_TEXT]}\n[{left_out} more characters are not shown here.]" if left_out > 0 else text
