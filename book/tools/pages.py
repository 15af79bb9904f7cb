"""What every page gets, the notebook to download, and what it loses, scripts from elsewhere."""

import functools
import json
import re
from pathlib import Path

import jupytext
import pybtex.plugin
import pydata_sphinx_theme
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from book.tools.exercise_cells import exercises

NOTEBOOKS = "notebooks"
PAYOFF = 'class="cell payoff'
ASKED = re.compile(r'<section class="exercise [^>]*data-function="(\w+)" data-assignment="(\w+)"')
SETTINGS = re.compile(r'<script type="application/json" id="page-settings">(.*?)</script>')
ICON = re.compile(r"\bfa-[\w-]+")
ICON_FONT = "vendor/fontawesome/webfonts/fa-solid-900.ttf"
ICON_RULE = re.compile(r"(\.fa-[\w-]+:?:before,?\s*)+")
PACKED_FONT = re.compile(r'url\([^)]*fa-solid-900\.woff2\) format\("woff2"\),')
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
CHARACTER = re.compile(r"[\ue000-\uf8ff]|\\[0-9a-f]{2,4}\b")  # of those that are private, or as an escape
ICON_SCRIPT = re.compile(r'<script[^>]*src="[^"]*fontawesome\.js[^"]*"[^>]*></script>')


def drop_thebe(app, name, template, context, doctree):
    """Take sphinx-thebe's script, which Jupyter Book puts on every page, off again: `make live` needs none of it."""
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context.get(kind, []) if not _is_thebe(file)]


def _is_thebe(file):
    return "thebe" in (str(file) + str(getattr(file, "attributes", ""))).lower()


def offer_notebook(app, name, template, context, doctree):
    """Write a chapter's cells as a notebook, and link it at the end of its page."""
    source = Path(app.srcdir) / f"{name}.md"
    if not context.get("body") or not source.exists() or "{code-cell}" not in source.read_text():
        return
    target = Path(app.outdir) / NOTEBOOKS / f"{name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    jupytext.write(jupytext.read(source), target)
    link = "../" * name.count("/") + f"{NOTEBOOKS}/{name}.ipynb"
    saved = f"{name.removesuffix('/index').rpartition('/')[2]}.ipynb"  # a chapter's first page has the chapter's name
    context["body"] += f'<p class="page-notebook"><a href="{link}" download="{saved}">This page as a notebook</a></p>'


def let_run(app, name, template, context, doctree):
    """Give a page with exercises what makes them run; nothing else is loaded before a reader asks for it."""
    body = context.get("body") or ""
    asked = dict(ASKED.findall(body))
    if name.startswith("exercises/"):
        home = name.removeprefix("exercises/")
        asked = {each.function: home for each in exercises(home).values()}
    if asked or PAYOFF in body:
        context["body"] += runs(name, asked, answers=app.config.model_answers)


def runs(name, asked=(), engine="python", folder="", answers=False):
    """Return the tags that make the cells of a page run.

    Parameters
    ----------
    name : str
        Of the page, as in "exercises/layers".
    asked : dict of str to str
        Its exercises: the assignment of each function.
    engine : str
        "python" for Python in the page, "kernel" for the Jupyter server that serves it.
    folder : str
        Where the kernel runs.
    answers : bool
        Whether who has passed may compare with the model answer.
    """
    root = "../" * name.count("/")
    settings = {"engine": engine, "page": name, "root": root, "folder": folder, "exercises": dict(asked)}
    if answers:
        settings["answers"] = True
    if name.startswith("exercises/"):
        settings["files"] = f"{root}_static/page/{name}.js"
    return (
        f'<script type="application/json" id="page-settings">{json.dumps(settings)}</script>'
        f'<link rel="stylesheet" href="{root}_static/page/page.css"/>'
        f'<script src="{root}_static/page/boot.js" defer></script>'
    )


def settings_of(page):
    """The settings that `runs` has written into a page; none where nothing runs."""
    found = SETTINGS.search(page)
    return json.loads(found[1]) if found else {}


def drop_icon_script(app, error):
    """Take the theme's drawings of all icons off the finished pages: half a megabyte, and its font has them too."""
    if error or app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = page.read_text()
        lighter = ICON_SCRIPT.sub("", text)
        if lighter != text:
            page.write_text(lighter)


def thin_icon_font(app, error):
    """Leave only the icons that the finished pages use in the theme's font of icons, which every page loads."""
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    scripts = [*Path(app.outdir).rglob("*.html"), *static.glob("*.js"), *static.glob("scripts/*theme.js")]
    used = set().union(*(ICON.findall(script.read_text()) for script in scripts))
    style = static / "styles" / "pydata-sphinx-theme.css"
    rules = "".join(sheet.read_text() for sheet in [*static.glob("*.css"), *static.glob("styles/*.css")])
    font = TTFont(Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static" / ICON_FONT)
    options = Options(layout_features=[], hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=icons(rules, used))
    subsetter.subset(font)
    font.save(static / ICON_FONT)
    style.write_text(PACKED_FONT.sub("", style.read_text()))


def icons(rules, used):
    """Return the characters of the icons that style sheets show by themselves, or for the class of an element.

    Parameters
    ----------
    rules : str
        Style sheets.
    used : set of str
        Classes of elements, as in "fa-bars".
    """
    for selectors, body in RULE.findall(rules):
        classes = ICON_RULE.fullmatch(selectors) and set(ICON.findall(selectors))
        if not classes or classes & used:
            yield from (ord(text) if len(text) == 1 else int(text[1:], 16) for text in CHARACTER.findall(body))


def setup(app):
    """Run after sphinx-thebe has added its files."""
    # which reads what all installed packages say of themselves, for each citation anew
    pybtex.plugin.find_plugin = functools.cache(pybtex.plugin.find_plugin)
    app.connect("html-page-context", drop_thebe, priority=900)
    app.connect("html-page-context", offer_notebook, priority=910)
    app.connect("html-page-context", let_run, priority=920)
    app.connect("build-finished", drop_icon_script)
    app.connect("build-finished", thin_icon_font)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
