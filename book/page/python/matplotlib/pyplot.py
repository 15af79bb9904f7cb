"""Draw on the figure and the plot that are being drawn."""

from matplotlib import look_up
from matplotlib.axes import Axes
from matplotlib.colors import colormap
from matplotlib.figure import Figure

FIGURES: list[Figure] = []  # not shown yet; the last is being drawn
NAMES = (
    "plot semilogx semilogy loglog scatter bar hist fill_between imshow contour quiver axhline axvline hlines vlines"
)
NAMES += " text legend axis tick_params"
SETTERS = "xlabel ylabel title xlim ylim xscale yscale xticks yticks"


class ColorMaps:
    """Color maps as attributes, as in `plt.cm.tab10`."""

    def __getattr__(self, name):
        return colormap(name)


cm = ColorMaps()


def __getattr__(name):
    return look_up("plt", name)


def figure(num=None, figsize=None, **options) -> Figure:
    """Begin a figure."""
    FIGURES.append(Figure(figsize, **options))
    return FIGURES[-1]


def gcf() -> Figure:
    """Return the figure that is being drawn."""
    return FIGURES[-1] if FIGURES else figure()


def gca() -> Axes:
    """Return the plot that is being drawn."""
    return gcf().gca()


def sca(axes) -> None:
    """Draw on this plot from now on."""
    axes.figure.current = axes


def subplots(nrows=1, ncols=1, figsize=None, layout=None, **options):
    """Begin a figure with plots in rows and columns."""
    new = figure(figsize=figsize)
    return new, new.subplots(nrows, ncols, **options)


def colorbar(artist=None, ax=None, label="") -> None:
    """Put a bar with the colors of an artist beside its plot."""
    found = [each for each in (ax or gca()).artists if each.mappable]
    if artist is None and not found:
        raise RuntimeError("No image and no colored points were drawn yet, so there is no bar to draw.")
    gcf().colorbar(artist or found[-1], ax or gca(), label)


def suptitle(words, **_) -> None:
    """Write above all plots."""
    gcf().suptitle(words)


def tight_layout(**_) -> None:
    """Do nothing: no words overlap."""


def show(**_) -> None:
    """Show what was drawn; the end of a cell does it too."""
    from page_shell import display

    waiting = list(FIGURES)
    FIGURES.clear()
    for each in waiting:
        if any(axes.artists for axes in each.axes):
            display(each)


def close(which=None) -> None:
    """Forget a figure that was not shown, or all."""
    if isinstance(which, Figure):
        FIGURES[:] = [each for each in FIGURES if each is not which]
    else:
        del FIGURES[0 if which == "all" else -1 :]


def _on_axes(method):
    def call(*arguments, **options):
        return getattr(gca(), method)(*arguments, **options)

    call.__name__, call.__doc__ = method, getattr(Axes, method).__doc__
    return call


globals().update({name: _on_axes(name) for name in NAMES.split()})
globals().update({name: _on_axes(f"set_{name}") for name in SETTERS.split()})
