"""Still pictures of the interactive charts, for pages on which scripts do not run.

What draws them takes a second to start, and half of all pages have a chart. So cells show a chart without its picture,
and the process that has all pages run adds the pictures.
"""

import re
from urllib.parse import quote

CHART = re.compile(
    r'<noscript>(?P<alt>[^<]*)</noscript><script type="application/json">(?P<spec>[^<]*)</script>'  # of `interactive`
)

CLIP = re.compile(r'(id="clip|url\(#clip)(\d+)')


def add_stills(notebook):
    """Put a picture of its first position into each interactive chart that a notebook shows, in place.

    Parameters
    ----------
    notebook : NotebookNode
        That has been run.

    Raises
    ------
    ValueError
        With what Vega-Lite says, if it can't draw a chart.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/html" in data:
                data["text/html"] = CHART.sub(_with_still, data["text/html"])


def _with_still(match):
    import vl_convert  # takes a while, and most builds draw no chart

    from book.figures import STILL  # which sets up what cells draw with: not before a kernel's process has begun

    still = _numbered(vl_convert.vegalite_to_svg(match["spec"], config=STILL))
    picture = f'<img alt="{match["alt"]}" src="data:image/svg+xml,{quote(still)}">'
    return match[0].replace(match["alt"], picture, 1)


def _numbered(picture):
    """The picture with its clips counted from 1: the same chart is the same file, whatever was drawn before it."""
    numbers = {}
    return CLIP.sub(lambda match: match[1] + str(numbers.setdefault(match[2], len(numbers) + 1)), picture)
