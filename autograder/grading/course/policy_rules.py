"""The rules of a course: dates, penalties, extensions, excuses, attempts, weights, and what follows for a student."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from autograder.grading.course.lateness import ZERO, Deadline, LateRule, points_lost

UTC = ZoneInfo("UTC")
LAST, FIRST, BEST, ON_TIME = COUNTS = ("last", "first", "best", "last on time")
AT_ONCE, AFTER_DUE, AFTER_CLOSES = SHOWN = ("at once", "after due", "after closes")


@dataclass(frozen=True)
class AttemptRule:
    """How often one may hand in, and which attempt counts.

    Attributes
    ----------
    most : int or None
        Later ones do not count; None: as often as one likes.
    counts : str
        "last", "first", "best" (by points that are given automatically, less the penalty), or "last on time".
    """

    most: int | None = None
    counts: str = LAST


@dataclass(frozen=True)
class AssignmentRules:
    """What holds for an assignment; moments are in UTC.

    Attributes
    ----------
    release, due, closes : datetime or None
    late : LateRule or None
        None: nbgrader's own setting decides.
    attempts : AttemptRule
    weight : float
        In its group, or among the groups if it is in none.
    group : str
    shown : str or datetime
        From when on a student sees points: "at once", "after due", "after closes" (the student's own), or a moment.
    variants : bool
        Whether each student gets variants of the exercises that have them.
    """

    release: datetime | None = None
    due: datetime | None = None
    closes: datetime | None = None
    late: LateRule | None = None
    attempts: AttemptRule = AttemptRule()
    weight: float = 1.0
    group: str = ""
    shown: str | datetime = AT_ONCE
    variants: bool = False

    @property
    def grace(self) -> timedelta:
        """As late as this costs nothing."""
        return self.late.grace if self.late else ZERO


@dataclass(frozen=True)
class Group:
    """Assignments that count together; the `drop` lowest of them don't."""

    weight: float = 1.0
    drop: int = 0


@dataclass(frozen=True)
class Policy:
    """All rules of a course.

    Attributes
    ----------
    zone : ZoneInfo
        In which times are written and shown.
    common : AssignmentRules
        For assignments that are not named.
    assignments : mapping of str to AssignmentRules
    groups : mapping of str to Group
    extensions : mapping of (student, assignment) to timedelta or datetime
        How much more time, or until when.
    extra_time : mapping of str to float or timedelta
        For all assignments of a student: so many times as long as others have, or so much longer.
    excuses : mapping of (student, assignment) to str
        The reason; it may be empty.
    """

    zone: ZoneInfo = UTC
    common: AssignmentRules = AssignmentRules()
    assignments: Mapping[str, AssignmentRules] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    extensions: Mapping[tuple[str, str], timedelta | datetime] = field(default_factory=dict)
    extra_time: Mapping[str, float | timedelta] = field(default_factory=dict)
    excuses: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def sets_dates(self) -> bool:
        """Whether due dates stand here; else those of the gradebook hold, which formgrader sets."""
        return any(rules.due for rules in self.assignments.values())

    @property
    def students(self) -> list[str]:
        """The students that are named."""
        pairs = [*self.extensions, *self.excuses]
        return sorted({student for student, _ in pairs} | self.extra_time.keys())

    def rules(self, assignment: str) -> AssignmentRules:
        """What holds for an assignment."""
        return self.assignments.get(assignment, self.common)

    def deadline(self, assignment: str, student: str, otherwise: Deadline | None = None) -> Deadline:
        """When a student has to hand in.

        Parameters
        ----------
        assignment, student : str
        otherwise : Deadline, optional
            What the gradebook says: it holds if no due date stands here.
        """
        rules = self.rules(assignment)
        if not self.sets_dates:
            found = otherwise or Deadline()
            return replace(found, closes=rules.closes and rules.closes + found.extension)
        if rules.due is None:
            return Deadline(closes=rules.closes and rules.closes + self._extra(student, rules))
        given = self.extensions.get((student, assignment), ZERO)
        more = given - rules.due if isinstance(given, datetime) else given + self._extra(student, rules)
        return Deadline(rules.due + more, rules.closes and max(rules.closes + more, rules.due + more), more)

    def _extra(self, student, rules) -> timedelta:
        extra = self.extra_time.get(student, ZERO)
        if isinstance(extra, timedelta):
            return extra
        return (extra - 1) * ((rules.due or rules.closes) - rules.release)

    def excuse(self, assignment: str, student: str) -> str | None:
        """Why a student need not hand in, perhaps an empty text; None if the student has to."""
        return self.excuses.get((student, assignment))

    def penalty(
        self, assignment: str, deadline: Deadline, handed_in: datetime | None, score: float, most: float
    ) -> float | None:
        """The points that are taken off, of a notebook.

        Parameters
        ----------
        assignment : str
        deadline : Deadline
        handed_in : datetime or None
            In UTC.
        score, most : float
            The points that it has, and that can be had.

        Returns
        -------
        float or None
            None if nothing is said here about late work, so that nbgrader's own setting decides.
        """
        if deadline.is_closed(handed_in):
            return score
        rule = self.rules(assignment).late
        return None if rule is None else points_lost(rule, self._share(rule, deadline, handed_in), score, most)

    def share_lost(self, assignment: str, deadline: Deadline, handed_in: datetime | None) -> float:
        """The part of the points that is taken off, between 0 and 1."""
        rule = self.rules(assignment).late
        if deadline.is_closed(handed_in):
            return 1.0
        return self._share(rule, deadline, handed_in) if rule else 0.0

    def _share(self, rule, deadline, handed_in) -> float:
        late = deadline.late_by(handed_in)
        return rule.share(late, rule.periods(deadline, handed_in, self.zone)) if late else 0.0

    def shown_from(self, assignment: str, deadline: Deadline) -> datetime | None:
        """From when on a student sees points, in UTC; None: at once."""
        shown = self.rules(assignment).shown
        if isinstance(shown, datetime):
            return shown
        return {AFTER_DUE: deadline.due, AFTER_CLOSES: deadline.closes or deadline.due}.get(shown)
