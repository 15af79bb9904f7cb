"""Other ways to take a sum, a mean or a maximum: over another axis, or another one of them."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from autograder.hints.step_edits import SIZES, Change, only, with_function
from autograder.verdict.findings import Finding

REDUCTIONS = {
    np.sum: "sum",
    np.mean: "mean",
    np.max: "maximum",
    np.min: "minimum",
    np.var: "variance",
    np.std: "standard deviation",
    np.prod: "product",
    np.argmax: "argmax",
    np.argmin: "argmin",
    np.cumsum: "cumulative sum",
    np.add.reduce: "sum",
    np.maximum.reduce: "maximum",
}
OTHER_REDUCTIONS = {
    np.sum: (np.mean, np.max),
    np.add.reduce: (np.mean,),
    np.mean: (np.sum, np.max),
    np.max: (np.min, np.sum, np.mean),
    np.min: (np.max,),
    np.var: (np.std,),
    np.std: (np.var,),
    np.argmax: (np.argmin,),
    np.argmin: (np.argmax,),
}
_DEFAULT = {np.add.reduce: 0, np.maximum.reduce: 0}


def changes_of_axis(steps: list) -> Iterator[tuple[tuple, Any, Change]]:
    """All sums, means and maxima along the same axis at once: as where a softmax or a norm takes the wrong one.

    Parameters
    ----------
    steps : list of (Place, Step)
    """
    groups: dict[Any, list] = {}
    for place, step in steps:
        if step.function in REDUCTIONS and isinstance(step.operands[0], np.ndarray):
            groups.setdefault((str(_axis_of(step)), step.operands[0].ndim), []).append((place, step))
    for group in groups.values():
        first, axis = group[0][1], _axis_of(group[0][1])
        for other in _axes(first.operands[0].ndim) if len(group) > 1 else ():
            if other != axis and other != _positive(axis, first.operands[0].ndim):
                sentence = "It would be right if all sums, means and maxima {where} and after it ran over another axis."
                yours = _axis_words(_positive(axis, first.operands[0].ndim))
                detail = f"Over {_axis_words(other)}, not over {yours}: in all {len(group)} steps."
                places = tuple(place for place, _ in group)
                yield places, first, Change(Finding.OTHER_AXIS, sentence, detail, _with_axis(other))
                yield places, first, Change(Finding.OTHER_AXIS, sentence, detail, _with_axis(other, keepdims=True))


def reduction(step):
    """Over another axis, or a mean in place of a sum."""
    if step.function not in REDUCTIONS or not isinstance(step.operands[0], np.ndarray):
        return
    word, array = REDUCTIONS[step.function], step.operands[0]
    axis = _axis_of(step)
    for other in _axes(array.ndim):
        if other != axis and other != _positive(axis, array.ndim):
            sentence = f"It would be right if the {word} {{where}} ran over another axis."
            detail = f"Over {_axis_words(other)}, not over {_axis_words(_positive(axis, array.ndim))}."
            yield Change(Finding.OTHER_AXIS, sentence, detail, _with_axis(other))
            if not step.options.get("keepdims"):
                yield Change(Finding.OTHER_AXIS, sentence, detail, _with_axis(other, keepdims=True))
    if step.options.get("ddof"):
        sentence = f"It would be right if the {word} {{where}} divided by the number of entries itself."
        yield Change(Finding.FACTOR, sentence, "Without ddof.", lambda f, v, o, r: f(*v, **o | {"ddof": 0}))
    for other in OTHER_REDUCTIONS.get(step.function, ()):
        sentence = f"It would be right if the {word} {{where}} were a {REDUCTIONS[other]}."
        code = Finding.FACTOR if {step.function, other} <= {np.sum, np.mean, np.add.reduce} else Finding.FUNCTION
        yield Change(code, sentence, "", with_function(other))
    yield Change(Finding.MISSING_SUM, f"It would be right without the {word} {{where}}.", "", only(0, None))


def _axis_of(step):
    return step.options.get("axis", step.operands[1] if len(step.operands) > 1 else _DEFAULT.get(step.function))


def _axes(ndim):
    yield from range(ndim)
    for count in range(2, ndim):
        if ndim <= SIZES:
            yield from combinations(range(ndim), count)
    if ndim > 1:
        yield None


def _positive(axis, ndim):
    if isinstance(axis, tuple):
        return tuple(sorted(each % ndim for each in axis)) if len(axis) < ndim else None
    if axis is None:
        return None if ndim > 1 else 0
    return axis % ndim if ndim else axis


def _axis_words(axis):
    if axis is None:
        return "all axes"
    if isinstance(axis, tuple):
        return f"the axes {', '.join(map(str, axis))}"
    return f"axis {axis}"


def _with_axis(axis, **more):
    def do(function, operands, options, _):
        return function(operands[0], *operands[2:], **options | {"axis": axis} | more)

    return do
