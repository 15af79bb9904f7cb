"""What `autograder status` prints: a line for each assignment, what is open in those that are begun, what is next."""

from collections.abc import Iterator
from textwrap import fill

from autograder.checking.status import BEGUN, NOT_BEGUN, PASSED, AssignmentStatus, Status
from autograder.course_map import assignments
from autograder.verdict.wording import listed

SIGNS = {PASSED: "[x]", BEGUN: "[/]", NOT_BEGUN: "[ ]"}


def text(status: Status) -> str:
    """The whole report in plain text."""
    found = status.assignments
    passed, every = sum(each.passed for each in found), len(status.functions)
    earned, points = sum(each.earned for each in found), sum(each.points for each in status.functions.values())
    lines = [f"{passed} of {every} functions are yours, {earned:g} of {points} points.", ""]
    width = max(len(each.assignment.name) for each in found)
    for each in found:
        lines += _assignment(each, width)
    absent = len(assignments()) - len(found)
    lines += [f"{absent} more assignment{'s are' if absent > 1 else ' is'} not among these files."] if absent else []
    lines += ["", *status.problems] if status.problems else []
    return "\n".join([*lines, "", _what_next(status)])


def _assignment(each: AssignmentStatus, width: int) -> Iterator[str]:
    count, points = len(each.functions), each.assignment.points
    head = f"{SIGNS[each.state]} {each.assignment.name:{width}}  "
    if each.state == NOT_BEGUN:
        yield f"{head}not begun, {count} functions, {points} points"
        return
    figures = [f"{one.function} {one.figure}" for one in each.functions if one.figure]
    yield ", ".join([f"{head}{each.passed} of {count} passed", f"{each.earned:g} of {points} points", *figures])
    if each.state == PASSED:
        yield f"{'':{width + 6}}{_hand_in(each)}"
        return
    for state in (BEGUN, NOT_BEGUN):
        names = [_with_credit(one) for one in each.functions if one.state == state]
        if names:
            indent = " " * (width + 6)
            yield fill(f"{state}: {', '.join(names)}", 100, initial_indent=indent, subsequent_indent=f"{indent}  ")


def _with_credit(one):
    return f"{one.function} ({one.credit:.0%} of its points)" if one.credit else one.function


def _hand_in(each):
    if len(each.files) == 1:
        return f"Complete. Answer the question in words, save, and hand in {each.files[0]}."
    return f"Complete, in {listed(each.files)}. Bring its functions together in one file, and hand that in."


def _what_next(status):
    following = status.next
    if following is None:
        return "Everything in these files has passed."
    if following.state == BEGUN:
        advice = f"`autograder check {following.file} {following.function}` says what is wrong."
        return f"Next: {following.function}, in {following.file}. {advice}"
    return f"Next: {following.function}{f', in {following.file}' if following.file else ''}."
