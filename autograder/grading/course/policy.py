"""Read the rules of a course, which stand in `course.toml`; what is wrong there is said with its line."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.grading.course.course_folder import CourseError
from autograder.grading.course.lateness import DAY, EARNED, HOUR, POSSIBLE, ZERO, LateRule
from autograder.grading.course.policy_rules import COUNTS, SHOWN, UTC, AssignmentRules, AttemptRule, Group, Policy
from autograder.grading.course.policy_table import Table, Unfit, choice, duration, instant, number, words

FILE = "course.toml"  # in the folder of the course
PERIODS = {"day": DAY, "hour": HOUR}

__all__ = ["FILE", "Policy", "read_policy", "time_zone"]


def read_policy(root: str | Path) -> Policy:
    """Read the rules of a course.

    Parameters
    ----------
    root : str or Path
        The folder of the course; without the file in it there are no rules.

    Raises
    ------
    CourseError
        With file, line, key, and what was expected.
    """
    table = Table.read(Path(root) / FILE)
    zone = table.take("timezone", _zone, UTC)
    common = _read_common(table, AssignmentRules(), zone)
    assignments = {name: _read_assignment(each, common, zone) for name, each in table.table("assignments").tables()}
    policy = Policy(
        zone,
        common,
        assignments,
        {name: _read_group(each) for name, each in table.table("groups").tables()},
        _by_student(table.table("extensions"), partial(_more_time, zone=zone)),
        table.table("extra_time").values(_extra_time),
        _by_student(table.table("excuses"), _excuse),
    )
    table.finish()
    _see_that_all_fits(policy, table)
    return policy


def time_zone(root: str | Path) -> str:
    """The name of the zone in which a course's times are shown; UTC as long as its rules can't be read."""
    try:
        return read_policy(root).zone.key
    except CourseError:
        return UTC.key


def _read_common(table, before: AssignmentRules, zone) -> AssignmentRules:
    """What may stand for all assignments, and for one."""
    attempts = table.table("attempts")
    late = _read_late(table.table("late")) if "late" in table.content else before.late
    chosen = AttemptRule(
        attempts.take("most", number(1, 1000, "a whole number of at least 1", whole=True), before.attempts.most),
        attempts.take("counts", choice(*COUNTS), before.attempts.counts),
    )
    attempts.finish()
    shown = table.take("points_shown", partial(_shown, zone=zone), before.shown)
    variants = table.take("variants", _yes_or_no, before.variants)
    table.taken.add("late")
    return replace(before, late=late, attempts=chosen, shown=shown, variants=variants)


def _read_assignment(table, common, zone) -> AssignmentRules:
    rules = replace(
        _read_common(table, common, zone),
        release=table.take("release", partial(instant, zone=zone, ends=False)),
        due=table.take("due", partial(instant, zone=zone, ends=True)),
        closes=table.take("closes", partial(instant, zone=zone, ends=True)),
        weight=table.take("weight", number(0, 1e9, "a number of at least 0"), 1.0),
        group=table.take("group", words, ""),
    )
    table.finish()
    for earlier, later in (("release", "due"), ("release", "closes"), ("due", "closes")):
        first, second = getattr(rules, earlier), getattr(rules, later)
        if first and second and second < first:
            raise table.mistake(f"expected a time that is not before {earlier}, got an earlier one", later)
    return rules


def _read_late(table) -> LateRule:
    if "percent" not in table.content:
        raise table.mistake("expected percent = NUMBER in it, got none")
    percent = number(0, 100, "a number of percent, 0 to 100")
    rule = LateRule(
        percent=table.take("percent", percent),
        per=PERIODS[table.take("per", choice(*PERIODS), "day")],
        grace=table.take("grace", duration, ZERO),
        cap=table.take("cap", percent, 100.0),
        of=table.take("of", choice(EARNED, POSSIBLE), EARNED),
    )
    table.finish()
    return rule


def _read_group(table) -> Group:
    weight = table.take("weight", number(0, 1e9, "a number of at least 0"), 1.0)
    drop = table.take("drop", number(0, 1000, "a whole number of at least 0", whole=True), 0)
    table.finish()
    return Group(weight, drop)


def _by_student(table, read):
    """Values by student and assignment."""
    return {
        (student, assignment): value
        for student, each in table.tables()
        for assignment, value in each.values(read).items()
    }


def _more_time(value, zone):
    try:
        return duration(value) if isinstance(value, str) else instant(value, zone, ends=True)
    except Unfit:
        raise Unfit('a length of time such as "3 days", or a day or a time until when') from None


def _extra_time(value):
    if isinstance(value, str):
        return duration(value)
    return number(1, 100, 'a factor of at least 1, such as 1.5, or a length of time such as "24 h"')(value)


def _excuse(value):
    if value is not True and not isinstance(value, str):
        raise Unfit("true, or the reason in quotes")
    return "" if value is True else value.strip()


def _yes_or_no(value):
    if not isinstance(value, bool):
        raise Unfit("true or false")
    return value


def _shown(value, zone):
    if isinstance(value, str):
        return choice(*SHOWN)(value)
    return instant(value, zone, ends=False)


def _zone(value):
    try:
        return ZoneInfo(words(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unfit('the name of a time zone, such as "Europe/Berlin"') from None


def _see_that_all_fits(policy: Policy, table: Table) -> None:
    """What one table says of another is to be there."""
    for name, rules in policy.assignments.items():
        if rules.group and rules.group not in policy.groups:
            said = f"expected a group of [groups], got {rules.group!r}; there are: {', '.join(policy.groups) or 'none'}"
            raise table.mistake(said, "assignments", name, "group")
    for (student, assignment), given in policy.extensions.items():
        due = policy.rules(assignment).due
        said = f"expected assignments.{assignment}.due beside it, got none" if due is None else ""
        if due and isinstance(given, datetime) and given < due:
            said = "expected a time that is not before the others' due date, got an earlier one"
        if said:
            raise table.mistake(said, "extensions", student, assignment)
    ends = {name: rules.due or rules.closes for name, rules in policy.assignments.items()}
    lacking = [name for name, end in ends.items() if end and not policy.rules(name).release]
    for student, extra in policy.extra_time.items():
        if not policy.sets_dates:
            raise table.mistake("expected due dates in [assignments], which it moves, got none", "extra_time", student)
        if lacking and not isinstance(extra, timedelta):
            said = f"expected assignments.{lacking[0]}.release beside it, which a factor needs, got none"
            raise table.mistake(said, "extra_time", student)
