"""Print the whole book as one PDF, without a network: `make pdf` (needs chromium).

The built pages become one long page, in the order of the contents; links between them become links inside it.
Charts are printed as they stand, folded answers unfolded.
"""

import re
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import sync_playwright

from book.tools.readme_picture import FLAGS

ROOT = Path(__file__).resolve().parents[2]
HTML = (ROOT / "_build" / "html").resolve()
PDF = ROOT / "_build" / "forward-and-backward.pdf"
LEFT_OUT = (
    "details.hide:has(.cell_input)",  # code that only draws
    ".headerlink",
    "script:not([type='application/json'])",
    ".page-notebook",
    ".prev-next-area",
    "button.copybtn",
)
FOOTER = (
    '<div style="width: 100%; font: 8pt sans-serif; text-align: center; color: #444">'
    '<span class="pageNumber"></span></div>'
)
STYLE = """
article { break-before: page; }
main { max-width: none !important; }
figure, .quiz, table, div.math, .admonition-title { break-inside: avoid; }
h1, h2, h3, dt { break-after: avoid; }
.interactive form { display: none; }
pre { white-space: pre-wrap; }
html { font-size: 85%; }
"""


def contents():
    """Return the names of all pages in the order of the contents."""
    text = (ROOT / "book" / "_toc.yml").read_text()
    return re.findall(r"(?:root|file): (\S+)", text)


def anchor(page, fragment=""):
    """Return the name of a place in the one long page."""
    return f"{page}--{fragment}".replace("/", "-") if fragment else page.replace("/", "-")


def article(name):
    """Return a page's article with addresses that hold in the one long page."""
    soup = BeautifulSoup((HTML / f"{name}.html").read_text(), "html.parser")
    body = soup.select_one("article.bd-article")
    for unwanted in body.select(", ".join(LEFT_OUT)):
        unwanted.decompose()
    for folded in body.select("details"):
        folded["open"] = ""
    for place in body.select("[id]"):
        place["id"] = anchor(name, place["id"])
    for field in body.select("input[name], label[for], [aria-labelledby]"):
        for attribute in {"name", "for", "aria-labelledby"} & field.attrs.keys():
            field[attribute] = anchor(name, field[attribute])
    for link in body.select("a[href]"):
        link["href"] = _inside(name, link["href"])
    for picture in body.select("img[src]"):
        if not urlsplit(picture["src"]).scheme:
            picture["src"] = (HTML / name).parent.joinpath(unquote(picture["src"])).resolve().as_uri()
    body["id"] = anchor(name)
    return body


def _inside(name, href):
    """Turn a link to another page into one to its place; what leads elsewhere stays."""
    parts = urlsplit(href)
    if parts.scheme:
        return href
    target = (HTML / name).parent.joinpath(unquote(parts.path)).resolve() if parts.path else HTML / f"{name}.html"
    if target.suffix != ".html" or HTML not in target.parents:
        return href
    page = str(target.relative_to(HTML).with_suffix(""))
    return f"#{anchor(page, parts.fragment)}"


def one_page():
    """Write all articles into one file beside the pages; return its path."""
    head = BeautifulSoup((HTML / "index.html").read_text(), "html.parser").head
    style = BeautifulSoup(f"<style>{STYLE}</style>", "html.parser")
    head.append(style)
    target = HTML / "_paper.html"
    articles = "\n".join(str(article(name)) for name in contents())
    target.write_text(
        f'<!DOCTYPE html><html lang="en" data-theme="light">{head}<body><main>{articles}</main></body></html>'
    )
    return target


def print_pdf(target=PDF):
    """Print the one page with Chromium; returns the path of the PDF."""
    source = one_page()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(600_000)
        page.emulate_media(media="print", color_scheme="light")
        page.goto(source.as_uri(), wait_until="load")
        page.wait_for_function("() => window.MathJax?.startup?.promise")
        page.evaluate("() => MathJax.startup.promise")
        page.wait_for_function(
            "() => [...document.querySelectorAll('figure.interactive')].every((one) => 'ready' in one.dataset)"
        )
        margin = {"top": "18mm", "bottom": "18mm", "left": "16mm", "right": "16mm"}
        page.pdf(
            path=target,
            format="A4",
            margin=margin,
            outline=True,
            tagged=True,
            print_background=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOTER,
        )
        browser.close()
    source.unlink()
    return target


if __name__ == "__main__":
    if not shutil.which("chromium"):
        sys.exit("The PDF is printed by Chromium, which is not installed. On Debian: apt-get install chromium")
    path = print_pdf()
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB")
