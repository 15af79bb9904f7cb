"""What a plot consists of: each artist knows the data that must be seen, and draws itself."""

import numpy as np

from matplotlib import svg
from matplotlib.colors import INK, Norm, colormap, css

NOTHING = np.zeros(0)


class Artist:
    """Something to draw, with a label for the legend."""

    label = None
    mappable = False
    tight = False  # whether the axes end where it ends

    def x_values(self):
        """The horizontal data that must be seen."""
        return NOTHING

    def y_values(self):
        """The vertical data that must be seen."""
        return NOTHING

    def corners(self):
        """Points that a legend should not cover."""
        return NOTHING, NOTHING

    def sample(self, x, y):
        """Draw it small, for the legend."""
        return svg.element("rect", x=x, y=y - 3.5, width=20, height=7, fill=self.color, stroke=self.edge)


class _Located(Artist):
    """Points at `x` and `y`, joined or not."""

    def x_values(self):
        return self.x

    def y_values(self):
        return self.y

    def corners(self):
        return self.x, self.y


class Line(_Located):
    """A line, markers or both."""

    def __init__(self, x, y, color, linestyle="-", marker=None, label=None, **style):
        self.x, self.y, self.color, self.label = np.asarray(x, float), np.asarray(y, float), color, label
        self.linestyle, self.marker = linestyle, marker if marker not in ("None", "none", "", " ") else None
        self.width, self.size = style.get("linewidth", 1.5), style.get("markersize", 6)
        self.alpha = style.get("alpha")
        hollow = style.get("fillstyle") == "none"
        self.face = css("none" if hollow else style.get("markerfacecolor", color))
        self.edge = css(style.get("markeredgecolor", color))

    def set_linestyle(self, linestyle):
        """Choose another style of line."""
        self.linestyle = linestyle

    def set_color(self, color):
        """Choose another color."""
        self.color = self.face = self.edge = css(color)

    def set_data(self, x, y):
        """Choose other points."""
        self.x, self.y = np.asarray(x, float), np.asarray(y, float)

    def draw(self, to):
        return self._drawn(*to(self.x, self.y))

    def sample(self, x, y):
        line = self._line(np.array([x, x + 20.0]), np.array([y, y]))
        return line + self._markers(np.array([x + 10.0]), np.array([y]))

    def _drawn(self, x, y):
        return self._line(x, y) + self._markers(x, y)

    def _line(self, x, y):
        if self.linestyle not in svg.DASHES:
            return ""
        dashes = " ".join(f"{self.width * float(dash):.4g}" for dash in svg.DASHES[self.linestyle].split())
        style = dict(fill="none", stroke=self.color, stroke_width=self.width, opacity=self.alpha)
        return svg.element("path", d=svg.path(x, y), stroke_dasharray=dashes or None, stroke_linejoin="round", **style)

    def _markers(self, x, y):
        if not self.marker:
            return ""
        face = "none" if self.marker in svg.OPEN else self.face
        return svg.markers(x, y, self.marker, self.size, fill=face, stroke=self.edge, opacity=self.alpha)


class Points(_Located):
    """Points in colors of their own."""

    mappable = True

    def __init__(self, x, y, values=None, cmap=None, norm=None, **style):
        self.x, self.y, self.label = np.ravel(np.asarray(x, float)), np.ravel(np.asarray(y, float)), style.get("label")
        self.values, self.cmap, self.norm = values, cmap, norm
        self.color, self.edge = style["color"], css(style.get("edge", "none"))
        self.marker, self.size, self.alpha = style.get("marker") or "o", style["size"], style.get("alpha")

    def draw(self, to):
        x, y = to(self.x, self.y)
        style = dict(stroke=self.edge, opacity=self.alpha)
        if self.marker in svg.OPEN:
            style["stroke"] = self.color
        if self.values is None:
            return svg.markers(x, y, self.marker, self.size, fill=self.color, **style)
        colors = self.cmap(self.norm(self.values))
        return "".join(
            svg.markers([a], [b], self.marker, self.size, fill=css(color), **style)
            for a, b, color in zip(x, y, colors, strict=True)
        )

    def sample(self, x, y):
        return svg.markers([x + 10], [y], self.marker, self.size, fill=self.color, stroke=self.edge)


class Bars(Artist):
    """Bars that stand on a line."""

    def __init__(self, x, height, width, bottom, color, edge="none", label=None, alpha=None):
        arrays = np.broadcast_arrays(*(np.asarray(each, float) for each in (x, height, width, bottom)))
        self.x, self.height, self.width, self.bottom = map(np.ravel, arrays)
        self.color, self.edge, self.label, self.alpha = color, css(edge), label, alpha

    def x_values(self):
        return np.concatenate([self.x - self.width / 2, self.x + self.width / 2])

    def y_values(self):
        return np.concatenate([self.bottom, self.bottom + self.height])

    def corners(self):
        return np.repeat(self.x, 8), (self.bottom + self.height * np.linspace(0, 1, 8)[:, None]).T.ravel()

    def draw(self, to):
        left, low = to(self.x - self.width / 2, self.bottom)
        right, high = to(self.x + self.width / 2, self.bottom + self.height)
        low = np.where(np.isfinite(low), low, to.bottom)
        return "".join(
            svg.element(
                "rect",
                x=min(a, c),
                y=min(b, d),
                width=abs(c - a),
                height=abs(d - b),
                fill=self.color,
                stroke=self.edge,
                opacity=self.alpha,
            )
            for a, b, c, d in zip(left.tolist(), low.tolist(), right.tolist(), high.tolist(), strict=True)
            if np.isfinite([a, b, c, d]).all()
        )


