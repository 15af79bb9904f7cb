"""What a session says it shows becomes plain notebook outputs: text, images, HTML without scripts."""

import json
from functools import cache
from typing import Any

from autograder.protocol import printable

KEPT_TEXT = {"text/plain", "text/latex", "text/html"}
KEPT_IMAGES = {"image/png", "image/jpeg"}
MOST_TEXT = 1 << 20
MOST_HTML = 50_000  # cleaning takes time with the square of the length
TOO_LONG = f"<p>HTML of more than {MOST_HTML} characters is not shown.</p>"


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
        kept["text/html"] = TOO_LONG if too_long else _sanitizer().sanitize_html_tags(kept["text/html"])
    return kept | {mime: printable(str(data[mime])) for mime in sorted(KEPT_IMAGES) if mime in data}


@cache
def _sanitizer():
    from nbconvert.preprocessors.sanitize import SanitizeHTML  # its import takes long, and few submissions show HTML

    return SanitizeHTML()
