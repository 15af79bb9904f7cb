"""What a check says: as text, as HTML with a small picture, and as JSON."""

from dataclasses import dataclass, field
from html import escape

import numpy as np


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
    credit : float
        Share of the points, from 0 to 1.
    """

    function: str
    mismatches: list
    explanations: list = field(default_factory=list)
    misconceptions: list = field(default_factory=list)
    credit: float | None = None

    def __post_init__(self):
        if self.credit is None:
            self.credit = 0.0 if self.mismatches else 1.0

    @property
    def passed(self):
        """Whether nothing is wrong."""
        return not self.mismatches

    def text(self):
        """The whole report in plain text."""
        if self.passed:
            return f"{self.function}: passed."
        lines = [f"{self.function}: not yet."]
        first = [mismatch.text for mismatch in self.mismatches if mismatch.code.startswith("forward")]
        rest = [mismatch.text for mismatch in self.mismatches if not mismatch.code.startswith("forward")]
        lines += [f"  {sentence}" for sentence in (*first, *self.explanations, *rest)]
        return "\n".join(lines)

    def _repr_html_(self):
        parts = [f"<p>{escape(line.strip())}</p>" for line in self.text().splitlines()]
        parts += [picture(mismatch) for mismatch in self.mismatches if mismatch.code != "shape"]
        return f'<div class="check">{"".join(parts)}</div>'

    def __repr__(self):
        return self.text()

    def json(self):
        """A dictionary of plain values."""
        return {
            "function": self.function,
            "passed": self.passed,
            "credit": self.credit,
            "problems": [{"code": m.code, "argument": m.output, "text": m.text} for m in self.mismatches],
            "explanations": self.explanations,
            "misconceptions": self.misconceptions,
        }


def picture(mismatch, cell=14, most=24):
    """An SVG map of where an array is wrong: the darker, the larger the error; empty if there is nothing to draw."""
    if mismatch.got is None or np.ndim(mismatch.got) == 0 or np.shape(mismatch.got) != np.shape(mismatch.right):
        return ""
    error = np.abs(np.nan_to_num(np.asarray(mismatch.got) - mismatch.right))
    error = error.reshape(-1, error.shape[-1])[:most, :most]
    shade = np.round(255 - 215 * error / (error.max() or 1.0)).astype(int)
    squares = [
        f'<rect x="{j * cell}" y="{i * cell}" width="{cell - 1}" height="{cell - 1}" fill="rgb({v},{v},{v})"/>'
        for (i, j), v in np.ndenumerate(shade)
    ]
    height, width = (size * cell for size in error.shape)
    label = f"Where {mismatch.output} is off: {error.shape[0]} rows, {error.shape[1]} columns, dark is wrong."
    return (
        f'<svg role="img" aria-label="{escape(label)}" width="{width}" height="{height}" '
        f'style="background:#888;padding:1px">{"".join(squares)}</svg><p>{escape(label)}</p>'
    )
