"""A plot: what is on it, and the calls that put it there."""

import re

import numpy as np

from matplotlib import known, look_up
from matplotlib.artists import Area, Bars, Line, Picture, Points, Rules, Words
from matplotlib.colors import CYCLE, INK, Norm, colormap, css
from matplotlib.fields import Arrows, Contours
from matplotlib.scales import Scale, nice

FORMAT = re.compile(r"(?P<color>[bgrcmykw]|C\d)?(?P<marker>[.osDd^v<>*x+|_])?(?P<line>--|-\.|-|:)?")
SHORT = {"c": "color", "lw": "linewidth", "ls": "linestyle", "ms": "markersize", "mfc": "markerfacecolor"}
SHORT |= {"mec": "markeredgecolor", "markeredgewidth": "mew"}
LINE = "color linestyle linewidth marker markersize markerfacecolor markeredgecolor fillstyle alpha label mew zorder"


def parts_of(code: str) -> dict:
    """Return color, marker and style of a line that a short code such as "ko--" stands for."""
    for order in ((0, 1, 2), (0, 2, 1)):
        names = ("color", "marker", "line")
        groups = [re.search(rf"\(\?P<{names[place]}>.*?\)\?", FORMAT.pattern)[0] for place in order]
        found = re.fullmatch("".join(groups), code)
        if found:
            return {name: value for name, value in found.groupdict().items() if value}
    raise ValueError(f"{code!r} is no code for color, marker and line")


