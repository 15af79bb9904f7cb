"""A figure: plots in rows and columns."""

from html import escape

import numpy as np

from matplotlib import known, look_up, svg
from matplotlib.axes import Axes
from matplotlib.panel import draw, fit, margins

PIXELS = 1.25  # for a point: the smallest words are 12.5 pixels high
STACKED = 140  # points: plots at least as wide stand under each other where the page is narrow


class Figure:
    """Plots, or figures inside it, in rows and columns.

    Parameters
    ----------
    figsize : tuple of float
        Inches.
    """

    def __init__(self, figsize=None, **options):
        known("figure", options, "layout dpi constrained_layout tight_layout num")
        self.width, self.height = 72 * np.array(figsize or (6.4, 4.8), dtype=float)
        self.parts, self.rows, self.columns = [], 1, 1
        self.shared, self.title, self.current = (False, False), "", None

    def __getattr__(self, name):
        return look_up("fig", name)

    def subplots(self, nrows=1, ncols=1, sharex=False, sharey=False, squeeze=True, **options):
        """Make plots in rows and columns; one alone comes as it is."""
        known("subplots", options, "gridspec_kw width_ratios")
        self.rows, self.columns, self.shared = nrows, ncols, (bool(sharex), bool(sharey))
        self.parts = [Axes(self) for _ in range(nrows * ncols)]
        self.current = self.parts[0]
        grid = np.array(self.parts, dtype=object).reshape(nrows, ncols)
        if not squeeze:
            return grid
        return grid[0, 0] if grid.size == 1 else grid.squeeze()

    def subfigures(self, nrows=1, ncols=1, **options):
        """Make figures inside this one."""
        known("subfigures", options, "width_ratios wspace")
        self.rows, self.columns = nrows, ncols
        self.parts = [Figure() for _ in range(nrows * ncols)]
        return np.array(self.parts, dtype=object) if len(self.parts) > 1 else self.parts[0]

    def gca(self):
        """Return the plot that is being drawn."""
        if self.current is None:
            self.subplots()
        return self.current

    @property
    def axes(self):
        """All plots."""
        inner = ([part] if isinstance(part, Axes) else part.axes for part in self.parts)
        return [axes for part in inner for axes in part]

    def colorbar(self, artist, ax=None, label=""):
        """Put a bar with an artist's colors beside its plot."""
        chosen = ax if isinstance(ax, Axes) else np.ravel(ax)[-1] if ax is not None else None
        owner = chosen or next(axes for axes in self.axes if artist in axes.artists)
        owner.colorbars.append((artist, label))

    def suptitle(self, words, **_):
        """Write above all plots."""
        self.title = words

    def tight_layout(self, **_):
        """Do nothing: no words overlap."""

    def words(self):
        """Return what the figure shows, for whoever cannot see it."""
        said = [self.title] if self.title else []
        for axes in self.axes:
            names = axes.names
            if names["title"]:
                said.append(svg.plain(names["title"]).replace("\n", ", "))
            if names["x"] or names["y"]:
                said.append(f"{names['y'] or 'values'} over {names['x'] or 'their number'}")
            labels = [str(artist.label) for artist in axes.artists if artist.label]
            said += [f"with {', '.join(labels)}"] if labels and axes.legend_options is not None else []
        return "Figure: " + "; ".join(dict.fromkeys(map(svg.plain, said))) if said else "Figure drawn by this cell."

    def _repr_html_(self):
        """Return the figure for a page."""
        self.fit()
        if self.rows == 1 and self.columns > 1 and not self.title and self.width / self.columns >= STACKED:
            drawn = "".join(_picture(*cell) for _, _, *cell in self.cells(self.width, self.height))
        else:
            drawn = _picture(self.width, self.height, self.draw(self.width, self.height))
        return f'<div class="page-figure" role="img" aria-label="{escape(self.words())}">{drawn}</div>'

    def fit(self):
        """Choose the limits of all plots, the same for plots that share them."""
        for axes in self.axes:
            fit(axes)
        for name, shared in zip("xy", self.shared, strict=True):
            scales = [getattr(part, name) for part in self.parts] if shared else []
            asked = next((scale for scale in scales if scale.limits is not None), None)
            low = asked.low if asked else min([scale.low for scale in scales], default=0)
            high = asked.high if asked else max([scale.high for scale in scales], default=1)
            for scale in scales:
                scale.low, scale.high = low, high

    def cells(self, width, height):
        """Yield left, top, width, height and drawing of each part; the plots of a figure have one size."""
        head = 18.0 if self.title else 0.0
        inner = [self._inner(place) for place in range(len(self.parts))]
        even = width / self.columns, (height - head) / self.rows
        needed = np.zeros((self.rows, self.columns, 4))
        for place, part in enumerate(self.parts):
            if isinstance(part, Axes):
                needed[divmod(place, self.columns)] = margins(part, *even, *inner[place])
        sides, ends = needed[..., [0, 2]].max(0), needed[..., [1, 3]].max(1)
        wide = sides.sum(1) + (width - sides.sum()) / self.columns
        high = ends.sum(1) + (height - head - ends.sum()) / self.rows
        for place, part in enumerate(self.parts):
            row, column = divmod(place, self.columns)
            size = wide[column], high[row]
            room = [sides[column][0], ends[row][0], sides[column][1], ends[row][1]]
            content = draw(part, *size, room, *inner[place]) if isinstance(part, Axes) else part.draw(*size)
            yield wide[:column].sum(), head + high[:row].sum(), *size, content

    def _inner(self, place):
        row, column = divmod(place, self.columns)
        return not self.shared[0] or row == self.rows - 1, not self.shared[1] or column == 0

    def draw(self, width, height):
        """Return all parts as SVG."""
        head = svg.text(width / 2, 14, self.title, 12) if self.title else ""
        cells = self.cells(width, height)
        return head + "".join(
            svg.element("g", content, transform=f"translate({left:.2f} {top:.2f})") for left, top, *_, content in cells
        )


def _picture(width, height, content):
    """A picture that gives way a little where the page is narrow, and no more: its words must be read."""
    natural = PIXELS * width
    least = 0.8 * natural
    style = f"flex:1 1 {least:.0f}px;min-width:{least:.0f}px;max-width:{natural:.0f}px;height:auto"
    return svg.element("svg", content, viewBox=f"0 0 {width:.2f} {height:.2f}", style=style, aria_hidden="true")
