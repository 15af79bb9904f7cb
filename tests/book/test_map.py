"""Does the map show what the browser keeps, and is it kept: functions, figures, answers to questions?"""

import json

import pytest
from playwright.sync_api import expect

from autograder.course_map import assignments
from autograder.grading.feedback.graded_entries import Entry, machine_readable
from autograder.registry import load
from book.tools.course import chapters
from tests.book.test_pages import hurdles

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
EARNED = {"affine_forward": 1, "train_digits": 1, "dropout_forward": 0.5}
NOT_KEPT = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
PASSES = """name => {
    localStorage.setItem(`work:${name}`, JSON.stringify({ text: "", version: "" }));
    localStorage.setItem(`done:${name}`, JSON.stringify({ of: "45h", points: 1, credit: 1, figure: null, at: "" }));
    document.dispatchEvent(new CustomEvent("verdict", { detail: { function: name, passed: true } }));
}"""  # "45h" is the version of the empty text


def version(text):
    """As `store.js` computes it."""
    number, found = 5381, ""
    for character in text:
        number = (number * 33 + ord(character)) % 2**32
    while number:
        number, digit = divmod(number, 36)
        found = DIGITS[digit] + found
    return found


def saved(path):
    """A file of progress: two functions passed, one half, one begun, one changed since it passed; one right answer."""
    kept = {}
    for name, credit, figure, of in (
        ("affine_forward", 1, None, "passed"),
        ("train_digits", 1, "94.2 %", "passed"),
        ("dropout_forward", 0.5, None, "half"),
        ("softmax_loss", 1, None, "older"),
        ("relu_forward", 0, None, ""),
    ):
        kept[f"work:{name}"] = json.dumps({"text": f"def {name}(): pass", "version": "x"})
        text = f"def {name}(): pass" if of != "older" else "older"
        done = {"of": version(text), "points": load()[name].points, "credit": credit, "figure": figure, "at": ""}
        kept |= {f"done:{name}": json.dumps(done)} if of else {}
    kept["quiz:networks/power:power-coefficient"] = json.dumps({"right": True, "tried": 1, "answer": ["9"]})
    path.write_text(json.dumps({"course": "Forward and Backward", "saved": "", "kept": kept}))
    return path


def take(page, path):
    """Load a file by the button that a reader sees."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load it from a file").click()
    chooser.value.set_files(path)


def field(page, name):
    """The field whose link has this name for those who listen."""
    return page.get_by_role("link", name=name, exact=True)


def test_the_map_is_loaded_followed_and_erased(browser, site, tmp_path):
    """Each state is seen and said, other tabs hear of it, and a field leads to its exercise."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme="dark")
    page, other = context.new_page(), context.new_page()
    other.goto(f"{site}graphs/index.html")
    page.goto(f"{site}map.html")
    count = page.locator(".map-count")
    expect(count).to_have_text(f"0 of {len(load())} functions are yours.")
    expect(page.locator(".map-next")).to_have_text(f"Begin with {chapters()[0].all_functions[0]}.")
    take(page, saved(tmp_path / "progress.json"))
    expect(count).to_have_text(f"2 of {len(load())} functions are yours.")
    expect(page.locator(".map-said")).to_contain_text("5 pieces of code")
    earned = sum(load()[name].points * credit for name, credit in EARNED.items())
    expect(page.locator(".map-sums")).to_contain_text(
        f"{earned:g} of {sum(each.points for each in assignments())} points"
    )
    expect(page.locator(".map-sums")).to_contain_text(" 1 of ")
    expect(field(page, "affine_forward, passed")).to_be_visible()
    expect(field(page, "train_digits, 94.2 % passed")).to_contain_text("94.2 %")
    expect(field(page, "dropout_forward, 50 % begun, with part of its points")).to_be_visible()
    expect(field(page, "softmax_loss, begun")).to_be_visible()
    expect(field(page, "relu_forward, begun")).to_be_visible()
    expect(field(page, "relu_backward, not begun")).to_be_visible()
    assert hurdles(page) == []
    expect(other.locator(".map-strip")).to_contain_text("1 of the 11 functions of this chapter are yours.")
    other.evaluate(PASSES, "relu_forward")
    expect(other.locator(".map-strip")).to_contain_text("2 of the 11")
    expect(count).to_have_text(f"3 of {len(load())} functions are yours.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my progress").click()
    assert "done:relu_forward" in json.loads(download.value.path().read_text())["kept"]
    field(page, "relu_backward, not begun").click()
    page.wait_for_url("**/graphs/relu.html#exercise-relu_backward")
    expect(page.locator("#exercise-relu_backward")).to_be_in_viewport()
    page.go_back()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Erase everything").click()
    expect(count).to_have_text(f"0 of {len(load())} functions are yours.")
    expect(other.locator(".map-strip")).to_contain_text("0 of the 11")
    context.close()


def feedback(path):
    """A feedback page of two functions, as far as the map reads it."""
    graded = [
        Entry("affine_forward", "forward", "not yet", 0.5, 2, passed=False),
        Entry("relu_forward", "forward", "passed", 1, 1, passed=True),
        Entry("why", "question", "marked", 3, 3, passed=True),
    ]
    text, foreign = json.dumps(machine_readable("layers", graded)), '<img src="https://book.example/x.png">'
    path.write_text(f'{foreign}<script type="application/json" id="feedback">{text}</script>')
    return path


