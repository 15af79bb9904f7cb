"""Do the rules of a course hold: dates, penalties, extensions, excuses, weights; and is a mistake in them said?"""

from datetime import UTC, datetime, timedelta

import pytest

from autograder.grading.course.course_folder import CourseError
from autograder.grading.course.policy import read_policy
from autograder.grading.course.standings import State, read_standings
from tests.grading.desk import ASSIGNMENTS

RULES = """
timezone = "Europe/Berlin"

[late]
percent = 10
grace = "15 min"
cap = 50

[attempts]
counts = "best"

[assignments.layers]
release = 2026-10-05T08:00:00
due = 2026-10-19  # a Monday
closes = 2026-10-30
weight = 2

[assignments.graphs]
release = 2026-10-19
due = 2026-11-02T18:00:00
late = { percent = 5, per = "hour", of = "possible" }

[extensions]
ingrid.layers = "3 days"
"a.b".layers = 2026-10-21

[extra_time]
bo = 2

[excuses]
amira.graphs = "ill"
"""


@pytest.fixture
def rules(tmp_path):
    """What reads rules from a text."""

    def read(text=RULES):
        (tmp_path / "course.toml").write_text(text)
        return read_policy(tmp_path)

    return read


def berlin(text):
    """A time in Berlin's summer."""
    return datetime.fromisoformat(f"{text}+02:00")


def test_a_deadline_is_the_students_own(rules):
    policy = rules()
    due = {name: policy.deadline("layers", name).due for name in ("amira", "ingrid", "a.b", "bo")}
    assert due == {
        "amira": berlin("2026-10-19T23:59:59"),
        "ingrid": berlin("2026-10-22T23:59:59"),
        "a.b": berlin("2026-10-21T23:59:59"),
        "bo": berlin("2026-10-19T23:59:59") + timedelta(days=14, hours=15, minutes=59, seconds=59),
    }
    assert policy.deadline("layers", "ingrid").closes == datetime(2026, 11, 2, 22, 59, 59, tzinfo=UTC)
    assert policy.excuse("graphs", "amira") == "ill" and policy.excuse("layers", "amira") is None


@pytest.mark.parametrize(
    "assignment, handed_in, lost",
    [
        ("layers", "2026-10-19T23:59:59+02:00", 0),
        ("layers", "2026-10-20T00:14:59.900000+02:00", 0),  # grace, to the end of its last second
        ("layers", "2026-10-20T00:15:00+02:00", 1),
        ("layers", "2026-10-21T00:00:00+02:00", 2),
        ("layers", "2026-10-25T23:59:59+01:00", 5),  # the clocks went back: 25 hours, and one day; then the cap
        ("layers", "2026-10-30T23:59:59.900000+01:00", 5),
        ("layers", "2026-10-31T00:00:00+01:00", 10),  # closed
        ("graphs", "2026-11-02T18:00:01+01:00", 1),  # of 20 that can be had
        ("graphs", "2026-11-03T18:00:00+01:00", 10),  # never more than there is
        ("graphs", None, 0),  # when it came is not known
    ],
)
def test_what_comes_late_loses_what_the_rules_say(rules, assignment, handed_in, lost):
    policy = rules()
    when = handed_in and datetime.fromisoformat(handed_in)
    assert policy.penalty(assignment, policy.deadline(assignment, "amira"), when, 10, 20) == pytest.approx(lost)


def test_a_day_ends_by_the_clock_on_the_wall(rules):
    policy = rules(RULES.replace("2026-10-19 ", "2026-10-24 ").replace("2026-10-21", "2026-10-31"))
    deadline = policy.deadline("layers", "amira")
    assert policy.penalty("layers", deadline, datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), 10, 20) == 1  # 25 hours


def test_an_hour_that_the_clocks_repeat_is_read_for_the_student(rules):
    for due, meant in (("2026-10-25T02:30:00", "01:30"), ("2026-03-29T02:30:00", "01:30")):
        policy = rules(f'timezone = "Europe/Berlin"\n[assignments.a]\ndue = {due}')
        assert policy.deadline("a", "amira").due.isoformat()[11:16] == meant


def test_a_closing_date_holds_without_a_due_date_and_moves_with_extra_time(rules):
    text = "[assignments.a]\nrelease = 2026-10-01\ncloses = 2026-10-26\n"
    others = "[assignments.b]\ndue = 2026-10-26\n[extra_time]\nbo = '24 h'\n"
    for policy in (rules(text), rules(text + others)):
        lost = {
            name: policy.penalty("a", policy.deadline("a", name), datetime(2026, 10, 27, 12, tzinfo=UTC), 10, 10)
            for name in ("amira", "bo")
        }
        assert lost["amira"] == 10 and bool(lost["bo"]) != bool(policy.extra_time)


