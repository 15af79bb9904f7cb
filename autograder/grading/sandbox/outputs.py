"""What a session says it shows becomes plain notebook outputs: text, images, HTML that is still to be cleaned."""

import json
from typing import Any

from autograder.protocol import printable

KEPT_TEXT = {"text/plain", "text/latex"}
KEPT_IMAGES = {"image/png", "image/jpeg"}
RAW_HTML = "html as it came"  # beside `data`: nothing that shows a notebook knows it (see `verdict_outputs`)
MOST_TEXT = 1 << 20
MOST_HTML = 1 << 20
SMALL = 2 << 20  # bytes of an output; what is larger is a picture
MOST_PARTS = 10_000  # brackets and commas in what is larger: a JSON text may need 50 times its size in memory


def clean_output(payload: bytes | str) -> dict[str, Any] | None:
    """Turn what a session says it shows into an nbformat output, or None; its HTML is kept apart until it is cleaned.

    The time that this takes grows with the number of bytes.
    """
    try:
        payload = payload.encode() if isinstance(payload, str) else payload
        if len(payload) > SMALL and sum(payload.count(mark) for mark in (b"[", b"{", b",")) > MOST_PARTS:
            return None
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
            shown["execution_count"] = max(int(output.get("execution_count") or 0), 0)
        if "text/html" in output["data"]:
            shown[RAW_HTML] = printable(str(output["data"]["text/html"])[:MOST_HTML])
        return shown if data or RAW_HTML in shown else None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _clean_data(data):
    kept = {mime: printable(str(data[mime])[:MOST_TEXT]) for mime in sorted(KEPT_TEXT) if mime in data}
    return kept | {mime: printable(str(data[mime])) for mime in sorted(KEPT_IMAGES) if mime in data}
