"""Can a reader play, in a browser, with what a chapter ends with: by mouse, by keys, with a photograph of one's own?"""

import json
import re

import jupytext
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.book.chapters import ROOT
from tests.book.payoffs import payoffs
from tests.book.test_pages import hurdles

ALL = payoffs()
CONTRAST = """canvas => {
    const [width, height] = [canvas.width / 2, canvas.height / 2].map(Math.floor);
    const { data } = canvas.getContext("2d").getImageData(width / 2, height / 2, width, height);
    const spread = (values) => Math.max(...values) - Math.min(...values);
    return Math.max(...[0, 1, 2, 3].map((part) => spread(data.filter((_, at) => at % 4 === part))));
}"""


def written(functions):
    """The model answers of some functions as a browser keeps what a reader wrote."""
    found = {}
    for text in sorted((ROOT / "exercises").glob("*/*.md")):
        for cell in jupytext.read(text).cells:
            names = ",".join(re.findall(r"^def (\w+)", cell.source, re.MULTILINE))
            if cell.cell_type == "code" and names in functions:
                found[f"work:{names}"] = json.dumps({"text": cell.source, "version": ""})
    return found


@pytest.fixture
def open_payoff(browser, html):
    """Open a page, from the disk, for a reader who has written the functions of its payoff."""

    def open_payoff(chapter, page, functions=None, **options):
        kept = written(ALL[chapter].functions if functions is None else functions)
        opened = browser.new_page(viewport={"width": 1280, "height": 900}, **options)
        opened.add_init_script(f"Object.assign(localStorage, {json.dumps(kept)})")
        opened.goto((html / chapter / f"{page}.html").as_uri())
        return opened, opened.locator("div.cell.payoff")

    return open_payoff


def press(place, name):
    """Press a button that is seen."""
    button = place.get_by_role("button", name=name, exact=True)
    expect(button).to_be_visible()
    button.click()


def draw(page, sheet, stroke):
    """Draw a stroke with the mouse; places are shares of the sheet."""
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def test_ones_own_network_reads_what_is_drawn_by_mouse_and_by_keys(open_payoff):
    page, payoff = open_payoff("graphs", "relu")
    press(payoff, "Run")
    says = payoff.locator(".payoff-says")
    expect(says).to_contain_text("It reads 3")
    expect(payoff.get_by_text("done", exact=True)).to_be_visible()
    sheet = payoff.locator(".payoff-sketch")
    draw(page, sheet, [(0.5, 0.1), (0.5, 0.9)])
    expect(says).to_contain_text("It reads 1")
    press(payoff, "Clear")
    sheet.focus()
    across, down = ["ArrowRight"] * 8, ["ArrowDown", "ArrowLeft", "ArrowDown"] * 5
    for key in ["ArrowUp"] * 3 + ["Space"] + across + down:
        page.keyboard.press(key)
    expect(says).to_contain_text("It reads 7")
    assert hurdles(page) == []


def test_a_photograph_of_ones_own_is_filtered(open_payoff, tmp_path):
    """Lines that lie flat answer to one filter, and not to the one for upright lines."""
    photograph = tmp_path / "lines.png"
    picture = Image.new("RGB", (320, 200), "white")
    for top in range(0, 200, 40):
        picture.paste((200, 30, 30), (0, top, 320, top + 20))
    picture.save(photograph)
    page, payoff = open_payoff("convolution", "network", color_scheme="dark")
    press(payoff, "Run")
    expect(payoff.get_by_text("after edges")).to_be_visible()
    payoff.get_by_label("your photograph").set_input_files(photograph)
    payoff.get_by_label("filter").select_option("flat lines")
    expect(payoff.get_by_text("after flat lines")).to_be_visible()
    assert contrast(payoff) > 100
    payoff.get_by_label("filter").select_option("upright lines")
    expect(payoff.get_by_text("after upright lines")).to_be_visible()
    assert contrast(payoff) == 0
    payoff.get_by_label("your photograph").set_input_files(__file__)
    expect(payoff.get_by_text("no picture that this browser can read")).to_be_visible()
    assert hurdles(page) == []


def contrast(payoff):
    """How far apart the pixels in the middle of the filtered picture are: at its edge, the padding is an edge too."""
    return payoff.locator(".payoff-panel canvas").nth(1).evaluate(CONTRAST)


def test_what_is_not_written_yet_is_named_with_its_place(open_payoff):
    _, payoff = open_payoff("graphs", "relu", functions=["affine_forward", "affine_backward", "softmax_loss"])
    press(payoff, "Run")
    link = payoff.get_by_role("link", name="relu_backward")
    expect(link).to_be_visible()
    expect(payoff.get_by_role("link", name="affine_forward")).to_have_count(0)
    assert link.get_attribute("href").endswith("#exercise-relu_backward")


def test_learning_pauses_goes_on_takes_new_points_and_stops(open_payoff):
    page, payoff = open_payoff("backprop", "training")
    press(payoff, "Run")
    says, plane = payoff.locator(".payoff-says"), payoff.locator(".payoff-plane")
    expect(says).to_contain_text("right")
    press(payoff, "Pause")
    expect(payoff.get_by_text("paused", exact=True)).to_be_visible()
    points = payoff.locator(".payoff-input .payoff-mark")
    before = points.count()
    plane.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(points).to_have_count(before + 1)
    paused = says.text_content()
    press(payoff, "Go on")
    expect(says).not_to_have_text(paused)
    press(payoff, "Stop")
    expect(payoff.get_by_text("Stopped.")).to_be_visible()
