"""What is done and left in an assignment: which of its functions have passed in this notebook since it was started."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from autograder.course_map import Assignment, assignment_after, assignment_of
from autograder.registry import find

PASSED = "_passed_checks"  # in the notebook's own namespace: a restart forgets it, as it forgets the functions

TRACK = "width:12em;height:0.5em;border-radius:0.25em;background:rgba(128,128,128,0.3);margin:0.5em 0"
DONE = "height:100%;border-radius:0.25em;background:var(--passed,#009E73)"


@dataclass(frozen=True)
class Progress:
    """How far an assignment is after a pass.

    Attributes
    ----------
    points : int
        What the function is worth that has just passed.
    assignment : Assignment or None
        The one that asks for it.
    done : tuple of str
        Its functions that have passed and are still what they were.
    """

    points: int
    assignment: Assignment | None
    done: tuple[str, ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """Its functions that have not passed yet, in order."""
        return tuple(name for name in self.assignment.functions if name not in self.done) if self.assignment else ()

    def __str__(self) -> str:
        earned = f"{self.points} point{'s' if self.points != 1 else ''}."
        if self.assignment is None:
            return earned
        if not self.left:
            return f"{earned} {self._all_done(self.assignment)}"
        points = sum(find(name).points for name in self.done)
        count = f"{len(self.done)} of {len(self.assignment.functions)} functions"
        return f"{earned} {count}, {points} of {self.assignment.points} points; next: {self.left[0]}."

    def html(self) -> str:
        """The same for a notebook, with a bar."""
        line = f'<p style="margin:0.3em 0">{escape(str(self))}</p>'
        if self.assignment is None:
            return line
        done, count = len(self.done), len(self.assignment.functions)
        bar = f'<div style="{DONE};width:{100 * done // count}%"></div>'
        return f'{line}<div role="img" aria-label="{done} of {count} functions" style="{TRACK}">{bar}</div>'

    def _all_done(self, assignment):
        count = len(assignment.functions)
        said = f"All {count} functions of {assignment.name} pass: {assignment.points} points."
        following = assignment_after(assignment.name)
        said += " Answer the question in words at the end, save, and hand in this file."
        return f"{said} The next assignment is {following.name}." if following else said


def note_pass(name: str, function: Callable, namespace: dict[str, Any]) -> Progress:
    """Remember a pass in the notebook's namespace, and say how far the assignment is.

    Parameters
    ----------
    name : str
        The exercise's name for the function.
    """
    passed = namespace.setdefault(PASSED, {})
    passed[name] = function
    assignment = assignment_of(name)
    asked = assignment.functions if assignment else ()
    done = tuple(
        each
        for each in asked
        if each in passed and (each == name or _same(passed[each], namespace.get(each, passed[each])))
    )
    return Progress(find(name).points, assignment, done)


def _same(one, other):
    """Whether two functions have the same code: a cell that is run again defines the function anew."""
    return one is other or getattr(one, "__code__", None) == getattr(other, "__code__", 0)
