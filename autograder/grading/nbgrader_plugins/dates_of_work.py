"""What a feedback page says of dates: when the work was due and came in, what that costs, and which attempt counts."""

from dataclasses import dataclass
from datetime import UTC, datetime

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.grading.course.attempts import attempts
from autograder.grading.course.course_folder import submission_of
from autograder.grading.course.policy import read_policy
from autograder.grading.course.policy_words import attempt_rule, moment, what_happened
from autograder.grading.course.settlement import deadline_of, settle
from autograder.grading.course.standings import in_utc
from autograder.grading.nbgrader_plugins.counted_attempt import Folders


@dataclass(frozen=True)
class Dates:
    """What the page says.

    Attributes
    ----------
    sentences : list of str
    hidden_until : str
        From when on points are shown; empty if they are shown.
    """

    sentences: list[str]
    hidden_until: str = ""


def dates_of(coursedir: CourseDirectory, db_url: str, assignment: str, student: str) -> Dates:
    """Bring the penalty of a submission up to date, and say what there is to say about its dates.

    Raises
    ------
    CourseError
        If `course.toml` can't be read.
    """
    policy = read_policy(coursedir.root)
    with Gradebook(db_url) as gradebook:
        entry = gradebook.find_submission(assignment, student)
        settle(policy, entry)
        gradebook.db.commit()
        deadline, handed_in = deadline_of(policy, entry), in_utc(entry.timestamp)
    sentences = what_happened(policy, assignment, deadline, handed_in)
    count = len(attempts(Folders(coursedir), submission_of(coursedir, student, assignment)))
    if count > 1:
        rule = attempt_rule(policy.rules(assignment))
        sentences.append(f"You handed in {count} times, and {rule} counts: this one.")
    if policy.excuse(assignment, student) is not None:
        sentences.append("You are excused: this assignment does not count for you.")
    shown_from = policy.shown_from(assignment, deadline)
    is_hidden = shown_from is not None and datetime.now(UTC) < shown_from
    return Dates(sentences, moment(policy, shown_from) if is_hidden else "")
