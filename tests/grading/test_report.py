"""Does the report count right, for tiny classes too, name nobody in an example, and can everybody read it?"""

import csv
import shutil
from datetime import timedelta

import pytest
from playwright.sync_api import expect, sync_playwright

from autograder.cli import main
from autograder.grading.course.standings import Standing, State
from autograder.grading.report.anonymity import anonymous
from autograder.grading.report.attention_needed import falls, find_stuck, find_waiting
from autograder.grading.report.class_work import ClassWork, Work
from autograder.grading.report.item_statistics import discrimination, item_figures, mark_figures
from autograder.grading.report.report_page import Report, write_page
from autograder.grading.report.slips import find_slips
from autograder.grading.report.term import find_kinds, find_progress, find_rows
from autograder.grading.report.timing import find_times
from book.tools.readme_picture import FLAGS
from tests.book.test_pages import NARROW, hurdles
from tests.grading.conftest import ROOT
from tests.grading.small_class import DUE, HOSTILE, ITEMS, make_course, record

CHROMIUM = shutil.which("chromium")


def work(student, forward=2.0, backward=2.0, why: float | None = 4.0, **more):
    """A student's work with points for the three items; without its full points a function has a slip."""
    points = dict(zip((item.cell for item in ITEMS), (forward, backward, why), strict=True))
    records = {
        name: record(name, got / 2, "" if got == 2 else "sign")
        for name, got in (("relu_forward", forward), ("relu_backward", backward))
    }
    return Work(student, points, **({"records": records} | more))


def class_work(*works, assignment="layers", **states):
    standings = {student: Standing(student, assignment, state) for student, state in states.items()}
    return ClassWork(assignment, assignment.capitalize(), ITEMS, works, standings)


def test_difficulty_is_the_mean_share_of_what_is_marked():
    forward, backward, why = item_figures(class_work(work("a"), work("b", 1, 0, None), work("c", 0, 2, 1)))
    assert (forward.difficulty, forward.count, forward.full, forward.none) == (0.5, 3, 1, 1)
    assert backward.difficulty == pytest.approx(2 / 3)
    assert (why.difficulty, why.count, why.waiting) == (0.625, 2, 1), "what waits for a person counted as 0"


def test_discrimination_is_the_correlation_with_all_other_items():
    """Of five who have it four have the rest, of five who have not one: a fourfold table, phi = (16 - 1) / 25."""
    has, rest = [1] * 5 + [0] * 5, [1, 1, 1, 1, 0, 1, 0, 0, 0, 0]
    works = [work(f"s{n}", 2 * a, 2 * b, 4 * b) for n, (a, b) in enumerate(zip(has, rest, strict=True))]
    assert item_figures(class_work(*works))[0].discrimination == pytest.approx(0.6)
    assert discrimination(zip(has, [1 - each for each in has], strict=True))[0] == pytest.approx(-1)


def test_where_a_correlation_says_nothing_it_is_said_why():
    assert discrimination([(1, 1), (0, 0)] * 4) == (None, "too few")
    assert discrimination([(1, 1), (1, 0)] * 5) == (None, "all alike")
    assert discrimination([(1, 1), (0, 1)] * 5) == (None, "rest alike")


def test_marks_of_nobody_of_one_and_of_two():
    assert mark_figures([]).mean is None and sum(mark_figures([]).tenths) == 0
    one = mark_figures([0.3])
    assert (one.mean, one.median, one.lowest, one.highest) == (0.3, 0.3, 0.3, 0.3)
    assert one.tenths == (0, 0, 0, 1, 0, 0, 0, 0, 0, 0), "0.3 is not below 30 %"
    two = mark_figures([0.5, 1.0])
    assert (two.mean, two.lower_quartile, two.median, two.upper_quartile) == (0.75, 0.625, 0.75, 0.875)
    assert two.tenths[5] == two.tenths[9] == 1


def test_a_mark_counts_what_is_marked_only():
    found = class_work(work("a", 2, 1, None), work("b", 2, 0, 1)).shares
    assert found == {"a": 0.75, "b": 3 / 8}


