"""Can a reader write, run, be told what is wrong, mend it and save it, in the page?"""

import json
import subprocess
import sys
import urllib.request

import nbformat
import pytest
from playwright.sync_api import expect

from autograder.grading.assignments.prerequisites_file import model_answers
from autograder.grading.assignments.repair import make_skeleton
from autograder.grading.sandbox.warm_sandbox import Sandbox
from tests.book.chapters import ROOT
from tests.book.test_pages import hurdles
from tests.grading.test_whole_notebooks import credits, grade

WRONG = "def affine_backward(dout, cache):\n    x, w, b = cache\n    return dout @ w.T, x.T @ dout, dout.mean(axis=0)\n"
RIGHT = WRONG.replace("mean", "sum")
FORWARD = "def affine_forward(x, w, b):\n    return x @ w + b, (x, w, b)\n"
LIGHT = ("/boot.js", "/page.css", "/progress.js")  # all that a page loads before somebody writes or runs


def cell(page, text):
    """The cell whose code holds a text, as a reader sees it; it stays that cell when its code changes."""
    expect(page.locator(".cell_input", has_text=text).first).to_be_visible()
    texts = page.locator("div.cell").evaluate_all("cells => cells.map(cell => cell.children[0].textContent)")
    return page.locator("div.cell").nth(next(place for place, each in enumerate(texts) if text in each))


def press(place, name):
    """Press a button that is seen."""
    button = place.get_by_role("button", name=name, exact=True)
    expect(button).to_be_visible()
    button.click()


def write(page, start, text):
    """Replace the code of a cell as a person does: click into it, select all, type."""
    found = cell(page, start)
    if found.get_by_role("button", name="Edit").count():
        press(found, "Edit")
    editor = found.locator(".cm-content")
    expect(editor).to_be_visible()
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    return found


def fail_and_pass(page):
    """Write a wrong gradient, read why, ask for more, mend it."""
    write(page, "def affine_forward", FORWARD)
    write(page, "def affine_backward", WRONG)
    check = cell(page, "check(affine_backward)")
    press(check, "Check")
    expect(check.get_by_text("a mean where a sum belongs?")).to_be_visible()
    more = check.get_by_text("Which term or axis?")
    expect(check.get_by_text("The factor is 1/N")).to_be_hidden()
    more.click()
    expect(check.get_by_text("The factor is 1/N")).to_be_visible()
    expect(check.get_by_text("not passed yet")).to_be_visible()
    write(page, "def affine_backward", RIGHT)  # and not run: a check judges what is on the screen
    press(check, "Check")
    expect(check.locator(".cell_output")).to_contain_text("passed")


