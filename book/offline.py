"""Keep pages from asking for anything outside: Jupyter Book announces Thebe on every page, even unused, and twice."""


def drop_thebe(app, name, template, context, doctree):
    """Take sphinx-thebe's scripts and styles off a page; cells are run by `assets/live.js`."""
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context.get(kind, []) if not _is_thebe(file)]


def _is_thebe(file):
    return "thebe" in (str(file) + str(getattr(file, "attributes", ""))).lower()


def setup(app):
    """Run after sphinx-thebe has added its files."""
    app.connect("html-page-context", drop_thebe, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
