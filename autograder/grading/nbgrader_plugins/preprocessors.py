"""nbgrader plug-ins: submissions are mended when read, run in a sandbox, and judged outside it."""

import os
import secrets
import stat
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum, Float, Int

import solutions
from autograder.grading.assignments.repair import make_skeleton, read_submission, restore
from autograder.grading.judge.examiner import Examination
from autograder.grading.judge.execution import Execution, seeded
from autograder.grading.sandbox.isolation import SandboxUnavailable
from autograder.grading.sandbox.pool import borrowed
from autograder.grading.sandbox.sandbox import Limits
from autograder.grading.sandbox.session import MEBI, SandboxLost

ATTEMPTS = 3
FILES_LIMIT = 40 * MEBI


class SubmissionReader(NotebookExporter):
    """Reads what students hand in: any file gives a notebook in the form of the assignment."""

    def from_file(self, file_stream, resources=None, **kwargs):
        """Read one notebook; the second reading, after mending, is nbgrader's own."""
        if not self.parent._sanitizing:
            return super().from_file(file_stream, resources, **kwargs)
        names = resources["nbgrader"]
        skeleton = make_skeleton(source_notebook(self.parent.coursedir, names["assignment"], names["notebook"]))
        content = Path(file_stream.name).read_bytes()
        notebook, problem = read_submission(content, skeleton)
        notebook, notes = restore(notebook, skeleton, [problem])
        for note in notes:
            self.log.warning("%s: %s", file_stream.name, note)
        return self.from_notebook_node(notebook, resources, **kwargs)


class ExecuteInSandbox(NbGraderPreprocessor):
    """Stands where nbgrader would run a submission in an open kernel."""

    sandbox = Enum(
        ["auto", "bubblewrap", "namespaces", "none"], "auto", help="the sandbox; none must be asked for by name"
    ).tag(config=True)
    cell_seconds = Float(Limits.cell, help="the longest that one cell may take, in seconds").tag(config=True)
    submission_seconds = Float(Limits.submission, help="the longest for all cells of a submission").tag(config=True)
    memory_megabytes = Int(Limits.memory // MEBI, help="memory for all processes of a submission").tag(config=True)

    @property
    def limits(self):
        """The limits of one submission."""
        return Limits(memory=self.memory_megabytes * MEBI, cell=self.cell_seconds, submission=self.submission_seconds)

    def preprocess(self, nb, resources):
        """Run the notebook and write the verdicts into its check cells."""
        names = resources["nbgrader"]
        coursedir = CourseDirectory(config=self.config)
        submitted = coursedir.format_path(coursedir.submitted_directory, names["student"], names["assignment"])
        graded = Path(resources["metadata"]["path"])
        drop_links(Path(submitted), graded)
        try:
            with borrowed(self.sandbox, self.limits) as sandbox:
                execute(nb, sandbox, course_secret(coursedir.root), names, read_files(graded))
        except SandboxUnavailable as error:
            raise NbGraderException(str(error)) from error
        return nb, resources


class ValidateInSandbox(ExecuteInSandbox):
    """The same for `nbgrader validate`, which knows neither student nor course folder."""

    def preprocess(self, nb, resources):
        """Run the notebook and write the verdicts into its check cells."""
        with borrowed(self.sandbox, self.limits) as sandbox:
            execute(nb, sandbox, b"", {"student": "", "assignment": "", "notebook": ""}, {})
        return nb, resources


def execute(notebook, sandbox, secret, names, files):
    """Run and judge one notebook in place; what happened is kept in its metadata.

    Parameters
    ----------
    notebook : NotebookNode
    sandbox : Sandbox
    secret : bytes
        The course's own.
    names : dict
        `student`, `assignment`, `notebook`.
    files : dict of str to bytes
        What lies beside the notebook.
    """
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    identity = [names["student"], names["assignment"], names["notebook"], *sources]

    def examine(name, clock):
        return Examination(name, solutions, seeded(secret, name, *identity), clock)

    for attempt in range(ATTEMPTS):
        execution = Execution(notebook, sandbox, examine, files)
        try:
            records = execution.run()
            break
        except SandboxLost:
            if attempt + 1 == ATTEMPTS:
                raise
    kept = notebook.metadata.get("autograder", {})
    kept |= {
        "sandbox": sandbox.description,
        "seconds": round(execution.seconds, 3),
        "computed": round(execution.computed, 3),
        "records": records,
    }
    notebook.metadata["autograder"] = kept


def source_notebook(coursedir, assignment, notebook):
    """Path of nbgrader's source of a notebook.

    Raises
    ------
    NbGraderException
        If there is none.
    """
    path = Path(coursedir.format_path(coursedir.source_directory, ".", assignment)) / f"{notebook}.ipynb"
    if not path.exists():
        raise NbGraderException(f"No source notebook {path}: run `nbgrader generate_assignment {assignment}` first.")
    return path


def read_files(folder):
    """The plain files beside a notebook, by their path in its folder; links are left out."""
    files, left = {}, FILES_LIMIT
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".ipynb" or not stat.S_ISREG(path.lstat().st_mode):
            continue
        left -= path.stat().st_size
        if left >= 0:
            files[str(path.relative_to(folder))] = path.read_bytes()
    return files


def drop_links(submitted, graded):
    """Delete what nbgrader copied through links in a submission: a link may point anywhere on the grader's disk."""
    for folder, folders, names in os.walk(submitted):
        for name in (*folders, *names):
            path = Path(folder) / name
            copied = graded / path.relative_to(submitted)
            if path.is_symlink() and copied.is_file() and copied.suffix != ".ipynb":
                copied.unlink()


def course_secret(root):
    """The course's secret, made once and readable by its owner only."""
    path = Path(root) / ".secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()
