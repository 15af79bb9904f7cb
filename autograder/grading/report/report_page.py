"""The report as one page of HTML: offline, without scripts, in the book's looks; what others wrote is only text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path

from autograder.grading.course.standings import State, StudentGrades
from autograder.grading.feedback.page_looks import make_environment
from autograder.grading.report.attention_needed import Stuck, find_stuck, find_waiting
from autograder.grading.report.class_work import ClassWork
from autograder.grading.report.item_statistics import FEWEST, ItemFigures, MarkFigures, item_figures, mark_figures
from autograder.grading.report.slips import Slip, find_slips
from autograder.grading.report.term import Kind, Progress, Row, find_kinds, find_progress, find_rows
from autograder.grading.report.timing import Times, find_times

FOLDER = Path(__file__).parent
MOST_KINDS = 12


@dataclass(frozen=True)
class Chapter:
    """All that is said of one assignment.

    Attributes
    ----------
    work : ClassWork
    earlier : tuple of ClassWork
        The assignments before it.
    names : tuple of str
        Ids, names and addresses of everybody, which no example shows.
    """

    work: ClassWork
    earlier: tuple[ClassWork, ...]
    names: tuple[str, ...]

    @cached_property
    def marks(self) -> MarkFigures:
        """How the marks are spread."""
        return mark_figures(self.work.shares.values())

    @cached_property
    def items(self) -> list[ItemFigures]:
        """The figures of each function and question."""
        return item_figures(self.work)

    @cached_property
    def slips(self) -> list[Slip]:
        """What went wrong, the most common first."""
        return find_slips(self.work, self.names)

    @cached_property
    def stuck(self) -> list[Stuck]:
        """Who may need help."""
        return find_stuck(self.work, self.earlier)

    @cached_property
    def waiting(self) -> dict[str, list[str]]:
        """What a person has to mark, by student."""
        return find_waiting(self.work)

    @cached_property
    def times(self) -> Times:
        """When work came, and what it computed."""
        return find_times(self.work)

    def kind_of(self, function: str) -> str:
        """Whether a function is forward, backward, a loss or something else."""
        return next((each.kind for each in self.work.items if each.name == function), "function")

    @property
    def missing(self) -> list[str]:
        """Who handed in nothing by the deadline."""
        return self.work.with_state(State.MISSING)

    @property
    def excused(self) -> list[str]:
        """Who is excused, and in no figure."""
        return self.work.with_state(State.EXCUSED)

    @property
    def ungraded(self) -> list[str]:
        """Whose work is there and not graded."""
        return self.work.with_state(State.HANDED_IN)


@dataclass(frozen=True)
class Report:
    """All that is said of some assignments.

    Attributes
    ----------
    works : tuple of ClassWork
        In the order of the book.
    asked : tuple of str
        The assignments that have a chapter; earlier ones are only compared with.
    names : tuple of str
    zone : tzinfo
        In which times are shown.
    """

    works: tuple[ClassWork, ...]
    asked: tuple[str, ...]
    names: tuple[str, ...] = ()
    zone: tzinfo = UTC

    @cached_property
    def chapters(self) -> list[Chapter]:
        """One for each assignment that was asked for."""
        numbered = [(place, work) for place, work in enumerate(self.works) if work.assignment in self.asked]
        return [Chapter(work, self.works[:place], self.names) for place, work in numbered]

    @property
    def term(self) -> tuple[ClassWork, ...]:
        """The assignments that were asked for."""
        return tuple(chapter.work for chapter in self.chapters)

    @cached_property
    def rows(self) -> list[Row]:
        """The figures of each assignment."""
        return find_rows(self.term)

    @cached_property
    def kinds(self) -> list[Kind]:
        """The kinds of slips over the term."""
        return find_kinds(self.term)

    @cached_property
    def progress(self) -> list[Progress]:
        """The way of each student."""
        return find_progress(self.term)

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.chapters[0].work.title if len(self.chapters) == 1 else "The term so far"


def names_of(grades: Sequence[StudentGrades]) -> tuple[str, ...]:
    """All by which somebody in the class may be known."""
    students = [each.student for each in grades]
    parts = [(each.id, each.first_name, each.last_name, each.email, each.lms_id) for each in students]
    both = [(f"{each.first_name} {each.last_name}", f"{each.last_name} {each.first_name}") for each in students]
    return tuple(part for found in [*parts, *both] for part in found if part.strip())  # `annaschmidt` is a name too


def write_page(report: Report, with_names: bool = True) -> str:
    """The report as HTML.

    Parameters
    ----------
    report : Report
    with_names : bool
        Whether students are named who need a person; a page without names can be shown to the class.
    """
    environment = make_environment(FOLDER)
    environment.filters |= {"percent": percent, "signed": signed, "points": in_points}
    environment.filters["moment"] = lambda time: moment(time, report.zone)
    environment.globals |= {"report": report, "with_names": with_names, "fewest": FEWEST, "most_kinds": MOST_KINDS}
    return environment.get_template("report.html.j2").render(now=datetime.now(UTC))


def percent(share: float | None) -> str:
    """A share as "73 %"; a dash where there is none."""
    return "–" if share is None else f"{100 * share:.0f} %"


def in_points(change: float | None) -> str:
    """A change of shares in points of 100, with its sign."""
    return signed(None if change is None else 100 * change, 0)


def moment(time: datetime, zone: tzinfo) -> str:
    """A time as "3 May 2026, 14:05 UTC"."""
    there = time.astimezone(zone)
    return f"{there.day} {there:%B %Y, %H:%M %Z}"


def signed(number: float | None, digits: int = 2) -> str:
    """A number with its sign; a dash where there is none."""
    return "–" if number is None else f"{round(number, digits) + 0.0:+.{digits}f}".replace("-", "−")
