"""What a session says it shows becomes plain notebook outputs: text, images, HTML without scripts."""

import json
import re
from typing import Any

import nh3

from autograder.protocol import printable

KEPT_TEXT = {"text/plain", "text/latex", "text/html"}
KEPT_IMAGES = {"image/png", "image/jpeg"}
MOST_TEXT = 1 << 20
MOST_HTML = 50_000  # the worst that we know of takes a second to clean, and four times as long if doubled
TOO_LONG = f"<p>HTML of more than {MOST_HTML} characters is not shown.</p>"

FORMATTING = "b code em i s small strike strong tt u"
TAGS = (
    "a abbr acronym blockquote br center dd del details div dl dt h1 h2 h3 h4 h5 h6 hr img kbd li mark ol p pre span "
    "sub summary sup table tbody td tfoot th thead tr ul"
)
EVERYWHERE = {"class", "title", "align", "width", "height", "colspan", "rowspan", "start", "alt"}
NOT_A_TAG = re.compile(
    rf"<(?!!--|/?(?:{FORMATTING.replace(' ', '|')})>|/?(?:{TAGS.replace(' ', '|')}|style)[\s/>])", re.IGNORECASE
)
FORMATTED = re.compile(rf"<(/?(?:{FORMATTING.replace(' ', '|')}))[\s/][^<>]*>", re.IGNORECASE)
IMAGES = ("data:image/png;base64,", "data:image/jpeg;base64,")
SKIPPED_IN_ADDRESSES = re.compile(r"[\x00-\x20]")  # browsers read "da\nta:" as "data:"


def clean_output(payload: bytes | str) -> dict[str, Any] | None:
    """Turn what a session says it shows into an nbformat output, or None; scripts are taken out of HTML."""
    try:
        output = json.loads(payload)
        kind = output["output_type"]
        if kind == "stream":
            name = "stderr" if output["name"] == "stderr" else "stdout"
            return {"output_type": "stream", "name": name, "text": printable(str(output["text"]))}
        if kind == "error":
            lines = [printable(str(line)[:5000]) for line in output["traceback"]][:100]
            return {
                "output_type": "error",
                "ename": printable(str(output["ename"])[:200]),
                "evalue": printable(str(output["evalue"])[:2000]),
                "traceback": lines,
            }
        if kind not in ("display_data", "execute_result"):
            return None
        data = _clean_data(output["data"])
        shown = {"output_type": kind, "data": data, "metadata": {}}
        if kind == "execute_result":
            shown["execution_count"] = int(output.get("execution_count") or 0)
        return shown if data else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _clean_data(data):
    kept = {mime: printable(str(data[mime])[:MOST_TEXT]) for mime in sorted(KEPT_TEXT) if mime in data}
    if "text/html" in kept:
        too_long = len(kept["text/html"]) > MOST_HTML
        kept["text/html"] = TOO_LONG if too_long else clean_html(kept["text/html"])
    return kept | {mime: printable(str(data[mime])) for mime in sorted(KEPT_IMAGES) if mime in data}


def clean_html(html):
    """Take out of HTML what could act in an instructor's browser; what is no harmless tag is shown as text.

    HTML repeats an open <b title="1"> in every later paragraph, so many of them would fill the memory. Without
    attributes it repeats no more than three.
    """
    return nh3.clean(
        NOT_A_TAG.sub("&lt;", FORMATTED.sub(r"<\1>", html)),
        tags={*TAGS.split(), *FORMATTING.split()},
        clean_content_tags={"script", "style"},
        attributes={"*": EVERYWHERE, "a": {"href"}, "img": {"src"}},
        attribute_filter=_keep_attribute,
        url_schemes={"http", "https", "mailto", "data"},
    )


def _keep_attribute(tag, name, value):
    if name in {"href", "src"} and SKIPPED_IN_ADDRESSES.sub("", value).lower().startswith("data:"):
        return value if tag == "img" and value.startswith(IMAGES) else None
    return value
