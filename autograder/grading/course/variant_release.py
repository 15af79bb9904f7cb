"""Write each student's own version of an assignment, for an LMS, or for the home folders of a hub."""

from collections.abc import Iterable
from pathlib import Path, PurePath

import nbformat

from autograder.grading.assignments.repair import make_skeleton
from autograder.grading.course.assigned_variants import variants_of
from autograder.grading.course.course_folder import Course, CourseError
from autograder.grading.course.policy import FILE, read_policy
from autograder.grading.judge.notebook_cells import examined_function


def class_variants(course: Course, assignment: str, students: Iterable[str]) -> dict[str, dict[str, str]]:
    """The variants of each student, by family.

    Raises
    ------
    CourseError
        If the course does not ask for variants of this assignment, or none of its exercises has any.
    """
    notebooks, _ = course.notebooks(assignment)
    policy = read_policy(course.coursedir.root)
    if not policy.rules(assignment).variants:
        raise CourseError(
            f"{assignment} has no variants: write `variants = true` under [assignments.{assignment}] in {FILE}."
        )
    functions = [examined_function(cell) for path in notebooks.values() for cell in make_skeleton(path).cells]
    found = {each: variants_of(policy, course.secret, each, assignment, functions) for each in students}
    if found and not any(found.values()):
        raise CourseError(f"No exercise of {assignment} has variants; it is released as any other.")
    return found


def write_versions(course: Course, assignment: str, students: Iterable[str], destination: Path) -> list[Path]:
    """Write `destination/STUDENT/ASSIGNMENT` with notebooks and files for each student; returns these folders.

    Raises
    ------
    CourseError
        If one of the folders is there already, for a student may have worked in it, or a name makes no folder; then
        nothing is written.
    """
    variants = class_variants(course, assignment, students)
    notebooks, files = course.notebooks(assignment)
    folders = {student: destination / student / assignment for student in variants}
    for student, folder in folders.items():
        if len(PurePath(student).parts) != 1 or student in (".", ".."):
            raise CourseError(f"expected a student's name that can be the name of a folder, got {student!r}")
        if folder.exists():
            raise CourseError(f"{folder} is there already, perhaps with a student's work: choose another folder.")
    for student, folder in folders.items():
        folder.mkdir(parents=True)
        for name, path in notebooks.items():
            nbformat.write(make_skeleton(path, variants[student]), folder / f"{name}.ipynb")
        for place, content in files.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_bytes(content)
    return list(folders.values())
