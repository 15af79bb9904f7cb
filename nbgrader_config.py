"""nbgrader's commands work from this folder; they read and write below `_build/course`."""

from pathlib import Path

from autograder.grading.preprocessors import RefuseWithoutSandbox

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "forward-and-backward"
c.CourseDirectory.root = str(Path(__file__).parent / "_build" / "course")
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.Autograde.autograde_preprocessors = [RefuseWithoutSandbox]
