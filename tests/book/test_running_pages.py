"""Can a reader write, run, be told what is wrong, mend it and save it, in the page?"""

import functools
import http.server
import subprocess
import sys
import threading
import urllib.request

import nbformat
import pytest
from playwright.sync_api import expect

from tests.book.chapters import ROOT
from tests.book.test_pages import hurdles

WRONG = "def affine_backward(dout, cache):\n    x, w, b = cache\n    return dout @ w.T, x.T @ dout, dout.mean(axis=0)\n"
RIGHT = WRONG.replace("mean", "sum")
FORWARD = "def affine_forward(x, w, b):\n    return x @ w + b, (x, w, b)\n"
FIRST = 60_000  # milliseconds until Python has started, on a busy machine


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def site(html):
    """The book served on this machine."""
    handler = functools.partial(Quiet, directory=html)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def cell(page, text):
    """The cell whose code holds a text, as a reader sees it; it stays that cell when its code changes."""
    page.locator(".cell_input", has_text=text).first.wait_for()
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
    expect(check.get_by_text("a mean where a sum belongs?")).to_be_visible(timeout=FIRST)
    more = check.get_by_text("Which term or axis?")
    expect(check.get_by_text("The factor is 1/N")).to_be_hidden()
    more.click()
    expect(check.get_by_text("The factor is 1/N")).to_be_visible()
    expect(check.get_by_text("not passed yet")).to_be_visible()
    write(page, "def affine_backward", RIGHT)  # and not run: a check judges what is on the screen
    press(check, "Check")
    expect(check.locator(".cell_output")).to_contain_text("passed", timeout=FIRST)


@pytest.mark.parametrize("over", ["http", "file"])
def test_a_reader_fails_is_told_why_and_passes(browser, site, html, over, tmp_path):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked, said = [], []
    page.on("request", lambda call: asked.append(call.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    address = (site if over == "http" else f"{html.as_uri()}/") + "exercises/layers.html"
    page.goto(address)
    assert [url for url in asked if "/page/" in url and not url.endswith(("/boot.js", "/page.css"))] == []
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


def test_an_endless_loop_is_stopped_and_nothing_is_lost(browser, site):
    page = browser.new_page()
    page.goto(f"{site}exercises/layers.html")
    found = write(page, "def affine_forward", "while True:\n    pass\n")
    press(found, "Run")
    expect(page.locator(".page-all")).to_contain_text("ready", timeout=FIRST)
    press(page.locator(".page-all"), "Stop")
    expect(found.get_by_text("Stopped.")).to_be_visible()
    write(page, "while True", "import os\nos._exit(3)\n")
    press(found, "Run")
    expect(found.get_by_text("Python in this page ended")).to_be_visible(timeout=FIRST)
    write(page, "os._exit", FORWARD)
    press(found, "Run")
    expect(found.get_by_text("done")).to_be_visible(timeout=FIRST)


def test_what_two_tabs_write_is_seen_in_both(browser, site):
    context = browser.new_context()
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        page.goto(f"{site}exercises/layers.html")
        press(cell(page, "def affine_forward"), "Edit")
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
        expect(found.get_by_text("stopped by an error")).to_be_visible(timeout=FIRST)
        page.goto("http://127.0.0.1:8911/book/backprop/index.html")
        first = page.locator("div.cell").first
        press(first, "Run")
        expect(first.get_by_text("done")).to_be_visible(timeout=FIRST)
        page.close()
        with urllib.request.urlopen("http://127.0.0.1:8911/book/index.html") as reply:
            assert "/login" in reply.url, "a page without a token"
    finally:
        server.terminate()
        server.communicate()
