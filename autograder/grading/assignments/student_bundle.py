"""Make what students get: their notebooks and the student's side of `autograder`, installable with NumPy alone."""

import argparse
import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from traitlets.config import PyFileConfigLoader

import autograder
from autograder import course_map
from autograder.grading.assignments.prerequisites_file import NotClosed
from autograder.grading.assignments.public_questions import write_public_numbers
from autograder.grading.assignments.source_notebook import ExerciseError, each_source

ROOT = Path(autograder.__file__).parents[1]
PYPROJECT = """# flit takes the whole folder `autograder`, and leaves nothing of its own beside the assignments.
[build-system]
requires = ["flit_core>=3.9"]
build-backend = "flit_core.buildapi"

[project]
name = "forward-and-backward-student"
version = "0.1.0"
description = "Exercises in NumPy, and a check that explains"
requires-python = ">=3.11"
dependencies = ["numpy>=2"]

[project.scripts]
autograder = "autograder.cli:main"

[tool.flit.module]
name = "autograder"
"""
README = """# Exercises of Forward and Backward

You need Python 3.11 or newer. Nothing that you install here is written into this folder.

## Begin

1. In this folder: `python -m pip install . notebook matplotlib`. The checks need NumPy alone, and notebooks draw with
   Matplotlib; for .py files `python -m pip install .` will do.
2. `python -m notebook`, then open an assignment, for example `layers/layers.ipynb`. Fill in a function, run the check
   below it. When it does not pass, `check(affine_backward, hint=2)` says more, `hint=3` where the book derives it.
3. Or write the functions into a file of your own and run `autograder check my_layers.py`, with `--hint 2` for more.
4. What you wrote in the pages of the book, and saved there, goes on here: put the file into the assignment's folder.

## See what is done

`autograder status` in this folder: which functions have passed, are begun or not begun, your points, and what comes
next. `autograder status layers` looks at one assignment.

## Hand in

When all functions pass and the question in words is answered, save. Hand in the notebook, `layers/layers.ipynb`, under
this name, or your .py file, the way your instructor has told you. No other file is needed: the checks in it run again
when it is graded, with other numbers.

## The assignments

They stand in the order of the book.

| assignment | about | functions | points |
|---|---|---|---|
{rows}
"""


def nbgrader(action: str, names: Iterable[str]) -> list[str]:
    """Return the command that does one thing to some assignments in one process, for nbgrader takes seconds to start.

    Parameters
    ----------
    action : str
        A method of nbgrader's `NbGraderAPI`, such as "generate_assignment".
    names : list of str
        The assignments; "-" for those that come by standard input, one a line.
    """
    return [sys.executable, "-m", "autograder.grading.assignments.nbgrader_batch", action, *names]


def release(root: Path, only: Collection[str] | None = None, closed: Collection[str] = ()) -> list[Path]:
    """Write nbgrader's source and release versions of the exercises below the course folder.

    Parameters
    ----------
    root : Path
        The checkout, with `exercises/` and `nbgrader_config.py`.
    only : collection of str, optional
        The assignments to write, else all.
    closed : collection of str
        Assignments that nobody can hand in any more: their answers are provided to those that build on them.

    Returns
    -------
    list of Path
        The released folders.

    Raises
    ------
    RuntimeError
        With nbgrader's log, if a release fails.
    """
    with released_beside(root, only, closed) as folders:
        return folders


@contextlib.contextmanager
def released_beside(
    root: Path, only: Collection[str] | None = None, closed: Collection[str] = ()
) -> Iterator[list[Path]]:
    """Release, as `release` does it, while something else is done: the folders are whole at the end.

    nbgrader starts meanwhile too, and gets each assignment as soon as it is written.
    """
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    course = Path(config.CourseDirectory.root)
    command = nbgrader("generate_assignment", ["-"])
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=log, stderr=log, text=True)
        with process:
            names = []
            for name in each_source(root / "exercises", course / "source", only, closed):
                names.append(name)
                _hand_on(process, f"{name}\n")
            _hand_on(process, None)
            yield [course / "release" / name for name in names]
        if process.returncode:
            log.seek(0)
            raise RuntimeError(f"nbgrader could not release the assignments:\n{log.read()}")


def _hand_on(process, line):
    """Give a line to a process, or none any more; one that has ended says why in its log."""
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(line or "")
        process.stdin.flush()
        if line is None:
            process.stdin.close()


def make_bundle(root: Path, destination: Path, closed: Collection[str] = ()) -> None:
    """Write the student bundle; an older one in its place is replaced.

    Parameters
    ----------
    root : Path
    destination : Path
    closed : collection of str
        See `release`.
    """
    shutil.rmtree(destination, ignore_errors=True)
    destination.mkdir(parents=True)
    package = root / "autograder"
    shutil.copytree(package, destination / "autograder", ignore=shutil.ignore_patterns("grading", "__pycache__"))
    with released_beside(root, closed=closed) as released:
        write_public_numbers(destination / "autograder")
        course_map.write(destination / "autograder" / course_map.FILE.name)
    for folder in released:
        shutil.copytree(folder, destination / folder.name)
    (destination / "pyproject.toml").write_text(PYPROJECT)
    (destination / "README.md").write_text(README.replace("{rows}", _rows()))
    shutil.copy(root / "LICENSE", destination)


def _rows():
    """The assignments as rows of a table; the points are those of the functions."""
    return "\n".join(
        f"| `{each.name}/{each.name}.ipynb` | {each.title} | {len(each.functions)} | {each.points} |"
        for each in course_map.assignments()
    )


def _main():
    parser = argparse.ArgumentParser(description="Make what students get.")
    parser.add_argument("destination", type=Path)
    parser.add_argument(
        "--closed",
        nargs="+",
        default=(),
        metavar="ASSIGNMENT",
        help="assignments that nobody can hand in any more: their answers go to those that build on them",
    )
    options = parser.parse_args()
    try:
        make_bundle(ROOT, options.destination, options.closed)
    except (ExerciseError, NotClosed) as error:
        parser.error(str(error))
    print(f"The student bundle is in {options.destination}")


if __name__ == "__main__":
    _main()
