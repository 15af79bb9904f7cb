"""Do the pages hold up in a browser, without a network?"""

import re
import shutil

import pytest
from chapters import BOOK, CHAPTERS, ROOT
from playwright.sync_api import sync_playwright

from book import build
from book.picture import FLAGS

HTML = ROOT / "_build" / "html"
NAMES = re.findall(r"(?:root|file): (\S+)", (BOOK / "_toc.yml").read_text())
EXERCISES = [name for name in NAMES if name.startswith("exercises/")]
LAYERS = [path.stem for path in CHAPTERS if path.stem != "notation"]
CHROMIUM = shutil.which("chromium")
FACTS = """() => ({
    formulas: document.querySelectorAll('.math').length,
    typeset: document.querySelectorAll('.math mjx-container').length,
    errors: document.querySelectorAll('mjx-merror, [data-mjx-error]').length,
    alts: [...document.querySelectorAll('main img')].map(image => image.alt),
    width: document.documentElement.scrollWidth,
})"""


@pytest.fixture(scope="module")
def html():
    assert build.build() == 0, "Jupyter Book warned; its messages are above"
    return HTML


@pytest.fixture(scope="module")
def browser(html):
    if not CHROMIUM:
        pytest.skip("needs chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=NAMES, scope="module")
def visit(request, browser, html):
    """A page on a telephone: the addresses it asked for, and what it shows."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    asked = []
    page.on("request", lambda call: asked.append(call.url))
    page.goto((html / f"{request.param}.html").as_uri())
    page.wait_for_function("() => !window.MathJax || (MathJax.startup && MathJax.startup.promise)")
    page.evaluate("() => window.MathJax && MathJax.startup.promise")
    facts = page.evaluate(FACTS)
    page.close()
    return request.param, asked, facts


def test_a_page_asks_for_nothing_outside(visit):
    _, asked, _ = visit
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_every_formula_is_typeset(visit):
    name, _, facts = visit
    assert facts["typeset"] == facts["formulas"]
    assert not facts["errors"]
    assert facts["formulas"] or name not in LAYERS


def test_every_figure_says_what_it_shows(visit):
    name, _, facts = visit
    assert facts["alts"] or name not in LAYERS
    for alt in facts["alts"]:
        assert len(alt.split()) >= 8, alt


def test_a_page_fits_a_telephone(visit):
    _, _, facts = visit
    assert facts["width"] <= 360


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_page_offers_the_notebook_it_shows(html, name):
    links = re.findall(r'href="([^"]*_downloads/[^"]*\.ipynb)"', (html / f"{name}.html").read_text())
    offered = (html / "exercises" / links[0]).read_bytes()
    stem = name.removeprefix("exercises/")
    assert offered == (ROOT / "_build" / "student" / stem / f"{stem}.ipynb").read_bytes()
    assert b"BEGIN SOLUTION" not in offered


def test_results_of_older_packages_are_forgotten(tmp_path):
    for cache in (".jupyter_cache", ".doctrees"):
        (tmp_path / cache).mkdir()
    (tmp_path / "book-packages").write_text("older")
    build.forget_old_results(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["book-packages"]
    (tmp_path / ".doctrees").mkdir()
    build.forget_old_results(tmp_path)
    assert (tmp_path / ".doctrees").exists()