@pytest.mark.parametrize("over", ["http", "file"])
def test_a_reader_fails_is_told_why_and_passes(browser, site, html, over, tmp_path):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked, said = [], []
    page.on("request", lambda call: asked.append(call.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    address = (site if over == "http" else f"{html.as_uri()}/") + "exercises/layers.html"
    page.goto(address)
    assert [url for url in asked if "/page/" in url and not url.split("?")[0].endswith(LIGHT)] == []
    fail_and_pass(page)
    assert (hurdles(page), said) == ([], [])
    page.reload()
    expect(cell(page, "dout.sum(axis=0)").locator(".cm-content")).to_be_visible()  # what was written is still there
    with page.expect_download() as download:
        press(page.locator(".page-all"), "Save as .ipynb")
    file = tmp_path / "layers.ipynb"
    download.value.save_as(file)
    cells = [each.source for each in nbformat.read(file, as_version=4).cells]
    assert RIGHT in cells and FORWARD in cells
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "check", str(file), "affine_backward"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def block(page, function):
    """The exercise of a chapter, and its check."""
    found = page.locator(f"#exercise-{function}")
    return found, found.locator(".exercise-check")


def kept(page, key):
    return json.loads(page.evaluate("key => localStorage.getItem(key)", key) or "null")


def test_a_reader_does_the_exercise_below_its_derivation(browser, html):
    """Fail, follow the hint to the paragraph on the same page, pass; the assignment has the same text and the pass."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda call: asked.append(call.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((html / "graphs" / "affine.html").as_uri())
    assert [url for url in asked if "/page/" in url and not url.split("?")[0].endswith(LIGHT)] == []
    assert page.locator("#the-idea > .cell .page-bar").count() == 0, "a cell of the chapter that needs the reference"
    exercise, check = block(page, "affine_backward")
    press(check, "Check")
    expect(check).to_contain_text("affine_forward is not written yet")
    write(page, "def affine_forward", FORWARD)
    write(page, "def affine_backward", WRONG)
    press(check, "Check")
    expect(check.get_by_text("a mean where a sum belongs?")).to_be_visible()
    assert kept(page, "done:affine_backward") is None
    check.get_by_text("Which step of the derivation?").click()
    before = len(asked)
    check.get_by_role("link").click()
    expect(page.locator("#backward-entry-by-entry > h2")).to_be_in_viewport()
    assert asked[before:] == [], "the page was loaded again"
    write(page, "def affine_backward", RIGHT)
    press(check, "Check")
    expect(check).to_contain_text("affine_backward: passed")
    done = kept(page, "done:affine_backward")
    assert (done["credit"], done["points"]) == (1, 3) and kept(page, "work:affine_backward")["text"] == RIGHT
    mark = page.locator(".page-exercises a", has_text="affine_backward")
    expect(mark).to_have_attribute("data-state", "passed")
    assert not any("/answers/" in url for url in asked)
    compare_with_the_model(page, exercise.locator(".after-pass"))
    write(page, "def affine_backward", WRONG)
    expect(mark).to_have_attribute("data-state", "begun")
    expect(exercise.locator(".after-pass")).to_be_hidden()
    page.keyboard.press("Control+Z")
    expect(mark).to_have_attribute("data-state", "passed")
    expect(exercise.locator(".after-pass")).to_be_visible()
    assert (hurdles(page), said) == ([], [])
    exercise.get_by_role("link", name="The layers of a network").click()
    expect(cell(page, "dout.sum(axis=0)").locator(".cm-content")).to_be_visible()
    page.locator(".exercise-origin", has_text="affine_backward").get_by_role("link").click()
    expect(page.locator("#backward-entry-by-entry > h2")).to_be_in_viewport()
    context.close()


def compare_with_the_model(page, after):
    """What comes next is named; the model answer stands beside one's own, and below it where there is no room."""
    expect(after.get_by_role("link", name="relu_forward")).to_be_visible()
    press(after, "Compare with the model answer")
    expect(after.locator(".compare figure")).to_have_count(2)
    own, model = after.locator(".compare figure").all()
    expect(own).to_contain_text("x, w, b = cache")
    expect(model).to_contain_text("return dout @ w.T, x.T @ dout, dout.sum(0)")
    assert [each.locator(".differs").count() for each in (own, model)] == [2, 2]
    expect(after.get_by_text("A product of matrices sums over the axis in the middle")).to_be_visible()
    for width, beside in ((1280, True), (360, False)):
        page.set_viewport_size({"width": width, "height": 900})
        left, right = own.bounding_box(), model.bounding_box()
        assert (abs(left["y"] - right["y"]) < 1) is beside
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})
    assert hurdles(page) == []


def test_a_link_to_a_folded_exercise_opens_it(browser, html):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((html / "activations" / "hidden.html").as_uri())
    folds = page.locator(".exercise:has(> details)")
    shut = [each.get_attribute("data-function") for each in folds.all()]
    assert len(shut) >= 2
    first, second = (page.locator(f"#exercise-{name}") for name in shut[:2])
    expect(first.get_by_role("button", name="Check")).to_be_hidden()
    page.locator(".page-exercises").get_by_role("link", name=shut[0], exact=True).click()
    expect(first.get_by_role("button", name="Check")).to_be_visible()
    expect(first.locator(".exercise-title")).to_be_in_viewport()
    second.locator("summary").focus()
    page.keyboard.press("Enter")
    press(second.locator(".exercise-check"), "Check")
    expect(second.locator(".exercise-check")).to_contain_text("is not written yet")
    page.goto(f"{(html / 'graphs' / 'affine.html').as_uri()}")
    page.goto(f"{(html / 'activations' / 'hidden.html').as_uri()}#exercise-{shut[1]}")
    expect(second.get_by_role("button", name="Check")).to_be_visible()
    expect(first.get_by_role("button", name="Check")).to_be_hidden()
    page.close()


