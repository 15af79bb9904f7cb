"""What is drawn, as elements of SVG."""

import base64
import re
import struct
import zlib
from html import escape

import numpy as np

DASHES = {"-": "", "solid": "", "--": "3.7 1.6", "dashed": "3.7 1.6", ":": "1 1.65", "dotted": "1 1.65"}
DASHES |= {"-.": "6.4 1.6 1 1.6", "dashdot": "6.4 1.6 1 1.6"}
CIRCLE = "m-{0} 0a{0} {0} 0 1 0 {1} 0a{0} {0} 0 1 0 -{1} 0z"
OPEN = "x+|_"  # markers without an area


def element(name: str, content: str = "", **attributes) -> str:
    """Return an element; underscores in names of attributes stand for hyphens, and None leaves one out."""
    given = "".join(
        f' {key.replace("_", "-")}="{escape(f"{value:.5g}" if isinstance(value, float) else str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{content}</{name}>"


def path(x, y) -> str:
    """Return the line through points, broken where a number is missing."""
    parts, pen = [], "M"
    for one, other in zip(np.asarray(x).tolist(), np.asarray(y).tolist(), strict=True):
        if not np.isfinite(one) or not np.isfinite(other):
            pen = "M"
            continue
        parts.append(f"{pen}{one:.2f} {other:.2f}")
        pen = "L"
    return "".join(parts)


def marker(kind: str, size: float) -> str:
    """Return the outline of a marker around the point where the pen is, and back to it."""
    half = size / 2
    if kind in ("o", "."):
        half = half / 2 if kind == "." else half
        return CIRCLE.format(f"{half:.2f}", f"{2 * half:.2f}")
    corners = {
        "s": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
        "D": [(0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)],
        "d": [(0, -1.4), (0.85, 0), (0, 1.4), (-0.85, 0)],
        "^": [(0, -1), (1, 1), (-1, 1)],
        "v": [(0, 1), (1, -1), (-1, -1)],
        "<": [(-1, 0), (1, -1), (1, 1)],
        ">": [(1, 0), (-1, -1), (-1, 1)],
        "*": [
            ((1, 0.382)[k % 2] * np.sin(k * np.pi / 5), -(1, 0.382)[k % 2] * np.cos(k * np.pi / 5)) for k in range(10)
        ],
    }
    strokes = {"x": "m-1 -1l2 2m0 -2l-2 2", "+": "m-1 0l2 0m-1 -1l0 2", "|": "m0 -1l0 2", "_": "m-1 0l2 0"}
    if kind in strokes:
        return re.sub(r"-?\d+", lambda number: f"{int(number[0]) * half:.2f}", strokes[kind])
    shape = half * np.array(corners[kind])
    steps = np.diff(shape, axis=0)
    return "m{:.2f} {:.2f}".format(*shape[0]) + "".join(f"l{a:.2f} {b:.2f}" for a, b in steps) + "z"


def markers(x, y, kind: str, size: float, **style) -> str:
    """Return markers at points."""
    shape = marker(kind, size)
    places = zip(np.asarray(x).tolist(), np.asarray(y).tolist(), strict=True)
    drawn = "".join(f"M{a:.2f} {b:.2f}{shape}" for a, b in places if np.isfinite(a) and np.isfinite(b))
    return element("path", d=drawn, **style)


def text(x, y, words, size=10.0, anchor="middle", rotate=0, fill="currentColor", **more) -> str:
    """Return words, line by line; the first line's foot is at `y`."""
    turn = f"rotate({rotate} {x:.2f} {y:.2f})" if rotate else None
    lines = str(words).split("\n")
    content = "".join(
        element("tspan", _formula(line), x=float(x), dy=0 if place == 0 else f"{1.2 * size:g}")
        for place, line in enumerate(lines)
    )
    return element(
        "text",
        content,
        x=float(x),
        y=float(y),
        font_size=float(size),
        text_anchor=anchor,
        fill=fill,
        transform=turn,
        **more,
    )


def plain(words) -> str:
    """Return words without the marks of formulas."""
    return re.sub(r"[${}\\]", "", str(words))


def width(words, size: float) -> float:
    """Return about how wide words are."""
    return max((0.58 * size * len(plain(line)) for line in str(words).split("\n")), default=0.0)


def _formula(line):
    return re.sub(r"\$(.+?)\$", lambda found: _raised(found[1]), escape(line))


def _raised(formula):
    def moved(found):
        shift = -0.5 if found[1] == "^" else 0.3
        back = f'<tspan dy="{-0.75 * shift:g}em">\u200b</tspan>'  # nothing, on the line again
        return f'<tspan dy="{shift}em" font-size="75%">{found[2] or found[3]}</tspan>{back}'

    minus = formula.replace("-", "\N{MINUS SIGN}")
    return re.sub(r"([_^])(?:\{(.+?)\}|(\w))", moved, minus)


def png(pixels) -> str:
    """Return an image as an address of data.

    Parameters
    ----------
    pixels : uint8 array of shape (H, W, 4)
    """
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 4 * width), dtype=np.uint8)  # each after its filter, which is none
    rows[:, 1:] = pixels.reshape(height, -1)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))]
    chunks += [(b"IDAT", zlib.compress(rows.tobytes(), 1)), (b"IEND", b"")]
    content = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + content).decode()
