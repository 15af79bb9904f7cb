"""What the chapters of this book share: the look of the figures, interactive ones, and the slope of a function."""

import json
from html import escape

import matplotlib.pyplot as plt
import numpy as np
from matplotlib_inline.backend_inline import set_matplotlib_formats

FORWARD, BACKWARD = "#00588f", "#bf5000"  # as in assets/book.css; a dark page turns them into lighter ones
STYLE = {
    "axes.grid": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.constrained_layout.use": True,
    "figure.facecolor": "none",  # the page shows through, light or dark
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "figure.figsize": (7, 2.8),
    "font.size": 11,
    "legend.frameon": False,
    "svg.hashsalt": "forward and backward",  # and no date: the same figure is the same file
}


STILL = {  # the look of charts where scripts do not run; else assets/book.js has it
    "style": {"forward": {"color": FORWARD}, "backward": {"color": BACKWARD}},
    "range": {"category": ["#111111", "#00745c", "#a83279", "#757575"], "diverging": [FORWARD, BACKWARD]},
}


def slope(f, x, direction, step=1e-6):
    """Return the slope of the scalar function f at x along a direction, by a central difference."""
    return (f(x + step * direction) - f(x - step * direction)) / (2 * step)


def use_style():
    """Draw figures as scalable graphics without a background: black and grey, and the colors of the two passes."""
    set_matplotlib_formats("svg", metadata={"Date": None})
    plt.rcParams.update(STYLE)


def table(ax, values, title, rows, columns, marked=(), form="{:g}"):
    """Draw a matrix as a table of numbers; the marked cells are grey.

    Parameters
    ----------
    ax : Axes
    values : array of shape (R, C)
    title, rows, columns : str
        The title, and what the rows and columns mean.
    marked : collection of (int, int)
        Row and column of the cells to mark.
    form : str
        How to write a number.
    """
    shades = np.full(values.shape, np.nan)  # no colour: the page shows through
    for place in marked:
        shades[place] = 0.3
    ax.imshow(shades, cmap="Greys", vmin=0, vmax=1)
    for (i, j), value in np.ndenumerate(values):
        ax.text(j, i, form.format(value), ha="center", va="center")
    _rule(ax, values.shape)
    ax.set(title=title, xlabel=columns, ylabel=rows)


def _rule(ax, shape):
    """Lines between the cells, numbers of rows and columns at the edges."""
    ax.set_xticks(range(shape[1]))
    ax.set_yticks(range(shape[0]))
    ax.tick_params(which="both", length=0)
    ax.set_xticks([edge - 0.5 for edge in range(1, shape[1])], minor=True)
    ax.set_yticks([edge - 0.5 for edge in range(1, shape[0])], minor=True)
    ax.grid(which="minor", color="0.6", linewidth=0.8)
    ax.spines[:].set(visible=True, color="0.6")


def graph(ax, nodes, arrows, backward=(), color=FORWARD):
    """Draw a computation as a graph.

    Parameters
    ----------
    ax : Axes
    nodes : dict of str to (float, float)
        Where each node stands, in units of the axes. Its label is the name up to a colon.
    arrows, backward : list of (str, str)
        The names of both ends; `backward` are dashed, in the color of the backward pass.
    color : color
        Of the other arrows.
    """
    frame = {"boxstyle": "round,pad=0.35", "fc": "0.9", "ec": "k"}
    boxes = {
        name: ax.text(*place, name.split(":")[0], ha="center", va="center", bbox=frame).get_bbox_patch()
        for name, place in nodes.items()
    }
    looks = [{"color": color, "linestyle": "-"}] * len(arrows) + [{"color": BACKWARD, "linestyle": "--"}] * len(
        backward
    )
    for (start, end), look in zip([*arrows, *backward], looks, strict=True):
        ends = {"patchA": boxes[start], "patchB": boxes[end], "shrinkA": 1, "shrinkB": 2}
        ax.annotate("", nodes[end], nodes[start], arrowprops={"arrowstyle": "-|>"} | look | ends)
    across, up = zip(*nodes.values(), strict=True)
    ax.set(xlim=(min(across) - 0.5, max(across) + 0.5), ylim=(min(up) - 0.5, max(up) + 0.5))
    ax.set_axis_off()


def rows(**columns):
    """Turn arrays into the data of a chart: one row for each entry, numbers rounded to 4 significant digits.

    Parameters
    ----------
    **columns : arrays, numbers or str
        They broadcast against each other.
    """
    import altair as alt  # takes a second, and most pages have no chart

    arrays = np.broadcast_arrays(*columns.values())
    values = [[_short(entry) for entry in array.ravel().tolist()] for array in arrays]
    return alt.Data(values=[dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)])


def _short(entry):
    return float(f"{entry:.4g}") if isinstance(entry, float) else entry


def interactive(chart, alt, caption=""):
    """Show a chart that the reader can change without a kernel.

    Marks of the styles "forward" and "backward" have the colors of the passes, and so have two series on a scale with
    the range "diverging".

    Where scripts do not run, the page shows a still picture of its first position; `tools/stills.py` puts it there.

    Parameters
    ----------
    chart : altair.Chart
        With at least one parameter that is bound to an input (slider, menu, button).
    alt : str
        What the chart shows and what changes, for those who can't see it.
    caption : str
        The line below it.
    """
    spec = chart.properties(description=alt).to_dict()
    if not any("bind" in param for param in spec.get("params", [])):
        raise ValueError("chart: expected a parameter bound to an input, alt.param(..., bind=...); got none")
    return Interactive(spec, alt, caption)


class Interactive:
    """A chart as a page shows it."""

    def __init__(self, spec, alt, caption):
        self.spec, self.alt, self.caption = spec, alt, caption

    def _repr_html_(self):
        spec = json.dumps(self.spec, separators=(",", ":")).replace("<", "\\u003c")
        return (
            '<figure class="interactive"><div class="interactive-chart"></div>'
            f"<noscript>{escape(self.alt)}</noscript>"
            f'<script type="application/json">{spec}</script>'
            f"<figcaption>{escape(self.caption)}</figcaption></figure>"
        )

    def __repr__(self):
        return self.alt
