"""Artists for functions of two variables: arrows, and lines of equal height."""

import numpy as np

from matplotlib import svg
from matplotlib.artists import Artist, Line
from matplotlib.colors import INK, Norm, colormap, css


class Arrows(Artist):
    """Arrows from points, in units of the data."""

    def __init__(self, x, y, u, v, color=INK):
        arrays = np.broadcast_arrays(*(np.asarray(each, float) for each in (x, y, u, v)))
        self.x, self.y, self.u, self.v = map(np.ravel, arrays)
        self.color = css(color)

    def x_values(self):
        return self.x

    def y_values(self):
        return self.y

    def draw(self, to):
        (x, y), (a, b) = to(self.x, self.y), to(self.x + self.u, self.y + self.v)
        drawn = []
        for start, end in zip(np.stack([x, y], 1), np.stack([a, b], 1), strict=True):
            along = (end - start) / (np.linalg.norm(end - start) or 1)
            aside, neck = np.array([-along[1], along[0]]), end - 7 * along
            shaft = Line([], [], self.color)._line(*np.stack([start, neck], 1))
            head = svg.path(*np.stack([end, neck + 3.5 * aside, neck - 3.5 * aside], 1)) + "z"
            drawn.append(shaft + svg.element("path", d=head, fill=self.color))
        return "".join(drawn)


class Contours(Artist):
    """Lines of equal height."""

    mappable = tight = True

    def __init__(self, x, y, heights, levels, color, cmap):
        self.x, self.y, self.heights, self.levels = x, y, np.asarray(heights, float), levels
        self.color, self.cmap, self.norm = color, colormap(cmap), Norm(levels)

    def x_values(self):
        return self.x

    def y_values(self):
        return self.y

    def draw(self, to):
        drawn = []
        for level in self.levels:
            color = self.color or css(self.cmap(self.norm(np.array(level))))
            points = to(*_segments(self.x, self.y, self.heights - level))
            drawn.append(svg.element("path", d=svg.path(*points), fill="none", stroke=color, stroke_width=1.5))
        return "".join(drawn)


def _segments(x, y, heights):
    """Where heights cross 0 inside each triangle of the grid: ends of lines, each pair followed by a gap."""
    grid_x, grid_y = (x, y) if np.ndim(x) == 2 else np.meshgrid(x, y)
    points = np.stack([grid_x, grid_y, heights], axis=-1)
    a, b, c, d = points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]
    found = []
    for corners in ((a, b, c), (a, c, d)):
        triangle = np.stack([corner.reshape(-1, 3) for corner in corners], axis=1)
        crossing = []
        for start, end in ((0, 1), (1, 2), (2, 0)):
            one, other = triangle[:, start], triangle[:, end]
            with np.errstate(all="ignore"):
                share = one[:, 2] / (one[:, 2] - other[:, 2])
                point = one[:, :2] + share[:, None] * (other[:, :2] - one[:, :2])
            point[(one[:, 2] > 0) == (other[:, 2] > 0)] = np.nan
            crossing.append(point)
        ends = np.stack(crossing, axis=1)
        crossed = np.isfinite(ends[:, :, 0]).sum(1) == 2
        pairs = ends[crossed][np.isfinite(ends[crossed][:, :, 0])].reshape(-1, 2, 2)
        found.append(np.concatenate([pairs, np.full((len(pairs), 1, 2), np.nan)], axis=1).reshape(-1, 2))
    return np.concatenate(found).T
