"""Where the best attempt counts: each is graded once, its marks are kept, and the best stands in the gradebook."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.grading.course.attempts import folder_of, handed_in, name_of
from autograder.grading.course.course_folder import Course, Submission
from autograder.grading.course.lateness import Deadline
from autograder.grading.course.policy_rules import Policy
from autograder.grading.course.worker import Marked

KEPT = ".graded"  # beside the attempts

Key = tuple[str, str]


@dataclass(frozen=True)
class GradedAttempt:
    """The marks of one attempt.

    Attributes
    ----------
    digest : str
        The fingerprint of what was graded.
    marked : dict of str to Marked
        By notebook.
    """

    submission: Submission
    digest: str
    marked: dict[str, Marked]

    @property
    def record(self) -> dict[str, Any]:
        """What its marks depend on."""
        return next((each.record for each in self.marked.values()), {})

    @property
    def time(self) -> str:
        """When it was handed in, as people read it."""
        moment = handed_in(self.submission)
        return moment.strftime("%Y-%m-%d %H:%M UTC") if moment else "an unknown time"

    def points(self, policy: Policy, deadline: Deadline) -> float:
        """What was given automatically, less the penalty."""
        return sum(self._points(policy, deadline, each) for each in self.marked.values())

    def _points(self, policy, deadline, marked) -> float:
        score = sum(each for each in marked.scores.values() if each is not None)
        worth = (marked.record.get("rules") or {"points": {}})["points"]  # of all notebooks of the assignment
        most = sum(worth.get(cell, 0) for cell in marked.scores)
        return score - (
            policy.penalty(self.submission.assignment, deadline, handed_in(self.submission), score, most) or 0
        )


class Contests:
    """The attempts of a class of which the best count.

    Parameters
    ----------
    course : Course
    submissions : list of Submission
        Those that are `of_several` take part.
    keeps : bool
        Whether marks are written to the folder of the attempts; else they are forgotten at the end.
    """

    def __init__(self, course: Course, submissions: list[Submission], *, keeps: bool = True):
        self.course, self.keeps = course, keeps
        self.attempts: dict[Key, list[Submission]] = {}
        self.fresh: dict[Submission, GradedAttempt] = {}
        for each in submissions:
            if each.of_several:
                self.attempts.setdefault((each.student, each.assignment), []).append(each)

    def add(self, submission: Submission, digest: str, marked: dict[str, Marked]) -> None:
        """Take the marks of an attempt."""
        graded = GradedAttempt(submission, digest, marked)
        if not self.keeps:
            self.fresh[submission] = graded
            return
        path = _path(self.course, submission)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"digest": digest, "marked": {name: asdict(each) for name, each in marked.items()}}
        fresh = path.with_suffix(f".{os.getpid()}.new")
        fresh.write_text(json.dumps(content), encoding="utf-8")
        os.replace(fresh, path)

    def marks(self, submission: Submission) -> GradedAttempt | None:
        """The marks of an attempt, if it has been graded."""
        return self.fresh.get(submission) or read_marks(self.course, submission)

    def best(self, policy: Policy, deadlines: dict[Key, Deadline]) -> Iterator[tuple[GradedAttempt, str]]:
        """The best attempt of each student and assignment, and how it came to that; of equal ones the newest.

        Parameters
        ----------
        policy : Policy
        deadlines : dict
            By student and assignment.
        """
        for key, submissions in self.attempts.items():
            graded = [each for each in map(self.marks, submissions) if each]
            points = [each.points(policy, deadlines[key]) for each in graded]
            if graded:
                place = max(range(len(graded)), key=lambda number: (points[number], number))
                told = [f"{each.time}: {round(number, 2):g}" for each, number in zip(graded, points, strict=True)]
                yield graded[place], f"the best of {len(graded)} attempts, {graded[place].time} ({', '.join(told)})"

    def is_standing(self, graded: GradedAttempt) -> bool:
        """Whether its marks are those in the folder of graded notebooks."""
        folder = self.course.autograded(graded.submission)
        try:
            return bool(graded.marked) and all(
                (folder / f"{name}.ipynb").read_text(encoding="utf-8") == each.text
                for name, each in graded.marked.items()
            )
        except (OSError, ValueError):
            return False


def read_marks(course: Course, submission: Submission) -> GradedAttempt | None:
    """The marks of an attempt that were kept, if they can be read."""
    try:
        content = json.loads(_path(course, submission).read_text(encoding="utf-8"))
        marked = {name: Marked(**each) for name, each in content["marked"].items()}
        return GradedAttempt(submission, content["digest"], marked)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path(course, submission) -> Path:
    return folder_of(course, submission.student, submission.assignment) / KEPT / f"{name_of(submission)}.json"
