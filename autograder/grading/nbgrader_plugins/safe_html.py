"""Markdown of a submission as HTML that is safe in an instructor's browser, for formgrader and feedback.

nbgrader 0.9.6 shows it as written, scripts and all, on pages that may change
the gradebook.
"""

from functools import cache
from html import escape

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter

from autograder.grading.sandbox.outputs import clean_html

MOST_TEXT = 100_000  # characters; the worst that we know of takes seconds to clean, and four times as long if doubled


@pass_context
def markdown_to_html(context: Context, source: str) -> str:
    """Stand in for nbconvert's filter `markdown2html`.

    Parameters
    ----------
    context : jinja2.runtime.Context
    source : str

    Returns
    -------
    str
    """
    if len(source) > MOST_TEXT:
        return f"<pre>{escape(source)}</pre>"
    html = _exporter().markdown2html(context, source)
    return clean_html(html)


@cache
def _exporter():
    return HTMLExporter()
