"""Sums of ReLUs: knot by knot, and by solving the linear equations at the knots."""

import numpy as np


def knot_by_knot(knots, values):
    """Whatever the sum so far misses at the next knot, the new ReLU adds."""
    coeffs = []
    for i in range(len(knots) - 1):
        so_far = values[0] + sum(c * max(knots[i + 1] - k, 0) for c, k in zip(coeffs, knots, strict=False))
        coeffs.append((values[i + 1] - so_far) / (knots[i + 1] - knots[i]))
    return np.array(coeffs), float(values[0])


def equations(knots, values):
    relus = np.maximum(knots[1:, None] - knots[None, :-1], 0)
    return np.linalg.solve(relus, values[1:] - values[0]), values[0]


STYLES = {"loops": {"relu_interpolant": knot_by_knot}, "equations": {"relu_interpolant": equations}}
