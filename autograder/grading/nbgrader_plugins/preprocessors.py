"""nbgrader plug-ins: submissions are mended when read, run in a sandbox, and judged outside it."""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import determine_grade

from autograder.grading.assignments.repair import MAX_BYTES, make_skeleton, read_submission, restore
from autograder.grading.course import history
from autograder.grading.course.assigned_variants import variants_of
from autograder.grading.course.course_folder import CourseError, course_secret, find_source, submission_of
from autograder.grading.course.gradebook import waits
from autograder.grading.course.policy import read_policy
from autograder.grading.course.settings import SandboxSettings
from autograder.grading.course.submission_files import UnusableFile, earlier_notebooks, read_files, read_plain
from autograder.grading.judge.notebook_cells import examined_function, needs_a_person, texts_of
from autograder.grading.nbgrader_plugins.counted_attempt import counted_attempt
from autograder.grading.sandbox.interface import SandboxLost
from autograder.grading.sandbox.isolation import SandboxUnavailable
from autograder.grading.sandbox.pool import borrowed
from autograder.variants import UnknownVariant


class SubmissionReader(NotebookExporter):
    """Reads what students hand in: any file gives a notebook in the form of the assignment."""

    parent: Any  # the converter of nbgrader that reads

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> tuple[NotebookNode, dict[str, Any]]:
        """Read one notebook; the second reading, after mending, is nbgrader's own."""
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources, **kwargs)
        names = resources["nbgrader"]
        try:
            source = find_source(self.parent.coursedir, names["assignment"], names["notebook"])
        except CourseError as error:
            raise NbGraderException(str(error)) from error
        skeleton = make_skeleton(source, _variants(self.parent.coursedir, names))
        try:
            folder = counted_attempt(self.parent.coursedir, names["student"], names["assignment"]).plain_folder
            content, odd = read_plain(folder / Path(filename).name, MAX_BYTES), ""
        except UnusableFile as error:
            content, odd = b"", f"{error}."
        notebook, problem = read_submission(content, skeleton)
        notebook, notes = restore(notebook, skeleton, [odd or problem])
        for note in notes:
            self.log.warning("%s: %s", filename, note)
        return self.from_notebook_node(notebook, resources, **kwargs)


class ExecuteInSandbox(SandboxSettings, NbGraderPreprocessor):
    """Stands where nbgrader would run a submission in an open kernel."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Run the notebook and write the verdicts into its check cells."""
        from autograder.grading.course.rules import rules_of  # these load Numba, which other commands do not need
        from autograder.grading.course.worker import stamp
        from autograder.grading.judge.execution import execute

        names = resources["nbgrader"]
        coursedir = CourseDirectory(config=self.config)
        given = read_files(find_source(coursedir, names["assignment"], names["notebook"]).parent)
        earlier = earlier_notebooks(
            given, lambda assignment: submission_of(coursedir, names["student"], assignment).plain_folder
        )
        files = read_files(Path(resources["metadata"]["path"])) | given | earlier
        variants = _variants(coursedir, names)
        try:
            with borrowed(self.sandbox, self.limits) as sandbox:
                execute(nb, sandbox, course_secret(coursedir.root), names, files, variants)
        except (SandboxUnavailable, SandboxLost) as error:
            raise NbGraderException(str(error)) from error
        stamp(nb, rules_of([nb], self.limits, variants))
        return nb, resources


class ValidateInSandbox(ExecuteInSandbox):
    """The same for `nbgrader validate`, which knows neither student nor course folder."""

    parent: Any  # nbgrader's validator

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Run the notebook and write the verdicts into its check cells."""
        from autograder.grading.judge.execution import execute

        said = nb.metadata.get("autograder", {}).get("variants", {})
        try:
            with borrowed(self.sandbox, self.limits) as sandbox:
                execute(nb, sandbox, b"", {"student": "", "assignment": "", "notebook": ""}, {}, said)
        except UnknownVariant as error:
            raise NbGraderException(f"The notebook's variants are not as they were given: {error}.") from error
        for cell in nb.cells:
            if examined_function(cell):
                self._say_why(cell)
        return nb, resources

    def _say_why(self, cell: NotebookNode) -> None:
        """Put a verdict where nbgrader's dialog shows it: it takes errors alone, and cuts long lines."""
        score, worth = determine_grade(cell)
        if score is None or score >= worth:
            return
        text = next(_texts(cell.outputs))
        lines = [wrapped for line in text.splitlines() for wrapped in _wrapped(line, self.parent.width - 8) or [""]]
        cell.outputs = [new_output("error", ename="CheckFailed", evalue=text, traceback=lines)]


class SaveVerdicts(SaveAutoGrades):
    """Saves the points, and a line for the history; a check that could not be judged waits for a person."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Save the points of one notebook."""
        names = resources["nbgrader"]
        place = CourseDirectory(config=self.config).root, names["student"], names["assignment"]
        self.texts, self.known, self.scores = texts_of(nb), history.known_texts(*place), {}
        nb, resources = super().preprocess(nb, resources)
        kept = {name: nb.metadata.autograder[name] for name in history.RECORDED if name in nb.metadata.autograder}
        entry = {"why": "graded by nbgrader autograde", "scores": self.scores, "texts": self.texts}
        history.append(*place, kept | entry)
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: dict) -> None:
        place = (cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        waited = self.gradebook.find_grade(*place).needs_manual_grade
        super()._add_score(cell, resources)
        grade = self.gradebook.find_grade(*place)
        if needs_a_person(cell):
            grade.auto_score = None
        grade.needs_manual_grade = waited  # as it was before nbgrader let all marks by hand wait
        grade.needs_manual_grade = waits(grade, self.texts, self.known)
        self.scores[grade.name] = grade.auto_score
        self.gradebook.db.commit()


def _variants(coursedir: CourseDirectory, names: dict[str, str]) -> dict[str, str]:
    """The variants of the student, whatever the notebook says of them."""
    try:
        policy = read_policy(coursedir.root)
        if not policy.rules(names["assignment"]).variants:
            return {}
        folder = find_source(coursedir, names["assignment"], names["notebook"]).parent
        cells = [cell for path in sorted(folder.glob("*.ipynb")) for cell in make_skeleton(path).cells]
    except CourseError as error:
        raise NbGraderException(str(error)) from error
    secret = course_secret(coursedir.root)
    return variants_of(policy, secret, names["student"], names["assignment"], map(examined_function, cells))


def _texts(outputs: list[NotebookNode]) -> Iterator[str]:
    """What a verdict says: as an error, or as what is shown where there is credit for a part."""
    yield from (output.evalue for output in outputs if output.output_type == "error")
    yield from (output.data["text/plain"] for output in outputs if output.output_type == "display_data")


def _wrapped(line: str, width: int) -> list[str]:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