def test_what_was_graded_stands_beside_what_the_browser_keeps(browser, site, tmp_path):
    """A function that passes here and did not when graded shows both; another file is named, and nothing is loaded."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}map.html")
    page.evaluate(PASSES, "affine_forward")
    (tmp_path / "other.html").write_text("<p>x</p>")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Show my feedback").click()
    chooser.value.set_files([feedback(tmp_path / "layers.html"), tmp_path / "other.html"])
    said = "Read what 2 functions got when graded. other.html is no feedback of this course."
    expect(page.locator(".map-said")).to_have_text(said)
    expect(field(page, "affine_forward, passed")).to_be_visible()
    expect(page.get_by_text("○ 0.5 of 2")).to_be_visible()
    expect(page.get_by_text("✓ 1 of 1")).to_be_visible()
    expect(page.get_by_text("graded: not yet, 0.5 of 2 points")).to_have_count(1)
    expect(page.get_by_text("Your graded functions: 1.5 of 3 points.")).to_be_visible()
    assert hurdles(page) == [] and not [url for url in asked if not url.startswith((site, "data:"))]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.reload()
    expect(page.get_by_text("○ 0.5 of 2")).to_be_visible()
    page.close()


def test_what_was_written_here_is_replaced_by_a_file_only_on_request(browser, html, tmp_path):
    page = browser.new_page()
    page.goto((html / "map.html").as_uri())
    page.evaluate("localStorage.setItem('work:affine_forward', JSON.stringify({ text: 'mine', version: 'x' }))")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    take(page, saved(tmp_path / "progress.json"))
    expect(page.locator(".map-said")).to_contain_text("4 pieces of code")
    assert "differs from the file: affine_forward." in asked[0]
    assert "mine" in page.evaluate("localStorage.getItem('work:affine_forward')")
    expect(field(page, "affine_forward, begun")).to_be_visible()
    (tmp_path / "other.json").write_text('{"cells": []}')
    take(page, tmp_path / "other.json")
    expect(page.locator(".map-said")).to_have_text("other.json holds no progress of this course.")
    page.close()


def test_an_assignment_that_is_done_says_how_to_hand_it_in(browser, html):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((html / "exercises" / "layers.html").as_uri())
    strip = page.locator(".map-strip")
    functions = next(each.functions for each in assignments() if each.name == "layers")
    for name in functions[:-1]:
        page.evaluate(PASSES, name)
    expect(strip).to_contain_text("5 of 6 functions, 12 of 17 points.")
    expect(strip.get_by_text("Next: train_digits.")).to_be_visible()
    expect(strip.get_by_text("To hand in")).to_be_hidden()
    page.evaluate(PASSES, functions[-1])
    expect(strip.get_by_text("To hand in")).to_be_visible()
    expect(strip.get_by_role("link", name="Linear classifiers and their losses")).to_be_visible()
    page.close()


def test_where_nothing_can_be_kept_the_map_and_the_questions_say_so(browser, html):
    page = browser.new_page()
    page.add_init_script(NOT_KEPT)
    page.goto((html / "map.html").as_uri())
    expect(page.locator(".map-said")).to_contain_text("This browser keeps nothing here")
    page.goto((html / "networks" / "power.html").as_uri())
    quiz = page.locator(".quiz[data-kind=number]").first
    quiz.locator("input").fill("-1")
    quiz.locator("input").press("Enter")
    expect(quiz.locator(".quiz-result")).to_have_text("Not yet. This browser keeps no answers (a private window?).")
    page.close()


@pytest.mark.parametrize("kind", ["number", "one"])
def test_an_answer_stays_until_it_is_given_anew(browser, site, kind):
    context = browser.new_context()
    page, other = context.new_page(), context.new_page()
    for each in (page, other):
        each.goto(f"{site}neurons/index.html")
    quiz, there = (each.locator(f".quiz[data-kind={kind}]").first for each in (page, other))
    given(quiz)
    expect(quiz.locator(".quiz-result")).to_have_text("Right.")
    expect(there.locator(".quiz-result")).to_have_text("Right. Answered in another tab.")
    expect(page.locator(".map-strip")).to_contain_text("1 of 15 quizzes right")
    page.reload()
    expect(quiz.locator(".quiz-result")).to_have_text("Right.")
    expect(quiz.locator(".quiz-why:visible").first).to_be_visible()
    quiz.get_by_role("button", name="Answer anew").click()
    expect(quiz.locator(".quiz-result")).to_have_text("")
    expect(there.locator(".quiz-result")).to_have_text("")
    expect(quiz.locator(".quiz-why:visible")).to_have_count(0)
    expect(page.locator(".map-strip")).to_contain_text("0 of 15 quizzes right")
    page.reload()
    expect(quiz.get_by_role("button", name="Answer anew")).to_be_hidden()
    expect(quiz.locator(".quiz-result")).to_have_text("")
    context.close()


def given(quiz):
    """Answer a question, and rightly."""
    if quiz.get_attribute("data-kind") == "number":
        quiz.locator("input").fill(quiz.locator("input").get_attribute("data-answer"))
    else:
        quiz.locator(".quiz-choice[data-right] input").first.check()
    quiz.get_by_role("button", name="Check").click()


def test_every_function_and_question_stands_on_the_map(html):
    shown = (html / "map.html").read_text()
    assert [name for name in load() if shown.count(f'data-function="{name}"') != 1] == []
    pages = [page for chapter in chapters() for page in chapter.pages]
    names = [(page, name) for page in pages for name in asked_on(html / f"{page}.html")]
    assert [pair for pair in names if ":".join(pair) not in shown] == [] and names


def asked_on(path):
    """The names of the questions on a page."""
    return [part.split('"')[0].partition(":")[2] for part in path.read_text().split('data-key="')[1:]]
