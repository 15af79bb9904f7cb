"""The box that says what is what, put where it covers least."""

import numpy as np

from matplotlib import svg

CORNERS = {"upper": 0.0, "center": 0.5, "lower": 1.0}
SIDES = {"left": 0.0, "center": 0.5, "right": 1.0}
ORDER = ["upper right", "upper left", "lower left", "lower right", "center right", "center left", "lower center"]
ORDER += ["upper center", "center"]


class Legend:
    """A legend, measured before it is drawn."""

    def __init__(self, axes):
        options = axes.legend_options or {}
        self.rows = [artist for artist in axes.artists if artist.label and not str(artist.label).startswith("_")]
        self.size, self.title = float(options.get("fontsize", 10)), options.get("title")
        self.loc = options.get("loc", "best")
        self.outside = "bbox_to_anchor" in options
        columns = options.get("ncols", options.get("ncol", 1))
        self.lines = -(-len(self.rows) // columns)
        self.columns = -(-len(self.rows) // self.lines) if self.rows else 1
        self.step = 1.4 * self.size
        self.column = 34 + max([svg.width(artist.label, self.size) for artist in self.rows], default=0)
        self.width = max(self.columns * self.column, svg.width(self.title or "", self.size) + 12)
        self.height = self.step * (self.lines + bool(self.title)) + 6

    def draw(self, box, points):
        """Return the legend inside a box, away from points on paper.

        Parameters
        ----------
        box : tuple of float
            Left, top, width and height of the plot.
        points : float array of shape (2, n)
        """
        left, top, width, height = box
        if self.outside:
            return self._at(left + width + 8, top)
        room = np.array([width - self.width - 12, height - self.height - 12])
        places = {}
        for name in ORDER:
            words = name.split()
            share = SIDES[words[-1]], CORNERS[words[0]]
            places[name] = left + 6 + room[0] * share[0], top + 6 + room[1] * share[1]
        loc = self.loc if self.loc in places else min(ORDER, key=lambda name: self._covered(*places[name], points))
        return self._at(*places[loc])

    def _covered(self, x, y, points):
        inside = (points[0] > x) & (points[0] < x + self.width) & (points[1] > y) & (points[1] < y + self.height)
        return int(inside.sum())

    def _at(self, x, y):
        frame = svg.element(
            "rect",
            x=x,
            y=y,
            width=self.width,
            height=self.height,
            rx=3,
            fill="var(--pst-color-background, white)",
            fill_opacity=0.85,
            stroke="currentColor",
            stroke_opacity=0.25,
        )
        drawn, head = [frame], y + 3
        if self.title:
            drawn.append(svg.text(x + self.width / 2, head + self.size, self.title, self.size))
            head += self.step
        for place, artist in enumerate(self.rows):
            column, line = divmod(place, self.lines)
            at = x + 5 + column * self.column, head + (line + 0.5) * self.step
            drawn.append(artist.sample(*at))
            drawn.append(svg.text(at[0] + 25, at[1] + 0.35 * self.size, artist.label, self.size, "start"))
        return "".join(drawn)
