"""Pairs side by side, as one page of HTML: offline, without scripts; what students wrote is only text."""

from collections.abc import Mapping
from pathlib import Path

from autograder.grading.feedback.page_looks import make_environment
from autograder.grading.similarity.pairs import FEWEST_STEPS, FEWEST_STUDENTS, Comparison

FOLDER = Path(__file__).parent
MOST_PAIRS = 30  # that are shown


def write_page(comparison: Comparison, title: str, people: Mapping[str, str]) -> str:
    """The comparison as HTML.

    Parameters
    ----------
    comparison : Comparison
    title : str
        Of the assignment.
    people : mapping of str to str
        Names by student's id.
    """
    environment = make_environment(FOLDER)
    environment.filters["percent"] = lambda share: "–" if share is None else f"{100 * share:.0f} %"
    environment.filters["person"] = lambda student: f"{people[student]} ({student})" if people.get(student) else student
    environment.globals |= {"fewest_steps": FEWEST_STEPS, "fewest_students": FEWEST_STUDENTS, "most_pairs": MOST_PAIRS}
    return environment.get_template("similarity.html.j2").render(comparison=comparison, title=title)
