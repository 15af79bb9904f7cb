"""The contents beside every page, found once for the whole book: Sphinx would go through all of it for each page."""

import re

from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.util.osutil import relative_uri

ENTRY = re.compile(r'<li class="(toctree-l\d)"><a class="reference internal" href="([^"#]+)">')


def reusecontents(app, name, template, context, doctree):
    """Give the theme, which asks for the contents as seen from a page, those of the book with the page's own links."""
    context["toctree"] = lambda **options: seen_from(app, name, contents(app, options))


def contents(app, options):
    """Return the contents of the book as HTML, with the options of the theme, as seen from its root."""
    kept = app.builder.__dict__.setdefault("kept_contents", {})
    key = tuple(sorted(options.items()))
    if key not in kept:
        found = global_toctree_for_doc(app.env, app.config.root_doc, app.builder, **options)
        kept[key] = app.builder.render_partial(found)["fragment"]
    return kept[key]


def seen_from(app, name, whole):
    """Return contents with links relative to a page, and its own place marked, as Sphinx does it.

    Parameters
    ----------
    app : Sphinx
    name : str
        Of the page, as in "graphs/affine".
    whole : str
        The HTML of `contents`.
    """
    own = app.builder.get_target_uri(name)
    above = [app.builder.get_target_uri(each) for each in _above(app.env, name)]

    def entry(match):
        kind, target = match.groups()
        if target == own:
            return f'<li class="{kind} current"><a class="current reference internal" href="#">'
        current = " current" if target in above else ""
        return f'<li class="{kind}{current}"><a class="reference internal" href="{relative_uri(own, target)}">'

    return ENTRY.sub(entry, whole)


def _above(env, name):
    """The pages in whose contents a page stands, the nearest first."""
    parents = {each: page for page, names in env.toctree_includes.items() for each in names}
    while name := parents.get(name):
        yield name


def setup(app):
    """Run before the theme draws its sidebar."""
    app.connect("html-page-context", reusecontents, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
