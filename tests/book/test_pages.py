"""Do the pages hold up in a browser, without a network?

What passed once is not visited again until the page, what it loads, these tests or the browser change.
"""

import gzip
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

from book.tools import build
from book.tools.pdf import contents
from tests.book.chapters import BOOK, CHAPTERS, ROOT

HTML = ROOT / "_build" / "html"
NAMES = contents()
EXERCISES = [name for name in NAMES if name.startswith("exercises/")]
LESSONS = [name for name in NAMES if BOOK / f"{name}.md" in CHAPTERS and not name.startswith("examination")]
CHARTS = [name for name in LESSONS if "interactive(" in (BOOK / f"{name}.md").read_text()]
NARROW, WIDE = 360, 1280  # pixels
AXE = Axe()
AXE_OPTIONS = {"preload": False, "resultTypes": ["violations"]}  # style sheets can't be read from file:
READY = """async () => {
    await (window.MathJax && MathJax.startup && MathJax.startup.promise);
    return [...document.querySelectorAll('figure.interactive')].every((one) => 'ready' in one.dataset);
}"""
FACTS = """() => ({
    formulas: document.querySelectorAll('.math').length,
    typeset: document.querySelectorAll('.math mjx-container').length,
    errors: document.querySelectorAll('mjx-merror, [data-mjx-error]').length,
    alts: [...document.querySelectorAll('main img')].map(image => image.alt),
    width: document.documentElement.scrollWidth,
})"""
WEIGHT = 1_000_000  # bytes that a first visit may transfer, MathJax apart


@pytest.fixture
def open_page(browser, html):
    """Open a page of the built book on a dark telephone; its `asked` and `said` list requests and errors."""
    opened = []

    def open_page(name):
        page = browser.new_page(viewport={"width": NARROW, "height": 800}, color_scheme="dark")
        opened.append(page)
        page.asked, page.said = [], []
        page.on("request", lambda call: page.asked.append(call.url))
        page.on("console", lambda message: message.type == "error" and page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto((html / f"{name}.html").as_uri())
        page.wait_for_function(READY)
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.fixture
def passed(request, skip_if_kept, browser, html):
    """What a test calls when its page has passed."""
    page = html / f"{request.node.callspec.params['name']}.html"
    tools = f"{browser.version} {version('axe-playwright-python')}"
    return skip_if_kept(f"{tools} {build.fingerprint(page)} {loaded(html)}")


@cache
def loaded(html):
    by_itself = [path for path in sorted((html / "_static").rglob("*")) if path.parent.name != "page"]
    return build.fingerprint(*filter(Path.is_file, by_itself), html / "_static" / "page" / "boot.js", Path(__file__))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_whole(open_page, passed, name):
    """One visit for all questions: loading a page takes longer than asking."""
    page = open_page(name)
    facts = page.evaluate(FACTS)
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == [], "asks for something outside"
    assert facts["typeset"] == facts["formulas"] and not facts["errors"], "formulas are not typeset"
    assert facts["width"] <= NARROW, "is wider than a telephone"
    assert all(len(alt.split()) >= 8 for alt in facts["alts"]), "a figure does not say what it shows"
    weight = sum(packed(url) for url in set(page.asked) if "mathjax" not in url)
    assert weight < WEIGHT, f"transfers {weight} bytes"
    assert hurdles(page) == []
    answer_quizzes(page)
    page.add_style_tag(content="* { transition: none !important }")  # axe would see colours on their way
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.mouse.move(WIDE - 1, 450)  # away from links, which change colour under it
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    page.wait_for_function(READY)
    assert page.evaluate(FACTS)["width"] <= WIDE
    assert hurdles(page) == []
    assert page.said == [], "writes errors to the console"
    passed()


def hurdles(page):
    """What axe finds that keeps people out."""
    found = AXE.run(page, options=AXE_OPTIONS).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")]


def answer_quizzes(page):
    """Give every quiz its right answer; a number first a wrong one."""
    for quiz in page.locator(".quiz").all():
        result = quiz.locator(".quiz-result")
        if quiz.get_attribute("data-kind") == "number":
            field = quiz.locator("input")
            answer, tolerance = (float(field.get_attribute(f"data-{name}")) for name in ("answer", "tolerance"))
            field.fill(str(answer + 1 + 2 * tolerance))
            field.press("Enter")
            assert result.text_content() == "Not yet."
            field.fill(str(answer))
            field.press("Enter")
        else:
            for choice in quiz.locator(".quiz-choice[data-right] input").all():
                choice.check()
            quiz.locator(".quiz-check").click()
        assert result.text_content() == "Right."
        assert quiz.locator(".quiz-why:visible").count(), "an answer that explains nothing"


@cache
def packed(url):
    """Bytes of a file: address as a server would send it."""
    if not url.startswith("file:"):
        return 0
    return len(gzip.compress(Path(unquote(urlsplit(url).path)).read_bytes()))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_follows_its_inputs_by_keyboard(open_page, passed, name):
    page = open_page(name)
    for figure in page.locator("figure.interactive").all():
        assert any(moves(page, figure, field) for field in figure.locator("input, select").all())
    passed()


def moves(page, figure, field):
    """Does the chart change when keys are pressed in this field?"""
    before = figure.locator("svg").first.inner_html()
    field.focus()
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowDown", "Space"):
        page.keyboard.press(key)
        page.wait_for_timeout(100)
        if figure.locator("svg").first.inner_html() != before:
            return True
    return False


def test_every_chapter_has_a_chart_and_a_quiz():
    chapters = [name.removesuffix("/index") for name in LESSONS if name.endswith("/index")]
    assert len(chapters) == 18
    for name in chapters:
        text = "".join(path.read_text() for path in BOOK.glob(f"{name}/*.md"))
        assert "interactive(" in text and "```{quiz" in text, name


def test_links_lead_somewhere(html):
    broken = []
    for name in NAMES:
        soup = BeautifulSoup((html / f"{name}.html").read_text(), "html.parser")
        for link in soup.select("main a[href]"):
            parts = urlsplit(link["href"])
            target = (html / name).parent / unquote(parts.path) if parts.path else html / f"{name}.html"
            if not parts.scheme and not (target.exists() and has_place(target, parts.fragment)):
                broken.append((name, link["href"]))
    assert broken == []


def has_place(path, fragment):
    return not fragment or path.suffix != ".html" or f'id="{unquote(fragment)}"' in text_of(path)


@cache
def text_of(path):
    return path.read_text()


def test_search_finds_a_page(open_page, html):
    page = open_page("search")
    page.goto((html / "search.html").as_uri() + "?q=momentum")
    page.wait_for_selector(".search li a", timeout=60_000)
    assert any("optimizers" in link.get_attribute("href") for link in page.locator(".search li a").all())


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_page_offers_the_notebook_it_shows(html, name):
    links = re.findall(r'href="([^"]*_downloads/[^"]*\.ipynb)"', (html / f"{name}.html").read_text())
    offered = (html / "exercises" / links[0]).read_bytes()
    stem = name.removeprefix("exercises/")
    assert offered == (ROOT / "_build" / "student" / stem / f"{stem}.ipynb").read_bytes()
    assert b"BEGIN SOLUTION" not in offered


def test_results_of_older_packages_are_forgotten(tmp_path):
    for folder in (".jupyter_cache", ".doctrees"):
        (tmp_path / folder).mkdir()
    (tmp_path / "book-packages").write_text("older")
    build.forget_old_results(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["book-packages"]
    (tmp_path / ".doctrees").mkdir()
    build.forget_old_results(tmp_path)
    assert (tmp_path / ".doctrees").exists()
