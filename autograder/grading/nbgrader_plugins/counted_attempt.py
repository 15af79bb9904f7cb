"""Which attempt `nbgrader autograde` and formgrader grade: the one that counts, as far as dates tell it."""

from dataclasses import dataclass

from nbgrader.coursedir import CourseDirectory

from autograder.grading.course.attempts import counting
from autograder.grading.course.course_folder import Submission, submission_of
from autograder.grading.course.policy import read_policy


@dataclass(frozen=True)
class Folders:
    """What attempts ask of a course."""

    coursedir: CourseDirectory


def counted_attempt(coursedir: CourseDirectory, student: str, assignment: str) -> Submission:
    """The attempt that counts; where the best does, the newest that may, for the others would have to be graded too.

    Raises
    ------
    CourseError
        If `course.toml` can't be read.
    """
    policy = read_policy(coursedir.root)
    newest, rules = submission_of(coursedir, student, assignment), policy.rules(assignment)
    due = policy.deadline(assignment, student)
    return counting(Folders(coursedir), newest, rules.attempts, lambda _: due, rules.grace)[-1]
