"""The submissions of a course, as they are on disk, compared with each other."""

from autograder.course_map import assignments
from autograder.grading.course.course_folder import Course
from autograder.grading.course.standings import read_standings
from autograder.grading.similarity.handed_in_functions import given_pieces, read_functions
from autograder.grading.similarity.pairs import Comparison, compare
from autograder.grading.similarity.similarity_page import write_page


def compare_course(course: Course, assignment: str) -> Comparison:
    """Compare all graded submissions of an assignment.

    Raises
    ------
    CourseError
        If there is no such assignment, or nothing of it is graded.
    """
    names, functions = read_functions(course, assignment)
    return compare(functions, given_pieces(assignment, names))


def write_comparison(course: Course, assignment: str, comparison: Comparison) -> str:
    """A comparison as a page of HTML."""
    students = [each.student for each in read_standings(course)]
    people = {each.id: " ".join(filter(None, (each.first_name, each.last_name))) for each in students}
    title = next((each.title for each in assignments() if each.name == assignment), assignment)
    return write_page(comparison, title, people)