class Axes:
    """A plot of a figure."""

    def __init__(self, figure):
        self.figure, self.artists = figure, []
        self.x, self.y = Scale(), Scale()
        self.names = {"x": "", "y": "", "title": ""}
        self.title_size, self.shown, self.aspect = 12.0, True, None
        self.legend_options = None
        self.colorbars, self.colors_used, self.categories = [], 0, None

    def __getattr__(self, name):
        return look_up("axis", name)

    @property
    def lines(self):
        """The lines that were drawn."""
        return [artist for artist in self.artists if isinstance(artist, Line)]

    def add(self, artist):
        """Put an artist on the plot and return it."""
        self.artists.append(artist)
        return artist

    def next_color(self):
        """Return the next of the colors that lines have by themselves."""
        self.colors_used += 1
        return CYCLE[(self.colors_used - 1) % len(CYCLE)]

    def plot(self, *data, **style):
        """Draw lines: `plot(y)`, `plot(x, y)`, `plot(x, y, "ko-")`, and several of them after each other."""
        style = known("plot", {SHORT.get(name, name): value for name, value in style.items()}, LINE)
        drawn, data = [], list(data)
        while data:
            first = data.pop(0)
            second = data.pop(0) if data and not isinstance(data[0], str) else None
            code = data.pop(0) if data and isinstance(data[0], str) else ""
            drawn += self._lines(first, second, code, style)
        return drawn

    def _lines(self, first, second, code, style):
        parts = parts_of(code)
        y = np.asarray(first if second is None else second, dtype=float)
        x = np.arange(len(np.atleast_1d(y))) if second is None else self._numbers(first)
        columns = y.T if y.ndim > 1 else [np.atleast_1d(y)]
        xs = x.T if x.ndim > 1 and x.shape[1] == len(columns) else [x.ravel()] * len(columns)
        labels = style.get("label")
        labels = labels if isinstance(labels, list | tuple) else [labels] * len(columns)
        default = "" if "marker" in parts and "line" not in parts else "-"
        drawn = []
        for x, column, label in zip(xs, columns, labels, strict=False):
            given = {
                name: value for name, value in style.items() if name not in ("label", "color", "linestyle", "marker")
            }
            color = style.get("color", parts.get("color"))
            color = self.next_color() if color is None else css(color)
            line = style.get("linestyle", parts.get("line", default))
            marker = style.get("marker", parts.get("marker"))
            drawn.append(self.add(Line(np.atleast_1d(x), column, color, line, marker, label, **given)))
        return drawn

    def _numbers(self, values):
        """Places for values; words stand at 0, 1, 2 and give their ticks."""
        values = np.asarray(values)
        if values.dtype.kind not in "US":
            return values.astype(float)
        self.categories = list(values)
        return np.arange(len(values), dtype=float)

    def semilogx(self, *data, **style):
        """Draw lines over a logarithmic axis."""
        self.x.kind = "log"
        return self.plot(*data, **style)

    def semilogy(self, *data, **style):
        """Draw lines along a logarithmic axis."""
        self.y.kind = "log"
        return self.plot(*data, **style)

    def loglog(self, *data, **style):
        """Draw lines between two logarithmic axes."""
        self.x.kind = self.y.kind = "log"
        return self.plot(*data, **style)

    def scatter(self, x, y, s=36, c=None, **style):
        """Draw points in colors of their own."""
        known("scatter", style, "color marker cmap vmin vmax edgecolors edgecolor alpha label linewidths zorder")
        is_color = c is None or isinstance(c, str) or np.ndim(c) == 0
        color = style.get("color") or (c if is_color else None)
        look = {
            "color": css(color) if color is not None or not is_color else self.next_color(),
            "edge": style.get("edgecolors", style.get("edgecolor", "none")),
            "size": float(np.sqrt(np.mean(s))),
            **{name: style.get(name) for name in ("marker", "alpha", "label")},
        }
        if is_color:
            return self.add(Points(x, y, **look))
        norm = Norm(c, style.get("vmin"), style.get("vmax"))
        return self.add(Points(x, y, np.ravel(c), colormap(style.get("cmap")), norm, **look))

    def bar(self, x, height, width=0.8, bottom=0.0, **style):
        """Draw bars."""
        known("bar", style, "color edgecolor label alpha align")
        color = css(style["color"]) if "color" in style else self.next_color()
        edge, label, alpha = style.get("edgecolor"), style.get("label"), style.get("alpha")
        return self.add(Bars(self._numbers(x), height, width, bottom, color, edge, label, alpha))

    def hist(self, values, bins=10, **style):
        """Draw how many values fall between edges; several groups stand side by side."""
        known("hist", style, "color edgecolor label alpha density range")
        groups = values if isinstance(values, list | tuple) and np.ndim(values[0]) else [values]
        groups = [np.ravel(group) for group in groups]
        edges = np.histogram_bin_edges(np.concatenate(groups), bins, style.get("range"))
        step, share = np.diff(edges), (0.8 if len(groups) > 1 else 1.0) / len(groups)
        labels = (
            style.get("label") if isinstance(style.get("label"), list | tuple) else [style.get("label")] * len(groups)
        )
        counted = []
        for place, (group, label) in enumerate(zip(groups, labels, strict=True)):
            counts = np.histogram(group, edges, density=style.get("density", False))[0]
            center = (edges[:-1] + edges[1:]) / 2 + step * share * (place - (len(groups) - 1) / 2)
            color = css(style["color"]) if "color" in style else self.next_color()
            look = (style.get("edgecolor"), label, style.get("alpha"))
            self.add(Bars(center, counts, step * share, 0.0, color, *look))
            counted.append(counts)
        return counted if len(groups) > 1 else counted[0], edges, None

    def fill_between(self, x, low, high=0.0, **style):
        """Fill what lies between two lines."""
        known("fill_between", style, "color alpha label")
        color = css(style["color"]) if "color" in style else self.next_color()
        return self.add(Area(x, low, high, color, style.get("alpha"), style.get("label")))

    def imshow(self, values, **style):
        """Show an array as an image."""
        known("imshow", style, "cmap vmin vmax extent origin alpha aspect interpolation")
        self.aspect = style.pop("aspect", "equal")
        style.pop("interpolation", None)
        return self.add(Picture(values, **style))

    def contour(self, *data, **style):
        """Draw lines of equal height: `contour(heights)` or `contour(x, y, heights, levels)`."""
        known("contour", style, "levels colors cmap linewidths alpha")
        heights = data[0] if len(data) < 3 else data[2]
        rows, columns = np.shape(heights)
        x, y = (np.arange(columns), np.arange(rows)) if len(data) < 3 else map(np.asarray, data[:2])
        levels = style.get("levels", data[3] if len(data) > 3 else data[1] if len(data) == 2 else 8)
        if np.ndim(levels) == 0:
            levels = nice(float(np.min(heights)), float(np.max(heights)), int(levels))
        color = css(style["colors"]) if "colors" in style else None
        return self.add(Contours(x, y, heights, np.asarray(levels, float), color, style.get("cmap")))

    def quiver(self, x, y, u, v, **style):
        """Draw arrows, in units of the data."""
        known("quiver", style, "angles scale_units scale color width")
        scale = style.get("scale", 1)
        return self.add(Arrows(x, y, np.asarray(u) / scale, np.asarray(v) / scale, style.get("color", INK)))

    def axhline(self, y=0, **style):
        """Draw a horizontal line across the plot."""
        return self._rule(y, True, None, style)

    def axvline(self, x=0, **style):
        """Draw a vertical line across the plot."""
        return self._rule(x, False, None, style)

    def hlines(self, y, xmin, xmax, **style):
        """Draw horizontal lines between two ends."""
        return self._rule(y, True, (xmin, xmax), style)

    def vlines(self, x, ymin, ymax, **style):
        """Draw vertical lines between two ends."""
        return self._rule(x, False, (ymin, ymax), style)

    def _rule(self, places, across, ends, style):
        full = {"colors": "color", "linestyles": "linestyle", "linewidths": "linewidth", **SHORT}
        style = known("axhline", {full.get(name, name): value for name, value in style.items()}, LINE)
        look = css(style.get("color", CYCLE[0])), style.get("linestyle", "-"), style.get("linewidth", 1.5)
        return self.add(Rules(places, *look, across, ends, style.get("label"), style.get("alpha")))

    def text(self, x, y, words, **style):
        """Write at a point."""
        known("text", style, "color fontsize size ha va horizontalalignment verticalalignment")
        ha = style.get("ha", style.get("horizontalalignment", "left"))
        va = style.get("va", style.get("verticalalignment", "baseline"))
        size = style.get("fontsize", style.get("size", 10.0))
        return self.add(Words(x, y, words, style.get("color", INK), size, ha, va))

    def set_xlabel(self, words, **_):
        """Name the horizontal axis."""
        self.names["x"] = words

    def set_ylabel(self, words, **_):
        """Name the vertical axis."""
        self.names["y"] = words

    def set_title(self, words, fontsize=12.0, **_):
        """Write above the plot."""
        self.names["title"], self.title_size = words, float(fontsize)

    def set_xlim(self, left=None, right=None):
        """Choose the ends of the horizontal axis."""
        return self._limit(self.x, left, right)

    def set_ylim(self, bottom=None, top=None):
        """Choose the ends of the vertical axis."""
        return self._limit(self.y, bottom, top)

    def _limit(self, scale, low, high):
        if low is not None or high is not None:
            scale.limits = tuple(low) if np.ndim(low) else (low, high)
        return scale.limits

    def set_xscale(self, kind, base=10):
        """Make the horizontal axis "linear" or "log"."""
        self.x.kind, self.x.base = kind, base

    def set_yscale(self, kind, base=10):
        """Make the vertical axis "linear" or "log"."""
        self.y.kind, self.y.base = kind, base

    def set_xticks(self, ticks, labels=None, rotation=0):
        """Choose the ticks of the horizontal axis."""
        self.x.ticks, self.x.labels, self.x.rotation = ticks, labels, rotation

    def set_yticks(self, ticks, labels=None):
        """Choose the ticks of the vertical axis."""
        self.y.ticks, self.y.labels = ticks, labels

    def tick_params(self, axis="both", rotation=0, **options):
        """Turn the labels of the ticks."""
        known("tick_params", options, "labelsize length")
        scale = self.y if axis == "y" else self.x
        scale.rotation = rotation

    def set_aspect(self, aspect):
        """Make both axes equally long for equal data with "equal"."""
        self.aspect = aspect

    def axis(self, what):
        """Hide the axes with "off"; choose their ends with four numbers; "equal" gives both one unit."""
        if isinstance(what, str):
            if what not in ("off", "on", "equal", "tight", "image", "scaled"):
                look_up("axis", f"axis({what!r})")
            self.shown = what != "off" and (self.shown or what == "on")
            self.aspect = "equal" if what in ("equal", "image", "scaled") else self.aspect
        else:
            self.x.limits, self.y.limits = tuple(what[:2]), tuple(what[2:])

    def set_axis_off(self):
        """Hide the axes."""
        self.shown = False

    def set(self, **properties):
        """Call `set_NAME` for each property."""
        for name, value in properties.items():
            getattr(self, f"set_{name}")(*(value if name.endswith("lim") else [value]))

    def legend(self, labels=None, **options):
        """Say what is what."""
        known("legend", options, "loc fontsize title ncols ncol bbox_to_anchor frameon")
        for artist, label in zip(self.artists, labels or [], strict=False):
            artist.label = label
        self.legend_options = options
