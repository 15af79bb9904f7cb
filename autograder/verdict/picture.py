"""A small picture of where an array is wrong, where that says more than a sentence."""

from html import escape

import numpy as np

from autograder.verdict.comparison import DIFFERENCES, Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.wording import counted

WORTH_A_PICTURE = {Finding.VALUE, Finding.NOT_FINITE, Finding.SOME_ENTRIES, Finding.MASK, Finding.LINES}
FEWEST = 6  # entries; of fewer a sentence says all
MOST = 24  # rows or columns that a page can show
FAINTEST = 0.3  # how full the smallest error is


def picture(mismatch: Mismatch, cell: int = 14) -> str:
    """An SVG map of where an array is wrong: the fuller, the larger the error; empty where it would say nothing.

    That is for few entries, for one that is off or all of them, and where a hint has named the slip. An array with more
    than two axes is a table of maps, for example one for every sample and channel. Ink is the color of the text around
    it, so that it can be seen on light and on dark pages.
    """
    inks = _inks(mismatch)
    wrong = int(np.count_nonzero(inks))
    if mismatch.code not in WORTH_A_PICTURE or inks.size < FEWEST or not 1 < wrong < inks.size:
        return ""
    label = f"Where {mismatch.output} is off: {wrong} of {inks.size} entries, {{}}. Filled is wrong."
    inks = _maps(inks)
    down, across, rows, columns = inks.shape
    squares = [
        f'<rect x="{(b * (columns + 1) + j) * cell + 1}" y="{(a * (rows + 1) + i) * cell + 1}" '
        f'width="{cell}" height="{cell}" fill="currentColor" fill-opacity="{ink:.2f}"/>'
        for (a, b, i, j), ink in np.ndenumerate(inks)
    ]
    height, width = (count * (size + 1) * cell - cell + 2 for count, size in ((down, rows), (across, columns)))
    sizes = f"{counted(rows, 'row')} and {counted(columns, 'column')}"
    label = label.format(f"{down} x {across} maps of {sizes}" if down * across > 1 else sizes)
    return (
        f'<svg role="img" aria-label="{escape(label)}" width="{width}" viewBox="0 0 {width} {height}" '
        f'style="max-width:100%;display:block" stroke="currentColor" stroke-opacity="0.35">{"".join(squares)}</svg>'
        f"<p><small>{escape(label)}</small></p>"
    )


def _inks(mismatch):
    """How far every entry is off, 0 where it is right and 1 at the worst; empty if there are no numbers to compare."""
    got, right = np.asarray(mismatch.got), np.asarray(mismatch.right)
    if {got.dtype.kind, right.dtype.kind} - set("biufc") or got.shape != right.shape:
        return np.empty(0)
    got, right = got + 0.0, right + 0.0
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.abs(got - right)
    off = DIFFERENCES.misses(got, right)
    if not np.isfinite(error).all():
        return 1.0 * ~np.isfinite(error)
    return np.where(off, FAINTEST + (1 - FAINTEST) * error / (error.max() or 1.0), 0.0)


def _maps(values):
    """The array with four axes: a table of maps, cut so that a page can show it."""
    values = values.reshape((-1, *(1, 1, 1, *values.shape)[-3:]))
    values = values[: MOST // 4, : MOST // 4]
    return values[:, :, : MOST // len(values), : MOST // values.shape[1]]
