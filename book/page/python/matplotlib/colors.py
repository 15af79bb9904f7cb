"""Colors by their names, and color maps."""

import numpy as np

from matplotlib import NotHere

CYCLE = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"]
TAB = ["blue", "orange", "green", "red", "purple", "brown", "pink", "gray", "olive", "cyan"]
LETTERS = dict(b="#0000ff", g="#008000", r="#ff0000", c="#00bfbf", m="#bf00bf", y="#bfbf00")
INK, PAPER = "currentColor", "var(--pst-color-background, white)"  # black and white, as the page has them
BY_NAME = {"k": INK, "black": INK, "w": PAPER, "white": PAPER, "none": "none", "grey": "#808080", "gray": "#808080"}
BY_NAME |= LETTERS | {f"tab:{name}": color for name, color in zip(TAB, CYCLE, strict=True)}
BY_NAME |= {f"C{place}": color for place, color in enumerate(CYCLE)}
CSS = "blue orange green red purple brown pink olive cyan lightgray lightgrey darkgray darkgrey silver navy teal gold "
CSS += "magenta yellow crimson tomato steelblue lightblue darkblue darkred darkgreen darkorange firebrick salmon"
VIRIDIS = "440154 482475 414487 355f8d 2a788e 21918c 22a884 44bf70 7ad151 bddf26 fde725"
RED_BLUE = "053061 2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b 67001f"
MAPS = {"gray": "000000 ffffff", "viridis": VIRIDIS, "RdBu_r": RED_BLUE, "Blues": "f7fbff 9ecae1 2171b5 08306b"}


def css(color) -> str:
    """Return a color as style sheets write it.

    Parameters
    ----------
    color : str or sequence of float
        A name, a letter, a grey value as text such as "0.5", "#rrggbb", or red, green, blue from 0 to 1.
    """
    if color is None:
        return "none"
    if not isinstance(color, str):
        red, green, blue, *alpha = np.asarray(color, dtype=float).ravel()
        return "rgb({:.0f} {:.0f} {:.0f} / {:g})".format(*(255 * np.array([red, green, blue])), *alpha or [1])
    if color in BY_NAME:
        return BY_NAME[color]
    if color.startswith(("#", "rgb(")) or color in (INK, PAPER) or color in CSS.split():
        return color
    try:
        return "#" + 3 * f"{round(255 * float(color)):02x}"
    except ValueError:
        raise NotHere(f"color {color!r}") from None


class Colormap:
    """Colors for the numbers from 0 to 1, or for whole numbers.

    Parameters
    ----------
    stops : float array of shape (n, 3)
    listed : bool
        Whether whole numbers choose among the stops.
    """

    def __init__(self, stops, listed=False):
        self.stops, self.listed = np.asarray(stops) / 255, listed

    def __call__(self, values):
        """Return red, green, blue and opacity; shape (..., 4)."""
        values = np.asarray(values)
        if self.listed and values.dtype.kind in "iu":
            rgb = self.stops[values % len(self.stops)]
        else:
            places = np.linspace(0, 1, len(self.stops))
            known = np.clip(np.nan_to_num(np.asarray(values, dtype=float)), 0, 1)
            rgb = np.stack([np.interp(known, places, channel) for channel in self.stops.T], axis=-1)
        alpha = np.where(np.isnan(np.asarray(values, dtype=float)), 0.0, 1.0)
        return np.concatenate([rgb, alpha[..., None]], axis=-1)


def colormap(name) -> Colormap:
    """Return a color map; names that end with `_r` run backward."""
    if isinstance(name, Colormap):
        return name
    name = name or "viridis"
    if name == "tab10":
        return Colormap([_rgb(color[1:]) for color in CYCLE], listed=True)
    stops = MAPS.get(name) or MAPS.get(name.removesuffix("_r"))
    if stops is None:
        raise NotHere(f"color map {name!r}")
    found = [_rgb(stop) for stop in stops.split()]
    return Colormap(found if name in MAPS else found[::-1])


def _rgb(text):
    return [int(text[start : start + 2], 16) for start in (0, 2, 4)]


class Norm:
    """Takes the smallest value to 0 and the largest to 1.

    Parameters
    ----------
    values : array
    vmin, vmax : float, optional
    """

    def __init__(self, values, vmin=None, vmax=None):
        values = np.asarray(values, dtype=float)
        finite = values[np.isfinite(values)]
        self.low = float(finite.min() if vmin is None and finite.size else vmin or 0)
        self.high = float(finite.max() if vmax is None and finite.size else 1 if vmax is None else vmax)

    def __call__(self, values):
        """Return numbers from 0 to 1, where values are between both."""
        return (np.asarray(values, dtype=float) - self.low) / ((self.high - self.low) or 1)
