"""nbgrader's commands work from this folder; they read and write below `_build/course`."""

import os
import sys
from pathlib import Path

from autograder.grading.preprocessors import RefuseWithoutSandbox

c = get_config()  # noqa: F821

# nbgrader 0.9.6 calls alembic by name when it makes the gradebook; it lies beside this Python
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

c.CourseDirectory.course_id = "forward-and-backward"
c.CourseDirectory.root = str(Path(__file__).parent / "_build" / "course")
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.Autograde.autograde_preprocessors = [RefuseWithoutSandbox]
