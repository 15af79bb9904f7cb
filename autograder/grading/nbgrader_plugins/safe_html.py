"""What nbgrader's pages show of a submission, safe in an instructor's browser, for formgrader and feedback.

nbgrader 0.9.6 shows it as written, scripts and all, on pages that may change
the gradebook.
"""

from html import escape
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters.highlight import Highlight2HTML

from autograder.grading.content.limited_process import Budget, safe_markdown

BUDGET = "autograder_budget"  # of a page, among nbconvert's resources
MOST_COLORED = 20_000  # characters of a cell whose code is colored
MOST_CODE = 500_000  # characters of a cell that are shown


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
    attachments = context.get("cell", {}).get("attachments", {})
    return safe_markdown(source, attachments, page_budget(context.get("resources", {})))


def highlight_code(source: str, language: str | None = None, metadata: Any = None) -> str:
    """Stand in for nbconvert's filter `highlight_code`: what is very long gets no colors, and is cut."""
    if len(source) <= MOST_COLORED:
        return Highlight2HTML()(source, language=language or "ipython3", metadata=metadata)
    left_out = len(source) - MOST_CODE
    cut = f"\n[{left_out} more characters are not shown here.]" if left_out > 0 else ""
    return f'<div class="highlight"><pre>{escape(source[:MOST_CODE])}{cut}</pre></div>'


def page_budget(resources: dict[str, Any]) -> Budget:
    """What is left for this page."""
    return resources.setdefault(BUDGET, Budget())
