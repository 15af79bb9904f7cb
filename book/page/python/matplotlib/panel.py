"""One plot on paper: its box, ticks, names, artists, legend and color bars."""

import itertools

import numpy as np

from matplotlib import svg
from matplotlib.artists import Bars, Picture
from matplotlib.legend import Legend

TICK = 10.0  # size of the words
NUMBERS = itertools.count()


class Transform:
    """From data to points on paper.

    Parameters
    ----------
    axes : Axes
    box : tuple of float
        Left, top, width and height.
    """

    def __init__(self, axes, box):
        self.axes, (self.left, self.top, self.width, self.height) = axes, box
        self.bottom = self.top + self.height
        self.limits_x, self.limits_y = map(_ends, (axes.x, axes.y))

    def __call__(self, x, y):
        """Return where data are on paper."""
        return self.left + self.width * self.axes.x.place(x), self.bottom - self.height * self.axes.y.place(y)


def _ends(scale):
    ends = np.array([scale.low, scale.high])
    return list(ends if scale.kind == "linear" else float(scale.base) ** ends)


def fit(axes):
    """Choose the limits of both axes by what is on them."""
    margin = 0.0 if any(artist.tight for artist in axes.artists) else 0.05
    if axes.categories is not None and axes.x.ticks is None:
        axes.x.ticks, axes.x.labels = np.arange(len(axes.categories)), axes.categories
    axes.x.fit([artist.x_values() for artist in axes.artists], margin)
    foot = 0.0 if any(isinstance(artist, Bars) for artist in axes.artists) else None
    axes.y.fit([artist.y_values() for artist in axes.artists], margin, foot)
    pictures = [artist for artist in axes.artists if isinstance(artist, Picture)]
    axes.x.whole = axes.y.whole = any(artist.counted for artist in pictures)
    if any(artist.extent[3] < artist.extent[2] for artist in pictures):
        axes.y.low, axes.y.high = axes.y.high, axes.y.low


def draw(axes, width, height, needed, inner_x=True, inner_y=True):
    """Return a plot as SVG.

    Parameters
    ----------
    axes : Axes
    width, height : float
        Of the place that it has.
    needed : sequence of float
        The margins.
    inner_x, inner_y : bool
        Whether its ticks have labels; not where plots share an axis.
    """
    legend = Legend(axes) if axes.legend_options is not None else None
    box = _box(axes, width, height, needed)
    to = Transform(axes, box)
    clip = f"plot-{next(NUMBERS)}-{id(axes)}"
    left, top, wide, high = box
    room = svg.element("clipPath", svg.element("rect", x=left - 4, y=top - 4, width=wide + 8, height=high + 8), id=clip)
    drawn = [room, svg.element("g", "".join(artist.draw(to) for artist in axes.artists), clip_path=f"url(#{clip})")]
    if axes.shown:
        drawn.append(_frame(axes, box, inner_x, inner_y))
    middle = left + wide / 2
    lift = 6 + 1.2 * axes.title_size * str(axes.names["title"]).count("\n")
    drawn.append(svg.text(middle, top - lift, axes.names["title"], axes.title_size))
    start = left + wide + 10
    for artist, label in axes.colorbars:
        drawn.append(_colorbar(artist, label, start, box))
        start += _bar_width(artist, label)
    if legend and legend.rows:
        drawn.append(legend.draw(box, _points(axes, to)))
    return "".join(drawn)


def _points(axes, to):
    """Where lines run, close enough to see what a legend would cover."""
    found = [np.zeros((2, 0))]
    for artist in axes.artists:
        x, y = artist.corners()
        if len(x):
            x, y = to(x, y)
            share = np.linspace(0, 1, 9)[:, None]
            found.append(np.stack([(a[:-1] + share * np.diff(a)).ravel() if len(a) > 1 else a for a in (x, y)]))
    return np.concatenate(found, axis=1)


def margins(axes, width, height, inner_x=True, inner_y=True):
    """Return what ticks and names need at the left, top, right and bottom of a plot.

    Parameters
    ----------
    axes : Axes
    width, height : float
        Of the place that it has.
    inner_x, inner_y : bool
        Whether its ticks have labels.
    """
    title = axes.names["title"]
    top = 8 + (1.2 * axes.title_size * (1 + str(title).count("\n")) if title else 0)
    left, bottom, right = 6.0, 6.0, 8.0
    if axes.shown:
        y_labels = axes.y.marks(_room(height, 30))[1] if inner_y else []
        x_labels = axes.x.marks(_room(width, 55))[1] if inner_x else []
        left += max([svg.width(label, TICK) for label in y_labels], default=0) + (18 if axes.names["y"] else 4)
        turned = max([svg.width(label, TICK) for label in x_labels], default=0) if axes.x.rotation else TICK + 2
        bottom += (turned + 6 if x_labels else 2) + (16 if axes.names["x"] else 0)
        right += svg.width(x_labels[-1], TICK) / 2 - 4 if x_labels and not axes.x.rotation else 0
    right += sum(_bar_width(artist, label) for artist, label in axes.colorbars)
    legend = Legend(axes)
    right += legend.width + 8 if axes.legend_options is not None and legend.outside else 0
    return np.array([left, top, right, bottom])


