"""The report of a course as it is on disk."""

from collections.abc import Iterable

from autograder.grading.course.course_folder import Course, CourseError
from autograder.grading.course.policy import read_policy
from autograder.grading.course.standings import read_standings
from autograder.grading.report.class_work import in_order, read_class_works
from autograder.grading.report.report_page import Report, names_of


def read_report(course: Course, asked: Iterable[str] = ()) -> Report:
    """What the class did in some assignments, or in all that are graded; what came before them is read as well.

    Raises
    ------
    CourseError
        If an assignment is not in the course, or nothing is graded.
    """
    chosen = list(dict.fromkeys(asked))
    try:
        graded = course.graded_assignments()
    except CourseError:
        if not chosen:
            raise
        graded = []
    everybody = read_standings(course)
    last = in_order(chosen)[-1:]
    earlier = [name for name in graded if in_order([name, *last])[-1:] == last] if last else graded
    works = read_class_works(course, {*earlier, *chosen}, everybody)
    zone = read_policy(course.coursedir.root).zone
    return Report(tuple(works), tuple(chosen or graded), names_of(everybody), zone)
