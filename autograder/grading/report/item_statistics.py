"""How hard each function was, and whether it tells those apart who know more: the figures of classical test theory.

Difficulty is the mean share of an item's points. Discrimination is the correlation of these shares with what the same
students have on all other items (the corrected item-total correlation; Allen and Yen, Introduction to Measurement
Theory, 1979, chapter 6). An item that the weak solve and the strong do not is a question to look at again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from autograder.grading.report.class_work import ClassWork, Item

FEWEST = 10  # students for a correlation; even then it is rough, with a standard error of about 0.3
TENTHS = 10


@dataclass(frozen=True)
class ItemFigures:
    """What is known of an item.

    Attributes
    ----------
    item : Item
    count : int
        Students whose mark it counts.
    waiting : int
        Students whose answer waits for a person.
    difficulty : float or None
        Mean share of its points, from 0 (nobody) to 1 (everybody).
    full, none : int
        Students with all its points, and with no point.
    discrimination : float or None
        From -1 to 1; None if it can't be said, for the reason `why_not`.
    why_not : str
    """

    item: Item
    count: int
    waiting: int
    difficulty: float | None
    full: int
    none: int
    discrimination: float | None
    why_not: str = ""


@dataclass(frozen=True)
class MarkFigures:
    """How the marks of an assignment are spread, as shares of the points of what is marked, from 0 to 1.

    Attributes
    ----------
    count : int
    mean, lowest, lower_quartile, median, upper_quartile, highest : float or None
        None without marks.
    tenths : tuple of int
        Students in each tenth; full marks are in the last.
    """

    count: int
    mean: float | None
    lowest: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    highest: float | None
    tenths: tuple[int, ...]


def item_figures(work: ClassWork) -> list[ItemFigures]:
    """The figures of all items, in the order of the notebook."""
    return [_figures(work, item) for item in work.items]


def _figures(work: ClassWork, item: Item) -> ItemFigures:
    answers = [each for each in work.works if item.cell in each.points]
    pairs = [(share, _rest(work, item, each)) for each in answers if (share := _share(item, each)) is not None]
    shares = [share for share, _ in pairs]
    found, why_not = discrimination([(share, rest) for share, rest in pairs if rest is not None])
    return ItemFigures(
        item,
        count=len(shares),
        waiting=len(answers) - len(shares) if item.worth else 0,
        difficulty=float(np.mean(shares)) if shares else None,
        full=sum(share >= 1 for share in shares),
        none=sum(share <= 0 for share in shares),
        discrimination=found,
        why_not=why_not,
    )


def _share(item, work):
    """Points of the item, of those that it is worth; None if it waits, or is worth nothing."""
    points = work.points[item.cell]
    return None if points is None or not item.worth else points / item.worth


def _rest(work, item, each):
    """The share of all other items that are marked."""
    others = [other for other in work.items if other != item and each.points.get(other.cell) is not None]
    worth = sum(other.worth for other in others)
    return sum(each.points[other.cell] for other in others) / worth if worth else None


def discrimination(pairs: Iterable[tuple[float, float]]) -> tuple[float | None, str]:
    """The correlation of an item's shares with those of the rest, and else why there is none.

    Parameters
    ----------
    pairs : iterable of (float, float)
        Of each student: the share of the item, and of all others.

    Returns
    -------
    correlation : float or None
    why_not : str
        Empty if there is one.
    """
    found = np.array(list(pairs), dtype=float).reshape(-1, 2)
    if len(found) < FEWEST:
        return None, "too few"
    item, rest = found.T
    if np.ptp(item) == 0:
        return None, "all alike"
    if np.ptp(rest) == 0:
        return None, "rest alike"
    return float(np.corrcoef(item, rest)[0, 1]), ""


def mark_figures(shares: Iterable[float]) -> MarkFigures:
    """How shares of points are spread.

    Parameters
    ----------
    shares : iterable of float
        From 0 to 1; extra credit may lead above.
    """
    found = np.array(list(shares), dtype=float)
    places = np.clip(np.floor(found * TENTHS + 1e-9), 0, TENTHS - 1).astype(int)
    tenths = tuple(np.bincount(places, minlength=TENTHS).tolist())
    if not len(found):
        return MarkFigures(0, None, None, None, None, None, None, tenths)
    lowest, lower, median, upper, highest = np.percentile(found, [0, 25, 50, 75, 100]).tolist()
    return MarkFigures(len(found), float(found.mean()), lowest, lower, median, upper, highest, tenths)
