"""Pages of formgrader about the whole class: what it got wrong, and submissions that are alike, made when asked for."""

import asyncio
from urllib.parse import quote

from nbgrader.server_extensions.formgrader.base import BaseHandler, check_xsrf
from tornado import web

from autograder.course_map import assignments
from autograder.grading.course.course_folder import Course, CourseError
from autograder.grading.report.class_work import in_order
from autograder.grading.report.course_report import read_report
from autograder.grading.report.report_page import write_page


class _Handler(BaseHandler):
    """Knows the course, and does what takes long beside the server's other work."""

    @property
    def course(self) -> Course:
        """The course that formgrader shows."""
        return Course.configured(self.settings["nbgrader_formgrader"].config)

    async def made(self, make, *chosen: str) -> None:
        """Answer with the page that a function makes of the course and what was chosen; else with the reason."""

        def page():
            if unknown := [name for name in chosen if name not in self.course.graded_assignments()]:
                raise CourseError(f"Nothing of {unknown[0]!r} has been graded.")
            return make(self.course, *chosen)

        try:
            html = await asyncio.get_running_loop().run_in_executor(None, page)
        except CourseError as error:
            self.set_status(404)
            html = self._menu([], str(error))
        self.finish(html)

    def _menu(self, names, problem=""):
        titles = {each.name: each.title for each in assignments()}
        rows = [(quote(name, safe=""), titles.get(name, name)) for name in names]
        return self.render("class_pages.tpl", base_url=self.base_url, rows=rows, problem=problem)


class ClassHandler(_Handler):
    """What there is."""

    @web.authenticated
    @check_xsrf
    async def get(self):
        """Links to the pages of each graded assignment."""
        await self.made(lambda course: self._menu(in_order(course.graded_assignments())))


class ReportHandler(_Handler):
    """What the class got wrong; over the term without an assignment."""

    @web.authenticated
    @check_xsrf
    async def get(self, *chosen):
        """The report."""
        await self.made(lambda course, *names: write_page(read_report(course, names)), *chosen)


class SimilarHandler(_Handler):
    """Submissions that are alike."""

    @web.authenticated
    @check_xsrf
    async def get(self, assignment):
        """The pairs side by side."""
        # each program of nbgrader reads these pages, and what they compare with (scikit-learn) takes a second to load
        from autograder.grading.similarity.course_comparison import compare_course, write_comparison

        await self.made(lambda course, name: write_comparison(course, name, compare_course(course, name)), assignment)


HANDLERS = [
    (r"/formgrader/class/?", ClassHandler),
    (r"/formgrader/class/term/?", ReportHandler),
    (r"/formgrader/class/report/([^/]+)/?", ReportHandler),
    (r"/formgrader/class/similar/([^/]+)/?", SimilarHandler),
]
