"""Is it always true what the page says of its Python, and does a Python that ended cost the reader nothing?"""

import pytest
from playwright.sync_api import expect

from tests.book.test_running_pages import FORWARD, cell, press, write

ENDLESS_MEMORY = "hoard = []\nwhile True:\n    hoard.append(bytearray(64_000_000))\n"
DRAWS = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4], 'o-')\nplt.title('powers')\nplt.xlabel('step')"
SHOWS = """from IPython.display import clear_output, display
handle = display("first", display_id=True)
display("kept")
handle.update("second")
"""
COUNTS = """import numpy as np
drawn = np.sort(np.random.default_rng(0).permutation(6) % 2).astype(np.int64)
repeated = np.repeat([0, 1], np.bincount(drawn).astype(np.int64))
read = np.load("digits.npz")["y"]
print(np.bincount(drawn).tolist(), repeated.tolist(), np.take([0, 1], drawn[[0, 5]]).tolist(), read.take(read).size > 0)
"""


@pytest.fixture
def page(browser, site):
    page = browser.new_page()
    page.goto(f"{site}exercises/layers.html")
    yield page
    page.close()


def run(page, start, code):
    """Write code into the cell that starts so, and run it."""
    found = write(page, start, code)
    press(found, "Run")
    return found


def test_a_bar_shows_how_much_of_python_has_come(page):
    page.route("**/python/modules.0.js", lambda route: page.wait_for_timeout(1500) or route.continue_())
    press(cell(page, "def affine_forward"), "Run")
    state = page.locator("div.cell .page-state", has_text="Python is being loaded").first
    expect(state).to_be_visible()
    bar = state.get_by_role("progressbar", name="Python is being loaded")
    expect(bar).to_be_visible()
    page.wait_for_function("bar => bar.value > 0.3 && bar.value < 1", arg=bar.element_handle(), timeout=90_000)
    expect(page.locator(".page-all")).to_contain_text("Python is ready.")
    expect(bar).to_be_hidden()


def test_files_that_are_missing_are_said_and_the_next_run_tries_again(page):
    page.route("**/python/memory.0.js", lambda route: route.abort())
    found = run(page, "def affine_forward", FORWARD)
    expect(found.get_by_text("Python could not be loaded.")).to_be_visible()
    page.unroute("**/python/memory.0.js")
    press(found, "Run")
    expect(found.get_by_text("done")).to_be_visible()


def test_python_without_memory_or_without_its_worker_costs_the_reader_nothing(page):
    found = run(page, "def affine_forward", ENDLESS_MEMORY)
    expect(found.get_by_text("has used up its memory")).to_be_visible()
    press(page.locator(".page-all"), "Stop")
    write(page, "hoard", FORWARD)
    press(found, "Run")
    expect(found.get_by_text("done")).to_be_visible()
    run(page, "return x @ w + b", "import js\njs.setTimeout(js.eval('() => { throw new Error(\"gone\") }'), 0)")
    expect(found.get_by_text("Python in this page ended: Uncaught Error: gone")).to_be_visible()
    write(page, "import js", FORWARD)
    press(found, "Run")
    expect(found.get_by_text("done")).to_be_visible()


def test_pictures_are_drawn_and_outputs_change_in_their_place(page):
    found = run(page, "def affine_forward", DRAWS)
    figure = found.get_by_role("img", name="Figure: powers; values over step")
    expect(figure).to_be_visible()
    expect(figure.locator("svg path").first).to_be_visible()
    run(page, "plt.plot", SHOWS)
    expect(found.locator(".cell_output > .output")).to_have_text(["'second'", "'kept'"])
    run(page, "handle.update", "import matplotlib.pyplot as plt\nplt.pie([1, 2])")
    expect(found.get_by_text("has no plt.pie")).to_be_visible()


def test_functions_that_count_and_pick_take_whole_numbers_of_any_width(page):
    """In a browser an index has 32 bits; what is drawn or read from a file has 64."""
    found = run(page, "def affine_forward", COUNTS)
    expect(found.locator(".cell_output")).to_contain_text("[3, 3] [0, 0, 0, 1, 1, 1] [0, 1] True")