def _box(axes, width, height, needed):
    """Left, top, width and height of the plot itself: what is left beside ticks and names."""
    left, top, right, bottom = needed
    wide, high = max(width - left - right, 10), max(height - top - bottom, 10)
    if axes.aspect != "equal":
        return left, top, wide, high
    unit = min(wide / abs(axes.x.high - axes.x.low), high / abs(axes.y.high - axes.y.low))
    new = unit * abs(axes.x.high - axes.x.low), unit * abs(axes.y.high - axes.y.low)
    return left + (wide - new[0]) / 2, top + (high - new[1]) / 2, *new


def _room(length, each):
    return max(2, min(9, int(length / each)))


def _ticks(axes, scale, length, each):
    ticks, labels = scale.marks(_room(length, each))
    places = scale.place(ticks)
    return [(place, label) for place, label in zip(places, labels, strict=False) if -1e-6 <= place <= 1 + 1e-6]


def _frame(axes, box, inner_x, inner_y):
    left, top, width, height = box
    bottom = top + height
    style = dict(stroke="currentColor", stroke_width=0.8)
    drawn = [svg.element("rect", x=left, y=top, width=width, height=height, fill="none", **style)]
    for place, label in _ticks(axes, axes.x, width, 55):
        x = left + place * width
        drawn.append(svg.element("line", x1=x, x2=x, y1=bottom, y2=bottom + 3.5, **style))
        if inner_x and axes.x.rotation:
            drawn.append(svg.text(x + 3, bottom + 6, label, TICK, "end", -90))
        elif inner_x:
            drawn.append(svg.text(x, bottom + 4 + TICK, label, TICK))
    for place, label in _ticks(axes, axes.y, height, 30):
        y = bottom - place * height
        drawn.append(svg.element("line", x1=left - 3.5, x2=left, y1=y, y2=y, **style))
        if inner_y:
            drawn.append(svg.text(left - 6, y + 0.35 * TICK, label, TICK, "end"))
    turned = max([svg.width(label, TICK) for _, label in _ticks(axes, axes.x, width, 55)], default=0)
    below = (turned if axes.x.rotation else TICK) + 4 if inner_x else 0
    drawn.append(svg.text(left + width / 2, bottom + below + 14, axes.names["x"], TICK))
    labels = [svg.width(label, TICK) for _, label in _ticks(axes, axes.y, height, 30)] if inner_y else []
    beside = left - max(labels, default=0) - 12
    drawn.append(svg.text(beside, top + height / 2, axes.names["y"], TICK, rotate=-90))
    return "".join(drawn)


def _bar_width(artist, label):
    labels = _bar_scale(artist).marks(6)[1]
    return 30 + max(svg.width(each, TICK) for each in labels) + (16 if label else 0)


def _bar_scale(artist):
    from matplotlib.scales import Scale

    scale = Scale()
    scale.low, scale.high = artist.norm.low, artist.norm.high
    return scale


def _colorbar(artist, label, start, box):
    _, top, _, height = box
    picture = Picture(np.linspace(1, 0, 128)[:, None], artist.cmap, 0, 1, extent=(start, start + 12, 0, 1))
    bar = picture.draw(lambda x, y: (x, top + height * (1 - y)))
    style = dict(stroke="currentColor", stroke_width=0.8)
    drawn = [bar, svg.element("rect", x=start, y=top, width=12, height=height, fill="none", **style)]
    scale = _bar_scale(artist)
    ticks, labels = scale.marks(_room(height, 30))
    widest = 0.0
    for place, words in zip(scale.place(ticks), labels, strict=True):
        if 0 <= place <= 1:
            y = top + height * (1 - place)
            drawn.append(svg.element("line", x1=start + 12, x2=start + 15.5, y1=y, y2=y, **style))
            drawn.append(svg.text(start + 18, y + 0.35 * TICK, words, TICK, "start"))
            widest = max(widest, svg.width(words, TICK))
    drawn.append(svg.text(start + 30 + widest, top + height / 2, label, TICK, rotate=-90))
    return "".join(drawn)
