"""What handing in late costs: how late something is, and how much of its points are lost by that."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZERO = timedelta()
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EARNED, POSSIBLE = "earned", "possible"
DIGITS = 4  # of points


@dataclass(frozen=True)
class Deadline:
    """When one student has to hand in one assignment.

    Attributes
    ----------
    due : datetime or None
        In UTC, with the extension; None: at any time.
    closes : datetime or None
        In UTC: what comes later earns nothing.
    extension : timedelta
        How much later that is than for the others.
    """

    due: datetime | None = None
    closes: datetime | None = None
    extension: timedelta = ZERO

    def late_by(self, handed_in: datetime | None) -> timedelta:
        """How late something came; nothing where that is not known."""
        if self.due is None or handed_in is None:
            return ZERO
        return max(ZERO, whole_seconds(handed_in) - self.due)

    def is_closed(self, handed_in: datetime | None) -> bool:
        """Whether something came after the end."""
        return self.closes is not None and handed_in is not None and whole_seconds(handed_in) > self.closes


@dataclass(frozen=True)
class LateRule:
    """What each hour or day that has begun costs.

    Attributes
    ----------
    percent : float
    per : timedelta
        A day, or an hour.
    grace : timedelta
        As late as this costs nothing; who comes later still is late from the deadline on.
    cap : float
        The most that can be lost, in percent.
    of : str
        "earned": percent of the points that were earned; "possible": of all that can be had.
    """

    percent: float = 0.0
    per: timedelta = DAY
    grace: timedelta = ZERO
    cap: float = 100.0
    of: str = EARNED

    def share(self, late: timedelta, periods: int) -> float:
        """The part that is lost, between 0 and 1."""
        return 0.0 if late <= self.grace else min(self.cap, self.percent * periods) / 100

    def periods(self, deadline: Deadline, handed_in: datetime, zone: ZoneInfo) -> int:
        """How many hours or days have begun since the deadline.

        A day ends at the same time by the clock on the wall, also where the clocks were changed in between.
        """
        if deadline.due is None:
            return 0
        handed_in = whole_seconds(handed_in)
        lengths = [handed_in - deadline.due]
        if self.per == DAY:
            there, then = (moment.astimezone(zone).replace(tzinfo=None) for moment in (handed_in, deadline.due))
            lengths.append(there - then)
        return max(0, min(math.ceil(length / self.per) for length in lengths))


def whole_seconds(moment: datetime) -> datetime:
    """Dates are written to the second, nbgrader's timestamps finer: a day lasts until its last second is over."""
    return moment.replace(microsecond=0)


def points_lost(rule: LateRule, share: float, score: float, most: float) -> float:
    """The points that are taken off: never more than were earned."""
    lost = share * (most if rule.of == POSSIBLE else score)
    return round(max(0.0, min(lost, score)), DIGITS)
