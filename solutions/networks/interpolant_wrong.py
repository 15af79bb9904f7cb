"""How people get sums of ReLUs wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "relu_interpolant",
    "You gave the slopes themselves. The ReLUs further left go on: each new one has to add only the change of "
    "the slope.",
    desk="some_entries",
)
def interpolant_slopes_for_bends(knots, values):
    return np.diff(values) / np.diff(knots), values[0]


@misconception(
    "relu_interpolant",
    "You took the differences of the values for slopes. That is right only for knots one apart: divide by the gaps.",
    desk="ignores_argument",
)
def interpolant_gaps_ignored(knots, values):
    return np.diff(np.diff(values), prepend=0.0), values[0]


@misconception(
    "relu_interpolant",
    "You divided every difference by the first gap. The gaps differ from piece to piece.",
    desk="some_entries",
)
def interpolant_equal_gaps(knots, values):
    return np.diff(np.diff(values) / (knots[1] - knots[0]), prepend=0.0), values[0]


@misconception(
    "relu_interpolant",
    "The offset is missing. At the first knot every ReLU is still 0, and yet the function must have its first value.",
    desk="value",
)
def interpolant_without_offset(knots, values):
    return np.diff(np.diff(values) / np.diff(knots), prepend=0.0), 0.0
