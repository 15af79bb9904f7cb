"""The rules of a course in words: what holds for an assignment and for a student, and an example of the file."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches

from autograder.grading.course.lateness import DAY, POSSIBLE, ZERO, Deadline
from autograder.grading.course.policy_rules import BEST, FIRST, ON_TIME, AssignmentRules, Policy

UNITS = (("day", 86400), ("h", 3600), ("min", 60), ("s", 1))

EXAMPLE = """\
# The rules of a course. Save it as course.toml in the folder of the course and change what you like, at any time:
# marks follow without grading again. `autograder policy` shows what holds for whom, and which marks would change.

timezone = "Europe/Berlin"         # times below are meant in it

[late]                             # for all assignments; one may have rules of its own
percent = 10                       # taken off for each day that has begun,
per = "day"                        # or "hour"
of = "earned"                      # percent of the points that were earned, or that are "possible"
grace = "15 min"                   # as late as this costs nothing
cap = 50                           # never more than these percent

[attempts]
most = 5                           # how often one may hand in; as often as one likes without this line
counts = "last"                    # or "first", "best", "last on time"

# points_shown = "after due"       # when feedback shows points: "at once", "after due", "after closes", or a date;
                                   # such a line stands above the first [table], or in an assignment
# variants = true                  # each student gets other conventions, where exercises have any; such a line too

[assignments.layers]
release = 2026-10-05T08:00:00
due = 2026-10-19                   # the end of that day; 2026-10-19T18:00:00 is a time
closes = 2026-10-26                # what comes later earns nothing
group = "homework"

[assignments.graphs]
release = 2026-10-19
due = 2026-11-02
group = "homework"
weight = 2                         # counts twice as much as another one in its group
late = { percent = 2, per = "hour", cap = 100 }
attempts = { counts = "best" }

[groups.homework]
weight = 60                        # groups, and assignments in no group, are weighed against each other
drop = 1                           # the lowest does not count

[extensions]                       # a student, an assignment, and how much longer or until when
# ingrid.layers = "3 days"
# "anna.b".layers = 2026-10-22     # a name with a dot in it stands in quotes

[extra_time]                       # for all assignments
# ingrid = 1.5                     # times the time from release to due
# bo = "24 h"

[excuses]                          # does not count; with the reason, or true
# amira.graphs = "ill"
"""


def length(time: timedelta) -> str:
    """A length of time, by its largest unit and the next one."""
    left, parts = round(time.total_seconds()), []
    for name, seconds in UNITS:
        count, left = divmod(left, seconds)
        if count or parts:
            parts.append((count, f"{count} {name}{'s' if name == 'day' and count > 1 else ''}"))
    return " ".join(text for count, text in parts[:2] if count) or "0 min"


def moment(policy: Policy, time: datetime | None, otherwise: str = "") -> str:
    """A moment in the zone of the course."""
    return time.astimezone(policy.zone).strftime("%a %Y-%m-%d %H:%M %Z") if time else otherwise


def late_rule(policy: Policy, assignment: str) -> str:
    """What coming late costs, as a sentence without its full stop."""
    rule = policy.rules(assignment).late
    if rule is None:
        return "nothing is said of late work here"
    if not rule.percent:
        return "coming late costs nothing"
    what = "of all points" if rule.of == POSSIBLE else "of the points"
    per = "day" if rule.per == DAY else "hour"
    said = f"each {per} that has begun costs {rule.percent:g} percent {what}"
    said += f", up to {rule.cap:g} percent" if rule.cap < 100 else ""
    return said + (f", after {length(rule.grace)} of grace" if rule.grace else "")


def attempt_rule(rules: AssignmentRules) -> str:
    """Which attempt counts."""
    rule = rules.attempts
    names = {BEST: "the best attempt", FIRST: "the first attempt", ON_TIME: "the last attempt on time"}
    said = names.get(rule.counts, "the last attempt")
    return f"{said} of the first {rule.most}" if rule.most else said


def rules_for(policy: Policy, assignment: str) -> list[str]:
    """The cells of a row about an assignment: when it is due and closes, late work, attempts, weight."""
    rules = policy.rules(assignment)
    group = policy.groups.get(rules.group)
    weight = f"{rules.weight:g}" + (f" in {rules.group}" if group else "")
    weight += f" ({group.weight:g}, lowest {group.drop} dropped)" if group and group.drop else ""
    weight += f" ({group.weight:g})" if group and not group.drop else ""
    dates = [moment(policy, time) for time in (rules.due, rules.closes)]
    return [*dates, late_rule(policy, assignment), attempt_rule(rules), weight]


def exceptions(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Student, assignment, and what holds for this student alone."""
    for student in policy.students:
        if student in policy.extra_time:
            extra = policy.extra_time[student]
            more = length(extra) + " more" if isinstance(extra, timedelta) else f"{extra:g} times the time"
            yield student, "all", more
        for name in policy.assignments:
            if (student, name) in policy.extensions:
                yield student, name, f"due {moment(policy, policy.deadline(name, student).due)}"
        for pupil, name in policy.excuses:
            if pupil == student:
                reason = policy.excuses[pupil, name]
                yield student, name, f"excused: {reason}" if reason else "excused"


def unknown(policy: Policy, assignments: Collection[str], students: Collection[str]) -> list[str]:
    """A sentence for each name that nobody has: what is granted to it helps no one."""
    named = dict.fromkeys([*policy.assignments, *(name for _, name in [*policy.extensions, *policy.excuses])])
    kinds = (("assignment", named, assignments), ("student", policy.students, students))
    return [_unknown(kind, name, known) for kind, names, known in kinds for name in names if name not in known]


def what_happened(policy: Policy, assignment: str, deadline: Deadline, handed_in: datetime | None) -> list[str]:
    """What a student reads of dates: when it was due, when it came, what being late costs."""
    said = []
    if deadline.due:
        given = f", with {length(deadline.extension)} more for you" if deadline.extension > ZERO else ""
        said.append(f"Due {moment(policy, deadline.due)}{given}.")
    if handed_in:
        late = deadline.late_by(handed_in)
        said.append(f"Handed in {moment(policy, handed_in)}" + (f", {length(late)} late." if late else "."))
        if late or deadline.is_closed(handed_in):
            said.append(_cost(policy, assignment, deadline, handed_in))
    return said


def _cost(policy, assignment, deadline, handed_in) -> str:
    if deadline.is_closed(handed_in):
        return f"It closed {moment(policy, deadline.closes)}, and what comes later earns nothing."
    rule = late_rule(policy, assignment)
    return f"{rule[0].upper()}{rule[1:]}." if policy.rules(assignment).late else ""


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1)
    said = f"There is no {kind} {name!r} in the course"
    return f"{said}; did you mean {near[0]!r}?" if near else f"{said}."