@pytest.mark.parametrize(
    "before, after, said",
    [
        ("percent = 10", "per cent = 10", "is not TOML: "),
        ("percent = 10", "prcent = 10", "line 4, late: expected percent = NUMBER in it, got none."),
        ("grace =", "graze =", "line 6, late.graze: there is no such key; did you mean grace?"),
        ("[extra_time]", "[extra-time]", "line 27, extra-time: there is no such key; did you mean extra_time?"),
        ('"3 days"', '"3 dais"', 'line 24, extensions.ingrid.layers: expected a length of time such as "3 days"'),
        ("ingrid.layers", "ingrid.sol.layers", "a table with layers in it; a name with a dot in it stands in quotes."),
        ("ingrid.layers", "ingrid.leyers", "extensions.ingrid.leyers: expected assignments.leyers.due beside it"),
        ("bo = 2", "bo = 0.5", "line 28, extra_time.bo: expected a factor of at least 1, such as 1.5"),
        ("release = 2026-10-05T08:00:00", "", "expected assignments.layers.release beside it, which a factor needs"),
        ("closes = 2026-10-30", "closes = 2025-10-30", "layers.closes: expected a time that is not before release"),
        ("due = 2026-11-02T18:00:00", 'due = "2026-11-02"', "expected a day or a time without quotes"),
        ('"best"', '"highest"', "attempts.counts: expected one of 'last', 'first', 'best', 'last on time'"),
        ("weight = 2", 'group = "homework"', "expected a group of [groups], got 'homework'; there are: none."),
        ("Europe/Berlin", "Berlin", "line 2, timezone: expected the name of a time zone, such as \"Europe/Berlin\""),
        ("due = 2026-10-19", "due = 9999-12-31", "layers.due: expected a year from 1970 to 2999, got"),
        ("cap = 50", "cap = 500", "late.cap: expected a number of percent, 0 to 100, got 500."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_rules_is_said_with_its_line(rules, before, after, said):
    assert RULES.count(before) == 1
    with pytest.raises(CourseError) as caught:
        rules(RULES.replace(before, after))
    assert "course.toml" in str(caught.value) and said in str(caught.value)


DATES = """
[assignments.first]
due = 2026-10-02
[assignments.second]
due = 2026-10-09
[assignments.third]
due = 2099-10-16
"""


def test_each_state_is_told_from_the_others(desk):
    never = "[assignments.fourth]\ndue = 2026-10-02\n"  # which nobody has made
    desk.rules(f"{DATES}{never}[excuses]\nbo.second = true")
    desk.mark("amira", "first", 8, 2)
    desk.mark("amira", "second", 8, None)
    desk.hand_in("bo", "first")
    desk.hand_in("zoe", "third")  # is on no roster
    standings = {each.student.id: each.standings for each in read_standings(desk.course)}
    assert {each.state for found in standings.values() for each in found if each.assignment == "fourth"} == {"not set"}
    states = {name: [each.state for each in found if each.assignment != "fourth"] for name, found in standings.items()}
    missing, not_set = State.MISSING, State.NOT_SET
    assert states == {
        "amira": [State.GRADED, State.WAITING, not_set],
        "bo": [State.HANDED_IN, State.EXCUSED, not_set],
        "chen": [missing, missing, not_set],
        "dov": [missing, missing, not_set],
        "zoe": [missing, missing, State.HANDED_IN],
    }
    found, total = desk.standings("amira")
    assert [each.points for name, each in found.items() if name != "fourth"] == [10, 8, None] and total == 90
    assert desk.standings("bo")[1] is None and desk.standings("chen")[1] == 0
    assert read_standings(desk.course)[0].student.lms_id == "lms-amira"


def test_a_changed_rule_changes_points_without_grading(desk):
    desk.mark("amira", "first", 8, 2, when="2026-10-04 12:00:00 UTC")
    for rules, points, late in (
        ("", 10, timedelta()),
        (f"{DATES}[late]\npercent = 20", 6, timedelta(days=1, hours=12, seconds=1)),
        (f"{DATES}[late]\npercent = 20\n[extensions]\namira.first = '2 days'", 10, timedelta()),
    ):
        desk.rules(rules)
        standing = desk.standings("amira")[0]["first"]
        assert (standing.points, standing.raw, standing.late) == (points, 10, late)


def test_dates_of_formgrader_hold_where_the_rules_have_none(desk):
    desk.rules("[late]\npercent = 20")
    desk.mark("amira", "first", 8, 2, when="2026-10-04 12:00:00 UTC")
    with desk.book() as book:
        book.update_or_create_assignment("first", duedate="2026-10-03 12:00:00 UTC")
    assert desk.standings("amira")[0]["first"].points == 8
    assert desk.standings("bo")[0]["first"].state == State.MISSING
    with desk.book() as book:
        book.grant_extension("first", "amira", days=1)
    assert desk.standings("amira")[0]["first"].points == 10


def test_totals_follow_weights_drops_and_excuses(desk):
    for assignment, points in zip(ASSIGNMENTS, (8, 4, 2), strict=True):
        desk.mark("amira", assignment, points)
    group = '[assignments.{0}]\ngroup = "homework"\n'
    homework = group.format("first") + group.format("second")
    for rules, total, dropped in (
        ("", (80 + 40 + 20) / 3, []),
        ("[assignments.first]\nweight = 3", (3 * 80 + 40 + 20) / 5, []),
        (f"{homework}[groups.homework]\nweight = 3", (3 * 60 + 20) / 4, []),
        (f"{homework}[groups.homework]\ndrop = 1", (80 + 20) / 2, ["second"]),
        (f"{homework}[groups.homework]\ndrop = 5", (80 + 20) / 2, ["second"]),  # one stays
        (f"{homework}[groups.homework]\ndrop = 1\n[excuses]\namira.second = 'ill'", (80 + 20) / 2, []),
        ("[excuses]\namira = { first = true, second = true, third = true }", None, []),
    ):
        desk.rules(rules)
        found, got = desk.standings("amira")
        assert got == pytest.approx(total) and [name for name in found if found[name].dropped] == dropped
