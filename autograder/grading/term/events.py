"""What happens in the term, in its order."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.api import Grade, Gradebook

from autograder.grading.assignments.student_bundle import release
from autograder.grading.course.course_folder import Course
from autograder.grading.term import wrong_check
from autograder.grading.term.desk import Desk
from autograder.grading.term.hand_ins import HandIn, canvas_archive, hand_ins, moodle_archive, write_folders
from autograder.grading.term.people import canvas_roster, moodle_roster, people

FIRST, SECOND, THIRD = ASSIGNMENTS = ("layers", "batchnorm", "optimizers")
RULES = """\
timezone = "Europe/Berlin"

[late]
percent = 10
per = "day"
cap = 30
"""
DATES = """
[assignments.{name}]
release = {release:%Y-%m-%dT%H:%M:%SZ}
due = {due:%Y-%m-%dT%H:%M:%SZ}
"""
EXTENSION = '\n[extensions]\n{student}.{assignment} = "4 days"\n'
EXCUSE = '\n[excuses]\n{student}.{assignment} = "ill"\n'


class Term:
    """A class and its course.

    Parameters
    ----------
    root : Path
        The checkout.
    place : Path
        For all that the term writes.
    size : int
        Of the class.
    first : datetime
        When the first assignment is due.
    """

    def __init__(self, root: Path, place: Path, size: int, first: datetime):
        self.root, self.code, self.folder, self.inbox = (root, *(place / name for name in ("code", "course", "inbox")))
        self.due = {name: first + timedelta(weeks=3 * number) for number, name in enumerate(ASSIGNMENTS)}
        self.students = people(size)
        self.extended, _, self.excused = self.students[:3]
        self.handed_in: dict[str, list[HandIn]] = {}
        self.by_hand: dict[str, float] = {}
        self.desk = Desk(self.code, self.folder)

    @property
    def course(self) -> Course:
        """As it is now."""
        os.environ["COURSE_ROOT"] = str(self.folder)
        return Course(self.code)

    def play(self) -> None:
        """Play the term."""
        self._begin()
        self._assignment_from_canvas()
        self._assignment_from_moodle_with_a_wrong_check()
        self._assignment_from_folders()
        self._end()

    def _begin(self):
        _tell("Before the term: rules, the class, three assignments")
        wrong_check.copy_code(self.root, self.code)
        self.inbox.mkdir(parents=True)
        course = self.course
        release(self.code, ASSIGNMENTS, _all_assignments(self.root) - {*ASSIGNMENTS})
        dates = [DATES.format(name=name, release=due - timedelta(weeks=3), due=due) for name, due in self.due.items()]
        (self.folder / "course.toml").write_text(RULES + "".join(dates))
        self.desk.run("autograder", "roster", self._arrives("canvas.csv", canvas_roster(self.students)))
        self.desk.run("autograder", "roster", self._arrives("moodle.csv", moodle_roster(self.students)))
        self.desk.run("autograder", "policy")
        released = Path(course.coursedir.root) / "release"
        for seed, (name, due) in enumerate(self.due.items()):
            self.handed_in[name] = hand_ins(self.students, released, name, due, seed)

    def _assignment_from_canvas(self):
        _tell(f"{FIRST}: handed in on Canvas; somebody late shows a doctor's note")
        archive = self._arrives("canvas.zip", canvas_archive(self.handed_in[FIRST]))
        self._collect_and_grade(FIRST, archive)
        self._add_rule(EXTENSION.format(student=self.extended.login, assignment=FIRST))
        self.desk.run("autograder", "policy", "--apply", shown=40)
        self._mark_by_hand(FIRST)

    def _assignment_from_moodle_with_a_wrong_check(self):
        _tell(f"{SECOND}: handed in on Moodle; students say that a check is wrong, and it is")
        archive = self._arrives("moodle.zip", moodle_archive(self.handed_in[SECOND]))
        self._collect_and_grade(SECOND, archive, "--file-times")
        self._mark_by_hand(SECOND)
        self.desk.run("autograder", "report", SECOND, "--to", self.folder / "report-before.html")
        wrong_check.mend(self.root, self.code)
        print(f"\nThe reference of {wrong_check.FUNCTION} is mended.")
        self.desk.run("autograder", "grade", SECOND, shown=0)  # says what is stale
        self.desk.run("autograder", "regrade", SECOND, "--student", "s000*", "--dry-run")
        self.desk.run("autograder", "regrade", SECOND)
        self.desk.run("autograder", "history", self.extended.login, SECOND)

    def _assignment_from_folders(self):
        _tell(f"{THIRD}: handed in as folders; somebody is ill")
        write_folders(self.handed_in[THIRD], self.inbox / "folders")
        self._add_rule(EXCUSE.format(student=self.excused.login, assignment=THIRD))
        self._collect_and_grade(THIRD, self.inbox / "folders")
        self._mark_by_hand(THIRD)

    def _end(self):
        _tell("The end of the term: grades, and what the class got wrong")
        self.desk.run("nbgrader", "generate_feedback", THIRD, f"--student={self.extended.login}", shown=0)
        self.desk.run("autograder", "similar", FIRST)
        self.desk.run("autograder", "export", "--for", "canvas", "--to", self.folder / "canvas.csv")
        self.desk.run("autograder", "export", "--for", "moodle", "--to", self.folder / "moodle.csv")
        self.desk.run("autograder", "export", "--for", "csv", "--to", self.folder / "grades.csv")
        self.desk.run("autograder", "report", "--to", self.folder / "report.html")

    def _arrives(self, name, content):
        """A file in the instructor's folder of downloads."""
        path = self.inbox / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def _add_rule(self, text):
        with (self.folder / "course.toml").open("a", encoding="utf-8") as file:
            file.write(text)
        print(f"\nInto course.toml:{text.rstrip()}".replace("\n", "\n  "))

    def _collect_and_grade(self, name, *places):
        self.desk.run("autograder", "collect", *places)
        self.desk.run("autograder", "grade", name)

    def _mark_by_hand(self, name):
        """Mark the answers in words, as a person does in formgrader."""
        with Gradebook(self.course.coursedir.db_url) as book:
            answers = [
                grade
                for submission in book.assignment_submissions(name)
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.needs_manual_grade and grade.auto_score is None
            ]
            for grade in answers:
                self._mark(grade)
            book.db.commit()
        print(f"\n{len(answers)} answers in words are marked by hand.")

    def _mark(self, grade: Grade):
        length = len(grade.notebook.student.id)
        grade.manual_score = grade.max_score * (0.5 + 0.5 * (length % 2))
        grade.needs_manual_grade = False
        self.by_hand[grade.id] = grade.manual_score


def _all_assignments(root):
    return {text.parent.name for text in (root / "exercises").glob("*/*.md")}


def _tell(what):
    width = shutil.get_terminal_size((100, 24)).columns
    print(f"\n{f' {what} ':=^{min(width, 100)}}", flush=True)
