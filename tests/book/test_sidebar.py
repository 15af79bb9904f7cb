"""Are the contents beside a page those that Sphinx would find for it?"""

import pytest
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.testing.util import SphinxTestApp

from book.tools.sidebar import contents, seen_from

OPTIONS = {"collapse": False, "includehidden": True, "maxdepth": 4, "titles_only": True}
PAGES = {
    "index": ("Root", "intro", "a/index", "b/index"),
    "intro": ("Before <you> start",),
    "a/index": ("A", "a/more", "a/last"),
    "a/more": ("More",),
    "a/last": ("Last",),
    "b/index": ("B", "b/c/index"),
    "b/c/index": ("C", "b/c/deep"),
    "b/c/deep": ("Deep",),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    (folder / "conf.py").touch()
    for name, (title, *below) in PAGES.items():
        page = folder / f"{name}.rst"
        page.parent.mkdir(parents=True, exist_ok=True)
        entries = "".join(f"   /{each}\n" for each in below)
        contents_here = f".. toctree::\n   :caption: Part\n\n{entries}" if below else ""
        page.write_text(f"{title}\n{'=' * len(title)}\n\n{contents_here}")
    app = SphinxTestApp("html", srcdir=folder)
    app.build()
    yield app
    app.cleanup()


@pytest.mark.parametrize("name", PAGES)
def test_the_contents_seen_from_a_page_are_those_of_sphinx(app, name):
    found = global_toctree_for_doc(app.env, name, app.builder, **OPTIONS)
    of_sphinx = app.builder.render_partial(found)["fragment"]
    of_sphinx = of_sphinx.replace('<ul class="current">', "<ul>")  # no style uses it
    ours = seen_from(app, name, contents(app, OPTIONS))
    assert ours == of_sphinx and ours.count("<li") == len(PAGES) - 1
