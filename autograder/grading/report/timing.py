"""What it took: CPU time of the notebooks, and when work came before or after its deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from autograder.grading.report.class_work import ClassWork

BANDS = (  # hours after the deadline: from, below, in words
    (-np.inf, -72.0, "more than three days before"),
    (-72.0, -24.0, "one to three days before"),
    (-24.0, -1.0, "on the last day"),
    (-1.0, 0.0, "in the last hour"),
    (0.0, 24.0, "up to a day late"),
    (24.0, np.inf, "later"),
)


@dataclass(frozen=True)
class Times:
    """When work came, and what it computed.

    Attributes
    ----------
    median_seconds, most_seconds : float or None
        CPU seconds of a submission; None if nothing was run.
    slowest : str
        The student of the most; empty if nothing was run.
    bands : tuple of (str, int)
        Students by when they handed in; empty if no deadline is known.
    late : int
        How many came after their own deadline.
    penalties : float
        Points taken off in all.
    first, last : datetime or None
    """

    median_seconds: float | None
    most_seconds: float | None
    slowest: str
    bands: tuple[tuple[str, int], ...]
    late: int
    penalties: float
    first: datetime | None
    last: datetime | None


def find_times(work: ClassWork) -> Times:
    """When the work of a class came, and what it computed."""
    seconds = {each.student: each.computed for each in work.works if each.computed is not None}
    slowest = max(seconds, key=lambda student: seconds[student], default="")
    hours = [each.hours_late for each in work.works if each.hours_late is not None]
    came = [each.handed_in for each in work.works if each.handed_in is not None]
    return Times(
        median_seconds=float(np.median([*seconds.values()])) if seconds else None,
        most_seconds=seconds.get(slowest),
        slowest=slowest,
        bands=_bands(hours),
        late=sum(hour > 0 for hour in hours),
        penalties=sum(each.penalty for each in work.works),
        first=min(came, default=None),
        last=max(came, default=None),
    )


def _bands(hours: Sequence[float]) -> tuple[tuple[str, int], ...]:
    """What comes exactly at the deadline is in time."""
    counts = [sum(start < hour <= end for hour in hours) for start, end, _ in BANDS]
    return tuple((said, count) for (_, _, said), count in zip(BANDS, counts, strict=True)) if hours else ()