def test_functions_of_other_pages_come_along(browser, site):
    """The LSTM needs the sigmoid of another chapter; the assignment takes it by `earlier.py`, the chapter at once."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}classifiers/odds.html")
    write(page, "def sigmoid", "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n")
    page.goto(f"{site}recurrent/lstm.html")
    exercise, _ = block(page, "lstm_step_forward")
    written = "def lstm_step_forward(*given):\n    return sigmoid(0.0)\n\nprint(lstm_step_forward())"
    write(page, "def lstm_step_forward", written)
    press(exercise.locator(".cell").first, "Run")
    expect(exercise.get_by_text("Uses your sigmoid.")).to_be_visible()
    expect(exercise.locator(".cell_output")).to_contain_text("0.5")
    page.goto(f"{site}exercises/lstm.html")
    imports = cell(page, "from earlier import sigmoid")
    press(imports, "Run")
    expect(imports.locator(".cell_output")).to_contain_text("From classifiers: yours")
    context.close()


def test_work_comes_from_a_file_and_what_is_saved_has_full_marks(browser, site, tmp_path):
    """All of an assignment: opened from a .py file, saved as a notebook, graded; and back from both kinds of file."""
    page = browser.new_page()
    page.goto(f"{site}exercises/layers.html")
    press(cell(page, "def affine_forward"), "Edit")
    bar = page.locator(".page-all")
    own = tmp_path / "own.py"
    own.write_text("SHIFT = 1.0\n\n" + model_answers(ROOT / "exercises" / "layers") + "\n\nprint(SHIFT)\n")
    choose(page, own)
    expect(bar).to_contain_text("Taken from own.py: 6 functions.")
    page.get_by_label("Your answer in words").fill("The factor cancels.\n\nNo overflow.")
    saved = save(page, "Save as .ipynb", tmp_path)
    notebook = nbformat.read(saved, as_version=4)
    released = ROOT / "_build" / "course" / "release" / "layers"
    handed_out = nbformat.read(released / "layers.ipynb", as_version=4)
    assert [each.id for each in notebook.cells] == [each.id for each in handed_out.cells]
    assert notebook.cells[-1].source == "The factor cancels.\n\nNo overflow."
    with Sandbox("auto") as sandbox:
        graded = grade(notebook, make_skeleton(released / "layers.ipynb"), sandbox, files_of(released))
    assert credits(graded) == [1.0] * 6
    script = save(page, "Save as .py", tmp_path)
    for file in (saved, script):
        page.once("dialog", lambda dialog: dialog.accept())
        press(bar, "Erase my work")
        expect(cell(page, "def affine_forward")).to_contain_text("NotImplementedError")
        assert kept(page, "work:affine_forward") is None and page.get_by_label("Your answer").input_value() == ""
        choose(page, file)
        expect(bar).to_contain_text(f"Taken from {file.name}: 6 functions and your answer in words.")
        again = nbformat.read(save(page, "Save as .ipynb", tmp_path), as_version=4)
        assert [each.source for each in again.cells] == [each.source for each in notebook.cells]
    found = cell(page, "def affine_forward")
    found.locator(".cm-content").press("Control+End")
    page.keyboard.insert_text("# as I had it")
    press(found, "Reset")  # at once: what was typed last is a step of its own for all that
    expect(found).to_contain_text("NotImplementedError")
    page.keyboard.press("Control+Z")
    expect(found).to_contain_text("# as I had it")
    page.keyboard.press("Control+Z")
    expect(found).not_to_contain_text("# as I had it")
    expect(found).to_contain_text("return")
    page.reload()
    expect(page.get_by_label("Your answer in words")).to_have_value("The factor cancels.\n\nNo overflow.")
    page.close()


def choose(page, file):
    """Open a file as a person does: press the button, choose."""
    with page.expect_file_chooser() as chooser:
        press(page.locator(".page-all"), "Open a file")
    chooser.value.set_files(file)


def save(page, button, folder):
    """Press a button that saves; the saved file."""
    with page.expect_download() as download:
        press(page.locator(".page-all"), button)
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".npz"}


def test_by_keyboard_alone_and_without_storage(browser, html):
    """Tab reaches a cell, Escape and Tab leave it, Enter checks; a browser that keeps nothing says so once."""
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }});")
    page = context.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(error.stack))
    page.goto((html / "graphs" / "affine.html").as_uri())
    exercise, check = block(page, "affine_forward")
    exercise.get_by_role("button", name="Run").focus()
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)
    expect(exercise.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(FORWARD)
    page.keyboard.press("Escape")
    reached = []
    while "Check" not in reached and len(reached) < 6:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))
    assert reached == ["Run", "Reset", "Check"]
    page.keyboard.press("Enter")
    expect(check).to_contain_text("affine_forward: passed")
    expect(page.get_by_text("This browser keeps nothing for this page")).to_be_visible()
    assert [each for each in said if "_static/page/" in each] == []  # the theme has errors of its own without storage
    context.close()


def test_an_endless_loop_is_stopped_and_nothing_is_lost(browser, site):
    page = browser.new_page()
    page.goto(f"{site}exercises/layers.html")
    found = write(page, "def affine_forward", "while True:\n    pass\n")
    press(found, "Run")
    expect(page.locator(".page-all")).to_contain_text("ready")
    press(page.locator(".page-all"), "Stop")
    expect(found.get_by_text("Stopped.")).to_be_visible()
    write(page, "while True", "import os\nos._exit(3)\n")
    press(found, "Run")
    expect(found.get_by_text("Python in this page ended")).to_be_visible()
    write(page, "os._exit", FORWARD)
    press(found, "Run")
    expect(found.get_by_text("done")).to_be_visible()


def test_run_all_runs_every_cell_and_stop_takes_what_waits_out(browser, site):
    page = browser.new_page()
    page.goto(f"{site}exercises/networks.html")
    write(page, "def count_params", "import time\ntime.sleep(1000)\n")
    press(page.locator(".page-all"), "Run all")
    found = cell(page, "time.sleep")
    expect(found.get_by_text("running")).to_be_visible()
    expect(page.locator(".page-state", has_text="waiting").last).to_be_visible()
    press(found, "Stop")
    expect(found.get_by_text("Stopped.")).to_be_visible()
    expect(page.locator(".page-state", has_text="waiting")).to_have_count(0)
    expect(found.get_by_role("button", name="Stop")).to_be_hidden()
    page.close()


def test_what_two_tabs_write_is_seen_in_both(browser, site):
    context = browser.new_context()
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        page.goto(f"{site}exercises/layers.html")
        found = cell(page, "def affine_forward")
        press(found, "Edit")
        expect(found.locator(".cm-content")).to_be_focused()
        page.locator("h1").last.click()
    write(one, "def affine_forward", FORWARD)
    expect(cell(other, "return x @ w + b").get_by_text("Changed in another tab")).to_be_visible()


def test_a_kernel_runs_the_page_with_the_same_buttons(browser, html):
    options = ["--no-browser", "--port=8911", "--allow-root", "--IdentityProvider.token=test"]
    command = [sys.executable, "-m", "book.tools.live", *options]
    server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        for line in server.stderr:
            if "token=" in line:
                break
        page = browser.new_page()
        page.goto("http://127.0.0.1:8911/book/exercises/layers.html?token=test")
        fail_and_pass(page)
        found = write(page, "def affine_forward", "while True:\n    pass\n")
        press(found, "Run")
        expect(found.get_by_text("running")).to_be_visible()
        press(page.locator(".page-all"), "Stop")
        expect(found.get_by_text("stopped by an error")).to_be_visible()
        page.goto("http://127.0.0.1:8911/book/backprop/index.html")
        first = page.locator("div.cell", has=page.get_by_role("button", name="Run")).first
        press(first, "Run")
        expect(first.get_by_text("done")).to_be_visible()
        page.close()
        with urllib.request.urlopen("http://127.0.0.1:8911/book/index.html") as reply:
            assert "/login" in reply.url, "a page without a token"
    finally:
        server.terminate()
        server.communicate()
