"""Forward and backward are two colors: can everybody tell them apart, and does the page show them where it should?"""

import re

import numpy as np
import pytest
from docutils import nodes
from fontTools.ttLib import TTFont

from book import figures
from book.tools import asides, code_cells, formulas
from tests.book.chapters import BOOK

CSS = (BOOK / "assets" / "book.css").read_text()
NAMES = ("forward", "backward", "passed", "begun")
MODES = {"light": "html {", "dark": 'html[data-theme="dark"] {'}
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB
EYES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])  # sRGB, D65
ON_PAGE = """() => {
    const color = (element, name) => getComputedStyle(element)[name];
    const formula = document.querySelector('#in-matrix-form mjx-container');
    return {
        ground: [document.body, document.querySelector('.cell_input pre').closest('.highlight')].map(
            (one) => color(one, 'backgroundColor')),
        forward: color(formula.querySelector('.forward path, .forward use'), 'fill'),
        backward: color(formula.querySelector('.backward path, .backward use'), 'fill'),
    };
}"""

ICONS = """() => [...document.querySelectorAll('*')].flatMap((element) => ['::before', '::after'].map((where) => {
    const { content, fontFamily } = getComputedStyle(element, where);
    return /awesome/i.test(fontFamily) && /^".+"$/.test(content) ? [...content.slice(1, -1)] : [];
})).flat()"""


def color_of(name, mode):
    """The value of a custom property in the style sheet, as three numbers from 0 to 1."""
    block = next(part for part in CSS.split(f"\n{MODES[mode]}")[1:] if "--forward" in part)
    return rgb(re.search(rf"--{name}: #(\w{{6}});", block)[1])


def rgb(text):
    return np.array([int(text[i : i + 2], 16) for i in (0, 2, 4)]) / 255


def linear(color):
    return np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The contrast ratio of WCAG."""
    low, high = sorted(linear(color) @ TO_XYZ[1] for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(light):
    """CIE L*a*b* of linear RGB."""
    ratio = TO_XYZ @ np.clip(light, 0, 1) / TO_XYZ.sum(1)
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("mode", MODES)
def test_the_two_colors_differ_in_grey(mode):
    assert contrast(color_of("forward", mode), color_of("backward", mode)) >= 1.5


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("mode", MODES)
def test_the_two_colors_differ_for_every_eye(mode, eye):
    seen = [lab(np.array(EYES[eye]) @ linear(color_of(name, mode))) for name in ("forward", "backward")]
    assert np.linalg.norm(seen[0] - seen[1]) >= 40  # 2 is what one just sees, side by side


def test_figures_have_the_colors_of_the_page():
    for name, color in (("forward", figures.FORWARD), ("backward", figures.BACKWARD)):
        assert np.allclose(color_of(name, "light"), rgb(color[1:]))


def test_the_colors_can_be_read_on_the_page(browser, html):
    """As text, on the page and on code; and a formula has them, light and dark."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page.goto((html / "graphs" / "affine.html").as_uri())
    page.wait_for_selector("#in-matrix-form mjx-container .backward")
    for mode in MODES:
        page.evaluate("mode => document.documentElement.dataset.theme = mode", mode)
        shown = page.evaluate(ON_PAGE)
        grounds = [np.array(list(map(int, re.findall(r"\d+", ground)[:3]))) / 255 for ground in shown["ground"]]
        for name in NAMES:
            worst = min(contrast(color_of(name, mode), ground) for ground in grounds)
            assert worst >= LEAST_CONTRAST, f"--{name}, {mode}: contrast {worst:.2f}"
        for name in ("forward", "backward"):
            found = np.array(list(map(int, re.findall(r"\d+", shown[name])))) / 255
            assert np.allclose(found, color_of(name, mode)), f"formulas are not in --{name}, {mode}"
    page.close()


