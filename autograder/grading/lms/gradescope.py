"""An autograder for Gradescope: a zip with the code, one assignment, and the two scripts that Gradescope starts.

What Gradescope expects: https://gradescope-autograders.readthedocs.io/en/latest/specs/.
"""

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import autograder
from autograder import course_map
from autograder.grading.course.course_folder import Course, CourseError
from autograder.grading.course.policy import read_policy

ROOT = Path(autograder.__file__).parents[1]
CODE = ("autograder", "solutions", "exercises")  # a task's data are made of what lies beside its text
LOCK = "requirements.txt"
SETTINGS = "settings.json"
ASSIGNMENT = "assignment"
NO_DATE = (2000, 1, 1, 0, 0, 0)  # the same course gives the same file
SETUP = """#!/usr/bin/env bash
# Run once by Gradescope, as root: a Python of its own with the packages in the very versions of the course.
set -euo pipefail
apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends bubblewrap ca-certificates python3-venv
python3 -m venv /opt/uv
/opt/uv/bin/pip install --quiet uv
export UV_PYTHON_INSTALL_DIR=/opt/python
/opt/uv/bin/uv venv --python 3.11 /opt/course
/opt/uv/bin/uv pip install --python /opt/course/bin/python --require-hashes -r /autograder/source/requirements.txt
# compile the reference now, and not for each submission
/autograder/source/run_autograder --compile
chmod -R go-rwx /autograder/source
"""
RUN = """#!/usr/bin/env bash
set -euo pipefail
export PYTHONPATH=/autograder/source/code
cd /autograder
exec /opt/course/bin/python -m autograder.grading.lms.gradescope_run /autograder "$@"
"""


def write_autograder(course: Course, assignment: str, path: Path) -> None:
    """Write the zip that is uploaded as the autograder of a programming assignment.

    It holds the reference and the course's secret.

    Parameters
    ----------
    course : Course
    assignment : str
    path : Path

    Raises
    ------
    CourseError
        If there is no such assignment, or it has variants.
    """
    if read_policy(course.coursedir.root).rules(assignment).variants:
        raise CourseError(
            f"{assignment} has variants, and Gradescope does not know which student has which: grade it here."
        )
    notebooks, files = course.notebooks(assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "setup.sh", SETUP.encode(), 0o755)
        _add(archive, "run_autograder", RUN.encode(), 0o755)
        _add(archive, LOCK, (ROOT / LOCK).read_bytes())
        _add(archive, SETTINGS, _settings(course, assignment), 0o600)
        for name, content in _code():
            _add(archive, f"code/{name}", content)
        for name, notebook in notebooks.items():
            _add(archive, f"{ASSIGNMENT}/{name}.ipynb", notebook.read_bytes())
        for name, content in files.items():
            _add(archive, f"{ASSIGNMENT}/{name}", content)
    os.replace(fresh, path)


def _settings(course, assignment):
    settings = {"assignment": assignment, "secret": course.secret.hex(), "limits": asdict(course.settings.limits)}
    return json.dumps(settings, indent=1).encode()


def _code() -> Iterator[tuple[str, bytes]]:
    """The files of the project that grading needs; where the book derives a function comes as one of them."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path != course_map.FILE:
                yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / course_map.FILE.name
        course_map.write(made)
        yield course_map.FILE.relative_to(ROOT).as_posix(), made.read_bytes()


def _add(archive, name, content, mode=0o644):
    entry = zipfile.ZipInfo(name, NO_DATE)
    entry.external_attr = (0o100000 | mode) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
