"""HTML and Markdown of a student as HTML that is safe in an instructor's browser: nothing runs, nothing is loaded.

The parsers take a time that grows with the square of what is nested, or more; so this runs in a process of its own
(see `limited_process`), and what is nested too deeply is not even parsed.
"""

import re
from collections import Counter
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

import nh3

MOST_HTML = 50_000  # characters of one output
MOST_MARKDOWN = 100_000  # characters of one cell
MOST_NESTED = 200  # open tags: browsers stop at 512, and no page of a person has a tenth of that
MOST_QUOTED = 30  # levels of a list or a quotation in Markdown

FORMATTING = "b code em i s small strike strong tt u"
TAGS = (
    "a abbr acronym blockquote br center dd del details div dl dt h1 h2 h3 h4 h5 h6 hr img kbd li mark ol p pre span "
    "sub summary sup table tbody td tfoot th thead tr ul"
)
EVERYWHERE = {"title", "align", "width", "height", "colspan", "rowspan", "start", "alt"}
CLOSED_BY_THEMSELVES = {"br", "hr", "img"}
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
NOT_A_TAG = re.compile(
    rf"<(?!!--|/?(?:{FORMATTING.replace(' ', '|')})>|/?(?:{TAGS.replace(' ', '|')}|style)[\s/>])", re.IGNORECASE
)
FORMATTED = re.compile(rf"<(/?(?:{FORMATTING.replace(' ', '|')}))[\s/][^<>]*>", re.IGNORECASE)
QUOTED = re.compile(rf"^(?:[ \t]*(?:>|[-+*][ \t]|\d{{1,9}}[.)][ \t])){{{MOST_QUOTED}}}", re.MULTILINE)
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")
KINDS = ("image/png", "image/jpeg")
ATTACHED = "attachment:"
LINKS = ("http://", "https://", "mailto:", "#")
SKIPPED_IN_ADDRESSES = re.compile(r"[\x00-\x20]")  # browsers read "da\nta:" as "data:"
WITHOUT_SOURCE = re.compile(r'<img(?P<rest>(?: (?!src=)[a-z]+="[^"]*")*)>')
ALTERNATIVE = re.compile(r' alt="([^"]*)"')
NOT_SHOWN = "A picture is not shown here: only PNG and JPEG pictures that were pasted into the notebook are."

Attachments = dict[str, dict[str, str]]  # pictures as base64 text, by name and kind


class NotShown(ValueError):
    """Something is not shown; the message is a sentence that says what, and why."""


def clean_html(html: str, attachments: Attachments | None = None) -> str:
    """Take out of HTML what could act in an instructor's browser; what is no harmless tag is shown as text.

    HTML repeats an open <b title="1"> in every later paragraph, so many of them would fill the memory. Without
    attributes it repeats no more than three.

    Parameters
    ----------
    html : str
    attachments : dict, optional
        Pictures that the HTML may name.

    Raises
    ------
    NotShown
        If its tags are nested too deeply.
    """
    if not re.search("[<&>]", html):
        return html
    if nesting(html) > MOST_NESTED:
        raise NotShown(f"HTML with more than {MOST_NESTED} open tags is not shown.")
    pictures = attachments or {}

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "src":
            return picture_source(value, pictures)
        return value if name != "href" or SKIPPED_IN_ADDRESSES.sub("", value).lower().startswith(LINKS) else None

    cleaned = nh3.clean(
        NOT_A_TAG.sub("&lt;", FORMATTED.sub(r"<\1>", html)),
        tags={*TAGS.split(), *FORMATTING.split()},
        clean_content_tags={"script", "style"},
        attributes={"*": EVERYWHERE, "a": {"href"}, "img": {"src"}},
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "data", "attachment"},
    )
    return WITHOUT_SOURCE.sub(_placeholder, cleaned)


def picture_source(address: str, attachments: Attachments) -> str | None:
    """The address of a picture that is part of the notebook itself, else None: no other may be asked for."""
    if address.startswith(PICTURES):
        return address
    if not address.startswith(ATTACHED):
        return None
    name = address.removeprefix(ATTACHED)
    bundle = attachments.get(name) or attachments.get(unquote(name)) or {}
    return next((f"data:{kind};base64,{bundle[kind]}" for kind in KINDS if kind in bundle), None)


def _placeholder(image):
    """A sentence in the place of a picture, with the words that describe it."""
    words = ALTERNATIVE.search(image["rest"])
    described = f" It is called: {words[1]}" if words and words[1] else ""
    return f"<em>[{NOT_SHOWN}{described}]</em>"


def nesting(html: str) -> int:
    """The most tags that are open at any place, or more: an end tag closes one of its own name only."""
    opened: Counter[str] = Counter()
    total = deepest = 0
    for end, name in TAG.findall(html):
        name = name.lower()
        if name in CLOSED_BY_THEMSELVES:
            continue
        if not end:
            opened[name] += 1
            total += 1
            deepest = max(deepest, total)
        elif opened[name]:
            opened[name] -= 1
            total -= 1
    return deepest


def clean_markdown(source: str, attachments: Attachments) -> str:
    """Markdown as safe HTML, with formulas left to MathJax.

    Parameters
    ----------
    source : str
    attachments : dict
        Pictures that were pasted into the cell.

    Raises
    ------
    NotShown
        If it is nested too deeply.
    """
    if QUOTED.search(source):
        raise NotShown(f"Markdown with more than {MOST_QUOTED} nested lists or quotations is shown as it was written.")
    if nesting(source) > MOST_NESTED:
        raise NotShown(f"Markdown with more than {MOST_NESTED} open tags is shown as it was written.")
    from nbconvert.filters.markdown_mistune import MarkdownWithMath

    return clean_html(MarkdownWithMath(renderer=_renderer()).render(source), attachments)


def _renderer() -> Any:
    """nbconvert's renderer without colors, anchors and diagrams, which need classes, and without any file."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer

    class Plain(IPythonRenderer):
        def block_code(self, code, info=None):
            return f"<pre><code>{escape(code)}</code></pre>\n"

        def image(self, text, url, title=None):
            return f'<img src="{escape(unescape(url))}" alt="{escape(unescape(text))}">'

    return Plain(escape=False, exclude_anchor_links=True)