def test_the_typefaces_load_from_a_disk(browser, html):
    page = browser.new_page()
    page.goto((html / "graphs" / "affine.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => 0)")
    loaded = page.evaluate("[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family)")
    assert {name.strip('"') for name in loaded} >= {"Source Serif", "Source Code"}
    assert "SIL Open Font License" in (html / "_static" / "fonts" / "source-serif-4-LICENSE.txt").read_text()
    page.close()


def test_contents_open_for_the_keyboard_beside_a_note_in_the_margin(browser, html):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((html / "activations" / "hidden.html").as_uri())
    page.locator("div.admonition.margin").first.scroll_into_view_if_needed()
    page.wait_for_selector(".bd-sidebar-secondary.hide")
    note, text = (
        page.locator("div.admonition.margin").first.bounding_box(),
        page.locator("#hyperbolic-tangent > p").first,
    )
    assert note["x"] >= text.bounding_box()["x"] + text.bounding_box()["width"], "the note is not beside the text"
    page.locator(".page-toc a").last.focus()
    page.wait_for_function("getComputedStyle(document.querySelector('nav.page-toc')).opacity === '1'")
    assert page.locator(".page-toc a").last.is_visible()
    page.close()


def test_imports_are_folded_and_can_be_opened(browser, html):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((html / "backprop" / "index.html").as_uri())
    code = page.locator(".cell_input", has_text="from solutions import affine_backward")
    assert not code.is_visible()
    page.get_by_text("Show the imports").click()
    assert code.is_visible()
    page.close()


@pytest.mark.parametrize(
    "tex, colored",
    [
        (r"dW = X^\top dY", r"{\class{backward}{dW}} = {\class{forward}{X^\top}} {\class{backward}{dY}}"),
        (r"\frac1s d\hat x_n", r"\frac1{\class{forward}{s}} {\class{backward}{d\hat x_n}}"),
        (r"\frac{\partial L}{\partial w_{dm}}", r"{\class{backward}{\frac{\partial L}{\partial w_{dm}}}}"),
        (r"\partial L/\partial a_l", r"{\class{backward}{\partial L/\partial a_l}}"),
        (r"dh_t^\text{out}", r"{\class{backward}{dh_t^\text{out}}}"),
        (r"\delta\, c", r"{\class{backward}{\delta}}\, {\class{forward}{c}}"),
    ],
)
def test_gradients_and_what_they_need_are_colored(tex, colored):
    assert formulas.colored(tex, ["X", "s", "c"], [r"\delta"]) == colored


@pytest.mark.parametrize(
    "tex", [r"\int p(x)\, dx", r"\frac{dy}{dx}", r"y_{nd} w_{dm}", r"\sqrt{d_k}", r"y = X w", r"\text{dw}", r"x_d w"]
)
def test_what_is_no_gradient_stays_as_it_is(tex):
    assert formulas.colored(tex, ["X"]) == tex


@pytest.mark.parametrize(
    "code, sides",
    [
        ("def affine_forward(x, w, b):\n    return x @ w + b, (x, w)", ["forward"]),
        ("dx = layers.relu_backward(dout, cache)", ["backward"]),
        ("loss, dscores = softmax_loss(scores, y)", ["forward", "backward"]),
        ("from solutions import affine_forward", []),
        ("forwarded = 1", []),
        ("%matplotlib inline", []),
    ],
)
def test_an_edge_says_which_pass_the_code_does(code, sides):
    assert code_cells.passes(code) == sides


def test_a_cell_that_computes_is_not_folded_as_imports():
    assert code_cells.only_imports("import numpy as np\n\nuse_style()")
    assert not code_cells.only_imports("import numpy as np\n\nrng = np.random.default_rng(0)")
    assert not code_cells.only_imports("")


def test_folded_cells_before_a_figure_become_one_and_lose_no_line():
    page = nodes.section()
    for code, shows in (("import numpy as np", False), ("x = 1", False), ("plot(x)", True), ("y = 2", False)):
        page += cell(code, shows)
    for each in reversed(list(page)):
        code_cells._merge_into_next(each)
    assert [code_cells._code(each) for each in page] == ["import numpy as np\n\n\nx = 1\n\n\nplot(x)", "y = 2"]


def cell(code, shows):
    """A folded cell as myst-nb makes it."""
    made = nodes.container(nb_element="cell_code", hide_mode="input", prompt_show="", prompt_hide="")
    made += nodes.container("", nodes.literal_block(code, code), nb_element="cell_code_source")
    if shows:
        made += nodes.container(nb_element="cell_code_output")
    return made


def test_only_a_short_note_without_wide_things_goes_to_the_margin():
    short, long = nodes.paragraph("", "short"), nodes.paragraph("", "long " * 100)
    assert asides.fits(nodes.admonition("", short))
    assert not asides.fits(nodes.admonition("", long))
    assert not asides.fits(nodes.admonition("", short.deepcopy(), nodes.math_block("", "x")))


@pytest.mark.parametrize("name", ["index", "map", "graphs/affine", "exercises/layers"])
def test_every_icon_that_a_page_shows_is_in_the_font_that_is_shipped(browser, html, name):
    (path,) = (html / "_static").rglob("fa-solid-900.ttf")
    drawn = {chr(code) for code in TTFont(path).getBestCmap()}
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((html / f"{name}.html").as_uri())
    page.wait_for_load_state("networkidle")
    shown = set(page.evaluate(ICONS))
    page.close()
    assert shown and shown <= drawn, shown - drawn
