"""What a check says: as text, as HTML with a small picture, and as JSON."""

from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np

from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import FORWARD_FIRST, Finding


@dataclass
class Report:
    """The outcome of one check.

    Attributes
    ----------
    function : str
    mismatches : list of Mismatch
        Empty when everything is right.
    explanations : list of str
        Sentences of the misconceptions that match, only known when grading.
    misconceptions : list of str
        Their names, in the same order.
    partial : float, optional
        Share of the points for an answer that is half right, from 0 to 1.
    remarks : list of str
        Sentences beside a pass: what is worth knowing, or is tried only when grading.
    """

    function: str
    mismatches: list[Mismatch]
    explanations: list[str] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)
    partial: float | None = None
    remarks: list[str] = field(default_factory=list)

    @property
    def credit(self) -> float:
        """Share of the points, from 0 to 1: all or nothing, if nothing else is said."""
        if self.partial is not None:
            return self.partial
        return 0.0 if self.mismatches else 1.0

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.mismatches

    def text(self) -> str:
        """The whole report in plain text."""
        if self.passed:
            return "\n".join([f"{self.function}: passed.", *(f"  {remark}" for remark in self.remarks)])
        lines = [f"{self.function}: not yet."]
        first = [mismatch.text for mismatch in self.mismatches if mismatch.code in FORWARD_FIRST]
        rest = [mismatch.text for mismatch in self.mismatches if mismatch.code not in FORWARD_FIRST]
        lines += [f"  {sentence}" for sentence in (*first, *self.explanations, *rest)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = [_paragraph(line.strip()) for line in self.text().splitlines()]
        parts += [picture(mismatch) for mismatch in self.mismatches if mismatch.code != Finding.SHAPE]
        return f'<div class="check">{"".join(parts)}</div>'

    def __repr__(self):
        return self.text()

    def json(self) -> dict[str, Any]:
        """A dictionary of plain values."""
        return {
            "function": self.function,
            "passed": self.passed,
            "credit": self.credit,
            "problems": [{"code": m.code, "argument": m.output, "text": m.text} for m in self.mismatches],
            "explanations": self.explanations,
            "misconceptions": self.misconceptions,
            "remarks": self.remarks if self.passed else [],
        }


def picture(mismatch: Mismatch, cell: int = 16) -> str:
    """An SVG map of where an array is wrong: the darker, the larger the error; empty if there is nothing to draw.

    An array with more than two axes is a table of maps, for example one for every sample and channel.
    """
    error = _error(mismatch.got, mismatch.right)
    if error.size < 2:
        return ""
    error = _maps(error)
    down, across, rows, columns = error.shape
    shade = np.round(255 - 215 * (error / (error.max() or 1.0))).astype(int)
    squares = [
        f'<rect x="{(b * (columns + 1) + j) * cell + 1}" y="{(a * (rows + 1) + i) * cell + 1}" '
        f'width="{cell}" height="{cell}" stroke="#888" fill="rgb({v},{v},{v})"/>'
        for (a, b, i, j), v in np.ndenumerate(shade)
    ]
    height, width = (count * (size + 1) * cell - cell + 2 for count, size in ((down, rows), (across, columns)))
    sizes = f"{_count(rows, 'row')} and {_count(columns, 'column')}"
    maps = f"{down} x {across} maps of {sizes}" if down * across > 1 else sizes
    label = f"Where {mismatch.output} is off: {maps}, dark is wrong."
    return (
        f'<svg role="img" aria-label="{escape(label)}" width="{width}" height="{height}">{"".join(squares)}</svg>'
        f"{_paragraph(label)}"
    )


def _error(got, right):
    """How far every entry is off; with NaN or infinity, which are not finite; empty if they are no numbers."""
    got = np.asarray(got)
    if got.dtype.kind not in "biufc" or got.shape != np.shape(right):
        return np.empty(0)
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.abs(got - right)
    return error if np.isfinite(error).all() else 1.0 * ~np.isfinite(error)


def _maps(error, most=24):
    """The array with four axes: a table of maps, cut so that a page can show it."""
    error = error.reshape((-1, *(1, 1, 1, *error.shape)[-3:]))
    error = error[: most // 4, : most // 4]
    return error[:, :, : most // len(error), : most // error.shape[1]]


def _count(number, noun):
    return f"{number} {noun}" + ("s" if number > 1 else "")


def _paragraph(line):
    return f'<p style="margin:0.3em 0">{escape(line)}</p>'