def test_slips_are_counted_by_students_and_the_shortest_example_is_shown():
    says = "You forgot the mask."
    wrong = {"relu_backward": record("relu_backward", 0.5, "mask", "relu_without_mask", says)}
    unfinished = {"relu_backward": record("relu_backward", 0, "unfinished")}
    ungraded = {
        "relu_backward": record("relu_backward", 0, "mask", "relu_without_mask", says) | {"needs a person": "x"}
    }
    long = {"relu_backward": "def relu_backward(dout, cache):\n    # Ann Li\n    result = dout\n    return result"}
    short = {"relu_backward": 'def relu_backward(dout, cache):\n    """Mine."""\n    return dout'}
    works = (
        work("a", records=wrong, sources=long),
        work("b", records=wrong, sources=short),
        work("c", records=unfinished),
        work("d", records=ungraded),
    )
    slip, not_written = find_slips(class_work(*works), ("Ann", "Li"))
    assert (slip.name, slip.sentence, slip.count, slip.of) == ("relu_without_mask", says, 2, 3)
    assert slip.example == "def relu_backward(dout, cache):\n    return dout"
    assert slip.section and slip.section.page == "The rectified linear unit"
    assert not_written.is_consequence and not_written.example == ""


@pytest.mark.parametrize(
    "source",
    [
        "x = 1  # by Ayşe Yılmaz",
        'def f(x):\n    """Ayşe, u1234567."""\n    return x',
        "ayşe_forward = lambda yilmaz: yilmaz",
        "def helper_u1234567(x):\n    return x",
        "print('made by AYŞE <ayse@uni.example>')",
        "print(f'{1} of Yılmaz2')",
        "import yılmaz as ayşe",
        "class Yılmaz:\n    ayşe = 1\n\n    def g(self):\n        self.ayşe += 1",
        "f(ayşe=2)",
        "def f():\n    global ayşe\n    ayşe = b'ayse'",
        "rng = np.random.default_rng(1234567)",
        "rng = f(u1234567)",
    ],
)
def test_an_example_names_nobody(source):
    shown = anonymous(source, ["u1234567", "1234567", "Ayşe", "Yılmaz", "yilmaz", "ayse@uni.example"])
    assert shown, "there is something to show"
    for name in ("ayşe", "ayse", "yılmaz", "yilmaz", "1234567"):
        assert name not in shown.casefold()


def test_who_is_called_max_leaves_numpy_as_it_is():
    source = "def relu(dout):\n    sum_max = np.max(dout, axis=0)\n    return sum_max"
    assert anonymous(source, ["Max", "Axis", "Dout"], ["dout"]) == source
    assert anonymous("def f(:", ["Max"]) == "", "what can't be parsed can't be cleared"


def test_time_counts_from_ones_own_deadline_and_the_deadline_itself_is_in_time():
    hours = {"a": -100, "b": -0.5, "c": 0, "d": 2, "e": 30}
    works = [
        work(name, handed_in=DUE + timedelta(hours=late), due=DUE, computed=float(n), penalty=1.0 if late > 0 else 0.0)
        for n, (name, late) in enumerate(hours.items())
    ]
    found = find_times(class_work(*works))
    assert [count for _, count in found.bands] == [1, 0, 0, 2, 1, 1]
    assert (found.late, found.penalties, found.median_seconds, found.slowest) == (2, 2.0, 2.0, "e")
    assert find_times(class_work()).bands == () and find_times(class_work()).median_seconds is None


def test_who_is_stuck_and_who_waits():
    works = (
        work("fine"),
        work("often", 2, 0, attempts=4),
        work("lost", 0, 0, None, handed_in=DUE + timedelta(days=2), due=DUE),
    )
    found = find_stuck(class_work(*works, gone=State.MISSING, away=State.EXCUSED, later=State.NOT_SET))
    assert {each.student: each.reasons for each in found} == {
        "lost": ("2 of 2 functions did not pass.", "Late by 2 days, and not all passed."),
        "often": ("4 versions handed in, and relu_backward is wrong.",),
        "gone": ("Nothing was handed in.",),
    }
    assert found[0].student == "lost"
    assert find_waiting(class_work(*works)) == {"lost": ["Why"]}


def test_a_fall_is_measured_against_the_others():
    """All lose 0.25 but one, who loses 0.75: 0.5 more than the mean of the others."""
    before = class_work(*(work(name) for name in "abc"))
    now = class_work(work("a", 0, 2, 4), work("b", 0, 2, 4), work("c", 0, 0, 2), work("new", 0, 0, 0))
    found = falls(now, [before])
    assert found == pytest.approx({"a": -0.25, "b": -0.25, "c": 0.5})
    assert "50 points of 100 below" in " ".join(next(each for each in find_stuck(now, [before])).reasons)
    assert falls(class_work(work("a")), [class_work(work("a"))]) == {}, "nobody to compare with"


