"""A gradient leaves out the way through a mean or a variance."""

from itertools import combinations

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.findings import Finding

FEWEST = 4  # entries in a line: less fits by chance


@explains(Finding.VALUE)
def way_through_a_statistic(evidence: Evidence) -> Hint | None:
    """Over some axes the error is what a forgotten mean leaves, a number, or mean and variance: that plus a multiple
    of the first array among the arguments."""
    arrays = [v for v in evidence.case.inputs.values() if isinstance(v, np.ndarray) and v.dtype.kind == "f"]
    error = evidence.got - evidence.right
    if not evidence.case.upstream or not arrays or arrays[0].shape != error.shape:
        return None
    for axes in _most_axes_first(error.ndim):
        lines, values = _lines(error, axes), _lines(arrays[0], axes)
        if lines.shape[1] < FEWEST:
            continue
        where = f"axis {axes[0]}" if len(axes) == 1 else f"the axes {', '.join(map(str, axes))}"
        if _is_one_number(lines, values):
            text = f"Over {where} the error is one number: is the way through a mean missing or wrong?"
            return Hint(Finding.STATISTICS, text, holds=_holding(axes, _is_one_number))
        if _is_affine(lines, values):
            text = f"Over {where} the error is a number plus a multiple of x"
            text += ": is the way through a mean or a variance missing or wrong?"
            return Hint(Finding.STATISTICS, text, holds=_holding(axes, _is_affine))
    return None


def _most_axes_first(count):
    return [axes for number in range(count, 0, -1) for axes in combinations(range(count), number)]


def _lines(array, axes):
    """What lies along some axes, one line a row."""
    last = np.moveaxis(array, axes, range(-len(axes), 0))
    return last.reshape(-1, int(np.prod(last.shape[-len(axes) :])))


def _holding(axes, fits):
    """Whether the error is of that form in any call whose lines are long enough to tell."""

    def holds(other):
        array = next(v for v in other.case.inputs.values() if isinstance(v, np.ndarray) and v.dtype.kind == "f")
        lines, values = _lines(other.got - other.right, axes), _lines(array, axes)
        if lines.shape[1] < FEWEST:
            raise ValueError("too few entries in a line")
        return fits(lines, values)

    return holds


def _is_one_number(lines, _):
    return same(lines, np.broadcast_to(lines[:, :1], lines.shape))


def _is_affine(lines, values):
    return all(map(_is_affine_in, lines, values))


def _is_affine_in(line, value):
    design = np.stack([np.ones_like(value), value], axis=1)
    fitted = design @ np.linalg.lstsq(design, line, rcond=None)[0]
    return same(fitted, line)
