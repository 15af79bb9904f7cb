"""When assignments are due for everybody: by the rules of the course, or else by the gradebook."""

from datetime import datetime

from nbgrader.api import Gradebook

from autograder.grading.course.course_folder import Course
from autograder.grading.course.policy import read_policy
from autograder.grading.course.standings import in_utc


def due_dates(course: Course) -> dict[str, datetime]:
    """Due dates in UTC, by assignment; without extensions.

    Raises
    ------
    CourseError
        If the rules can't be read.
    """
    policy = read_policy(course.coursedir.root)
    if policy.sets_dates:
        return {name: rules.due for name, rules in policy.assignments.items() if rules.due}
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        found = {assignment.name: in_utc(assignment.duedate) for assignment in gradebook.assignments}
    return {name: due for name, due in found.items() if due}