def test_over_the_term_what_comes_back_and_what_improves():
    first = class_work(work("a", 2, 0), work("b", 0, 0), work("c"), gone=State.MISSING, ill=State.EXCUSED)
    second = class_work(work("a", 0, 2), work("b"), work("c"), work("d", 2, 2, None), assignment="attention")
    rows = find_rows([first, second])
    assert [(row.marks.count, row.missing, row.excused, row.waiting) for row in rows] == [(3, 1, 1, 0), (4, 0, 0, 1)]
    (sign,) = find_kinds([first, second])
    assert (sign.code, sign.again) == ("sign", 1)
    assert sign.shares == pytest.approx((2 / 3, 1 / 4)) and sign.change == pytest.approx(1 / 4 - 2 / 3)
    progress = {each.student: (each.shares, each.change) for each in find_progress([first, second])}
    assert progress["b"] == ((0.5, 1.0), pytest.approx(0.5))
    assert progress["d"] == ((None, 1.0), None)
    assert find_kinds([class_work()]) == [] and find_progress([]) == []


@pytest.mark.parametrize("works", [(), (work("only", 2, 0, None),)])
def test_a_class_of_nobody_or_of_one_has_a_page(works):
    page = write_page(Report((class_work(*works),), ("layers",)))
    assert ("Nobody has a mark yet." in page) == (not works)
    assert "nan" not in page.casefold().replace("pointer-events", "")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_course(tmp_path_factory.mktemp("report"))


@pytest.fixture
def course(made, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(made))
    monkeypatch.chdir(ROOT)
    return made


def test_the_command_writes_a_page_that_everybody_can_read(course, capsys):
    assert main(["report", "layers"]) == 0
    file = course / "reports" / "layers.html"
    assert capsys.readouterr().out == f"Written: {file}\n"
    if not CHROMIUM:
        pytest.skip("needs chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": NARROW, "height": 800}, color_scheme=scheme)
            asked = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(file.as_uri())
            page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
            assert hurdles(page) == []
            assert page.locator("img, script, [onerror]").count() == 0 and page.title() != "taken"
            assert asked == [file.as_uri()]
        slip = page.locator(".entry").filter(has_text="relu_backward")
        expect(slip.get_by_text("2 of 2 students")).to_be_visible()
        expect(slip.get_by_text(f"You lost the mask. {HOSTILE}")).to_be_visible()
        expect(slip.locator(".code")).to_contain_text("helper_somebody")
        expect(page.get_by_text("2 students handed in and graded. 1 handed in nothing. 1 excused")).to_be_visible()
        expect(page.get_by_text("the last on 2 November 2026, 22:00 JST. 1 came late")).to_be_visible()
        expect(page.locator(".persons li").filter(has_text="Gone")).to_contain_text("Nothing was handed in.")
        browser.close()


def test_a_page_to_show_names_nobody_and_tables_say_the_same(course, capsys):
    assert main(["report", "--no-names"]) == 0
    page = (course / "reports" / "term-without-names.html").read_text()
    assert not [name for name in ("mallory", "zoe", "gone", "Mallory") if name in page]
    assert main(["report", "layers", "--csv", "--to", str(course / "tables")]) == 0
    with (course / "tables" / "items.csv").open(encoding="utf-8-sig") as file:
        rows = {row["item"]: row for row in csv.DictReader(file)}
    assert rows["relu_forward"]["difficulty"] == "1.0" and rows["why"]["waiting"] == "2"
    with (course / "tables" / "students.csv").open(encoding="utf-8-sig") as file:
        states = {row["student"]: row["state"] for row in csv.DictReader(file)}
    assert states == {"mallory": "waiting", "zoe": "waiting", "gone": "missing", "ill": "excused"}
    to_show = course / "to-show"
    assert main(["report", "layers", "--csv", "--no-names", "--to", str(to_show)]) == 0
    assert not (to_show / "students.csv").exists()
    shown = "".join(file.read_text(encoding="utf-8-sig") for file in to_show.iterdir())
    assert "relu_forward" in shown and not [name for name in ("mallory", "zoe", "gone", "Mallory") if name in shown]
    capsys.readouterr()
    assert main(["report", "layers", "--csv", "--no-names", "--to", str(course / "tables")]) == 2
    assert "expected a folder without names" in capsys.readouterr().err


def test_what_is_not_there_is_said(course, capsys):
    assert main(["report", "layer"]) == 2
    assert "There is no assignment 'layer'" in capsys.readouterr().err
    assert main(["report", "attention"]) == 2
    assert "attention is not in the gradebook" in capsys.readouterr().err
    assert main(["report", "layers", "--csv", "--to", str(course / "gradebook.db")]) == 2
    assert "expected --to to name a folder" in capsys.readouterr().err
