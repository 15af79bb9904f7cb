"""Does the front page show what this is: a function to mend, what its check says, where to begin, all chapters?"""

import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from autograder import course_map
from book.tools.front_page import BEFORE, run_cells
from tests.book.chapters import BOOK

MENDED = ("2 * error", "2 * error / error.size")


@pytest.fixture(scope="module")
def front(html):
    """The front page of the built book."""
    return BeautifulSoup((html / "index.html").read_text(), "html.parser")


@pytest.fixture
def page(browser, html):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((html / "index.html").as_uri())
    yield page
    page.close()


def test_one_slip_stands_between_the_function_and_a_pass(front):
    code, check = (cell.get_text() for cell in front.select(".exercise-mend pre"))
    assert code.count(MENDED[0]) == 1
    (said,) = run_cells([BEFORE, code.replace(*MENDED), check])
    assert "check-pass" in said


def test_what_the_check_says_is_what_it_says_now(front):
    code, check = (cell.get_text() for cell in front.select(".exercise-mend pre"))
    (said,) = run_cells([BEFORE, code, check])
    shown = front.select_one(".exercise-mend .check-fail")
    assert shown.get_text() == BeautifulSoup(said, "html.parser").get_text()


def test_all_chapters_are_listed_by_number_and_title(front):
    listed = [(item["value"], item.a["href"], item.a.get_text()) for item in front.select(".front-map li")]
    titles = {f"{path.parent.name}/index.html": title(path) for path in BOOK.glob("*/index.md")}
    assert [number for number, *_ in listed] == [str(number) for number in range(1, 19)]
    assert all(titles[link] == name for _, link, name in listed)


def title(path):
    return re.search(r"^# (.+)$", path.read_text(), re.MULTILINE)[1]


def test_what_is_seen_first_says_where_to_begin(page):
    """Without scrolling: the sentence, the button, and the function to mend."""
    for place in (".front-lead", ".front-begin a >> nth=0", ".exercise-mend .cell_input >> nth=0"):
        box = page.locator(place).first.bounding_box()
        assert box and box["y"] + min(box["height"], 100) < 800, place
    page.locator(".front-begin a").first.click()
    expect(page).to_have_url(re.compile(r"/neurons/index\.html$"))
    expect(page.locator("main h1").filter(visible=True)).to_have_count(1)


def test_the_function_is_mended_in_the_page_and_counts_in_the_course(page, html):
    """As a stranger does it: click into the code, type; what is no Python first is said as what it is."""
    mend = page.locator(".exercise-mend")
    mend.locator(".cell_input pre").first.click()
    expect(mend.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    page.keyboard.type(" error.size")
    check = mend.get_by_role("button", name="Check")
    check.click()
    expect(mend.get_by_text("The code of mse_loss stopped by an error")).to_be_visible()
    expect(mend.get_by_text("SyntaxError")).to_be_visible()
    mend.locator(".cm-line", has_text="error.size").click()
    page.keyboard.press("End")
    for _ in range(len("error.size")):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("/ ")
    check.click()
    page.wait_for_selector(".exercise-mend .check-pass", timeout=60_000)
    assert page.locator(".exercise-mend").get_attribute("data-state") == "passed"
    home = course_map.assignment_of("mse_loss").name
    page.goto((html / "exercises" / f"{home}.html").as_uri())
    cell = page.locator(".cm-content", has_text="error.size").first
    cell.wait_for(timeout=60_000)
    assert cell.is_visible() and not page.get_by_text("has changed since you wrote this").count()