class Area(Artist):
    """What lies between two lines."""

    def __init__(self, x, low, high, color, alpha=None, label=None):
        arrays = np.broadcast_arrays(*(np.asarray(each, float) for each in (x, low, high)))
        self.x, self.low, self.high = arrays
        self.color, self.edge, self.alpha, self.label = color, "none", alpha, label

    def x_values(self):
        return self.x

    def y_values(self):
        return np.concatenate([self.low, self.high])

    def draw(self, to):
        (x, low), (_, high) = to(self.x, self.low), to(self.x, self.high)
        outline = svg.path(np.concatenate([x, x[::-1]]), np.concatenate([low, high[::-1]]))
        return svg.element("path", d=outline + "z", fill=self.color, opacity=self.alpha)


class Picture(Artist):
    """An array as an image."""

    mappable = tight = True

    def __init__(self, values, cmap=None, vmin=None, vmax=None, extent=None, origin="upper", alpha=None):
        values = np.asarray(values)
        rows, columns = values.shape[:2]
        self.counted = extent is None  # its axes count rows and columns
        self.extent = extent or (-0.5, columns - 0.5, rows - 0.5, -0.5)
        self.cmap, self.norm, self.alpha = colormap(cmap), Norm(values, vmin, vmax), alpha
        self.values = values if origin == "upper" else values[::-1]
        if extent is None and origin == "lower":
            self.extent = (-0.5, columns - 0.5, -0.5, rows - 0.5)

    def set_data(self, values):
        """Show other numbers, in the same colors."""
        self.values = np.asarray(values)

    def x_values(self):
        return np.array(self.extent[:2], dtype=float)

    def y_values(self):
        return np.array(self.extent[2:], dtype=float)

    def pixels(self):
        """Red, green, blue and opacity from 0 to 255."""
        if self.values.ndim == 2:
            return np.round(255 * self.cmap(self.norm(self.values))).astype(np.uint8)
        pixels = self.values if self.values.dtype == np.uint8 else np.round(255 * np.clip(self.values, 0, 1))
        opaque = np.full((*pixels.shape[:2], 4 - pixels.shape[2]), 255)
        return np.concatenate([pixels, opaque], axis=2).astype(np.uint8)

    def draw(self, to):
        x, y = to(np.array(self.extent[:2]), np.array(self.extent[2:]))
        place = dict(x=float(x.min()), y=float(y.min()), width=float(abs(np.diff(x)[0])))
        return svg.element(
            "image",
            href=svg.png(self.pixels()),
            **place,
            height=float(abs(np.diff(y)[0])),
            opacity=self.alpha,
            preserveAspectRatio="none",
            style="image-rendering:pixelated",
        )


class Rules(Artist):
    """Straight lines across the axes, or between two ends."""

    def __init__(self, places, color, linestyle, width=1.5, across=True, ends=None, label=None, alpha=None):
        self.places, self.color, self.linestyle = np.ravel(np.asarray(places, float)), color, linestyle
        self.width, self.across, self.ends, self.label, self.alpha = width, across, ends, label, alpha

    def x_values(self):
        if self.across:
            return NOTHING if self.ends is None else np.array(self.ends, float)
        return self.places

    def y_values(self):
        if self.across:
            return self.places
        return NOTHING if self.ends is None else np.array(self.ends, float)

    def draw(self, to):
        lines = []
        for place in self.places:
            low, high = self.ends or (to.limits_x if self.across else to.limits_y)
            points = ([low, high], [place, place]) if self.across else ([place, place], [low, high])
            lines.append(self._line(*points, label=None).draw(to))
        return "".join(lines)

    def sample(self, x, y):
        return self._line([0], [0], label=None).sample(x, y)

    def _line(self, x, y, label):
        return Line(x, y, self.color, self.linestyle, None, label, linewidth=self.width, alpha=self.alpha)


class Words(Artist):
    """Text at a point."""

    def __init__(self, x, y, words, color=INK, size=10.0, ha="left", va="baseline"):
        self.x, self.y, self.words, self.color, self.size = float(x), float(y), words, css(color), size
        self.anchor = {"left": "start", "center": "middle", "right": "end"}[ha]
        self.drop = {"baseline": 0.0, "bottom": 0.0, "center": 0.35, "top": 0.8}[va]

    def draw(self, to):
        x, y = to(np.array([self.x]), np.array([self.y]))
        return svg.text(x[0], y[0] + self.drop * self.size, self.words, self.size, self.anchor, fill=self.color)
