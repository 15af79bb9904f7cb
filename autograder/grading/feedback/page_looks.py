"""What our pages have in common: all text is escaped, one style, the book's colors, nothing that is loaded."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.filters.highlight import Highlight2HTML

from autograder.course_map import CHECKOUT
from autograder.verdict.report import marked

STYLES = Path(__file__).parent  # page.css
BOOK_STYLE = CHECKOUT / "book" / "assets" / "book.css"


def make_environment(folder: Path) -> Environment:
    """What writes a page from the templates of a folder.

    Parameters
    ----------
    folder : Path
    """
    environment = Environment(
        loader=FileSystemLoader([folder, STYLES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["book_colors"] = book_colors()
    environment.filters |= {
        "code": lambda source: Markup(Highlight2HTML()(source, language="python3")),
        "marked": lambda line: Markup(marked(line)),
        "number": lambda points: f"{round(points, 2):g}",
    }
    return environment


@cache
def book_colors() -> dict[str, Markup]:
    """The book's colors by "light" and "dark", as declarations of CSS."""
    style = BOOK_STYLE.read_text(encoding="utf-8")
    starts = {"light": "html {", "dark": 'html[data-theme="dark"] {'}
    blocks = {name: style.partition(f"\n{start}")[2].partition("}")[0] for name, start in starts.items()}
    return {name: Markup("".join(re.findall(r"--\w+: #\w+;", block))) for name, block in blocks.items()}
